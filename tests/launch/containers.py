#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Has the programs that run containers read the set-ups for them."""

import contextlib
import glob
import json
import os
import re
import sqlite3
import unittest

from set_ups import Folder, guest_of, read, run, set_ups


def has_all_ids():
    """Whether owners of files can be any; in a user namespace they cannot."""
    return read("/proc/self/uid_map").split() == ["0", "0", "4294967295"]


class Podman(Folder):
    def podman(self, *words):
        store = f"{self.folder}/store"
        done = run(
            "podman", "--storage-driver=vfs", f"--root={store}", f"--runroot={store}-run", *words,
            env={**os.environ, "HOME": self.folder},
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def devices(self, name):
        """Those of a container, as Podman keeps it: what "inspect" lists depends on the ids that it
        has and on what this may see of /dev."""
        with contextlib.closing(sqlite3.connect(f"{self.folder}/store/db.sql")) as store:
            (text,) = store.execute(
                "SELECT JSON FROM ContainerConfig WHERE Name = ?", (name,)).fetchone()
        spec = json.loads(text)["spec"]
        given = [device["path"] for device in spec["linux"].get("devices", [])]
        # Where it cannot make nodes, it binds the host's.
        bound = [m["source"] for m in spec["mounts"]
                 if m["source"].startswith("/dev/") and m["source"] == m["destination"]]
        return sorted(given + bound)

    def test_containers_are_made_as_planned(self):
        archive = f"{self.folder}/empty.tar"
        run("tar", "-cf", archive, "--files-from=/dev/null")
        self.podman("import", archive, "localhost/exwm-vr:1")
        socket = self.write("socket", "")
        for path in set_ups("podman", "*.podman.sh"):
            guest = guest_of(path)
            script = read(path)
            # Nodes that are on every machine, under the names of those that are not.
            script = re.sub(r"find_node \S+-render", "echo /dev/null", script)
            script = re.sub(r"find_node \S+-card", "echo /dev/zero", script)
            script = re.sub(r"find_node \S+-event-kbd", "echo /dev/random", script)
            script = re.sub(r"/dev/(dri/\w+|input/\w+)", "/dev/full", script)
            script = script.replace("/dev/ttyUSB0", "/dev/tty").replace("/dev/uinput", "/dev/urandom")
            script = re.sub(r"source=/run/[^,]*", f"source={socket}", script)
            words = self.words_of(script, "podman")
            self.assertEqual(words[0], "run")
            # Tests run as root, which has no other ids to keep.
            words = [w for w in words if not w.startswith("--userns=keep-id")]
            words = [w for w in words if w != "--group-add=keep-groups"]
            maps = [w for w in words if w.startswith(("--uidmap=", "--gidmap="))]
            self.assertEqual(bool(maps), guest in ("seat-2", "kiosk"))  # those that root starts
            if not has_all_ids():
                words = [w for w in words if w not in maps]
            if not os.path.exists("/sys/fs/cgroup/cgroup.controllers"):
                words = [w for w in words if not w.startswith("--cgroup-conf=dmem.max=drm/")]
            with self.subTest(guest=guest):
                self.podman("create", *words[1:])
                made = json.loads(self.podman("inspect", guest))[0]
                host = made["HostConfig"]
                self.assertFalse(host["Privileged"])
                self.assertTrue(host["ReadonlyRootfs"])
                self.assertIn("no-new-privileges", host["SecurityOpt"])
                self.assertFalse(made["EffectiveCaps"])
                network = {"radio": "host", "board": "bridge"}.get(guest, "none")
                self.assertEqual(host["NetworkMode"], network)
                self.assertEqual(made["Config"]["User"], "1000:1000")
                self.assertEqual(
                    [w for w in made["Config"]["Env"] if w.startswith("XDG_RUNTIME_DIR")],
                    ["XDG_RUNTIME_DIR=/run/user/1000"],
                )
                wanted = re.findall(r"--device \"?([^\s:\"]+)\"?:", script)
                variables = dict(re.findall(r"^(\w+)=\$\(echo (\S+)\)", script, re.M))
                wanted = [variables.get(w.lstrip("$"), w) for w in wanted]
                self.assertEqual(self.devices(guest), sorted(wanted))
                binds = script.count("type=bind")
                self.assertEqual(len([m for m in made["Mounts"] if m["Type"] == "bind"]), binds)
                if guest == "seat-2":
                    self.assertEqual(made["Args"][-1], "echo 50% of $HOME it's")
                if guest == "board":
                    self.assertEqual(host["Memory"], 2 << 30)
                    self.assertEqual(host["NanoCpus"], 2_000_000_000)

    def test_quadlet_makes_services_that_systemd_takes(self):
        for path in set_ups("quadlet", "*.container"):
            self.write(f"units/{os.path.basename(path)}", read(path))
        done = run(
            "/usr/libexec/podman/quadlet", "-user", "-no-kmsg-log", f"{self.folder}/out",
            env={**os.environ, "QUADLET_UNIT_DIRS": f"{self.folder}/units"},
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        services = sorted(glob.glob(f"{self.folder}/out/*.service"))
        self.assertEqual(len(services), len(set_ups("quadlet", "*.container")))
        for service in services:
            text = read(service)
            with self.subTest(service=os.path.basename(service)):
                self.assertNotIn("--privileged", text)
                self.assertIn("--cap-drop all", text)
                done = run("systemd-analyze", "--user", "verify", "--man=no", service,
                           env={**os.environ, "XDG_RUNTIME_DIR": self.folder})
                faults = [x for x in done.stderr.splitlines() if os.path.basename(service) in x]
                self.assertEqual(faults, [])

    def test_quadlet_refuses_what_is_wrong(self):
        self.write("units/bad.container", "[Container]\nImage=x\nNonsense=1\n")
        done = run(
            "/usr/libexec/podman/quadlet", "-user", "-no-kmsg-log", "-dryrun",
            env={**os.environ, "QUADLET_UNIT_DIRS": f"{self.folder}/units"},
        )
        self.assertIn("Nonsense", done.stderr)


class Lxc(Folder):
    def info(self, guest, text):
        self.write(f"{guest}/config", text)
        return run("lxc-info", "-P", self.folder, "-n", guest, "-s", "-o", "/dev/stderr",
                   "-l", "INFO")

    def test_lxc_takes_configurations(self):
        for path in set_ups("lxc", "config"):
            text = read(path)
            with self.subTest(guest=guest_of(path)):
                done = self.info(guest_of(path), text)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("STOPPED", done.stdout)
                self.assertNotRegex(done.stderr, r"ERROR|WARN")
                maps = re.findall(r"^lxc.idmap = (\w) (\d+) (\d+) (\d+)", text, re.M)
                read_maps = re.findall(
                    r"type (\w) nsid (\d+) hostid (\d+) range (\d+)", done.stderr)
                self.assertEqual(read_maps, maps)

    def test_lxc_refuses_what_is_wrong(self):
        for line in ("lxc.nonsense = 1", "lxc.idmap = g 0 x 1", "lxc.cgroup2.devices.allow"):
            with self.subTest(line=line):
                text = read(set_ups("lxc", "config")[0]) + line + "\n"
                self.assertNotEqual(self.info("bad", text).returncode, 0)


class Systemd(Folder):
    def test_units_of_nspawn(self):
        drop_ins = set_ups("nspawn", "10-gpu.conf")
        template = read("/usr/lib/systemd/system/systemd-nspawn@.service")
        for path in drop_ins:
            guest = guest_of(path)
            folder = f"{guest}-units"
            self.write(f"{folder}/systemd-nspawn@.service", template)
            self.write(f"{folder}/systemd-nspawn@{guest}.service.d/10-gpu.conf", read(path))
            units = [f"{self.folder}/{folder}/systemd-nspawn@{guest}.service"]
            nodes = f"{os.path.dirname(path)}/exwm-vr-gpu-nodes-{guest}.service"
            if os.path.exists(nodes):
                script = self.write(f"{folder}/script", "#!/bin/sh\n", 0o755)
                text = read(nodes).replace(f"/etc/exwm-vr/nodes-{guest}", script)
                units.append(self.write(f"{folder}/{os.path.basename(nodes)}", text))
            self.write(f"{folder}/systemd-nspawn@{guest}.service", template)
            with self.subTest(guest=guest):
                done = run("systemd-analyze", "verify", "--man=no", *units,
                           env={**os.environ,
                                "SYSTEMD_UNIT_PATH": f"{self.folder}/{folder}:"})
                faults = [x for x in done.stderr.splitlines()
                          if "10-gpu" in x or "exwm-vr-gpu" in x]
                self.assertEqual(faults, [])


if __name__ == "__main__":
    unittest.main()
