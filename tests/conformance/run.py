#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs WLCS on the compositor and compares the results with the table in expected.txt.

usage: run.py --runner WLCS --module SO --handshake SO [--sanitizer SO] [--table FILE]
              [--globals FILE] [--only PATTERN] [junit::out=FILE]

--sanitizer is the runtime library that runner and module are built with. --only takes GoogleTest's patterns and leaves out of account what it does not name.

The table has a line for each test: `pass TEST`, or `fail TEST: REASON`, or `skip TEST: REASON`.
It fails the run when a test has another result than the table says, better or worse, and when
the table and WLCS do not have the same tests.
"""

import argparse
import fnmatch
import os
import pathlib
import sys
import xml.etree.ElementTree as xml
from concurrent.futures import ThreadPoolExecutor

import wlcs_runner
from wlcs_runner import Outcome, Wlcs

HERE = pathlib.Path(__file__).parent
# A new process is dear on a busy machine, and a crash costs what is left of its tests a new one.
TESTS_IN_PROCESS = 60
# Tests that fail mostly wait ten seconds for what does not come: few to a process, many at once.
FAILING_IN_PROCESS = 4
WAITING_FOR_PROCESSOR = 16
BUSY_FOR_PROCESSOR = 2


class BadTable(Exception):
    pass


def read_table(file: pathlib.Path) -> dict[str, tuple[str, str]]:
    """Maps tests to the expected result and the reason for it."""
    table = {}
    for number, line in enumerate(file.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        result, _, rest = line.partition(" ")
        name, _, reason = rest.partition(": ")
        where = f"{file.name}:{number}"
        if result not in ("pass", "fail", "skip"):
            raise BadTable(f"{where}: '{result}' is none of pass, fail, skip")
        if name in table:
            raise BadTable(f"{where}: {name} stands there twice")
        if (result == "pass") == bool(reason):
            raise BadTable(f"{where}: a reason is for what does not pass, and needed there")
        table[name] = (result, reason)
    return table


def matches(name: str, patterns) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def shares(names: list[str], size: int) -> list[list[str]]:
    return [names[start:start + size] for start in range(0, len(names), size)]


def run_all(wlcs: Wlcs, names: list[str], table) -> list[Outcome]:
    failing = [n for n in names if table.get(n, ("pass", ""))[0] == "fail"]
    others = [n for n in names if n not in failing]
    processors = len(os.sched_getaffinity(0))

    def start(pool, work):
        return pool.map(lambda share: list(wlcs_runner.run(wlcs, share)), work)

    # Those that wait leave the processors to the others, so that there can be many of them.
    with (ThreadPoolExecutor(WAITING_FOR_PROCESSOR * processors) as waiting,
          ThreadPoolExecutor(BUSY_FOR_PROCESSOR * processors) as busy):
        done = [start(waiting, shares(failing, FAILING_IN_PROCESS)),
                start(busy, shares(others, TESTS_IN_PROCESS))]
        return [outcome for work in done for share in work for outcome in share]


def fault_of(outcome: Outcome, table) -> str:
    """What is wrong with a result; empty when it is the expected one."""
    if outcome.name not in table:
        return f"not in the table; it would be: {outcome.result}"
    expected = table[outcome.name][0]
    if outcome.result == expected:
        return ""
    return f"the table says {expected}, the result is {outcome.result}"


def report(outcomes: list[Outcome], table, missing: list[str]) -> xml.Element:
    """Prints faults; returns all results as JUnit's XML."""
    suite = xml.Element("testsuite", name="conformance")
    for outcome in outcomes:
        case = xml.SubElement(suite, "testcase", name=outcome.name,
                              time=f"{outcome.seconds:.3f}")
        fault = fault_of(outcome, table)
        if fault:
            print(f"--- {outcome.name}: {fault}\n{outcome.output.strip()}\n")
            xml.SubElement(case, "failure").text = f"{fault}\n{printable(outcome.output)}"
        elif outcome.result != "pass":
            reason = table[outcome.name][1]
            what = "fails as expected" if outcome.result == "fail" else "skipped"
            xml.SubElement(case, "skipped").text = f"{what}: {reason}"
    for name in missing:
        print(f"--- {name}: in the table, but WLCS has no such test\n")
        case = xml.SubElement(suite, "testcase", name=name)
        xml.SubElement(case, "failure").text = "in the table, but WLCS has no such test"
    return suite


def printable(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(c for c in text if c in "\n\t" or c >= " ")


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--runner", required=True)
    parser.add_argument("--module", required=True)
    parser.add_argument("--handshake", required=True)
    parser.add_argument("--sanitizer", default="")
    parser.add_argument("--table", type=pathlib.Path, default=HERE / "expected.txt")
    parser.add_argument("--globals", default=str(HERE / "globals.txt"))
    parser.add_argument("--only", default="*")
    parser.add_argument("junit", nargs="?", default="")
    options = parser.parse_args()

    wlcs = Wlcs(options.runner, options.module, options.globals, options.handshake,
                options.sanitizer)
    only = options.only.split(":")
    try:
        table = {n: e for n, e in read_table(options.table).items() if matches(n, only)}
    except (OSError, BadTable) as error:
        print(error, file=sys.stderr)
        return 1
    names = [name for name in wlcs_runner.list_tests(wlcs) if matches(name, only)]
    outcomes = run_all(wlcs, names, table)
    suite = report(outcomes, table, sorted(set(table) - set(names)))
    if options.junit.startswith("junit::out="):
        pathlib.Path(options.junit.split("=", 1)[1]).write_bytes(xml.tostring(suite))

    count = {kind: sum(o.result == kind for o in outcomes) for kind in ("pass", "fail", "skip")}
    faults = sum(1 for _ in suite.iter("failure"))
    print(f"{len(names)} tests: {count['pass']} pass, {count['fail']} fail, "
          f"{count['skip']} skipped; {faults} not as the table says")
    return 1 if faults or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main())
