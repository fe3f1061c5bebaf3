"""A body never reaches a disk outside its audience: not by the author's link, by asking, by hand, nor with a key.

Three nodes in folders with the databases of a real one; aa tells bb alone, and everything of cc's folder is looked at.
Whoever sends cc a sealed body on purpose, ahead of the past by which cc can judge it, has it lie there sealed while it
waits; once it is judged, it is gone like the others.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from lintas.dossier.admission import parse_act
from lintas.dossier.sealing import epoch_of, key_info, wrap_info
from lintas.node import bag, fetch
from lintas.node.author import author, open_dossier
from lintas.node.batches import take_batch
from lintas.node.deliver import next_batch, take_receipt
from lintas.node.desk import appoint, sign_in
from lintas.node.order import OfficerAtWork, Order
from lintas.node.ports import StoredAct
from lintas.node.state import Node
from lintas.sync.link import LinkItem
from tests.compose.adversary import files, found_in
from tests.compose.served import found, node_of
from tests.node.hostile import give

pytestmark = pytest.mark.slow

CODES = ("aa", "bb", "cc")
MARKER = "ᛁᛃᛇᛈᛉᛊᛏᛒᛖᛗ"
TERMS = {"purpose": "an exercise", "basis": "an exercise"}


@dataclass(slots=True)
class Told:
    """The nodes, and what aa told bb alone: the act, and the one that began its epoch, as bb has them."""

    aa: Node
    bb: Node
    cc: Node
    row: StoredAct
    begun: StoredAct

    def parcels(self, to: Node) -> tuple[bytes, bytes]:
        """The key of the epoch and that of the act, wrapped for whoever should not have them."""
        act, row = parse_act(self.row.signed).act, self.row
        epoch = self.bb.vault.epoch(row.dossier, epoch_of(act) or b"")
        assert epoch
        assert epoch.key
        suite, public = self.bb.suite, to.identity.authority.recipient
        alone = suite.act_key(epoch.key, act.header.incarnation, act.header.sequence)
        return (
            suite.wrap(public, epoch.key, wrap_info(row.dossier, epoch.id, self.aa.id, to.id)),
            suite.wrap(public, alone, key_info(row.dossier, row.id, self.aa.id, to.id)),
        )


def bring(one: Node, other: Node) -> None:
    while sent := next_batch(one, other.id):
        reply = take_batch(other, sent.data)
        other.commit()
        take_receipt(one, sent, reply)
        one.commit()


def tell(aa: Node, bb: Node, cc: Node) -> Told:
    appointed = appoint(aa, "officer", ("author", "approver"))
    desk: tuple[OfficerAtWork, ...] = (sign_in(aa, "officer", appointed.token, "author"),)
    both = (bb.id, cc.id)
    dossier = open_dossier(aa, "exchange", Order("open", TERMS, both, desk, to={"member": both})).dossier
    aa.commit()
    said = author(aa, dossier, Order("change the terms", TERMS | {"crimes": MARKER}, (bb.id,), desk)).act
    aa.commit()
    bring(aa, bb)
    row = bb.store.act(said)
    assert row
    begun = next(each for each in bb.store.acts(dossier) if each.id[:16] == epoch_of(parse_act(row.signed).act))
    return Told(aa, bb, cc, row, begun)


def by_link(told: Told) -> None:
    bring(told.aa, told.cc)
    bring(told.bb, told.cc)


def by_asking(told: Told) -> None:
    by_link(told)
    for asked in (told.aa, told.bb):
        request, data = fetch.ask(told.cc, asked.id, told.row.dossier, (told.row.id, told.begun.id))
        fetch.take(told.cc, request, fetch.serve(asked, data))
        told.cc.commit()


def by_hand(told: Told) -> None:
    file = bag.pack(told.aa, told.cc.id)
    assert file
    bag.take(told.cc, file)
    told.cc.commit()


def pushed_with_its_keys(told: Told) -> None:
    by_link(told)
    whole, alone = told.parcels(told.cc)
    for sender in (told.aa, told.bb):
        rows = ((told.begun, whole), (told.row, alone))
        give(sender, told.cc, [LinkItem(row.signed, row.body, parcel) for row, parcel in rows])


def pushed_ahead_of_its_past(told: Told) -> None:
    for sender in (told.bb, told.aa):
        give(sender, told.cc, [LinkItem(told.row.signed, told.row.body, told.parcels(told.cc)[1])])
    by_link(told)


@pytest.mark.parametrize(
    "way", [by_link, by_asking, by_hand, pushed_with_its_keys, pushed_ahead_of_its_past], ids=lambda way: way.__name__
)
def test_a_body_never_reaches_a_disk_outside_its_audience(tmp_path: Path, way: object) -> None:
    found(tmp_path, CODES)
    with ExitStack() as stack:
        told = tell(*(stack.enter_context(node_of(tmp_path / code)) for code in CODES))
        assert callable(way)
        way(told)
        body = told.row.body
        row = told.cc.store.act(told.row.id)
        assert body
        assert row
        assert row.body is None
        assert told.cc.vault.secret(f"act-key/{row.id.hex()}") is None
        assert told.cc.vault.epoch(row.dossier, told.begun.id[:16]) is None
    held = {code: [n for n, data in files(tmp_path / code).items() if body[:64] in data] for code in CODES}
    assert held["bb"], "whoever was told has it"
    assert held["cc"] == []
    assert found_in(MARKER, files(tmp_path / "cc")) == []
