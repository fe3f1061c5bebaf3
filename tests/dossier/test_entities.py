"""Entities follow from the meanings of fields, whatever the kind, and go back into fields the same way."""

from __future__ import annotations

from typing import Any

from lintas.dossier import entities as form
from lintas.dossier.entities import Bond, Entities, Entity, Source, entities_in, kept_back, merged, sorts_in, words_in
from lintas.dossier.meanings import (
    Account,
    BirthDate,
    Body,
    Date,
    DocumentNumber,
    File,
    Meaning,
    Money,
    Offence,
    Party,
    PersonName,
    Place,
    Secret,
    SignedEntry,
    Text,
)
from lintas.dossier.offering import offer, takes
from lintas.kinds import all_kinds

FILE = {
    "name": "a.pdf",
    "media": "application/pdf",
    "bytes": 5,
    "sha256": bytes(32),
    "key": bytes(32),
    "root": bytes(32),
}


class Report(Body):
    """All that leaves."""

    who = PersonName.optional
    also = PersonName.of_the_same.optional.several
    others = PersonName.optional.several
    born = BirthDate.optional
    paper = DocumentNumber.optional
    papers = DocumentNumber.optional.several
    accounts = Account.optional.several
    where = Place.optional
    file = File.optional
    text = Text.optional
    worth = Money.optional
    offence = Offence.optional
    by = Party.optional
    on = Date.optional
    hidden = Secret.optional
    entry = SignedEntry.optional


class Two(Body):
    """Two persons, and a day of which of them nobody knows."""

    one = PersonName
    two = PersonName
    born = BirthDate


def source(act: bytes = b"a" * 32) -> Source:
    return Source(b"d" * 16, act, lambda party: "aa-ca", (("said by", "bb-ca"),))


def read(says: type[Body], fields: dict[str, Any], act: bytes = b"a" * 32) -> Entities:
    return entities_in(says, fields, source(act))


def test_what_is_said_of_the_person_belongs_to_that_one_alone() -> None:
    fields = {
        "who": "A",
        "also": ["B"],
        "others": ["C"],
        "born": "1990",
        "paper": "P1",
        "papers": ["P2"],
        "accounts": ["9"],
    }
    held = read(Report, fields)
    first, other = held.of(form.PERSON)
    assert first.but("said by") == (
        (form.NAME, "A"), (form.OTHER_NAME, "B"), (form.BORN, "1990"), (form.DOCUMENT, "P1"), (form.DOCUMENT, "P2"),
    )  # fmt: skip
    assert other.but("said by") == ((form.NAME, "C"),)
    assert all(each.first("said by") == "bb-ca" for each in held.entities)
    assert {bond.relation for bond in held.bonds} == {form.NAMED_IN}
    alone = read(Report, fields | {"others": []})
    assert Bond(first.id, form.NAMED_WITH, alone.of(form.ACCOUNT)[0].id) in alone.bonds


def test_of_two_persons_nobody_knows_whose_it_is() -> None:
    persons = read(Two, {"one": "A", "two": "B", "born": "1990"}).of(form.PERSON)
    assert {each.but("said by") for each in persons} == {
        ((form.NAME, "A"),),
        ((form.NAME, "B"),),
        ((form.BORN, "1990"),),
    }


def test_a_number_is_one_entity_wherever_it_is_named_and_a_name_is_not() -> None:
    fields = {"who": "A", "accounts": ["9", "9"], "file": FILE}
    whole = merged([read(Report, fields), read(Report, fields, b"b" * 32)])
    assert [each.sort for each in whole.entities].count(form.ACCOUNT) == 1
    assert [each.sort for each in whole.entities].count(form.FILE) == 1
    assert [each.sort for each in whole.entities].count(form.PERSON) == 2
    assert len({bond.other for bond in whole.bonds if bond.relation == form.NAMED_IN}) == 2
    assert read(Report, fields) == read(Report, fields)


def test_words_leave_with_their_field_and_a_secret_never() -> None:
    fields: dict[str, Any] = {
        "text": "Words", "worth": {"amount": "5", "currency": "MYR"}, "by": bytes(16), "on": "2026-01-31",
        "offence": {"name": "fraud", "band": "4 years or more"}, "hidden": "Secret words", "entry": b"x", "who": "A",
    }  # fmt: skip
    assert list(words_in(Report, fields, lambda party: "aa-ca")) == [
        "text: Words", "worth: 5 MYR", "offence: fraud; 4 years or more", "by: aa-ca", "on: 2026-01-31",
    ]  # fmt: skip
    assert kept_back(Report, fields) == ("hidden", "entry")
    assert "Secret words" not in repr(read(Report, fields))


def test_what_is_not_as_its_field_asks_is_passed_over() -> None:
    assert (
        read(Report, {"who": "", "born": "soon", "file": {"name": "x"}, "accounts": "no list", "on": 5}).entities == ()
    )


STAYS = {"secret", "signed entry", "signed location", "bracket", "delegate"}
"""A bracket is part of a text, which leaves as a paper of its own; who comes to a meeting is nobody else's affair."""


def test_every_meaning_leaves_or_is_known_not_to() -> None:
    for kind in all_kinds().values():
        for path in kind.item.walk():
            for verb in path[-1].verbs:
                fields: dict[str, Any] = dict.fromkeys(verb.says.fields(), "")
                for name in kept_back(verb.says, fields):
                    meaning = verb.says.fields()[name]
                    assert meaning.browser or meaning.name in STAYS, name


def test_a_further_name_is_part_of_no_declaration() -> None:
    again: Meaning = PersonName.of_the_same
    assert again.says(PersonName)
    assert (again.optional.several.again, PersonName.again) == (True, False)
    assert sorts_in(Report) == {form.PERSON, form.ACCOUNT, form.PLACE, form.FILE}


def entity(sort: str, *says: tuple[str, str]) -> Entity:
    return Entity(f"{sort} {says}", sort, says)


def test_entities_go_where_the_meanings_fit() -> None:
    about = entity(form.PERSON, (form.NAME, "A"), (form.NAME, "A2"), (form.OTHER_NAME, "B"), (form.BORN, "1990"),
        (form.DOCUMENT, "P1"), (form.DOCUMENT, "P2"))  # fmt: skip
    other, place = entity(form.PERSON, (form.NAME, "C")), entity(form.PLACE, (form.NAME, "Here"))
    accounts = [entity(form.ACCOUNT, (form.NUMBER, each)) for each in ("9", "9", "8")]
    house = entity(form.ORGANISATION, (form.NAME, "House"))
    found = offer(Report, [about, other, place, *accounts, place, house])
    assert found.fields == {
        "who": "A", "also": ["A2", "B"], "others": ["C"], "born": "1990", "paper": "P1", "papers": ["P2"],
        "accounts": ["9", "8"], "where": "Here",
    }  # fmt: skip
    assert [(value, str(why)) for value, why in found.left] == [("House", "no field takes it")]
    assert takes(Report) == {form.PERSON, form.ACCOUNT, form.TELEPHONE, form.E_MAIL, form.PLACE}


def test_what_a_field_does_not_take_is_said() -> None:
    about = entity(form.PERSON, (form.NAME, "A" * 5_000), (form.BORN, "17.5.1990"))
    found = offer(Report, [about, entity(form.PLACE, (form.NAME, "One")), entity(form.PLACE, (form.NAME, "Two"))])
    assert found.fields == {"where": "One"}
    assert dict(found.left).keys() == {"A" * 5_000, "17.5.1990", "Two"}
    assert takes(Two) == {form.PERSON}
    assert offer(Two, []).fields == {}
