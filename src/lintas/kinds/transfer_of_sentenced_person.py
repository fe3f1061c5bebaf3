"""Transfer of a sentenced person: both states and the person consent, each in their own time.

The person may write to either state. Until the hand-over the person may think again, also after the consul has verified
the consent.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, every, kind, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Gateway, Offence, Text
from lintas.kinds.parts.assurance import ASSURED, assurance
from lintas.kinds.parts.finding import AGAINST, CLEARED, finding
from lintas.kinds.parts.original import original
from lintas.kinds.parts.papers import HandOver, Outcome, Reasons, Refusal, Words
from lintas.kinds.parts.people import FirstSubject
from lintas.kinds.parts.query import query


class Interest(FirstSubject):
    """Who wishes to serve the sentence at home, the sentence, and what remains of it."""

    sentence = Text
    remaining = Text
    basis = Text


class Documents(Body):
    """Nationality, the law of both sides, judgment, sentence served, medical and social reports, as the treaty asks."""

    documents = Text
    offence = Offence
    gateway = Gateway.optional
    files = File.optional.several


class PersonConsents(Body):
    """What the person said in writing, who explained the consequences, in which language, and before whom."""

    explained_by = Text
    language = Text
    on = Date
    record = File.optional


class StateConsents(Body):
    """The consent of the state, how the sentence will be enforced (continued or converted), and the conditions."""

    enforcement = Text
    conditions = Text.optional
    file = File.optional


CONSENT = Item(
    "consent of the person",
    roles=(),
    verbs=(
        may("administering", "verify through the consul", PersonConsents, at="-, doubts", to="verified"),
        may("administering", "doubt", Reasons, at="-, verified", to="doubts", aside=True),
        may("sentencing", "record that the person thinks again", PersonConsents, at="recorded", to="withdrawn",
            aside=True),
    ),
    phases=(
        phase("withdrawn by the person", some("sentencing", "withdrawn"), ends=True),
        phase("doubted", some("administering", "doubts")),
        phase("verified", some("administering", "verified"), rests=True),
        phase("recorded"),
    ),
)  # fmt: skip

BOTH = "sentencing, administering"
SENT = "documents sent, consents"
VERIFIED = some("consent of the person", "verified")
MORE, QUERY = query("administering", "sentencing", at=f"-, wish passed on, {SENT}")
OVER = no("sentencing", "handed over")
SEEK, ASSURANCE = assurance("sentencing", "administering", at=SENT)
ASK, QUESTION = finding("sentencing", at=SENT)
COPY, ORIGINAL = original("sentencing", "administering", at=f"documents due, {SENT}")

KIND = kind(
    "transfer_of_sentenced_person",
    "Transfer of a sentenced person",
    sentence="Nobody is moved unless both states and the person, freely and in a known language, have said yes.",
    basis="bilateral treaty, or an arrangement for the one case; UNTOC art. 17 only invites",
    traits=frozenset({"case"}),
    roles=(one("sentencing"), one("administering")),
    verbs=(
        begins("express interest", Interest, takes="sentencing", seats="administering", to="documents due", use="ask"),
        begins("pass on the person's wish", Interest, takes="administering", seats="sentencing", to="wish passed on",
            use="ask"),
        may(BOTH, "write", Words),
        may("sentencing", "send documents", Documents, at="-, documents due", to="documents sent", use="release"),
        may("administering", "send its documents", Documents, at="-, wish passed on", to="documents sent",
            use="release"),
        MORE,
        SEEK,
        *ASK,
        COPY,
        may("sentencing", "record the person's consent", PersonConsents, opens="consent of the person", to="recorded",
            needs=(OVER, no("consent of the person", "recorded, verified, doubted")), aside=True),
        may(BOTH, "consent", StateConsents, at="documents sent", to="consents", persons=2,
            needs=every("sentencing, administering", SENT)),
        may(BOTH, "refuse", Refusal, at="-, wish passed on, documents due, documents sent, consents", to="refused",
            persons=2,
            needs=OVER, aside=True),
        may("sentencing", "refuse for what was found", Refusal, at=SENT, to="refused", persons=2, needs=AGAINST),
        may("sentencing", "hand over", HandOver, at="consents", to="handed over", persons=2, use="release",
            needs=(some("administering", "consents"), VERIFIED, ASSURED, CLEARED)),
        may("administering", "enforce", Outcome, at="consents, refused", to="enforcing", needs=some("sentencing",
            "handed over")),
        may("sentencing", "tell of pardon or revision", Outcome, needs=some("sentencing", "handed over")),
        may("administering", "report on the sentence", Outcome, at="enforcing"),
        may("administering", "report the end of the sentence", Outcome, at="enforcing", to="reported"),
    ),
    phases=(
        phase("served", some("administering", "reported"), ends=True),
        phase("sentence enforced there", some("administering", "enforcing")),
        phase("handed over before a refusal was known", some("sentencing", "handed over"), some("administering",
            "refused"),
              crossing=True),
        phase("handed over", some("sentencing", "handed over")),
        phase("refused", some("sentencing, administering", "refused"), ends=True),
        phase("more asked for", some("query", "asked")),
        phase("a finding stands in the way", some("sentencing", SENT), AGAINST),
        phase("three consents", every(BOTH, "consents"), VERIFIED),
        phase("the person's consent is wanted", every(BOTH, "consents"), no("consent of the person",
            "recorded, doubted"),
              rests=True),
        phase("both states consent", every(BOTH, "consents")),
        phase("documents exchanged", every(BOTH, SENT)),
        phase("interest expressed"),
    ),
    items=(CONSENT, QUERY, ASSURANCE, QUESTION, ORIGINAL),
)  # fmt: skip
