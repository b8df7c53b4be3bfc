#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Text dragged by the mouse between programs of GTK 3, GTK 4 and Qt 6, of X11 and of Wayland."""

import itertools
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.program_case import PROGRAMS, ProgramCase

SCREEN = (1024, 768)
TEXT = "drag-me-" * 150
DRAGS = (
    # from what, to what: text_window.py's GTK, or featherpad, which is Qt 6, and its display
    ("3 x11", "4 wayland"),
    ("4 x11", "3 wayland"),
    ("featherpad x11", "3 wayland"),
    ("3 wayland", "3 x11"),
    ("featherpad wayland", "3 x11"),
    ("3 x11", "4 x11"),
)


class ProgramDragsTest(ProgramCase):
    def open_text(self, what: str, title: str, text: str, left: int) -> dict:
        """A window that holds a text, on a half of the screen; the window."""
        program, display = what.split()
        old = {window["id"] for window in self.session.windows()}
        if program == "featherpad":
            self.machine.write("dragged.txt", text)
            platform = {"x11": "xcb", "wayland": "wayland"}[display]
            self.start(f"QT_QPA_PLATFORM={platform} featherpad -s /host/dragged.txt", title)
        else:
            script = PROGRAMS / "text_window.py"
            # GTK 4 would have llvmpipe compile its shaders first, which takes minutes here.
            self.start(
                f"GDK_BACKEND={display} GSK_RENDERER=cairo python3 {script} {program} {title} '{text}'",
                title,
            )

        def new() -> list[dict]:
            return [window for window in self.session.windows() if window["id"] not in old]

        self.wait_for(new, f"the window of {what}")
        number = new()[0]["id"]
        width, height = SCREEN[0] // 2, SCREEN[1]
        self.session.ctl(f"float {number}")
        self.session.ctl(f"move {number} {left} 0")
        self.session.ctl(f"resize {number} {width} {height}")
        box = {"x": left, "y": 0, "width": width, "height": height}
        self.wait_for(lambda: new()[0]["box"] == box, f"the place of {what}")
        self.session.ctl("wait idle --timeout 5s", check=False)
        return new()[0]

    def point_at(self, x: float, y: float) -> None:
        self.machine.move_pointer((x + 0.5) / SCREEN[0], (y + 0.5) / SCREEN[1])

    def check_drag(self, source: str, target: str) -> None:
        windows = [self.open_text(target, "target", "", SCREEN[0] // 2)]
        windows.append(self.open_text(source, "source", TEXT, 0))
        self.session.ctl(f"focus {windows[1]['id']}")
        if source.startswith("featherpad"):
            self.machine.key("ctrl", "a")
        start, end = (100, 120), (800, 300)
        self.point_at(*start)
        self.session.ctl("wait idle --timeout 5s", check=False)
        self.machine.press()
        steps = 20
        for step in range(1, steps + 1):
            self.point_at(*(a + (b - a) * step / steps for a, b in zip(start, end)))

        aside = itertools.cycle((1, 0))

        def hovered(times: int) -> bool:
            self.point_at(end[0] + next(aside), end[1])
            return self.machine.read("target").count("target is hovered over") >= times

        # Not at once after it was first told: its answer has a way to go.
        self.wait_for(lambda: hovered(5), "the drag over the target")
        self.keep_picture(f"drag-{source}-{target}".replace(" ", "-"))
        self.machine.press(False)
        self.machine.wait_for_files(f"grep -q 'target: {TEXT[:40]}' target", "the text")

    def test_text_is_dragged_between_x11_and_wayland(self):
        for source, target in DRAGS:
            with self.subTest(f"{source} to {target}"):
                try:
                    self.check_drag(source, target)
                finally:
                    self.machine.press(False)
                    self.machine.run("pkill -KILL -x featherpad; pkill -KILL -f text_window.py; true")
                    self.wait_for(lambda: not self.session.windows(), "their end")


if __name__ == "__main__":
    results.main()
