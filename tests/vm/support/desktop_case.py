# SPDX-License-Identifier: MIT
"""A test case that has a desktop session of its own for each test, in one machine for all."""

import time
import unittest

from support.machine import COMMAND_LIMIT_S, Machine
from support.session import Session

TERMINAL = (0x24, 0x24, 0x24)  # foot's background


def terminal(command: str, app_id: str = "foot") -> str:
    return f"foot --app-id {app_id} sh -c \"{command}\""


class DesktopCase(unittest.TestCase):
    SECOND_GPU = False

    @classmethod
    def setUpClass(cls):
        cls.machine = Machine(second_gpu=cls.SECOND_GPU)

    @classmethod
    def tearDownClass(cls):
        cls.machine.close()

    def setUp(self):
        self.machine.run("rm -f /host/typed*")
        self.session = Session(self.machine)

    def tearDown(self):
        try:
            self.end_session()
        finally:
            self.machine.run("busybox chvt 1; pkill -KILL -u user; true")
            self.machine.unplug(1)

    def end_session(self) -> None:
        """Ends it as it is to end; once it has ended this does nothing."""
        session, self.session = self.session, None
        if session is not None:
            status = session.end()
            log = session.log()
            self.assertEqual(status, 0, log)
            self.assertNotIn("] error ", log)

    def begin_session(self, *options: str, **named) -> None:
        """Another one in its place."""
        self.end_session()
        self.session = Session(self.machine, *options, **named)

    # --- what tests say ---

    def names(self) -> list[str]:
        return sorted(output["name"] for output in self.session.outputs() if output["enabled"])

    def output(self, name: str) -> dict:
        return next(o for o in self.session.outputs() if o["name"] == name)

    def box(self, app_id: str) -> dict:
        return next(w["box"] for w in self.session.windows() if w["app_id"] == app_id)

    def wait_for(self, wanted, what: str) -> None:
        """Asks, at times, until the answer is yes."""
        end = time.monotonic() + COMMAND_LIMIT_S
        while time.monotonic() < end:
            if wanted():
                return
            time.sleep(0.1)
        self.fail(f"never: {what}; {self.session.windows()}; {self.session.outputs()}")

    def open_terminal(self, command: str, app_id: str = "foot") -> None:
        self.session.spawn(terminal(command, app_id))
        self.session.wait_for_window(app_id)

    def plug(self, width: int, height: int) -> None:
        """A second monitor, Virtual-2."""
        self.machine.plug(1, width, height)
        self.session.ctl("wait output Virtual-2 --timeout 120s")

    def wait_for_typed(self, line: str, file: str = "typed") -> None:
        self.machine.wait_for_files(f"grep -qx '{line}' {file}", f"the line {line!r} in {file}")

    def typed(self, file: str = "typed") -> str:
        return (self.machine.share / file).read_text()
