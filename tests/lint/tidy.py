#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs clang-tidy on each C++ file, on all cores, and remembers which files passed.

usage: tidy.py CHECKOUT BUILD-FOLDER [FILE...]

BUILD-FOLDER gets a build set up with clang of which only generated headers are made, as
clang-tidy needs the commands and headers but nothing compiled. A file is not looked at again
while it, the headers it includes, its command and the checks stay the same; what passed is
kept under $XDG_CACHE_HOME.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

# The analyzer's deep mode takes three times as long and is for code that no sanitizer sees.
# Catch2's macros use __COUNTER__, which clang calls an extension.
EXTRA = ("-Xclang", "-analyzer-config", "-Xclang", "mode=shallow",
         "-Wno-unknown-warning-option", "-Wno-c2y-extensions")


def set_up(checkout: pathlib.Path, build: pathlib.Path) -> None:
    environment = {**os.environ, "CC": "clang", "CXX": "clang++"}
    options = ["-Db_pch=false", "-Dfuzz=true", "-Db_lundef=false"]
    if not (build / "build.ninja").exists():
        subprocess.run(["meson", "setup", build, checkout, *options],
                       env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", build, "--quiet", "build.ninja"], check=True)
    targets = json.loads(subprocess.check_output(["meson", "introspect", "--targets", build]))
    generated = [os.path.relpath(file, build)
                 for target in targets if target["type"] == "custom"
                 for file in target["filename"] if file.endswith((".h", ".hpp"))]
    if generated:
        subprocess.run(["ninja", "-C", build, "--quiet", *generated], check=True)


def commands(checkout: pathlib.Path, build: pathlib.Path) -> dict[pathlib.Path, list[str]]:
    """Maps each of our own C++ files to its compile command."""
    result = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = (build / entry["file"]).resolve()
        if file.suffix == ".cpp" and build not in file.parents and checkout in file.parents:
            command = shlex.split(entry["command"])
            result[file] = command[command[0].endswith("ccache"):]
    return result


def dependencies(command: list[str], build: pathlib.Path) -> list[pathlib.Path]:
    """The file and all headers of the project that it includes, as the compiler sees them."""
    words = list(command)
    for flag in ("-o", "-MF", "-MQ"):
        if flag in words:
            at = words.index(flag)
            del words[at:at + 2]
    words = [word for word in words if word not in ("-c", "-MD")]
    rule = subprocess.run([*words, "-MM"], cwd=build, check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    names = shlex.split(rule.replace("\\\n", " "))[1:]
    return sorted({(build / name).resolve() for name in names})


class Tidy:
    def __init__(self, checkout: pathlib.Path, build: pathlib.Path):
        self.checkout = checkout
        self.build = build
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        self.passed = pathlib.Path(cache, "exwm-vr-tidy")
        self.passed.mkdir(parents=True, exist_ok=True)
        self.checks = b"".join(file.read_bytes() for file in sorted(checkout.rglob(".clang-tidy")))
        self.checks += subprocess.check_output(["clang-tidy", "--version"])
        self.checks += " ".join(EXTRA).encode()

    def key(self, command: list[str]) -> str | None:
        """What the result depends on; None when the file does not even preprocess."""
        digest = hashlib.sha256(self.checks)
        # The same checkout at another path is the same code.
        text = "\0".join(command).replace(str(self.checkout), "")
        digest.update(text.encode())
        try:
            for file in dependencies(command, self.build):
                digest.update(str(file).removeprefix(str(self.checkout)).encode())
                digest.update(file.read_bytes())
        except (subprocess.CalledProcessError, OSError):
            return None
        return digest.hexdigest()

    def run(self, file: pathlib.Path, command: list[str]) -> str:
        """Returns what clang-tidy found, empty when the file is clean."""
        key = self.key(command)
        if key and (self.passed / key).exists():
            return ""
        result = subprocess.run(
            ["clang-tidy", "--quiet", "-p", self.build, file,
             *(f"--extra-arg={argument}" for argument in EXTRA)],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if result.returncode == 0:
            if key:
                (self.passed / key).touch()
            return ""
        # Counts of warnings in system headers say nothing.
        return re.sub(r"^\d+ warnings.*\n", "", result.stdout, flags=re.MULTILINE)


def main(arguments: list[str]) -> int:
    checkout, build = (pathlib.Path(name).resolve() for name in arguments[:2])
    wanted = {pathlib.Path(name).resolve() for name in arguments[2:]}
    set_up(checkout, build)
    tidy = Tidy(checkout, build)
    todo = {file: command for file, command in commands(checkout, build).items()
            if not wanted or file in wanted}
    if not todo:
        print("no C++ file to look at", file=sys.stderr)
        return 1
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for file, found in zip(todo, pool.map(tidy.run, todo, todo.values())):
            if found:
                bad += 1
                print(f"== {file.relative_to(checkout)}\n{found}", flush=True)
    print(f"clang-tidy: {len(todo)} files, {bad} with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
