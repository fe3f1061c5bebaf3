"""After a theft: the key is renewed, and what the thief signed loses its effect in every dossier and at every node."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.cli.show_page import show_page
from lintas.cli.verify_page import verify_page
from lintas.crypto.cose import sign1
from lintas.dossier.admission import ACT_KIND, SignedAct, admit_act
from lintas.dossier.authority import NotRevoked
from lintas.dossier.control import Disown, disown_fields
from lintas.dossier.header import Form, Header
from lintas.dossier.header_bytes import encode, read_act
from lintas.node.check_store import check_store
from lintas.node.disown import NothingToDisown, disown, due
from lintas.node.export import export
from lintas.node.heading import next_header
from lintas.node.plain_data import plain
from lintas.node.show import show
from lintas.node.timeline import timeline
from lintas.node.verify_export import verify_export
from lintas.sync.link import LinkItem
from lintas.wire.identifiers import NULL32
from tests.node.hostile import TERMS, give, stored
from tests.node.test_keys import enter, founded, renewed
from tests.support.federation import Chain, Federation3

VICTIM = "aa-pol"


def stolen(fed: Federation3, header: Header) -> SignedAct:
    """A header signed with the key that was stolen."""
    payload = encode(header)
    return SignedAct(read_act(payload), sign1(fed.suite.signer(Chain(VICTIM)(32)), payload, kind=ACT_KIND))


def theft() -> tuple[Federation3, bytes, bytes, bytes]:
    """A dossier in which the victim adopted the terms, and a thief then left in its name; the good and the bad act."""
    fed, registry = founded()
    dossier = fed.open("bb-ca", "exchange", "open", TERMS, {"member": (VICTIM, "aa-ca")}).dossier
    fed.settle()
    good = fed.act(VICTIM, dossier, "adopt the terms").act
    fed.settle()
    victim, bb = fed.nodes[VICTIM], fed.nodes["bb-ca"]
    header = next_header(victim, dossier, victim.replica(dossier), verb="leave")
    theirs = stolen(
        fed, replace(header, incarnation=7, sequence=1, prev=NULL32, seen=tuple(sorted(header.past)))
    )  # fmt: skip
    receipt = give(fed.nodes["aa-ca"], bb, [LinkItem(theirs.signed)])
    assert not receipt.refused
    enter(fed, registry, renewed(fed, VICTIM))
    return fed, dossier, good, theirs.act.id


def test_what_the_thief_signed_loses_its_effect_everywhere_and_what_is_good_stays() -> None:
    fed, dossier, good, bad = theft()
    victim, bb = fed.nodes[VICTIM], fed.nodes["bb-ca"]
    assert victim.id not in bb.replica(dossier).now().parties
    assert due(victim) == (dossier,)
    # The thief's act comes to its victim, and the victim says so.
    give(bb, victim, [stored(bb, bad)])
    done = disown(victim, dossier, [bad])
    victim.commit()
    assert done.lost == (bad,)
    fed.settle()
    for node in fed.nodes.values():
        replica = node.replica(dossier)
        now, nodes = replica.now(), replica.graph.nodes
        assert now.effect(nodes[good])
        assert now.disowned(nodes[bad])
        assert victim.id in now.parties
        assert check_store(node).ok
    assert due(victim) == ()
    with pytest.raises(NothingToDisown):
        disown(victim, dossier)
    fed.desks[VICTIM] = fed.officer(VICTIM), fed.officer(VICTIM)
    after = fed.act(VICTIM, dossier, "adopt the terms")
    fed.settle()
    assert all(node.replica(dossier).judged[after.act].counted for node in fed.nodes.values())


@pytest.mark.parametrize("cited", [False, True])
def test_evidence_names_what_was_disowned_and_who_had_received_it_before(*, cited: bool) -> None:
    fed, dossier, _, bad = theft()
    victim, bb = fed.nodes[VICTIM], fed.nodes["bb-ca"]
    give(bb, victim, [stored(bb, bad)])
    if cited:
        fed.act("bb-ca", dossier, "change the terms", TERMS, readers=("aa-ca",))
    disown(victim, dossier, [bad])
    victim.commit()
    fed.settle()
    found = [each for each in verify_export(export(bb, dossier)).findings if each.code.startswith("disowned")]
    assert [each.code for each in found] == ["disowned-after-receipt" if cited else "disowned"]
    if cited:
        assert "bb-ca had received" in found[0].words


@pytest.mark.parametrize("cited", [False, True])
def test_every_page_says_in_plain_words_what_was_disowned_and_who_had_relied_on_it(*, cited: bool) -> None:
    fed, dossier, good, bad = theft()
    victim, bb = fed.nodes[VICTIM], fed.nodes["bb-ca"]
    give(bb, victim, [stored(bb, bad)])
    if cited:
        fed.act("bb-ca", dossier, "change the terms", TERMS, readers=("aa-ca",))
    done = disown(victim, dossier, [bad])
    victim.commit()
    fed.settle()
    shown = show(bb, dossier)
    how = {each.id: each.disowned for each in shown.acts}
    assert how[good] is None
    said = how[bad]
    assert said
    assert (said.by, said.after) == (done.act, ("bb-ca",) if cited else ())
    page = " ".join(show_page(plain(shown), bb.kinds["exchange"], bb.clock()).split())
    assert f"{VICTIM} says that its key was stolen when this was signed" in page
    report = verify_export(export(bb, dossier))
    checked = " ".join(verify_page(report, "case").split())
    assert "leave; counted; disowned by its author in act" in checked
    written = timeline(report)
    assert written.count("DISOWNED by") == 1
    relied = ["bb-ca had received and cited it before" in page, "after bb-ca had received" in checked,
              "relied on by  bb-ca" in written]  # fmt: skip
    assert relied == [cited] * 3, relied


def test_a_thief_cannot_disown_the_new_key() -> None:
    fed, dossier, _, _ = theft()
    victim, bb = fed.nodes[VICTIM], fed.nodes["bb-ca"]
    now = victim.federation.basis(victim.id)
    header = next_header(victim, dossier, victim.replica(dossier), form=Form.DISOWN)
    control = disown_fields(Disown((now,), ()))
    theirs = stolen(fed, replace(header, reg=victim.federation.reg, control=control))
    with pytest.raises(NotRevoked):
        admit_act(fed.suite, bb.federation, theirs.signed)


def test_who_has_renewed_nothing_has_nothing_to_disown() -> None:
    fed, _, _, _ = theft()
    bb = fed.nodes["bb-ca"]
    dossier = fed.open("bb-ca", "exchange", "open", TERMS, {"member": (VICTIM,)}).dossier
    with pytest.raises(NothingToDisown):
        disown(bb, dossier)
