"""Set digests: one small round trip while all is well, and whatever was lost behind a cursor is found and mended."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lintas.dossier.authority import ForeignGenesis
from lintas.node import compare
from lintas.node.deliver import next_batch
from lintas.node.mend import _chains
from lintas.node.reading import read
from lintas.node.sets import Sets, counted
from lintas.node.state import Node
from lintas.store.chunks import MemoryChunks
from lintas.store.memory import MemoryStore
from lintas.store.sqlite import SqliteStore
from lintas.store.vault import MemoryVault
from lintas.sync.compare import PING_KIND, Ping, Question, digest_of, ping_fields
from lintas.sync.envelope import Envelope, write
from lintas.sync.link import LinkItem
from tests.node.hostile import TERMS, draft, federation, give, shared, signed
from tests.node.pair import Pair
from tests.support.federation import Federation3
from tests.support.mending import mended, pinged

KIB = 1024


def ids(node: Node) -> set[bytes]:
    return {row.id for row in node.store.since(0, 10_000)}


def readable(node: Node) -> dict[bytes, str]:
    """What the node can read: the fields of each body, by act."""
    return {row.id: repr(read(node, row)[1].fields) for row in node.store.since(0, 10_000) if row.body is not None}


def say(fed: Federation3, code: str, dossier: bytes, text: str) -> bytes:
    """Something that the authority may always say."""
    if code == "aa-ca":
        return fed.act(code, dossier, "change the terms", TERMS | {"crimes": text}).act
    return fed.act(code, dossier, "adopt the terms", {"text": text}).act


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Federation3]:
    """Three nodes with a dossier; aa and bb said something, and everything is everywhere."""
    stores = list[SqliteStore]()

    def keep(code: str) -> tuple[Any, Any, Any]:
        stores.append(SqliteStore(tmp_path / f"{code}.db"))
        return stores[-1], MemoryVault(), MemoryChunks()

    fed = Federation3.build(("aa-ca", "bb-ca", "cc-ca"), keep=keep, kinds=("exchange",))
    dossier = shared(fed)
    for number in range(4):
        say(fed, "aa-ca", dossier, f"of aa {number}")
        fed.settle()
        say(fed, "bb-ca", dossier, f"of bb {number}")
        fed.settle()
    yield fed
    for store in stores:
        store.close()


def lose(fed: Federation3, tmp_path: Path, code: str, *positions: int) -> Node:
    """Take rows out of a node's file, as rot would, and start the node again."""
    rot(tmp_path, code, *positions)
    return fed.restart(code)


def rot(tmp_path: Path, code: str, *positions: int) -> None:
    with sqlite3.connect(tmp_path / f"{code}.db") as file:
        for position in positions:
            assert file.execute("DELETE FROM acts WHERE position = ?", (position,)).rowcount == 1
    file.close()


def test_a_ping_that_finds_nothing_is_one_round_trip_below_two_kib() -> None:
    pair = Pair("aa-ca", "bb-ca")
    for number in range(30):
        pair.say(f"number {number}")
    pair.bring()
    assert pinged(pair.aa, pair.bb) == compare.Compared(None, False)
    _, asked = compare.ask(pair.aa, pair.bb.id)
    assert len(asked) + len(compare.serve(pair.bb, asked)) < KIB


class Unread:
    """A store in which nobody may look for acts."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        assert name not in {"acts", "act", "since", "dossiers", "evidence"}, name
        return getattr(self._store, name)


def test_once_everything_was_read_a_ping_reads_no_act_and_an_act_is_one_addition() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.bring()
    assert not pinged(pair.aa, pair.bb).differs
    pair.say()
    pair.bring()
    stores = pair.aa.store, pair.bb.store
    pair.aa.store, pair.bb.store = Unread(stores[0]), Unread(stores[1])
    assert pinged(pair.aa, pair.bb) == compare.Compared(None, False)
    assert pair.aa.sets.of(pair.dossier) == digest_of(ids_of(stores[0], pair.dossier))


def ids_of(store: Any, dossier: bytes) -> set[bytes]:
    return {row.id for row in store.acts(dossier)}


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_up_act_by_act_is_what_reading_everything_gives(seed: int) -> None:
    """With forks, some of which get cited, and with a party that leaves."""
    fed, chance = federation("aa-ca", "bb-ca", "cc-ca"), random.Random(seed)
    dossier = shared(fed)
    aa, bb, cc = fed.nodes.values()
    for number in range(14):
        if chance.random() < 0.3:
            for twin in (1, 2):
                act = signed(cc, draft(cc, dossier, time_ms=10 * number + twin))
                give(cc, chance.choice((aa, bb)), [LinkItem(act.signed)])
        else:
            say(fed, chance.choice(("aa-ca", "bb-ca", "cc-ca")), dossier, f"number {number}")
        if chance.random() < 0.5:
            fed.settle()
        for node in (aa, bb, cc):
            pinged(node, aa if node is bb else bb)
    for node in (aa, bb, cc):
        compare.refresh(node)
        kept = node.sets.of(dossier), [node.sets.total(peer.id) for peer in (aa, bb, cc)]
        node.sets = Sets()
        while compare.read_one(node):
            pass
        assert (node.sets.of(dossier), [node.sets.total(peer.id) for peer in (aa, bb, cc)]) == kept


def test_before_the_dossiers_were_read_no_digest_is_told() -> None:
    pair = Pair("aa-ca", "bb-ca")
    again = pair.fed.restart("bb-ca")
    request, data = compare.ask(pair.aa, again.id)
    assert compare.take(pair.aa, request, compare.serve(again, data)).differs is None
    pair.say()
    assert pinged(pair.aa, again).differs


@pytest.mark.parametrize("position", range(9))
def test_a_row_that_was_lost_is_found_and_mended_with_its_body(
    on_disk: Federation3, tmp_path: Path, position: int
) -> None:
    aa, bb = on_disk.nodes["aa-ca"], on_disk.nodes["bb-ca"]
    whole, could_read = ids(bb), readable(bb)
    bb = lose(on_disk, tmp_path, "bb-ca", position)
    on_disk.settle()
    assert next_batch(aa, bb.id) is None
    assert len(ids(bb)) == len(whole) - 1, "cursors do not see it"
    for other in (aa, on_disk.nodes["cc-ca"], aa):
        mended(bb, other)
    assert ids(bb) == whole
    assert {act: text for act, text in could_read.items() if act in whole} == readable(bb)
    assert not any(pinged(bb, other).differs for other in (aa, on_disk.nodes["cc-ca"]))
    assert mended(bb, aa) == 0


def test_rows_lost_on_both_sides_are_mended_from_a_third(on_disk: Federation3, tmp_path: Path) -> None:
    aa, bb, cc = (on_disk.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    whole, could_read = ids(cc), {code: readable(node) for code, node in on_disk.nodes.items()}
    lost = next(row for row in aa.store.since(0, 100) if row.author == aa.id and row.position > 2)
    at = next(row.position for row in bb.store.since(0, 100) if row.id == lost.id)
    aa, bb = lose(on_disk, tmp_path, "aa-ca", lost.position), lose(on_disk, tmp_path, "bb-ca", at)
    on_disk.settle()
    assert not pinged(aa, bb).differs, "both lack the same"
    for here, there in ((bb, cc), (aa, cc), (bb, aa)):
        mended(here, there)
    assert ids(aa) == ids(bb) == whole
    assert readable(aa) == could_read["aa-ca"]
    assert readable(bb) == could_read["bb-ca"]


def test_a_lost_first_act_leaves_the_dossier_unfolded_until_it_is_back(on_disk: Federation3, tmp_path: Path) -> None:
    aa, bb = on_disk.nodes["aa-ca"], on_disk.nodes["bb-ca"]
    whole = ids(bb)
    bb = lose(on_disk, tmp_path, "bb-ca", 0)
    dossier = bb.store.dossiers()[0]
    assert bb.folded(dossier) is None
    assert bb.raw(dossier)
    on_disk.settle()
    mended(bb, aa)
    assert ids(bb) == whole
    assert bb.replica(dossier).tips() == aa.replica(dossier).tips()
    assert mended(bb, aa) == 0


def test_a_dossier_that_was_lost_while_a_node_runs_is_as_it_knows_it_until_it_starts_again(
    on_disk: Federation3, tmp_path: Path
) -> None:
    shared(on_disk)
    on_disk.settle()
    aa, whole = on_disk.nodes["aa-ca"], ids(on_disk.nodes["bb-ca"])
    bb = on_disk.restart("bb-ca")
    lost = bb.store.dossiers()[0]
    assert bb.folded(lost)
    rot(tmp_path, "bb-ca", *(row.position for row in bb.store.acts(lost)))
    assert lost not in bb.store.dossiers()
    on_disk.settle()
    assert mended(bb, aa) == 0
    bb = on_disk.restart("bb-ca")
    assert ids(bb) < whole
    mended(bb, aa)
    assert ids(bb) == whole


def rewind(fed: Federation3, code: str, snapshot: Any) -> Node:
    """The node starts from an old backup of its store; its vault has a backup of its own, which is newer."""
    store = fed.nodes[code].store
    assert isinstance(store, MemoryStore)
    store.restore(snapshot)
    return fed.restart(code)


def snapshots(fed: Federation3) -> dict[str, Any]:
    return {code: node.store.snapshot() for code, node in fed.nodes.items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize("stale", [("aa-ca",), ("bb-ca",), ("aa-ca", "bb-ca")])
def test_whoever_went_back_to_an_old_backup_gets_back_what_any_party_has(stale: tuple[str, ...]) -> None:
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    dossier = shared(fed)
    old = snapshots(fed)
    for number in range(3):
        say(fed, "aa-ca", dossier, f"of aa {number}")
        fed.settle()
        say(fed, "bb-ca", dossier, f"of bb {number}")
        fed.settle()
    whole, could_read = ids(fed.nodes["cc-ca"]), {code: readable(node) for code, node in fed.nodes.items()}
    for code in stale:
        rewind(fed, code, old[code])
    fed.settle()
    codes = ("aa-ca", "bb-ca", "cc-ca")
    assert {len(ids(fed.nodes[code])) for code in codes} != {len(whole)}, "cursors alone do not mend it"
    for _ in range(3):
        fed.clock.now_ms += 60_000
        for here in codes:
            for there in codes:
                if here != there:
                    pinged(fed.nodes[here], fed.nodes[there])
                    fed.send(here, there)
                    mended(fed.nodes[here], fed.nodes[there])
    for code in codes:
        assert ids(fed.nodes[code]) == whole, code
        assert readable(fed.nodes[code]) == could_read[code], code


def test_a_receiver_that_went_back_in_time_unnoticed_is_noticed_by_the_ping() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.bring()
    old = pair.bb.store.snapshot()  # type: ignore[attr-defined]
    pair.say("one")
    pair.say("two")
    pair.bring()
    rewind(pair.fed, "bb-ca", old)
    assert next_batch(pair.aa, pair.bb.id) is None
    assert pinged(pair.aa, pair.bb).elsewhere
    assert sum(len(batch.items) for batch in pair.bring()) == 2
    assert pair.same()
    assert pinged(pair.aa, pair.bb) == compare.Compared(None, False)


def test_a_receiver_that_lost_everything_unnoticed_is_brought_it_from_the_beginning() -> None:
    pair = Pair("aa-ca", "bb-ca", "cc-ca")
    pair.say("one")
    pair.bring()
    # What lies behind the last act for bb is none of its business, and was gone over.
    pair.fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("cc-ca",)})
    assert next_batch(pair.aa, pair.bb.id) is None
    rewind(pair.fed, "bb-ca", MemoryStore().snapshot())
    assert pinged(pair.aa, pair.bb).elsewhere
    pair.bring()
    assert pair.same()


def test_where_a_peer_said_that_it_was_is_forgotten_once_it_took_a_batch() -> None:
    pair = Pair("aa-ca", "bb-ca")
    rewind(pair.fed, "bb-ca", MemoryStore().snapshot())
    pair.say("one")
    pair.bring()
    assert pair.same()
    assert next_batch(pair.aa, pair.bb.id) is None
    rewind(pair.fed, "bb-ca", MemoryStore().snapshot())
    assert pinged(pair.aa, pair.bb).elsewhere, "at the beginning, as it had said before"
    pair.bring()
    assert pair.same()


def test_a_sender_with_nothing_left_to_send_asks_once_where_the_peer_is() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.bring()
    pair.aa.links[pair.bb.id] = replace(pair.aa.links[pair.bb.id], upto=0, anchor=bytes(32), agreed=True, scanned=99)
    assert pinged(pair.aa, pair.bb).elsewhere


def test_uncited_acts_of_a_forked_chain_are_left_out() -> None:
    """Two nodes that saw another branch each hold the same, once both know of the fork."""
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    dossier = shared(fed)
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    say(fed, "cc-ca", dossier, "one")
    fed.settle()
    left, right = (signed(cc, draft(cc, dossier, time_ms=time)) for time in (1, 2))
    give(cc, aa, [LinkItem(left.signed)])
    give(cc, bb, [LinkItem(right.signed)])
    assert pinged(aa, bb).differs
    mended(aa, bb)
    mended(bb, aa)
    assert {left.act.id, right.act.id} <= ids(aa) & ids(bb)
    assert not {left.act.id, right.act.id} & {node.act.id for node in counted(aa.replica(dossier).graph)}
    assert not pinged(aa, bb).differs
    say(fed, "aa-ca", dossier, "who cites a branch")
    fed.settle()
    assert not pinged(aa, bb).differs


@pytest.mark.parametrize("forked", [False, True])
def test_only_where_the_peer_has_no_other_story_what_is_newer_is_asked_for_alone(*, forked: bool) -> None:
    """A fork begins before, and what came behind it may wait here already, so that nothing newer is missing."""
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    dossier = shared(fed)
    aa = fed.nodes["aa-ca"]
    pinged(aa, fed.nodes["bb-ca"])
    known = aa.known(dossier)
    assert known
    ours = next(each for each in aa.sets.chains(dossier, known) if each.held.count == each.upto)
    more = replace(ours.held, count=ours.held.count + 1 + forked)
    (question,) = _chains(aa, Question(dossier), (replace(ours, held=more, upto=ours.upto + 1),))
    assert bool(question.after) is not forked


def test_who_is_no_party_learns_nothing_and_is_not_told_of_the_dossier() -> None:
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    shared(fed, "bb-ca")
    aa, cc = fed.nodes["aa-ca"], fed.nodes["cc-ca"]
    assert pinged(cc, aa) == compare.Compared(None, False)
    assert mended(cc, aa) == 0
    assert list(aa.sets.shared(cc.id)) == []


def test_who_rests_on_another_genesis_is_refused_and_told_so() -> None:
    pair = Pair("aa-ca", "bb-ca")
    head = Envelope(pair.bb.id, pair.aa.id, bytes(16), pair.aa.clock())
    data = write(pair.bb.identity.signer, PING_KIND, head, ping_fields(Ping(None, bytes(32))))
    with pytest.raises(ForeignGenesis):
        compare.serve(pair.aa, data)
