"""An author corrects what it said: every holder is told, signs for it, and nobody reads the old words without it."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest

from lintas.cli.show_page import show_page
from lintas.compose.commands import run_command
from lintas.compose.orders import Corrected
from lintas.node.author import Authored
from lintas.node.correct import CorrectionOrder, NotCorrectable, correct
from lintas.node.corrections import open_corrections
from lintas.node.export import export
from lintas.node.holders import HoldersLeftOut
from lintas.node.order import NotOpen
from lintas.node.plain_data import plain
from lintas.node.recall import RecallOrder, recall
from lintas.node.release import ReleaseOrder, release
from lintas.node.show import ShownAct, show
from lintas.node.state import Node
from lintas.node.timeline import timeline
from lintas.node.verify_export import verify_export
from lintas.node.witnessing import checkpoint
from lintas.wire.identifiers import show as show_id
from tests.kinds.every import every_kind
from tests.node.hostile import TERMS, WORDS
from tests.support.federation import Federation3

FRAUD = {"name": "fraud", "band": "4 years or more"}
QUESTION = {
    "urgency": "urgent",
    "question": "Who is it?",
    "purpose": "To find out",
    "offence": FRAUD,
    "person": "A. Nobody",
}


class Said:
    """aa asked bb about a person; cc is a party that was not told."""

    def __init__(self) -> None:
        self.fed = Federation3.build(("aa-ca", "bb-ca", "cc-ca"), kinds=("exchange",))
        self.aa, self.bb, self.cc = self.fed.nodes.values()
        self.dossier = self.fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca", "cc-ca")}).dossier
        self.fed.settle()
        for code in ("bb-ca", "cc-ca"):
            self.fed.act(code, self.dossier, "adopt the terms", WORDS)
        self.fed.settle()
        asked = {"asked": ("bb-ca",)}
        self.act = self.fed.act("aa-ca", self.dossier, "ask", QUESTION, asked, readers=("bb-ca",)).act
        self.fed.settle()

    def correct(self, by: str = "aa-ca", *acts: bytes, cause: str = "acquitted") -> Authored:
        order = CorrectionOrder(acts or (self.act,), cause, "acquitted on appeal", self.fed.desks[by])
        done = correct(self.fed.nodes[by], self.dossier, order)
        self.fed.nodes[by].commit()
        return done

    def shown(self, node: Node, act: bytes = b"") -> ShownAct:
        return next(each for each in show(node, self.dossier).acts if each.id == (act or self.act))


@pytest.fixture
def said() -> Said:
    return Said()


def test_who_holds_it_reads_the_correction_and_who_does_not_sees_that_there_is_one(said: Said) -> None:
    done = said.correct()
    assert done.audience == (said.bb.id,)
    said.fed.settle()
    for node, cause in ((said.aa, "acquitted"), (said.bb, "acquitted"), (said.cc, "")):
        (found,) = said.shown(node).corrected
        assert (found.by, found.cause) == (done.act, cause)
    assert said.shown(said.cc).says is None


def test_who_was_released_it_later_holds_it_and_reads_the_correction(said: Said) -> None:
    release(said.aa, said.dossier, ReleaseOrder((said.cc.id,), (said.act,), said.fed.desks["aa-ca"]))
    said.aa.commit()
    said.fed.settle()
    assert set(said.correct().audience) == {said.bb.id, said.cc.id}
    said.fed.settle()
    (found,) = said.shown(said.cc).corrected
    assert found.cause == "acquitted"


def test_it_is_due_until_the_holder_has_signed_for_it(said: Said) -> None:
    assert list(open_corrections(said.aa)) == []
    done = said.correct()
    (found,) = open_corrections(said.aa)
    assert (found.dossier, found.act, found.correction.by) == (said.dossier, said.act, done.act)
    assert found.correction.reached == {"bb-ca": "queued"}
    said.fed.settle()
    assert list(open_corrections(said.aa)) == []
    assert said.shown(said.aa).corrected[0].reached == {"bb-ca": "stored"}
    assert list(open_corrections(said.bb)) == [], "it is its author's to see to"


def test_a_holder_who_left_is_named_and_stays_on_the_list(said: Said) -> None:
    said.fed.act("bb-ca", said.dossier, "leave", {"text": "we leave"})
    said.fed.settle()
    assert said.bb.id not in said.aa.replica(said.dossier).now().parties
    done = said.correct()
    assert done.audience == ()
    said.fed.settle()
    (found,) = open_corrections(said.aa)
    assert (found.correction.reached, found.correction.left) == ({}, ("bb-ca",))


def test_it_can_be_corrected_after_the_matter_has_ended(said: Said) -> None:
    said.fed.act("aa-ca", said.dossier, "withdraw", {"reasons": "over"}, item=said.act[:16])
    for verb, words in (("close", WORDS), ("file away", {})):
        said.fed.act("aa-ca", said.dossier, verb, words)
    said.fed.settle()
    assert show(said.aa, said.dossier).ended
    said.correct()
    said.fed.settle()
    assert said.shown(said.bb).corrected[0].cause == "acquitted"


def test_only_its_author_corrects_an_act(said: Said) -> None:
    with pytest.raises(NotCorrectable, match="aa-ca is its author"):
        said.correct("bb-ca")
    with suppress(NotOpen):
        said.fed.act("bb-ca", said.dossier, "correct", {"cause": "error", "text": "we know better"}, re=(said.act,))
        said.fed.settle()
    assert said.shown(said.aa).corrected == ()


def test_nobody_who_holds_it_can_be_left_out(said: Said) -> None:
    with pytest.raises(HoldersLeftOut, match="bb-ca"):
        said.fed.act(
            "aa-ca", said.dossier, "correct", {"cause": "error", "text": "x"}, readers=("cc-ca",), re=(said.act,)
        )


def test_what_cannot_be_corrected_is_said(said: Said) -> None:
    opened = next(each.id for each in show(said.aa, said.dossier).acts if each.verb == "open")
    key = next(each.id for each in show(said.aa, said.dossier).acts if (each.form, each.author) == ("key", "aa-ca"))
    for acts, why in (((b"x" * 32,), "no act of this dossier"), ((key,), "says nothing"), ((), "at one item")):
        with pytest.raises(NotCorrectable, match=why):
            correct(said.aa, said.dossier, CorrectionOrder(acts, "error", "x", said.fed.desks["aa-ca"]))
    assert set(said.correct("aa-ca", opened, said.act).audience) == {said.bb.id, said.cc.id}


def test_the_page_has_it_before_the_words(said: Said) -> None:
    said.correct()
    said.fed.settle()
    page = show_page(plain(show(said.bb, said.dossier)), every_kind()["exchange"], 0, "")
    assert page.index("CORRECTED") < page.index("A. Nobody")
    assert "acquitted on appeal" in page


def test_exports_and_checks_have_it(said: Said) -> None:
    done = said.correct()
    said.fed.settle()
    checkpoint(said.bb)
    said.bb.commit()
    report = verify_export(io.BytesIO(export(said.bb, said.dossier)))
    assert report.ok
    (found,) = [each for each in report.findings if each.code == "corrected"]
    assert "aa-ca corrected" in found.words
    (corrected,) = [each for each in report.acts if each.corrected]
    assert corrected.id == said.act
    text = timeline(report)
    assert text.index("CORRECTED by") < text.index("A. Nobody")
    assert show_id(done.act)[:8] in text


def test_what_was_corrected_is_not_taken_over(said: Said) -> None:
    said.correct()
    said.fed.settle()
    name, officer = "ursula", said.fed.nodes["bb-ca"]
    token = run_command(officer, "appoint", {"name": name, "roles": ["author", "approver"]})
    args = {
        "as": {"name": name, "token": token["token"]}, "dossier": show_id(said.dossier), "verb": "ask",
        "to": {"asked": ["aa-ca"]}, "audience": "aa-ca", "take": [f"{show_id(said.dossier)}/{show_id(said.act)}"],
        "fields": {},
    }  # fmt: skip
    with pytest.raises(Corrected):
        run_command(officer, "act", args)


def test_a_recall_of_the_correction_leaves_the_mark(said: Said) -> None:
    done = said.correct()
    said.fed.settle()
    recall(said.aa, said.dossier, RecallOrder((done.act,), "the words said too much", said.fed.desks["aa-ca"]))
    said.aa.commit()
    said.fed.settle()
    (found,) = said.shown(said.cc).corrected
    assert (found.by, found.cause, found.text) == (done.act, "", "")
