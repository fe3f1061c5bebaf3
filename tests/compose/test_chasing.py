"""Reminders of whoever compiles: each party its own, a state without a node its form, and none in a case."""

from __future__ import annotations

import pytest

from lintas.compose.chasing import NoForm, form, reminder_without_node, reminders
from lintas.node.chasing import NoProgramme, Programme, programme
from lintas.office.lines import text_of
from tests.kinds.every import every_kind
from tests.kinds.samples import body
from tests.support.federation import Federation3

SECRETARIAT, VN, MY = "xs-asec", "vn-mps", "my-kdn"
AGENDA = {"body": "SOMTC", "place": "Melaka", "opens": "2026-12-20", "agenda": "1. Ports", "papers_due": "2026-12-10"}


def meeting() -> tuple[Federation3, bytes]:
    """A meeting that the Secretariat convenes for two members, whose papers are due."""
    fed = Federation3.build((SECRETARIAT, VN, MY), kinds=("meeting", "exchange"), secretariats=(SECRETARIAT,))
    dossier = fed.open(SECRETARIAT, "meeting", "convene", AGENDA, {"member": (VN, MY)}).dossier
    fed.settle()
    fed.act(SECRETARIAT, dossier, "circulate the agenda", AGENDA)
    fed.settle()
    return fed, dossier


def of(fed: Federation3, dossier: bytes) -> Programme:
    return programme(fed.nodes[SECRETARIAT], dossier)


def test_each_party_reads_what_is_to_come_from_it_by_when_and_of_nobody_else() -> None:
    fed, dossier = meeting()
    ours, theirs = reminders(of(fed, dossier))
    assert (ours.to, theirs.to) == (MY, VN)
    assert "About: Meeting: SOMTC" in theirs.text
    assert theirs.text.count("- papers (meeting), by 2026-12-10") == 1
    assert "- agree to the agenda" in theirs.text
    assert MY not in theirs.text
    assert "EXERCISE" in theirs.text
    assert not {"late", "overdue", "failed"} & set(theirs.text.lower().split())
    fed.act(VN, dossier, "agree to the agenda")
    fed.settle()
    again = {each.to: each.text for each in reminders(of(fed, dossier))}
    assert "agree to the agenda" not in again[VN]
    assert "agree to the agenda" in again[MY]


def test_a_state_without_a_node_gets_the_same_dates_and_a_form_of_what_is_entered_for_it() -> None:
    fed, dossier = meeting()
    found = of(fed, dossier)
    text = reminder_without_node(found, "Timor-Leste").text
    assert "To: Timor-Leste" in text
    assert text.count("by 2026-12-10") == 1
    assert "your original beside it" in text
    (verb,) = found.forms
    asked = "\n".join(text_of(form(found, "Timor-Leste")))
    assert "State: Timor-Leste" in asked
    assert "Title: ____" in asked
    assert "\u2610\u00a0country\u00a0report" in asked
    assert "Original" not in asked
    assert form(found, "Timor-Leste", verb.name)
    with pytest.raises(NoForm):
        form(found, "Timor-Leste", "convene")


def test_where_nothing_can_be_entered_for_a_state_its_words_are_asked_for_and_no_form_is_promised() -> None:
    fed = Federation3.build((SECRETARIAT, VN), kinds=("follow_up",), secretariats=(SECRETARIAT,))
    opens = next(verb for verb in every_kind()["follow_up"].item.verbs if verb.begins)
    to = dict.fromkeys(opens.seats, (VN,))
    found = of(fed, fed.open(SECRETARIAT, "follow_up", opens.name, body(opens.says), to).dossier)
    assert found.forms == ()
    text = reminder_without_node(found, "Timor-Leste").text
    assert "name your paper as their source" in text
    assert "form" not in text


def test_no_case_has_reminders() -> None:
    fed, _ = meeting()
    opens = next(verb for verb in every_kind()["exchange"].item.verbs if verb.begins)
    dossier = fed.open(VN, "exchange", opens.name, body(opens.says), {"member": (MY,)}).dossier
    with pytest.raises(NoProgramme):
        programme(fed.nodes[VN], dossier)
