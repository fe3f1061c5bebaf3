"""Preservation of electronic data: at once, between duty desks, so that nothing is deleted before the request comes.

Convention on Cybercrime arts 29 and 30; elsewhere nobody is bound to it, and it is done because police ask. What is
preserved is not disclosed here, save enough traffic data to find the next provider: content needs a request for legal
assistance. Without one in time the data are let go.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import begins, clock, kind, may, no, one, phase, some
from lintas.dossier.meanings import Account, Body, Date, File, Gateway, Offence, Secret, Text, choice
from lintas.kinds.parts.papers import Due, Linked, Reasons, Refusal, Words
from lintas.kinds.parts.people import FirstSubject


class Preserve(FirstSubject):
    """Which data are to be kept, at which provider, why it is needed, and that a request will follow (art. 29(2))."""

    authority = Text
    facts = Secret
    data = Secret
    accounts = Account.optional.several
    provider = Text.optional
    need = Text
    request_follows = choice("a request for legal assistance will follow")
    basis = Text
    files = File.optional.several


class Preserved(Body):
    """Which data are kept, until which day (60 days at least under art. 29(7)), and whether anybody binds us to it.

    Said again, it is the later day that counts.
    """

    kept = Text
    until = Date
    bound = choice("bound by a treaty", "voluntary")


class Traffic(Body):
    """As much traffic data as shows the provider and the path of the communication, and nothing of its content."""

    path = Secret
    next_provider = Text.optional
    offence = Offence
    gateway = Gateway.optional
    files = File.optional.several
    manifest = Text
    conditions = Text


ASKED = some("requesting", "asking, followed")

KIND_1 = kind(
    "preservation",
    "Preservation of data",
    sentence="I know that the data are kept, until which day, and that my request has to be there before it.",
    basis="Convention on Cybercrime arts 29, 30 and 35; UNTOC art. 27; or police practice, which binds nobody",
    traits=frozenset({"case"}),
    roles=(one("requesting"), one("preserving")),
    verbs=(
        begins("ask to preserve", Preserve, takes="requesting", seats="preserving", to="asking", use="ask"),
        may("requesting, preserving", "write", Words),
        may("preserving", "acknowledge", Due, at="-", to="received", needs=ASKED),
        may("preserving", "preserve", Preserved, at="received, preserving", to="preserving", needs=ASKED),
        may("preserving", "disclose the path", Traffic, at="preserving", persons=2, use="release", needs=ASKED),
        may("preserving", "refuse", Refusal, at="-, received", to="refused", persons=2, needs=ASKED, aside=True),
        may("requesting", "follow with a request", Linked, at="asking", to="followed",
            needs=some("preserving", "received, preserving")),
        may("preserving", "keep for the request", Words, at="preserving", to="kept", needs=some("requesting",
            "followed")),
        may("preserving", "let the data go", Reasons, at="preserving", to="released",
            needs=no("requesting", "followed"), aside=True),
        may("requesting", "need it no longer", Reasons, at="asking, followed", to="withdrawn",
            needs=no("preserving", "kept, refused, released"), aside=True),
        may("preserving", "let go what is needed no longer", at="-, received, preserving", to="released",
            needs=some("requesting", "withdrawn")),
        may("requesting", "let another authority of ours go on", Reasons, seats="requesting", persons=2, aside=True),
        may("preserving", "let another authority of ours answer", Reasons, seats="preserving", persons=2, aside=True),
    ),
    phases=(
        phase("let go before the request was known", some("preserving", "released"), some("requesting", "followed"),
            ends=True, crossing=True),
        phase("kept for the request", some("preserving", "kept"), ends=True),
        phase("let go", some("preserving", "released"), ends=True),
        phase("refused", some("preserving", "refused"), ends=True),
        phase("needed no longer", some("requesting", "withdrawn")),
        phase("preserved, the request is there", some("preserving", "preserving"), some("requesting", "followed")),
        phase("preserved, request awaited", some("preserving", "preserving")),
        phase("received", some("preserving", "received")),
        phase("asked"),
    ),
    clocks=(
        clock("acknowledge", "preserving", "ask to preserve", timedelta(minutes=30), "acknowledge, refuse"),
        clock("preserve", "preserving", "acknowledge", "by", "preserve, refuse, let go what is needed no longer"),
        clock("follow with a request", "requesting", "preserve", "until", "follow with a request, need it no longer"),
    ),
)  # fmt: skip
