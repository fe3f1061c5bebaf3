"""Intelligence requirement: one question, who can lawfully collect on it, and one assessment with its dissents.

Contributions stay with their handling codes. Nobody's dissent is voted down: it stands in the assessment.
"""

from __future__ import annotations

from lintas.dossier.declare import begins, clock, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, Secret, Text, codes
from lintas.kinds.parts.codes import Graded
from lintas.kinds.parts.papers import Reasons, Refusal, Words


class Question(Body):
    """What is to be known, for which decision, about which crime and period, and by when an answer still helps."""

    question = Secret
    decision = Text
    crimes = Text
    period = Text.optional
    by = Date


class Means(Body):
    """What we can lawfully collect, under which law, and by when."""

    collect = Secret
    law = Text
    by = Date


class Assessment(Body):
    """What we judge, how likely, how sure, what it rests on, and what is not known."""

    judgement = Secret
    likelihood = codes(
        ("remote", "up to 5 in 100"),
        ("unlikely", "20 to 45 in 100"),
        ("even", "45 to 55 in 100"),
        ("likely", "55 to 80 in 100"),
        ("almost certain", "95 in 100 or more"),
    )
    confidence = codes(
        ("low", "few or doubtful sources"),
        ("moderate", "plausible and partly borne out"),
        ("high", "several independent good sources"),
    )
    rests_on = Text
    not_known = Text


PUT = "put forward an assessment"
GIVEN = "contributed, agrees, dissents"

KIND = kind(
    "requirement",
    "Intelligence requirement",
    sentence="I see who can lawfully find it out, what they gave, and the assessment with every dissent in it.",
    basis="UNTOC arts 27 and 28; agreements between agencies",
    traits=frozenset({"case"}),
    roles=(one("asking"), many("contributing")),
    verbs=(
        begins("ask", Question, takes="asking", seats="contributing", to="asked"),
        may("asking", "ask another as well", Words, at="asked, assessed", seats="contributing", aside=True),
        may("asking", "change the question", Question, at="asked", aside=True),
        may("asking, contributing", "write", Words),
        may("contributing", "say what we can collect", Means, at="-", to="collecting"),
        may("contributing", "cannot help", Refusal, at="-, collecting", to="out", aside=True),
        may("contributing", "contribute", Graded, at="-, collecting, contributed", to="contributed"),
        may("contributing", "nothing found", at="collecting", to="contributed"),
        may("asking", PUT, Assessment, at="asked, assessed", to="assessed", persons=2,
            needs=some("contributing", GIVEN)),
        may("contributing", "agree", at=GIVEN, to="agrees", needs=some("asking", "assessed")),
        may("contributing", "dissent", Reasons, at=GIVEN, to="dissents", aside=True,
            needs=some("asking", "assessed")),
        may("asking", "adopt", at="assessed", to="adopted", persons=2,
            needs=(some("contributing", "agrees, dissents", since=PUT), no("contributing", "contributed"))),
        may("asking", "withdraw", Reasons, at="asked, assessed", to="withdrawn", aside=True),
    ),
    phases=(
        phase("adopted", some("asking", "adopted"), ends=True),
        phase("withdrawn", some("asking", "withdrawn"), ends=True),
        phase("assessed, ready to adopt", some("asking", "assessed"), no("contributing", "contributed"),
            some("contributing", "agrees, dissents", since=PUT)),
        phase("assessment before the contributors", some("asking", "assessed"), some("contributing", GIVEN)),
        phase("nobody can help", no("contributing", f"-, collecting, {GIVEN}"), rests=True),
        phase("all have given", no("contributing", "-, collecting")),
        phase("collecting"),
    ),
    clocks=(clock("answer", "contributing", "ask", "by", "contribute, nothing found, cannot help"),),
)  # fmt: skip
