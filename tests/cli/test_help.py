"""Help teaches: every command says what it does and shows an example that its own parser reads."""

from __future__ import annotations

import shlex

import pytest

from lintas.cli import exits
from lintas.cli.arguments import parser
from lintas.cli.main import COMMANDS, load
from tools.reference import commands

EVERY = {name.removeprefix("lintas "): each for name, each in commands(parser())}


def examples(text: str) -> list[str]:
    lines = text.partition("examples:\n")[2].replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip().startswith("lintas ")]


def test_every_command_of_the_grammar_can_be_run_and_the_other_way_round() -> None:
    assert set(EVERY) == set(COMMANDS)
    assert all(callable(load(name)) for name in COMMANDS)


@pytest.mark.parametrize("name", EVERY)
def test_every_command_has_an_example_that_can_be_typed(name: str) -> None:
    each = EVERY[name]
    assert each.description
    shown = examples(each.epilog or "")
    if name == "completion":
        shown = ["lintas completion bash"]
    assert shown, name
    for line in shown:
        words = shlex.split(line.replace(" ...", ""))[1:]
        options = parser().parse_args(words)
        assert " ".join(w for w in (options.command, getattr(options, "what", "")) if w) == name


def test_the_help_says_every_exit_code() -> None:
    text = parser().format_help()
    assert all(f"  {code:<4} {meaning}" in text for code, meaning in exits.MEANING.items())
