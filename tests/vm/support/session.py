# SPDX-License-Identifier: MIT
"""The compositor in the test machine, on KMS, as an ordinary user, and pictures of its monitors."""

import json
import os
import shlex

from support.machine import CHECKOUT, SANITIZERS, Machine, quoted
from support.picture import Picture

EXWM_VR = os.environ["EXWM_VR"]
EXWM_VRCTL = os.environ["EXWM_VRCTL"]
RUNTIME = "/run/user/1000"
# Emulated, a compositor may draw for longer than a key takes to be repeated.
WITH_THEME = """
keyboard:
  repeat_rate: 0
appearance:
  background: "#204060"
windows:
  gap: 0
  border: 0
"""
# To read a theme of cursors, some hundred files, takes a fifth of a session's start.
CONFIG = f"{WITH_THEME}cursor: {{theme: none}}\n"
BACKGROUND = (0x20, 0x40, 0x60)


class Session:
    """Running from the construction on. @seat: libseat's backend. @environment, @config: what the
    compositor finds there besides the usual."""

    def __init__(
        self,
        machine: Machine,
        *options: str,
        seat: str = "seatd",
        environment: str = "",
        config: str = "",
    ):
        self.machine = machine
        self.excused = 0  # how many clients may have broken a protocol's rules
        # Those that differ in nothing else can do for each other.
        self.config = config if not options and seat == "seatd" and not environment else None
        machine.write("config.yaml", CONFIG + config)
        sanitizers = (
            f"{SANITIZERS} "
            f"LSAN_OPTIONS=suppressions={CHECKOUT}/tests/support/lsan.supp:print_suppressions=0 "
            f"UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1"
        )
        # A hardware cursor is not in QEMU's pictures.
        self.environment = (
            f"XDG_RUNTIME_DIR={RUNTIME} HOME=/home/user PATH=/usr/bin LC_ALL=C.UTF-8"
            f" LIBSEAT_BACKEND={seat} XDG_SEAT=seat0 WLR_NO_HARDWARE_CURSORS=1 {sanitizers}"
            f" {environment}"
        )
        machine.run("rm -f /host/log /host/status /host/display; mkfifo /tmp/ready || true")
        inner = (
            f"{EXWM_VR} --config /host/config.yaml --log-level debug --ready-fd 3"
            f" {' '.join(options)} 3>/host/display >>/host/log 2>&1; echo $? >/host/status"
        )
        machine.run(
            f"setsid runuser -u user -- env -i {self.environment} bash -c {quoted(inner)}"
            " </dev/null >/dev/null 2>&1 &"
        )
        try:
            machine.wait_for_files("[ -s display ] || [ -s status ]", "the compositor's start")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log()}\n{self._who_waits()}") from error
        if machine.read("status"):
            raise AssertionError(f"the compositor did not start:\n{self.log()}\n{self._who_waits()}")
        self.display = machine.read("display").strip()

    def _who_waits(self) -> str:
        """What seatd, if it is the one that gives seats, and the kernel say of it."""
        return self.machine.run(
            "tail -n 20 /run/seatd.log;"
            " for process in $(pgrep -x 'seatd|exwm-vr'); do"
            " echo $process $(cat /proc/$process/comm) in $(cat /proc/$process/wchan);"
            " cat /proc/$process/stack; done 2>/dev/null; dmesg | tail -n 5; true"
        )

    def start_over(self) -> None:
        """As after its start, if it is as it was then: its configuration, and an empty log. Of one
        that has a configuration alone."""
        self.machine.write("log", "")
        self.configure(CONFIG + self.config)

    def configure(self, text: str) -> None:
        """Has this, and nothing else, as its configuration from now on."""
        self.machine.write("config.yaml", text)
        self.ctl("reload")

    def log(self) -> str:
        return self.machine.read("log")

    def errors(self) -> list[str]:
        """What is wrong by its log, that clients broke a protocol's rules among it."""
        lines = [line for line in self.log().splitlines() if "] error " in line]
        broken = [line for line in lines if "[wayland] error in client communication" in line]
        return [line for line in lines if line not in broken[: self.excused]]

    def command(self, command: str) -> str:
        """For the machine's root: runs a shell command as the session's user, in it."""
        return (
            f"runuser -u user -- env -i {self.environment} WAYLAND_DISPLAY={self.display}"
            f" bash -c {quoted(command)}"
        )

    def user(self, command: str, check: bool = True) -> str:
        return self.machine.run(self.command(command), check)

    def ctl(self, arguments: str, check: bool = True) -> str:
        """exwm-vrctl, with words as a shell's."""
        variables = shlex.split(f"{self.environment} WAYLAND_DISPLAY={self.display}")
        environment = dict(variable.split("=", 1) for variable in variables)
        return self.machine.ctl(shlex.split(arguments), environment, check)

    def spawn(self, command: str) -> None:
        self.ctl(f"spawn {quoted(command)}")

    def listen(self) -> None:
        """Has all events written to /host/typed from now on."""
        self.spawn(f"exec {EXWM_VRCTL} events >/host/typed")
        for number in [2, 1] * 100:
            self.ctl(f"workspace {number}")  # is told of once somebody listens
            if "workspace" in self.machine.run("cat /host/typed || true"):
                return
        raise AssertionError("no event is heard")

    def windows(self) -> list[dict]:
        return json.loads(self.ctl("--json list"))

    def outputs(self) -> list[dict]:
        return json.loads(self.ctl("--json outputs"))

    def wait_for_window(self, app_id: str) -> None:
        self.ctl(f"wait window --app-id {app_id} --timeout 280s")

    def picture(self, head: int = 0, gpu: str = "gpu") -> Picture:
        return self.machine.picture(head, gpu)

    def wait_for_picture(self, wanted, what: str, head: int = 0, gpu: str = "gpu") -> Picture:
        return self.machine.wait_for_picture(wanted, what, head, gpu)

    def end(self) -> int:
        """Ends the compositor by SIGTERM; its exit status."""
        self.machine.run("pkill -TERM -u user -x exwm-vr || true")
        self.machine.wait_for_files("[ -s status ]", "the compositor's end")
        return int(self.machine.read("status"))
