# SPDX-License-Identifier: MIT
"""A machine that has booted, in a file that others of its kind start from: emulated, a boot takes
ten seconds or more, and there is one for each file of tests."""

import fcntl
import hashlib
import os
import pathlib
import shutil
import time
from contextlib import contextmanager

from support.messages import Qmp


class SavedBoot:
    """@folder: keeps it, for all who use the same image. @kind: its name there; of each kind there
    is one. @command: QEMU's, all of which counts but the @folders that it names."""

    def __init__(self, folder: pathlib.Path, kind: str, command: list[str], folders: tuple):
        about = os.stat(shutil.which(command[0]))
        text = repr((about.st_size, about.st_mtime_ns, command))
        for named in folders:
            text = text.replace(str(named), "")
        key = hashlib.sha256(text.encode()).hexdigest()[:12]
        self.folder = folder
        self.prefix = f"booted-{kind}-"
        self.file = folder / (self.prefix + key)

    @contextmanager
    def lock(self):
        """Who finds none makes it, and the others wait: two boots beside each other take no less."""
        with (self.folder / f"{self.prefix}lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def save(self, qmp: Qmp) -> None:
        """Of a machine that goes on then."""
        part = self.file.with_suffix(".part")
        qmp.command("stop")
        self._prepare(qmp)
        qmp.command("migrate", uri=f"file:{part}")
        qmp.wait_for("MIGRATION", status=("completed", "failed"))
        status = qmp.command("query-migrate")
        self._go_on(qmp)
        if status["status"] != "completed":
            part.unlink(missing_ok=True)
            raise RuntimeError(f"a machine could not be saved: {status}")
        for old in self.folder.glob(self.prefix + "*"):
            if old.name not in (f"{self.prefix}lock", part.name):
                old.unlink()
        part.rename(self.file)

    def load(self, qmp: Qmp) -> None:
        """Into one that was started for this by LOADS."""
        self._prepare(qmp)
        qmp.command("migrate-incoming", uri=f"file:{self.file}")
        qmp.wait_for("MIGRATION", status=("completed",))
        self._go_on(qmp)  # it was saved while it was stopped

    def _go_on(self, qmp: Qmp) -> None:
        while True:
            try:
                qmp.command("cont")
                return
            except AssertionError as error:
                if "not finalized" not in str(error):
                    raise
            time.sleep(0.02)  # of that QEMU tells nothing

    def _prepare(self, qmp: Qmp) -> None:
        # Pages that are zero are neither written nor read.
        on = [{"capability": name, "state": True} for name in ("events", "mapped-ram")]
        qmp.command("migrate-set-capabilities", capabilities=on)


LOADS = ["-incoming", "defer"]
