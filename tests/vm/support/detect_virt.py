# SPDX-License-Identifier: MIT
"""What systemd-detect-virt would say if it were of the opinion of `exwm-vr-gpu env`, and where
the two are known to differ. systemd gives one word for virtual machines and one for containers."""

import json
from dataclasses import dataclass
from typing import Callable

# Ours to systemd's: those that it has no name of its own for are what runs them.
MACHINES = {
    "amazon": "amazon",
    "google": "google",
    "virtualbox": "oracle",
    "hyperv": "microsoft",
    "vmware": "vmware",
    "xen": "xen",
    "bochs": "bochs",
    "uml": "uml",
    "parallels": "parallels",
    "bhyve": "bhyve",
    "qnx": "qnx",
    "acrn": "acrn",
    "sre": "sre",
    "apple": "apple",
    "powervm": "powervm",
    "zvm": "zvm",
    "lpar": "none",
}
CONTAINERS = {"lxc", "systemd-nspawn", "docker", "podman", "rkt", "wsl", "proot", "pouch", "openvz"}
# Sandboxes that systemd sees as containers.
SANDBOXES = {"wsl": "wsl", "proot": "proot", "bubblewrap": "container-other"}


def machine_word(report: dict) -> str:
    hypervisor = report["hypervisor"]
    if hypervisor["state"] != "found":
        return "none"
    if hypervisor["id"] in MACHINES:
        return MACHINES[hypervisor["id"]]
    if hypervisor["accelerator"] == "kvm":
        return "kvm"
    return "qemu" if hypervisor["id"] == "qemu" else "vm-other"


def container_word(report: dict) -> str:
    layers = report["container"]["containers"] if report["container"]["state"] == "found" else []
    if layers:
        innermost = layers[-1]["id"]
        return innermost if innermost in CONTAINERS else "container-other"
    for sandbox in reversed(report["sandbox"]["sandboxes"]):
        if sandbox["id"] in SANDBOXES:
            return SANDBOXES[sandbox["id"]]
    return "none"


@dataclass
class Difference:
    why: str
    holds: Callable[[dict, str], bool]  # of our report and systemd's word for the container


DIFFERENCES = [
    Difference(
        "systemd believes the file that an image carries around; namespaces are the machine's own",
        lambda report, word: container_word(report) == "none"
        and word in [layer["id"] for layer in report["container"]["dismissed"]],
    ),
]


def disagreements(text: str, machine: str, container: str) -> list[str]:
    """What has no explanation. @text: JSON of `exwm-vr-gpu env`; the others are systemd's words,
    as --vm and --container print them. Prints what has one."""
    report = json.loads(text)
    found = []
    if machine_word(report) != machine:
        found.append(f"machine: {machine_word(report)} where systemd says {machine}")
    if container_word(report) != container:
        said = f"container: {container_word(report)} where systemd says {container}"
        whys = [one.why for one in DIFFERENCES if one.holds(report, container)]
        if whys:
            print(f"{said}: {whys[0]}")
        else:
            found.append(said)
    return found
