#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""exwm-vr-gpu in a virtual machine that is known, as root and not, with signs of containers that
are true and that are not."""

import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.detect_virt import disagreements
from support.machine import CHECKOUT, SANITIZERS_INSIDE, Machine, has_kvm, quoted

PROGRAM = os.environ["EXWM_VR_GPU"]
ENV = f"env {SANITIZERS_INSIDE}"
CONTAINER = "unshare --pid --fork --mount-proc --uts --ipc --cgroup"
AS_USER = "runuser -u user --"


class EnvironmentTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = Machine()
        cls.addClassCleanup(cls.machine.close)

    def report(self, wrapper: str = "") -> dict:
        """What it says below a wrapper, and systemd as well."""
        command = f"{wrapper} {ENV}"
        text = self.machine.run(f"{command} {PROGRAM} env --json")
        words = [
            self.machine.run(f"{command} systemd-detect-virt {option}", check=False).strip()
            for option in ("--vm", "--container")
        ]
        self.assertEqual(disagreements(text, *words), [], text)
        return json.loads(text)

    def ids(self, report: dict, what: str, which: str) -> list[str]:
        return [layer["id"] for layer in report[what][which]]

    def test_the_machine_is_qemu(self):
        for wrapper in ("", AS_USER):
            with self.subTest(wrapper):
                report = self.report(wrapper)
                hypervisor = report["hypervisor"]
                self.assertEqual((hypervisor["state"], hypervisor["id"]), ("found", "qemu"))
                self.assertEqual(hypervisor["accelerator"], "kvm" if has_kvm() else "tcg")
                self.assertEqual(report["container"]["state"], "none")
                rules = [sign["rule"] for sign in hypervisor["signs"]]
                self.assertIn("dmi-qemu", rules)
                self.assertEqual("acpi-qemu" in rules, wrapper == "")  # root's alone

    def test_root_and_an_ordinary_user_differ_in_privileges(self):
        self.assertTrue(self.report()["privileges"]["machine_root"])
        self.assertEqual(self.report()["sandbox"]["state"], "none")
        report = self.report(AS_USER)
        self.assertFalse(report["privileges"]["machine_root"])
        self.assertEqual(report["privileges"]["capabilities"], [])
        # The first process's root is not for ordinary users to see.
        self.assertEqual(report["sandbox"]["state"], "unknown")
        self.assertEqual(report["sandbox"]["not_ruled_out"], ["chroot"])

    def test_a_mapped_root_is_not_the_machines(self):
        report = self.report(f"{AS_USER} unshare --user --map-root-user")
        self.assertEqual(report["privileges"]["uid"], 0)
        self.assertFalse(report["privileges"]["machine_root"])
        self.assertIn("mapped-users", [fact["id"] for fact in report["facts"]])

    def test_a_file_left_behind_is_no_container(self):
        for file, name in (("/.dockerenv", "docker"), ("/run/.containerenv", "podman")):
            with self.subTest(name):
                self.machine.run(f"touch {file}")
                self.addCleanup(self.machine.run, f"rm -f {file}")
                report = self.report()
                self.assertEqual(report["container"]["state"], "none")
                self.assertEqual(self.ids(report, "container", "dismissed"), [name])
                self.machine.run(f"rm {file}")

    def test_the_same_file_in_namespaces_is_one(self):
        self.machine.run("touch /.dockerenv")
        self.addCleanup(self.machine.run, "rm -f /.dockerenv")
        report = self.report(CONTAINER)
        (layer,) = report["container"]["containers"]
        self.assertEqual((layer["id"], layer["certainty"]), ("docker", "likely"))

    def test_namespaces_alone_are_some_container(self):
        report = self.report(CONTAINER)
        self.assertEqual(self.ids(report, "container", "containers"), ["container-other"])
        self.assertEqual(report["hypervisor"]["id"], "qemu")

    def test_mounts_alone_are_none(self):
        report = self.report("unshare --mount")
        self.assertEqual(report["container"]["state"], "none")

    def test_a_manager_that_says_who_it_is(self):
        self.machine.run("mkdir -p /run/host; echo systemd-nspawn >/run/host/container-manager")
        self.addCleanup(self.machine.run, "rm -rf /run/host")
        report = self.report(CONTAINER)
        (layer,) = report["container"]["containers"]
        self.assertEqual((layer["id"], layer["certainty"]), ("systemd-nspawn", "certain"))

    def test_the_first_process_is_told(self):
        inner = f"container=lxc exec {PROGRAM} env --json"
        text = self.machine.run(f"{ENV} {CONTAINER} bash -c {quoted(inner)}")
        self.assertEqual(self.ids(json.loads(text), "container", "containers"), ["lxc"])

    def test_a_control_group_of_docker(self):
        group = "/sys/fs/cgroup/docker/" + "3f" * 32
        self.machine.run(f"mkdir -p {group}")
        self.addCleanup(self.machine.run, f"rmdir {group} /sys/fs/cgroup/docker")
        inner = f"echo $$ >{group}/cgroup.procs; exec {PROGRAM} env --json"
        text = self.machine.run(f"{ENV} bash -c {quoted(inner)}")
        report = json.loads(text)
        (layer,) = report["container"]["containers"]
        self.assertEqual((layer["id"], layer["certainty"]), ("docker", "certain"))

    def test_a_chroot(self):
        root = "/tmp/other-root"
        self.machine.run(
            f"mkdir {root}; mount -t tmpfs none {root}; mkdir -p {root}/{{usr,proc,sys}}"
            f" {root}{CHECKOUT}; for link in bin lib lib64; do"
            f" [ ! -L /$link ] || ln -s usr/$link {root}/$link; done;"
            f" for place in /usr /proc /sys {CHECKOUT}; do mount --rbind $place {root}$place; done"
        )
        self.addCleanup(self.machine.run, f"umount -R {root}; rmdir {root}")
        report = self.report(f"chroot {root}")
        self.assertEqual(self.ids(report, "sandbox", "sandboxes"), ["chroot"])
        self.assertEqual(report["container"]["state"], "none")

    def test_a_record_is_judged_here_as_it_was_there(self):
        self.machine.run(
            f"{ENV} {PROGRAM} env --record /host/record.json --json >/host/there.json"
        )
        text = self.machine.run(f"{ENV} {PROGRAM} env --replay /host/record.json --json")
        there = json.loads((self.machine.share / "there.json").read_text())
        self.assertEqual(json.loads(text), there)

    def test_gpus_are_those_that_the_compositor_takes(self):
        listed = json.loads(self.machine.run(f"{ENV} {PROGRAM} list --json"))
        chosen = json.loads(self.machine.run(f"{ENV} {PROGRAM} choose --json"))
        theirs = json.loads(
            self.machine.run(f"{ENV} {os.environ['EXWM_VRCTL']} gpus --json")
        )
        self.assertEqual([gpu["driver"] for gpu in listed], ["virtio_gpu"])
        self.assertEqual(len(listed[0]["connectors"]), 2)
        (output,) = chosen["outputs"]
        self.assertEqual(output["node"], listed[0]["card"])
        self.assertEqual(output["reason"], theirs[0]["outputs_used"])
        # Its host does not draw for it. What a running compositor says is in vm-desktop.
        self.assertIsNone(chosen["renderer"])
        self.assertIsNone(theirs[0]["renders"])
        self.assertIn("without 3D of its host", chosen["no_renderer"])
        for gpu in theirs:
            del gpu["outputs_used"], gpu["renders"]
        # The tool knows more of each.
        self.assertEqual([{key: gpu[key] for key in theirs[0]} for gpu in listed], theirs)


if __name__ == "__main__":
    results.main()
