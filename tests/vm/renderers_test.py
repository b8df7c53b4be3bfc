#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What draws the desktop: pixman, and Mesa's GLES and Vulkan (lavapipe), by the processor alone."""

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results, software_drawing
from support.desktop_case import DesktopCase
from support.machine import SANITIZERS
from support.picture import TERMINAL, Picture
from support.session import Session
from support.software_drawing import NODE, NO_THREADS, SMALL

COLOURED_WINDOW = os.environ["EXWM_VR_COLOURED_WINDOW"]
# Shaders that lavapipe compiled allocate what it never frees, and have no name to be excused by.
LAVAPIPE = f"{NO_THREADS} {SANITIZERS}:detect_leaks=0"
ABOVE, ALPHA = (0x80, 0x30, 0x00), 0.6  # the translucent terminal's colour
PLACE = (60, 100, 400, 250)  # and where it is, px
LINEAR, GAMMA22 = 5, 2  # color-management-v1's transfer functions
SRGB, BT2020 = 1, 6  # and its primaries
TO_SRGB = (  # light of BT.2020's primaries as that of sRGB's (ITU-R BT.2087)
    (1.6605, -0.5876, -0.0728),
    (-0.1246, 1.1329, -0.0083),
    (-0.0182, -0.1006, 1.1187),
)


def shown(light) -> tuple[int, int, int]:
    """On an ordinary monitor."""
    return tuple(round(min(max(part, 0), 1) ** (1 / 2.2) * 255) for part in light)


class RenderersTest(DesktopCase):
    pixman = None  # its picture of the scene

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        software_drawing.allow(cls.machine)

    def setUp(self):
        self.session = None  # each test begins its own

    def scene(self) -> Picture:
        """A terminal under another one that is translucent."""
        self.open_terminal("seq 1000 1020; cat", "below")
        self.session.spawn(
            f"foot --app-id above -o colors-dark.background={'%02x%02x%02x' % ABOVE}"
            f" -o colors-dark.alpha={ALPHA}"
            " sh -c 'seq 1000 1020; cat'"
        )
        self.session.wait_for_window("above")
        self.session.ctl("move focused {} {}".format(*PLACE[:2]))
        self.session.ctl("resize focused {} {}".format(*PLACE[2:]))
        self.focus("below")
        self.session.ctl("wait idle --for 1s --timeout 60s")
        return self.session.picture()

    def picture_by_pixman(self) -> Picture:
        """What the others are held against."""
        if self.pixman is None:
            self.begin_session("--renderer", "pixman", config=SMALL)
            type(self).pixman = self.scene()
            self.assertEqual(self.pixman.size, (640, 480))
            self.assertGreater(self.pixman.share(TERMINAL), 0.5)
            self.assertNotIn("wp_color_manager_v1", self.session.user("wayland-info"))
        return self.pixman

    def test_gles_draws_the_same_picture(self):
        wanted = self.picture_by_pixman()
        self.begin_session("--renderer", "gles2", environment=NO_THREADS, config=SMALL)
        self.assertIn("renderer gles2", self.session.log())
        self.assertEqual(self.scene().different(wanted, tolerance=4), set())

    def test_vulkan_draws_the_same_picture_and_knows_colours(self):
        """In one session: lavapipe takes long to start."""
        wanted = self.picture_by_pixman()
        self.begin_session("--renderer", "vulkan", environment=LAVAPIPE, config=SMALL)
        self.assertIn("renderer vulkan", self.session.log())
        picture = self.scene()
        left, top, width, height = PLACE
        within = [
            (x, y)
            for x, y in picture.different(wanted, tolerance=4)
            if left <= x < left + width and top <= y < top + height
        ]
        self.assertEqual(len(within), len(picture.different(wanted, tolerance=4)))
        # wlroots lets Vulkan mix light, as glass does, and not numbers.
        mixed = tuple(
            round((ALPHA * (a / 255) ** 2.2 + (1 - ALPHA) * (b / 255) ** 2.2) ** (1 / 2.2) * 255)
            for a, b in zip(ABOVE, TERMINAL)
        )
        of_window = width * height / (picture.width * picture.height)
        self.assertGreater(picture.share(mixed, 3), 0.7 * of_window, mixed)

        for app_id in ("above", "below"):
            self.focus(app_id)
            self.session.ctl("close focused")
            self.session.ctl(f"wait window --app-id {app_id} --gone --timeout 60s")
        self.check_colours()

    def check_colours(self) -> None:
        """They are shown as what programs say that they are."""
        self.assertIn("wp_color_manager_v1", self.session.user("wayland-info"))
        third, half = 77, 128  # of 255
        linear = (third / 255, half / 255, third / 255)
        as_bt2020 = tuple(sum(a * b for a, b in zip(row, linear)) for row in TO_SRGB)
        for meaning, colour in {
            "": (third, half, third),
            f"{GAMMA22} {SRGB}": (third, half, third),
            f"{LINEAR} {SRGB}": shown(linear),
            f"{LINEAR} {BT2020}": shown(as_bt2020),
        }.items():
            with self.subTest(meaning):
                self.session.spawn(
                    f"exec {COLOURED_WINDOW} coloured {third} {half} {third} {meaning}"
                )
                self.session.wait_for_window("coloured")
                self.session.wait_for_picture(
                    lambda p, colour=colour: p.share(colour, 2) > 0.9, f"{meaning}: {colour}"
                )
                self.session.ctl("close focused")
                self.session.ctl("wait window --app-id coloured --gone --timeout 60s")

    def test_a_gpu_that_cannot_draw_is_not_used_for_it(self):
        self.begin_session()
        self.assertIn(f"renderer pixman (software: {NODE} is virtio_gpu without 3D",
                      self.session.log())
        # The tool chooses the same, and nothing went another way than planned.
        chosen = json.loads(self.machine.run(
            f"env {SANITIZERS}"
            f" {os.environ['EXWM_VR_GPU']} choose --json"
        ))
        decisions = json.loads(self.session.ctl("--json gpu decisions"))
        (renderer,) = (d for d in decisions if d["subject"] == "renderer")
        self.assertIsNone(chosen["renderer"])
        self.assertEqual(renderer["reason"], chosen["no_renderer"])
        self.assertEqual([d for d in decisions if d["warns"]], [])
        self.end_session()
        for renderer in ("gles2", "vulkan"):
            with self.assertRaisesRegex(AssertionError, "--require-gpu: renderer .*software"):
                Session(self.machine, "--renderer", renderer, "--require-gpu")


if __name__ == "__main__":
    results.main()
