#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A machine whose QEMU is started by the script that `exwm-vr-gpu emit qemu` prints, as it is: the
test machine's own disk, with a kernel and what the test needs given to the script."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import results
from support.machine import IMAGE, SANITIZERS, Machine, has_kvm
from support.picture import Picture

GPU = os.environ["EXWM_VR_GPU"]
RED = (0xAA, 0x00, 0x00)  # the text terminal's


class GeneratedMachine(Machine):
    SAVED = False

    def _command(self, kernel_options: str) -> list[str]:
        disk = self.folder / "disk.qcow2"
        write_layer(disk, IMAGE / "disk")
        guests = self.folder / "guests.yaml"
        guests.write_text(
            f"guests: [{{name: bench, kind: vm, level: low, image: '{disk}', memory_mb: 2048,"
            " cpus: 1}]\n"
        )
        self.plan = self._gpu("plan", "bench", "--guests", guests, "--json")
        self.script = self._gpu("emit", "qemu", "bench", "--guests", guests)
        (self.folder / "bench.qemu.sh").write_text(self.script)
        return ["sh", "bench.qemu.sh", "-no-reboot", *self._bench_arguments(kernel_options)]

    def picture(self, head: int = 0, gpu: str = "gpu") -> Picture:
        """Of its only screen: the script gives the device no name."""
        file = self.folder / "screen.ppm"
        self.qmp("screendump", filename=str(file))
        return Picture(file)

    def _gpu(self, *arguments) -> str:
        return subprocess.run([GPU, *arguments], check=True, capture_output=True, text=True).stdout


class ImageTool:
    """QEMU without a machine: its program for images is in another package."""

    def __init__(self):
        self.events = []  # that nobody has waited for yet
        self.qemu = subprocess.Popen(
            ["qemu-system-x86_64", "-nodefaults", "-machine", "none", "-display", "none"]
            + ["-qmp", "stdio"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )

    def __enter__(self) -> "ImageTool":
        self.ask("qmp_capabilities")
        return self

    def __exit__(self, *_) -> None:
        self.qemu.kill()
        self.qemu.communicate()

    def read(self) -> dict:
        line = self.qemu.stdout.readline()
        if not line:
            raise AssertionError("QEMU has ended")
        return json.loads(line)

    def ask(self, command: str, **arguments):
        self.qemu.stdin.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.qemu.stdin.flush()
        while True:
            answer = self.read()
            if "error" in answer:
                raise AssertionError(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]
            self.events.append(answer)

    def create(self, **options) -> None:
        self.ask("blockdev-create", **{"job-id": "create", "options": options})
        while not any(e.get("data", {}).get("status") == "concluded" for e in self.events):
            self.events.append(self.read())
        (job,) = self.ask("query-jobs")
        if "error" in job:
            raise AssertionError(f"{options['driver']}: {job['error']}")
        self.ask("job-dismiss", id="create")
        self.events.clear()


def write_layer(layer: pathlib.Path, base: pathlib.Path) -> None:
    """A disk in qcow2 that keeps what is written, on top of one that others read."""
    with ImageTool() as tool:
        tool.create(driver="file", filename=str(layer), size=0)
        tool.ask("blockdev-add", **{"node-name": "layer", "driver": "file", "filename": str(layer)})
        tool.create(
            **{"driver": "qcow2", "file": "layer", "size": base.stat().st_size,
               "backing-file": str(base), "backing-fmt": "raw"}
        )
        tool.ask("blockdev-del", **{"node-name": "layer"})  # all is in the file


class GeneratedMachineTest(unittest.TestCase):
    def test_a_generated_line_boots_the_machine(self):
        with GeneratedMachine() as machine:
            self.assertIn(f"accel={'kvm' if has_kvm() else 'tcg'}", machine.script)
            (machine.share / "plan.json").write_text(machine.plan)
            verdicts = json.loads(
                machine.run(f"{SANITIZERS} {GPU} verify /host/plan.json --json")
            )
            self.assertEqual(verdicts["faults"], 0, verdicts)
            report = json.loads(machine.run(f"{SANITIZERS} {GPU} env --json"))
            self.assertEqual(report["hypervisor"]["id"], "qemu")
            self.assertEqual(report["hypervisor"]["accelerator"], "kvm" if has_kvm() else "tcg")
            self.assertEqual(machine.run("nproc"), "1")
            # Its screen is that of its own device, by which nothing can draw by the host's GPU.
            self.assertEqual(machine.run("ls /sys/class/drm | grep -c '^card0-'"), "1")
            listed = json.loads(machine.run(f"{SANITIZERS} {GPU} list --json"))
            self.assertEqual([gpu["driver"] for gpu in listed], ["virtio_gpu"])
            self.assertIn("-virgl", machine.run("dmesg | grep 'features: .*virgl'"))
            machine.run(r"printf '\033[41m\033[2J' >/dev/tty1")
            machine.wait_for_picture(lambda p: p.share(RED) > 0.9, "a red terminal")


if __name__ == "__main__":
    results.main()
