"""What every test shares: how Hypothesis searches, a PostgreSQL server, and where the time went.

Hypothesis is steady by default, so that one commit has one verdict; `--hypothesis-profile=brief`, for `make check`,
looks at fewer examples, and `=wide`, for `make soak`, searches at random and longer. The last section before pytest's
own summary shows the seconds spent in each tier of tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from datetime import timedelta

import pytest
from hypothesis import settings

from tests.support import postgres

TIERS = ("soak", "processes", "slow")
QUICK = "quick"
BROWSER = "browser"
"""The fixture of a browser; it is made once for a file."""

seconds_by_tier: defaultdict[str, float] = defaultdict(float)

# A deadline per example would fail on a busy machine; `timeout` in pyproject.toml bounds the whole test.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.register_profile("brief", settings.get_profile("steady"), max_examples=25)
settings.register_profile("wide", deadline=timedelta(seconds=60), max_examples=5_000, print_blob=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A server of this session's own, which processes that tests start find too; without binaries it skips."""
    with postgres.server() as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv(postgres.VARIABLE, running.make_database("contract"))
        yield running


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests run side by side, the quick ones of a file stay together: who asks for each one waits too long. So do
    those of a file that share a browser: each worker that has one of them starts its own.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None and (
            tier_of(item.keywords) == QUICK or BROWSER in getattr(item, "fixturenames", ())
        ):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def tier_of(keywords: Container[str]) -> str:
    """The dearest tier that a test is marked with; `QUICK` if with none."""
    return next((tier for tier in TIERS if tier in keywords), QUICK)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add the time of a test's set-up, call or tear-down to its tier."""
    seconds_by_tier[tier_of(report.keywords)] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the seconds spent in each tier."""
    terminalreporter.section("time by tier")
    for tier, seconds in sorted(seconds_by_tier.items()):
        terminalreporter.line(f"{tier:<10} {seconds:6.1f} s")
