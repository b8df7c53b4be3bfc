#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that each source file names its licence in its first two lines.

usage: spdx.py CHECKOUT
"""

import os
import pathlib
import sys

SUFFIXES = {".cpp", ".hpp", ".c", ".h", ".py", ".sh", ".build", ".supp", ".el", ".nix"}
NAMES = {"meson.options", "Containerfile", "dev", "run"}
# What our programs print for their users is theirs, and no source.
SKIPPED = {".git", "build", "golden"}


def is_source(file: pathlib.Path) -> bool:
    return file.suffix in SUFFIXES or file.name in NAMES


def main(checkout: pathlib.Path) -> int:
    missing = checked = 0
    for folder, folders, files in os.walk(checkout):
        folders[:] = sorted(set(folders) - SKIPPED)
        for name in sorted(files):
            file = pathlib.Path(folder, name)
            if not is_source(file):
                continue
            checked += 1
            head = file.read_text(errors="replace").splitlines()[:2]
            if not any("SPDX-License-Identifier: " in line for line in head):
                print(f"{file.relative_to(checkout)}: no SPDX-License-Identifier", file=sys.stderr)
                missing += 1
    if checked == 0:
        print(f"no source file found in {checkout}", file=sys.stderr)
    return 1 if missing or not checked else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
