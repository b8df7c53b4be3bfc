#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Real containers in a virtual machine: what `exwm-vr-gpu env` says in them, and set-ups as they
are generated, run by the programs that they are for."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results, small_root
from support.containers import EXWM_VRCTL, GPU, SANITIZERS, ContainerMachine, as_user, as_user_prefix, shell
from support.detect_virt import disagreements, disagreements_with_virt_what
from support.machine import CHECKOUT, has_kvm, quoted as shell_word
from support.picture import Picture

TERMINAL = (0x24, 0x24, 0x24)  # foot's background


class ContainersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = ContainerMachine()

    @classmethod
    def tearDownClass(cls):
        cls.machine.close()

    def check_environment(self, inside: str, container: str, certainty: str) -> dict:
        """@inside: what a command is run by in the container. What is said there of container and
        machine, by us and by two others."""
        # To enter a container takes its time where that is emulated: once for all of them.
        ask = (
            f"{SANITIZERS} {GPU} env --json; echo ---; systemd-detect-virt --vm; echo ---;"
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

    def check_as_planned(
        self, inside: str, guest: str, program: str = GPU, folder: str = "/dev/input"
    ) -> None:
        """By the plan, and that what is not in it, @folder among it, is not there."""
        text = self.machine.run(
            f"{inside} env {SANITIZERS} {program} verify - --json </srv/{guest}.json"
        )
        self.assertEqual(json.loads(text)["faults"], 0)
        status = dict(
            line.split(":", 1)
            for line in self.machine.run(f"cat /proc/$(pgrep -x exwm-vr)/status").splitlines()
        )
        fields = ("CapEff", "CapPrm", "CapBnd", "NoNewPrivs")
        self.assertEqual([int(status[name], 16) for name in fields], [0, 0, 0, 1])
        others = f"{folder} /dev/mem /dev/uinput /dev/kvm /host"
        self.assertEqual(self.machine.run(f"{inside} ls -d {others} 2>/dev/null", check=False), "")
        links = self.machine.run(f"{inside} ls /sys/class/net").split()
        self.assertEqual(links, ["lo"])

    def check_terminal(self, inside: str, guest: str) -> None:
        """A terminal on the compositor in a container, as a client of its own sees it."""
        take = (
            f"{{ {EXWM_VRCTL} spawn 'foot cat' && {EXWM_VRCTL} wait window --app-id foot"
            " --timeout 100s; } >&2 && exec grim -t ppm -"
        )
        picture = self.machine.share / f"{guest}.ppm"
        for _ in range(10):
            self.machine.run(f"{inside} env WAYLAND_DISPLAY=wayland-0 {shell(take)} >/host/part &&"
                             f" mv /host/part /host/{picture.name}")
            if Picture(picture).share(TERMINAL) > 0.8:
                return
        raise AssertionError(f"no terminal in {guest}'s picture")

    def start_podman(self, guest: str) -> str:
        """Runs the set-up as it is; what a command is run by in its container."""
        self.machine.set_up("podman", guest, "/srv")
        unit = f"podman-{guest}"
        self.machine.run(f"systemd-run --quiet --unit={unit} sh /srv/{guest}.podman.sh")
        self.addCleanup(self.machine.run, f"podman rm --force --time 0 --ignore {guest}")
        self.machine.wait_for_compositor(f"journalctl -o cat -u {unit}")
        return f"podman exec -i {guest}"

    def end_podman(self, guest: str) -> None:
        self.machine.run(f"podman stop --time 20 {guest}")
        self.machine.wait_until(f"! systemctl is-active podman-{guest}", "the end of the unit")
        self.assertEqual(self.machine.run("podman ps --all --quiet"), "")

    def test_podman_runs_the_compositor(self):
        inside = self.start_podman("desk")
        report = self.check_environment("podman exec -i --user 0 desk", "podman", "certain")
        self.assertIn("podman-file", self.rules(report))
        self.assertFalse(report["privileges"]["machine_root"])
        self.check_as_planned(inside, "desk")
        self.machine.run(f"! {inside} ls -d /dev/dri")
        self.machine.run(f"! {inside} touch /etc/written")
        self.assertEqual(
            self.machine.run(f"{inside} cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max"),
            "536870912\n80000 100000",
        )
        self.check_terminal(inside, "desk")
        self.end_podman("desk")

    def test_quadlet_runs_the_compositor(self):
        """As a service, whose container sees the limits that were planned."""
        self.machine.set_up("quadlet", "desk", "")
        # The machine starts without generators: this is Podman's own.
        self.machine.run(
            "/usr/libexec/podman/quadlet -no-kmsg-log /run/systemd/system &&"
            " systemctl daemon-reload && systemctl start desk"
        )
        self.addCleanup(
            self.machine.run,
            "systemctl stop desk;"
            " rm /run/systemd/system/desk.service /etc/containers/systemd/desk.container",
        )
        self.machine.wait_for_compositor("journalctl -o cat -u desk")
        inside = "podman exec -i desk"
        self.check_as_planned(inside, "desk")
        self.assertEqual(
            self.machine.run(f"{inside} cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max"),
            "536870912\n80000 100000",
        )

    def test_podman_runs_the_compositor_for_an_ordinary_user(self):
        """Rootless: with no more rights than its user has, and the compositor that user's."""
        self.machine.set_up_user()
        self.addCleanup(self.machine.run, "umount /home/user/.local/share/containers")
        emit = f"{GPU} {{}} desk --guests /home/user/guests.yaml"
        self.machine.run(
            as_user(f"{emit.format('emit podman')} >/home/user/desk.sh")
            + f" && {as_user(emit.format('plan') + ' --json')} >/srv/desk.json"
        )
        self.machine.run(
            as_user("systemd-run --user --quiet --unit=podman-desk sh /home/user/desk.sh")
        )
        remove = as_user("podman rm --force --time 0 --ignore desk")
        self.addCleanup(self.machine.run, remove)
        self.machine.wait_for_compositor("journalctl -o cat _SYSTEMD_USER_UNIT=podman-desk.service")
        report = self.check_environment(
            as_user_prefix("podman exec -i --user 0 desk"), "podman", "certain"
        )
        self.assertIn("mapped-users", [fact["id"] for fact in report["facts"]])
        self.assertFalse(report["privileges"]["machine_root"])
        inside = as_user_prefix("podman exec -i desk")
        self.check_as_planned(inside, "desk")
        self.assertEqual(self.machine.run("stat -c %u /proc/$(pgrep -x exwm-vr)").strip(), "1000")
        self.assertEqual(
            self.machine.run(f"{inside} cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max"),
            "536870912\n80000 100000",
        )
        self.check_terminal(inside, "desk")
        self.machine.run(as_user("podman stop --time 20 desk"))
        self.assertEqual(self.machine.run(as_user("podman ps --all --quiet")), "")

    def test_podman_runs_the_compositor_on_a_card_that_seatd_opens(self):
        inside = self.start_podman("seat")
        self.check_as_planned(inside, "seat")
        # There is a render node, and the card's name with nothing behind it.
        self.assertEqual(
            self.machine.run(f"{inside} stat -c '%n %t:%T' /dev/dri/card0 /dev/dri/renderD128"),
            "/dev/dri/card0 1:3\n/dev/dri/renderD128 e2:80",
        )
        typed = "/run/user/1000/typed"
        terminal = f"foot sh -c {shell_word(f'cat >{typed}')}"
        self.machine.run(f"{inside} {shell(f'{EXWM_VRCTL} spawn {shell_word(terminal)}')}")
        self.wait_for_monitor(TERMINAL)
        self.machine.type("hello\n")
        self.machine.wait_until(
            f"grep -qx hello /proc/$(pgrep -x exwm-vr)/root{typed}", "the typed line"
        )
        self.end_podman("seat")

    def wait_for_monitor(self, colour: tuple) -> None:
        file = self.machine.folder / "monitor.ppm"
        for _ in range(300):
            self.machine.qmp("screendump", filename=str(file), device="gpu", head=0)
            if Picture(file).share(colour) > 0.8:
                return
            self.machine.run("sleep 0.2")
        raise AssertionError("the monitor shows no terminal")

    def test_plain_podman_and_nspawn_are_told(self):
        report = self.check_environment(
            "podman run --rm --network none localhost/exwm-vr:test", "podman", "certain"
        )
        self.assertIn("init-variable", self.rules(report))
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
        self.assertEqual(
            self.machine.run(
                "cat /sys/fs/cgroup/lxc.payload.panel/memory.max"
                " /sys/fs/cgroup/lxc.payload.panel/cpu.max"
            ),
            "536870912\n80000 100000",
        )
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
        self.assertEqual(
            self.machine.run(f"cat {group}/memory.max {group}/cpu.max"),
            "536870912\n80000 100000",
        )
        self.machine.run("systemctl stop systemd-nspawn@box")
        self.machine.run("! pgrep -x exwm-vr && ! machinectl show box 2>/dev/null")


if __name__ == "__main__":
    results.main()
