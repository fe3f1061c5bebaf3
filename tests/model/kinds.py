"""Three small kinds for the model: offices that pass on, silence with objections, and requests with items below items.

They use every word of the grammar that the fold reads. They say nothing of the law and stand for no real cooperation.
"""

from __future__ import annotations

from lintas.dossier.declare import begins, every, kind, many, may, no, one, phase, some
from lintas.dossier.grammar import Item, Kind, Verb
from lintas.kinds import all_kinds


def hand_over(office: str) -> tuple[Verb, Item]:
    """An office of one that its holder offers and a successor takes."""
    offer = may(office, "offer", opens="hand-over", takes="outgoing", seats="successor", to="offering", aside=True)
    return offer, Item(
        "hand-over",
        roles=(one("outgoing"), one("successor")),
        verbs=(
            may(
                "successor",
                "accept the office",
                at="-",
                to="accepted",
                takes=office,
                needs=some("outgoing", "offering"),
            ),
            may("outgoing", "take back", at="offering", to="taken back", needs=some("successor", "-"), aside=True),
        ),
        phases=(
            phase("handed over", some("successor", "accepted"), ends=True),
            phase("taken back", some("outgoing", "taken back"), ends=True),
            phase("offered"),
        ),
    )


def take_over(office: str, members: str, *, majority: bool = False) -> tuple[Verb, Item]:
    """An office whose holder is silent: all others assent, then a candidate takes it (core decision 6)."""
    agreed = some("assenter", "assents", least=2) if majority else every("assenter", "assents")
    propose = may(
        members, "propose", opens="take-over", takes="candidate", convokes="assenter", save=office, to="proposed"
    )
    return propose, Item(
        "take-over",
        roles=(one("candidate"), many("assenter")),
        verbs=(
            may("assenter", "assent", at="-", to="assents", needs=some("candidate", "proposed"), once=office),
            may("candidate", "take over", at="proposed", to="taken", takes=office, deposes=True, needs=agreed),
            may("candidate", "give up", at="proposed", to="given up", aside=True),
        ),
        phases=(
            phase("taken over", some("candidate", "taken"), ends=True),
            phase("given up", some("candidate", "given up"), ends=True),
            phase("proposed"),
        ),
    )


def circle(*, majority: bool = False) -> Kind:
    """Membership above all: enrolment, discharge, leaving, hand-over and take-over of the convenor's office."""
    offer, offered = hand_over("convenor")
    propose, proposed = take_over("convenor", "member", majority=majority)
    return kind(
        "circle",
        "Circle",
        sentence="I see who is in it, and who speaks for it.",
        basis="made for the model",
        roles=(one("convenor"), many("member"), many("observer")),
        verbs=(
            begins("form", takes="convenor", seats="member, observer", to="forming"),
            may("convenor", "enrol", seats="member, observer", aside=True),
            may("convenor", "discharge", unseats="member, observer", aside=True),
            may("member, observer", "leave", leaves=True, aside=True),
            may("convenor", "change the plan", at="-, forming, planned", to="planned"),
            may("member", "agree", at="-, agrees", to="agrees", needs=some("convenor", "planned")),
            may(
                "convenor",
                "launch",
                at="planned",
                to="running",
                needs=every("member", "agrees", since="change the plan"),
            ),
            may("member, convenor", "say", aside=True),
            may("convenor", "conclude", at="running", to="concluded", needs=no("take-over", "proposed")),
            propose,
            offer,
        ),
        phases=(
            phase("concluded", some("convenor", "concluded"), ends=True),
            phase("running", some("convenor", "running")),
            phase("ready", every("member", "agrees", since="change the plan")),
            phase("nobody in it", no("member", "-, agrees"), rests=True),
            phase("forming"),
        ),
        items=(offered, proposed),
    )


SETTLED = some("chair", "adopted, maintained")


def draft_item(*, silencing: bool = False) -> Item:
    """A draft under silence; `silencing` is the mutant in which an adoption hides an objection that it crossed."""
    contested = phase("contested", SETTLED, some("member", "objects"), crossing=True)
    adopted = phase("adopted", SETTLED, ends=True)
    return Item(
        "draft",
        roles=(one("drafter"),),
        verbs=(
            may("drafter", "revise", at="tabled", to="tabled", needs=no("chair", "adopted, maintained")),
            may(
                "drafter", "withdraw", at="tabled", to="withdrawn", needs=no("chair", "adopted, maintained"), aside=True
            ),
            may("member", "endorse", at="-, endorses", to="endorses", needs=some("chair", "silence, reopened")),
            may("member", "object", at="-, endorses", to="objects", needs=some("chair", "silence"), aside=True),
            may("member", "drop", at="objects", to="endorses"),
            may("chair", "open silence", at="-, reopened", to="silence", needs=some("drafter", "tabled")),
            may(
                "chair", "adopt", at="silence", to="adopted", needs=(some("drafter", "tabled"), no("member", "objects"))
            ),
            may("chair", "reopen", at="adopted, maintained", to="reopened", needs=some("member", "objects")),
            may("chair", "maintain", at="adopted, maintained", to="maintained", needs=some("member", "objects")),
        ),
        phases=(
            phase("objection answered", some("chair", "maintained", since="object"), ends=True, crossing=True),
            phase("withdrawn", some("drafter", "withdrawn"), no("chair", "adopted, maintained"), ends=True),
            *((adopted, contested) if silencing else (contested, adopted)),
            phase("endorsed", every("member", "endorses", since="revise, reopen")),
            phase("under silence", some("chair", "silence")),
            phase("tabled"),
        ),
    )


def session(*, silencing: bool = False) -> Kind:
    """A meeting: drafts under silence, objections that cross, a chair that passes on."""
    offer, offered = hand_over("chair")
    return kind(
        "session",
        "Session",
        sentence="I see what was agreed and who objects.",
        basis="made for the model",
        roles=(one("chair"), many("member"), many("observer")),
        verbs=(
            begins("convene", takes="chair", seats="member, observer", to="sitting"),
            may("chair", "invite", seats="member, observer", aside=True),
            may("chair", "show out", unseats="member, observer", aside=True),
            may("member, observer", "leave", leaves=True, aside=True),
            may("chair, member", "table", opens="draft", takes="drafter", to="tabled"),
            may("observer, member", "say", aside=True),
            may("chair", "close", at="sitting", to="closed", needs=no("draft", "under silence, contested")),
            offer,
        ),
        phases=(
            phase("closed", some("chair", "closed"), ends=True),
            phase("at work", some("draft", "under silence, contested, tabled", least=2)),
            phase("sitting"),
        ),
        items=(draft_item(silencing=silencing), offered),
    )


def exhibit_item() -> Item:
    """A thing handed in with an answer: an item two deep, with a verb for a role of the item above."""
    return Item(
        "exhibit",
        roles=(one("custodian"), many("viewer")),
        verbs=(
            may("viewer", "inspect", at="-", to="seen", needs=some("custodian", "held")),
            may("custodian", "hand on", at="held", to="held", seats="custodian, viewer"),
            may("custodian", "bar", at="held", unseats="viewer"),
            may("asker", "return", at="asked, -", to="returned", needs=every("viewer", "seen")),
        ),
        phases=(
            phase("returned", some("asker", "returned"), ends=True),
            phase("inspected", every("viewer", "seen", since="hand on")),
            phase("held"),
        ),
    )


def point_item() -> Item:
    """One point of a request, asked of some of the parties."""
    return Item(
        "point",
        roles=(one("asker"), many("answerer")),
        verbs=(
            may("answerer", "receive", at="-", to="received", needs=some("asker", "asked")),
            may(
                "answerer",
                "answer",
                at="received, answered",
                to="answered",
                needs=some("asker", "asked", since="answer"),
            ),
            may("answerer", "exhibit", at="received", opens="exhibit", takes="custodian", seats="viewer", to="held"),
            may("asker", "supplement", at="asked", to="asked", seats="answerer", aside=True),
            may("asker", "withdraw", at="asked", to="withdrawn", needs=no("answerer", "answered"), aside=True),
            may(
                "asker",
                "close the point",
                at="asked",
                to="closed",
                needs=every("answerer", "answered", since="supplement"),
            ),
            may("requesting, requested", "note", aside=True),
        ),
        phases=(
            phase(
                "withdrawn though answered",
                some("asker", "withdrawn"),
                some("answerer", "answered"),
                ends=True,
                crossing=True,
            ),
            phase("withdrawn", some("asker", "withdrawn"), ends=True),
            phase("closed", some("asker", "closed"), no("exhibit", "held"), ends=True),
            phase("answered", every("answerer", "answered")),
            phase("asked"),
        ),
        items=(exhibit_item(),),
    )


def request() -> Kind:
    """A request with points, each with exhibits: items two deep, roles found upwards, needs on phases of items."""
    return kind(
        "request",
        "Request",
        sentence="I see what they have, and what they still owe me.",
        basis="made for the model",
        roles=(one("requesting"), many("requested")),
        verbs=(
            begins("open", takes="requesting", seats="requested", to="open"),
            may("requesting", "add", seats="requested", aside=True),
            may("requesting", "release", unseats="requested", aside=True),
            may("requesting, requested", "ask", opens="point", takes="asker", seats="answerer", to="asked"),
            may("requested", "decline", leaves=True, to="declined", aside=True),
            may("requesting", "close", at="open", to="closed", needs=every("point", "closed, withdrawn")),
        ),
        phases=(
            phase("closed", some("requesting", "closed"), ends=True),
            phase("answered", every("point", "answered, closed")),
            phase("open"),
        ),
        items=(point_item(),),
    )


def model_kinds() -> dict[str, Kind]:
    """The three kinds, by name."""
    return {found.name: found for found in (circle(), session(), request())}


def real_kinds() -> dict[str, Kind]:
    """The kinds that the project declares, by name."""
    return all_kinds()
