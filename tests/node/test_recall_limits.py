"""Who recalls nothing: another than the author, a thief whose key was disowned, fewer officers than it took."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.dossier.control import Erasure, erasure_fields
from lintas.dossier.header import Form
from lintas.dossier.officer_errors import TooFewOfficers
from lintas.node.disown import disown
from lintas.node.heading import next_header
from lintas.node.obey import obey
from lintas.node.recall import RecallOrder, recall
from lintas.sync.link import LinkItem
from lintas.wire.identifiers import NULL32
from tests.node.hostile import draft, federation, give, shared, signed, stored
from tests.node.recalling import WORDS, keys_of, opens, rest, taken_back, told, words
from tests.node.test_disown import VICTIM, stolen, theft
from tests.node.test_receive import sent_to


def test_an_erase_of_another_erases_nothing_at_any_node() -> None:
    fed, dossier, act, _ = told()
    cc = fed.nodes["cc-ca"]
    erase = signed(cc, draft(cc, dossier, verb="", form=Form.ERASE, control=erasure_fields(Erasure((act,)))))
    for code in ("aa-ca", "bb-ca"):
        assert not give(cc, fed.nodes[code], [LinkItem(erase.signed)]).refused
    rest(fed)
    for node in (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca")):
        assert words(node, act) == "the words that are taken back"
        assert not node.recalls.gone


def test_an_erase_that_is_disowned_before_it_is_carried_out_erases_nothing() -> None:
    fed, dossier, good, bad = theft()
    victim, bb = fed.nodes[VICTIM], fed.nodes["bb-ca"]
    give(bb, victim, [stored(bb, bad)])
    control = erasure_fields(Erasure((good,)))
    header = next_header(victim, dossier, victim.replica(dossier), form=Form.ERASE, control=control)
    saw = victim.replica(dossier).graph.nodes[good].act.header
    made = replace(header, incarnation=8, sequence=1, prev=NULL32, seen=(good,), depth=saw.depth + 1, reg=saw.reg)
    theirs = stolen(fed, made)
    assert not give(fed.nodes["aa-ca"], bb, [LinkItem(theirs.signed)]).refused
    done = disown(victim, dossier, [bad])
    victim.commit()
    give(victim, bb, [stored(victim, done.act)])
    obey(bb)
    row = bb.store.act(good)
    assert row
    assert row.body is not None
    assert not bb.recalls.due


def test_what_two_persons_had_to_say_two_take_back() -> None:
    fed = federation()
    dossier = shared(fed)
    act = fed.act("aa-ca", dossier, "discharge", {"reasons": "x"}, {"member": ("cc-ca",)}, readers=("bb-ca",)).act
    fed.settle()
    aa, desk = fed.nodes["aa-ca"], fed.desks["aa-ca"]
    with pytest.raises(TooFewOfficers):
        recall(aa, dossier, RecallOrder((act,), "it was an error", desk[:1]))
    assert recall(aa, dossier, RecallOrder((act,), "it was an error", desk)).judged.counted


def test_the_key_of_an_epoch_that_comes_after_the_recall_is_not_kept() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    act = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    late = sent_to(bb, aa, dossier)
    fed.bring("bb-ca", "cc-ca")
    erase = taken_back(fed, dossier, act).act
    # Headers come from any party, and what the key opens was recalled when it comes from its author.
    give(cc, aa, [LinkItem(item.signed) for item in late])
    give(bb, aa, [stored(bb, each.id) for each in bb.store.acts(dossier) if each.author == bb.id])
    obey(aa)
    assert aa.recalls.gone[act].erase == erase
    assert any(item.parcel for item in late)
    give(bb, aa, late)
    obey(aa)
    assert not [key for key in keys_of(aa, dossier) if opens(aa, key, act)]
