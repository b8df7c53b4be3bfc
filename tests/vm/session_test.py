#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A desktop session on KMS, through libseat and libinput, as an ordinary user."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.desktop_case import DesktopCase
from support.picture import TERMINAL
from support.session import BACKGROUND

# Of the one that is shown: 0 for text.
TERMINAL_MODE = (
    "import fcntl; mode = bytearray(8); fcntl.ioctl(open('/dev/tty0'), 0x4B3B, mode);"
    " print(mode[0])"
)


class SessionTest(DesktopCase):
    SHARES_SESSION = True

    def test_keys_and_pixels_go_from_end_to_end(self):
        gpus = json.loads(self.session.ctl("--json gpus"))
        self.assertEqual([(g["driver"], g["card"]) for g in gpus], [("virtio_gpu", "/dev/dri/card0")])
        self.assertIsNotNone(gpus[0]["outputs_used"])
        self.session.wait_for_picture(
            lambda p: p.size == (1024, 768) and p.share(BACKGROUND) > 0.99, "the background"
        )
        self.open_terminal("cat > /host/typed")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.95, "a terminal")
        self.machine.type("hello kms\n")
        self.machine.wait_for_files("grep -qx 'hello kms' typed", "the typed line")

    def wait_for_focus(self, app_id: str) -> None:
        self.wait_for(
            lambda: any(w["focused"] and w["app_id"] == app_id for w in self.session.windows()),
            f"the focus of {app_id}",
        )

    def test_a_click_moves_the_focus(self):
        self.open_terminal("cat > /host/typed1", "one")
        self.open_terminal("cat > /host/typed2", "two")
        boxes = {window["app_id"]: window["box"] for window in self.session.windows()}
        for number, app_id in ((1, "one"), (2, "two")):
            box = boxes[app_id]
            self.machine.move_pointer(
                (box["x"] + box["width"] / 2) / 1024, (box["y"] + box["height"] / 2) / 768
            )
            self.machine.click()
            # The pointer and the keyboard are two devices: a machine that is slow may read the
            # keys first.
            self.wait_for_focus(app_id)
            self.machine.type(f"to {app_id}\n")
            self.machine.wait_for_files(
                f"grep -qx 'to {app_id}' typed{number}", f"the line in window {app_id}"
            )

    def test_another_virtual_terminal_and_back(self):
        self.open_terminal("cat > /host/typed")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.95, "a terminal")
        self.machine.key("ctrl", "alt", "f2")
        self.machine.wait_until("grep -qx tty2 /sys/class/tty/tty0/active", "the other terminal")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) < 0.05, "the console")
        self.machine.type("not for the window\n")
        self.assertEqual(len(self.session.windows()), 1)
        self.machine.run("busybox chvt 1")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.95, "the terminal again")
        self.machine.type("back\n")
        self.machine.wait_for_files("grep -qx back typed", "the typed line")
        self.assertEqual((self.machine.share / "typed").read_text(), "back\n")

    def test_a_monitor_comes_and_goes_with_its_windows(self):
        self.assertEqual(self.names(), ["Virtual-1"])
        self.machine.plug(1, 800, 600)
        self.session.ctl("wait output Virtual-2 --timeout 120s")
        self.session.wait_for_picture(
            lambda p: p.size == (800, 600) and p.share(BACKGROUND) > 0.99, "the background", 1
        )
        self.open_terminal("cat")
        self.session.ctl("move-to-workspace focused 1 --output Virtual-2")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal", 1)
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) > 0.99, "the background")

        self.machine.unplug(1)
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal")
        self.assertEqual(self.names(), ["Virtual-1"])
        self.machine.plug(1, 800, 600)
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "it back again", 1)

    def test_a_seat_that_is_lost_ends_the_session_and_leaves_a_terminal(self):
        session, self.session = self.session, None  # its end is another than usual
        self.machine.run("pkill -TERM -x seatd")
        try:
            self.machine.wait_for_files("[ -s status ]", "the compositor's end")
            log = session.log()
            self.assertEqual(self.machine.read("status").strip(), "1", log)
            self.assertIn("the seat is lost", log)
            for fault in ("Assertion", "Sanitizer", "panic"):
                self.assertNotIn(fault, log)
            # A text console, from which one can switch: chvt waits until it has.
            self.assertEqual(self.machine.run(f'python3 -c "{TERMINAL_MODE}"'), "0")
            self.machine.run("busybox timeout 60 busybox chvt 3 && busybox timeout 60 busybox chvt 1")
        finally:
            self.machine.run("pkill -x seatd; seatd -g video >/run/seatd.log 2>&1 &")
            self.machine.wait_until("[ -S /run/seatd.sock ]", "the seat")
        self.begin_session()
        self.assertIn("backend KMS on /dev/dri/card0", self.session.log())
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) > 0.99, "the background")

    def test_with_no_output_on_windows_wait(self):
        self.open_terminal("cat > /host/typed")
        # QEMU never takes the first head's monitor away.
        self.session.ctl("output set Virtual-1 --off")
        self.assertEqual(self.names(), [])
        self.assertEqual(len(self.session.windows()), 1)
        self.machine.wait_until(
            "grep -qx disabled /sys/class/drm/card0-Virtual-1/enabled", "its end in the kernel"
        )
        self.session.ctl("output set Virtual-1 --on")
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal again")
        self.machine.type("still here\n")
        self.machine.wait_for_files("grep -qx 'still here' typed", "the typed line")


if __name__ == "__main__":
    results.main()
