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
from support.machine import IMAGE, Machine, has_kvm
from support.picture import Picture

GPU = os.environ["EXWM_VR_GPU"]
SANITIZERS = "ASAN_OPTIONS=detect_stack_use_after_return=0"


class GeneratedMachine(Machine):
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

    def _gpu(self, *arguments) -> str:
        return subprocess.run([GPU, *arguments], check=True, capture_output=True, text=True).stdout


def write_layer(layer: pathlib.Path, base: pathlib.Path) -> None:
    """A disk in qcow2 that keeps what is written, on top of one that others read: made by QEMU,
    as its tool for that is in another package."""
    size = base.stat().st_size
    files = [
        {"driver": "file", "filename": str(layer), "size": 0},
        {"driver": "qcow2", "file": "layer", "size": size, "backing-file": str(base),
         "backing-fmt": "raw"},
    ]
    add = {"node-name": "layer", "driver": "file", "filename": str(layer)}
    requests = [("qmp_capabilities", {})]
    for number, options in enumerate(files):
        job = {"job-id": f"job{number}", "options": options}
        requests += [("blockdev-create", job), ("job-dismiss", {"id": f"job{number}"})]
    requests.insert(3, ("blockdev-add", add))
    with subprocess.Popen(
        ["qemu-system-x86_64", "-nodefaults", "-machine", "none", "-display", "none"]
        + ["-qmp", "stdio"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as qemu:
        for name, arguments in requests:
            qemu.stdin.write(json.dumps({"execute": name, "arguments": arguments}) + "\n")
            qemu.stdin.flush()
            wanted = "JOB_STATUS_CHANGE" if name == "blockdev-create" else "return"
            for line in qemu.stdout:
                answer = json.loads(line)
                if "error" in answer:
                    raise AssertionError(f"{name}: {answer['error']['desc']}")
                if wanted in answer:
                    break
                if answer.get("event") == wanted and answer["data"]["status"] == "concluded":
                    break
        qemu.stdin.write('{"execute": "quit"}\n')
        qemu.stdin.flush()
        qemu.stdout.read()


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
            # Its screen is that of its own device, and nothing can draw by the host's GPU.
            self.assertEqual(machine.run("ls /sys/class/drm | grep -c '^card0-'"), "1")
            picture = machine.folder / "screen.ppm"
            machine.qmp("screendump", filename=str(picture))
            self.assertGreater(min(Picture(picture).size), 300)


if __name__ == "__main__":
    results.main()
