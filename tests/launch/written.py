#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Set-ups for programs that are not here, and scripts."""

import configparser
import glob
import json
import os
import re
import shlex
import tempfile
import unittest

import yaml

from set_ups import GOLDEN, guest_of, read, run, set_ups


class Written(unittest.TestCase):
    """What has no program here: against what their manuals say, as far as we use it."""

    def test_cdi(self):
        # Of the Container Device Interface specification, version 0.7.0, sections "Kind",
        # "CDI JSON Specification" and "Released versions".
        for path in set_ups("cdi", "*.json"):
            spec = json.loads(read(path))
            with self.subTest(guest=guest_of(path)):
                self.assertEqual(set(spec), {"cdiVersion", "kind", "devices"})
                self.assertRegex(spec["kind"], r"^[A-Za-z][\w.-]*/[A-Za-z][\w-]*$")
                for device in spec["devices"]:
                    self.assertEqual(set(device), {"name", "containerEdits"})
                    self.assertRegex(device["name"], r"^[A-Za-z0-9][\w.:-]*$")
                    edits = device["containerEdits"]
                    self.assertLessEqual(set(edits), {"deviceNodes", "env", "additionalGids"})
                    newest = "0.7.0" if "additionalGids" in edits else "0.3.0"
                    self.assertEqual(spec["cdiVersion"], newest)
                    self.assertTrue(all(g > 0 for g in edits.get("additionalGids", [])))
                    for node in edits["deviceNodes"]:
                        self.assertEqual(set(node), {"path", "type", "permissions"})
                        self.assertEqual((node["type"], node["permissions"]), ("c", "rw"))

    def test_compose(self):
        known = {
            "image", "container_name", "command", "user", "group_add", "cap_drop", "security_opt",
            "network_mode", "read_only", "shm_size", "tmpfs", "devices", "volumes", "environment",
            "mem_limit", "cpus", "deploy",
        }
        for path in set_ups("compose", "*.yaml"):
            file = yaml.safe_load(read(path))
            service = file["services"][guest_of(path)]
            with self.subTest(guest=guest_of(path)):
                self.assertEqual(list(file), ["services"])
                self.assertLessEqual(set(service), known)
                self.assertEqual(service["cap_drop"], ["ALL"])
                self.assertTrue(service["read_only"])
                for group in service.get("group_add", []):
                    self.assertIsInstance(group, str)
        seat = yaml.safe_load(read(f"{GOLDEN}/seat-2/compose/seat-2.compose.yaml"))
        self.assertEqual(
            seat["services"]["seat-2"]["command"][-1], "echo 50% of $$HOME it's")

    def test_incus(self):
        done = run("qemu-system-x86_64", "-device", "virtio-vga,help")
        self.properties = set(re.findall(r"^  ([\w.-]+)=", done.stdout, re.M))
        self.assertTrue(self.properties)
        for path in set_ups("incus", "*.yaml"):
            profile = yaml.safe_load(read(path))
            with self.subTest(guest=guest_of(path)):
                self.assertEqual(list(profile), ["name", "config", "devices"])
                for value in profile["config"].values():
                    self.assertIsInstance(value, str)
                # Of Incus' manual, "Override QEMU configuration": sections and keys in quotes.
                qemu = configparser.ConfigParser()
                qemu.read_string(profile["config"].get("raw.qemu.conf", ""))
                for section in qemu.sections():
                    self.assertEqual(section, 'device "qemu_gpu"')
                    for key, value in qemu[section].items():
                        self.assertIn(key, self.properties)
                        self.assertRegex(value, r'^"\d+"$')
                for device in profile["devices"].values():
                    self.assertIn(device["type"], {"unix-char", "disk", "gpu", "pci", "nic", "none"})
                    self.assertTrue(all(isinstance(v, str) for v in device.values()))

    def test_scripts(self):
        scripts = glob.glob(f"{GOLDEN}/*/*/*.sh") + glob.glob(f"{GOLDEN}/*/*/nodes*")
        self.assertTrue(scripts)
        done = run("shellcheck", "--shell=sh", *scripts)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_what_is_away_since_the_plan_is_told_by_name(self):
        name = "/dev/dri/by-path/pci-0000:03:00.0-render"
        self.assertFalse(os.path.exists(name))
        away = f"{name} is not there: plug it in, or make the set-up anew\n"
        for script in (f"{GOLDEN}/desk/podman/desk.podman.sh", f"{GOLDEN}/desk/docker/desk.docker.sh",
                       f"{GOLDEN}/venus/qemu/venus.qemu.sh"):
            with self.subTest(script=script):
                done = run("sh", script)
                self.assertEqual((done.returncode, done.stderr), (1, away))
        with tempfile.TemporaryDirectory() as folder:
            script = read(f"{GOLDEN}/seat-2/lxc/nodes").replace("/dev/exwm-vr-gpu", shlex.quote(folder))
            done = run("sh", "-c", script, "nodes", "start")
            self.assertEqual(done.returncode, 1)
            self.assertTrue(done.stderr.endswith(away), done.stderr)

    def test_nodes_are_not_made_for_another_device(self):
        script = read(f"{GOLDEN}/seat-2/lxc/nodes")
        with tempfile.TemporaryDirectory() as folder:
            script = script.replace("/dev/exwm-vr-gpu", shlex.quote(folder))
            # /dev/null is no GPU: nothing is made, and it says so.
            script = re.sub(r"/dev/dri/by-path/\S+", "/dev/null", script)
            done = run("sh", "-c", script, "nodes", "start")
            self.assertEqual(done.returncode, 1)
            self.assertIn("is another device than planned", done.stderr)
            self.assertEqual(os.listdir(folder), [])
            self.assertEqual(run("sh", "-c", script, "nodes").returncode, 2)


if __name__ == "__main__":
    unittest.main()
