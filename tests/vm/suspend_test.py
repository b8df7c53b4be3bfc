#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A session that the machine suspends to memory, with its devices off, and wakes."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import edid, headset, results
from support.lease_case import ALLOWED, LeaseCase
from support.locker import UNLOCK
from support.machine import Machine
from support.picture import TERMINAL
from support.session import EXWM_VR, EXWM_VRCTL, Session


class SuspendTest(LeaseCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = Machine(second_gpu=True, virtio=False)
        cls.addClassCleanup(cls.machine.close)
        headset.disguise(cls.machine, edid.VIVE)
        cls.machine.stop_sharing(EXWM_VR, EXWM_VRCTL, headset.LEASE_CLIENT)

    def setUp(self):
        self.machine.run("rm -f /host/typed* /host/client*")
        self.session = Session(self.machine, config=ALLOWED)

    def tearDown(self):
        try:
            self.end_session()
        finally:
            self.machine.run("busybox chvt 1; pkill -KILL -u user; true")

    def wait_for_colour(self, colour, head: int = 0, gpu: str = "gpu2") -> None:
        super().wait_for_colour(colour, head, gpu)

    def check_desktop(self, line: str) -> None:
        self.session.wait_for_picture(lambda p: p.share(TERMINAL) > 0.95, "the terminal")
        self.machine.type(f"{line}\n")
        self.wait_for_typed(line)

    def test_desktop_and_lease_go_on_where_they_were(self):
        self.open_terminal("cat > /host/typed")
        self.start_client()
        self.wait_for_client("shown 1024x768")
        self.wait_for_colour(headset.GREEN)
        self.check_desktop("before")
        leases = self.leases()
        self.assertEqual([lease["connectors"] for lease in leases], [[headset.HEAD]])

        for line in ("after", "and again"):
            self.machine.suspend()
            self.check_desktop(line)
            self.wait_for_colour(headset.GREEN)
            flips = self.machine.read("client").count("flips")
            self.wait_for_client("flips", times=flips + 1)
            self.assertEqual(self.leases(), leases)
        self.assertEqual(self.machine.read("typed"), "before\nafter\nand again\n")
        self.assertEqual(self.names(), ["Virtual-1"])
        self.assertEqual(self.session.log().count("the machine has slept"), 2)

    def test_a_locked_screen_is_locked_when_it_wakes(self):
        self.open_terminal("cat > /host/typed")
        self.check_desktop("before")
        self.session.spawn("swaylock --color ff0000 --daemonize")
        red = (255, 0, 0)
        self.session.wait_for_picture(lambda p: p.share(red) > 0.7, "the locker")
        self.machine.suspend()
        for _ in range(5):
            picture = self.session.picture()
            self.assertEqual(picture.share(TERMINAL), 0)
            self.machine.type("x")
        self.session.wait_for_picture(lambda p: p.share(red) > 0.7, "the locker again")
        self.assertEqual(self.machine.read("typed"), "before\n")
        self.machine.run(UNLOCK)
        self.check_desktop("after")


if __name__ == "__main__":
    results.main()
