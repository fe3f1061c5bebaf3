"""Tests with a wrong rule, each in a process of its own that is forked from one which has read the code.

python -m tests.rules.alone   reads rules, one a line, and writes for each which test fails first, or an empty line
"""

from __future__ import annotations

import importlib
import os
import select
import signal
import sys
from typing import Final

import pytest
from hypothesis import Phase, settings

from tests.rules.edit import edited
from tests.rules.table import TABLE, Row

PLAIN: Final = "without shrinking"
"""A profile of Hypothesis: what fails need not be made small."""
TESTS_S_MAX: Final = 60
"""What does not end by then has noticed the wrong rule, too: as tools for mutation testing count it."""


class _First:
    """Notes the first test that failed."""

    def __init__(self) -> None:
        self.failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A hook of pytest."""
        if report.failed and not self.failed:
            self.failed = report.nodeid


def main() -> None:
    """Answer for one rule after another, until there are no more."""
    settings.register_profile(
        PLAIN, max_examples=50, derandomize=True, deadline=None, database=None, phases=(Phase.explicit, Phase.generate)
    )
    rows = {row.id: row for row in TABLE if row.caught_by.startswith("tests/")}
    # Not the tests: what they find out while they are read would be found by the right rule.
    for name in sorted({row.module for row in rows.values()}):
        importlib.import_module(name)
    for line in sys.stdin:
        sys.stdout.write(_forked(rows[line.strip()]) + "\n")
        sys.stdout.flush()


def _forked(row: Row) -> str:
    """Which test of a row fails first, in a process that ends with that."""
    here, there = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(there, _first_failing(row).encode())
        finally:
            os._exit(0)
    os.close(there)
    ended, _, _ = select.select([here], [], [], TESTS_S_MAX)
    if not ended:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(here) as said:
        return said.read() if ended else f"no end within {TESTS_S_MAX} s"


def _first_failing(row: Row) -> str:
    first, nowhere = _First(), os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    # Nobody reads why it failed, and where `CI` is set pytest compares what differs to the last byte, for minutes.
    quiet = ["-x", "-q", "--assert=plain", f"--hypothesis-profile={PLAIN}"]
    with edited(row.module, row.old, row.new):
        pytest.main([*row.caught_by.split(), *quiet], [first])
    return first.failed


if __name__ == "__main__":
    main()
