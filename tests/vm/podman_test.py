#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Podman's containers of root in a virtual machine: what `exwm-vr-gpu env` says in them, and set-ups
as they are generated, run by it."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.container_case import ContainerCase
from support.containers import EXWM_VRCTL, shell
from support.machine import quoted
from support.picture import TERMINAL


class PodmanTest(ContainerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine.make_image()
        cls.machine.import_image()
        cls.machine.start_seatd()

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
        self.check_limits(f"{inside} cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max")
        self.check_terminal(inside, "desk")
        self.end_podman("desk")

    def test_podman_runs_the_compositor_on_a_card_that_seatd_opens(self):
        inside = self.start_podman("seat")
        self.check_as_planned(inside, "seat")
        # There is a render node, and the card's name with nothing behind it.
        self.assertEqual(
            self.machine.run(f"{inside} stat -c '%n %t:%T' /dev/dri/card0 /dev/dri/renderD128"),
            "/dev/dri/card0 1:3\n/dev/dri/renderD128 e2:80",
        )
        typed = "/run/user/1000/typed"
        terminal = f"foot sh -c {quoted(f'cat >{typed}')}"
        self.machine.run(f"{inside} {shell(f'{EXWM_VRCTL} spawn {quoted(terminal)}')}")
        self.machine.wait_for_picture(lambda p: p.share(TERMINAL) > 0.8, "the terminal")
        self.machine.type("hello\n")
        self.machine.wait_until(
            f"grep -qx hello /proc/$(pgrep -x exwm-vr)/root{typed}", "the typed line"
        )
        self.end_podman("seat")

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
        self.check_limits(f"{inside} cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max")

    def test_a_plain_container_is_told(self):
        report = self.check_environment(
            "podman run --rm --network none localhost/exwm-vr:test", "podman", "certain"
        )
        self.assertIn("init-variable", self.rules(report))


if __name__ == "__main__":
    results.main()
