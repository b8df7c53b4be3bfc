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
from support.locker import LOCKER, UNLOCK
from support.random_steps import SEED, run_steps

COLOURS = {"client": GREEN, "client2": (0x20, 0x40, 0xC0)}
KINDS = (edid.VIVE, edid.INDEX, edid.SPECIALISED)


class LeaseRandomTest(LeaseCase):
    def setUp(self):
        super().setUp()
        self.configure(ALLOWED + "leases: {end_on_lock: true}\n")
        self.random = random.Random(SEED)
        self.plugged = self.away = self.locked = self.withdrawn = False
        self.clients = set()
        self.leased = 0  # leases after the last step
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
        if self.away:  # then nobody hears of it
            self.machine.plug(0, *self.size)
        else:
            self.change_first_monitor(*self.size)

    def change_terminal(self):
        self.away = not self.away
        self.machine.run(f"busybox chvt {3 if self.away else 1}")

    def start_or_kill_program(self):
        name = self.random.choice(sorted(COLOURS))
        options = f"--colour {'%02X%02X%02X' % COLOURS[name]}"
        if name in self.clients:
            self.clients.remove(name)
            self.machine.run(f"pkill -KILL -f '^[^ ]*lease-client {options}$'")
        else:
            self.start_client(name, options)
            self.wait_for_client("devices 1", name)
            self.clients.add(name)

    def withdraw_or_offer(self):
        self.session.ctl(f"lease {'offer' if self.withdrawn else 'withdraw'} {HEAD}")
        self.withdrawn = not self.withdrawn

    def revoke(self):
        for lease in self.leases():
            self.session.ctl(f"lease revoke {lease['id']}")

    def lock(self):
        self.session.spawn(LOCKER)
        self.machine.wait_until("pgrep -x swaylock", "the locker")
        self.locked = True

    def unlock(self):
        self.machine.run(UNLOCK)
        self.machine.wait_until("! pgrep -x swaylock", "the locker's end")
        self.locked = False

    def possible(self) -> list:
        steps = [self.plug_or_unplug_headset] * 2 + [self.change_other_monitor]
        steps += [self.start_or_kill_program] * 2 + [self.change_terminal]
        if not self.away:  # a locker is told that all is hidden once it is
            steps += [self.unlock if self.locked else self.lock, self.revoke]
            steps += [self.withdraw_or_offer] * self.plugged
        return steps

    # --- what must hold ---

    def holds(self, name: str) -> bool:
        """Whether a program has a lease, as it was told."""
        ends = [line for line in self.said(name) if line in ("leased", "finished")]
        return ends[-1:] == ["leased"]

    def count_leases(self) -> int | None:
        """None while programs know of another number."""
        self.leased = len(self.leases())
        return self.leased if sum(map(self.holds, self.clients)) == self.leased else None

    def check(self):
        if self.away:
            self.wait_for(lambda: not any(map(self.holds, self.clients)), "no lease")
            self.leased = 0
            return
        # All that was done before is known to the compositor once the desktop's monitor is.
        self.session.ctl("wait output Virtual-1 --timeout 120s")
        self.wait_for(
            lambda: [one["connector"] for one in self.headsets()] == [HEAD] * self.plugged,
            f"headsets as they are: {self.plugged}",
        )
        self.assertEqual(self.names(), ["Virtual-1"])
        may_be = self.plugged and bool(self.clients) and not self.locked
        # What is withdrawn is leased to nobody from then on; a lease that there is goes on.
        counts = {0, self.leased} if self.withdrawn and may_be else {int(may_be)}
        self.wait_for(
            lambda: self.count_leases() in counts, f"leases as they are to be, and known: {counts}"
        )
        if self.leased:
            (holder,) = filter(self.holds, self.clients)
            self.wait_for_colour(COLOURS[holder])
        for name in self.clients:
            offers = [line.split()[0] for line in self.said(name) if line.endswith(HEAD)]
            for before, after in zip(offers, offers[1:]):
                self.assertNotEqual(before, after, "offered or withdrawn twice in a row")

    def test_random_steps(self):
        run_steps(self, self.random, usual=20)
        if self.away:
            self.change_terminal()
        self.machine.plug(0, 1024, 768)


if __name__ == "__main__":
    results.main()
