"""A dossier of a kind that a node does not know: stored and shown raw, never folded, in nobody's way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.compose.commands import run_command
from lintas.dossier.declaration import pin
from lintas.node import compare
from lintas.node.desk import appoint
from lintas.node.reading import read
from lintas.node.show import show
from lintas.node.show_raw import NOT_JUDGED, show_raw
from lintas.node.state import Node, UnknownKind
from lintas.node.status import status
from lintas.sync.link import LinkItem
from lintas.wire.identifiers import show as show_id
from tests.kinds.every import every_kind
from tests.node.hostile import TERMS, draft, errors, give, shared, signed, stored
from tests.support.federation import Federation3
from tests.support.mending import mended, pinged

TEXT = {"text": "Words that travel"}


def unlearn(node: Node, kind: str = "exchange") -> None:
    """The node starts again without this kind."""
    node.kinds = {name: known for name, known in node.kinds.items() if name != kind}
    node.pins = {name: known for name, known in node.pins.items() if name != kind}
    node.forget()


def learn(node: Node, kind: str = "exchange") -> None:
    """The node starts again with this kind."""
    known = every_kind()[kind]
    node.kinds, node.pins = {**node.kinds, kind: known}, {**node.pins, kind: pin(known)}
    node.forget()


@pytest.fixture
def fed() -> Federation3:
    """aa, bb and cc; bb does not know what an exchange is."""
    fed = Federation3.build(("aa-ca", "bb-ca", "cc-ca"), kinds=("exchange", "law_register"))
    unlearn(fed.nodes["bb-ca"])
    return fed


def ids(node: Node, dossier: bytes) -> set[bytes]:
    return {row.id for row in node.store.acts(dossier)}


def test_it_is_stored_with_the_bodies_for_us_and_shown_as_it_came(fed: Federation3) -> None:
    dossier = shared(fed)
    act = fed.act("cc-ca", dossier, "adopt the terms", TEXT).act
    fed.settle()
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    assert ids(bb, dossier) == ids(aa, dossier)
    row = bb.store.act(act)
    assert row
    assert read(bb, row)[1].fields == TEXT
    with pytest.raises(UnknownKind):
        bb.replica(dossier)
    raw = bb.raw(dossier)
    assert raw
    shown = show_raw(bb, dossier, raw)
    assert [each.id for each in shown.acts] == [row.id for row in bb.store.acts(dossier)]
    assert {each.verdict for each in shown.acts} == {NOT_JUDGED}
    assert shown.acts[-1].says == TEXT
    assert (shown.open_to_us, shown.phase) == ((), "not known here")
    assert "exchange" in shown.raw


def test_the_commands_show_and_list_it(fed: Federation3) -> None:
    dossier = shared(fed)
    bb = fed.nodes["bb-ca"]
    token = appoint(bb, "lan", ("author",)).token
    by = {"as": {"name": "lan", "token": token}}
    (line,) = run_command(bb, "list", by)
    assert (line["kind"], line["phase"]) == ("exchange", "not known here")
    assert run_command(bb, "show", {**by, "dossier": show_id(dossier)})["raw"]


def test_after_a_start_and_once_the_kind_is_known_it_is_what_it_would_have_been(fed: Federation3) -> None:
    dossier = shared(fed)
    fed.act("cc-ca", dossier, "adopt the terms", TEXT)
    fed.settle()
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    bb.forget()
    assert bb.raw(dossier)
    learn(bb)
    assert bb.replica(dossier).tips() == aa.replica(dossier).tips()
    assert show(bb, dossier).phase == show(aa, dossier).phase
    act = fed.act("bb-ca", dossier, "adopt the terms", TEXT).act
    fed.settle()
    assert act in ids(aa, dossier)
    assert ids(bb, dossier) == ids(aa, dossier)


def test_nobodys_deliveries_wait_for_it(fed: Federation3) -> None:
    """bb has an act of its own queued in a dossier whose kind it then forgets; other dossiers go on, both ways."""
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    learn(bb)
    dossier = shared(fed)
    queued = fed.act("bb-ca", dossier, "adopt the terms", TEXT).act
    unlearn(bb)
    other = fed.open("bb-ca", "law_register", "open", TEXT, {"state": ("aa-ca",)})
    fed.settle()
    assert ids(aa, other.dossier) == ids(bb, other.dossier)
    assert queued not in ids(aa, dossier)
    assert status(bb).dossiers == 2
    learn(bb)
    fed.restart("bb-ca")
    learn(fed.nodes["bb-ca"])
    fed.settle()
    mended(aa, fed.nodes["bb-ca"])
    assert queued in ids(aa, dossier)


def test_it_is_compared_and_mended_like_any_other(fed: Federation3) -> None:
    dossier = shared(fed)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    assert pinged(bb, aa).differs, "bb cannot know who shares it"
    assert mended(bb, aa) == 0
    assert not pinged(bb, aa).differs
    act = stored(aa, fed.act("aa-ca", dossier, "change the terms", TERMS).act)
    aa.links[bb.id].scanned = aa.store.size()
    assert pinged(bb, aa).differs
    assert mended(bb, aa) == 1
    assert ids(bb, dossier) == ids(aa, dossier)
    assert act.body
    assert not pinged(bb, aa).differs


def test_what_was_not_judged_is_neither_served_nor_sent(fed: Federation3) -> None:
    shared(fed)
    bb, cc = fed.nodes["bb-ca"], fed.nodes["cc-ca"]
    while compare.read_one(bb):
        pass
    assert list(bb.sets.shared(cc.id)) == []


def test_a_dossier_that_does_not_name_us_only_waits_within_its_senders_allowance(fed: Federation3) -> None:
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    dossier = shared(fed, "cc-ca")
    rows = list(aa.store.acts(dossier))
    receipt = give(aa, bb, [LinkItem(row.signed, row.body) for row in rows])
    assert not receipt.refused
    assert ids(bb, dossier) == set()
    assert len(bb.staged) == len(rows)
    assert all(waiting.body is None for waiting in bb.staged)
    bb.limits = replace(bb.limits, waiting_acts_max=len(rows))
    change = fed.act("aa-ca", dossier, "change the terms", TERMS).act
    assert errors(give(aa, bb, [stored(aa, change)])) == ["WaitingFull"]


def test_authors_who_were_never_named_are_not_taken(fed: Federation3) -> None:
    dossier = shared(fed, "bb-ca")
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    header = draft(aa, dossier)
    foreign = signed(cc, replace(header, author=cc.id, incarnation=7, sequence=1, prev=bytes(32), seen=header.past))
    give(cc, bb, [LinkItem(foreign.signed)])
    assert foreign.act.id not in ids(bb, dossier)
    assert foreign.act.id in bb.staged


def test_a_dossier_has_no_more_acts_than_it_may(fed: Federation3) -> None:
    dossier = shared(fed, "bb-ca")
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    bb.limits = replace(bb.limits, dossier_acts_max=len(ids(bb, dossier)))
    change = fed.act("aa-ca", dossier, "change the terms", TERMS).act
    assert errors(give(aa, bb, [stored(aa, change)])) == ["DossierFull"]
