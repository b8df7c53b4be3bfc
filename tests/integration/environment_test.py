#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What exwm-vr-gpu says of the machine that this runs on, beside what systemd-detect-virt says."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "vm"))

from support import results
from support.detect_virt import disagreements

PROGRAM = os.environ["EXWM_VR_GPU"]
LIMIT_S = 60  # only a hang takes it
# Namespaces that a program can be put into without more.
WRAPPERS = {
    "as it is": (),
    "processes": ("unshare", "--pid", "--fork", "--mount-proc"),
    "users": ("unshare", "--user", "--map-root-user"),
    "all": ("unshare", "--pid", "--fork", "--mount-proc", "--uts", "--ipc", "--net", "--cgroup"),
    "all of a user": ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc",
                      "--uts", "--ipc", "--net", "--cgroup"),
    "mounts": ("unshare", "--mount"),
}


def output_of(*command: str) -> str:
    done = subprocess.run(command, timeout=LIMIT_S, capture_output=True, text=True, check=False)
    if done.stderr:
        raise AssertionError(f"{command}: {done.stderr}")
    return done.stdout.strip()


def allowed(wrapper: tuple[str, ...]) -> bool:
    return subprocess.run(
        (*wrapper, "true"), timeout=LIMIT_S, capture_output=True, check=False
    ).returncode == 0


class EnvironmentTest(unittest.TestCase):
    def test_systemd_is_of_the_same_opinion_or_it_is_known_why_not(self):
        for name, wrapper in WRAPPERS.items():
            with self.subTest(name):
                if not allowed(wrapper):
                    self.skipTest("not allowed here")
                text = output_of(*wrapper, PROGRAM, "env", "--json")
                machine = output_of(*wrapper, "systemd-detect-virt", "--vm")
                container = output_of(*wrapper, "systemd-detect-virt", "--container")
                self.assertEqual(disagreements(text, machine, container), [])

    def test_the_compositor_takes_its_decisions_from_it(self):
        report = json.loads(output_of(PROGRAM, "env", "--json"))
        done = subprocess.run(
            (os.environ["EXWM_VR"], "--headless", "--exit-with-command", "--",
             os.environ["EXWM_VRCTL"], "--json", "gpu", "decisions"),
            timeout=LIMIT_S, capture_output=True, text=True, check=False,
            env={**os.environ, "WLR_RENDERER": ""},
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        decisions = {one["subject"]: one for one in json.loads(done.stdout)}
        self.assertEqual(
            list(decisions),
            ["environment", "outputs", "renderer", "buffers", "synchronization", "leases"],
        )
        layers = [report["hypervisor"], *report["container"]["containers"]]
        for layer in layers:
            self.assertIn(layer["id"] or "", decisions["environment"]["choice"])
        self.assertEqual(decisions["outputs"]["choice"], "virtual ones alone")
        self.assertEqual(decisions["leases"]["choice"], "none")
        if not pathlib.Path("/dev/dri").exists():
            self.assertEqual(decisions["renderer"]["choice"], "pixman, drawn by the CPU")
            self.assertEqual(decisions["renderer"]["reason"], "there is no /dev/dri")
            self.assertEqual(decisions["buffers"]["choice"], "shared memory alone")
        for one in decisions.values():  # as its log says
            self.assertIn(f"{one['subject']}: {one['choice']}: {one['reason']}", done.stderr)

    def test_namespaces_are_those_of_the_kernel(self):
        for name, wrapper in WRAPPERS.items():
            with self.subTest(name):
                if not allowed(wrapper):
                    self.skipTest("not allowed here")
                report = json.loads(output_of(*wrapper, PROGRAM, "env", "--json"))
                for kind, said in report["namespaces"].items():
                    if kind == "net":  # whose first number only newer kernels fix
                        if "--net" in wrapper:
                            self.assertIsNot(said["initial"], True)
                    elif f"--{kind}" in wrapper or (kind == "mnt" and "--mount" in wrapper):
                        self.assertIs(said["initial"], False, kind)
                    elif not wrapper:
                        inode = os.stat(f"/proc/self/ns/{kind}").st_ino
                        self.assertEqual(said["inode"], str(inode), kind)

    def test_privileges_are_those_of_the_kernel(self):
        report = json.loads(output_of(PROGRAM, "env", "--json"))["privileges"]
        self.assertEqual(report["uid"], os.geteuid())
        with open("/proc/self/status", encoding="ascii") as file:
            status = dict(line.rstrip("\n").split(":", 1) for line in file)
        self.assertEqual(len(report["capabilities"]), int(status["CapEff"], 16).bit_count())
        self.assertEqual(report["seccomp"], int(status["Seccomp"]))
        self.assertEqual(report["no_new_privs"], status["NoNewPrivs"].strip() == "1")


if __name__ == "__main__":
    results.main()
