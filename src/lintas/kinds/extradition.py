"""Extradition: provisional arrest, full request, consent of the person, assurances, surrender, and what came of it.

Courts and ministers decide; the acts record what they decided. Every act that ends the matter in the requested state
also says what became of the person's custody, so that nobody stays in custody on a request that is over.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import WorkingDays, begins, clock, kind, may, no, one, phase, some
from lintas.dossier.meanings import Body, File, Secret, Text, choice
from lintas.kinds.parts.assurance import ASSURED, assurance
from lintas.kinds.parts.finding import AGAINST, CLEARED, finding
from lintas.kinds.parts.leave import Beyond, leave
from lintas.kinds.parts.original import original
from lintas.kinds.parts.papers import Custody, Due, HandOver, Outcome, Reasons, RefusalOfPerson, Words
from lintas.kinds.parts.people import FirstSubject, Subject
from lintas.kinds.parts.query import query
from lintas.kinds.parts.surrender import Arrest, Concurrent, Grant, PersonConsents, Prosecution, RefusalOfNational


class Sought(Body):
    """Accused or convicted of what, under which warrant or judgment, under which treaty, with which texts of law."""

    status = choice("accused", "convicted", "convicted in absence")
    treaty = Text
    facts = Secret
    warrant = File.optional
    law = Text
    remaining_sentence = Text.optional
    whereabouts = Text.optional
    red_notice = Text.optional
    files = File.optional.several


class Draft(FirstSubject, Sought):
    """The draft, shown before anything is asked."""


class Request(Subject, Sought):
    """Who is sought, and on which papers. In a request for provisional arrest: that a full request will follow."""


ARREST, FULL = some("requesting", "arrest asked, requested"), some("requesting", "requested")
HELD = "arrested, received, hearing, committed, on appeal, consented, granted, postponed, another preferred"
DECIDING = "received, hearing, committed, on appeal, consented"
REFUSALS = "refuse, refuse for what was found, refuse as our national"
OVER = "surrendered, refused, discharged, lapsed, prosecuting here"
SEEK, ASSURANCE = assurance("requested", "requesting", at=f"{DECIDING}, granted, postponed")
ASK, QUESTION = finding("requested", at=f"arrested, {DECIDING}, granted, postponed")
COPY, ORIGINAL = original("requesting", "requested", at="arrest asked, requested")
MORE, QUERY = query("requested", "requesting", at="received, hearing, committed")
SPECIALITY = leave("speciality", asking="requesting", giving="requested")

KIND = kind(
    "extradition",
    "Extradition",
    sentence="I know by which day the full request must be there, and that nobody is handed over on an open assurance.",
    basis="bilateral treaty; UNTOC art. 16 and UNCAC art. 44 where accepted as basis; or domestic law",
    traits=frozenset({"case"}),
    roles=(one("requesting"), one("requested")),
    verbs=(
        begins("share a draft", Draft, takes="requesting", seats="requested", to="drafting", use="ask"),
        may("requesting, requested", "write", Words),
        may("requesting", "ask for provisional arrest", Request, at="drafting", to="arrest asked", use="ask", persons=2,
            aside=True),
        may("requesting", "request", Request, at="drafting, arrest asked", to="requested", use="ask", persons=2),
        may("requested", "arrest provisionally", Arrest, at="-", to="arrested", persons=2, needs=ARREST),
        may("requested", "arrest again", Arrest, at="released", to="arrested", persons=2, needs=ARREST, aside=True),
        may("requested", "decline to arrest", Reasons, at="-", to="released", needs=some("requesting", "arrest asked"),
            aside=True),
        may("requested", "release for want of a request", Custody, at="arrested", to="released",
            needs=no("requesting", "requested"), aside=True),
        may("requested", "acknowledge", Due, at="-, arrested, released", to="received", needs=FULL),
        may("requested", "arrest on the request", Arrest, at="received, hearing", persons=2),
        may("requested", "record a change of custody", Custody, at=HELD),
        MORE,
        may("requested", "note another request", Concurrent, at=HELD),
        may("requested", "prefer another request", Concurrent, at="received, hearing, committed, consented",
            to="another preferred", persons=2, needs=ARREST, aside=True),
        may("requested", "take up again", Reasons, at="another preferred", to="received", needs=FULL),
        may("requested", "begin the hearing", at="received", to="hearing", needs=FULL),
        may("requested", "record consent", PersonConsents, at="arrested, received, hearing, committed", to="consented",
            persons=2, needs=ARREST, aside=True),
        may("requested", "record that consent is withdrawn", PersonConsents, at="consented", to="arrested", aside=True),
        may("requested", "commit", Outcome, at="hearing", to="committed", needs=ARREST),
        may("requested", "record an appeal", Outcome, at="committed", to="on appeal", aside=True),
        may("requested", "record what the appeal decided", Outcome, at="on appeal", to="committed", needs=ARREST),
        may("requested", "discharge", RefusalOfPerson, at="hearing, committed, on appeal", to="discharged", aside=True),
        SEEK,
        *ASK,
        COPY,
        may("requested", "grant", Grant, at="committed, consented", to="granted", persons=2, use="release",
            needs=(ARREST, ASSURED, CLEARED)),
        may("requested", "refuse", RefusalOfPerson,
            at=f"-, released, arrested, {DECIDING}, another preferred",
            to="refused", persons=2, needs=ARREST, aside=True),
        may("requested", "postpone surrender", Reasons, at="granted", to="postponed", aside=True),
        may("requested", "resume", Grant, at="postponed", to="granted", use="release", needs=ARREST),
        may("requested", "surrender", HandOver, at="granted", to="surrendered", persons=2, use="release",
            needs=(ARREST, ASSURED, CLEARED)),
        may("requested", "let the grant lapse", Custody, at="granted, postponed", to="lapsed", aside=True),
        may("requested", "refuse for what was found", RefusalOfPerson, at=f"arrested, {DECIDING}, granted, postponed",
            to="refused", persons=2, needs=(ARREST, AGAINST)),
        may("requested", "refuse as our national", RefusalOfNational, at=f"-, released, arrested, {DECIDING}",
            to="national", persons=2, needs=ARREST, aside=True),
        may("requested", "submit for prosecution here", Prosecution, at="national", to="prosecuting here"),
        may("requested", "submit for prosecution all the same", Prosecution, at="refused", to="prosecuting here",
            aside=True),
        may("requested", "find no case to prosecute here", Outcome, at="national", to="refused", persons=2, aside=True),
        may("requested", "stop", Custody, at=HELD, to="stopped", needs=some("requesting", "withdrawn")),
        may("requested", "take note of the withdrawal", at="-, released", to="stopped", needs=some("requesting",
            "withdrawn"),
            aside=True),
        may("requesting", "ask to go beyond", Beyond, at="requested, arrest asked", opens="speciality", to="asked",
            use="ask",
            needs=some("requested", "surrendered"), aside=True),
        may("requesting", "report the outcome", Outcome, at="requested, arrest asked", to="closed",
            needs=some("requested", OVER)),
        may("requesting", "withdraw", Reasons, at="drafting, arrest asked, requested", to="withdrawn",
            needs=no("requested", OVER), aside=True),
        may("requesting", "let another authority of ours go on", Reasons, seats="requesting", persons=2, aside=True),
        may("requested", "let another authority of ours answer", Reasons, seats="requested", persons=2, aside=True),
    ),
    phases=(
        phase("surrendered before withdrawal was known", some("requested", "surrendered"), some("requesting",
            "withdrawn"),
              ends=True, crossing=True),
        phase("withdrawn, custody to be settled", some("requesting", "withdrawn"), some("requested", HELD)),
        phase("withdrawn", some("requesting", "withdrawn"), some("requested", "-, released"), rests=True),
        phase("withdrawn, nothing open", some("requesting", "withdrawn"), ends=True),
        phase("closed", some("requesting", "closed"), ends=True),
        phase("surrendered", some("requested", "surrendered")),
        phase("lapsed", some("requested", "lapsed")),
        phase("refused, prosecuted there", some("requested", "prosecuting here")),
        phase("refused as a national, prosecution owed", some("requested", "national")),
        phase("refused", some("requested", "refused")),
        phase("discharged", some("requested", "discharged")),
        phase("surrender postponed", some("requested", "postponed")),
        phase("a finding stands in the way", some("requested", f"arrested, {DECIDING}, granted"), ARREST, AGAINST),
        phase("granted", some("requested", "granted")),
        phase("more asked for", some("query", "asked"), ARREST),
        phase("another request preferred", some("requested", "another preferred")),
        phase("person consents", some("requested", "consented")),
        phase("on appeal", some("requested", "on appeal")),
        phase("committed", some("requested", "committed")),
        phase("before the court", some("requested", "hearing")),
        phase("received", some("requested", "received")),
        phase("arrested, full request sent", some("requested", "arrested"), FULL),
        phase("arrested, full request awaited", some("requested", "arrested")),
        phase("requested", FULL),
        phase("not in custody, full request awaited", some("requested", "released")),
        phase("provisional arrest asked", some("requesting", "arrest asked")),
        phase("draft shared"),
    ),
    items=(ASSURANCE, QUESTION, QUERY, ORIGINAL, SPECIALITY),
    clocks=(
        clock("answer the request for arrest", "requested", "ask for provisional arrest", timedelta(hours=1),
              f"arrest provisionally, decline to arrest, {REFUSALS}"),
        clock("full request", "requesting", "arrest provisionally", "request_by", "request, withdraw"),
        clock("full request after another arrest", "requesting", "arrest again", "request_by", "request, withdraw"),
        clock("acknowledge", "requested", "request", WorkingDays(2), f"acknowledge, {REFUSALS}"),
        clock("decide", "requested", "acknowledge", "by", f"grant, discharge, {REFUSALS}", "ask for more",
              "supplement"),
        clock("submit for prosecution", "requested", "refuse as our national", "submit_by",
              "submit for prosecution here, find no case to prosecute here"),
        clock("surrender", "requested", "grant", "surrender_by",
              "surrender, let the grant lapse, stop, refuse for what was found", "postpone surrender", "resume"),
    ),
)  # fmt: skip
