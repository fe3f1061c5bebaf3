"""Authoring: what an order may not be, who may read, which epoch seals, and that a failure leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lintas.crypto.errors import BadSignature
from lintas.dossier.authority import UnknownAuthority
from lintas.dossier.header import Form
from lintas.dossier.officer_errors import NotCertified
from lintas.dossier.officers import APPROVER, AUTHOR, issue, parse_certificate
from lintas.node.author import author, open_dossier
from lintas.node.desk import CERTIFICATE_DAYS
from lintas.node.order import BadBody, NotAParty, NotOpen, Order, ReachesNobody
from lintas.node.ports import StoreFull
from lintas.node.reading import audience_of, read
from lintas.node.state import Node, UnknownDossier, UnknownKind
from lintas.store.memory import MemoryStore
from lintas.sync.link import LinkItem
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.limits import LIMITS
from tests.node.hostile import TERMS, draft, everything, federation, give, shared, signed
from tests.support.federation import Federation3

FRAUD = {"name": "fraud", "band": "4 years or more"}
QUESTION = {"urgency": "urgent", "question": "Whose boat?", "purpose": "To return it", "offence": FRAUD}
REASONS = {"reasons": "Out of turn"}


class Desk:
    """aa at its desk, with a dossier of aa, bb and cc; dd is no party."""

    def __init__(self) -> None:
        self.fed: Federation3 = federation()
        self.dossier = shared(self.fed)
        self.node: Node = self.fed.nodes["aa-ca"]

    def order(self, verb: str = "change the terms", fields: Any = TERMS, to: Any = None, **more: Any) -> Order:
        readers = more.pop("readers", ("bb-ca",))
        return replace(self.fed.order("aa-ca", verb, fields, to, readers=readers), **more)

    def do(self, order: Order) -> bytes:
        return author(self.node, self.dossier, order).act

    def forms(self) -> list[str]:
        return [node.act.header.form.name for node in self.node.replica(self.dossier).graph.nodes.values()]


@pytest.fixture
def at() -> Desk:
    return Desk()


REFUSED: dict[str, tuple[Callable[[Desk], Order], type[Exception]]] = {
    "nobody reads it": (lambda d: d.order(audience=()), ReachesNobody),
    "only we read it": (lambda d: d.order(audience=(d.node.id,)), ReachesNobody),
    "a stranger reads it": (lambda d: d.order(readers=("bb-ca", "dd-ca")), NotAParty),
    "nobody's id reads it": (lambda d: d.order(audience=(b"?" * 16,)), NotAParty),
    "a verb that there is not": (lambda d: d.order("dance"), NotOpen),
    "a verb for others": (lambda d: d.order("adopt the terms", {}), NotOpen),
    "the verb that opens": (lambda d: d.order("open"), NotOpen),
    "an item that there is not": (lambda d: d.order(item=b"?" * 16), NotOpen),
    "nobody is named": (lambda d: d.order("invite", {"text": "Welcome"}), NotOpen),
    "an empty list is named": (lambda d: d.order("invite", {"text": "Welcome"}, {"member": ()}), NotOpen),
    "a role is named that it does not fill": (
        lambda d: d.order("invite", {"text": "Welcome"}, {"convenor": ("dd-ca",)}),
        NotOpen,
    ),
    "an authority of no federation is named": (
        lambda d: replace(d.order("invite", {"text": "Welcome"}), to={"member": (b"?" * 16,)}),
        UnknownAuthority,
    ),
    "a stranger is named at an item": (lambda d: d.order("ask", QUESTION, {"asked": ("dd-ca",)}), NotOpen),
    "a field is missing": (lambda d: d.order(fields={"purpose": "Boats"}), BadBody),
    "a field is unknown": (lambda d: d.order(fields={**TERMS, "colour": "red"}), BadBody),
    "a field is wrong": (lambda d: d.order(fields={**TERMS, "purpose": 5}), BadBody),
    "a file that is none": (
        lambda d: d.order("ask", {**QUESTION, "files": [{"root": 5, "sha256": 6}]}, {"asked": ("bb-ca",)}),
        BadBody,
    ),
    "chunks that are none": (
        lambda d: d.order("ask", {**QUESTION, "files": [{"root": [[1]], "sha256": b""}]}, {"asked": ("bb-ca",)}),
        BadBody,
    ),
    "nobody answers for it": (lambda d: d.order(officers=()), BadBody),
    "one person where two must": (
        lambda d: d.order("discharge", REASONS, {"member": ("cc-ca",)}, officers=d.fed.desks["aa-ca"][:1] * 2),
        BadBody,
    ),
    "an officer of another authority": (lambda d: d.order(officers=d.fed.desks["bb-ca"]), NotCertified),
    "an officer with another's certificate": (
        lambda d: d.order(officers=(replace(d.fed.desks["aa-ca"][0], certificate=b""),)),
        Malformed,
    ),
    "an officer in a role that there is not": (
        lambda d: d.order(officers=(replace(d.fed.desks["aa-ca"][0], role="minister"),)),
        NotCertified,
    ),
    "a language that is none": (lambda d: d.order(language="x" * 36), Malformed),
    "too many acts are answered": (lambda d: d.order(re=(b"a" * 32,) * (LIMITS.re_max + 1)), Malformed),
    "an answer to what is no act": (lambda d: d.order(re=(b"short",)), Malformed),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_order_that_cannot_be_sealed_says_why_and_leaves_nothing(at: Desk, name: str) -> None:
    make, error = REFUSED[name]
    before = (at.forms(), at.node.store.size(), at.node.vault.epochs(at.dossier))
    order = make(at)
    with pytest.raises(error) as caught:
        at.do(order)
    assert str(caught.value)
    assert not at.node.pending
    at.node.commit()
    assert (at.forms(), at.node.store.size(), at.node.vault.epochs(at.dossier)) == before
    at.do(at.order())
    at.node.commit()
    assert at.fed.restart("aa-ca").replica(at.dossier).now().parties


def test_a_body_too_large_is_refused_before_a_key_is_made_for_it(at: Desk) -> None:
    # Several texts, each within its own bound, together above that of a body.
    large = {**TERMS, **dict.fromkeys(("crimes", "handling_codes", "times"), "x" * (LIMITS.text_bytes_max - 1))}
    before = at.forms()
    with pytest.raises(TooLarge):
        at.do(at.order(fields=large))
    assert at.forms() == before
    assert not at.node.pending


def test_an_officer_without_a_certificate_cannot_seal(at: Desk) -> None:
    """None at all, one that the officer made, another authority's, and one for another officer's key."""
    officer, other = at.fed.desks["aa-ca"]
    own = at.fed.suite.signer(b"a key of the officer's own".ljust(32))
    issued = parse_certificate(officer.certificate)
    for wrong, error in (
        (replace(officer, certificate=b""), Malformed),
        (replace(officer, certificate=issue(own, replace(issued, public=own.public))), BadSignature),
        (replace(officer, certificate=at.fed.desks["bb-ca"][0].certificate), NotCertified),
        (replace(officer, certificate=other.certificate), BadSignature),
    ):
        with pytest.raises(error):
            at.do(at.order(officers=(wrong, other)))
    assert not at.node.pending
    assert at.do(at.order(officers=(officer, other)))


def test_an_expired_officer_answers_for_nothing(at: Desk) -> None:
    at.fed.clock.now_ms += CERTIFICATE_DAYS * 24 * 60 * 60 * 1000
    with pytest.raises(NotCertified):
        at.do(at.order())


def test_opening_says_what_is_wrong_with_the_order(at: Desk) -> None:
    good = at.fed.order("aa-ca", "open", TERMS, {"member": ("bb-ca",)})
    cases: list[tuple[str, Order, type[Exception]]] = [
        ("duel", good, UnknownKind),
        ("exchange", replace(good, verb="adopt the terms"), NotOpen),
        ("exchange", replace(good, verb="dance"), NotOpen),
        ("exchange", replace(good, to={}), NotAParty),
        ("exchange", replace(good, to={}, audience=()), ReachesNobody),
        ("exchange", replace(good, to={"member": ()}), NotAParty),
        ("exchange", replace(good, to={"member": (b"?" * 16,)}), UnknownAuthority),
        ("exchange", replace(good, to={"clown": (at.fed.id("bb-ca"),)}), NotOpen),
        ("exchange", replace(good, fields={}), BadBody),
    ]
    for kind, order, cause in cases:
        with pytest.raises(cause):
            open_dossier(at.node, kind, order)
        assert not at.node.pending
    with pytest.raises(UnknownDossier):
        author(at.node, b"?" * 16, good)


def test_who_is_sealed_to_is_who_reads(at: Desk) -> None:
    act = at.do(at.order(readers=("cc-ca",)))
    at.node.commit()
    at.fed.settle()
    for code, readable in (("aa-ca", True), ("bb-ca", False), ("cc-ca", True)):
        node = at.fed.nodes[code]
        row = node.store.act(act)
        assert row
        assert (row.body is not None) == readable
    found = at.node.store.act(act)
    assert found
    signed_act, content = read(at.node, found)
    assert content.fields == TERMS
    assert audience_of(at.node, signed_act.act) == (at.fed.id("cc-ca"),)


def test_one_epoch_for_each_audience_and_a_new_one_for_a_newcomer(at: Desk) -> None:
    def keys() -> int:
        return at.forms().count("KEY")

    at.do(at.order(readers=("bb-ca", "cc-ca")))
    assert keys() == 0, "the first act began an epoch for both"
    at.do(at.order(readers=("bb-ca",)))
    at.do(at.order(readers=("cc-ca",)))
    assert keys() == 2
    at.do(at.order(readers=("bb-ca",)))
    at.node.commit()
    at.do(at.order(readers=("cc-ca", "bb-ca")))
    assert keys() == 2
    at.do(at.order("invite", {"text": "Welcome"}, {"member": ("dd-ca",)}, readers=("bb-ca", "cc-ca", "dd-ca")))
    assert keys() == 3
    at.node.commit()
    at.fed.settle()
    assert at.fed.nodes["dd-ca"].has(at.dossier)


def test_a_party_that_is_not_firm_is_not_sealed_to(at: Desk) -> None:
    """aa invited dd in two stories, of which one does not hold it: until they are joined, dd is no sure reader."""
    node = at.node
    invited = signed(node, draft(node, at.dossier, "invite", to=(("member", (at.fed.id("dd-ca"),)),)))
    told = draft(
        node, at.dossier, "change the terms", incarnation=5, sequence=1, prev=bytes(32), seen=invited.act.header.past
    )
    other = signed(node, told)
    bb = at.fed.nodes["bb-ca"]
    give(node, bb, [LinkItem(invited.signed), LinkItem(other.signed)])
    now = bb.replica(at.dossier).now()
    assert at.fed.id("dd-ca") in now.parties - now.firm
    order = at.fed.order("bb-ca", "adopt the terms", {}, readers=("dd-ca",))
    with pytest.raises(NotAParty):
        author(bb, at.dossier, order)
    assert author(bb, at.dossier, replace(order, audience=(node.id,))).act


def test_two_persons_answer_where_two_must(at: Desk) -> None:
    act = at.do(at.order("discharge", REASONS, {"member": ("cc-ca",)}, readers=("bb-ca",)))
    at.node.commit()
    row = at.node.store.act(act)
    assert row
    assert {answer.role for answer in read(at.node, row)[1].officers} == {AUTHOR, APPROVER}


def test_each_act_goes_on_in_the_chain_and_cites_what_is_known(at: Desk) -> None:
    at.fed.act("bb-ca", at.dossier, "adopt the terms")
    at.fed.settle()
    before = at.node.replica(at.dossier).tips()
    header = at.node.replica(at.dossier).judged[at.do(at.order(readers=("bb-ca", "cc-ca")))].act.header
    assert set(before) == set(header.seen)
    again = at.node.replica(at.dossier).judged[at.do(at.order(readers=("bb-ca", "cc-ca")))].act.header
    assert again.sequence == header.sequence + 1
    assert again.seen == ()
    at.node.commit()
    restarted = at.fed.restart("aa-ca")
    order = at.order(readers=("bb-ca", "cc-ca"))
    new = author(restarted, at.dossier, order).judged.act.header
    assert new.incarnation != again.incarnation
    assert new.sequence == 1
    assert new.prev == bytes(32)


def full(at: Desk, room: int) -> None:
    assert isinstance(at.node.store, MemoryStore)
    store = MemoryStore(size_bytes_max=at.node.store.snapshot().size_bytes + room)
    store.restore(at.node.store.snapshot())
    at.node.store = store


def roomy(at: Desk) -> None:
    assert isinstance(at.node.store, MemoryStore)
    store = MemoryStore()
    store.restore(at.node.store.snapshot())
    at.node.store = store


def test_a_full_disk_undoes_the_act_and_the_next_one_reaches_its_readers(at: Desk) -> None:
    """The key of the epoch was durable before the disk was full, its KEY act never: nobody must seal under it."""
    before = everything(at.node), at.forms()
    full(at, 100)
    lost = at.do(at.order(readers=("bb-ca",)))
    with pytest.raises(StoreFull):
        at.node.commit()
    assert (everything(at.node), at.forms()) == before
    assert not at.node.pending
    assert at.node.store.act(lost) is None
    assert len(at.node.vault.epochs(at.dossier)) > 1
    roomy(at)
    act = at.do(at.order(readers=("bb-ca",)))
    at.node.commit()
    at.fed.settle()
    bb = at.fed.nodes["bb-ca"]
    row = bb.store.act(act)
    assert row
    assert read(bb, row)[1].fields == TERMS


def test_a_full_disk_undoes_a_new_dossier(at: Desk) -> None:
    full(at, 100)
    opened = open_dossier(at.node, "exchange", at.fed.order("aa-ca", "open", TERMS, {"member": ("bb-ca",)}))
    assert at.node.has(opened.dossier)
    with pytest.raises(StoreFull):
        at.node.commit()
    assert not at.node.has(opened.dossier)
    assert at.node.store.dossiers() == [at.dossier]


def test_a_restored_store_does_not_seal_under_epochs_that_it_lost(at: Desk) -> None:
    assert isinstance(at.node.store, MemoryStore)
    backup = at.node.store.snapshot()
    at.do(at.order(readers=("bb-ca",)))
    at.node.commit()
    at.node.store.restore(backup)
    at.node = at.fed.restart("aa-ca")
    act = at.do(at.order(readers=("bb-ca",)))
    assert at.forms()[-2:] == [Form.KEY.name, Form.VERB.name]
    at.node.commit()
    at.fed.settle()
    bb = at.fed.nodes["bb-ca"]
    row = bb.store.act(act)
    assert row
    assert read(bb, row)[1].fields == TERMS


def test_only_the_newest_epochs_are_live_and_the_oldest_makes_room(at: Desk) -> None:
    at.node.limits = replace(at.node.limits, epochs_live_max=2)
    everybody, bb, cc = ("bb-ca", "cc-ca"), ("bb-ca",), ("cc-ca",)
    begun = []
    for readers in (everybody, bb, bb, cc, cc, bb, everybody, bb):
        before = at.forms().count("KEY")
        at.do(at.order(readers=readers))
        begun.append(at.forms().count("KEY") > before)
    assert begun == [False, True, False, True, False, False, True, True]
    at.node.commit()
    at.fed.settle()
    for code, count in (("bb-ca", 7), ("cc-ca", 5)):
        node = at.fed.nodes[code]
        rows = [row for row in node.store.acts(at.dossier) if row.author == at.node.id and row.body]
        said = [read(node, row)[1].fields for row in rows]
        assert sum(fields == TERMS for fields in said) == count


@pytest.mark.slow
def test_sixteen_circles_live_at_once_and_talking_to_them_in_turn_begins_nothing() -> None:
    codes = [f"{letter}{letter}-ca" for letter in "abcdefghijklmnopqr"]
    fed = federation(*codes)
    dossier = shared(fed, *codes[1:])
    node = fed.nodes["aa-ca"]

    def keys() -> int:
        return sum(n.act.header.form is Form.KEY for n in node.replica(dossier).graph.nodes.values())

    for _ in range(2):
        for code in codes[1:16]:
            fed.act("aa-ca", dossier, "change the terms", TERMS, readers=(code,))
    assert keys() == 15
    fed.act("aa-ca", dossier, "change the terms", TERMS, readers=codes[1:])
    assert keys() == 15
    for code in (codes[16], codes[1]):
        fed.act("aa-ca", dossier, "change the terms", TERMS, readers=(code,))
    assert keys() == 16
    fed.act("aa-ca", dossier, "change the terms", TERMS, readers=codes[1:])
    assert keys() == 17
