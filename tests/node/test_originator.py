"""The rule of the third party: nodes pass on no body of another, and officers take over what its author allowed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lintas.dossier.admission import parse_act
from lintas.node import fetch
from lintas.node.author import author
from lintas.node.originator import NeedsLeave, Use, check_use
from lintas.node.reading import read
from lintas.sync.carried import carried
from lintas.sync.envelope import read as read_envelope
from lintas.sync.fetch import FETCHED_KIND, read_fetched
from tests.node.hostile import federation, shared
from tests.support.federation import Federation3

OFFENCE = {"name": "fraud", "band": "4 years or more"}


def told(handling: str, **more: Any) -> tuple[Federation3, bytes, bytes]:
    """aa tells bb something with a handling code, in a dossier of three: the dossier and the act."""
    fed = federation()
    dossier = shared(fed)
    fed.act("bb-ca", dossier, "adopt the terms")
    fed.settle()
    said = {"information": "A fisher's", "handling": handling, "source": "A", "certainty": "1", "offence": OFFENCE}
    act = fed.act("aa-ca", dossier, "give", said | more, {"receiving": ("bb-ca",)}, readers=("bb-ca",)).act
    fed.settle()
    return fed, dossier, act


def use(
    fed: Federation3, dossier: bytes, act: bytes, *readers: str, kind: str = "exchange", code: str = "bb-ca"
) -> None:
    node = fed.nodes[code]
    row = node.store.act(act)
    assert row
    signed, content = read(node, row)
    check_use(node, node.replica(dossier), signed.act, content, Use(tuple(map(fed.id, readers)), kind))


ALLOWED = [
    ("H0", ("cc-ca",), "exchange"),
    ("H0", ("cc-ca",), "mla"),
    ("H1", ("cc-ca",), "exchange"),
    ("H2", ("aa-ca",), "exchange"),
    ("H2", ("aa-ca",), "mla"),
    ("H3", ("aa-ca",), "exchange"),
    ("adopted", ("aa-ca",), "exchange"),
]
BARRED = [
    ("H1", ("aa-ca",), "mla"),
    ("H2", ("cc-ca",), "exchange"),
    ("H2", ("aa-ca", "cc-ca"), "mla"),
    ("H3", ("cc-ca",), "exchange"),
    ("H3", ("aa-ca",), "mla"),
    ("adopted", ("cc-ca",), "exchange"),
    ("adopted", ("aa-ca",), "mla"),
]


@pytest.mark.parametrize(("handling", "readers", "kind"), ALLOWED)
def test_what_the_code_allows_is_taken_over(handling: str, readers: tuple[str, ...], kind: str) -> None:
    use(*told(handling), *readers, kind=kind)


@pytest.mark.parametrize(("handling", "readers", "kind"), BARRED)
def test_what_the_code_does_not_allow_needs_leave_of_its_author(
    handling: str, readers: tuple[str, ...], kind: str
) -> None:
    with pytest.raises(NeedsLeave) as caught:
        use(*told(handling), *readers, kind=kind)
    assert (caught.value.provider, caught.value.handling) == ("aa-ca", handling)


def test_an_author_takes_over_its_own() -> None:
    use(*told("H2"), "cc-ca", code="aa-ca")


def asked_to_lift(fed: Federation3, dossier: bytes, act: bytes, provider: str = "aa-ca") -> bytes:
    """bb asks aa, or another, to lift what binds the act; the item."""
    beyond = {"use": "to tell cc", "offence": OFFENCE, "before": "no court"}
    order = fed.order("bb-ca", "ask to lift", beyond, {"provider": (provider,)})
    done = author(fed.nodes["bb-ca"], dossier, replace(order, re=(act,)))
    fed.nodes["bb-ca"].commit()
    fed.settle()
    return done.act[:16]


def test_leave_of_the_author_lifts_it_and_nobody_else_does() -> None:
    fed, dossier, act = told("H2")
    item = asked_to_lift(fed, dossier, act)
    with pytest.raises(NeedsLeave):
        use(fed, dossier, act, "cc-ca")
    fed.act("aa-ca", dossier, "lift", {"handling": "H0", "use": "to tell cc"}, item=item, readers=("bb-ca",))
    fed.settle()
    use(fed, dossier, act, "cc-ca")
    other = fed.act("aa-ca", dossier, "give",
                    {"information": "Other", "handling": "H2", "source": "A", "certainty": "1", "offence": OFFENCE},
                    {"receiving": ("bb-ca",)}, readers=("bb-ca",)).act  # fmt: skip
    fed.settle()
    with pytest.raises(NeedsLeave):
        use(fed, dossier, other, "cc-ca")


def test_leave_of_another_than_its_author_lifts_nothing() -> None:
    fed, dossier, act = told("H2")
    item = asked_to_lift(fed, dossier, act, "cc-ca")
    fed.act("cc-ca", dossier, "lift", {"handling": "H0", "use": "to tell cc"}, item=item, readers=("bb-ca",))
    fed.settle()
    with pytest.raises(NeedsLeave):
        use(fed, dossier, act, "cc-ca")


def test_leave_may_say_another_code_which_then_binds() -> None:
    fed, dossier, act = told("H2")
    item = asked_to_lift(fed, dossier, act)
    fed.act("aa-ca", dossier, "lift", {"handling": "H1", "use": "to tell cc"}, item=item, readers=("bb-ca",))
    fed.settle()
    use(fed, dossier, act, "cc-ca")
    with pytest.raises(NeedsLeave):
        use(fed, dossier, act, "cc-ca", kind="mla")


def test_no_node_serves_a_body_that_another_sealed_to_anybody_but_its_author() -> None:
    fed, dossier, act = told("H0")
    bb = fed.nodes["bb-ca"]
    row = bb.store.act(act)
    assert row
    assert row.body
    for asker, given in (("cc-ca", False), ("aa-ca", True)):
        node = fed.nodes[asker]
        data = fetch.serve(bb, fetch.ask(node, bb.id, dossier, (act,))[1])
        signed, bodies = carried(data)
        (item,) = read_fetched(
            read_envelope(node.suite, node.federation, FETCHED_KIND, signed, to=node.id)[1], bodies
        ).items
        assert parse_act(item.signed).act.id == act
        assert (item.body is not None) is given
        assert (item.parcel is not None) is given, "the key of that act alone, which is its author's own"
