#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Podman's containers of an ordinary user in a virtual machine, as for root in podman_test.py."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import podman_user, results
from support.container_case import ContainerCase
from support.containers import GPU
from support.podman_user import as_user, as_user_prefix


class PodmanUserTest(ContainerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine.make_image()
        podman_user.set_up(cls.machine)

    def test_podman_runs_the_compositor_for_an_ordinary_user(self):
        """Rootless: with no more rights than its user has, and the compositor that user's."""
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
        self.check_limits(f"{inside} cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max")
        self.check_terminal(inside, "desk")
        self.machine.run(as_user("podman stop --time 20 desk"))
        self.assertEqual(self.machine.run(as_user("podman ps --all --quiet")), "")


if __name__ == "__main__":
    results.main()
