# SPDX-License-Identifier: MIT
"""Runs tests of WLCS, several to a process, so that a crash or a hang costs one test."""

import os
import re
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass

# The longest ones wait ten seconds for an event that never comes.
TEST_SECONDS = 60
BEGIN = re.compile(r"^\[ RUN      \] (\S+)")
END = re.compile(r"^\[ *(OK|FAILED|SKIP) +\] (\S+?),? .*\(\d+ ?ms\)$")
RESULTS = {"OK": "pass", "FAILED": "fail", "SKIP": "skip"}


@dataclass
class Wlcs:
    runner: str
    module: str
    globals: str
    handshake: str
    sanitizer: str = ""  # the runtime that runner and module are built with, if any

    def command(self, *options: str) -> list[str]:
        return [self.runner, self.module, "--gtest_color=no", *options, self.globals]


@dataclass
class Outcome:
    name: str
    result: str  # pass, fail or skip
    output: str
    seconds: float


def list_tests(wlcs: Wlcs) -> list[str]:
    """Names of all enabled tests, in WLCS's order."""
    out = subprocess.run(wlcs.command("--gtest_list_tests"), check=True, text=True,
                         stdout=subprocess.PIPE).stdout
    names, suite = [], ""
    for line in out.splitlines():
        text = line.split("#")[0].rstrip()
        if not text.startswith(" "):
            suite = text
        elif "DISABLED_" not in suite + text:
            names.append(suite + text.strip())
    return names


def run(wlcs: Wlcs, names: list[str]) -> Iterator[Outcome]:
    """Runs tests until each has a result."""
    left = list(names)
    while left:
        done = list(_run_process(wlcs, left))
        finished = {outcome.name for outcome in done}
        if finished.isdisjoint(left):
            # Or it would be started for them again and again.
            said = "\n".join(["WLCS ended before the test began", *(o.output for o in done)])
            done, finished = [Outcome(left[0], "fail", said, 0)], {left[0]}
        yield from done
        left = [name for name in left if name not in finished]


def _run_process(wlcs: Wlcs, names: list[str]) -> Iterator[Outcome]:
    """Runs one process until it ends; the test during which it does so has failed."""
    with tempfile.TemporaryDirectory(prefix="wlcs-") as folder:
        os.chmod(folder, 0o700)
        environment = dict(os.environ, XDG_RUNTIME_DIR=folder)
        # A sanitizer's runtime has to come before all other libraries.
        environment["LD_PRELOAD"] = ":".join(filter(None, (wlcs.sanitizer, wlcs.handshake)))
        process = subprocess.Popen(
            wlcs.command("--gtest_filter=" + ":".join(names)), env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            yield from _follow(process)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def _lines(process) -> Iterator[str | None]:
    """Lines of the output; None where none came for as long as a test may take."""
    pending = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(TEST_SECONDS):
                yield None
                return
            part = os.read(process.stdout.fileno(), 1 << 16)
            if not part:
                break
            *whole, pending = (pending + part).split(b"\n")
            yield from (line.decode(errors="replace") for line in whole)
    if pending:
        yield pending.decode(errors="replace")


def _follow(process) -> Iterator[Outcome]:
    name, output, began = "", [], 0.0
    silent = False
    for line in _lines(process):
        if line is None:
            silent = True
            break
        begin, end = BEGIN.match(line), END.match(line)
        if begin:
            name, output, began = begin[1], [], time.monotonic()
        elif end and end[2] == name:
            yield Outcome(name, RESULTS[end[1]], "\n".join(output), time.monotonic() - began)
            name, output = "", []
        else:
            output.append(line)
    if silent:
        process.kill()
    status = process.wait()
    if name:
        how = f"said nothing for {TEST_SECONDS} s" if silent else _describe(status)
        output.append(f"WLCS {how} during the test")
        yield Outcome(name, "fail", "\n".join(output), time.monotonic() - began)
    elif status not in (0, 1):
        # After the last test, as when leaks were found: no test is to blame, but it is a fault.
        yield Outcome("(end of process)", "fail",
                      "\n".join([*output, f"WLCS {_describe(status)}"]), 0)


def _describe(status: int) -> str:
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
