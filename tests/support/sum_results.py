#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sums up runs of `meson test` into one line: N passed, N failed, N skipped.

usage: sum_results.py FOLDER      the folder holds meson's logs, one JSON object a line

What counts is a test case. A program that was told to write a JUnit file (Catch2's
`junit::out=PATH`) counts as the cases in it, any other test as one. A program that failed
without a failed case in its file - it crashed, hung, leaked or wrote none - counts as one
failure more.
"""

import json
import pathlib
import sys
import xml.etree.ElementTree as xml
from collections import Counter

PASSED = ("OK", "EXPECTEDFAIL")


def cases(junit: pathlib.Path) -> Counter:
    """Counts the test cases in a JUnit file; raises OSError or ParseError."""
    counts = Counter()
    for case in xml.parse(junit).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            counts["failed"] += 1
        elif case.find("skipped") is not None:
            counts["skipped"] += 1
        else:
            counts["passed"] += 1
    return counts


def junit_path(command: list[str]) -> pathlib.Path | None:
    for argument in command:
        if "junit::out=" in argument:
            return pathlib.Path(argument.split("junit::out=", 1)[1])
    return None


def count(test: dict) -> Counter:
    """Counts the cases of one test of meson's log; complains about what is odd in it."""
    result, name = test["result"], test["name"]
    junit = junit_path(test["command"])
    if junit is None:
        if result == "SKIP":
            return Counter(skipped=1)
        return Counter(passed=1) if result in PASSED else Counter(failed=1)

    try:
        counts = cases(junit)
    except (OSError, xml.ParseError) as error:
        print(f"{name}: no results ({error}); the program ended as {result}", file=sys.stderr)
        return Counter(failed=1)
    if not counts:
        print(f"{name}: ran no test case", file=sys.stderr)
        return Counter(failed=1)
    if result not in (*PASSED, "SKIP") and counts["failed"] == 0:
        print(f"{name}: no case failed, but the program ended as {result}", file=sys.stderr)
        counts["failed"] += 1
    return counts


def main(folder: pathlib.Path) -> int:
    total = Counter()
    for log in sorted(folder.glob("*.json")):
        tests = [json.loads(line) for line in log.read_text().splitlines()]
        if not tests:
            print(f"{log.stem}: no tests", file=sys.stderr)
            total["failed"] += 1
        for test in tests:
            total.update(count(test))
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 0 if total["failed"] == 0 and total["passed"] > 0 else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1])))
