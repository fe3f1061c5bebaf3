"""Each rule of the specification has a mutant, each mutant fits the code as it stands, and each is caught."""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from lintas.dossier.header import Header
from lintas.log.merkle import leaf
from lintas.sim.mutants import TABLE as SIMULATED
from tests.model.mutants import MUTANTS as MODELLED
from tests.rules.catch import caught
from tests.rules.edit import NotOneLine, changed_source, edited
from tests.rules.found import rules_of_the_specification
from tests.rules.table import TABLE, Row
from tests.rules.unnamed import unnamed

ROOT = Path(__file__).resolve().parents[2]


def test_every_rule_of_the_specification_has_a_mutant_and_every_mutant_a_rule() -> None:
    rules = Counter(row.id for row in TABLE)
    assert rules.keys() == rules_of_the_specification().keys()
    assert set(rules.values()) == {1}


SAID_BY: Final = {
    "Every other encoding is refused": "W1",
    "Anything else is refused, though": "W16",
    "All nodes must agree on this": "W17",
    "Implementations must agree on whether": "W19",
    "Whatever is not so is refused": "W1",
    "**MUST** and **void**": "R1",
    "Refused An act is refused": "R1",
    "Of a key that goes with a lasting key": "L15",
    "Proofs in a file Whoever must": "L22",
    "Nothing of this section is entered before": "G6",
    "An act whose `reg` enters nobody": "G18",
}
"""Sentences that introduce rules, or say again what the rule named here says: by their beginning."""


def test_no_sentence_says_what_must_be_without_the_name_of_a_rule() -> None:
    rules, left = rules_of_the_specification(), dict(SAID_BY)
    for page, sentence in unnamed():
        begun = next((each for each in left if sentence.startswith(each)), None)
        assert begun, f"{page}: name the rule, and give it a mutant: {sentence}"
        assert left.pop(begun) in rules
    assert not left, "these sentences are gone, or have a name now"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_a_mutant_is_a_change_of_the_code_as_it_stands(row: Row) -> None:
    sort, _, name = row.caught_by.partition(":")
    if row.module:
        changed_source(importlib.import_module(row.module), row.old, row.new)
    else:
        assert name in {"sim": SIMULATED.keys(), "model": MODELLED.keys()}[sort]


def test_a_changed_line_runs_wherever_the_function_is_known_and_is_put_back() -> None:
    salt, act = bytes(16), bytes(32)
    before = leaf(salt, act)
    with edited("lintas.log.merkle", "hashlib.sha256(salt + act_id)", "hashlib.sha256(act_id)"):
        assert leaf(salt, act) != before
    assert leaf(salt, act) == before


def test_a_property_is_changed_too_and_a_line_that_is_not_there_is_refused() -> None:
    header = Header(b"", b"a", 7, 1, b"", (), 1, 0, b"")
    with edited("lintas.dossier.header", "return self.author, self.incarnation", "return self.author, 0"):
        assert header.chain == (b"a", 0)
    assert header.chain == (b"a", 7)
    with pytest.raises(NotOneLine), edited("lintas.dossier.header", "no such line", ""):
        pass


BY_TEST = [row for row in TABLE if row.caught_by.startswith("tests/")]


@pytest.mark.parametrize("row", BY_TEST, ids=lambda row: row.id)
def test_what_is_to_catch_it_is_there(row: Row) -> None:
    for named in row.caught_by.split():
        file, _, test = named.partition("::")
        text = (ROOT / file).read_text()
        assert f"def {test.partition('[')[0]}(" in text if test else text


@pytest.mark.slow
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_a_broken_rule_is_caught(row: Row) -> None:
    assert caught(row), row.what
