#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The closing line of a test run must not call a run good that is not."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).with_name("sum_results.py")
CASE = '<testcase classname="a" name="{}">{}</testcase>'
GOOD = CASE.format("one", "") + CASE.format("two", "")


class SumResults(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def sum(self, *tests: tuple[str, str | None]) -> tuple[int, str]:
        """Runs the script over (result, JUnit text or None) for each test program."""
        lines = []
        for number, (result, junit) in enumerate(tests):
            command = ["program"]
            if junit is not None:
                file = self.folder / f"junit-{number}.xml"
                command += ["--reporter", f"junit::out={file}"]
                if junit:
                    file.write_text(f"<testsuites><testsuite>{junit}</testsuite></testsuites>"
                                    if junit.startswith("<testcase") else junit)
            lines.append(json.dumps({"name": f"t{number}", "result": result, "command": command}))
        (self.folder / "suite.json").write_text("\n".join(lines))
        run = subprocess.run([sys.executable, SCRIPT, self.folder], text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return run.returncode, run.stdout.splitlines()[-1]

    def test_counts_cases_and_plain_tests(self):
        self.assertEqual(self.sum(("OK", GOOD), ("OK", None)),
                         (0, "3 passed, 0 failed, 0 skipped"))

    def test_failed_and_skipped_cases(self):
        bad = CASE.format("bad", "<failure/>") + CASE.format("off", "<skipped/>")
        self.assertEqual(self.sum(("FAIL", GOOD + bad)), (1, "2 passed, 1 failed, 1 skipped"))

    def test_program_without_results(self):
        self.assertEqual(self.sum(("ERROR", ""), ("OK", None)),
                         (1, "1 passed, 1 failed, 0 skipped"))

    def test_program_that_died_while_writing(self):
        self.assertEqual(self.sum(("OK", "<testsuites><testsu"))[0], 1)

    def test_leak_after_all_cases_passed(self):
        self.assertEqual(self.sum(("FAIL", GOOD)), (1, "2 passed, 1 failed, 0 skipped"))

    def test_program_without_cases(self):
        self.assertEqual(self.sum(("OK", "<testsuites/>"))[0], 1)

    def test_timeout_and_skip_of_plain_tests(self):
        self.assertEqual(self.sum(("TIMEOUT", None), ("SKIP", None), ("OK", None)),
                         (1, "1 passed, 1 failed, 1 skipped"))

    def test_nothing_ran(self):
        self.assertEqual(self.sum(), (1, "0 passed, 1 failed, 0 skipped"))


if __name__ == "__main__":
    unittest.main()
