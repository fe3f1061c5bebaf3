"""Who recalls nothing: another than the author, a thief whose key was disowned, fewer officers than it took."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.crypto.errors import BadSignature
from lintas.dossier.control import Erasure, erasure_fields
from lintas.dossier.header import Form
from lintas.dossier.officer_errors import TooFewOfficers
from lintas.dossier.officers import Answer, Statement
from lintas.node.disown import disown
from lintas.node.export import export
from lintas.node.heading import next_header
from lintas.node.obey import obey
from lintas.node.order import Answering
from lintas.node.reading import read
from lintas.node.recall import RecallOrder, recall
from lintas.node.saying import Saying, say
from lintas.node.verify_export import verify_export
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


def test_a_reader_of_evidence_asks_for_as_many_as_what_is_recalled_had() -> None:
    fed = federation()
    dossier = shared(fed)
    act = fed.act("aa-ca", dossier, "discharge", {"reasons": "x"}, {"member": ("cc-ca",)}, readers=("bb-ca",)).act
    aa, desk = fed.nodes["aa-ca"], fed.desks["aa-ca"]
    control = erasure_fields(Erasure((act,)))
    saying = Saying(Form.ERASE, control, {"because": "an error"}, (fed.id("bb-ca"),), "en", 1)
    say(aa, dossier, aa.replica(dossier), saying, desk[:1])
    aa.commit()
    assert "too-few-officers" in {each.code for each in verify_export(export(aa, dossier)).findings}


class Before:
    """Officers who give the answer that they gave for something else."""

    def __init__(self, officer: Answering, said: Answer) -> None:
        self.certificate, self.said = officer.certificate, said

    def answer(self, statement: Statement) -> Answer:
        """The old answer, whatever is stated now."""
        return self.said


def test_who_answered_for_one_recall_has_not_answered_for_that_of_another_act() -> None:
    fed, dossier, one, other = told()
    bb = fed.nodes["bb-ca"]
    bb.entropy = lambda count: bytes(count)  # One nonce for both: what is named alone makes the difference.
    saying = Saying(Form.ERASE, erasure_fields(Erasure((one,))), {"because": "an error"}, (fed.id("aa-ca"),), "en", 1)
    done = say(bb, dossier, bb.replica(dossier), saying, fed.desks["bb-ca"])
    bb.commit()
    row = bb.store.act(done.act)
    assert row
    given = read(bb, row)[1].officers
    again = [Before(officer, said) for officer, said in zip(fed.desks["bb-ca"], given, strict=True)]
    say(bb, dossier, bb.replica(dossier), saying, again)
    with pytest.raises(BadSignature):
        say(bb, dossier, bb.replica(dossier), replace(saying, control=erasure_fields(Erasure((other,)))), again)


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
