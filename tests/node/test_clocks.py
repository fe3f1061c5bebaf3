"""Who owes what by when, as each side can tell it: from a receipt, or from what an act claims."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.node.clocks import BY_ITS_AUTHOR, BY_RECEIPT, KEPT, NOT_RECEIVED, RUNNING, STILL, ShownClock, clocks
from lintas.node.deliver import STORED
from lintas.node.marks import Marks
from lintas.node.receipts import REFUSED, TAKEN
from lintas.wire.limits import LIMITS, Limits
from tests.support.federation import Federation3

HOUR_MS = 60 * 60 * 1000
TERMS = {"purpose": "Boats stolen at sea", "basis": "Agreement of the invented states"}
FRAUD = {"name": "fraud", "band": "4 years or more"}
QUESTION = {"question": "Whose boat?", "purpose": "To return it", "offence": FRAUD}


def asked(readers: tuple[str, ...] = ("bb-ca",), **said: str) -> tuple[Federation3, bytes, bytes]:
    """A question of aa-ca to bb-ca and cc-pol, not yet delivered: federation, dossier, request."""
    fed = Federation3.build(["aa-ca", "bb-ca", "cc-pol"], kinds=("exchange",))
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca", "cc-pol")})
    fed.settle()
    done = fed.act("aa-ca", opened.dossier, "ask", QUESTION | said, {"asked": ("bb-ca", "cc-pol")}, readers=readers)
    return fed, opened.dossier, done.act[:16]


def clock(fed: Federation3, code: str, dossier: bytes, owes: str = "bb-ca", name: str = "answer") -> ShownClock:
    """The one clock of this name that a party has, as one node sees it."""
    (found,) = [c for c in clocks(fed.nodes[code], dossier) if c.owed_by == owes and c.name == name]
    return found


def test_a_clock_has_not_begun_before_the_receipt_is_here() -> None:
    fed, dossier, _ = asked(urgency="urgent, at hand")
    assert clock(fed, "aa-ca", dossier).state == NOT_RECEIVED
    assert clock(fed, "aa-ca", dossier).due_ms is None


def test_the_author_counts_from_the_receipt_and_the_other_from_what_the_act_claims() -> None:
    fed, dossier, request = asked(urgency="urgent, at hand")
    sent_ms = fed.clock.now_ms
    fed.settle()
    here, there = clock(fed, "aa-ca", dossier), clock(fed, "bb-ca", dossier)
    assert (here.state, here.rests_on, there.rests_on) == (RUNNING, BY_RECEIPT, BY_ITS_AUTHOR)
    assert here.since_ms > there.since_ms
    assert sent_ms < here.since_ms <= fed.clock.now_ms
    for each in (here, there):
        assert each.item == request
        assert each.due_ms is not None
        assert each.due_ms - each.since_ms == 8 * HOUR_MS


def test_who_cannot_read_the_question_sees_that_a_clock_runs_and_no_date() -> None:
    fed, dossier, _ = asked(urgency="urgent, at hand")
    fed.settle()
    found = clock(fed, "cc-pol", dossier)
    assert (found.state, found.due_ms, found.until) == (RUNNING, None, "")


@pytest.mark.parametrize(("urgency", "hours"), [("urgent, at hand", 8), ("urgent", 72), ("other", 168)])
def test_the_time_is_that_of_the_urgency(urgency: str, hours: int) -> None:
    fed, dossier, _ = asked(urgency=urgency)
    fed.settle()
    found = clock(fed, "bb-ca", dossier)
    assert found.due_ms == found.since_ms + hours * HOUR_MS


def test_a_day_that_is_named_is_the_day_and_runs_no_other_clock() -> None:
    fed, dossier, _ = asked(urgency="adopted", by="2026-12-24")
    fed.settle()
    assert clock(fed, "bb-ca", dossier, name="answer by the day named").until == "2026-12-24"
    names = [c.name for c in clocks(fed.nodes["bb-ca"], dossier)]
    assert names.count("answer") == 0


def test_an_answer_keeps_the_time_of_its_author_alone() -> None:
    fed, dossier, request = asked(urgency="urgent")
    fed.settle()
    fed.act("bb-ca", dossier, "nothing held", item=request)
    fed.settle()
    kept, still_owed = clock(fed, "aa-ca", dossier), clock(fed, "aa-ca", dossier, owes="cc-pol")
    assert kept.state == KEPT
    assert kept.stopped_ms is not None
    assert still_owed.state == RUNNING


def test_while_it_stands_still_no_time_passes() -> None:
    fed, dossier, request = asked(urgency="urgent")
    fed.settle()
    due = clock(fed, "bb-ca", dossier).due_ms
    hold: dict[str, Any] = {"reasons": "leave of a judge"}
    stopped = fed.act("bb-ca", dossier, "stop the clock", hold, item=request).judged.act.header.time_ms
    assert clock(fed, "bb-ca", dossier).state == STILL
    fed.clock.now_ms += 5 * HOUR_MS
    resumed = fed.act("bb-ca", dossier, "resume", item=request).judged.act.header.time_ms
    found = clock(fed, "bb-ca", dossier)
    assert found.state == RUNNING
    assert due is not None
    assert found.due_ms == due + resumed - stopped
    assert resumed - stopped >= 5 * HOUR_MS


def test_what_was_answered_before_it_was_asked_again_keeps_no_time() -> None:
    fed = Federation3.build(["aa-ca", "bb-ca"], kinds=("hotline",))
    line = fed.open("aa-ca", "hotline", "open the line", {"terms": "an exercise", "languages": "English"},
                    {"end": ("bb-ca",)}).dossier  # fmt: skip
    said = {"urgency": "today", "text": "A boat left."}
    message = fed.act("aa-ca", line, "say", said, {"reader": ("bb-ca",)}).act[:16]
    fed.settle()
    fed.act("bb-ca", line, "acknowledge", item=message)
    fed.settle()
    fed.act("aa-ca", line, "follow up", said, item=message)
    fed.settle()
    assert clock(fed, "aa-ca", line, name="acknowledge").state == KEPT
    assert clock(fed, "aa-ca", line, name="acknowledge what followed").state == RUNNING
    fed.act("bb-ca", line, "acknowledge", item=message)
    fed.settle()
    assert clock(fed, "aa-ca", line, name="acknowledge what followed").state == KEPT


FULL = Limits(dossier_acts_max=1)
"""With these a node refuses each further act of a dossier."""


def mark(fed: Federation3, request: bytes, dossier: bytes) -> str:
    """How far the question has got with bb-ca, as its author reads it."""
    node = fed.nodes["aa-ca"]
    return next(Marks(node).of(row)["bb-ca"] for row in node.store.acts(dossier) if row.id[:16] == request)


def refused() -> tuple[Federation3, bytes, bytes]:
    """The question was refused by bb-ca and taken by cc-pol."""
    fed, dossier, request = asked(readers=("bb-ca", "cc-pol"), urgency="urgent, at hand")
    fed.nodes["bb-ca"].limits = FULL
    fed.bring("aa-ca", "bb-ca")
    fed.send("aa-ca", "cc-pol")
    assert mark(fed, request, dossier) == REFUSED
    return fed, dossier, request


def test_a_receipt_that_refuses_what_starts_a_clock_starts_none() -> None:
    fed, dossier, _ = refused()
    here, taken = clock(fed, "aa-ca", dossier), clock(fed, "aa-ca", dossier, owes="cc-pol")
    assert (here.state, here.since_ms, here.due_ms) == (NOT_RECEIVED, 0, None)
    assert (taken.state, taken.rests_on) == (RUNNING, BY_RECEIPT), "who took it owes all the same"


def test_what_waits_behind_something_refused_starts_none_either() -> None:
    """The key of the first question was refused, and the question waits for it; so does all that is said after it."""
    fed, dossier, request = asked(urgency="urgent, at hand")
    fed.nodes["bb-ca"].limits = FULL
    fed.bring("aa-ca", "bb-ca")
    later = fed.act("aa-ca", dossier, "ask", QUESTION | {"urgency": "urgent"}, {"asked": ("bb-ca",)}).act[:16]
    fed.bring("aa-ca", "bb-ca")
    assert [mark(fed, each, dossier) for each in (request, later)] == [TAKEN, TAKEN]
    shown = {each.item: each.state for each in clocks(fed.nodes["aa-ca"], dossier) if each.owed_by == "bb-ca"}
    assert shown == {request: NOT_RECEIVED, later: NOT_RECEIVED}


def test_what_waits_for_what_others_have_still_to_bring_starts_its_time() -> None:
    """What was refused came after all: this is there to stay, and no receipt need ever tell that it was let in."""
    fed, dossier, _ = refused()
    fed.nodes["bb-ca"].limits = LIMITS
    for text in ("one", "two"):
        fed.act("aa-ca", dossier, "change the terms", TERMS | {"crimes": text})
        fed.settle()
    fed.act("cc-pol", dossier, "adopt the terms", {"text": "we do"})
    fed.bring("cc-pol", "aa-ca")
    fed.bring("aa-ca", "bb-ca")
    later = fed.act("aa-ca", dossier, "ask", QUESTION | {"urgency": "urgent"}, {"asked": ("bb-ca",)}).act[:16]
    fed.bring("aa-ca", "bb-ca")
    assert mark(fed, later, dossier) == TAKEN
    (found,) = [each for each in clocks(fed.nodes["aa-ca"], dossier) if each.item == later]
    assert (found.state, found.rests_on) == (RUNNING, BY_RECEIPT)


def test_what_was_refused_and_came_after_all_runs_from_the_receipt_that_says_so() -> None:
    fed, dossier, request = refused()
    fed.nodes["bb-ca"].limits = LIMITS
    fed.clock.now_ms += HOUR_MS
    again_ms = fed.clock.now_ms
    fed.act("aa-ca", dossier, "clarify", QUESTION | {"urgency": "urgent"}, item=request)
    fed.settle()
    assert clock(fed, "aa-ca", dossier).state == NOT_RECEIVED, "no receipt says yet that what waited was admitted"
    fed.act("aa-ca", dossier, "clarify", QUESTION | {"urgency": "urgent"}, item=request)
    fed.settle()
    found = clock(fed, "aa-ca", dossier)
    assert mark(fed, request, dossier) == STORED
    assert (found.state, found.rests_on) == (RUNNING, BY_RECEIPT)
    assert found.since_ms >= again_ms


def test_who_is_asked_as_well_owes_from_a_receipt_that_has_the_question_and_from_none_before() -> None:
    fed = Federation3.build(["aa-ca", "bb-ca", "cc-pol"], kinds=("exchange",))
    dossier = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)}).dossier
    said = QUESTION | {"urgency": "urgent, at hand"}
    request = fed.act("aa-ca", dossier, "ask", said, {"asked": ("bb-ca",)}).act[:16]
    fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("cc-pol",)})
    fed.settle()
    fed.clock.now_ms += HOUR_MS
    later_ms = fed.clock.now_ms
    fed.act("aa-ca", dossier, "invite", {"text": "come in"}, {"member": ("cc-pol",)})
    fed.act("aa-ca", dossier, "ask another as well", {"text": "you too"}, {"asked": ("cc-pol",)}, item=request)
    assert clock(fed, "aa-ca", dossier, owes="cc-pol").state == NOT_RECEIVED
    fed.settle()
    for text in ("one", "two"):
        fed.act("aa-ca", dossier, "change the terms", TERMS | {"crimes": text})
        fed.settle()
    assert clock(fed, "aa-ca", dossier, owes="cc-pol").since_ms > later_ms
    assert clock(fed, "aa-ca", dossier).since_ms < later_ms
