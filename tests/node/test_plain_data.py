"""Plain input into orders and plain output: what can be read, and what is said about everything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.dossier.authority import UnknownAuthority
from lintas.dossier.declare import may
from lintas.dossier.meanings import Body, Count, Date, Link, Money, Offence, Party, Text
from lintas.node.order import BadBody
from lintas.node.plain_data import (
    NoSuchAct,
    NoSuchDossier,
    NoSuchItem,
    find_act,
    find_dossier,
    find_item,
    item_of,
    plain,
    read_fields,
    read_parties,
)
from lintas.node.show import show
from lintas.node.status import status
from lintas.wire.identifiers import NULL16
from lintas.wire.identifiers import show as show_id
from tests.node.hostile import TERMS, federation, shared

FED = federation("aa-ca", "bb-ca", "cc-ca")
NODE = FED.nodes["aa-ca"]
DOSSIER = shared(FED)
FRAUD = {"name": "fraud", "band": "4 years or more"}
QUESTION = {"urgency": "urgent", "question": "Whose boat?", "purpose": "To return it", "offence": FRAUD}
ASKED = FED.act("aa-ca", DOSSIER, "ask", QUESTION, {"asked": ("bb-ca",)}, readers=("bb-ca",))
OTHER = show_id(b"another dossier.")


class Everything(Body):
    """A field of each type that people write in words of their own."""

    text = Text
    number = Count.optional
    day = Date.optional
    who = Party.optional
    price = Money.optional
    prices = Money.optional.several
    offence = Offence.optional
    link = Link.optional


SAY = may("x", "say", Everything)


def read(**given: Any) -> dict[str, object]:
    return read_fields(NODE, SAY, given)


GOOD: list[tuple[str, Any, object]] = [
    ("text", "words", "words"),
    ("number", "1250", 1250),
    ("number", 7, 7),
    ("number", "0" * 19, 0),
    ("who", "bb-ca", FED.id("bb-ca")),
    ("who", b"x", b"x"),
    ("price", "1250.50 MYR", {"amount": "1250.50", "currency": "MYR"}),
    ("price", "  3  IDR ", {"amount": "3", "currency": "IDR"}),
    ("prices", "1 MYR", [{"amount": "1", "currency": "MYR"}]),
    ("prices", ["1 MYR", "2 IDR"], [{"amount": "1", "currency": "MYR"}, {"amount": "2", "currency": "IDR"}]),
    ("offence", "fraud; 4 years or more", FRAUD),
    ("offence", "fraud;life; prosecution", {"name": "fraud", "band": "life", "purpose": "prosecution"}),
    ("offence", FRAUD, FRAUD),
    ("link", f"{OTHER} formalised in", {"dossier": b"another dossier.", "relation": "formalised in"}),
    (
        "link",
        f"{show_id(DOSSIER)[:8]}/{show_id(ASKED.act)[:12]} taken over into",
        {"dossier": DOSSIER, "act": ASKED.act, "relation": "taken over into"},
    ),
    (
        "link",
        f"{OTHER}/{show_id(ASKED.act)} seen in",
        {"dossier": b"another dossier.", "act": ASKED.act, "relation": "seen in"},
    ),
]


@pytest.mark.parametrize(("name", "value", "meant"), GOOD)
def test_a_value_is_written_as_people_write_it(name: str, value: object, meant: object) -> None:
    assert read(**{name: value}) == {name: meant}


PROBLEMS: list[tuple[str, Any, str]] = [
    ("colour", "red", "there is no such field; there are: text, number, day, who, price, prices, offence, link"),
    ("text", ["once", "twice"], "give it once"),
    ("price", "1250.50", "as 1250.50 MYR"),
    ("offence", "fraud", "as fraud; 4 years or more"),
    ("offence", "a;b;c;d", "as fraud; 4 years or more"),
    ("who", "zz-ca", "zz-ca"),
    ("link", "formalised", "and the relation"),
    ("link", "zzzz formalised in", "give its whole id"),
    ("link", f"{OTHER}/short seen in", "short"),
    ("link", f"{show_id(DOSSIER)}/zzzz seen in", "zzzz"),
]


@pytest.mark.parametrize(("name", "value", "reason"), PROBLEMS)
def test_what_cannot_be_read_says_how_to_write_it(name: str, value: object, reason: str) -> None:
    with pytest.raises(BadBody) as caught:
        read(**{name: value})
    ((problem),) = caught.value.problems
    assert problem.field == name
    assert reason in problem.reason


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(BadBody) as caught:
        read(colour="red", price="5", text="fine", who="zz-ca")
    assert [problem.field for problem in caught.value.problems] == ["colour", "price", "who"]


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=30)
    | st.binary(max_size=20)
    | st.from_regex(r"[0-9]{18,22}"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(name=st.sampled_from(sorted(Everything.fields())), value=PLAIN)
def test_no_input_breaks_the_reader(name: str, value: object) -> None:
    try:
        found = read(**{name: value})
    except BadBody as error:
        assert all(problem.reason for problem in error.problems)
    else:
        assert set(found) == {name}


def test_a_number_of_any_length_is_read_or_left_to_its_field_type() -> None:
    digits = "1" * 10_000
    assert read(number=digits) == {"number": digits}
    assert Count.check(digits)


def test_parties_by_code_and_everybody() -> None:
    everybody = frozenset({FED.id("bb-ca"), FED.id("cc-ca")})
    one, both = (FED.id("bb-ca"),), tuple(sorted(everybody))
    assert read_parties(NODE, "bb-ca", everybody) == one
    assert read_parties(NODE, " bb-ca , cc-ca,bb-ca ", everybody) == both
    assert read_parties(NODE, ["bb-ca", "cc-ca"], everybody) == both
    assert read_parties(NODE, "all", everybody) == both
    assert read_parties(NODE, "", everybody) == read_parties(NODE, [], everybody) == ()
    with pytest.raises(UnknownAuthority):
        read_parties(NODE, "bb-ca,zz-ca", everybody)


def test_a_dossier_by_the_beginning_of_its_id() -> None:
    name = show_id(DOSSIER)
    assert find_dossier(NODE, name) == find_dossier(NODE, name[:5]) == find_dossier(NODE, name.upper()) == DOSSIER
    for text in ("", "zzzz", name + "a"):
        with pytest.raises(NoSuchDossier) as caught:
            find_dossier(NODE, text)
        assert caught.value.found == 0


def test_a_beginning_that_two_dossiers_have_is_none() -> None:
    fed = federation("aa-ca", "bb-ca")
    names = [show_id(shared(fed, "bb-ca")) for _ in range(40)]
    first = next(a for a in names if sum(b[0] == a[0] for b in names) > 1)
    with pytest.raises(NoSuchDossier) as caught:
        find_dossier(fed.nodes["aa-ca"], first[0])
    assert caught.value.found > 1


def test_an_act_by_the_beginning_of_its_id() -> None:
    replica = NODE.replica(DOSSIER)
    assert find_act(replica, show_id(ASKED.act)[:16]) == ASKED.act
    for text in ("", "zzzz"):
        with pytest.raises(NoSuchAct):
            find_act(replica, text)


def test_an_item_by_id_by_name_or_where_a_verb_is_open() -> None:
    now, item = NODE.replica(DOSSIER).now(), ASKED.act[:16]
    assert find_item(now, "dossier") == NULL16
    assert find_item(now, "request") == find_item(now, show_id(item)[:8]) == item
    for text in ("", "zzzz", "information"):
        with pytest.raises(NoSuchItem) as caught:
            find_item(now, text)
        assert "request" in caught.value.items
    assert item_of(now, NODE.id, "ask") == NULL16
    assert item_of(now, NODE.id, "clarify") == item
    assert item_of(now, NODE.id, "dance") == NULL16


def test_two_open_items_are_not_guessed_between() -> None:
    fed = federation("aa-ca", "bb-ca")
    dossier = shared(fed, "bb-ca")
    for _ in range(2):
        fed.act("aa-ca", dossier, "ask", QUESTION, {"asked": ("bb-ca",)})
    now = fed.nodes["aa-ca"].replica(dossier).now()
    with pytest.raises(NoSuchItem) as by_name:
        find_item(now, "request")
    with pytest.raises(NoSuchItem) as by_verb:
        item_of(now, fed.id("aa-ca"), "clarify")
    assert by_name.value.items.count("request") == by_verb.value.items.count("request") == 2


def test_what_the_node_shows_is_plain_data_with_ids_in_their_text_form() -> None:
    shown = plain(show(NODE, DOSSIER))
    assert json.loads(json.dumps(shown)) == shown
    assert shown["id"] == show_id(DOSSIER)
    assert {act["item"] for act in shown["acts"]} == {"dossier"}
    assert shown["acts"][0]["says"]["purpose"] == TERMS["purpose"]
    assert json.dumps(plain(status(NODE)))


@given(value=PLAIN)
def test_anything_becomes_plain(value: object) -> None:
    found = plain({"value": value, "set": frozenset({1}), "tuple": (value,)})
    assert found["value"] == plain(value)
    assert found["set"] == [1]
    json.dumps(found)
