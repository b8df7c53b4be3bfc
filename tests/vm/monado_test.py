#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Monado itself on a headset that it leases. No driver here draws on a leased display by Vulkan
(llvmpipe has no VK_EXT_acquire_drm_display), so it gets its lease, and then has to say that it
cannot go on: nothing of it may come to the desktop."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import edid, results
from support.lease_case import HEAD, LeaseCase
from support.machine import CHECKOUT
from support.session import BACKGROUND

TOOL = os.environ["EXWM_VR_LEASE"]
UNIT = CHECKOUT / "compositor/session/exwm-vr-monado.service.in"


def unit_environment() -> str:
    """What its unit sets, as env(1) takes it."""
    lines = [line.split("=", 1) for line in UNIT.read_text().splitlines() if "=" in line]
    unset = [name for key, names in lines if key == "UnsetEnvironment" for name in names.split()]
    return " ".join(
        [f"-u {name}" for name in unset] + [value for key, value in lines if key == "Environment"]
    )


class MonadoTest(LeaseCase):
    def tearDown(self):
        self.machine.run("pkill -KILL -x exwm-vr-lease; pkill -KILL monado-service; true")
        super().tearDown()

    def wait_for_monado(self, text: str, times: int) -> None:
        self.machine.wait_for_files(
            f"[ $(grep -c '{text}' monado) -ge {times} ]", f"{text!r} of Monado"
        )

    def test_it_leases_the_headset_and_says_what_it_lacks(self):
        self.machine.run("busybox ifconfig lo up")
        for turn in (1, 2):
            # Its unit starts it again. Its headset is simulated, the connector is not.
            self.session.spawn(
                f"exec env {unit_environment()} SIMULATED_ENABLE=1 XRT_COMPOSITOR_LOG=debug"
                f" {TOOL} --wait --watch -- monado-service >>/host/monado 2>&1"
            )
            self.plug_in(edid.VIVE)
            # No rule: it is known, and its user's own.
            self.wait_for_monado("Lease granted", turn)
            self.wait_for_log("monado-service")
            self.wait_for_monado("vkGetDrmDisplayEXT failed", turn)
            self.wait_for_no_lease()
            self.assertEqual(self.session.windows(), [])
            self.assertEqual(self.names(), ["Virtual-1"])
            self.assertGreater(self.session.picture().share(BACKGROUND), 0.99)
            self.unplug()
            # The next one would find its socket taken.
            self.machine.wait_until("! pgrep -x monado-service", "its end")
        self.assertIn(HEAD, (self.machine.share / "monado").read_text())

    def test_the_doctor_has_said_so_before(self):
        self.plug_in(edid.VIVE)
        self.wait_for_headset()
        with self.assertRaises(AssertionError) as raised:
            self.session.ctl("doctor vr")
        self.assertRegex(str(raised.exception), "vulkan: install the Vulkan driver")


if __name__ == "__main__":
    results.main()
