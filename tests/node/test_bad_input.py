"""Malformed, oversized, replayed, re-ordered, forged, foreign, unknown-version and half-written input.

Each is refused with an error class of its own, told to the sender, logged once; it crashes nothing, blocks nothing
behind it, and fills nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest

from lintas.crypto.cose import sign1
from lintas.crypto.errors import BadSignature
from lintas.dossier.admission import ACT_KIND, sign_act
from lintas.dossier.authority import UnknownAuthority
from lintas.dossier.control import fork_fields, pin_fields
from lintas.dossier.header import Form, Header
from lintas.dossier.header_bytes import encode
from lintas.node import batches
from lintas.node.ports import StoreFull
from lintas.node.state import Node
from lintas.store.memory import MemoryStore
from lintas.sync.carried import carried, carry
from lintas.sync.envelope import Envelope, NotForUs, StaleRequest, WrongNonce, write
from lintas.sync.link import LINK_KIND, LinkItem
from lintas.wire import cbor
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.identifiers import NULL16, NULL32
from lintas.wire.limits import LIMITS, Limits
from lintas.wire.shape import BadShape
from tests.node.hostile import batch, draft, errors, everything, federation, give, shared, signed, state, stored
from tests.support.federation import Federation3

MARKER = b"bytes that nobody should ever find on this disk"


class Table:
    """One dossier of aa, bb and cc; dd is a stranger to it. bb is the hostile one."""

    def __init__(self) -> None:
        self.fed: Federation3 = federation()
        self.dossier = shared(self.fed)
        self.aa, self.bb, self.cc, self.dd = (self.fed.nodes[code] for code in self.fed.nodes)

    def header(self) -> Header:
        return draft(self.bb, self.dossier)

    def labels(self, **changed: object) -> bytes:
        """bb's next act, some labels changed, signed again by bb."""
        fields = cbor.decode(encode(self.header()), size_max=LIMITS.header_bytes_max)
        return self.sign(cbor.encode(fields | {int(label[1:]): value for label, value in changed.items()}))

    def sign(self, payload: bytes) -> bytes:
        return sign1(self.bb.identity.signer, payload, kind=ACT_KIND)

    def first(self, node: Node, **changed: object) -> bytes:
        """An act that opens a dossier of node and aa."""
        header = Header(
            NULL16, node.id, node.incarnation, 1, NULL32, (), 1, 0, node.federation.reg, verb="open",
            to=(("member", (self.aa.id,)),), control=pin_fields(node.pins["exchange"]),
        )  # fmt: skip
        return signed(node, replace(header, **changed)).signed  # type: ignore[arg-type]

    def fork(self, *, forged: bool) -> bytes:
        one = signed(self.bb, self.header())
        other = signed(self.cc if forged else self.bb, replace(self.header(), retention=9))
        sides = [cbor.decode(s.signed, size_max=99_999, tags=(18,)).value[2:] for s in (one, other)]
        return signed(
            self.bb,
            replace(self.header(), form=Form.FORK, verb="", control=fork_fields(tuple(sides[0]), tuple(sides[1]))),
        ).signed


def garbled(t: Table, *, header: bool) -> bytes:
    good = bytearray(signed(t.bb, t.header()).signed)
    good[good.index(t.dossier) if header else -1] ^= 1
    return bytes(good)


BAD_ACTS: dict[str, tuple[Callable[[Table], bytes], str]] = {
    # malformed
    "no bytes": (lambda t: b"", "Truncated"),
    "noise": (lambda t: MARKER, "TrailingBytes"),
    "a map that is no act": (lambda t: b"\xa0", "NotSign1"),
    "signed, but not as an act": (
        lambda t: sign1(t.bb.identity.signer, encode(t.header()), kind="entry"),
        "WrongHeader",
    ),
    "bytes after the act": (lambda t: signed(t.bb, t.header()).signed + b"\0", "TrailingBytes"),
    "a header that is no map": (lambda t: t.sign(b"\x01"), "BadShape"),
    "a number in too many bytes": (lambda t: t.sign(b"\xa1\x01\x18\x01"), "NotShortest"),
    "labels out of order": (lambda t: t.sign(b"\xa2\x02\x00\x01\x00"), "KeyOrder"),
    "a label twice": (lambda t: t.sign(b"\xa2\x01\x01\x01\x01"), "DuplicateKey"),
    "no declared length": (lambda t: t.sign(b"\xbf\xff"), "Indefinite"),
    "a floating-point number": (lambda t: t.sign(b"\xa1\x01\xf9\x3c\x00"), "ForbiddenFloat"),
    "a tag": (lambda t: t.sign(b"\xc0\x60"), "ForbiddenTag"),
    "text that is none": (lambda t: t.sign(b"\xa1\x01\x61\xff"), "BadText"),
    "a label of a wrong type": (lambda t: t.labels(_9="yesterday"), "BadShape"),
    "a control that its form has not": (lambda t: t.labels(_19={1: 1}), "BadShape"),
    "a first act with a past": (lambda t: t.labels(_2=NULL16), "BadShape"),
    "an act without a past": (lambda t: t.labels(_6=NULL32, _5=1, _7=[], _8=1), "BadShape"),
    # half-written
    "the first half": (lambda t: signed(t.bb, t.header()).signed[:200], "Truncated"),
    "without the last byte": (lambda t: signed(t.bb, t.header()).signed[:-1], "Truncated"),
    # oversized
    "a header too large": (lambda t: t.labels(_99=bytes(LIMITS.header_bytes_max)), "TooLarge"),
    "a header too deep": (lambda t: t.labels(_99=[[[[[[1]]]]]]), "TooDeep"),
    "too many acts seen": (lambda t: t.labels(_7=[n.to_bytes(32, "big") for n in range(65)]), "BadShape"),
    # unknown versions
    "a form of the future": (lambda t: t.labels(_11=6), "BadShape"),
    # forged
    "signed by another": (lambda t: sign_act(t.cc.identity.signer, t.header()).signed, "BadSignature"),
    "in another's name": (lambda t: signed(t.bb, replace(t.header(), author=t.cc.id)).signed, "BadSignature"),
    "one bit of the header turned": (lambda t: garbled(t, header=True), "BadSignature"),
    "one bit of the signature turned": (lambda t: garbled(t, header=False), "BadSignature"),
    "a fork with a forged side": (lambda t: t.fork(forged=True), "BadSignature"),
    # foreign
    "an author of no federation": (
        lambda t: signed(t.bb, replace(t.header(), author=b"?" * 16)).signed,
        "UnknownAuthority",
    ),
    "an author who is no party": (
        lambda t: (
            signed(t.dd, replace(t.header(), author=t.dd.id, prev=NULL32, sequence=1, seen=t.header().past)).signed
        ),
        "RefusedAct",
    ),
    "a dossier that nothing opens": (lambda t: t.first(t.bb, verb="adopt the terms"), "RefusedAct"),
    # against the rules of a dossier
    "a number left out": (lambda t: signed(t.bb, replace(t.header(), sequence=9)).signed, "RefusedAct"),
    "a depth that is not": (lambda t: signed(t.bb, replace(t.header(), depth=1)).signed, "RefusedAct"),
}


@pytest.fixture(scope="module")
def table() -> Table:
    return Table()


@pytest.mark.parametrize("name", BAD_ACTS)
def test_a_bad_act_is_refused_by_its_own_class_and_blocks_nothing(
    table: Table, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    make, error = BAD_ACTS[name]
    before = state(table.aa)
    bad = make(table)
    with caplog.at_level(logging.WARNING):
        receipt = give(table.bb, table.aa, [LinkItem(bad)])
    assert errors(receipt) == [error]
    assert [record.name for record in caplog.records] == ["lintas.node.receive"], "logged once"
    assert error in caplog.text
    assert (receipt.taken, receipt.upto) == (True, 1)
    assert state(table.aa) == before
    assert errors(give(table.bb, table.aa, [LinkItem(bad, MARKER, MARKER)])) == [error]
    assert MARKER not in everything(table.aa)
    assert not table.aa.pending
    table.aa.forget()
    assert state(table.aa) == before


def test_good_acts_between_bad_ones_are_taken() -> None:
    t = Table()
    items = [LinkItem(make(t)) for make, _ in BAD_ACTS.values()]
    for number in range(3):
        done = t.fed.act("bb-ca", t.dossier, "adopt the terms", {"text": f"number {number}"})
        items.insert(10 * (number + 1), stored(t.bb, done.act))
    before = t.aa.store.size()
    receipt = give(t.bb, t.aa, items)
    # bb's KEY act was left out of the batch, so that all three wait for it and are no loss.
    assert sorted(set(errors(receipt))) == sorted({error for _, error in BAD_ACTS.values()})
    assert receipt.upto == len(items)
    t.fed.settle()
    assert t.aa.store.size() > before
    assert t.aa.replica(t.dossier).tips() == t.bb.replica(t.dossier).tips() == t.cc.replica(t.dossier).tips()
    assert len(t.aa.staged) == 0


def requests() -> dict[str, tuple[Callable[[Table], bytes], type[Exception]]]:
    def envelope(t: Table, **changed: object) -> Envelope:
        made = Envelope(t.bb.id, t.aa.id, t.bb.entropy(16), t.bb.clock())
        return replace(made, **changed)  # type: ignore[arg-type]

    def empty(t: Table, **changed: object) -> bytes:
        fields = {8: bytes(16), 9: 0, 10: 0, 11: NULL32, 12: []}
        return carry(write(t.bb.identity.signer, LINK_KIND, envelope(t, **changed), fields), [])

    def signed_as(t: Table, kind: str) -> bytes:
        return carry(write(t.bb.identity.signer, kind, envelope(t), {}), [])

    age = LIMITS.request_age_ms_max
    return {
        "noise": (lambda t: MARKER, Malformed),
        "nothing": (lambda t: b"", Malformed),
        "half a request": (lambda t: batch(t.bb, t.aa, [])[:-30], Malformed),
        "too large": (lambda t: bytes(LIMITS.request_bytes_max + 1), TooLarge),
        "a request for something else": (lambda t: signed_as(t, "fetch"), Malformed),
        "without labels": (lambda t: signed_as(t, LINK_KIND), BadShape),
        "too many acts": (lambda t: batch(t.bb, t.aa, [LinkItem(b"")] * (LIMITS.bundle_items_max + 1)), BadShape),
        "upto before after": (lambda t: batch(t.bb, t.aa, [], after=5, upto=4), BadShape),
        "bodies that no act has": (lambda t: carry(carried(batch(t.bb, t.aa, []))[0], [MARKER]), BadShape),
        "acts without their bodies": (
            lambda t: carry(carried(batch(t.bb, t.aa, [LinkItem(b"act", MARKER)]))[0], []),
            BadShape,
        ),
        "a body of another length": (
            lambda t: carry(carried(batch(t.bb, t.aa, [LinkItem(b"act", MARKER)]))[0], [MARKER + b"!"]),
            BadShape,
        ),
        "a signed message and nothing beside": (lambda t: carried(batch(t.bb, t.aa, []))[0], Malformed),
        "for another": (lambda t: batch(t.bb, t.cc, []), NotForUs),
        "in another's name": (lambda t: empty(t, sender=t.cc.id), BadSignature),
        "of nobody": (lambda t: empty(t, sender=b"?" * 16), UnknownAuthority),
        "of long ago": (lambda t: empty(t, time_ms=t.bb.clock() - age - 9_000), StaleRequest),
        "of the far future": (lambda t: empty(t, time_ms=t.bb.clock() + age + 9_000), StaleRequest),
    }


@pytest.mark.parametrize("name", requests())
def test_a_bad_request_is_refused_whole(table: Table, name: str) -> None:
    make, error = requests()[name]
    before, inbound = state(table.aa), table.aa.store.inbound(table.bb.id)
    with pytest.raises(error):
        batches.take_batch(table.aa, make(table))
    assert not table.aa.pending
    assert (state(table.aa), table.aa.store.inbound(table.bb.id)) == (before, inbound)


def test_a_replayed_request_is_refused() -> None:
    t = Table()
    data = batch(t.bb, t.aa, [])
    batches.take_batch(t.aa, data)
    with pytest.raises(WrongNonce):
        batches.take_batch(t.aa, data)


def lost(t: Table, number: int, size: int = 0) -> LinkItem:
    """An act that waits for ever: nobody has what it saw."""
    fields = cbor.decode(encode(t.header()), size_max=LIMITS.header_bytes_max)
    fields |= {6: number.to_bytes(32, "big"), 99: bytes(size)}
    return LinkItem(t.sign(cbor.encode(fields)))


def test_acts_that_wait_are_bounded_in_number_and_a_full_allowance_blocks_nobody() -> None:
    t = Table()
    t.aa.limits = Limits(waiting_acts_max=5)
    many = [lost(t, number) for number in range(1, 9)]
    receipt = give(t.bb, t.aa, many)
    assert errors(receipt) == ["WaitingFull"] * 3
    assert len(t.aa.staged) == 5
    assert len(t.aa.store.waiting()) == 5
    assert not errors(give(t.bb, t.aa, many[:5])), "one that waits already is no second one"
    assert not errors(give(t.cc, t.aa, [lost(t, 77)])), "another sender has an allowance of its own"
    done = t.fed.act("cc-ca", t.dossier, "adopt the terms")
    first, second = t.cc.store.since(0, 99, t.cc.id)[-2:]
    assert second.id == done.act
    assert not errors(give(t.bb, t.aa, [LinkItem(first.signed), LinkItem(second.signed)])), (
        "what can be judged never waits"
    )
    assert t.aa.store.act(done.act)


def test_acts_that_wait_are_bounded_in_bytes() -> None:
    t = Table()
    t.aa.limits = Limits(waiting_bytes_max=40_000)
    assert errors(give(t.bb, t.aa, [lost(t, number, 12_000) for number in range(1, 5)])) == ["WaitingFull"]
    assert sum(act.size_bytes for act in t.aa.store.waiting()) <= 40_000
    t.aa.forget()
    assert errors(give(t.bb, t.aa, [lost(t, 9, 12_000)])) == ["WaitingFull"], "also after a restart"
    assert not errors(give(t.bb, t.aa, [lost(t, 10, 100)]))


def test_what_the_waiting_ones_wait_for_is_taken_however_full_it_is() -> None:
    t = Table()
    t.aa.limits = Limits(waiting_acts_max=4)
    for number in range(5):
        t.fed.act("bb-ca", t.dossier, "adopt the terms", {"text": str(number)})
    rows = t.bb.store.since(0, 99, t.bb.id)[-6:]
    late = [LinkItem(row.signed) for row in rows[1:5]]
    assert not errors(give(t.bb, t.aa, late))
    assert len(t.aa.staged) == 4
    assert not errors(give(t.bb, t.aa, [LinkItem(rows[0].signed)]))
    assert len(t.aa.staged) == 0
    assert all(t.aa.store.act(row.id) for row in rows[:5])
    assert not t.aa.store.waiting()


def test_a_full_dossier_takes_no_more_and_refused_acts_do_not_fill_it() -> None:
    t = Table()
    held = len(t.aa.replica(t.dossier).graph.nodes)
    refused = [LinkItem(signed(t.bb, replace(t.header(), depth=depth)).signed) for depth in range(90, 99)]
    assert errors(give(t.bb, t.aa, refused)) == ["RefusedAct"] * 9
    t.aa.limits = Limits(dossier_acts_max=held + 1)
    one, two = signed(t.bb, t.header()), signed(t.bb, replace(t.header(), retention=3))
    assert errors(give(t.bb, t.aa, [LinkItem(one.signed), LinkItem(two.signed)])) == ["DossierFull"]
    assert len(t.aa.replica(t.dossier).graph.nodes) == held + 1


def test_acts_of_dossiers_that_are_not_ours_leave_nothing_in_memory_once_refused() -> None:
    t = Table()
    t.aa.limits = Limits(waiting_acts_max=2)
    strange = [t.first(t.bb, to=(("member", (t.cc.id,)),), retention=number) for number in range(5)]
    wrong = [t.first(t.bb, verb="adopt the terms", retention=number) for number in range(5)]
    found = errors(give(t.bb, t.aa, [LinkItem(each) for each in (*wrong, *strange)]))
    assert found == ["RefusedAct"] * 5 + ["WaitingFull"] * 3
    assert len(t.aa.nascent) == len(t.aa.staged) == 2


@pytest.mark.parametrize("room", range(0, 9_000, 1_500))
def test_a_full_disk_leaves_the_node_as_it_was_and_usable(room: int) -> None:
    t = Table()
    assert isinstance(t.aa.store, MemoryStore)
    full = MemoryStore(size_bytes_max=t.aa.store.snapshot().size_bytes + room)
    full.restore(t.aa.store.snapshot())
    t.aa.store = full
    for number in range(3):
        t.fed.act("bb-ca", t.dossier, "adopt the terms", {"text": str(number)})
    rows = [stored(t.bb, row.id) for row in t.bb.store.since(0, 99, t.bb.id)]
    before, inbound = state(t.aa), t.aa.store.inbound(t.bb.id)
    try:
        give(t.bb, t.aa, rows)
    except StoreFull:
        assert (state(t.aa), t.aa.store.inbound(t.bb.id)) == (before, inbound)
    else:
        assert t.aa.store.size() > len(before[0])  # type: ignore[arg-type]
    assert not t.aa.pending
    big = MemoryStore()
    big.restore(full.snapshot())
    t.aa.store = big
    t.fed.settle()
    assert t.aa.replica(t.dossier).tips() == t.bb.replica(t.dossier).tips()
