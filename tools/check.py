"""Run the checks of this repository one after the other, each against its share of the time.

    .venv/bin/python -m tools.check            what `make check` runs: quick checks and quick tests
    .venv/bin/python -m tools.check --all      what `make test` runs: the same checks, every test but the soak
    ... --enforce                              a part that is over its time fails, as in CI; the time of a part is
                                               stretched by as much as this machine is slower: see `tools.pace`

A quiet part that passes prints one line; one that fails prints what it said, and the rest still runs. The tests come
last and speak for themselves, so a run without failures ends with the summary line of pytest.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import pace

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.prefix) / "bin"
CODE = ("src", "tests", "tools", "bench", "spec")

QUICK_TESTS = "not slow and not processes and not soak"
ALL_TESTS = "not soak"


@dataclass(frozen=True, slots=True)
class Part:
    """One check: what it is called, how long it may take on the machine of `tools.pace`, and the command line to run in
    the root folder.
    """

    name: str
    seconds_max: int
    command: tuple[str, ...]
    shows_output: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one part went."""

    part: Part
    seconds: float
    passed: bool

    def in_time(self, stretch: float = 1.0) -> bool:
        """True if the part kept to its share of the time, on a machine that takes `stretch` times as long."""
        return self.seconds <= self.part.seconds_max * stretch

    def line(self) -> str:
        """The part's row in the printed table."""
        verdict = ("ok" if self.in_time() else "SLOW") if self.passed else "FAILED"
        return f"{self.part.name:<8} {verdict:<7} {self.seconds:6.1f} s of {self.part.seconds_max} s"


def parts(*, everything: bool) -> tuple[Part, ...]:
    """The parts in the order in which they run; the shares add up to 120 seconds, or to 1,305 for everything."""
    code = tuple(name for name in CODE if (ROOT / name).is_dir())
    tool = str(BIN) + "/"
    checks = (
        ("format", 3, (tool + "ruff", "format", "--check", "--quiet", "--diff", *code)),
        ("lint", 2, (tool + "ruff", "check", "--quiet", *code)),
        ("types", 20, (tool + "mypy", *code)),
        ("imports", 5, (tool + "lint-imports", "--cache-dir", ".cache/import-linter")),
        ("tidy", 12, (sys.executable, "-m", "tools.tidy")),
    )
    # Tests of one group stay with one worker, in the order of files: those in a browser come first, as they wait most.
    which = (
        ("--dist=loadgroup", "--no-loadscope-reorder", "-m", ALL_TESTS)
        if everything
        else ("--dist=worksteal", "-m", QUICK_TESTS, "--hypothesis-profile=brief")
    )
    tests = (tool + "pytest", "-q", "-n", "2", *which, "--durations=5")
    # A machine that runs everything starts with empty caches.
    cold = 2.5 if everything else 1
    return (
        *(Part(name, int(seconds * cold), command) for name, seconds, command in checks),
        Part("tests", 1200 if everything else 78, tests, shows_output=True),
    )


def run(part: Part) -> Outcome:
    """Run one part and say how it went, printing what a failed one had to say."""
    if part.shows_output:
        print(f"{part.name:<8} ...     of {part.seconds_max} s", flush=True)
    start = time.monotonic()
    output = None if part.shows_output else subprocess.PIPE
    done = subprocess.run(
        part.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False
    )
    outcome = Outcome(part, time.monotonic() - start, done.returncode == 0)
    if not part.shows_output:
        print(outcome.line(), flush=True)
        if not outcome.passed:
            print(done.stdout.decode(errors="replace"), flush=True)
    return outcome


def verdict(outcomes: Sequence[Outcome], stretch: float | None) -> list[str]:
    """One sentence per part that failed or, unless `stretch` is None, took longer than its time so stretched; none is
    success.
    """
    failed = [f"{outcome.part.name} failed" for outcome in outcomes if not outcome.passed]
    slow = [
        f"{outcome.part.name} took {outcome.seconds:.0f} s of {outcome.part.seconds_max} s stretched by {stretch:.2f}"
        for outcome in outcomes
        if stretch is not None and outcome.passed and not outcome.in_time(stretch)
    ]
    return failed + slow


def main(arguments: Sequence[str]) -> int:
    """Run the parts; 0 if all passed, else 1 after naming those that did not."""
    parser = argparse.ArgumentParser(prog="tools.check", description="Run the checks of this repository.")
    parser.add_argument("--all", action="store_true", help="every test but the soak")
    parser.add_argument("--enforce", action="store_true", help="fail a part that is over its time")
    options = parser.parse_args(arguments)
    before = pace.ratio() if options.enforce else None
    if before is not None:
        print(
            f"pace     this machine takes {before:.2f} times as long as the one that the times are written for",
            flush=True,
        )
    outcomes = [run(part) for part in parts(everything=options.all)]
    # Who shares the machine comes and goes: it is looked at on both ends.
    complaints = verdict(outcomes, None if before is None else (before + pace.ratio()) / 2)
    if complaints:
        print("not passed: " + "; ".join(complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
