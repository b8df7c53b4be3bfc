# SPDX-License-Identifier: MIT
"""EXWM-VR installed in a test machine that runs systemd, and logins to it on virtual terminals."""

import os
import pathlib
import subprocess

from support.machine import CHECKOUT, SANITIZERS, Machine, quoted
from support.session import CONFIG, EXWM_VR, EXWM_VRCTL, RUNTIME, Session

BUILD = pathlib.Path(os.environ["EXWM_VR_BUILD"])
PREFIX = os.environ["EXWM_VR_PREFIX"]
# A hardware cursor is not in QEMU's pictures.
PROFILE = f"""
export PATH={PREFIX}/bin:/usr/bin LC_ALL=C.UTF-8 WLR_NO_HARDWARE_CURSORS=1
export {SANITIZERS}
export LSAN_OPTIONS=suppressions={CHECKOUT}/tests/support/lsan.supp:print_suppressions=0
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
"""
READY = """
[Unit]
After=exwm-vr-session.target
[Service]
Type=oneshot
ExecStart=touch /host/ready
"""


def install(machine: Machine) -> None:
    """What meson installs; the programs themselves stay in the build folder, being large."""
    subprocess.run(
        ["meson", "install", "-C", str(BUILD), "--no-rebuild", "--quiet", "--tags", "session"]
        + ["--destdir", str(machine.share / "install")],
        check=True,
    )
    (machine.share / "config.yaml").write_text(CONFIG)
    (machine.share / "profile").write_text(PROFILE)
    machine.run(
        f"cp -r /host/install/. / && ln -s {EXWM_VR} {EXWM_VRCTL} {PREFIX}/bin/ &&"
        " install -D -o user -m 644 /host/config.yaml /home/user/.config/exwm-vr/config.yaml &&"
        " chown -R user:user /home/user"
    )
    # A file says when a session's target is active; asking systemd takes long.
    machine.write("ready.service", READY)
    machine.run(
        "cd /etc/systemd/user && mkdir -p exwm-vr-session.target.wants && cp /host/ready.service . &&"
        " ln -s ../ready.service exwm-vr-session.target.wants/"
    )
    # With lingering the user's systemd outlives a session: what one leaves there can be seen.
    machine.run("loginctl enable-linger user")
    machine.run("systemctl start user@1000")  # until it has started


class Login(Session):
    """A login on a virtual terminal that runs exwm-vr-session; as Session otherwise. What the
    script says is in output(), its status in status() once it has ended."""

    def __init__(self, machine: Machine, *options: str, terminal: str = "tty1"):
        self.begin(machine, terminal)
        arguments = " ".join(quoted(option) for option in options)
        (machine.share / "next-login").write_text(
            f"{PROFILE}\nexwm-vr-session {arguments} >/host/{terminal}.output 2>&1\n"
            f"echo $? >/host/{terminal}.status\n"
        )
        machine.run(
            f"systemctl stop getty@{terminal}; rm -f /host/{terminal}.* /host/ready;"
            f" install -o user /host/next-login /run/next-login/{terminal};"
            f" systemctl start getty@{terminal}"
        )

    def begin(self, machine: Machine, terminal: str) -> None:
        self.machine = machine
        self.terminal = terminal
        self.environment = (
            f"XDG_RUNTIME_DIR={RUNTIME} HOME=/home/user PATH={PREFIX}/bin:/usr/bin LC_ALL=C.UTF-8"
            f" DBUS_SESSION_BUS_ADDRESS=unix:path={RUNTIME}/bus"
        )
        self.display = ""
        self.began = machine.run("date +%s.%N").strip()

    def wait_until_ready(self) -> None:
        """Waits until the session's target is active, and so all is there."""
        self.machine.wait_for_files(f"[ -e {self.terminal}.status ] || [ -e ready ]", "the target")
        if (self.machine.share / f"{self.terminal}.status").exists():
            raise AssertionError(f"the session did not start:\n{self.output()}\n{self.log()}")
        self.display = self.variables()["WAYLAND_DISPLAY"]

    def systemctl(self, arguments: str) -> str:
        """The command line that asks the user's systemd."""
        return f"runuser -u user -- env -i {self.environment} systemctl --user {arguments}"

    def variables(self) -> dict[str, str]:
        """What the user's systemd gives to units."""
        lines = self.machine.run(self.systemctl("show-environment")).splitlines()
        return dict(line.split("=", 1) for line in lines)

    def output(self) -> str:
        return (self.machine.share / f"{self.terminal}.output").read_text(errors="replace")

    def log(self) -> str:
        """The compositor's lines, wherever they went."""
        journal = self.machine.run(
            f"journalctl --sync; journalctl -o cat --since @{self.began}"
            " _SYSTEMD_USER_UNIT=exwm-vr.service || true"
        )
        return journal + self.output()

    def session(self) -> dict[str, str]:
        """logind's session on the terminal."""
        lines = self.machine.run(
            "loginctl show-session $(loginctl list-sessions --no-legend |"
            f" awk '/ {self.terminal} / {{ print $1 }}')"
        ).splitlines()
        return dict(line.split("=", 1) for line in lines)

    def compositor(self) -> int:
        return int(self.machine.run("pgrep -u user -x exwm-vr"))

    def wait_for_end(self) -> int:
        """The script's exit status once the login has ended."""
        self.machine.wait_for_files(f"[ -s {self.terminal}.status ]", "the session's end")
        return int((self.machine.share / f"{self.terminal}.status").read_text())

    def wait_for_next_login(self) -> None:
        """Waits until a shell has the terminal again. Before that systemd shows another terminal for
        a moment, to free this one, and then this one, whichever was to be shown meanwhile."""
        file = f"{self.terminal}.shell"
        self.machine.wait_for_files(f"[ -e {file} ]", f"a shell on {self.terminal}")

    def end(self) -> int:
        """Ends the session as its user would; the script's exit status."""
        self.ctl("exit")
        return self.wait_for_end()


class GreeterLogin(Login):
    """A login by greetd and tuigreet on the first terminal, where the session is picked and the
    password is typed. Until it is to stop, the greeter comes back after the session."""

    PASSWORD = "opensesame"

    def __init__(self, machine: Machine):
        self.begin(machine, "tty1")
        greeter = f"tuigreet --sessions {PREFIX}/share/wayland-sessions"
        (machine.share / "greetd.toml").write_text(
            f'[terminal]\nvt = 1\n[default_session]\ncommand = "{greeter}"\nuser = "_greetd"\n'
        )
        machine.run(
            f"echo user:{self.PASSWORD} | chpasswd; rm -f /host/tty1.* /host/ready;"
            " install -m 644 /host/greetd.toml /etc/greetd/config.toml;"
            " install -o user -m 644 /host/profile /home/user/.profile; systemctl start greetd"
        )
        self.wait_for_greeter()

    def wait_for_text(self, text: str) -> None:
        """On the text terminal."""
        self.machine.wait_until(f"grep -aq {quoted(text)} /dev/vcs1", f"{text!r} on the terminal")

    def wait_for_greeter(self) -> None:
        self.wait_for_text("Username:")

    def pick(self, name: str) -> None:
        """The session of that name, which is the only one that is installed."""
        self.machine.key("f3")
        self.wait_for_text(name)
        self.machine.key("ret")

    def log_in(self) -> None:
        self.machine.type("user\n")
        self.wait_for_text("Password:")
        self.machine.type(f"{self.PASSWORD}\n")
        self.wait_until_ready()

    def output(self) -> str:
        return self.machine.run("journalctl --sync; journalctl -o cat -t greetd || true")

    def end(self) -> None:
        self.ctl("exit")
        self.wait_for_greeter()

    def stop(self) -> None:
        self.machine.run("systemctl stop greetd; rm -f /home/user/.profile")
