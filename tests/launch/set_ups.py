# SPDX-License-Identifier: MIT
"""What tests of set-ups have in common; each is run as TEST.py GOLDEN [TEST...]

The set-ups are the golden files, which a unit test holds to be what is generated. What is not on
this machine (nodes, sockets, KVM) is replaced by what is; nothing else is changed.
"""

import glob
import os
import subprocess
import sys
import tempfile
import unittest

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
