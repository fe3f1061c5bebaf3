"""A consultation: one state asks chosen others for their positions, before anybody else is asked anything.

Who is asked is settled by the first act: nobody can be brought in later, neither a chair nor a partner. A secretariat
is not let in even by that act, and whoever is no party cannot learn that there is a consultation. A position is no
promise: each state may change its own until it agrees to common words.
"""

from __future__ import annotations

from lintas.dossier.declare import begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Secret, Text
from lintas.kinds.parts.papers import Reasons, Words


class Question(Body):
    """On what positions are asked for, what we think so far, and the day by which an answer would help."""

    matter = Text
    question = Secret
    our_view = Secret.optional
    by = Date
    paper = File.optional


class Position(Body):
    """What we could agree to, what we could not, and what we would need."""

    could_agree = Secret
    could_not = Secret.optional
    needs = Secret.optional
    paper = File.optional


class Common(Body):
    """The words on which all who were asked might agree, and where they are meant to be used."""

    words = Secret
    used_where = Text
    paper = File.optional


NEWEST = "put common words"
AGREED = every("consulted", "agrees", since=NEWEST)

KIND = kind(
    "consultation",
    "Consultation",
    sentence="I know what the states that I asked could agree to, and nobody else knows that I asked.",
    basis="ASEAN Charter art. 20: consultation and consensus",
    traits=frozenset({"protected", "among states"}),
    roles=(one("consulting"), many("consulted")),
    verbs=(
        begins("ask for positions", Question, takes="consulting", seats="consulted", to="asking"),
        may("consulting, consulted", "write", Words),
        may("consulting", "ask again", Question, at="asking, words put", to="asking", aside=True),
        may("consulted", "give a position", Position, at="-, given, agrees, none", to="given"),
        may("consulted", "give none", Reasons, at="-, given", to="none", aside=True),
        may("consulting", "put common words", Common, at="asking, words put", to="words put",
            needs=some("consulted", "given, agrees")),
        may("consulted", "agree to the words", at="given, none, agrees", to="agrees",
            needs=some("consulting", "words put")),
        may("consulted", "leave", Words, leaves=True, aside=True),
        may("consulting", "close", Words, at="asking, words put", to="closed", aside=True),
    ),
    phases=(
        phase("closed", some("consulting", "closed"), ends=True),
        phase("common words", some("consulting", "words put"), AGREED, rests=True),
        phase("nobody is left", no("consulted", "-, given, agrees, none"), rests=True),
        phase("words put", some("consulting", "words put")),
        phase("all have answered", no("consulted", "-")),
        phase("asked"),
    ),
    clocks=(clock("answer", "consulted", "ask for positions", "by", "give a position, give none"),),
)  # fmt: skip
