"""Which words may be found: by the meaning of a field, whatever the kind."""

from __future__ import annotations

import pytest

from lintas.dossier import meanings, occasions
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Body, File, Meaning, Money, PersonName, Secret, Text
from lintas.search.passages import INDEXED, names_any, passages
from tests.kinds.every import every_kind
from tests.kinds.samples import FILE, sample

NEVER = {"secret", "party", "signed entry", "signed location", "place in a call", "signal in a call",
         "place left in a call", "delegate"}  # fmt: skip
"""Secrets, and what is no words."""


def every_meaning() -> set[str]:
    return {each.name for each in (vars(meanings) | vars(occasions)).values() if isinstance(each, Meaning)} | {"choice"}


def test_of_every_meaning_it_was_decided_whether_it_is_found() -> None:
    assert every_meaning() == INDEXED.keys() | NEVER
    assert not INDEXED.keys() & NEVER


class Said(Body):
    """What the tests say."""

    words = Text
    hidden = Secret
    persons = PersonName.several
    file = File.optional
    sum = Money.optional


def said(**fields: object) -> list[tuple[str, str]]:
    return [(each.field, each.text) for each in passages(Verb("say", ("author",), Said), fields)]


def test_each_value_is_a_passage_and_secrets_are_none() -> None:
    found = said(words="about it", hidden="never", persons=["One", "Two"], sum={"amount": "12.50", "currency": "MYR"})
    assert found == [("words", "about it"), ("persons", "One"), ("persons", "Two"), ("sum", "12.50 MYR")]


def test_of_a_file_only_the_name_is_found() -> None:
    assert said(file=FILE | {"name": "Nguyễn.pdf"}) == [("file", "Nguyễn.pdf")]


@pytest.mark.parametrize("fields", [{"words": 7}, {"persons": "One"}, {"persons": [b"x"]}, {"file": {}}, {"more": "x"}])
def test_what_is_no_value_of_its_field_is_passed_over(fields: dict[str, object]) -> None:
    assert said(**fields) in ([], [("persons", "One")])


def test_persons_who_are_protected_are_noticed_however_they_are_written() -> None:
    found = list(passages(Verb("say", ("author",), Said), {"words": "seen with NGUYỄN  Van Mau"}))
    assert names_any(found, ["Nguyen Văn Mẫu"])
    assert not names_any(found, ["Nguyen Van Tam", ""])


@pytest.mark.parametrize("name", sorted(every_kind()))
def test_no_secret_of_any_kind_is_found(name: str) -> None:
    pending = [every_kind()[name].item]
    while pending:
        item = pending.pop()
        pending += item.items
        for verb in item.verbs:
            fields = verb.says.fields()
            found = {each.field for each in passages(verb, {n: sample(m) for n, m in fields.items()})}
            assert found == {n for n, m in fields.items() if m.name in INDEXED}
            assert not found & {n for n, m in fields.items() if m.name in NEVER}
