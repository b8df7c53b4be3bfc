#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random things done to a leased headset, with what must hold after each of them.

EXWM_VR_VM_STEPS says how many (20 if it does not); EXWM_VR_VM_SEED repeats a run."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import edid, results
from support.lease_case import ALLOWED, GREEN, HEAD, LeaseCase
from support.random_steps import SEED, run_steps

KINDS = (edid.VIVE, edid.INDEX, edid.SPECIALISED)


class LeaseRandomTest(LeaseCase):
    def setUp(self):
        super().setUp()
        self.configure(ALLOWED + "leases: {end_on_lock: true}\n")
        self.random = random.Random(SEED)
        self.plugged = self.away = self.locked = self.client = False
        self.size = (1024, 768)

    # --- what can be done ---

    def plug_or_unplug_headset(self):
        self.plugged = not self.plugged
        if self.plugged:
            self.plug_in(self.random.choice(KINDS))
        else:
            self.unplug()

    def change_other_monitor(self):
        self.size = (800, 600) if self.size == (1024, 768) else (1024, 768)
        self.machine.plug(0, *self.size)

    def change_terminal(self):
        self.away = not self.away
        self.machine.run(f"busybox chvt {3 if self.away else 1}")

    def start_program(self):
        self.start_client()
        self.wait_for_client("devices 1")
        self.client = True

    def kill_program(self):
        self.machine.run("pkill -KILL -x lease-client")
        self.client = False

    def revoke(self):
        for lease in self.leases():
            self.session.ctl(f"lease revoke {lease['id']}")

    def lock(self):
        self.session.spawn("exec swaylock --no-unlock-indicator --color ff00ff")
        self.machine.wait_until("pgrep -x swaylock", "the locker")
        self.locked = True

    def unlock(self):
        self.machine.run("pkill -USR1 -x swaylock")
        self.machine.wait_until("! pgrep -x swaylock", "the locker's end")
        self.locked = False

    def possible(self) -> list:
        steps = [self.plug_or_unplug_headset] * 2 + [self.change_other_monitor]
        steps += [self.kill_program if self.client else self.start_program]
        steps += [self.change_terminal]
        if not self.away:  # a locker is told that all is hidden once it is
            steps += [self.unlock if self.locked else self.lock, self.revoke]
        return steps

    # --- what must hold ---

    def check(self):
        # All that was done before is known to the compositor once the desktop's monitor is.
        if self.away:
            return
        self.session.ctl("wait output Virtual-1 --timeout 120s")
        self.wait_for(
            lambda: [one["connector"] for one in self.headsets()] == [HEAD] * self.plugged,
            f"headsets as they are: {self.plugged}",
        )
        self.assertEqual(self.names(), ["Virtual-1"])
        shown = self.plugged and self.client and not self.locked
        self.wait_for(lambda: len(self.leases()) == shown, f"leases as they are to be: {shown}")
        if shown:
            self.wait_for_colour(GREEN)
        if self.client:
            offers = [line.split()[0] for line in self.said() if line.endswith(HEAD)]
            for before, after in zip(offers, offers[1:]):
                self.assertNotEqual(before, after, "offered or withdrawn twice in a row")

    def wait_for(self, wanted, what: str):
        for _ in range(300):
            if wanted():
                return
            self.machine.run("sleep 0.1")
        self.fail(f"never: {what}; {self.headsets()}; {self.leases()}")

    def test_random_steps(self):
        run_steps(self, self.random, usual=20)
        if self.away:
            self.change_terminal()
        self.machine.plug(0, 1024, 768)


if __name__ == "__main__":
    results.main()
