"""Repair: headers from any party, bodies from their author, nothing for strangers, page after page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lintas.crypto.errors import BadSignature
from lintas.dossier.admission import parse_act
from lintas.node import fetch
from lintas.node.deliver import BUNDLE_MARGIN_BYTES
from lintas.node.reading import read
from lintas.node.state import Node, UnknownDossier
from lintas.sync.carried import carried, carry
from lintas.sync.envelope import Envelope, NotForUs, StaleRequest, WrongNonce, write
from lintas.sync.envelope import read as envelope_of
from lintas.sync.fetch import FETCH_KIND, FETCHED_KIND, Fetch, Fetched, fetch_fields, fetched_fields, read_fetched
from lintas.sync.link import LinkItem
from lintas.wire.errors import Malformed
from lintas.wire.limits import Limits
from lintas.wire.shape import BadShape
from tests.node.hostile import TERMS, WORDS, draft, federation, give, shared, signed, stored
from tests.support.federation import Federation3


def fetched(asker: Node, server: Node, dossier: bytes) -> tuple[int, bool]:
    """One request and its reply: how many acts the asker has now, and whether there are more."""
    request, data = fetch.ask(asker, server.id, dossier)
    taken, more = fetch.take(asker, request, fetch.serve(server, data))
    assert not taken.refused
    asker.commit()
    return asker.store.size(), more


def ready(acts: int = 6) -> tuple[Federation3, bytes, Node, Node]:
    """A dossier of aa and bb with acts of both; then aa invites dd, and dd has the invitation alone."""
    fed = federation()
    dossier = shared(fed, "bb-ca")
    for number in range(acts):
        fed.act("aa-ca", dossier, "change the terms", {**TERMS, "crimes": f"change {number}"})
        fed.settle()
        fed.act("bb-ca", dossier, "adopt the terms", {"text": f"adopted {number}"})
        fed.settle()
    aa, dd = fed.nodes["aa-ca"], fed.nodes["dd-ca"]
    fed.act("aa-ca", dossier, "invite", WORDS, {"member": ("dd-ca",)}, readers=("dd-ca", "bb-ca"))
    key, invitation = aa.store.since(aa.store.size() - 2, 2)
    give(aa, dd, [LinkItem(key.signed), LinkItem(invitation.signed)])
    return fed, dossier, aa, dd


def same(one: Node, other: Node, dossier: bytes) -> bool:
    return {row.id for row in one.store.acts(dossier)} == {row.id for row in other.store.acts(dossier)}


def test_a_newcomer_gets_every_header_and_bodies_only_from_when_it_is_included() -> None:
    fed, dossier, aa, dd = ready()
    assert fetch.wanted(dd, aa.id) == (dossier,)
    assert fetch.wanted(dd, fed.id("bb-ca")) == ()
    fetched(dd, aa, dossier)
    assert same(aa, dd, dossier)
    assert fetch.wanted(dd, aa.id) == ()
    fed.settle()
    welcome, before = list(dd.store.acts(dossier))[-1], list(dd.store.acts(dossier))[:-2]
    assert read(dd, welcome)[1].fields == WORDS
    assert all(row.body is None for row in before)
    later = fed.act("bb-ca", dossier, "adopt the terms", {"text": "now for all three"})
    fed.settle()
    row = dd.store.act(later.act)
    assert row
    assert read(dd, row)[1].fields == {"text": "now for all three"}


def test_any_party_serves_headers_but_bodies_come_from_their_author() -> None:
    fed = federation()
    dossier = shared(fed, "bb-ca", "cc-ca")
    act = fed.act("bb-ca", dossier, "adopt the terms", {"text": "for all"}).act
    fed.send("bb-ca", "cc-ca")
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    fetched(aa, cc, dossier)
    row = aa.store.act(act)
    assert row
    assert row.body is None
    fed.send("bb-ca", "aa-ca")
    assert read(aa, aa.store.act(act) or row)[1].fields == {"text": "for all"}
    assert same(aa, bb, dossier)


def test_who_names_acts_is_given_these_and_no_others() -> None:
    _, dossier, aa, dd = ready(acts=2)
    named = tuple(row.id for row in list(aa.store.acts(dossier))[2:5])
    data = fetch.ask(dd, aa.id, dossier, named)[1]
    message, bodies = carried(fetch.serve(aa, data))
    _, fields = envelope_of(dd.suite, dd.federation, FETCHED_KIND, message, to=dd.id)
    given = read_fetched(fields, bodies)
    assert {parse_act(item.signed).act.id for item in given.items} == set(named)


def test_the_author_serves_its_bodies_too() -> None:
    fed = federation()
    dossier = shared(fed, "bb-ca", "cc-ca")
    act = fed.act("bb-ca", dossier, "adopt the terms", {"text": "for aa"}, readers=("aa-ca",)).act
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    fetched(aa, bb, dossier)
    fetched(cc, bb, dossier)
    row = aa.store.act(act)
    assert row
    assert read(aa, row)[1].fields == {"text": "for aa"}
    assert (cc.store.act(act) or row).body is None


def test_a_long_dossier_comes_page_by_page_however_little_may_wait() -> None:
    _, dossier, aa, dd = ready(12)
    dd.limits, aa.limits = Limits(waiting_acts_max=4), Limits(bundle_items_max=5)
    pages = 1
    while fetched(dd, aa, dossier)[1]:
        pages += 1
        assert pages < 20
    assert pages > 3
    assert same(aa, dd, dossier)
    assert len(dd.staged) == 0
    assert not dd.store.waiting()


def test_pages_are_bounded_in_bytes() -> None:
    _, dossier, aa, dd = ready()
    aa.limits = Limits(bundle_bytes_max=BUNDLE_MARGIN_BYTES + 2_000)
    before = len(dd.staged)
    _, more = fetched(dd, aa, dossier)
    assert more
    assert 0 < len(dd.staged) - before < 6


def test_what_was_asked_for_is_bounded_in_bytes_while_it_waits() -> None:
    _, dossier, aa, dd = ready()
    dd.limits = Limits(waiting_bytes_max=3_000)
    request, data = fetch.ask(dd, aa.id, dossier)
    taken, _ = fetch.take(dd, request, fetch.serve(aa, data))
    assert {refusal.error for refusal in taken.refused} == {"WaitingFull"}
    dd.commit()
    assert sum(act.size_bytes for act in dd.store.waiting()) <= 3_000


def asked(t: tuple[Federation3, bytes, Node, Node], asker: Node, dossier: bytes, **changed: object) -> bytes:
    aa = t[2]
    made = Envelope(asker.id, aa.id, asker.entropy(16), asker.clock())
    return write(asker.identity.signer, FETCH_KIND, replace(made, **changed), fetch_fields(Fetch(dossier, ())))  # type: ignore[arg-type]


def test_strangers_and_the_discharged_get_the_answer_that_an_unknown_dossier_gets() -> None:
    t = fed, dossier, aa, dd = ready(1)
    fed.settle()
    fed.act("aa-ca", dossier, "discharge", {"reasons": "Done"}, {"member": ("dd-ca",)}, readers=("bb-ca",))
    fed.settle()
    answers = []
    for asker, which in ((fed.nodes["cc-ca"], dossier), (fed.nodes["cc-ca"], b"?" * 16), (dd, dossier)):
        with pytest.raises(UnknownDossier) as caught:
            fetch.serve(aa, asked(t, asker, which))
        answers.append((type(caught.value), set(vars(caught.value))))
    assert len({str(answer) for answer in answers}) == 1
    assert fetch.serve(aa, asked(t, fed.nodes["bb-ca"], dossier))


def test_a_dossier_that_waits_here_is_served_to_nobody() -> None:
    fed = federation()
    opened = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("cc-ca",)})
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    give(bb, aa, [stored(bb, opened.act)])
    t = (fed, opened.dossier, aa, bb)
    with pytest.raises(UnknownDossier):
        fetch.serve(aa, asked(t, fed.nodes["cc-ca"], opened.dossier))


BAD: dict[str, tuple[Callable[[tuple[Federation3, bytes, Node, Node]], bytes], type[Exception]]] = {
    "noise": (lambda t: b"noise", Malformed),
    "in another's name": (lambda t: asked(t, t[3], t[1], sender=t[0].id("bb-ca")), BadSignature),
    "for another": (lambda t: asked(t, t[3], t[1], recipient=t[0].id("bb-ca")), NotForUs),
    "too old": (lambda t: asked(t, t[3], t[1], time_ms=1), StaleRequest),
    "no dossier": (lambda t: asked(t, t[3], b"short"), BadShape),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_request_is_refused(name: str) -> None:
    t = ready(0)
    make, cause = BAD[name]
    with pytest.raises(cause):
        fetch.serve(t[2], make(t))


def test_a_request_is_answered_once_and_a_reply_answers_one_request() -> None:
    fed, dossier, aa, dd = ready(1)
    request, data = fetch.ask(dd, aa.id, dossier)
    reply = fetch.serve(aa, data)
    with pytest.raises(WrongNonce):
        fetch.serve(aa, data)
    other, _ = fetch.ask(dd, aa.id, dossier)
    with pytest.raises(WrongNonce):
        fetch.take(dd, other, reply)
    with pytest.raises(NotForUs):
        fetch.take(dd, replace(request, recipient=fed.id("bb-ca")), reply)
    with pytest.raises(NotForUs):
        fetch.take(fed.nodes["cc-ca"], request, reply)
    assert not dd.pending
    fetch.take(dd, request, reply)
    assert dd.pending


def test_a_hostile_reply_is_refused_act_by_act_and_cannot_ask_for_ever() -> None:
    fed, dossier, aa, dd = ready(1)
    bb = fed.nodes["bb-ca"]
    request, _ = fetch.ask(dd, aa.id, dossier)

    def reply(*items: LinkItem, more: bool = True) -> bytes:
        envelope = Envelope(aa.id, dd.id, request.nonce, aa.clock())
        return carry(write(aa.identity.signer, FETCHED_KIND, envelope, fetched_fields(Fetched(items, more))), [])

    forged = signed(aa, draft(bb, dossier, author=bb.id))
    taken, more = fetch.take(dd, request, reply(LinkItem(b"noise"), LinkItem(forged.signed)))
    assert [refusal.error for refusal in taken.refused] == ["Truncated", "BadSignature"]
    assert more
    assert fetch.take(dd, request, reply())[1] is False, "more of nothing is nothing"
    dd.commit()
    assert dd.store.size() == 0


def test_tips_that_the_server_does_not_know_are_passed_over() -> None:
    fed = federation()
    dossier = shared(fed, "bb-ca")
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    mine = fed.act("bb-ca", dossier, "adopt the terms", {"text": "not delivered"}).act
    theirs = fed.act("aa-ca", dossier, "change the terms", TERMS).act
    fetched(bb, aa, dossier)
    assert bb.store.act(theirs)
    assert bb.store.act(mine)
    assert not aa.store.act(mine)
