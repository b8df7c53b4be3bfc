#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Keyboards, pointers, touchpads and switches, from the kernel to the client that gets their events."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.input_case import InputCase

BTN_LEFT, BTN_RIGHT = 272, 273


class InputTest(InputCase):
    def test_a_mouse_follows_its_rules_and_goes_back_to_its_defaults(self):
        self.make("mouse", "Mouse")
        self.open_printer()
        self.point_at(0.5, 0.5)
        self.wait_for_event("wl_pointer.(enter|motion)")
        wheel = "wl_pointer.axis [0-9]+ 0 "

        self.devices.send("Mouse", "REL_WHEEL=1")
        self.wait_for_event(wheel + "-15$")
        self.configure(
            "inputs:\n  - type: pointer\n    natural_scroll: true\n"
            "  - match: Mouse\n    left_handed: true\n    scroll_factor: 2\n"
        )
        self.assertIs(self.setting("Mouse", "natural_scroll"), True)
        self.assertEqual(self.setting("Mouse", "scroll_factor"), 2)
        self.devices.send("Mouse", "REL_WHEEL=1")
        self.wait_for_event(wheel + "30$")
        self.devices.send("Mouse", "BTN_LEFT=1", "BTN_LEFT=0")
        self.wait_for_event(f"wl_pointer.button [0-9]+ [0-9]+ {BTN_RIGHT} 0")

        self.configure("")
        self.assertIs(self.setting("Mouse", "natural_scroll"), False)
        self.devices.send("Mouse", "REL_WHEEL=1")
        self.wait_for_event(wheel + "-15$")
        self.devices.send("Mouse", "BTN_LEFT=1", "BTN_LEFT=0")
        self.wait_for_event(f"wl_pointer.button [0-9]+ [0-9]+ {BTN_LEFT} 0")

    def test_a_tap_clicks_when_it_is_to(self):
        device = self.make("touchpad", "Touchpad")
        self.assertEqual(device["types"], ["touchpad"])
        self.assertIs(device["settings"]["tap"], False)
        self.configure("inputs:\n  - type: touchpad\n    tap: true\n")
        self.open_printer()
        self.point_at(0.5, 0.5)
        self.wait_for_event("wl_pointer.(enter|motion)")
        self.devices.send(
            "Touchpad",
            "ABS_MT_SLOT=0 ABS_MT_TRACKING_ID=1 ABS_MT_POSITION_X=2000 ABS_MT_POSITION_Y=1000"
            " ABS_X=2000 ABS_Y=1000 BTN_TOUCH=1 BTN_TOOL_FINGER=1",
            "ABS_MT_TRACKING_ID=-1 BTN_TOUCH=0 BTN_TOOL_FINGER=0",
        )
        self.wait_for_event(f"wl_pointer.button [0-9]+ [0-9]+ {BTN_LEFT} 0")

    def test_a_swipe_reaches_the_window_under_the_pointer(self):
        self.make("touchpad", "Touchpad")
        self.open_printer()
        self.point_at(0.5, 0.5)
        self.wait_for_event("wl_pointer.(enter|motion)")

        def frame(step: int, down: str = "") -> str:
            parts = [down]
            for slot in range(3):
                parts.append(f"ABS_MT_SLOT={slot}")
                if down:
                    parts.append(f"ABS_MT_TRACKING_ID={10 + slot}")
                parts.append(f"ABS_MT_POSITION_X={1000 + 700 * slot + 60 * step}")
                parts.append("ABS_MT_POSITION_Y=1000")
            return " ".join(parts)

        frames = [frame(0, "BTN_TOUCH=1 BTN_TOOL_TRIPLETAP=1 ABS_X=1000 ABS_Y=1000")]
        frames += [frame(step) for step in range(1, 20)]
        frames.append(
            " ".join(f"ABS_MT_SLOT={slot} ABS_MT_TRACKING_ID=-1" for slot in range(3))
            + " BTN_TOUCH=0 BTN_TOOL_TRIPLETAP=0"
        )
        self.devices.send("Touchpad", *frames)
        swipe = "zwp_pointer_gesture_swipe_v1"
        self.machine.wait_for_files(
            f"grep -Eq '^{swipe}.end [0-9]+ [0-9]+ 0$' events-printer", "the swipe's end"
        )
        events = self.events()
        self.assertRegex(events, rf"{swipe}\.begin \d+ \d+ wl_surface 3\n")
        moved = [float(x) for x in re.findall(rf"{swipe}\.update \d+ (\S+) \S+\n", events)]
        self.assertGreater(sum(moved), 100)

    def test_a_pinch_reaches_the_window_under_the_pointer(self):
        self.make("touchpad", "Touchpad")
        self.open_printer()
        self.point_at(0.5, 0.5)
        self.wait_for_event("wl_pointer.(enter|motion)")

        def frame(step: int) -> str:
            return (
                f"ABS_MT_SLOT=0 ABS_MT_POSITION_X={1700 - 40 * step}"
                f" ABS_MT_SLOT=1 ABS_MT_POSITION_X={2300 + 40 * step}"
            )

        frames = [
            "ABS_MT_SLOT=0 ABS_MT_TRACKING_ID=20 ABS_MT_POSITION_X=1700 ABS_MT_POSITION_Y=1000"
            " ABS_MT_SLOT=1 ABS_MT_TRACKING_ID=21 ABS_MT_POSITION_X=2300 ABS_MT_POSITION_Y=1100"
            " BTN_TOUCH=1 BTN_TOOL_DOUBLETAP=1 ABS_X=1700 ABS_Y=1000"
        ]
        frames += [frame(step) for step in range(1, 30)]
        frames.append(
            "ABS_MT_SLOT=0 ABS_MT_TRACKING_ID=-1 ABS_MT_SLOT=1 ABS_MT_TRACKING_ID=-1"
            " BTN_TOUCH=0 BTN_TOOL_DOUBLETAP=0"
        )
        self.devices.send("Touchpad", *frames)
        pinch = "zwp_pointer_gesture_pinch_v1"
        self.machine.wait_for_files(
            f"grep -Eq '^{pinch}.end [0-9]+ [0-9]+ 0$' events-printer", "the pinch's end"
        )
        scales = re.findall(rf"{pinch}\.update \d+ \S+ \S+ (\S+) \S+\n", self.events())
        self.assertGreater(float(scales[-1]), 1.5)

    def test_a_keyboard_has_its_own_layout(self):
        self.configure("inputs:\n  - match: German\n    layout: de\n    repeat_rate: 33\n")
        self.make("keyboard", "German")
        self.assertEqual(self.setting("German", "layout"), "de")
        self.assertEqual(self.setting("German", "repeat_rate"), 33)
        self.session.spawn("foot --app-id foot sh -c 'cat > /host/typed'")
        self.session.wait_for_window("foot")
        self.machine.type("y")
        self.devices.send("German", "KEY_Y=1", "KEY_Y=0")
        self.machine.type("y")
        self.devices.send("German", "KEY_ENTER=1", "KEY_ENTER=0")
        self.machine.wait_for_files("grep -qx yzy typed", "the typed line")

        self.configure("")
        self.devices.send("German", "KEY_Y=1", "KEY_Y=0", "KEY_ENTER=1", "KEY_ENTER=0")
        self.machine.wait_for_files("tail -n 1 typed | grep -qx y", "the other line")

    def test_a_bad_layout_is_a_warning(self):
        self.configure("inputs:\n  - match: Odd\n    layout: nowhere\n    tap: true\n")
        self.make("keyboard", "Odd")
        self.assertEqual(self.setting("Odd", "layout"), "")
        self.assertIn("input device Odd: no keymap for", self.session.log())
        self.assertEqual(self.session.log().count("input device Odd: tap: "), 1)
        self.session.ctl("reload")
        self.assertEqual(self.session.log().count("input device Odd: tap: "), 1)

    def test_a_key_that_is_held_at_the_unplugging_is_let_go(self):
        self.make("keyboard", "Keyboard")
        self.open_printer()
        self.wait_for_event("wl_keyboard.enter")
        self.devices.send("Keyboard", "KEY_A=1")
        self.wait_for_event("wl_keyboard.key [0-9]+ [0-9]+ 30 1")
        self.destroy("Keyboard")
        self.wait_for_event("wl_keyboard.key [0-9]+ [0-9]+ 30 0")
        self.assertNotIn("Keyboard", [device["name"] for device in self.inputs()])

    def test_a_keyboard_that_changes_its_layout_lets_keys_go(self):
        self.make("keyboard", "Keyboard")
        self.open_printer()
        self.wait_for_event("wl_keyboard.enter")
        self.devices.send("Keyboard", "KEY_A=1")
        self.wait_for_event("wl_keyboard.key [0-9]+ [0-9]+ 30 1")
        self.configure("inputs:\n  - match: Keyboard\n    layout: de\n")
        self.wait_for_event("wl_keyboard.key [0-9]+ [0-9]+ 30 0")

    def test_a_closed_lid_turns_the_panel_off(self):
        self.configure(
            "switches:\n  panels: [Virtual-1]\n  lid_closed: spawn echo closed >>/host/typed\n"
        )
        self.make("lid", "Lid")

        def on() -> list[str]:
            return sorted(o["name"] for o in self.session.outputs() if o["enabled"])

        self.addCleanup(self.machine.unplug, 1)
        self.devices.send("Lid", "SW_LID=1")
        self.machine.wait_for_files("grep -qx closed typed", "the lid's command")
        self.assertEqual(on(), ["Virtual-1"])  # the only one
        self.machine.plug(1, 800, 600)
        self.session.ctl("wait output Virtual-1 --gone --timeout 120s")
        self.assertEqual(on(), ["Virtual-2"])
        self.devices.send("Lid", "SW_LID=0")
        self.session.ctl("wait output Virtual-1 --timeout 120s")
        self.devices.send("Lid", "SW_LID=1")
        self.session.ctl("wait output Virtual-1 --gone --timeout 120s")
        # All outputs go and come back while another terminal is shown.
        self.machine.run("busybox chvt 3")
        self.machine.run("busybox chvt 1")
        self.session.ctl("wait output Virtual-2 --timeout 120s")
        # wlroots takes in its devices with the first event of one; a hand's is that it lets the
        # keys go which bring the terminal back.
        self.machine.key("shift")
        self.session.ctl("wait output Virtual-1 --gone --timeout 120s")
        # It was not closed again.
        self.session.ctl("spawn 'echo asked >>/host/typed'")
        self.machine.wait_for_files("grep -qx asked typed", "the command")
        self.assertEqual((self.machine.share / "typed").read_text(), "closed\nclosed\nasked\n")
        self.devices.send("Lid", "SW_LID=0")
        self.session.ctl("wait output Virtual-1 --timeout 120s")
        self.devices.send("Lid", "SW_LID=1")
        self.session.ctl("wait output Virtual-1 --gone --timeout 120s")
        self.machine.run("busybox chvt 3")
        self.devices.send("Lid", "SW_LID=0")
        self.machine.run("busybox chvt 1")
        self.session.ctl("wait output Virtual-1 --timeout 120s")
        self.session.ctl("wait output Virtual-2 --timeout 120s")
        # A reload is no reason to light what is behind the lid.
        self.devices.send("Lid", "SW_LID=1")
        self.session.ctl("wait output Virtual-1 --gone --timeout 120s")
        self.session.ctl("reload")
        self.assertEqual(on(), ["Virtual-2"])
        self.machine.unplug(1)
        self.session.ctl("wait output Virtual-1 --timeout 120s")
        self.devices.send("Lid", "SW_LID=0")

    def test_a_lid_that_may_lie_counts_as_open_at_first(self):
        """libinput has it for unreliable: only what it tells of changes counts."""
        self.configure("switches:\n  panels: [Virtual-1]\n")
        self.make("lid", "Cover")
        self.addCleanup(self.machine.unplug, 1)
        self.machine.plug(1, 800, 600)
        self.session.ctl("wait output Virtual-2 --timeout 120s")
        self.devices.send("Cover", "SW_LID=1")
        self.session.ctl("wait output Virtual-1 --gone --timeout 120s")
        self.machine.run("busybox chvt 3")
        self.machine.run("busybox chvt 1")
        self.session.ctl("wait output Virtual-2 --timeout 120s")
        self.machine.key("shift")
        self.wait_for_device("Cover")
        self.session.ctl("wait output Virtual-1 --timeout 120s")
        self.devices.send("Cover", "SW_LID=0", "SW_LID=1")
        self.session.ctl("wait output Virtual-1 --gone --timeout 120s")

    def test_devices_are_listed_and_told_of(self):
        self.session.listen()
        device = self.make("tablet", "Tablet")
        self.assertEqual(device["types"], ["tablet"])
        self.assertRegex(device["hardware"], "^1234:")
        text = self.session.ctl("inputs")
        self.assertRegex(text, r"(?m)^\d+  tablet  1234:[0-9a-f]{4}  Tablet$")
        self.assertRegex(text, r"(?m)^    left_handed: false$")
        self.assertIn("QEMU Virtio Keyboard", text)
        self.destroy("Tablet")
        self.machine.wait_for_files("grep -q input-removed typed", "the event")
        self.assertIn("input-added", (self.machine.share / "typed").read_text())


if __name__ == "__main__":
    results.main()
