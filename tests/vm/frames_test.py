#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Frames as windows want them, as the kernel is asked for them: when they are ready (adaptive
sync, VRR), and at once (tearing). On vkms, which says that it can do both."""

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.locker import LOCKER, UNLOCK
from support.session import CONFIG, EXWM_VRCTL, RUNTIME
from support.vkms_case import CARDS, OUTPUT, VkmsCase, output_rule

EAGER_WINDOW = os.environ["EXWM_VR_EAGER_WINDOW"]
TRACING = "/sys/kernel/tracing"
# Of the kernel's flags of a commit.
ASYNC, TEST_ONLY = 0x2, 0x100


class FramesTest(VkmsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine.run(
            f"set -e; mount -t tracefs none {TRACING} 2>/dev/null || true; cd {TRACING};"
            " echo 'p:commit drm_mode_atomic_ioctl flags=+0(%si):u32' >kprobe_events;"
            f" echo '!(flags & {TEST_ONLY})' >events/kprobes/commit/filter;"
            " echo 1 >events/kprobes/commit/enable"
        )

    def rules(self, text: str) -> None:
        """From now on, of the output."""
        self.session.configure(CONFIG + CARDS + output_rule(text))

    def show(self, app_id: str, *wishes: str, fullscreen: bool = True) -> None:
        self.session.spawn(f"exec {EAGER_WINDOW} {app_id} {' '.join(wishes)}")
        self.session.wait_for_window(app_id)
        if fullscreen:
            self.focus(app_id)
            self.session.ctl("fullscreen focused on")

    def close(self, app_id: str) -> None:
        self.focus(app_id)
        self.session.ctl("close focused")
        self.session.ctl(f"wait window --app-id {app_id} --gone --timeout 60s")

    # --- adaptive sync ---

    def varied(self) -> bool | None:
        """What the kernel does, if the compositor says the same."""
        varied, _ = self.crtc()
        (output,) = self.session.outputs()
        return varied if varied is output["adaptive_sync"] else None

    def wait_for_varied(self, wanted: bool) -> None:
        self.wait_for(lambda: self.varied() is wanted, f"adaptive sync: {wanted}")

    def told_to_others(self) -> bool:
        """What clients of wlr-output-management hear: exwm-vrctl where it finds no IPC."""
        (output,) = json.loads(self.session.user(
            f"XDG_RUNTIME_DIR=/tmp WAYLAND_DISPLAY={RUNTIME}/$WAYLAND_DISPLAY"
            f" {EXWM_VRCTL} --json outputs"
        ))
        return output["adaptive_sync"]

    def test_an_output_has_it_where_a_rule_says_so(self):
        self.assertIs(self.varied(), False)
        self.rules(", adaptive_sync: true")
        self.wait_for_varied(True)
        self.rules("")
        self.wait_for_varied(False)

    def test_it_is_switched_by_hand(self):
        self.session.ctl(f"output set {OUTPUT} --adaptive-sync on")
        self.assertIs(self.varied(), True)
        self.assertIn(",adaptive-sync ", self.session.ctl("outputs"))
        # Another setting leaves it, and an output that was off has it again.
        self.session.ctl(f"output set {OUTPUT} --scale 2")
        self.assertIs(self.varied(), True)
        self.session.ctl(f"output set {OUTPUT} --off")
        self.session.ctl(f"output set {OUTPUT} --on --scale 1")
        self.assertIs(self.varied(), True)
        self.session.ctl(f"output set {OUTPUT} --adaptive-sync off")
        self.assertIs(self.varied(), False)

    def test_games_and_videos_have_it_while_they_cover_the_screen(self):
        self.rules(", adaptive_sync: content")
        for content in ("game", "video"):
            with self.subTest(content):
                self.show(content, content, fullscreen=False)
                self.show("other", fullscreen=False)
                self.assertIs(self.varied(), False)
                self.focus(content)
                self.session.ctl("fullscreen focused on")
                self.wait_for_varied(True)
                self.assertIs(self.told_to_others(), True)
                self.session.ctl("fullscreen focused off")
                self.wait_for_varied(False)
                self.session.ctl("fullscreen focused on")
                self.wait_for_varied(True)
                self.close(content)
                self.wait_for_varied(False)
                self.close("other")
                self.assertIs(self.told_to_others(), False)
        self.show("photo", "photo")
        self.next_frames()
        self.assertIs(self.varied(), False)

    def test_a_locked_screen_does_not_have_it(self):
        self.rules(", adaptive_sync: content")
        self.show("game", "game")
        self.wait_for_varied(True)
        self.session.spawn(LOCKER)
        self.machine.wait_for_files("grep -q 'locks the session' log", "the lock")
        self.wait_for_varied(False)
        self.machine.run(UNLOCK)
        self.wait_for_varied(True)

    # --- tearing ---

    def flags(self) -> list[int]:
        """Of the frames that the kernel was given since the last question."""
        lines = self.machine.run(
            f"cd {TRACING}; grep -o 'flags=.*' trace | cut -d= -f2; echo >trace"
        )
        return [int(line) for line in lines.splitlines()]

    def wait_for_torn(self) -> None:
        self.flags()
        self.wait_for(lambda: any(flags & ASYNC for flags in self.flags()), "a torn frame")

    def next_frames(self) -> list[int]:
        """The flags of at least five frames."""
        self.flags()
        seen = []
        self.wait_for(lambda: seen.extend(self.flags()) or len(seen) >= 5, "frames")
        return seen

    def assert_none_is_torn(self) -> None:
        torn = [flags for flags in self.next_frames() if flags & ASYNC]
        self.assertEqual(torn, [])

    def test_a_game_that_wants_to_tear_does_where_a_rule_lets_it(self):
        self.rules(", tearing: true")
        self.show("game", "async")
        self.wait_for_torn()
        self.session.ctl("fullscreen focused off")
        self.assert_none_is_torn()

    def test_nothing_tears_without_a_rule_or_a_wish(self):
        self.show("game", "async", "game")
        self.assert_none_is_torn()
        self.rules(", tearing: true")
        self.wait_for_torn()
        self.rules("")
        self.assert_none_is_torn()
        self.close("game")
        self.rules(", tearing: true")
        self.show("calm")
        self.assert_none_is_torn()


if __name__ == "__main__":
    results.main()
