#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Input devices of all kinds, from the kernel to the client that gets their events."""

import json
import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.input_devices import InputDevices
from support.machine import Machine
from support.session import CONFIG, Session

EVENT_PRINTER = os.environ["EXWM_VR_EVENT_PRINTER"]
BTN_LEFT, BTN_RIGHT = 272, 273


class InputTest(unittest.TestCase):
    """All on one session: a test gives it its rules by a reload, which is a part of what is
    tested."""

    @classmethod
    def setUpClass(cls):
        cls.machine = Machine()
        cls.session = Session(cls.machine)
        cls.devices = InputDevices(cls.machine)

    @classmethod
    def tearDownClass(cls):
        status = cls.session.end()
        log = cls.session.log()
        cls.machine.close()
        if status != 0 or "] error " in log:
            raise AssertionError(f"the compositor ended with {status}:\n{log}")

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
        (self.machine.share / "config.yaml").write_text(CONFIG + rules)
        self.session.ctl("reload")

    def make(self, kind: str, name: str) -> dict:
        """A device that the compositor knows; what it says of it."""
        self.devices.make(kind, name)
        self.made.append(name)
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

    # --- the tests ---

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

    def test_a_pads_buttons_go_to_the_window_with_the_focus(self):
        self.make("tablet", "Tablet")
        self.assertEqual(self.make("pad", "Pad")["types"], ["tablet-pad"])
        self.open_printer()
        self.wait_for_event("zwp_tablet_pad_v2.enter [0-9]+ zwp_tablet_v2 wl_surface")
        self.devices.send("Pad", "BTN_1=1", "BTN_1=0")
        self.wait_for_event("zwp_tablet_pad_v2.button [0-9]+ 1 0")
        self.open_printer("other", "--no-tablet")
        self.wait_for_event("zwp_tablet_pad_v2.leave")

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
        self.devices.send(
            "Tablet", near, "ABS_X=5100 ABS_Y=2600", "BTN_TOUCH=1 ABS_PRESSURE=500",
            "ABS_PRESSURE=0 BTN_TOUCH=0", "BTN_TOOL_PEN=0",
        )
        self.machine.wait_for_files(
            f"grep -Eq '^wl_pointer.button [0-9]+ [0-9]+ {BTN_LEFT} 0' events-mouse",
            "the pen's click",
        )
        self.assertIn("wl_pointer.motion", self.events("mouse"))

    def test_a_lock_takes_pen_and_finger_from_the_window(self):
        self.make("tablet", "Tablet")
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

        self.session.spawn("exec swaylock --no-unlock-indicator --color ff00ff")
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
        self.machine.run("pkill -USR1 -x swaylock")
        self.machine.wait_until("! pgrep -x swaylock", "the locker's end")
        self.devices.send(
            "Tablet", "ABS_X=5000 ABS_Y=2500 BTN_TOOL_PEN=1", "ABS_X=5100 ABS_Y=2600", tip_down,
            tip_up, "BTN_TOOL_PEN=0",
        )
        self.machine.wait_for_files(f"grep -q '^{tool}.up' events-printer", "the pen again")
        locked, unlocked = self.events().split(f"{tool}.proximity_in", 1)
        self.assertNotRegex(locked, rf"(?m)^{tool}\.(?!frame)|^wl_touch\.(down|motion|up)")
        self.assertLess(unlocked.index(f"{tool}.down"), unlocked.index(f"{tool}.up"))

    def test_a_closed_lid_turns_the_panel_off(self):
        self.configure(
            "switches:\n  panels: [Virtual-1]\n  lid_closed: spawn echo closed >>/host/typed\n"
        )
        self.make("lid", "Lid")

        def on() -> list[str]:
            return sorted(o["name"] for o in self.session.outputs() if o["enabled"])

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
        self.session.ctl("wait output Virtual-1 --gone --timeout 120s")
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
