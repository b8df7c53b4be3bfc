#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random things done to a desktop session on KMS, with what must hold after each of them.

EXWM_VR_VM_STEPS says how many (25 if it does not); EXWM_VR_VM_SEED repeats a run."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.desktop_case import DesktopCase
from support.locker import LOCK, LOCKER, NO_LOCKER
from support.picture import TERMINAL
from support.random_steps import SEED, run_steps
from support.session import BACKGROUND

MOST_WINDOWS = 5
SIZES = ((800, 600), (1024, 768), (1280, 720))


class RandomTest(DesktopCase):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.windows, self.outputs_on = [], ["Virtual-1"]  # as last listed
        self.plugged = self.away = self.locked = False
        self.locker = False  # one runs

    # --- what can be done: each a step, and whether it can be done now ---

    def open_window(self):
        self.session.spawn("exec foot sh -c 'seq 2000; cat'")
        self.expect_windows(len(self.windows) + 1)

    def kill_client(self):
        self.machine.run(f"kill -KILL {self.any_window()['pid']}")
        self.expect_windows(len(self.windows) - 1)

    def close_window(self):
        self.session.ctl(f"close {self.any_window()['id']}")
        self.expect_windows(len(self.windows) - 1)

    def expect_windows(self, count: int):
        self.wait_for(lambda: len(self.session.windows()) == count, f"{count} windows")

    def any_window(self) -> dict:
        return self.random.choice(self.windows)

    def change_window(self):
        number = self.any_window()["id"]
        command = self.random.choice(("focus", "fullscreen", "float"))
        self.session.ctl(f"{command} {number}")

    def change_workspace(self):
        self.session.ctl(f"workspace {self.random.randint(1, 3)}")

    def change_layout(self):
        self.session.ctl("layout next")

    def move_window(self):
        output = self.random.choice(self.outputs_on)
        workspace = self.random.randint(1, 3)
        self.session.ctl(
            f"move-to-workspace {self.any_window()['id']} {workspace} --output {output}"
        )

    def plug_or_unplug(self):
        self.plugged = not self.plugged
        if self.plugged:
            self.machine.plug(1, *self.random.choice(SIZES))
        else:
            self.machine.unplug(1)
        if not self.away:
            self.wait_for_plug()

    def wait_for_plug(self):
        wanted = {"Virtual-1", "Virtual-2"} if self.plugged else {"Virtual-1"}
        self.wait_for(
            lambda: {output["name"] for output in self.session.outputs()} == wanted,
            "the monitors that are there",
        )

    def turn_output(self):
        output = self.random.choice(self.session.outputs())
        self.session.ctl(
            f"output set {output['name']} {'--off' if output['enabled'] else '--on'}"
        )

    def scale_output(self):
        name = self.random.choice(self.outputs_on)
        self.session.ctl(f"output set {name} --scale {self.random.choice((1, 1.25, 2))}")

    def change_terminal(self):
        resumed = self.session.log().count("DRM FD resumed")
        self.machine.run(f"busybox chvt {1 if self.away else 2}")
        self.away = not self.away
        if not self.away:
            # Where the screen is locked nothing else shows that outputs can be set again.
            self.machine.wait_for_files(
                f"[ $(grep -c 'DRM FD resumed' log) -gt {resumed} ]", "the way back"
            )
            # On another terminal there is no output; those that came meanwhile are seen now.
            self.wait_for_plug()
            if not self.locked:
                self.wait_for_desktop()

    def lock(self):
        wanted = "takes the lock over" if self.locked else "locks the session"
        self.session.spawn(LOCKER)
        self.machine.wait_for_files(
            f"[ $(grep -c '{wanted}' log) -gt {self.locks[wanted]} ]", wanted
        )
        self.locks[wanted] += 1
        self.locked = self.locker = True
        if not self.away:
            self.wait_for_all(LOCK, "the locker")

    def unlock(self):
        self.machine.run("pkill -USR1 -o -x swaylock")
        self.machine.wait_until("! pgrep -x swaylock", "the locker's end")
        self.locked = self.locker = False

    def kill_locker(self):
        self.machine.run("pkill -KILL -x swaylock")
        self.locker = False
        if not self.away:
            self.wait_for_all(NO_LOCKER, "dark red")

    def possible(self) -> list:
        steps = [self.plug_or_unplug, self.change_terminal]
        outputs = self.outputs_on
        steps += [self.change_workspace, self.change_layout] if outputs else []
        if len(self.windows) < MOST_WINDOWS and outputs:  # foot does not start without any
            steps += [self.open_window] * 2
        if self.windows:
            steps += [self.kill_client, self.close_window]
            steps += [self.change_window, self.move_window] if outputs else []
        if not self.away:
            steps += [self.turn_output, self.turn_output]
            steps += [self.scale_output] if outputs else []
            # A locker that has not been told yet that all is hidden may not unlock.
            steps += [self.unlock] if self.locker else []
        steps += [self.kill_locker] if self.locker else [self.lock]
        return steps

    # --- what must hold ---

    def heads(self) -> list[int]:
        return [int(name[-1]) - 1 for name in self.names()]

    def wait_for_all(self, colour, what: str):
        for head in self.heads():
            self.session.wait_for_picture(lambda p: p.share(colour) > 0.99, what, head)

    def wait_for_desktop(self):
        for head in self.heads():
            self.session.wait_for_picture(
                lambda p: p.count(TERMINAL) + p.count(BACKGROUND) > 0, "the desktop", head
            )

    def check(self):
        self.windows = self.session.windows()
        on = {output["name"]: output["box"] for output in self.session.outputs() if output["enabled"]}
        self.outputs_on = sorted(on)
        for window in self.windows:
            if on:
                self.assertIn(window["output"], on, window)
            self.assertGreater(window["box"]["width"], 0, window)
            self.assertGreater(window["box"]["height"], 0, window)
        self.assertLessEqual(sum(window["focused"] for window in self.windows), 1)
        self.assertEqual(len({(box["x"], box["y"]) for box in on.values()}), len(on))
        if self.locked or self.away:
            for head in range(2):
                picture = self.session.picture(head)
                for colour in (TERMINAL, BACKGROUND):
                    self.assertEqual(picture.count(colour), 0, f"{colour} on head {head}")

    def test_random_steps(self):
        self.locks = {"takes the lock over": 0, "locks the session": 0}
        run_steps(self, self.random, usual=25)
        if self.away:
            self.change_terminal()


if __name__ == "__main__":
    results.main()
