#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A desktop session as a login manager starts it: logind, PAM, systemd and D-Bus."""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import edid, headset, login, results
from support.machine import Machine
from support.picture import TERMINAL
from support.session import BACKGROUND, EXWM_VRCTL


# A unit of a desktop as distributions ship them: one that is started over and over between the
# compositor's end and that of its target, which takes seconds here. And a service that D-Bus starts
# by itself; its failure is the sign that it has run.
PROBE_UNIT = """[Unit]
PartOf=graphical-session.target
After=graphical-session.target
Requisite=graphical-session.target
StartLimitIntervalSec=0
[Service]
ExecStart=foot --app-id unit cat
Restart=on-failure
[Install]
WantedBy=graphical-session.target
"""
PROBE_SERVICE = """[D-BUS Service]
Name=org.example.Probe
Exec=/bin/sh -c 'env >/host/activated.part; mv /host/activated.part /host/activated; exit 1'
"""
# Without a session.
SYSTEMCTL = "runuser -u user -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user"


class LoginTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = Machine("exwm_vr_init=systemd")
        cls.addClassCleanup(cls.machine.close)
        login.install(cls.machine)
        (cls.machine.share / "probe.service").write_text(PROBE_UNIT)
        (cls.machine.share / "org.example.Probe.service").write_text(PROBE_SERVICE)
        cls.machine.run(
            "install -D -t /usr/local/share/dbus-1/services /host/org.example.Probe.service;"
            " install -m 644 -t /etc/systemd/user /host/probe.service"
        )

    def setUp(self):
        self.machine.run("rm -f /host/typed /host/usable /host/activated")
        self.session = None

    def tearDown(self):
        self.machine.run("systemctl stop getty@tty1 getty@tty2; busybox chvt 1")

    def log_in(self, *options: str) -> login.Login:
        """By the first terminal; software rendering, as an option that is passed on."""
        self.session = login.Login(
            self.machine, "--renderer", "pixman", "--log-level", "debug", *options
        )
        self.session.wait_until_ready()
        return self.session

    def check_desktop(self) -> None:
        """Its picture, and a key's way into a terminal."""
        self.session.spawn("foot sh -c 'cat > /host/typed'")
        self.session.wait_for_window("foot")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "a terminal")
        self.machine.type("hello logind\n")
        self.machine.wait_for_files("grep -qx 'hello logind' typed", "the typed line")

    def check_terminal(self) -> None:
        """The text terminal after a session: what it shows, its keyboard, its shell."""
        self.session.wait_for_next_login()
        self.assertEqual(
            self.machine.run(
                "python3 -c 'import fcntl, struct; t = open(\"/dev/tty1\", \"rb\");"
                " read = lambda kind: struct.unpack(\"i\", fcntl.ioctl(t, kind, bytes(4)))[0];"
                " print(read(0x4b3b), read(0x4b44))'"  # KDGETMODE, KDGKBMODE
            ).split(),
            ["0", "3"],  # KD_TEXT, K_UNICODE
        )
        self.assertEqual(self.machine.run("cat /sys/class/tty/tty0/active").strip(), "tty1")
        self.session.wait_for_picture(
            lambda p: p.share((0, 0, 0)) > 0.8 and p.share(BACKGROUND) == 0, "the console"
        )
        self.machine.type("touch /host/usable\n")
        self.machine.wait_for_files("[ -e usable ]", "the typed command")

    def check_nothing_left(self) -> None:
        self.machine.wait_until(
            "! pgrep -u user -x 'exwm-vr|exwm-vr-session|flock|foot'", "the end of all programs"
        )
        units = "exwm-vr-session.target graphical-session.target probe.service"
        states = self.machine.run(self.session.systemctl(f"is-active {units}"), check=False)
        self.assertEqual(states.split(), ["inactive"] * 3, units)
        left = {
            name: value
            for name, value in self.session.variables().items()
            if name.startswith(("XDG_SE", "EXWM", "WAYLAND", "DISPLAY", "XDG_CURRENT", "WLR", "LSAN"))
        }
        self.assertEqual(left, {})

    def activated_environment(self) -> list[str]:
        """What D-Bus gives to a program that it starts."""
        self.session.user("busctl --user call org.freedesktop.DBus /org/freedesktop/DBus"
                          " org.freedesktop.DBus StartServiceByName su org.example.Probe 0 || true")
        self.machine.wait_for_files("[ -e activated ]", "the service that D-Bus starts")
        return (self.machine.share / "activated").read_text().splitlines()

    def check_session(self) -> None:
        """What programs are told of it, by logind, systemd and D-Bus."""
        session = self.session
        self.assertIn("logind", session.log())
        self.assertIn("renderer pixman (software: asked for)", session.log())
        about = session.session()
        self.assertEqual(
            {key: about[key] for key in ("Active", "State", "Type", "Seat", "VTNr")},
            {"Active": "yes", "State": "active", "Type": "wayland", "Seat": "seat0", "VTNr": "1"},
        )
        self.machine.run(session.systemctl("is-active graphical-session.target"))
        self.assertEqual(session.variables()["XDG_CURRENT_DESKTOP"], "EXWM-VR")
        activated = self.activated_environment()
        self.assertIn(f"WAYLAND_DISPLAY={session.display}", activated)
        self.assertIn("XDG_CURRENT_DESKTOP=EXWM-VR", activated)

    def test_a_session_as_a_unit(self):
        """With that of Monado, in whose place is a program that leases as it does."""
        self.install_monado()
        # That it is ready says that its target does not wait for a headset.
        session = self.log_in()
        self.check_session()
        self.assertEqual(session.variables()["XDG_SESSION_ID"], session.session()["Id"])
        self.machine.run(session.systemctl("start probe.service"))
        session.wait_for_window("unit")
        self.check_desktop()
        self.assertIn(
            f"Wayland display {session.display}",
            self.machine.run(session.systemctl("show --property StatusText exwm-vr.service")),
        )
        self.machine.run(session.systemctl("reload exwm-vr.service"))
        self.assertIn("the config was read again", session.log())
        self.check_monado()

        self.assertEqual(session.end(), 0, session.output())
        self.machine.wait_until(
            f"! {self.monado()} && ! pgrep -u user -x monado-service", "the end of Monado's unit"
        )
        self.check_nothing_left()
        self.check_terminal()

    def install_monado(self) -> None:
        lease = os.environ["EXWM_VR_LEASE"]
        self.machine.run(
            f"install -m 755 {headset.LEASE_CLIENT} /usr/local/bin/monado-service;"
            f" ln -sf {lease} {login.PREFIX}/bin/; {SYSTEMCTL} enable exwm-vr-monado.service"
        )
        self.addCleanup(
            self.machine.run,
            f"{SYSTEMCTL} disable exwm-vr-monado.service; rm /usr/local/bin/monado-service",
        )
        self.addCleanup(self.machine.unplug, 1)
        # What one that was killed leaves.
        self.machine.run("runuser -u user -- touch /run/user/1000/monado_comp_ipc")

    def monado(self) -> str:
        """The command that succeeds while its unit is active."""
        return self.session.systemctl("is-active --quiet exwm-vr-monado.service")

    def check_monado(self) -> None:
        """It runs whenever there is a headset."""
        session = self.session
        self.machine.wait_until(self.monado(), "Monado's unit")
        self.machine.run("! pgrep -u user -x monado-service")
        self.machine.run("[ ! -e /run/user/1000/monado_comp_ipc ]")

        headset.plug_in(self.machine, edid.VIVE)
        session.wait_for_picture(lambda p: p.share(headset.GREEN) == 1, "its picture", 1)
        first = self.machine.run("pgrep -u user -x monado-service").strip()
        environment = self.machine.run(f"tr '\\0' '\\n' </proc/{first}/environ").splitlines()
        self.assertIn("XRT_COMPOSITOR_FORCE_WAYLAND_DIRECT=1", environment)
        self.assertIn(f"WAYLAND_DISPLAY={session.display}", environment)
        self.assertEqual([line for line in environment if line.startswith("DISPLAY=")], [])

        self.machine.unplug(1)
        self.assertEqual(self.machine.run("pgrep -u user -x monado-service").strip(), first)
        headset.plug_in(self.machine, edid.VIVE)
        self.machine.wait_until(
            f"pgrep -u user -x monado-service | grep -vqx {first}", "another process"
        )
        leases = session.command(f"{EXWM_VRCTL} lease list")
        self.machine.wait_until(f"{leases} | grep -q monado-service", "its lease")
        session.wait_for_picture(lambda p: p.share(headset.GREEN) == 1, "its picture", 1)

    def test_somebody_picks_it_in_a_login_manager(self):
        session = self.session = login.GreeterLogin(self.machine)
        self.addCleanup(session.stop)
        session.pick("EXWM-VR")
        session.log_in()
        about = session.session()
        self.assertEqual(
            {key: about[key] for key in ("Active", "State", "Type", "Service", "VTNr")},
            {"Active": "yes", "State": "active", "Type": "wayland", "Service": "greetd", "VTNr": "1"},
        )
        self.machine.run(session.systemctl("is-active exwm-vr.service graphical-session.target"))
        self.assertEqual(session.variables()["XDG_CURRENT_DESKTOP"], "EXWM-VR")
        self.check_desktop()
        session.end()
        self.check_nothing_left()

    def test_a_session_without_a_unit_that_is_killed(self):
        session = self.log_in("--direct", "--", "foot", "--app-id", "first", "cat")
        self.check_session()
        session.wait_for_window("first")
        self.check_desktop()

        self.machine.key("ctrl", "alt", "f2")
        self.machine.wait_until("grep -qx tty2 /sys/class/tty/tty0/active", "the other terminal")
        session.wait_for_picture(lambda p: p.share(TERMINAL) < 0.05, "the console")
        self.assertEqual(session.session()["Active"], "no")
        second = login.Login(self.machine, terminal="tty2")
        self.assertEqual(second.wait_for_end(), 1)
        self.assertIn("this user has a session already: process ", second.output())
        second.wait_for_next_login()
        self.machine.run("busybox chvt 1")
        session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal again")
        self.machine.type("back\n")
        self.machine.wait_for_files("grep -qx back typed", "the typed line")
        self.assertEqual((self.machine.share / "typed").read_text(), "hello logind\nback\n")

        self.machine.run(f"kill -KILL {session.compositor()}")
        self.assertEqual(session.wait_for_end(), 128 + 9)
        self.check_nothing_left()
        self.check_terminal()

    def test_a_compositor_that_hangs_ends_the_session(self):
        self.machine.run(
            "mkdir -p /run/systemd/user/exwm-vr.service.d; printf '[Service]\nWatchdogSec=8\n'"
            " >/run/systemd/user/exwm-vr.service.d/watchdog.conf"
        )
        self.addCleanup(
            self.machine.run,
            f"rm -r /run/systemd/user/exwm-vr.service.d; {SYSTEMCTL} daemon-reload",
        )
        session = self.log_in()
        self.machine.run(f"kill -STOP {session.compositor()}")
        self.assertEqual(session.wait_for_end(), 1)
        self.assertIn("the compositor ended by: watchdog", session.output())
        self.check_nothing_left()
        self.check_terminal()

    def test_a_crash_leaves_the_terminal_in_order(self):
        session = self.log_in()
        self.machine.run(f"kill -SEGV {session.compositor()}")
        self.assertEqual(session.wait_for_end(), 1)
        self.check_nothing_left()
        self.check_terminal()

    def wait_for_the_end_of_the_unit(self, compositor: int) -> None:
        """With all that is to be done after it."""
        ask = self.session.systemctl("is-active exwm-vr.service")
        self.machine.wait_until(
            f"[ ! -e /proc/{compositor} ] && {ask} | grep -qxE 'inactive|failed'",
            "the compositor's end",
        )

    def test_the_end_of_the_login_ends_the_compositor(self):
        session = self.log_in()
        compositor = session.compositor()
        self.machine.run("pkill -KILL -u user -f 'sh .*/exwm-vr-session --renderer'")
        self.wait_for_the_end_of_the_unit(compositor)
        self.check_nothing_left()
        session = self.log_in()
        compositor = session.compositor()
        self.machine.run(f"loginctl terminate-session {session.session()['Id']}")
        self.wait_for_the_end_of_the_unit(compositor)
        self.check_nothing_left()


if __name__ == "__main__":
    results.main()
