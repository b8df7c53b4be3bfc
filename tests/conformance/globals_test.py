#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the globals of a headless session are those of globals.txt, version by version.

A change there is one that clients see: it goes into the table knowingly.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "vm" / "support"))

import results  # noqa: E402

GLOBAL = re.compile(r"interface: '(\w+)', +version: +(\d+),")


def offered() -> list[str]:
    """Lines as in the table, of a compositor without a GPU, whose globals are fewer."""
    with tempfile.TemporaryDirectory(prefix="globals-") as folder:
        os.chmod(folder, 0o700)
        config = pathlib.Path(folder, "config.yaml")
        config.write_text("")
        run = subprocess.run(
            [os.environ["EXWM_VR"], "--headless", "--renderer", "pixman", "--config", str(config),
             "--exit-with-command", "--", "wayland-info"],
            env=dict(os.environ, XDG_RUNTIME_DIR=folder), check=True, text=True, timeout=60,
            stdout=subprocess.PIPE)
    return sorted(f"{name} {version}" for name, version in GLOBAL.findall(run.stdout))


class Globals(unittest.TestCase):
    def test_are_those_of_the_table(self):
        table = [line for line in (HERE / "globals.txt").read_text().splitlines()
                 if line and not line.startswith("#")]
        self.maxDiff = None
        self.assertEqual(sorted(table), offered())


if __name__ == "__main__":
    results.main()
