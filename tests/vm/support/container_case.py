# SPDX-License-Identifier: MIT
"""A test case with containers in a virtual machine, and what is asked in each kind of them."""

import json
import time
import unittest

from support.containers import EXWM_VRCTL, GPU, ContainerMachine, shell
from support.detect_virt import disagreements, disagreements_with_virt_what
from support.machine import COMMAND_LIMIT_S, SANITIZERS_INSIDE, has_kvm
from support.picture import TERMINAL, Picture


class ContainerCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = ContainerMachine()
        cls.addClassCleanup(cls.machine.close)
        cls.machine.prepare()

    # To enter a container takes its time where that is emulated: once for all that is asked.

    def check_environment(self, inside: str, container: str, certainty: str) -> dict:
        """@inside: what a command is run by in the container. What is said there of container and
        machine, by us and by two others."""
        ask = (
            f"{SANITIZERS_INSIDE} {GPU} env --json; echo ---; systemd-detect-virt --vm; echo ---;"
            " systemd-detect-virt --container; echo ---; virt-what 2>/dev/null"
        )
        said = self.machine.run(f"{inside} {shell(ask)} 2>/dev/null").split("---\n")
        text, machine, container_word, facts = said
        self.assertEqual(disagreements(text, machine.strip(), container_word.strip()), [], text)
        self.assertEqual(disagreements_with_virt_what(text, facts.split()), [], text)
        report = json.loads(text)
        (layer,) = report["container"]["containers"]
        self.assertEqual((layer["id"], layer["certainty"]), (container, certainty), text)
        hypervisor = report["hypervisor"]
        self.assertEqual((hypervisor["state"], hypervisor["id"]), ("found", "qemu"))
        self.assertEqual(hypervisor["accelerator"], "kvm" if has_kvm() else "tcg")
        return report

    def rules(self, report: dict) -> list[str]:
        return [s["rule"] for s in report["container"]["containers"][0]["signs"]]

    def rules(self, report: dict) -> list[str]:
        return [s["rule"] for s in report["container"]["containers"][0]["signs"]]

    def check_as_planned(
        self, inside: str, guest: str, program: str = GPU, folder: str = "/dev/input"
    ) -> None:
        """By the plan, and that what is not in it, @folder among it, is not there."""
        ask = (
            f"{SANITIZERS_INSIDE} {program} verify - --json && echo --- &&"
            f" {{ ls -d {folder} /dev/mem /dev/uinput /dev/kvm /host 2>/dev/null; true; }} &&"
            " echo --- && ls /sys/class/net"
        )
        said = self.machine.run(f"{inside} {shell(ask)} </srv/{guest}.json")
        verdicts, others, links = said.split("---\n")
        self.assertEqual(json.loads(verdicts)["faults"], 0, verdicts)
        self.assertEqual((others, links.split()), ("", ["lo"]))
        status = dict(
            line.split(":", 1)
            for line in self.machine.run("cat /proc/$(pgrep -x exwm-vr)/status").splitlines()
        )
        fields = ("CapEff", "CapPrm", "CapBnd", "NoNewPrivs")
        self.assertEqual([int(status[name], 16) for name in fields], [0, 0, 0, 1])

    def check_limits(self, show: str) -> None:
        """@show: a command that prints memory.max and cpu.max of its control group."""
        self.assertEqual(self.machine.run(show), "536870912\n80000 100000")

    def check_terminal(self, inside: str, guest: str) -> None:
        """A terminal on the compositor in a container, as a client of its own sees it."""
        show = (
            f"{{ {EXWM_VRCTL} spawn 'foot cat' && {EXWM_VRCTL} wait window --app-id foot"
            " --timeout 100s; } >&2 && "
        )
        take = "exec grim -t ppm -"
        picture = self.machine.share / f"{guest}.ppm"
        script = show + take
        end = time.monotonic() + COMMAND_LIMIT_S
        while time.monotonic() < end:
            self.machine.run(
                f"{inside} env WAYLAND_DISPLAY=wayland-0 {shell(script)} >/host/part &&"
                f" mv /host/part /host/{picture.name}"
            )
            if Picture(picture).share(TERMINAL) > 0.8:
                return
            script = take
        self.fail(f"no terminal in {guest}'s picture")
