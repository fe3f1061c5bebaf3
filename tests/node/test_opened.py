"""Marks: what was taken, refused, stored and opened, each from the peer's signed word and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from lintas.compose.commands import run_command
from lintas.node import opened
from lintas.node.check_store import check_store
from lintas.node.deliver import SENT, STORED
from lintas.node.desk import NotSignedIn, appoint
from lintas.node.export import export
from lintas.node.marks import OPENED, QUEUED
from lintas.node.reading import read
from lintas.node.receipts import REFUSED, TAKEN
from lintas.node.show import show
from lintas.node.state import Node
from lintas.sync.envelope import Envelope, write
from lintas.sync.link import LinkItem
from lintas.sync.opened import OPENED_KIND, Opened, opened_fields
from lintas.wire.identifiers import show as show_id
from lintas.wire.limits import Limits
from tests.node.hostile import TERMS, federation, give, shared
from tests.node.pair import Pair
from tests.support.mending import mended, pinged


def open_here(node: Node, dossier: bytes, name: str = "lan") -> Any:
    """An officer of the node reads the dossier at the desk."""
    if node.vault.secret(f"officer/{name}") is None:
        TOKENS[node.id, name] = appoint(node, name, ("author",)).token
    by = {"as": {"name": name, "token": TOKENS[node.id, name]}}
    shown = run_command(node, "show", {**by, "dossier": show_id(dossier)})
    node.commit()
    return shown


TOKENS: dict[tuple[bytes, str], str] = {}


def told(reader: Node, author: Node) -> None:
    """Pings until the author has every statement of the reader's."""
    pinged(reader, author)
    author.commit()
    while opened.unsent(reader, author.id):
        pinged(reader, author)
        author.commit()


def marks(pair: Pair) -> list[str]:
    return [act.marks["bb-ca"] for act in show(pair.aa, pair.dossier).acts if act.marks]


def test_from_queued_to_opened() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.say()
    assert marks(pair)[-1] == QUEUED
    sent = pair.next()
    assert marks(pair)[-1] == SENT
    pair.take(sent)
    pair.bring()
    told(pair.bb, pair.aa)
    assert set(marks(pair)) == {STORED}
    open_here(pair.bb, pair.dossier)
    assert set(marks(pair)) == {STORED}, "not before the statement is here"
    told(pair.bb, pair.aa)
    assert marks(pair)[-1] == OPENED
    again = pair.fed.restart("aa-ca")
    assert show(again, pair.dossier).acts[-1].marks == {"bb-ca": OPENED}


def touched(pair: Pair) -> Iterable[str]:
    """Everything that a node does with a body without an officer who reads it."""
    pair.bring()
    yield "delivery"
    mended(pair.bb, pair.aa)
    yield "fetching"
    for row in pair.bb.store.acts(pair.dossier):
        if row.body:
            read(pair.bb, row)
    yield "reading by the node itself"
    show(pair.bb, pair.dossier)
    yield "showing to nobody"
    export(pair.bb, pair.dossier)
    pair.fed.restart("bb-ca")
    yield "a new start"


def test_nothing_but_an_officer_who_reads_it_opens_it() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.say()
    for what in touched(pair):
        pair.bb.commit()
        told(pair.bb, pair.aa)
        assert OPENED not in marks(pair), what
        assert not opened.openings(pair.bb).ours, what
    with pytest.raises(NotSignedIn):
        run_command(pair.bb, "show", {"as": {"name": "lan", "token": "x"}, "dossier": show_id(pair.dossier)})
    assert not opened.openings(pair.bb).ours


def test_it_is_told_once_to_the_author_alone_and_names_no_officer() -> None:
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    dossier = shared(fed)
    aa, bb, cc = fed.nodes.values()
    fed.act("aa-ca", dossier, "change the terms", TERMS, readers=("bb-ca",))
    fed.settle()
    for _ in range(2):
        open_here(bb, dossier)
    open_here(cc, dossier)
    assert set(opened.openings(bb).ours) == {aa.id}
    assert len(opened.openings(bb).ours[aa.id]) == 1
    (statement,) = (row for row in bb.store.evidence(bb.id))
    assert b"lan" not in statement.signed
    told(bb, aa)
    told(cc, aa)
    last = show(aa, dossier).acts[-1]
    assert last.marks == {"bb-ca": OPENED, "cc-ca": STORED}, "cc could not read it"
    fed.restart("bb-ca")
    bb = fed.nodes["bb-ca"]
    open_here(bb, dossier)
    assert len(opened.openings(bb).ours[aa.id]) == 1


def test_an_operator_can_withhold_it() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.bb.policy = replace(pair.bb.policy, tell_opened=False)
    open_here(pair.bb, pair.dossier)
    told(pair.bb, pair.aa)
    assert set(marks(pair)) == {STORED}


def test_statements_that_were_lost_or_forgotten_come_again_and_new_ones_follow() -> None:
    """The reader goes back to before its first statement; the author already has it."""
    pair = Pair("aa-ca", "bb-ca")
    before = pair.bb.store.snapshot()  # type: ignore[attr-defined]
    open_here(pair.bb, pair.dossier)
    told(pair.bb, pair.aa)
    pair.bb.store.restore(before)  # type: ignore[attr-defined]
    pair.fed.restart("bb-ca")
    pair.say("later")
    pair.bring()
    pinged(pair.bb, pair.aa)
    open_here(pair.bb, pair.dossier)
    assert [number for number, _ in opened.openings(pair.bb).ours[pair.aa.id]] == [2]
    told(pair.bb, pair.aa)
    assert set(marks(pair)) == {OPENED}


def test_a_ping_carries_so_many_statements_and_the_next_the_rest() -> None:
    pair = Pair("aa-ca", "bb-ca")
    acts = [row.id for row in pair.aa.store.acts(pair.dossier)][:1]
    for _ in range(70):
        opened.tell(pair.bb, pair.dossier, [(pair.aa.id, acts[0])])
        opened.openings(pair.bb).told.clear()
        pair.bb.commit()
    told(pair.bb, pair.aa)
    assert opened.openings(pair.aa).upto[pair.bb.id] == 70


def statement(pair: Pair, sender: Node, act: bytes, *, to: bytes | None = None) -> bytes:
    head = Envelope(sender.id, to or pair.aa.id, bytes(16), sender.clock())
    return write(sender.identity.signer, OPENED_KIND, head, opened_fields(Opened(1, pair.dossier, (act,))))


def test_false_statements_are_refused() -> None:
    pair = Pair("aa-ca", "bb-ca", "cc-ca")
    ours = next(row.id for row in pair.aa.store.acts(pair.dossier))
    cc = pair.fed.nodes["cc-ca"]
    theirs = pair.fed.act("bb-ca", pair.dossier, "adopt the terms", {"text": "as they are"}).act
    pair.fed.settle()
    forged = statement(pair, pair.bb, ours)
    forged = forged[:-1] + bytes([forged[-1] ^ 1])
    for wrong in (
        statement(pair, cc, ours), statement(pair, pair.bb, b"?" * 32), forged, b"noise",
        statement(pair, pair.bb, ours, to=cc.id), statement(pair, pair.bb, theirs),
    ):  # fmt: skip
        assert opened.take(pair.aa, pair.bb.id, [wrong]) == 0
    assert not pair.aa.pending
    assert opened.take(pair.aa, pair.bb.id, [statement(pair, pair.bb, ours)]) == 1


def test_the_check_of_a_store_knows_both_sides() -> None:
    pair = Pair("aa-ca", "bb-ca")
    open_here(pair.bb, pair.dossier)
    told(pair.bb, pair.aa)
    for node in (pair.aa, pair.bb):
        assert not check_store(node).findings, node.identity.authority.code


def test_what_waits_there_is_taken_and_what_was_refused_is_said_so() -> None:
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    dossier = shared(fed)
    said = fed.act("cc-ca", dossier, "adopt the terms", {"text": "bb lacks this"})
    fed.send("cc-ca", "aa-ca")
    fed.act("aa-ca", dossier, "change the terms", TERMS)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    pair = Pair.__new__(Pair)
    pair.fed, pair.dossier = fed, dossier
    pair.bring()
    assert said.act not in {row.id for row in bb.store.acts(dossier)}
    assert show(aa, dossier).acts[-1].marks["bb-ca"] == TAKEN
    fed.send("cc-ca", "bb-ca")
    fed.act("aa-ca", dossier, "change the terms", TERMS | {"crimes": "later"})
    pair.bring()
    assert [act.marks["bb-ca"] for act in show(aa, dossier).acts if act.marks][-2:] == [STORED, STORED]
    bb.limits = Limits(dossier_acts_max=1)
    fed.act("aa-ca", dossier, "change the terms", TERMS)
    pair.bring()
    assert show(aa, dossier).acts[-1].marks["bb-ca"] == REFUSED


def test_a_receipt_lists_what_waits() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.say("one")
    pair.say("two")
    rows = list(pair.aa.store.acts(pair.dossier))[-2:]
    receipt = give(pair.aa, pair.bb, [LinkItem(rows[1].signed)])
    assert receipt.waiting == (rows[1].id,)
    assert give(pair.aa, pair.bb, [LinkItem(rows[0].signed)]).waiting == ()
