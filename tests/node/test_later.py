"""What a node does not know yet: acts of a later version, labels, kinds of message. Nothing crashes, no link stands
still, and after the upgrade everything is there.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.crypto.cose import sign1
from lintas.dossier import header_bytes
from lintas.dossier.admission import SignedAct, parse_act
from lintas.dossier.header import Header
from lintas.node import fetch, line
from lintas.node.check_store import check_store
from lintas.node.courier import ROUTES
from lintas.node.line import NoSuchPath
from lintas.node.ports import WaitingAct
from lintas.node.show import show
from lintas.node.state import Node
from lintas.node.status import status
from lintas.node.take_up import take_up
from lintas.node.vitals import vitals
from lintas.sync.compare import Ping, ping_fields
from lintas.sync.envelope import Envelope, write
from lintas.sync.line import info, seal_request
from lintas.sync.link import LinkBatch, LinkItem, batch_fields
from lintas.wire import cbor
from tests.node.hostile import TERMS, draft, errors, give, signed
from tests.node.pair import Pair
from tests.support.federation import Federation3

LATER = 2


def later(act: SignedAct, node: Node, **labels: object) -> SignedAct:
    """The same act as a later version writes it: with another version, and a label of its own."""
    fields = cbor.decode(header_bytes.encode(act.act.header), size_max=100_000)
    fields |= {1: LATER, 90: "what version 2 adds"} | {int(name[1:]): value for name, value in labels.items()}
    payload = cbor.encode(fields)
    return SignedAct(
        replace(act.act, id=header_bytes.act_id(payload)), sign1(node.identity.signer, payload, kind="act")
    )


def after(act: SignedAct, header: Header) -> Header:
    """The header of what its author does next."""
    return replace(
        header, sequence=act.act.header.sequence + 1, prev=act.act.id, seen=(), depth=act.act.header.depth + 1
    )


def upgraded(node: Node, *acts: SignedAct) -> None:
    """The node starts with a program that knows the version of these acts, which the one before could only keep: their
    rows lie there without bodies, as `test_an_act_of_a_later_version_is_kept` finds them.
    """
    with node.store.batch() as batch:
        for each in acts:
            act = each.act
            dossier = act.id[:16] if act.header.first else act.header.dossier
            batch.put_waiting(WaitingAct(act.id, dossier, act.header.author, each.signed, None, None, 1))
    node.forget()
    take_up(node)
    node.commit()


@pytest.fixture
def pair() -> Pair:
    return Pair()


def ids(node: Node, dossier: bytes) -> set[bytes]:
    return {row.id for row in node.store.acts(dossier)}


def given(pair: Pair) -> tuple[SignedAct, SignedAct]:
    """aa did something in version 2, and then something in version 1 that rests on it; bb was sent both."""
    first = later(signed(pair.aa, draft(pair.aa, pair.dossier)), pair.aa)
    second = signed(pair.aa, after(first, draft(pair.aa, pair.dossier)))
    return first, second


def test_an_act_of_a_later_version_is_kept_and_shown_and_holds_up_nothing(pair: Pair) -> None:
    first, second = given(pair)
    receipt = give(pair.aa, pair.bb, [LinkItem(first.signed), LinkItem(second.signed)])
    assert (receipt.taken, receipt.refused) == (True, ())
    assert set(receipt.waiting) == {first.act.id, second.act.id}
    assert receipt.anchor == second.act.id
    assert first.act.id not in ids(pair.bb, pair.dossier)
    for _ in range(2):
        assert (len(pair.bb.later), len(pair.bb.staged)) == (1, 1)
        seen = show(pair.bb, pair.dossier)
        assert (seen.later, seen.waiting) == (1, 1)
        assert (status(pair.bb).later, vitals(pair.bb).later_count) == (1, 1)
        assert [each.code for each in check_store(pair.bb).findings] == ["later-version"]
        pair.bb.forget()
        take_up(pair.bb)
    other = pair.fed.act("bb-ca", pair.dossier, "adopt the terms", {"text": "meanwhile"}).act
    assert other in ids(pair.bb, pair.dossier)


def test_after_the_upgrade_it_is_folded(pair: Pair) -> None:
    first = signed(pair.aa, draft(pair.aa, pair.dossier))
    second = signed(pair.aa, after(first, draft(pair.aa, pair.dossier)))
    upgraded(pair.bb, second, first)
    assert (len(pair.bb.later), len(pair.bb.staged)) == (0, 0)
    replica = pair.bb.replica(pair.dossier)
    assert {first.act.id, second.act.id} <= replica.judged.keys() & ids(pair.bb, pair.dossier)
    pair.bb.forget()
    assert {first.act.id, second.act.id} <= ids(pair.bb, pair.dossier)
    assert check_store(pair.bb).findings == ()


def test_a_dossier_that_begins_in_a_later_version_is_there_after_the_upgrade_and_its_body_is_asked_for(
    pair: Pair,
) -> None:
    opened = pair.fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    row = pair.aa.store.act(opened.act)
    assert row
    assert not pair.bb.has(opened.dossier)
    upgraded(pair.bb, parse_act(row.signed))
    assert ids(pair.bb, opened.dossier) == {opened.act}
    assert [act.id for act in pair.bb.lacking.due(pair.aa.id, pair.bb.clock(), 9)] == [opened.act]


def test_what_a_newer_program_does_not_admit_is_forgotten(pair: Pair) -> None:
    good = signed(pair.aa, draft(pair.aa, pair.dossier))
    forged = SignedAct(good.act, sign1(pair.bb.identity.signer, header_bytes.encode(good.act.header), kind="act"))
    shapeless = later(good, pair.aa, _1=1, _11=99)
    for bad in (forged, shapeless):
        upgraded(pair.bb, bad)
        assert (len(pair.bb.later), len(pair.bb.staged), list(pair.bb.store.waiting())) == (0, 0, [])
        assert bad.act.id not in ids(pair.bb, pair.dossier)


def test_what_is_not_signed_by_its_author_is_not_kept(pair: Pair) -> None:
    act = signed(pair.aa, draft(pair.aa, pair.dossier))
    forged = later(act, pair.bb)
    assert errors(give(pair.aa, pair.bb, [LinkItem(forged.signed)])) == ["BadSignature"]
    unproven = later(act, pair.aa, _16=b"u" * 32)
    assert errors(give(pair.aa, pair.bb, [LinkItem(unproven.signed)])) == ["UnknownRegistry"]
    shapeless = later(act, pair.aa, _3=b"short")
    assert errors(give(pair.aa, pair.bb, [LinkItem(shapeless.signed)])) == ["BadShape"]
    assert len(pair.bb.later) == 0


def test_a_sender_has_an_allowance_of_them(pair: Pair) -> None:
    pair.bb.limits = replace(pair.bb.limits, waiting_acts_max=3)
    act = signed(pair.aa, draft(pair.aa, pair.dossier))
    sent = [LinkItem(later(act, pair.aa, _91=number).signed) for number in range(5)]
    assert errors(give(pair.aa, pair.bb, [*sent, sent[0]])) == ["WaitingFull"] * 2
    assert len(pair.bb.later) == 3


def test_of_the_registry_none_is_kept_since_its_acts_are_taken_with_their_bodies() -> None:
    fed = Federation3.build(("aa-ca", "bb-ca", "cc-ca"), kinds=("registry",))
    registry = fed.found_registry()
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    act = later(signed(aa, draft(aa, registry)), aa)
    assert errors(give(aa, bb, [LinkItem(act.signed)])) == ["UnknownVersion"]
    assert len(bb.later) == 0


def test_nobody_is_asked_again_and_again_for_what_is_here_already(pair: Pair) -> None:
    first, second = given(pair)
    give(pair.aa, pair.bb, [LinkItem(second.signed)])
    assert fetch.wanted(pair.bb, pair.aa.id) == (pair.dossier,)
    give(pair.aa, pair.bb, [LinkItem(first.signed)])
    assert fetch.wanted(pair.bb, pair.aa.id) == ()


def test_labels_that_are_not_known_are_passed_over_in_every_message(pair: Pair) -> None:
    aa, bb = pair.aa, pair.bb
    act = signed(aa, draft(aa, pair.dossier))
    envelope = Envelope(aa.id, bb.id, aa.entropy(16), aa.clock())
    batch = LinkBatch(aa.entropy(16), 0, 0, bytes(32), (LinkItem(act.signed),))
    for kind, fields in (("ping", ping_fields(Ping(None, aa.federation.reg))), ("link", batch_fields(batch))):
        data = write(aa.identity.signer, kind, replace(envelope, nonce=aa.entropy(16)), fields | {90: ["new"], 5: 1})
        data = cbor.encode([data, []]) if kind == "link" else data
        assert ROUTES[f"/lintas/v1/{kind}"](bb, data)
        bb.commit()
    assert act.act.id in ids(bb, pair.dossier)


def test_a_kind_of_message_that_is_not_known_is_refused_and_nothing_else_is(pair: Pair) -> None:
    key = b"k" * 32
    wrapped = pair.bb.suite.wrap(pair.bb.identity.authority.recipient, key, info(pair.bb.id))
    with pytest.raises(NoSuchPath):
        ROUTES[line.PATH](pair.bb, seal_request(key, wrapped, 1, "/lintas/v3/other", b"?"))
    pair.say()
    pair.bring()
    assert pair.same()
