#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Programs' own buffers of a GPU, which virtio-gpu's driver and Mesa's GLES take. Those that have
their points in time (linux-drm-syncobj-v1) are shown when they are ready, and given back when they
are not shown any more. One that covers the screen is what the card scans out, with nothing drawn in
between, for as long as nothing is over it."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results, software_drawing
from support.desktop_case import DesktopCase
from support.locker import LOCK, LOCKER, UNLOCK
from support.picture import TERMINAL
from support.session import Session
from support.software_drawing import NODE, NO_THREADS, SMALL

DMABUF_WINDOW = os.environ["EXWM_VR_DMABUF_WINDOW"]
SYNCED_WINDOW = os.environ["EXWM_VR_SYNCED_WINDOW"]
COLOUR = (0x80, 0x30, 0x10)
GREEN, BLUE = (0, 0xFF, 0), (0, 0, 0xFF)
# Counted in the log: of whichever output, and there is one.
BEGINS, ENDS = "Direct scan-out enabled", "Direct scan-out disabled$"


class BuffersTest(DesktopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        software_drawing.allow(cls.machine)
        cls.machine.run("mkfifo -m 666 /tmp/go")

    def setUp(self):
        self.session = None  # each test begins its own
        self.machine.run("rm -f /host/typed* /host/synced")

    def begin(self, environment: str = "") -> None:
        self.session = Session(
            self.machine,
            *("--renderer", "gles2"),
            environment=f"{NO_THREADS} {environment}",
            config=SMALL,
        )

    def begin_synced(self) -> None:
        self.begin()
        self.open_terminal("cat > /host/typed")
        self.session.spawn(
            f"exec {SYNCED_WINDOW} synced /dev/dri/card0 {NODE} 0<>/tmp/go >/host/synced 2>&1"
        )
        self.wait_for_typed("blue", "synced")

    def test_a_picture_that_is_not_ready_holds_up_nothing(self):
        self.begin_synced()
        self.session.wait_for_picture(lambda p: p.share(GREEN) > 0.3, "what is ready")
        self.focus("foot")
        self.machine.type("goes on\n")
        self.wait_for_typed("goes on")
        picture = self.session.picture()
        self.assertGreater(picture.share(GREEN), 0.3)
        self.assertEqual(picture.share(BLUE), 0)

        self.machine.run("echo >/tmp/go")
        self.session.wait_for_picture(
            lambda p: p.share(BLUE) > 0.3 and p.share(GREEN) == 0, "what is ready now"
        )
        self.wait_for_typed("released", "synced")
        self.assertEqual(self.typed("synced").split(), ["green", "blue", "held", "released"])

    def test_a_program_that_ends_before_its_picture_is_ready_leaves_nothing(self):
        self.begin_synced()
        self.machine.run("pkill -KILL -x synced-window")
        self.session.ctl("wait window --app-id synced --gone --timeout 60s")
        self.session.wait_for_picture(lambda p: p.share(GREEN) == 0, "the end of its picture")
        self.machine.type("goes on\n")
        self.wait_for_typed("goes on")

    def wait_for_log(self, line: str, times: int) -> None:
        self.machine.wait_for_files(f"[ $(grep -c '{line}' log) -ge {times} ]", line)

    def frame(self) -> str:
        """The kernel's number of what is scanned out."""
        return self.machine.run(
            "sed -n '/^plane.*: plane-0/,/^plane/s/.*fb=//p' /sys/kernel/debug/dri/0/state"
        )

    def test_what_covers_the_screen_is_scanned_out(self):
        # A cursor that is drawn would have to be drawn on something.
        self.begin("WLR_NO_HARDWARE_CURSORS=0")
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
