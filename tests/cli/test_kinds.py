"""`lintas kinds` teaches every kind and every verb, from the declarations alone."""

from __future__ import annotations

import shlex

import pytest

from lintas.cli import exits
from lintas.cli.arguments import parser
from lintas.cli.kinds_page import SAMPLES, command, kind_page, verb_page
from lintas.dossier import meanings, occasions
from lintas.dossier.meanings import Meaning
from lintas.kinds import all_kinds
from tests.cli.conftest import Run

KINDS = all_kinds()


def test_all_kinds_are_listed_with_the_officers_sentence(run: Run) -> None:
    said = run("kinds")
    assert said.code == 0
    text = " ".join(said.out.split())
    assert all(kind.title in text and kind.sentence in text for kind in KINDS.values())


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_page_of_a_kind_names_every_verb_phase_and_clock(name: str) -> None:
    page = " ".join(kind_page(KINDS[name]).split())
    for path in KINDS[name].item.walk():
        item = path[-1]
        for word in (*(v.name for v in item.verbs), *(p.name for p in item.phases), *(c.name for c in item.clocks)):
            assert word in page, word


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_page_of_a_verb_names_every_field_and_choice_and_its_command_parses(name: str) -> None:
    kind, grammar = KINDS[name], parser()
    for path in kind.item.walk():
        for verb in path[-1].verbs:
            page = " ".join(verb_page(kind, path[-1], verb).split())
            for field, meaning in verb.says.fields().items():
                assert field in page
                assert all(choice in page for choice in meaning.choices)
            words = shlex.split(" ".join(command(kind, verb, path[-1])))
            options = grammar.parse_args(words[1:])
            assert options.verb == verb.name
            assert bool(options.approve) == (verb.persons > 1)


def test_every_field_type_has_a_sample_or_is_a_file_or_a_choice() -> None:
    types = {each.name for each in (vars(meanings) | vars(occasions)).values() if isinstance(each, Meaning)}
    assert types - set(SAMPLES) == {meanings.File.name, meanings.AgeGroup.name}


def test_samples_of_simple_fields_are_good_values() -> None:
    for each in (meanings.Date, meanings.BirthDate, meanings.Marking, meanings.Decision):
        assert each.check(SAMPLES[each.name]) is None


def test_what_is_not_known_is_said_with_what_is(run: Run) -> None:
    said = run("kinds", "dance")
    assert said.code == exits.NO_SUCH_THING
    assert "mla" in said.err
    assert run("kinds", "mla", "dance").code == exits.NO_SUCH_THING


def test_programs_get_the_fields(run: Run) -> None:
    found = run("kinds", "mla", "acknowledge", "--json").data
    by = next(field for field in found[0]["fields"] if field["name"] == "by")
    assert by == {"name": "by", "type": "date", "needed": True, "several": False, "choices": [], "words": []}
    assert {each["kind"] for each in run("kinds", "--json").data} == set(KINDS)
