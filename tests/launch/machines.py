#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Has the programs that run virtual machines read the set-ups for them."""

import re
import tempfile
import unittest

from set_ups import Folder, guest_of, read, run, set_ups


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


if __name__ == "__main__":
    unittest.main()
