"""The grammar of the command line: each command has help that teaches, and is carried out by something."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lintas.cli import exits
from lintas.cli.arguments import parser
from lintas.cli.main import COMMANDS
from tests.cli.conftest import Run


def leaves(found: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    below = [action for action in found._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for name, child in action.choices.items():
            yield from leaves(child, (*path, name))
    if not below:
        yield " ".join(path), found


def test_each_command_is_carried_out_by_something() -> None:
    assert {name for name, _ in leaves(parser())} == set(COMMANDS)


def test_each_command_says_what_it_does() -> None:
    for name, found in leaves(parser()):
        assert found.description, name


def test_each_command_that_has_an_answer_can_give_it_to_a_program() -> None:
    without = {name for name, found in leaves(parser()) if "--json" not in found.format_help()}
    assert without == {"node serve", "completion"}


def test_the_help_lists_every_exit_code(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    assert all(meaning in said.out for meaning in exits.MEANING.values())


@pytest.mark.parametrize("words", [[], ["dance"], ["open"], ["node"], ["act", "abc"], ["show"], ["verify"]])
def test_a_line_that_is_no_command_is_usage(run: Run, words: list[str]) -> None:
    assert run(*words).code == exits.USAGE


def test_the_page_for_scripts_has_the_same_table_of_exit_codes() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-from-scripts.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\d+) \| (.*) \|$", page, re.MULTILINE))
    assert rows == {str(code): meaning for code, meaning in exits.MEANING.items()}


@pytest.mark.processes
def test_who_reads_no_further_ends_the_command_without_a_word() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "lintas.cli", "kinds"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout
        started.stdout.close()
        assert started.stderr
        assert started.stderr.read() == ""
        assert started.wait(30) == exits.CUT_OFF
