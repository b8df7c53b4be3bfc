#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A second graphics card, which is opened once something is plugged into it."""

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import edid, results
from support.desktop_case import begins_its_own
from support.lease_case import ALLOWED, GREEN, LeaseCase
from support.machine import SANITIZERS
from support.picture import TERMINAL
from support.session import BACKGROUND

SECOND = "Virtual-3"  # the only connector of the second card; the kernel counts all cards'
ON_SECOND = {"head": 0, "gpu": "gpu2"}


class GpusTest(LeaseCase):
    SECOND_GPU = True
    SHARES_SESSION = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # QEMU takes away only what it was told to give.
        cls.machine.plug(**ON_SECOND, width=800, height=600)
        cls.unplug_second()

    @classmethod
    def unplug_second(cls):
        cls.machine.unplug(**ON_SECOND)

    def tearDown(self):
        try:
            super().tearDown()
        finally:
            self.unplug_second()

    def keep_session(self) -> bool:
        self.unplug_second()
        return super().keep_session()

    def opened(self) -> bool:
        """Whether the compositor has the second card open."""
        files = self.card_files()
        self.assertIn("/dev/dri/card0", files)
        return "/dev/dri/card1" in files

    def wait_for_second(self, colour, what: str) -> None:
        self.session.wait_for_picture(lambda p: p.share(colour) > 0.9, what, **ON_SECOND)

    # A card that was opened once stays open.
    @begins_its_own
    def test_a_card_is_opened_when_something_is_plugged_in(self):
        self.begin_session()
        self.assertFalse(self.opened())
        self.assertIn(
            "/dev/dri/card1: opened once something is plugged in", self.session.ctl("gpus")
        )
        self.machine.plug(**ON_SECOND, width=1024, height=768)
        self.session.ctl(f"wait output {SECOND} --timeout 120s")
        self.assertTrue(self.opened())
        self.wait_for_second(BACKGROUND, "the desktop")
        # Windows move there, and back when it is unplugged.
        self.open_terminal("read line")
        self.session.ctl(f"move-to-workspace focused 1 --output {SECOND}")
        self.wait_for_second(TERMINAL, "the terminal")
        self.unplug_second()
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal on the first")
        self.machine.plug(**ON_SECOND, width=1024, height=768)
        self.wait_for_second(TERMINAL, "the terminal again")

    @begins_its_own
    def test_a_card_that_has_a_monitor_is_opened_at_the_start(self):
        self.machine.plug(**ON_SECOND, width=1024, height=768)
        self.begin_session()
        self.session.ctl(f"wait output {SECOND} --timeout 120s")
        self.assertTrue(self.opened())
        for head in ({"head": 0, "gpu": "gpu"}, ON_SECOND):
            self.session.wait_for_picture(
                lambda p: p.share(BACKGROUND) > 0.9, "the desktop", **head
            )

    @begins_its_own
    def test_what_is_plugged_in_while_another_terminal_is_shown_is_found(self):
        self.begin_session()
        self.machine.run("busybox chvt 3")
        self.machine.plug(**ON_SECOND, width=1024, height=768)
        self.machine.run("busybox chvt 1")
        self.session.ctl(f"wait output {SECOND} --timeout 120s")
        self.wait_for_second(BACKGROUND, "the desktop")

    @begins_its_own
    def test_a_headset_on_another_card_is_leased(self):
        self.begin_session()
        self.configure(ALLOWED)
        self.plug_in(edid.INDEX, SECOND, **ON_SECOND)
        self.wait_for_headset(SECOND)
        self.assertEqual(self.names(), ["Virtual-1"])
        self.start_client(options=f"--connector {SECOND}")
        self.wait_for_client("shown 1024x768")
        self.wait_for_colour(GREEN, **ON_SECOND)
        self.session.wait_for_picture(lambda p: p.share(BACKGROUND) > 0.9, "the desktop")

    @begins_its_own
    def test_a_headset_on_a_card_that_comes_while_the_session_is_locked_waits(self):
        self.begin_session()
        self.configure(ALLOWED + "leases: {end_on_lock: true}\n")
        self.session.spawn("exec swaylock --no-unlock-indicator --color ff00ff")
        self.wait_for_log("locks the session")
        self.plug_in(edid.INDEX, SECOND, **ON_SECOND)
        self.wait_for_headset(SECOND)
        self.start_client(options=f"--connector {SECOND}")
        self.wait_for_client("device")
        self.assertEqual(self.leases(), [])
        self.assertNotIn(f"offered {SECOND}", self.said())
        self.machine.run("pkill -USR1 -x swaylock")
        self.wait_for_client("shown 1024x768")
        self.wait_for_colour(GREEN, **ON_SECOND)

    # --- given away while we run ---

    def card_files(self) -> str:
        return self.machine.run("ls -l /proc/$(pgrep -u user -x exwm-vr)/fd | grep /dev/dri; true")

    def use(self) -> dict[str, str]:
        gpus = json.loads(self.session.ctl("--json gpu list"))
        return {gpu["card"]: gpu["use"] for gpu in gpus}

    def in_use(self, card: str) -> dict:
        """What is said of giving it to a virtual machine."""
        text = self.machine.run(
            f"env {SANITIZERS} {os.environ['EXWM_VR_GPU']} vfio status /dev/dri/{card} --json"
            " 2>/dev/null; true"
        )
        (check,) = (c for c in json.loads(text)["checks"] if c["check"] == "in-use")
        return check

    def take_driver(self, card: str) -> str:
        """Takes a card's driver away, as vfio does; its device, to give it back."""
        device = self.machine.run(f"readlink -f /sys/class/drm/{card}/device").strip()
        name = pathlib.Path(device).name
        self.machine.run(f"echo {name} >/sys/bus/pci/drivers/virtio-pci/unbind")
        self.machine.wait_until(f"[ ! -e /dev/dri/{card} ]", "no card")
        return name

    def give_driver(self, name: str, card: str) -> None:
        self.machine.run(f"echo {name} >/sys/bus/pci/drivers/virtio-pci/bind")
        self.machine.wait_until(f"[ -e /dev/dri/{card} ]", "the card")
        self.machine.run("udevadm settle")

    def test_a_card_is_given_away_and_taken_back(self):
        self.machine.plug(**ON_SECOND, width=1024, height=768)
        self.session.ctl(f"wait output {SECOND} --timeout 120s")
        self.session.ctl(f"output set {SECOND} --transform 180")
        self.open_terminal("read line")
        self.session.ctl(f"move-to-workspace focused 1 --output {SECOND}")
        self.wait_for_second(TERMINAL, "the terminal")
        before = {**self.output(SECOND), "focused": None, "id": None}
        used = self.in_use("card1")
        self.assertEqual(used["state"], "error")
        self.assertRegex(used["evidence"][0], "exwm-vr .*has /dev/dri/card1 open")
        for turn in range(10):
            self.session.ctl("gpu release card1")
            self.assertNotIn("card1", self.card_files(), f"turn {turn}")
            self.assertEqual(self.use()["/dev/dri/card1"], "released")
            self.assertEqual(self.names(), ["Virtual-1"])
            if turn == 0:
                # What the kernel shows there once it is closed is no use of it.
                self.assertIn(self.in_use("card1")["state"], ("ok", "warning"))
            device = self.take_driver("card1")
            self.give_driver(device, "card1")
            # It is there anew, and nobody takes it.
            self.assertEqual(self.use()["/dev/dri/card1"], "released")
            self.assertNotIn("card1", self.card_files(), f"turn {turn}")
            self.session.ctl("gpu acquire card1")
            self.session.ctl(f"wait output {SECOND} --timeout 120s")
        self.wait_for_second(TERMINAL, "the terminal")
        self.assertEqual({**self.output(SECOND), "focused": None, "id": None}, before)
        self.assertEqual(len(self.session.windows()), 1)

    def test_a_card_with_a_leased_headset_is_given_away_and_unplugged(self):
        self.configure(ALLOWED)
        self.plug_in(edid.INDEX, SECOND, **ON_SECOND)
        self.wait_for_headset(SECOND)
        self.start_client(options=f"--connector {SECOND}")
        self.wait_for_client("shown 1024x768")
        self.session.ctl("gpu release card1")
        self.wait_for_client("finished")
        self.wait_for_log("is over: the graphics card is given away")
        self.assertNotIn("card1", self.card_files())
        self.assertEqual((self.leases(), self.headsets()), ([], []))
        self.assertEqual(self.names(), ["Virtual-1"])
        self.session.ctl("gpu acquire card1")
        self.wait_for_client("shown", times=2)
        # Nobody asks before it goes.
        device = self.take_driver("card1")
        self.wait_for_client("finished", times=2)
        self.assertEqual((self.leases(), self.headsets()), ([], []))
        self.give_driver(device, "card1")
        self.wait_for_client("shown", times=3)
        self.wait_for_colour(GREEN, **ON_SECOND)

    def test_the_first_card_is_given_away_too(self):
        self.machine.plug(**ON_SECOND, width=1024, height=768)
        self.session.ctl(f"wait output {SECOND} --timeout 120s")
        self.open_terminal("read line")
        self.session.ctl("gpu release card0")
        self.assertNotIn("card0", self.card_files())
        self.session.ctl(f"wait output {SECOND} --timeout 120s")
        self.assertEqual(self.names(), [SECOND])
        self.wait_for_second(TERMINAL, "the terminal")
        with self.assertRaisesRegex(AssertionError, "nothing could be shown any more"):
            self.session.ctl("gpu release card1")
        device = self.take_driver("card0")
        self.give_driver(device, "card0")
        self.session.ctl("gpu acquire card0")
        self.session.ctl("wait output Virtual-1 --timeout 120s")
        # The window goes back to where it was.
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.9, "the terminal")
        self.wait_for_second(BACKGROUND, "the desktop")

    def test_what_cannot_be_given_away_is_said(self):
        for command, said in {
            "release card7": "there is no GPU card7",
            "acquire card0": "card0 was not released",
        }.items():
            with self.assertRaisesRegex(AssertionError, said):
                self.session.ctl(f"gpu {command}")
        # With nothing plugged in it is given away, and waits once it is back.
        self.session.ctl("gpu release card1")
        with self.assertRaisesRegex(AssertionError, "released already"):
            self.session.ctl("gpu release /dev/dri/card1")
        self.machine.plug(**ON_SECOND, width=1024, height=768)
        # What udev says of it has come once what it says later has.
        self.machine.run("udevadm settle")
        self.hotplug_elsewhere()
        self.assertEqual(self.names(), ["Virtual-1"])
        self.session.ctl("gpu acquire card1")
        self.session.ctl(f"wait output {SECOND} --timeout 120s")


if __name__ == "__main__":
    results.main()
