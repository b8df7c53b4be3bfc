# SPDX-License-Identifier: MIT
"""Runs unittest cases and writes them as JUnit XML, as Catch2's programs do."""

import pathlib
import sys
import time
import unittest
import xml.etree.ElementTree as xml


class _Result(unittest.TextTestResult):
    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.suite = xml.Element("testsuite")
        self.began = 0.0

    def startTest(self, test):
        self.began = time.monotonic()
        super().startTest(test)

    def _case(self, test, fault=None, kind="failure"):
        seconds = f"{time.monotonic() - self.began:.3f}"
        case = xml.SubElement(self.suite, "testcase", name=str(test), time=seconds)
        if fault is not None:
            xml.SubElement(case, kind).text = fault

    @staticmethod
    def _show_log(test) -> None:
        """Of the session that was there, if the machine still answers."""
        test.has_failed = True
        session = getattr(test, "session", None)
        if session is None:
            return
        try:
            monitors = "grep . /sys/class/drm/*/status; dmesg | tail -n 5"
            print(f"{test}: the session's log:\n{session.log()[-6000:]}")
            print(session.machine.run(monitors, check=False), flush=True)
        except Exception as error:  # what failed is what matters
            print(f"its log cannot be had: {error!r}", flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._case(test)

    def addFailure(self, test, err):
        self._show_log(test)
        super().addFailure(test, err)
        self._case(test, self.failures[-1][1])

    def addError(self, test, err):
        self._show_log(test)
        super().addError(test, err)
        self._case(test, self.errors[-1][1], "error")

    def addSubTest(self, test, subtest, err):
        """Is told of each part of a test; once one has failed, nothing is said of the whole."""
        if err is not None:
            self._show_log(test)
        super().addSubTest(test, subtest, err)
        if err is not None:
            is_failure = issubclass(err[0], test.failureException)
            faults = self.failures if is_failure else self.errors
            self._case(subtest, faults[-1][1], "failure" if is_failure else "error")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._case(test, reason, "skipped")


def main() -> None:
    """All cases of the calling program; its argument junit::out=FILE names the XML."""
    files = [a.split("=", 1)[1] for a in sys.argv[1:] if a.startswith("junit::out=")]
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = unittest.TextTestRunner(resultclass=_Result, verbosity=2).run(suite)
    for file in files:
        pathlib.Path(file).write_bytes(xml.tostring(result.suite))
    sys.exit(not result.wasSuccessful() or result.testsRun == 0)
