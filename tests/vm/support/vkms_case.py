# SPDX-License-Identifier: MIT
"""A desktop session on the kernel's own virtual card, vkms, which has what virtio-gpu lacks."""

import os

from support.desktop_case import DesktopCase
from support.machine import SANITIZERS

KERNEL_CRTC = os.environ["EXWM_VR_KERNEL_CRTC"]
OUTPUT = "Virtual-3"  # vkms's; the kernel counts all cards' connectors together
# Taken only when it is asked for.
CARDS = "graphics: {cards: [vkms]}\n"


def output_rule(more: str = "") -> str:
    """The emulated processor adds up and mixes what is shown: the fewer pixels, the better."""
    return f"outputs: [{{match: {OUTPUT}, mode: 640x480{more}}}]\n"


VKMS = CARDS + output_rule()


class VkmsCase(DesktopCase):
    SHARES_SESSION = True
    CONFIG = VKMS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine.run(
            "modprobe vkms || { echo 'container/lib/add-kernel.sh could not compile vkms'; exit 1; };"
            " udevadm settle"
        )
        card = cls.machine.run("basename /sys/devices/faux/vkms/drm/card*")
        cls.card = f"/dev/dri/{card}"
        cls.debug = f"/sys/kernel/debug/dri/{card.removeprefix('card')}"

    def crtc(self, card: str = "") -> tuple[bool, str]:
        """Of a card with one: whether frames are shown when they are ready, and the ramps."""
        command = f"{SANITIZERS} {KERNEL_CRTC} {card or self.card}"
        (line,) = self.machine.run(command).splitlines()
        _, varied, ramps = line.split(" ", 2)
        return varied == "1", ramps
