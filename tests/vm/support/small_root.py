# SPDX-License-Identifier: MIT
"""A root file system with the compositor and little else, for containers that need one that is no
overlay: small, as it is copied into an emulated machine's memory."""

import os
import pathlib
import re
import subprocess
import tarfile
import tempfile

# What exwm-vr-gpu's set-up and the tests run in it.
TOOLS = ("sh", "cat", "env", "install", "ls", "setpriv")
PROGRAMS = (os.environ["EXWM_VR"], os.environ["EXWM_VR_GPU"])
FOLDERS = ("dev", "etc", "proc", "run", "sys", "tmp", "usr/share", "var/tmp")


def write(archive: pathlib.Path) -> None:
    files = {f"/usr/bin/{tool}" for tool in TOOLS}
    with tempfile.TemporaryDirectory() as folder, tarfile.open(
        archive, "w", dereference=True
    ) as tar:
        for name in FOLDERS:
            entry = tarfile.TarInfo(name)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(entry)
        for name in ("bin", "lib", "lib64", "sbin"):
            if os.path.islink(f"/{name}"):
                entry = tarfile.TarInfo(name)
                entry.type, entry.linkname = tarfile.SYMTYPE, f"usr/{name}"
                tar.addfile(entry)
        for program in PROGRAMS:
            stripped = f"{folder}/{pathlib.Path(program).name}"
            subprocess.run(["strip", "-o", stripped, program], check=True)
            tar.add(stripped, f"usr/bin/{pathlib.Path(program).name}")
        for program in (*files, *PROGRAMS):
            listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True)
            files.update(re.findall(r"/\S+", listed.stdout))
        for file in sorted(files):
            # By the folder that it is in, as /lib is a link.
            path = pathlib.Path(os.path.realpath(os.path.dirname(file)), os.path.basename(file))
            if str(path) not in PROGRAMS:
                tar.add(path, str(path).lstrip("/"))
        tar.add("/etc/os-release", "etc/os-release")
        tar.add("/usr/share/X11/xkb", "usr/share/X11/xkb")
