"""Tests with a wrong rule, in a process of their own: `python -m tests.rules.alone RULE` prints which fails first."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from typing import Final

import pytest
from hypothesis import Phase, settings

from tests.rules.edit import edited
from tests.rules.table import TABLE

PLAIN: Final = "without shrinking"
"""A profile of Hypothesis: what fails need not be made small."""


class _First:
    """Notes the first test that failed."""

    def __init__(self) -> None:
        self.failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A hook of pytest."""
        if report.failed and not self.failed:
            self.failed = report.nodeid


def main(rule: str) -> None:
    """Run the tests of a row with its rule broken."""
    settings.register_profile(
        PLAIN, max_examples=50, derandomize=True, deadline=None, database=None, phases=(Phase.explicit, Phase.generate)
    )
    row, first = next(row for row in TABLE if row.id == rule), _First()
    # Nobody reads why it failed, and where `CI` is set pytest compares what differs to the last byte, for minutes.
    quiet = ["-x", "-q", "--assert=plain", f"--hypothesis-profile={PLAIN}"]
    with edited(row.module, row.old, row.new), redirect_stdout(io.StringIO()):
        pytest.main([*row.caught_by.split(), *quiet], [first])
    sys.stdout.write(first.failed)


if __name__ == "__main__":
    main(sys.argv[1])
