# SPDX-License-Identifier: MIT
"""What systemd-detect-virt and virt-what would say if they were of the opinion of `exwm-vr-gpu
env`, and where they are known to differ. systemd gives one word for virtual machines and one for
containers, virt-what one for each fact."""

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
    # What runs a machine of a name that systemd does not know, it knows by the processor.
    for name in (hypervisor["id"], hypervisor["accelerator"]):
        if name in MACHINES:
            return MACHINES[name]
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


def by_first_process(report: dict) -> bool:
    """Whether the innermost container is known by the variables of the first process in it."""
    layers = report["container"]["containers"]
    return bool(layers) and "init-variable" in [sign["rule"] for sign in layers[-1]["signs"]]


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
    Difference(
        "systemd believes a variable of the first process only, and may not read that of another"
        " user's",
        lambda report, word: word == "container-other" and not by_first_process(report),
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


# What virt-what 1.27 knows of our containers.
FACTS = {"lxc", "docker", "podman", "openvz"}


def disagreements_with_virt_what(text: str, facts: list[str]) -> list[str]:
    """What has no explanation. @text: JSON of `exwm-vr-gpu env`; @facts: virt-what's words."""
    report = json.loads(text)
    machine = machine_word(report)
    found = []
    if machine != "none" and machine not in facts:
        found.append(f"virt-what does not say {machine}, but {facts}")
    layers = report["container"]["containers"] if report["container"]["state"] == "found" else []
    for layer in layers:
        if layer["id"] in facts:
            continue
        if layer["id"] not in FACTS:
            print(f"virt-what knows no {layer['id']}")
        elif "init-variable" not in [sign["rule"] for sign in layer["signs"]]:
            print(f"virt-what would be told of {layer['id']} by the first process' variables, which"
                  " are another user's here; other things tell us")
        else:
            found.append(f"virt-what does not say {layer['id']}, but {facts}")
    ours = {machine, *(layer["id"] for layer in layers)}
    return found + [f"only virt-what says {fact}" for fact in facts if fact not in ours]
