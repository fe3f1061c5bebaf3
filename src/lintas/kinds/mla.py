"""Mutual legal assistance: one central authority asks another for evidence or for a measure.

ASEAN MLAT: form and contents of a request 5 and 6, more information 7, use 8, refusal 3, postponement and conditions 3,
return 19. Where the treaty between the two states differs, its articles are named in the bodies. What a court does is
recorded here, not done here.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, WorkingDays, begins, clock, kind, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Link, Place, Secret, Text, choice
from lintas.kinds.former.mla_1 import KIND_1
from lintas.kinds.parts.assurance import ASSURED, assurance
from lintas.kinds.parts.custody import AWAY, SafeConduct, custody
from lintas.kinds.parts.finding import AGAINST, CLEARED, finding
from lintas.kinds.parts.leave import Beyond, leave
from lintas.kinds.parts.measures import MEASURES
from lintas.kinds.parts.original import original
from lintas.kinds.parts.papers import Conditions, Due, Evidence, Outcome, Reasons, Receipt, Refusal, Return, Words
from lintas.kinds.parts.people import FirstSubject, Subject
from lintas.kinds.parts.query import query
from lintas.kinds.parts.traces import Traces


class Asked(Body):
    """What is asked: the measures, the facts, the purpose, the treaty; procedure, confidentiality and urgency."""

    urgency = choice("ordinary", "urgent")
    measures = MEASURES.several
    details = Secret
    authority = Text
    facts = Secret
    law = Text
    purpose = Text
    treaty = Text
    places = Place.optional.several
    procedure = Text.optional
    confidentiality = Text.optional
    wanted_by = Date.optional
    files = File.optional.several
    police_exchange = Link.optional.several


class Draft(FirstSubject, Traces, Asked):
    """The draft request, shown before it is made: what would help, and what would stand in its way."""


class Request(Subject, Traces, Asked):
    """The request: who asks, about whom, on what facts, for which measures, under which treaty."""


class Granted(Body):
    """What we shall do, what not and on which ground and article, and the body that executes it."""

    doing = Text
    not_doing = Text.optional
    ground = Text.optional
    article = Text.optional
    executing = Text.optional


class Postponement(Reasons):
    """Why it would disturb proceedings here, and when we look again."""

    review_by = Date


BEGUN = "asked by word, asking, agrees to conditions"
ASKS = some("requesting", BEGUN)
WORKS = "conditions set, accepted, executing, postponed"
OPEN = f"received, {WORKS}, consulting"
LOOSE = "sent, originals on their way back"
CLEAR = no("query", "asked")
SEEK, ASSURANCE = assurance("requested", "requesting", at="received, accepted, executing, postponed")
MORE, QUERY = query("requested", "requesting", at="received, accepted, executing")
ASK, QUESTION = finding("requested", at=OPEN)
COPY, ORIGINAL = original("requesting", "requested", at=BEGUN)
LEND, PERSON = custody("requested", "requesting", at="executing, delivered", needs=(ASKS, ASSURED, CLEARED))
BEYOND = leave("other use", asking="requesting", giving="requested")

DELIVERY = Item(
    "delivery",
    roles=(),
    verbs=(
        may("requesting", "take receipt", Receipt, at="-", to="received"),
        may("requesting", "send back", Reasons, at="-", to="sent back", aside=True),
        may("requesting", "return the originals", Return, at="received", to="returned", needs=some("requested",
            "lent")),
        may("requested", "confirm their return", Receipt, at="lent", to="back", needs=some("requesting", "returned")),
        may("requested", "leave the originals there", at="lent", to="sent", aside=True),
    ),
    phases=(
        phase("sent back", some("requesting", "sent back"), ends=True),
        phase("originals returned", some("requested", "back"), ends=True),
        phase("originals on their way back", some("requesting", "returned"), some("requested", "lent")),
        phase("originals returned though they might stay", some("requesting", "returned"), ends=True),
        phase("originals held", some("requesting", "received"), some("requested", "lent"), rests=True),
        phase("received", some("requesting", "received"), rests=True),
        phase("sent"),
    ),
    clocks=(clock("return", "requesting", "lend originals", "return_by", "return the originals"),),
)  # fmt: skip

KIND = kind(
    "mla",
    "Mutual legal assistance",
    version=2,
    former=(KIND_1,),
    sentence="I see that they have my request, what they still need, and by when they owe me an answer.",
    basis="ASEAN MLAT (2004); UNTOC art. 18; UNCAC art. 46; bilateral treaty; or comity",
    traits=frozenset({"case"}),
    roles=(one("requesting"), one("requested")),
    verbs=(
        begins("share a draft", Draft, takes="requesting", seats="requested", to="drafting", use="ask"),
        may("requested, requesting", "write", Words),
        may("requested", "comment on the draft", Reasons, at="-", needs=some("requesting", "drafting")),
        may("requesting", "ask by word", Request, at="drafting", to="asked by word", use="ask", persons=2, aside=True),
        may("requesting", "request", Request, at="drafting, asked by word", to="asking", use="ask", persons=2),
        may("requested", "acknowledge", Due, at="-", to="received", needs=ASKS),
        may("requested", "revise the date", Due, at=OPEN),
        MORE,
        SEEK,
        *ASK,
        COPY,
        LEND,
        may("requesting", "undertake safe conduct", SafeConduct, at=BEGUN),
        may("requested", "set conditions", Conditions, at="received, conditions set", to="conditions set", needs=ASKS,
            aside=True),
        may("requesting", "agree to the conditions", at="asking, agrees to conditions", to="agrees to conditions",
            needs=some("requested", "conditions set")),
        may("requested", "accept", Granted, at="received", to="accepted", needs=(ASKS, CLEAR)),
        may("requested", "accept in part", Granted, at="received", to="accepted", persons=2, needs=(ASKS, CLEAR),
            aside=True),
        may("requested", "accept on the conditions", Granted, at="conditions set", to="accepted",
            needs=(some("requesting", "agrees to conditions", since="set conditions"), CLEAR)),
        may("requested", "execute", at="accepted, postponed", to="executing", needs=(ASKS, CLEAR)),
        may("requested", "postpone", Postponement, at="accepted, executing", to="postponed", aside=True),
        may("requested", "consult before refusing", Refusal, at=OPEN, to="consulting", needs=ASKS, aside=True),
        may("requested", "consult on what was found", Refusal, at=f"received, {WORKS}", to="consulting",
            needs=(ASKS, AGAINST)),
        may("requested", "take up again", at="consulting", to="received", needs=ASKS),
        may("requested", "refuse", Refusal, at="consulting", to="refused", persons=2, needs=ASKS),
        may("requested", "deliver a part", Evidence, at="executing, delivered", opens="delivery", to="sent", persons=2,
            use="release", needs=(ASKS, ASSURED, CLEARED)),
        may("requested", "lend originals", Evidence, at="executing, delivered", opens="delivery", to="lent", persons=2,
            use="release", needs=(ASKS, ASSURED, CLEARED)),
        may("requested", "deliver", Evidence, at="executing", to="delivered", persons=2, use="release", needs=(ASKS,
            CLEAR, ASSURED, CLEARED)),
        may("requesting", "withdraw", Reasons, at=f"drafting, {BEGUN}", to="withdrawn", needs=no("requested",
            "delivered"), aside=True),
        may("requesting", "close", Outcome, at=BEGUN, to="closed", needs=(some("requested", "delivered, refused"),
            no("delivery", "sent"))),
        may("requesting", "ask for another use", Beyond, at=f"{BEGUN}, closed", opens="other use", to="asked",
            use="ask", aside=True),
        may("requesting", "file away", at="closed, withdrawn", to="filed",
            needs=(no("delivery", f"{LOOSE}, originals held"), no("other use", "asked"), no("person in custody", AWAY)),
            aside=True),
        may("requesting", "let another authority of ours go on", Reasons, seats="requesting", persons=2, aside=True),
        may("requested", "let another authority of ours answer", Reasons, seats="requested", persons=2, aside=True),
    ),
    phases=(
        phase("filed away", some("requesting", "filed"), ends=True),
        phase("delivered before withdrawal was known", some("requested", "delivered"), some("requesting", "withdrawn"),
              rests=True, crossing=True),
        phase("withdrawn", some("requesting", "withdrawn"), rests=True),
        phase("closed", some("requesting", "closed"), rests=True),
        phase("delivered", some("requested", "delivered")),
        phase("refused", some("requested", "refused")),
        phase("more asked for", some("query", "asked")),
        phase("a finding stands in the way", some("requested", f"received, {WORKS}"), ASKS, AGAINST),
        phase("refusal considered", some("requested", "consulting")),
        phase("conditions set", some("requested", "conditions set")),
        phase("postponed", some("requested", "postponed")),
        phase("in execution", some("requested", "executing")),
        phase("accepted", some("requested", "accepted")),
        phase("received", some("requested", "received")),
        phase("asked by word", some("requesting", "asked by word")),
        phase("sent", ASKS),
        phase("draft shared"),
    ),
    items=(QUERY, QUESTION, ASSURANCE, ORIGINAL, PERSON, DELIVERY, BEYOND),
    clocks=(
        clock("acknowledge", "requested", "request",
              ("urgency", {"ordinary": WorkingDays(2), "urgent": timedelta(hours=24)}), "acknowledge"),
        clock("acknowledge what was asked by word", "requested", "ask by word", timedelta(hours=24), "acknowledge"),
        clock("confirm in writing", "requesting", "ask by word", timedelta(days=5), "request, withdraw"),
        clock("answer", "requested", "acknowledge", "by", "deliver, refuse, revise the date", "ask for more",
            "supplement"),
        clock("answer by the revised date", "requested", "revise the date", "by", "deliver, refuse, revise the date",
              "ask for more", "supplement"),
        clock("look again", "requested", "postpone", "review_by", "execute, refuse, postpone"),
    ),
)  # fmt: skip
