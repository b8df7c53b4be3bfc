# SPDX-License-Identifier: MIT
"""A headset in the test machine, which virtio-gpu's second head plays."""

import os

from support.machine import Machine

LEASE_CLIENT = os.environ["EXWM_VR_LEASE_CLIENT"]
HEAD = "Virtual-2"
GREEN = (0x00, 0xC0, 0x40)  # what LEASE_CLIENT shows


def disguise(machine: Machine, what: bytes, connector: str = HEAD) -> None:
    """What is plugged in there says of itself what @what, an EDID, says, once it is asked again."""
    folder = machine.share / "firmware/edid"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "head.bin").write_bytes(what)
    machine.run(
        "echo -n /host/firmware >/sys/module/firmware_class/parameters/path;"
        f" echo -n {connector}:edid/head.bin >/sys/module/drm/parameters/edid_firmware"
    )


def plug_in(machine: Machine, what: bytes, connector: str = HEAD, **head) -> None:
    """Plugs such a thing into the second head, or @head, which is @connector."""
    disguise(machine, what, connector)
    machine.plug(**{"head": 1, **head}, width=1024, height=768)
