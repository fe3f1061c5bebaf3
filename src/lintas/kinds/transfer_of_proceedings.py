"""Transfer of criminal proceedings: another state prosecutes in our place, because the person or the evidence is there.

UNTOC art. 21; UNCAC art. 47; so too where a national is not handed over and is to be tried at home (UNTOC 16(10)). Who
has handed over the file does not prosecute while the other does, and may resume if nothing comes of it there.
"""

from __future__ import annotations

from lintas.dossier.declare import WorkingDays, begins, clock, kind, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Link, Secret, Text, choice
from lintas.kinds.parts.finding import AGAINST, CLEARED, finding
from lintas.kinds.parts.original import original
from lintas.kinds.parts.papers import Due, Evidence, Outcome, Reasons, Receipt, Refusal, RefusalOfPerson, Words
from lintas.kinds.parts.people import FirstSubject
from lintas.kinds.parts.query import query


class Offered(FirstSubject):
    """Whom we prosecute for what, how far it has come, why it should go on there, and where our file is."""

    why = choice("a national there is not extradited", "the person is there", "the evidence is there",
        "proceedings there already", "other")  # fmt: skip
    facts = Secret
    law = Text
    stage = Text
    time_bar = Text.optional
    victims = Text.optional
    basis = Text
    extradition = Link.optional
    files = File.optional.several


class Accepted(Body):
    """Which authority prosecutes, for which offence under our law, and what becomes of acts done under yours."""

    authority = Text
    offence_here = Text
    acts_done = Text
    conditions = Text.optional


class Discontinued(Body):
    """That proceedings here stand still, since when, and on whose decision."""

    decision = Text
    on = Date


ORIGINAL_SENT, ORIGINAL = original("sending", "taking", at="offering")
MORE, QUERY = query("taking", "sending", at="received")
ASK, QUESTION = finding("taking", at="received")
DECIDED = "accept, refuse, refuse for what was found, revise the date"
NO_MORE = "judged, not prosecuted, refused"

KIND = kind(
    "transfer_of_proceedings",
    "Transfer of proceedings",
    sentence="I see who prosecutes this person today, and nobody is tried twice or by nobody.",
    basis="UNTOC art. 21; UNCAC art. 47; 1988 Convention art. 8; aut dedere aut judicare: UNTOC art. 16(10)",
    traits=frozenset({"case"}),
    roles=(one("sending"), one("taking")),
    verbs=(
        begins("offer the proceedings", Offered, takes="sending", seats="taking", to="offering", use="ask"),
        may("sending, taking", "write", Words),
        ORIGINAL_SENT,
        may("taking", "acknowledge", Due, at="-", to="received", needs=some("sending", "offering")),
        may("taking", "revise the date", Due, at="received"),
        MORE,
        *ASK,
        may("taking", "accept", Accepted, at="received", to="accepted", persons=2,
            needs=(some("sending", "offering"), no("query", "asked"), CLEARED)),
        may("taking", "refuse", Refusal, at="-, received", to="refused", persons=2, needs=some("sending", "offering"),
            aside=True),
        may("taking", "refuse for what was found", Refusal, at="received", to="refused", persons=2,
            needs=(some("sending", "offering"), AGAINST)),
        may("sending", "hand over the file", Evidence, at="offering", to="handed over", persons=2, use="release",
            needs=some("taking", "accepted")),
        may("sending", "say that ours stand still", Discontinued, at="handed over"),
        may("taking", "confirm the file", Receipt, at="accepted", to="prosecuting", needs=some("sending",
            "handed over")),
        may("taking", "tell how far it is", Outcome, at="prosecuting"),
        may("taking", "report the judgment", Outcome, at="prosecuting", to="judged"),
        may("taking", "decide not to prosecute", RefusalOfPerson, at="accepted, prosecuting", to="not prosecuted",
            persons=2, aside=True),
        may("sending", "close", Outcome, at="offering, handed over", to="closed", needs=some("taking", NO_MORE)),
        may("sending", "resume here", Reasons, at="handed over", to="resumed", persons=2,
            needs=some("taking", "not prosecuted"), aside=True),
        may("sending", "withdraw", Reasons, at="offering", to="withdrawn", needs=no("taking", NO_MORE), aside=True),
        may("sending", "let another authority of ours go on", Reasons, seats="sending", persons=2, aside=True),
        may("taking", "let another authority of ours answer", Reasons, seats="taking", persons=2, aside=True),
    ),
    phases=(
        phase("closed", some("sending", "closed"), ends=True),
        phase("resumed", some("sending", "resumed"), ends=True),
        phase("withdrawn", some("sending", "withdrawn"), ends=True),
        phase("judged there", some("taking", "judged")),
        phase("not prosecuted there", some("taking", "not prosecuted")),
        phase("refused", some("taking", "refused")),
        phase("prosecuted there", some("taking", "prosecuting")),
        phase("file on its way", some("sending", "handed over")),
        phase("accepted", some("taking", "accepted")),
        phase("more asked for", some("query", "asked")),
        phase("a finding stands in the way", some("taking", "received"), AGAINST),
        phase("received", some("taking", "received")),
        phase("offered"),
    ),
    items=(QUESTION, QUERY, ORIGINAL),
    clocks=(
        clock("acknowledge", "taking", "offer the proceedings", WorkingDays(2), "acknowledge, refuse"),
        clock("decide", "taking", "acknowledge", "by", DECIDED, "ask for more", "supplement"),
        clock("decide by the revised date", "taking", "revise the date", "by", DECIDED, "ask for more", "supplement"),
    ),
)  # fmt: skip
