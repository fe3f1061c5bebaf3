"""Every refusal is a sentence with an exit code, whether it comes from this process or over the socket."""

from __future__ import annotations

import importlib
import pkgutil
import string

import lintas
from lintas.cli import exits
from lintas.cli.main import COMMANDS, load
from lintas.cli.sentences import TABLE, CliError, explain
from lintas.compose import desk
from lintas.compose.commands import UnknownCommand
from lintas.node.order import NotOpen
from lintas.node.state import UnknownKind
from lintas.wire.errors import LintasError


def everything(cls: type[LintasError]) -> set[type[LintasError]]:
    return {cls}.union(*(everything(each) for each in cls.__subclasses__()))


APART = {"lintas.console", "lintas.demo"}


def known() -> dict[str, type[LintasError]]:
    # Most of the console needs Django made ready, and carries its errors in a module that does not.
    importlib.import_module("lintas.console.errors")
    for top in pkgutil.iter_modules(lintas.__path__, "lintas."):
        package = importlib.import_module(top.name)
        for module in pkgutil.walk_packages(package.__path__, f"{top.name}.") if top.name not in APART else ():
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    return {each.__name__: each for each in everything(LintasError)}


def test_no_two_classes_share_a_name_since_the_table_and_the_socket_go_by_it() -> None:
    known()
    ours = [each.__name__ for each in everything(LintasError) if each.__module__.startswith("lintas.")]
    assert sorted(ours) == sorted(set(ours))


def test_the_table_names_classes_that_exist_with_codes_that_mean_something() -> None:
    assert set(TABLE) <= set(known())
    assert all(code in exits.MEANING for code, _ in TABLE.values())


def test_every_sentence_reads_facts_that_its_class_carries() -> None:
    for name, (_, sentence) in TABLE.items():
        asked = {field for _, field, _, _ in string.Formatter().parse(sentence) if field} - {"message"}
        makers = [vars(each)["__init__"].__code__ for each in known()[name].__mro__ if "__init__" in vars(each)
                  and issubclass(each, LintasError)]  # fmt: skip
        assert asked <= {word for code in makers for word in (*code.co_varnames, *code.co_names)}, name


def test_a_refusal_reads_the_same_here_and_over_the_socket() -> None:
    error = NotOpen("V7", "acknowledge is for requested")
    answered = desk.error_answer(error)
    try:
        desk.read_answer(answered)
    except desk.DeskError as over_the_socket:
        assert explain(over_the_socket) == explain(error)
    else:
        raise AssertionError("an error was read as a result")
    assert "acknowledge is for requested" in explain(error).sentence
    assert explain(error).code == exits.NOT_SEALED


def test_a_class_without_a_sentence_shows_its_name_and_facts() -> None:
    told = explain(UnknownCommand("dance"))
    assert told.code == exits.OTHER
    assert "UnknownCommand" in told.sentence
    assert "dance" in told.sentence


def test_braces_in_a_fact_are_no_placeholders() -> None:
    assert "{why}" in explain(UnknownKind("{why}", 0)).sentence


def test_the_command_lines_own_errors_are_whole_sentences() -> None:
    assert explain(CliError("Name the node.", exits.USAGE)).sentence == "Name the node."


def test_every_command_of_the_table_loads() -> None:
    assert all(callable(load(name)) for name in COMMANDS)


def test_exit_codes_are_distinct_and_explained() -> None:
    codes = [value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)]
    assert len(codes) == len(set(codes))
    assert set(codes) == set(exits.MEANING)
