"""The rules before sealing, each at its edges; that no kind escapes them is tried over all kinds elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lintas.dossier.body import check
from lintas.dossier.declare import Item, begins, may, one, phase
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import BirthDate, Body, Decision, File, Gateway, Offence, PersonName, Problem, Text, Wish
from lintas.dossier.safeguards import SERVE, Case, complete, forgotten, listed, minor, stops, use_of

TODAY = date(2026, 11, 21)
FRAUD = {"name": "fraud", "band": "4 years or more"}


class Sought(Body):
    """A person and the offence."""

    person = PersonName
    born = BirthDate.optional
    offence = Offence
    gateway = Gateway.optional
    photographs = File.optional.several
    ruling = Decision.optional


class Bare(Body):
    """A person, and no offence."""

    person = PersonName


ASK = may("asking", "ask", Sought, use="ask")
DEADLY = Case(
    today=TODAY,
    recipients=("XA", "XB"),
    death_for=lambda state, offence: "the law of XB allows it" if (state, offence) == ("XB", "drugs") else "",
)
DRUGS = {"person": "Exercise Person One", "offence": {"name": "drugs", "band": "life"}}


@pytest.mark.parametrize(
    ("born", "young"),
    [
        ("2008-11-21", False),
        ("2008-11-22", True),
        ("2008-11", True),
        ("2008-10", False),
        ("2008", True),
        ("2007", False),
        ("1950", False),
        ("unknown", False),
        (None, False),
    ],
)
def test_whoever_may_still_be_a_child_is_taken_for_one(born: object, young: bool) -> None:
    assert minor(born, TODAY) is young


def test_a_use_is_declared_or_is_release_wherever_a_field_is_about_a_person() -> None:
    assert use_of(ASK) == "ask"
    assert use_of(may("x", "tell", Sought)) == "release"
    assert use_of(may("x", "say")) == ""


def test_a_verb_that_forgot_what_the_safeguards_need_is_found() -> None:
    assert forgotten(may("x", "tell", Bare)) == "tell must name an offence"
    assert forgotten(may("x", "look", use="search")) == "look must name an offence"
    assert forgotten(ASK) is None
    assert forgotten(begins("open", Sought, takes="x", use="ask")) is None

    class NoRoom(Body):
        """A person and the offence, and nowhere to write the ruling."""

        person = PersonName
        offence = Offence
        gateway = Gateway.optional

    class NoGateway(Body):
        """A person and the offence, and nowhere to write what the transfer rests on."""

        person = PersonName
        offence = Offence

    assert "room for the gateway" in (forgotten(may("x", "tell", NoGateway)) or "")
    assert "room for a ruling" in (forgotten(begins("open", NoRoom, takes="x", use="ask")) or "")


def test_death_is_asked_of_the_recipients_law_for_this_offence() -> None:
    assert stops(ASK, {**DRUGS, "offence": FRAUD}, DEADLY) == []
    assert stops(ASK, DRUGS, replace(DEADLY, recipients=("XA",))) == []
    (problem,) = stops(ASK, DRUGS, DEADLY)
    assert problem == Problem("", "the law of XB allows it: decide on release first")


def test_the_newest_ruling_binds_and_one_in_the_act_itself_needs_two_persons() -> None:
    assert stops(ASK, DRUGS, replace(DEADLY, rulings=("refuse", "release on the assurance"))) == []
    assert stops(ASK, DRUGS, replace(DEADLY, rulings=("release on the assurance", "refuse")))
    first = {**DRUGS, "ruling": "release on the assurance"}
    assert [p.reason for p in stops(ASK, first, DEADLY)] == ["a second person must approve the ruling"]
    assert stops(ASK, first, replace(DEADLY, officers=2)) == []


def test_sanitised_means_that_every_personal_field_is_left_out() -> None:
    sanitise = replace(DEADLY, rulings=("sanitise",))
    assert stops(ASK, DRUGS, sanitise) == [Problem("person", "sanitise was ruled: leave this out")]
    assert stops(ASK, {"offence": DRUGS["offence"]}, sanitise) == []


def test_a_broken_body_is_stopped_and_never_an_error() -> None:
    bodies: list[dict[str, object]] = [
        {},
        {"offence": 1},
        {"offence": {}},
        {"person": [], "born": 3, "photographs": 7, "offence": [None]},
    ]
    for broken in bodies:
        assert any(p.reason.startswith("name the offence") for p in stops(ASK, broken, DEADLY))


def test_a_child_of_the_dossier_is_hidden_even_where_the_body_holds_no_date_of_birth() -> None:
    body = {"person": "Exercise Child", "offence": FRAUD}
    assert listed(body, Sought, TODAY)["person"] == "Exercise Child"
    assert listed(body, Sought, TODAY, child=True) == {"person": "child", "offence": FRAUD}
    assert listed({**body, "born": "2015"}, Sought, TODAY)["born"] == "child"


def test_the_two_derived_verbs_come_to_every_type_that_needs_them_and_to_no_other() -> None:
    item = Item(
        "case",
        roles=(one("asking"),),
        verbs=(begins("open", Sought, takes="asking", use="ask"), may("asking", "say")),
        phases=(phase("open"),),
        items=(Item("note", roles=(), verbs=(may("asking", "write"),), phases=(phase("open"),)),),
    )
    done = complete(item)
    assert [verb.name for verb in done.verbs] == ["open", "say", "correct", "decide on release"]
    assert [verb.by for verb in done.verbs[2:]] == [("asking",), ("asking",)]
    assert done.items == item.items


def test_a_body_is_checked_field_by_field() -> None:
    class Small(Body):
        """Two fields."""

        title = Text
        remark = Text.optional

    verb = Verb("say", ("x",), Small)
    assert check(verb, {"title": "a"}) == []
    assert check(verb, {"title": "", "tilte": "a"}) == [
        Problem("tilte", "there is no such field here: leave it out"),
        Problem("title", "give some words"),
    ]
    assert check(verb, {}) == [Problem("title", "is missing: fill it in")]


class Served(Body):
    """A person for whom something is done."""

    person = PersonName
    wish = Wish


class ServedAndSuspected(Served):
    """A person for whom something is done, and an offence."""

    offence = Offence


def test_a_service_names_no_offence_so_that_no_gate_is_walked_around() -> None:
    assert forgotten(may("asking", "help", Served, use=SERVE)) is None
    assert "no offence" in str(forgotten(may("asking", "help", ServedAndSuspected, use=SERVE)))
    assert "the wish" in str(forgotten(may("asking", "help", Bare, use=SERVE)))
    assert "an offence" in str(forgotten(may("asking", "help", Served)))


def test_a_service_opens_a_dossier_without_room_for_a_ruling() -> None:
    assert forgotten(begins("help", Served, takes="asking", use=SERVE)) is None
