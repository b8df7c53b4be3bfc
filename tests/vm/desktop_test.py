#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a desktop session on KMS does with locks, scales, X11, a crash and monitors of all sizes."""

import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.desktop_case import DesktopCase, begins_its_own
from support.locker import LOCK, LOCKER, NO_LOCKER
from support.machine import SANITIZERS
from support.picture import TERMINAL
from support.session import BACKGROUND, WITH_THEME

EVENT_PRINTER = os.environ["EXWM_VR_EVENT_PRINTER"]
CONSOLE = (0xAA, 0xAA, 0xAA)  # the kernel's letters
XTERM = (0xEE, 0xEE, 0xCC)
PASTE_IN_X11 = (
    "until timeout 5 xclip -selection clipboard -o | grep -qx {}; do sleep 0.1; done;"
    " touch /host/pasted"
)
VIETNAMESE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=unikey
[Groups/0/Items/0]
Name=unikey
[GroupOrder]
0=Default
"""  # by Telex rules from the start: "aa" makes â, a trailing j a dot below
DESKTOP = (TERMINAL, BACKGROUND)
ALMOST_ALL = 0.999  # the pointer is in the picture
PASSWORD = "sesame"
GRAPHICS_AND_NO_KEYS = ["1", "4"]  # KD_GRAPHICS, K_OFF
TEXT_AND_UNICODE = ["0", "3"]  # KD_TEXT, K_UNICODE
TERMINAL_MODES = r"""python3 -c '
import array, fcntl
with open("/dev/tty1") as tty:
    for request in (0x4B3B, 0x4B44):
        mode = array.array("i", [0])
        fcntl.ioctl(tty, request, mode)
        print(mode[0], end=" ")
'"""


class DesktopTest(DesktopCase):
    SHARES_SESSION = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine.run(f"echo user:{PASSWORD} | chpasswd")

    # --- what tests say ---

    def lock(self) -> None:
        self.session.spawn(f"{LOCKER} 2>/host/locker")

    def wait_for_all(self, colour, what: str, heads=(0, 1)) -> None:
        for head in heads:
            self.session.wait_for_picture(lambda p: p.share(colour) > ALMOST_ALL, what, head)

    def assert_no_desktop(self, heads=(0, 1)) -> None:
        for head in heads:
            picture = self.session.picture(head)
            for colour in DESKTOP:
                self.assertEqual(picture.count(colour), 0, f"{colour} on head {head}")

    def assert_no_desktop_until(self, command: str) -> None:
        """Takes pictures as fast as they come until a command in the machine succeeds, and two
        more of what is there then."""
        while self.machine.run(f"{command} && echo yes || true").strip() != "yes":
            self.assert_no_desktop()
        self.assert_no_desktop()

    def point_at(self, x: float, y: float) -> None:
        """To a place in the layout of outputs, in logical pixels."""
        boxes = [output["box"] for output in self.session.outputs() if output["enabled"]]
        width = max(box["x"] + box["width"] for box in boxes)
        height = max(box["y"] + box["height"] for box in boxes)
        self.machine.move_pointer(x / width, y / height)

    def pointer_pixels(self, x: float, y: float, head: int = 0) -> set[tuple[int, int]]:
        """The pixels that the pointer covers there, of a monitor that shows nothing else that
        changes. It comes from the first monitor's upper left corner."""
        self.point_at(10, 10)
        self.wait_for(lambda: self.pointer_is_at(10, 10), "the pointer in its corner")
        self.session.ctl("wait idle --for 200ms --timeout 60s")
        before = self.session.picture(head)
        self.point_at(x, y)
        self.session.wait_for_picture(lambda p: p.different(before), "the pointer's way", head)
        self.session.ctl("wait idle --for 200ms --timeout 60s")
        return {
            (px, py)
            for px, py in self.session.picture(head).different(before)
            if head != 0 or px > 60 or py > 60
        }

    def assert_points_at(self, pixels, x: int, y: int, scale: int = 1) -> None:
        """An arrow of 24 px whose tip is there."""
        left, top = min(px for px, _ in pixels), min(py for _, py in pixels)
        self.assertEqual(top, y)
        self.assertIn(x - left, range(3 * scale))
        self.assertIn(max(px for px, _ in pixels) - x, range(10 * scale, 24 * scale))
        self.assertIn(max(py for _, py in pixels) - y, range(16 * scale, 24 * scale))

    def pointer_is_at(self, x: int, y: int) -> bool:
        at = self.session.ctl("pointer-position").split()
        return [int(float(value)) for value in at[:2]] == [x, y]

    # --- locks ---

    def test_a_lock_hides_both_monitors_until_the_password(self):
        self.plug(800, 600)
        self.open_terminal("cat > /host/typed")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "a terminal")
        self.lock()
        self.wait_for_all(LOCK, "the locker")
        self.assert_no_desktop()
        self.machine.type("wrong\n")
        # What is typed while it checks is not for the next try.
        self.machine.wait_for_files("grep -q 'pam_authenticate failed' locker", "its refusal")
        self.assert_no_desktop()
        self.machine.type(PASSWORD + "\n")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal again")
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) > 0.9, "the background", 1)
        self.machine.type("open\n")
        self.wait_for_typed("open")
        self.assertEqual(self.typed(), "open\n")

    def test_a_killed_locker_leaves_nothing_but_red(self):
        self.plug(800, 600)
        self.open_terminal("cat > /host/typed")
        self.lock()
        self.wait_for_all(LOCK, "the locker")
        self.machine.run("pkill -KILL -x swaylock")
        self.wait_for_all(NO_LOCKER, "dark red")
        self.assert_no_desktop()
        self.machine.type("not for the window\n")

        self.lock()
        self.wait_for_all(LOCK, "the other locker")
        self.machine.type(PASSWORD + "\n")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal again")
        self.machine.type("open\n")
        self.wait_for_typed("open")
        self.assertEqual(self.typed(), "open\n")

    def test_no_way_to_a_locked_session_shows_the_desktop(self):
        self.plug(800, 600)
        self.open_terminal("cat > /host/typed")
        self.session.ctl("move-to-workspace focused 1 --output Virtual-2")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal", 1)
        self.lock()
        self.wait_for_all(LOCK, "the locker")

        for colour in (LOCK, NO_LOCKER):
            self.machine.key("ctrl", "alt", "f2")
            self.assert_no_desktop_until("grep -qx tty2 /sys/class/tty/tty0/active")
            self.machine.run("busybox chvt 1 >/dev/null 2>&1 &")
            self.assert_no_desktop_until("grep -qx tty1 /sys/class/tty/tty0/active")
            self.wait_for_all(colour, "the lock again")
            self.machine.run("pkill -KILL -x swaylock; true")
            self.assert_no_desktop()

        self.session.ctl("output set Virtual-1 --off")
        self.session.ctl("output set Virtual-1 --on")
        self.assert_no_desktop()
        self.machine.unplug(1)
        self.session.ctl("wait output Virtual-2 --gone --timeout 120s")
        self.assert_no_desktop([0])
        self.machine.plug(1, 1024, 600)
        self.session.ctl("wait output Virtual-2 --timeout 120s")
        self.assert_no_desktop()
        self.wait_for_all(NO_LOCKER, "dark red")

    # --- outputs ---

    def test_outputs_of_different_scales(self):
        self.session.configure(f"{WITH_THEME}outputs: [{{match: Virtual-2, scale: 2}}]\n")
        self.plug(1024, 600)
        pixels = self.pointer_pixels(1024 + 200.25, 150.25, head=1)
        self.assert_points_at(pixels, 400, 300, scale=2)
        self.open_terminal("cat > /host/typed", "one")
        self.session.spawn(f"exec {EVENT_PRINTER} two >/host/events")
        self.session.wait_for_window("two")
        self.session.ctl("move-to-workspace focused 1 --output Virtual-2")
        self.machine.wait_for_files("grep -q 'configure 512 300' events", "its new size")
        self.assertEqual(self.box("one"), {"x": 0, "y": 0, "width": 1024, "height": 768})
        self.assertEqual(self.box("two"), {"x": 1024, "y": 0, "width": 512, "height": 300})

        self.point_at(1024 + 300.25, 100.25)
        self.machine.wait_for_files(
            "grep -Eq ' 300[.][12][0-9]* 100[.][12][0-9]*$' events",
            "the pointer at its place in the window",
        )
        self.session.ctl("output set Virtual-2 --scale 1")
        self.machine.wait_for_files("grep -q 'configure 1024 600' events", "all of its pixels")
        self.assertEqual(self.box("two"), {"x": 1024, "y": 0, "width": 1024, "height": 600})

    def test_what_was_set_of_an_output_outlives_its_absence(self):
        self.plug(800, 600)
        self.session.ctl("output set Virtual-1 --scale 2")
        self.session.ctl("output set Virtual-2 --transform 90 --position -600,0")
        before = self.session.outputs()
        self.machine.run("busybox chvt 3")
        self.machine.run("busybox chvt 1")
        self.session.ctl("wait output Virtual-2 --timeout 120s")
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) > 0.9, "the desktop")
        self.assertEqual(self.session.outputs(), before)
        self.machine.unplug(1)
        self.session.ctl("wait output Virtual-2 --gone --timeout 120s")
        self.plug(800, 600)
        self.assertEqual(self.output("Virtual-2")["box"], {"x": -600, "y": 0, "width": 600, "height": 800})
        # Its mode, too.
        self.session.ctl("output set Virtual-2 --mode 640x480")
        self.machine.unplug(1)
        self.session.ctl("wait output Virtual-2 --gone --timeout 120s")
        self.plug(800, 600)
        self.assertEqual(self.output("Virtual-2")["box"]["height"], 640)
        # And that it is off; turned on, it has its mode.
        self.session.ctl("output set Virtual-2 --off")
        self.machine.unplug(1)
        self.wait_for(lambda: len(self.session.outputs()) == 1, "no second output")
        self.machine.plug(1, 800, 600)
        self.wait_for(lambda: len(self.session.outputs()) == 2, "the second output")
        self.assertEqual(self.names(), ["Virtual-1"])
        self.session.ctl("output set Virtual-2 --on")
        self.assertEqual(self.output("Virtual-2")["box"], {"x": -600, "y": 0, "width": 480, "height": 640})
        # The configuration says what holds from now on.
        self.session.ctl("reload")
        self.machine.unplug(1)
        self.session.ctl("wait output Virtual-2 --gone --timeout 120s")
        self.plug(800, 600)
        self.assertEqual(self.output("Virtual-2")["box"]["width"], 800)

    def test_windows_go_to_a_monitor_of_another_size(self):
        self.plug(800, 600)
        self.open_terminal("cat > /host/typed")
        self.session.ctl("move-to-workspace focused 1 --output Virtual-2")
        self.session.wait_for_picture(
            lambda p: p.size == (800, 600) and p.share(TERMINAL) > 0.9, "the terminal", 1
        )
        self.machine.unplug(1)
        self.session.ctl("wait output Virtual-2 --gone --timeout 120s")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal")
        self.plug(1280, 1024)
        self.session.wait_for_picture(
            lambda p: p.size == (1280, 1024) and p.share(TERMINAL) > 0.9, "the terminal", 1
        )
        self.assertEqual(self.box("foot"), {"x": 1024, "y": 0, "width": 1280, "height": 1024})
        self.focus("foot")
        self.machine.type("kept\n")
        self.wait_for_typed("kept")

    def test_a_mode_that_the_monitor_does_not_name(self):
        self.open_terminal("cat")
        self.session.ctl("output set Virtual-1 --mode 1111x700")
        self.session.wait_for_picture(
            lambda p: p.size == (1111, 700) and p.share(TERMINAL) > 0.9, "all of the terminal"
        )
        self.assertEqual(self.box("foot"), {"x": 0, "y": 0, "width": 1111, "height": 700})

    # --- drawing ---

    def test_the_pointer_is_drawn_where_it_points(self):
        self.session.configure(WITH_THEME)
        here = self.pointer_pixels(300.25, 200.25)
        there = self.pointer_pixels(711.25, 468.25)
        self.assert_points_at(here, 300, 200)
        self.assertEqual({(x + 411, y + 268) for x, y in here}, there)
        # A window's cursor is what it was after a reload that changes none.
        self.open_terminal("cat")
        self.session.ctl("wait idle --for 200ms --timeout 60s")
        over_text = self.session.picture()
        self.session.configure(WITH_THEME)
        self.session.ctl("wait idle --for 200ms --timeout 60s")
        self.assertEqual(self.session.picture().different(over_text), set())

    @begins_its_own
    def test_the_pointer_is_shown_by_the_cards_cursor_plane(self):
        def cursor_plane() -> str:
            """Where it is, as "WxH+X+Y"; empty where it is off."""
            # The card goes by several names there.
            state = "for state in /sys/kernel/debug/dri/*/state; do cat $state; break; done"
            planes = self.machine.run(state).split("plane[")
            (state,) = (p for p in planes if re.match(r"\d+\]: plane-1\n", p))
            shown = re.search(r"crtc=crtc-0\n.*crtc-pos=(\S+)", state, re.DOTALL)
            return shown[1] if shown else ""

        self.machine.run("mountpoint -q /sys/kernel/debug || mount -t debugfs none /sys/kernel/debug")
        self.begin_session(environment="WLR_NO_HARDWARE_CURSORS=0")
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) == 1, "no pointer in the picture")
        self.point_at(300.25, 200.25)
        self.wait_for(lambda: cursor_plane(), "the cursor plane")
        here = [int(n) for n in re.findall(r"-?\d+", cursor_plane())]
        # The tip of the arrow is within the image's first pixels.
        self.assertIn(300 - here[2], range(12))
        self.assertIn(200 - here[3], range(12))
        self.point_at(711.25, 468.25)
        moved = f"{here[0]}x{here[1]}+{here[2] + 411}+{here[3] + 268}"
        self.wait_for(lambda: cursor_plane() == moved, f"the cursor plane at {moved}")
        self.assertEqual(self.session.picture().share(BACKGROUND), 1)
        # On a scaled output, too.
        self.session.ctl("output set Virtual-1 --scale 2")
        self.point_at(100.25, 100.25)
        self.wait_for(
            lambda: 200 - int((re.findall(r"-?\d+", cursor_plane()) or "0000")[2]) in range(24),
            "the cursor plane on the scaled output",
        )

    # --- X11 ---

    def test_an_x11_terminal_is_shown_and_typed_into(self):
        self.open_xterm("cat > /host/typed")
        self.session.wait_for_picture(lambda p: p.share(XTERM) > 0.9, "xterm")
        self.machine.type("hello x\n")
        self.wait_for_typed("hello x")
        self.open_terminal("cat > /host/typed2")
        self.machine.type("hello wayland\n")
        self.wait_for_typed("hello wayland", "typed2")
        self.focus("XTerm")
        self.machine.type("again\n")
        self.wait_for_typed("again")

    def test_the_clipboard_between_x11_and_wayland(self):
        self.open_xterm("cat")
        self.session.spawn("echo from wayland | exec wl-copy")
        self.session.spawn(PASTE_IN_X11.format("'from wayland'"))
        self.machine.wait_for_files("[ -e pasted ]", "the text that wl-copy offers")
        self.session.spawn("echo from x | exec xclip -selection clipboard")
        self.machine.wait_until(
            self.session.command("timeout 5 wl-paste | grep -qx 'from x'"), "what xclip offers"
        )

    def test_an_input_method_in_an_x11_program(self):
        self.machine.write("profile", VIETNAMESE)
        self.session.spawn(
            "mkdir -p ~/.config/fcitx5; cp /host/profile ~/.config/fcitx5/profile;"
            " exec dbus-run-session -- fcitx5 --disable=notificationitem >/host/fcitx 2>&1"
        )
        # A program asks once, when it starts, whether there is one.
        for _ in range(20):
            self.machine.run("rm -f /host/typed")
            self.open_xterm("cat > /host/typed", "env XMODIFIERS=@im=fcitx")
            self.machine.type("aa\n")
            self.machine.wait_for_files("[ -s typed ]", "a line")
            if self.machine.read("typed") == "â\n":
                break
            self.machine.run("pkill -x xterm; true")
            self.wait_for(lambda: not self.session.windows(), "no window")
        self.machine.type("vieejt nam\n")
        self.wait_for_typed("việt nam")
        self.assertEqual(self.machine.read("typed"), "â\nviệt nam\n")
        self.assertNotIn("Xwayland has ended", self.session.log())

    def open_xterm(self, command: str, before: str = "exec") -> None:
        self.session.spawn(f"{before} xterm -fg black -bg rgb:ee/ee/cc -e sh -c '{command}'")
        self.session.wait_for_window("XTerm")

    # --- the end ---

    @begins_its_own
    def test_a_crash_leaves_a_terminal_that_can_be_used(self):
        # AddressSanitizer's report of it may crash itself, and then never ends.
        self.begin_session(environment=f"{SANITIZERS}:handle_segv=0")
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) > 0.9, "the background")
        self.assertEqual(self.machine.run(TERMINAL_MODES).split(), GRAPHICS_AND_NO_KEYS)
        self.machine.run("echo what the console says meanwhile > /dev/tty1")
        self.machine.run("pkill -SEGV -u user -x exwm-vr")
        self.machine.wait_for_files("[ -s status ]", "the compositor's end")
        self.assertNotEqual((self.machine.share / "status").read_text().strip(), "0")
        crashed, self.session = self.session, None
        crashed.wait_for_picture(
            lambda p: p.share((0, 0, 0)) > 0.9 and p.count(CONSOLE) > 100, "the console"
        )
        self.assertEqual(self.machine.run(TERMINAL_MODES).split(), TEXT_AND_UNICODE)
        self.machine.run("setsid sh -c 'exec sh -i </dev/tty1 >/dev/tty1 2>&1' &")
        self.machine.type("ln -s any /tmp/alive\n")
        self.machine.wait_until("[ -L /tmp/alive ]", "what was typed to the shell")


if __name__ == "__main__":
    results.main()
