#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Buffers that have their points in time (linux-drm-syncobj-v1), which virtio-gpu's driver and
Mesa's GLES have: shown when they are ready, and given back when they are not shown any more."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results, software_drawing
from support.desktop_case import DesktopCase
from support.session import Session
from support.software_drawing import NODE, NO_THREADS

SYNCED_WINDOW = os.environ["EXWM_VR_SYNCED_WINDOW"]
GREEN, BLUE = (0, 0xFF, 0), (0, 0, 0xFF)


class TimelinesTest(DesktopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        software_drawing.allow(cls.machine)
        cls.machine.run("mkfifo -m 666 /tmp/go")

    def setUp(self):
        self.machine.run("rm -f /host/typed* /host/synced")
        self.session = Session(self.machine, "--renderer", "gles2", environment=NO_THREADS)
        self.open_terminal("cat > /host/typed")
        self.session.spawn(
            f"exec {SYNCED_WINDOW} synced /dev/dri/card0 {NODE} 0<>/tmp/go >/host/synced 2>&1"
        )
        self.wait_for_typed("blue", "synced")

    def test_a_picture_that_is_not_ready_holds_up_nothing(self):
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
        self.machine.run("pkill -KILL -x synced-window")
        self.session.ctl("wait window --app-id synced --gone --timeout 60s")
        self.session.wait_for_picture(lambda p: p.share(GREEN) == 0, "the end of its picture")
        self.machine.type("goes on\n")
        self.wait_for_typed("goes on")


if __name__ == "__main__":
    results.main()
