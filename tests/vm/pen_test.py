#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Touch screens and tablets with pens, from the kernel to the client that gets their events."""

import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.input_case import InputCase
from support.locker import LOCKER, UNLOCK
from support.machine import COMMAND_LIMIT_S

BTN_LEFT = 272


class PenTest(InputCase):
    def test_a_touch_reaches_the_window_under_it(self):
        self.make("touch", "Screen")
        self.open_printer("one")
        self.open_printer("two")
        boxes = {window["app_id"]: window["box"] for window in self.session.windows()}
        box = boxes["two"]
        x, y = box["x"] + 100, box["y"] + 200
        self.devices.send(
            "Screen",
            f"ABS_MT_SLOT=0 ABS_MT_TRACKING_ID=1 BTN_TOUCH=1"
            f" ABS_MT_POSITION_X={round(x / 1024 * 1001)} ABS_MT_POSITION_Y={round(y / 768 * 1001)}"
            f" ABS_X={round(x / 1024 * 1001)} ABS_Y={round(y / 768 * 1001)}",
            "ABS_MT_TRACKING_ID=-1 BTN_TOUCH=0",
        )
        down = self.wait_for_event(
            r"wl_touch.down [0-9]+ [0-9]+ wl_surface [0-9]+ ([0-9.]+) ([0-9.]+)", "two"
        )
        self.assertAlmostEqual(float(down[1]), 100, delta=1.5)
        self.assertAlmostEqual(float(down[2]), 200, delta=1.5)
        self.assertNotIn("wl_touch.down", self.events("one"))

    def test_a_touch_screen_belongs_to_its_output(self):
        self.make("touch", "Screen")
        self.machine.plug(1, 800, 600)
        self.session.ctl("wait output Virtual-2 --timeout 120s")
        try:
            # The only one is that of the built-in panel.
            self.configure("switches:\n  panels: [Virtual-2]\n")
            self.assertEqual(self.output_of("Screen"), "Virtual-2")
            self.make("touch", "Other")
            self.assertIsNone(self.output_of("Screen"))
            self.destroy("Other")
            self.assertEqual(self.output_of("Screen"), "Virtual-2")
            self.configure("inputs:\n  - type: touch\n    output: Virtual-2\n")
            self.open_printer()
            self.session.ctl("move-to-workspace focused 1 --output Virtual-2")
            self.wait_for_event("xdg_toplevel.configure 800 600")
            self.assertEqual(self.output_of("Screen"), "Virtual-2")
            self.devices.send(
                "Screen",
                "ABS_MT_SLOT=0 ABS_MT_TRACKING_ID=2 BTN_TOUCH=1"
                " ABS_MT_POSITION_X=500 ABS_MT_POSITION_Y=500 ABS_X=500 ABS_Y=500",
                "ABS_MT_TRACKING_ID=-1 BTN_TOUCH=0",
            )
            down = self.wait_for_event(
                r"wl_touch.down [0-9]+ [0-9]+ wl_surface [0-9]+ ([0-9.]+) ([0-9.]+)"
            )
            self.assertAlmostEqual(float(down[1]), 400, delta=1.5)
            self.assertAlmostEqual(float(down[2]), 300, delta=1.5)
        finally:
            self.machine.unplug(1)
        self.session.ctl("wait output Virtual-2 --gone --timeout 120s")
        self.assertIsNone(self.output_of("Screen"))

    def test_a_pads_buttons_go_to_the_window_with_the_focus(self):
        self.make("tablet", "Tablet")
        self.assertEqual(self.make("pad", "Pad")["types"], ["tablet-pad"])
        self.open_printer()
        self.wait_for_event("zwp_tablet_pad_v2.enter [0-9]+ zwp_tablet_v2 wl_surface")
        self.devices.send("Pad", "BTN_1=1", "BTN_1=0")
        self.wait_for_event("zwp_tablet_pad_v2.button [0-9]+ 1 0")
        self.open_printer("other", "--no-tablet")
        self.wait_for_event("zwp_tablet_pad_v2.leave")

    def test_a_pen_is_a_pen_or_a_mouse(self):
        self.make("tablet", "Tablet")
        self.open_printer("pen")
        near = "ABS_X=5000 ABS_Y=2500 BTN_TOOL_PEN=1"
        self.devices.send(
            "Tablet",
            near,
            "ABS_X=5100 ABS_Y=2600",
            "ABS_X=5200 ABS_Y=2700",
            "BTN_TOUCH=1 ABS_PRESSURE=500",
            "ABS_PRESSURE=0 BTN_TOUCH=0",
            "BTN_STYLUS=1",
            "BTN_STYLUS=0",
            "BTN_TOOL_PEN=0",
        )
        tool = "zwp_tablet_tool_v2"
        self.machine.wait_for_files(
            f"grep -q '^{tool}.proximity_out' events-pen", "the pen's leave"
        )
        events = self.events("pen")
        self.assertIn(f"{tool}.proximity_in", events)
        motions = re.findall(rf"{tool}\.motion (\S+) (\S+)\n", events)
        self.assertAlmostEqual(float(motions[-1][0]), 0.52 * 1024, delta=3)
        self.assertAlmostEqual(float(motions[-1][1]), 0.27 * 768, delta=3)
        self.assertIn(f"{tool}.pressure", events)
        self.assertLess(events.index(f"{tool}.down"), events.index(f"{tool}.up"))
        self.assertRegex(events, rf"{tool}\.button \d+ 331 1\n")

        self.open_printer("mouse", "--no-tablet")
        (pen,) = [window for window in self.session.windows() if window["app_id"] == "pen"]
        self.session.ctl(f"close {pen['id']}")
        self.session.ctl("wait window --app-id pen --gone --timeout 120s")

        click = re.compile(rf"^wl_pointer\.button \d+ \d+ {BTN_LEFT} 0", re.MULTILINE)
        end = time.monotonic() + COMMAND_LIMIT_S
        # On a machine that is too slow libinput takes the pen for gone meanwhile, and says so.
        while not click.search(self.events("mouse")):
            self.assertLess(time.monotonic(), end, "never: the pen's click")
            self.devices.send(
                "Tablet", near, "ABS_X=5100 ABS_Y=2600", "BTN_TOUCH=1 ABS_PRESSURE=500",
                "ABS_PRESSURE=0 BTN_TOUCH=0", "BTN_TOOL_PEN=0",
            )
            time.sleep(0.5)
        self.assertIn("wl_pointer.motion", self.events("mouse"))

    def test_a_press_of_a_pens_button_is_a_click(self):
        self.make("tablet", "Tablet")
        self.open_printer("one")
        self.wait_for_event("wl_keyboard.enter", "one")
        self.open_printer("two")
        self.wait_for_event("wl_keyboard.leave", "one")
        (box,) = [window["box"] for window in self.session.windows() if window["app_id"] == "one"]
        x = round((box["x"] + box["width"] / 2) / 1024 * 10000)
        y = round((box["y"] + box["height"] / 2) / 768 * 10000)
        self.devices.send(
            "Tablet", f"ABS_X={x} ABS_Y={y} BTN_TOOL_PEN=1", f"ABS_X={x + 50} ABS_Y={y + 50}",
            "BTN_STYLUS=1", "BTN_STYLUS=0", "BTN_TOOL_PEN=0",
        )
        self.wait_for_event("wl_keyboard.enter", "one")

    def test_a_lock_takes_pen_and_finger_from_the_window(self):
        self.make("tablet", "Tablet")
        # libinput takes the first one for the pen's own and lets no finger through beside the pen.
        self.make("touch", "Spare")
        self.make("touch", "Screen")
        self.open_printer()
        tool = "zwp_tablet_tool_v2"
        tip_down, tip_up = "BTN_TOUCH=1 ABS_PRESSURE=500", "ABS_PRESSURE=0 BTN_TOUCH=0"
        self.devices.send("Tablet", "ABS_X=5000 ABS_Y=2500 BTN_TOOL_PEN=1")
        self.devices.send("Tablet", "ABS_X=5100 ABS_Y=2600", tip_down)
        self.wait_for_event(f"{tool}.down")
        finger = "ABS_MT_POSITION_X={0} ABS_MT_POSITION_Y=300 ABS_X={0} ABS_Y=300"
        self.devices.send(
            "Screen", f"ABS_MT_SLOT=0 ABS_MT_TRACKING_ID=1 BTN_TOUCH=1 {finger.format(300)}"
        )
        self.wait_for_event("wl_touch.down")

        self.session.spawn(LOCKER)
        self.machine.wait_for_files(f"grep -q '^{tool}.proximity_out' events-printer", "its end")
        self.assertIn(f"{tool}.up", self.events())
        self.assertIn("wl_touch.cancel", self.events())
        self.wait_for_event(f"{tool}.proximity_out")
        # What is held yet, and then what begins anew.
        self.devices.send(
            "Screen", finger.format(320), "ABS_MT_TRACKING_ID=-1 BTN_TOUCH=0",
            f"ABS_MT_TRACKING_ID=2 BTN_TOUCH=1 {finger.format(340)}",
            "ABS_MT_TRACKING_ID=-1 BTN_TOUCH=0",
        )
        self.devices.send(
            "Tablet", "ABS_X=5200 ABS_Y=2700 ABS_PRESSURE=600", tip_up, "BTN_STYLUS=1",
            "BTN_STYLUS=0", tip_down, tip_up, "BTN_TOOL_PEN=0",
        )
        self.machine.run(UNLOCK)
        self.machine.wait_until("! pgrep -x swaylock", "the locker's end")
        self.machine.wait_for_files("grep -q '^wl_keyboard.enter' events-printer", "the focus again")
        self.assertNotRegex(
            self.events(),
            rf"(?m)^{tool}\.(proximity_in|down|up|motion|pressure|button)|^wl_touch\.(down|motion|up)",
        )
        self.wait_for_event("wl_keyboard.enter")
        self.devices.send(
            "Tablet", "ABS_X=5000 ABS_Y=2500 BTN_TOOL_PEN=1", "ABS_X=5100 ABS_Y=2600", tip_down,
            tip_up, "BTN_TOOL_PEN=0",
        )
        self.machine.wait_for_files(f"grep -q '^{tool}.up' events-printer", "the pen again")
        again = self.events()
        self.assertLess(again.index(f"{tool}.proximity_in"), again.index(f"{tool}.down"))
        self.assertLess(again.index(f"{tool}.down"), again.index(f"{tool}.up"))


if __name__ == "__main__":
    results.main()
