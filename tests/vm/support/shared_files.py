# SPDX-License-Identifier: MIT
"""Waiting for what a test machine writes into a folder that the host shares with it."""

import contextlib
import os
import pathlib
import subprocess
import time


def look(folder: pathlib.Path) -> list[tuple]:
    """What tells whether something was written there."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries)
    files = []
    for name in names:
        with contextlib.suppress(FileNotFoundError):
            status = os.lstat(folder / name)
            files.append((name, status.st_ino, status.st_size, status.st_mtime_ns))
    return files


def wait(folder: pathlib.Path, command: str, limit_s: float) -> bool:
    """Whether a shell command, run in @folder, succeeds in time. It is run when something was
    written: a process each time would take a tenth of what a machine has. Once a second it is run
    all the same, as what is written over may look as before."""
    none = {name: subprocess.DEVNULL for name in ("stdin", "stdout", "stderr")}
    seen, asked, end = None, 0.0, time.monotonic() + limit_s
    while (now := time.monotonic()) < end:
        files = look(folder)
        if files != seen or now - asked > 1:
            if subprocess.run(["bash", "-c", command], cwd=folder, **none).returncode == 0:
                return True
            seen, asked = files, now
        time.sleep(0.02)
    return False
