#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Has the programs that set-ups are written for read them: real_tools.py GOLDEN [TEST...]

The set-ups are the golden files, which a unit test holds to be what is generated. What is not on
this machine (nodes, sockets, KVM) is replaced by what is; nothing else is changed.
"""

import configparser
import glob
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

import yaml

GOLDEN = os.path.abspath(sys.argv.pop(1))


def set_ups(program, pattern):
    found = sorted(glob.glob(f"{GOLDEN}/*/{program}/{pattern}"))
    assert found, f"no set-ups for {program}"
    return found


def guest_of(path):
    return os.path.relpath(path, GOLDEN).split(os.sep)[0]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def run(*words, **more):
    return subprocess.run(
        words, capture_output=True, text=True, timeout=120, check=False, **more
    )


# What puts a program into a scope of its own, without systemd: it runs it, and says so to a file.
SCOPE = """#!/bin/sh
while [ "$1" != -- ]; do echo "$1" >>"$0.options"; shift; done
shift
exec "$@"
"""


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def words_of(self, script, program):
        """What a shell makes of a script's command, by a stand-in for the program."""
        self.write(f"bin/{program}", "#!/bin/sh\nprintf '%s\\0' \"$@\"\n", 0o755)
        self.write("bin/systemd-run", SCOPE, 0o755)
        options = f"{self.folder}/bin/systemd-run.options"
        if os.path.exists(options):
            os.remove(options)
        path = f"{self.folder}/bin:{os.environ['PATH']}"
        done = run("sh", "-c", script, env={**os.environ, "PATH": path})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.scope = read(options).split() if os.path.exists(options) else []
        return done.stdout.split("\0")[:-1]


class Podman(Folder):
    def podman(self, *words):
        store = f"{self.folder}/store"
        done = run(
            "podman", "--storage-driver=vfs", f"--root={store}", f"--runroot={store}-run", *words,
            env={**os.environ, "HOME": self.folder},
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

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
            script = re.sub(r"/dev/(dri/\w+|input/\w+|ttyUSB0|uinput)", "/dev/full", script)
            script = re.sub(r"source=/run/[^,]*", f"source={socket}", script)
            words = self.words_of(script, "podman")
            self.assertEqual(words[0], "run")
            # Tests run as root, which has no other ids to keep.
            words = [w for w in words if not w.startswith("--userns=keep-id")]
            words = [w for w in words if w != "--group-add=keep-groups"]
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
                if host["Devices"]:  # in a user namespace, Podman lists none
                    self.assertEqual(
                        sorted(d["PathOnHost"] for d in host["Devices"]), sorted(wanted))
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


class Libvirt(unittest.TestCase):
    def test_domains_are_valid(self):
        for path in set_ups("libvirt", "*.xml"):
            with self.subTest(guest=guest_of(path)):
                done = run("xmllint", "--noout", "--relaxng",
                           "/usr/share/libvirt/schemas/domain.rng", path)
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_share_of_processors_is_no_text(self):
        text = read(set_ups("libvirt", "thin.xml")[0])
        self.assertIn("<global_quota>80000</global_quota>", text)
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            file.write(text.replace("80000", "all"))
            file.flush()
            done = run("xmllint", "--noout", "--relaxng",
                       "/usr/share/libvirt/schemas/domain.rng", file.name)
            self.assertNotEqual(done.returncode, 0)


class Qemu(Folder):
    def properties(self, device):
        done = run("qemu-system-x86_64", "-device", f"{device},help")
        return set(re.findall(r"^  ([\w.-]+)=", done.stdout, re.M))

    def machine_of(self, path):
        script = re.sub(r"\$\(find_node [^\s)]+", "$(echo /dev/dri/renderD128", read(path))
        return self.words_of(script, "qemu-system-x86_64")

    def test_devices_have_the_properties_that_are_set(self):
        for path in set_ups("qemu", "*.qemu.sh"):
            words = self.machine_of(path)
            for option, value in zip(words, words[1:]):
                if option != "-device":
                    continue
                device, *settings = value.split(",")
                known = self.properties(device)
                if device == "virtio-vga-gl" and not known:
                    # Without its module: the device that it is one more of, and its own two.
                    known = self.properties("virtio-vga") | {"venus", "drm_native_context"}
                with self.subTest(guest=guest_of(path), device=value):
                    self.assertLessEqual(
                        {s.split("=")[0] for s in settings},
                        known | {"bus", "addr", "id", "drive", "chardev"},
                    )
                    self.assertTrue(known)

    def test_a_machine_starts(self):
        disk = self.write("disk", "\0" * (1 << 20))
        for path in set_ups("qemu", "*.qemu.sh"):
            words = self.machine_of(path)
            if any("-gl" in w or "vfio-pci" in w for w in words):
                continue  # the GPU that they are for is not here
            changed = [
                w.replace("accel=kvm", "accel=tcg")
                 .replace("format=qcow2,file=/srv/disk.qcow2", f"format=raw,file={disk}")
                 .replace("/dev/ttyUSB0", "/dev/ptmx").replace("unix:", f"unix:{self.folder}/")
                for w in words
            ]
            changed = ["max" if w == "host" else w for w in changed]
            with self.subTest(guest=guest_of(path)):
                # It is asked what it has, before its first instruction, and told to leave.
                done = run("qemu-system-x86_64", *changed, "-S", "-monitor", "stdio",
                           input="info qtree\nquit\n")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("virtio-vga", done.stdout)
                self.assertNotIn("-gl", done.stdout)

    def test_processors_that_draw_are_held_to_their_share(self):
        for path in set_ups("qemu", "*.qemu.sh"):
            words = self.machine_of(path)
            draws = any(",max_hostmem=" in w for w in words)
            with self.subTest(guest=guest_of(path)):
                self.assertEqual("--property=CPUQuota=80%" in self.scope, draws)
                if not draws:
                    continue
                self.assertIn("--scope", self.scope)
                # Here it may find no systemd to ask, but it knows what it is to ask for.
                done = run("systemd-run", *self.scope, "--", "true")
                self.assertNotRegex(done.stderr, "(?i)option|argument|assign|propert")

    def test_never_a_screen_that_is_none_with_a_device_that_draws(self):
        for path in set_ups("qemu", "*.qemu.sh"):
            words = self.machine_of(path)
            if any("-gl" in w for w in words):
                self.assertIn("egl-headless,rendernode=/dev/dri/renderD128", words)
                self.assertNotIn("none", words)


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
