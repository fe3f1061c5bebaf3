"""Green lane: who signs travel and health certificates, who trusts which signer, and lanes agreed between two states.

A state announces its own signers and decides alone whose it trusts. A counter verifies offline against those and keeps
nothing of the traveller.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, clock, kind, many, may, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Text, choice
from lintas.kinds.parts.papers import Reasons, Words


class Terms(Body):
    """What the states mean to recognise, and on which agreement it rests."""

    certificates = Text
    agreement = Text


class Signer(Body):
    """The certificate of a signer (X.509), for which sorts it signs, and until when."""

    certificate = File
    sorts = choice("vaccination", "test", "recovery", "travel document", "permit to work", "other").several
    form = choice("EU DCC (HC1)", "ICAO VDS-NC", "W3C verifiable credential")
    until = Date
    fingerprint = Text


class Lane(Body):
    """Which travellers, with which certificates, through which points of entry, from when to when."""

    travellers = Text
    certificates = Text
    points_of_entry = Text
    from_day = Date
    until = Date


SIGNER = Item(
    "signer",
    roles=(one("announcing"), many("relying")),
    verbs=(
        may("state", "examine it", Words, takes="relying", aside=True),
        may("relying", "trust it", Words, at="-, trusts, distrusts", to="trusts", persons=2,
            needs=some("announcing", "announced")),
        may("relying", "do not trust it", Reasons, at="-, trusts", to="distrusts", aside=True),
        may("announcing", "renew", Signer, at="announced", aside=True),
        may("announcing", "withdraw", Reasons, at="announced", to="withdrawn", aside=True),
    ),
    phases=(
        phase("withdrawn", some("announcing", "withdrawn"), ends=True),
        phase("being examined", some("relying", "-")),
        phase("trusted by some", some("relying", "trusts"), rests=True),
        phase("announced", rests=True),
    ),
    clocks=(
        clock("renew or withdraw", "announcing", "announce a signer", "until", "renew, withdraw"),
        clock("renew again or withdraw", "announcing", "renew", "until", "renew, withdraw"),
    ),
)  # fmt: skip

LANE = Item(
    "lane",
    roles=(one("proposing"), one("other")),
    verbs=(
        may("other", "agree", Words, at="-, suspends", to="agrees", persons=2,
            needs=some("proposing", "proposed, suspends")),
        may("other", "decline", Reasons, at="-", to="declined", aside=True),
        may("other", "suspend", Reasons, at="agrees", to="suspends", aside=True),
        may("proposing", "suspend from our side", Reasons, at="proposed", to="suspends", aside=True),
        may("proposing", "resume", Words, at="suspends", to="proposed"),
        may("proposing, other", "end the lane", Reasons, at="proposed, suspends, agrees", to="ended", persons=2,
            aside=True),
    ),
    phases=(
        phase("ended", some("proposing, other", "ended"), ends=True),
        phase("declined", some("other", "declined"), rests=True),
        phase("suspended", some("proposing, other", "suspends")),
        phase("open", some("other", "agrees"), rests=True),
        phase("proposed"),
    ),
)  # fmt: skip

KIND = kind(
    "green_lane",
    "Green lane",
    sentence="My counter verifies a certificate without a network, against the signers that my own state trusts.",
    basis="agreements between pairs of states; ICAO Doc 9303; Regulation (EU) 2021/953 as a technical model",
    traits=frozenset({"register", "plain"}),
    roles=(many("state"),),
    verbs=(
        begins("open", Terms, takes="state", seats="state", to="in it"),
        may("state", "bring in a state", Words, at="-, in it", seats="state", persons=2, aside=True),
        may("state", "announce a signer", Signer, opens="signer", takes="announcing", to="announced", persons=2),
        may("state", "propose a lane", Lane, opens="lane", takes="proposing", seats="other", to="proposed", persons=2),
        may("state", "leave", Words, leaves=True, aside=True),
    ),
    phases=(phase("in use", rests=True),),
    items=(SIGNER, LANE),
)
