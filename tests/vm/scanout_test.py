#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A fullscreen window's own buffer is what the card scans out, with nothing drawn in between, for as
long as nothing is over it."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results, software_drawing
from support.desktop_case import DesktopCase
from support.locker import LOCK, LOCKER, UNLOCK
from support.picture import TERMINAL
from support.session import Session
from support.software_drawing import NO_THREADS

DMABUF_WINDOW = os.environ["EXWM_VR_DMABUF_WINDOW"]
COLOUR = (0x80, 0x30, 0x10)
# Counted in the log: of whichever output, and there is one.
BEGINS, ENDS = "Direct scan-out enabled", "Direct scan-out disabled$"


class ScanoutTest(DesktopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        software_drawing.allow(cls.machine)

    def setUp(self):
        self.machine.run("rm -f /host/typed*")
        # A cursor that is drawn would have to be drawn on something.
        self.session = Session(
            self.machine,
            *("--renderer", "gles2"),
            environment=f"{NO_THREADS} WLR_NO_HARDWARE_CURSORS=0",
        )

    def wait_for_log(self, line: str, times: int) -> None:
        self.machine.wait_for_files(f"[ $(grep -c '{line}' log) -ge {times} ]", line)

    def frame(self) -> str:
        """The kernel's number of what is scanned out."""
        return self.machine.run(
            "sed -n '/^plane.*: plane-0/,/^plane/s/.*fb=//p' /sys/kernel/debug/dri/0/state"
        )

    def test_what_covers_the_screen_is_scanned_out(self):
        self.session.spawn(
            f"exec {DMABUF_WINDOW} game /dev/dri/card0 {'%02x%02x%02x' % COLOUR}"
        )
        self.session.wait_for_window("game")
        self.session.ctl("fullscreen focused on")
        self.session.wait_for_picture(lambda p: p.share(COLOUR) == 1, "the window alone")
        self.wait_for_log(BEGINS, 1)
        frame = self.frame()

        self.session.spawn(LOCKER)
        self.session.wait_for_picture(lambda p: p.share(LOCK) > 0.99, "the lock")
        self.wait_for_log(ENDS, 1)
        self.assertNotEqual(self.frame(), frame)
        self.machine.run(UNLOCK)
        self.session.wait_for_picture(lambda p: p.share(COLOUR) == 1, "the window again")
        self.wait_for_log(BEGINS, 2)
        self.assertEqual(self.frame(), frame)

        # Alone it covers the screen still.
        self.session.ctl("fullscreen focused off")
        self.open_terminal("cat")
        self.wait_for_log(ENDS, 2)
        self.session.wait_for_picture(
            lambda p: p.share(COLOUR) > 0.3 and p.share(TERMINAL) > 0.3, "both windows"
        )


if __name__ == "__main__":
    results.main()
