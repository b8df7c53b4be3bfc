# SPDX-License-Identifier: MIT
"""A test case that has a desktop session of its own for each test, in one machine for all."""

import json
import time
import unittest

from support.machine import COMMAND_LIMIT_S, Machine
from support.session import Session

# How long a session may take to be as it was; then the next test starts one.
PATIENCE_S = 3


def killing(*spared: str) -> str:
    """A command that kills all of the user's processes but these."""
    return (
        "for process in $(pgrep -u user); do read -r name </proc/$process/comm;"
        f" case $name in {' | '.join(spared)}) ;; *) kill -KILL $process ;; esac;"
        " done 2>/dev/null; true"
    )


# ctl-server answers for the next session, too.
KILL_PROGRAMS = killing("exwm-vr", "bash", "ctl-server", "Xwayland")
KILL_ALL = killing("ctl-server")


def begins_its_own(test):
    """For a test that has no session at its start."""
    test.begins_its_own = True
    return test


def check_end(session: Session) -> None:
    status = session.end()
    assert status == 0, session.log()
    assert not session.errors(), session.log()


def terminal(command: str, app_id: str = "foot") -> str:
    return f"foot --app-id {app_id} sh -c \"{command}\""


class DesktopCase(unittest.TestCase):
    SECOND_GPU = False
    # Emulated, a compositor takes seconds to start: a test that leaves its own as it was at its
    # start leaves it to the next one.
    SHARES_SESSION = False
    CONFIG = ""  # of the session that a test has at its start
    has_failed = False  # see results
    kept = None  # the session that the last test left
    outputs_at_start = None  # of any session

    @classmethod
    def setUpClass(cls):
        cls.machine = Machine(second_gpu=cls.SECOND_GPU)
        cls.addClassCleanup(cls.machine.close)

    @classmethod
    def tearDownClass(cls):
        if cls.kept is not None:
            check_end(cls.kept)

    def setUp(self):
        self.machine.run("rm -f /host/typed*")
        self.session, type(self).kept = type(self).kept, None
        if hasattr(getattr(self, self._testMethodName), "begins_its_own"):
            self.end_session()
        elif self.session is None:
            self.session = Session(self.machine, config=self.CONFIG)
        else:
            self.session.start_over()
        if self.SHARES_SESSION and self.session and self.outputs_at_start is None:
            type(self).outputs_at_start = self.session.outputs()

    def tearDown(self):
        kept = False
        try:
            kept = self.keep_session()
            if not kept:
                self.end_session()
        finally:
            if not kept:
                self.machine.run(f"busybox chvt 1; {KILL_ALL}")
                self.machine.unplug(1)

    def keep_session(self) -> bool:
        """Leaves it to the next test, if it can be."""
        session = self.session
        usual = session is not None and session.config == self.CONFIG and self.outputs_at_start
        if not self.SHARES_SESSION or not usual or self.has_failed:
            return False
        log = session.log()
        self.assertEqual(session.errors(), [])
        if log.count("locks the session") != log.count("the session is unlocked"):
            return False
        self.machine.run(KILL_PROGRAMS)
        self.machine.unplug(1)
        session.ctl("workspace 1", check=False)
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            left = session.windows()
            for what in ("headsets", "lease list"):
                left += json.loads(session.ctl(f"--json {what}"))
            if not left and session.outputs() == self.outputs_at_start:
                self.session, type(self).kept = None, session
                return True
            time.sleep(0.1)
        return False

    def end_session(self) -> None:
        """Ends it as it is to end; once it has ended this does nothing."""
        session, self.session = self.session, None
        if session is not None:
            check_end(session)

    def begin_session(self, *options: str, **named) -> None:
        """Another one in its place."""
        self.end_session()
        self.session = Session(self.machine, *options, **named)

    # --- what tests say ---

    def focus(self, app_id: str) -> None:
        number = next(w["id"] for w in self.session.windows() if w["app_id"] == app_id)
        self.session.ctl(f"focus {number}")

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
