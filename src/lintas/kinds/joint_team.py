"""Joint investigation team: several authorities investigate one matter under an agreement that each of them signs.

UNTOC art. 19; UNCAC art. 49. Each member says first which proceedings it has and what its law allows. The agreement can
be amended while the team works; the old one holds until all have signed the new one. What one member puts into the
log of evidence the others use as agreed, and for anything else by its leave.
"""

from __future__ import annotations

from lintas.dossier.declare import begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Text
from lintas.kinds.parts.leave import Beyond, leave
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Evidence, Outcome, Reasons, Words
from lintas.kinds.parts.people import FirstSubject

OFFER, HAND_OVER = hand_over("convenor")
PROPOSE, TAKE_OVER = take_over("convenor", by="member")
BEYOND = leave("other use", asking="seeking", giving="provider", roles=(one("seeking"), one("provider")))


class Proposal(FirstSubject):
    """The matter, our own proceedings, and why a team would help."""

    matter = Text
    proceedings = Text
    basis = Text


class Opinion(Body):
    """Our own proceedings in the matter, what our law allows a team to do, and what stands in the way."""

    proceedings = Text
    allowed = Text
    obstacles = Text.optional
    file = File.optional


class Agreement(Body):
    """Purpose, members, whose law governs what, evidence and its disclosure, data, costs, and the last day."""

    purpose = Text
    members = Text
    law = Text
    evidence = Text
    data = Text
    costs = Text
    ends_on = Date
    text = File


class Signed(Body):
    """Who signs for us, in which office, and with which declaration."""

    signed_by = Text
    on = Date
    declaration = Text.optional


TEXTS = "lay down the agreement, lay down an amendment"
SIGNED = every("member", "signed", since=TEXTS)
WORKING = some("convenor", "working")

KIND = kind(
    "joint_team",
    "Joint investigation team",
    sentence="I know which agreement binds us today, until when, and what I may do with what the others put in.",
    basis="UNTOC art. 19; UNCAC art. 49; 1988 Convention art. 9(1)(c)",
    traits=frozenset({"case"}),
    roles=(one("convenor"), many("member")),
    verbs=(
        begins("propose a team", Proposal, takes="convenor", seats="member", to="proposing", use="ask"),
        may("convenor, member", "write", Words),
        may("convenor", "invite another", Words, at="proposing, agreement laid down, working", seats="member",
            aside=True),
        may("member", "say what we have and may", Opinion, at="-", to="said"),
        may("convenor", "lay down the agreement", Agreement, at="proposing, agreement laid down",
            to="agreement laid down", needs=(some("member", "said, signed"), no("member", "-"))),
        may("member", "sign", Signed, at="said, signed", to="signed", persons=2,
            needs=some("convenor", "agreement laid down, working")),
        may("member", "leave the team", Reasons, leaves=True, persons=2, aside=True),
        may("convenor", "begin work", Words, at="agreement laid down", to="working",
            needs=(SIGNED, some("member", "signed", since=TEXTS, least=2))),
        may("convenor", "lay down an amendment", Agreement, at="working", aside=True),
        may("convenor, member", "put into the log of evidence", Evidence, at="working, signed", persons=2,
            use="release", needs=WORKING),
        may("convenor, member", "ask for another use", Beyond, opens="other use", takes="seeking", seats="provider",
            to="asked", use="ask", aside=True),
        may("convenor", "end the team", Outcome, at="working", to="ended"),
        may("member", "evaluate", Outcome, at="signed", to="evaluated", needs=some("convenor", "ended")),
        may("convenor", "close", Outcome, at="ended", to="closed", needs=no("member", "signed")),
        may("convenor", "file away", at="closed", to="filed", needs=no("other use", "asked"), aside=True),
        may("convenor", "drop", Reasons, at="proposing, agreement laid down", to="dropped", aside=True),
        OFFER,
        PROPOSE,
    ),
    phases=(
        phase("filed away", some("convenor", "filed"), ends=True),
        phase("dropped", some("convenor", "dropped"), ends=True),
        phase("closed", some("convenor", "closed"), rests=True),
        phase("to be evaluated", some("convenor", "ended")),
        phase("at work", WORKING, SIGNED),
        phase("at work, a text to be signed", WORKING),
        phase("nobody is in it", no("member", "-, said, signed"), rests=True),
        phase("signed by all", SIGNED, some("member", "signed", since=TEXTS, least=2)),
        phase("one member alone has signed", SIGNED, rests=True),
        phase("to be signed", some("convenor", "agreement laid down"), no("member", "-")),
        phase("scope agreed", some("member", "said"), no("member", "-")),
        phase("proposed"),
    ),
    items=(BEYOND, HAND_OVER, TAKE_OVER),
    clocks=(
        clock("end or prolong", "convenor", "lay down the agreement", "ends_on",
            "end the team, lay down an amendment, drop"),
        clock("end or prolong as amended", "convenor", "lay down an amendment", "ends_on",
            "end the team, lay down an amendment"),
    ),
)  # fmt: skip
