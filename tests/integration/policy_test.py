#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""exwm-vr-gpu's guests and audit, with files where a user has them."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "vm"))

from support import results

PROGRAM = os.environ["EXWM_VR_GPU"]
LIMIT_S = 60  # only a hang takes it


def record(number: int, guest: str = "browser") -> str:
    return json.dumps({"time_ns": number, "guest": guest, "level": "low", "event": "denied",
                       "reason": "operation", "what": "compute"}) + "\n"


class PolicyTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.environment = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        self.log = self.home / ".local/state/exwm-vr/audit.jsonl"
        self.log.parent.mkdir(parents=True)

    def run_program(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run((PROGRAM, *arguments), timeout=LIMIT_S, capture_output=True,
                              text=True, check=False, env=self.environment)

    def follow(self) -> subprocess.Popen:
        program = subprocess.Popen((PROGRAM, "audit", "--follow", "--json", "--guest", "browser"),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env=self.environment)
        self.addCleanup(program.communicate)
        self.addCleanup(program.kill)
        return program

    def write(self, text: str):
        with self.log.open("a") as log:
            log.write(text)

    def test_files_of_the_user_are_read_from_their_places(self):
        self.assertEqual(json.loads(self.run_program("guests", "--json").stdout)["guests"], [])
        folder = self.home / ".config/exwm-vr"
        (folder / "guests.d").mkdir(parents=True)
        (folder / "guests.yaml").write_text("guests: [{name: a}]\n")
        (folder / "guests.d/b.yaml").write_text("guests: [{name: b, level: high}]\n")
        guests = json.loads(self.run_program("guests", "--json").stdout)["guests"]
        self.assertEqual([guest["name"] for guest in guests], ["a", "b"])
        (folder / "guests.d/b.yaml").write_text("guests: [{name: b, level: hihg}]\n")
        refused = self.run_program("guests")
        self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertIn(f"{folder}/guests.d/b.yaml:1:27: guests[0].level: expected", refused.stderr)

    def test_what_comes_is_followed_through_a_renamed_file(self):
        self.write(record(0))
        program = self.follow()
        number = 0

        def expect_next():
            nonlocal number
            self.assertEqual(json.loads(program.stdout.readline())["time_ns"], number)
            number += 1

        expect_next()
        self.write(record(7, "other") + record(1))
        expect_next()
        self.write(record(2)[:30])
        self.write(record(2)[30:])
        expect_next()
        self.log.rename(f"{self.log}.1")
        self.write(record(3))
        expect_next()

    def test_following_ends_when_nobody_reads(self):
        self.write(record(0))
        program = self.follow()
        program.stdout.readline()
        program.stdout.close()
        # The pipe is seen to be closed when there is something to write.
        self.write(record(1))
        self.assertEqual(program.wait(LIMIT_S), 1)
        self.assertIn("cannot write the output", program.stderr.read())
        program.stdout = None


if __name__ == "__main__":
    results.main()
