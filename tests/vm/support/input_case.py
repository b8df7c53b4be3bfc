# SPDX-License-Identifier: MIT
"""A test case with one session for all its tests, and with input devices that tests make."""

import json
import os
import re
import unittest

from support.input_devices import InputDevices
from support.machine import Machine
from support.session import CONFIG, Session

EVENT_PRINTER = os.environ["EXWM_VR_EVENT_PRINTER"]


class InputCase(unittest.TestCase):
    """A test gives the session its rules by a reload, which is a part of what is tested."""

    @classmethod
    def setUpClass(cls):
        cls.machine = Machine()
        cls.addClassCleanup(cls.machine.close)
        # As libinput has it for some laptops.
        cls.machine.write("quirks", "[A]\nMatchName=Cover\nAttrLidSwitchReliability=unreliable\n")
        cls.machine.run("install -D -m 644 /host/quirks /etc/libinput/local-overrides.quirks")
        cls.session = Session(cls.machine)
        cls.devices = InputDevices(cls.machine)

    @classmethod
    def tearDownClass(cls):
        status = cls.session.end()
        if status != 0 or cls.session.errors():
            raise AssertionError(f"the compositor ended with {status}:\n{cls.session.log()}")

    def setUp(self):
        self.made = []
        self.machine.run("rm -f /host/typed /host/events-*")

    def tearDown(self):
        for name in list(self.made):
            self.destroy(name)
        self.session.user("pkill -x \"event-printer|foot|exwm-vrctl\"; true")
        self.machine.wait_until("! pgrep -u user -x 'event-printer|foot'", "the windows' end")
        self.configure("")

    # --- what tests say ---

    def configure(self, rules: str) -> None:
        self.session.configure(CONFIG + rules)

    def make(self, kind: str, name: str) -> dict:
        """A device that the compositor knows; what it says of it."""
        self.devices.make(kind, name)
        self.made.append(name)
        return self.wait_for_device(name)

    def wait_for_device(self, name: str) -> dict:
        for _ in range(100):
            for device in self.inputs():
                if device["name"] == name:
                    return device
            self.machine.run("sleep 0.05")
        raise AssertionError(f"{name} never came:\n{self.session.log()}")

    def destroy(self, name: str) -> None:
        self.devices.destroy(name)
        self.made.remove(name)

    def inputs(self) -> list[dict]:
        return json.loads(self.session.ctl("--json inputs"))

    def setting(self, name: str, key: str):
        return next(d["settings"][key] for d in self.inputs() if d["name"] == name)

    def output_of(self, name: str) -> str | None:
        return next(d["output"] for d in self.inputs() if d["name"] == name)

    def open_printer(self, name: str = "printer", *options: str) -> None:
        self.session.spawn(f"exec {EVENT_PRINTER} {name} {' '.join(options)} >>/host/events-{name}")
        self.session.wait_for_window(name)

    def events(self, name: str = "printer") -> str:
        return (self.machine.share / f"events-{name}").read_text()

    def wait_for_event(self, pattern: str, name: str = "printer") -> re.Match:
        """Waits for a line that begins with a regular expression; all before it is forgotten."""
        file = f"events-{name}"
        self.machine.wait_for_files(f"grep -Eq '^{pattern}' {file}", f"{pattern} in {name}")
        found = re.search(f"^{pattern}", self.events(name), re.MULTILINE)
        assert found
        os.truncate(self.machine.share / file, 0)
        return found

    def point_at(self, x: float, y: float) -> None:
        self.machine.move_pointer(x, y)
