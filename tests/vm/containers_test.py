#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Containers of LXC and systemd-nspawn in a virtual machine, as Podman's in podman_test.py."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results, small_root
from support.container_case import ContainerCase
from support.containers import GPU, shell
from support.machine import CHECKOUT


class ContainersTest(ContainerCase):
    def test_a_plain_container_of_nspawn_is_told(self):
        self.machine.run(
            "mkdir -p /srv/root /tmp/upper /tmp/work &&"
            " mount -t overlay -o lowerdir=/,upperdir=/tmp/upper,workdir=/tmp/work none /srv/root"
        )
        self.addCleanup(self.machine.run, "umount /srv/root")
        report = self.check_environment(
            "systemd-nspawn --quiet --register=no --keep-unit --link-journal=no --pipe"
            f" --directory=/srv/root --bind-ro={CHECKOUT}",
            "systemd-nspawn",
            "certain",
        )
        self.assertIn("manager-file", self.rules(report))

    def mount_mapped(self, guest: str, first: int) -> str:
        """The machine's own root, with owners as LXC's ids for @guest have them."""
        rootfs = f"/var/lib/lxc/{guest}/rootfs"
        self.machine.run(
            f"mkdir -p {rootfs} /srv/mapped && mount -t tmpfs none /srv/mapped &&"
            f" mkdir /srv/mapped/{{disk,upper,work}} && chown {first}:{first} /srv/mapped/upper &&"
            f" mount -t erofs -o ro,X-mount.idmap=b:0:{first}:65536 /dev/vda /srv/mapped/disk &&"
            " mount -t overlay -o lowerdir=/srv/mapped/disk,upperdir=/srv/mapped/upper,"
            f"workdir=/srv/mapped/work none {rootfs} &&"
            f" mkdir -p {rootfs}{CHECKOUT} && mount --bind {CHECKOUT} {rootfs}{CHECKOUT}"
        )
        self.addCleanup(self.machine.run, f"umount -R {rootfs} && umount -R /srv/mapped")
        return rootfs

    def check_device(self, inside: str, first: int) -> None:
        """That the container of LXC's has its device, by a node of its own, and no other."""
        given, other = self.machine.inputs[:2]
        self.assertEqual(self.machine.run(f"{inside} ls /dev/input"), pathlib.Path(given).name)
        self.machine.run(f"{inside} {shell(f': <{given}')}")
        node = given.replace("/dev", "/dev/exwm-vr-gpu/panel", 1)
        owner, group, mode = self.machine.run(f"stat -c '%u %g %a' {node}").split()
        self.assertEqual((int(owner), mode), (first, "660"))
        self.assertIn(int(group), range(first, first + 65536))
        # Its control group lets it open no other, whoever made the node.
        enter = "echo $$ >/sys/fs/cgroup/lxc.payload.panel/cgroup.procs"
        self.machine.run(shell(f"{enter} && : <{given}"))
        refused = self.machine.run(shell(f"{enter} && : <{other}") + " 2>&1", check=False)
        self.assertIn("Operation not permitted", refused)
        # A user whom its ids are not granted to gets at none of them.
        self.machine.run(f"! setpriv --reuid 1000 --regid 1000 --clear-groups {shell(f': <{node}')}")

    def test_lxc_runs_the_compositor(self):
        """In a user namespace, as it is always set up, with a device."""
        first = self.machine.first_id("panel")
        rootfs = self.mount_mapped("panel", first)
        self.machine.set_up("lxc", "panel", "", f"--root {rootfs}")
        self.machine.run("lxc-start --name panel --logfile /srv/lxc.log --console-log /srv/console")
        self.addCleanup(self.machine.run, "lxc-stop --name panel --kill || true")
        self.machine.wait_for_compositor("cat /srv/lxc.log /srv/console")
        attach = (
            "lxc-attach --name panel --clear-env --set-var LC_ALL=C.UTF-8"
            " --set-var PATH=/usr/bin:/usr/sbin"
        )
        report = self.check_environment(f"{attach} --", "lxc", "likely")
        self.assertFalse(report["privileges"]["machine_root"])
        self.assertIn("mapped-users", [fact["id"] for fact in report["facts"]])
        # What LXC runs in it has no groups: this has those of the compositor.
        groups = self.machine.run("sed -n 's/^Groups:\\s*//p' /proc/$(pgrep -x exwm-vr)/status")
        inside = (
            "nsenter --target $(pgrep -x exwm-vr) --all --env --wdns=/"
            " setpriv --reuid 1000 --regid 1000"
            f" --groups {','.join(str(int(group) - first) for group in groups.split())}"
        )
        self.check_as_planned(inside, "panel", folder="/dev/dri")
        self.check_device(inside, first)
        group = "/sys/fs/cgroup/lxc.payload.panel"
        self.check_limits(f"cat {group}/memory.max {group}/cpu.max")
        self.check_terminal(f"{attach} --uid 1000 --gid 1000 --", "panel")
        self.machine.run("lxc-stop --name panel --timeout 20")
        self.machine.run("! pgrep -x exwm-vr && [ -z \"$(lxc-ls --running)\" ]")
        self.machine.wait_until("[ ! -e /dev/exwm-vr-gpu/panel ]", "the end of its node")

    def test_nspawn_runs_the_compositor(self):
        """On a root of its own, as its ids are mapped, which overlays cannot have done."""
        root = "/var/lib/machines/box"
        small_root.write(self.machine.share / "root.tar")
        self.machine.run(
            f"mkdir -p {root} && mount -t tmpfs none {root} && tar -xf /host/root.tar -C {root}"
        )
        self.addCleanup(self.machine.run, f"umount {root}")
        self.machine.set_up("nspawn", "box", "")
        self.machine.run("systemctl daemon-reload && systemctl start systemd-nspawn@box")
        self.addCleanup(self.machine.run, "systemctl stop systemd-nspawn@box")
        self.machine.wait_for_compositor("journalctl -o cat -u systemd-nspawn@box")
        inside = (
            "nsenter --target $(pgrep -x exwm-vr) --all --env --setuid 1000 --setgid 1000 --wdns=/"
        )
        self.check_as_planned(inside, "box", f"/usr/bin/{pathlib.Path(GPU).name}")
        group = "/sys/fs/cgroup/machine.slice/systemd-nspawn@box.service"
        self.check_limits(f"cat {group}/memory.max {group}/cpu.max")
        self.machine.run("systemctl stop systemd-nspawn@box")
        self.machine.run("! pgrep -x exwm-vr && ! machinectl show box 2>/dev/null")


if __name__ == "__main__":
    results.main()
