"""Asset recovery: trace, suspend, restrain, confiscate, return; each asset has its own life, wherever it lies.

The state where it lies decides on it. Claims of owners, victims and others are items of the asset, and nothing is
confiscated or returned over an open one. A matter that is withdrawn stays open until what is held has been released.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, Total, begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Gateway, Money, Offence, Place, Secret, Text, choice
from lintas.kinds.former.asset_1 import KIND_1
from lintas.kinds.parts.papers import Reasons, Refusal, Words
from lintas.kinds.parts.people import FirstSubject, Subject
from lintas.kinds.parts.traces import Trace, Traces


class Grounds(Body):
    """Whose assets, on what grounds, and which acts are known."""

    grounds = Secret
    basis = Text
    files = File.optional.several


class FirstEnquiry(FirstSubject, Traces, Grounds):
    """Whose assets, on what grounds: the act that opens the matter."""


class Enquiry(Subject, Traces, Grounds):
    """Whose assets, on what grounds, with the order where there is one; what is asked (UNTOC art. 13(1))."""

    asked = choice("trace", "restrain", "enforce our order", "obtain an order there").several.optional
    order = File.optional


class Thing(Body):
    """What it is, and for which offence it was found."""

    what = choice("account", "crypto wallet", "land", "vehicle", "vessel", "aircraft", "shares", "cash", "other")
    offence = Offence
    gateway = Gateway.optional


class Asset(Trace, Thing):
    """Where it lies, in whose name, what it is worth."""

    description = Text.optional
    place = Place.optional


class Valuation(Body):
    """What it is worth, on which day, by whose estimate, and what keeping it costs."""

    value = Money
    on = Date
    by = Text
    costs = Money.optional


class Order(Body):
    """Court or authority, whose order it is, scope, last day where it has one, and whether it is final."""

    court = Text
    whose = choice("our own order", "an order of the requesting state, registered here").optional
    final = choice("final", "open to appeal").optional
    scope = Text
    order = File.optional
    until = Date.optional


class Sharing(Body):
    """Who gets what, after which costs, on which ground: owner, victims, return to the state, or shares."""

    terms = Text
    ground = choice("return to the state", "return to the owner", "compensation of victims", "sharing")
    amount = Money
    costs = Money.optional


class Claim(Body):
    """For whom the claim is made, on which title, and for how much."""

    for_whom = choice("owner in good faith", "victims", "creditor", "another state")
    title = Text
    amount = Money.optional


class Notice(Reasons):
    """Why it is to be released, and by when to be heard."""

    by = Date


CLAIM = Item(
    "claim",
    roles=(one("claiming"),),
    verbs=(
        may("holder", "allow the claim", Reasons, at="-", to="allowed", persons=2),
        may("holder", "dismiss the claim", Refusal, at="-", to="dismissed"),
        may("claiming", "give up the claim", at="lodged", to="given up", aside=True),
    ),
    phases=(
        phase("allowed", some("holder", "allowed"), ends=True),
        phase("dismissed", some("holder", "dismissed"), ends=True),
        phase("given up", some("claiming", "given up"), ends=True),
        phase("lodged"),
    ),
)

HELD = "suspended, restrained, seized, confiscated"
UNCLAIMED = no("claim", "lodged")
AGREED = every("requesting", "agrees", since="offer to share")

ASSET = Item(
    "property",
    roles=(one("holder"),),
    verbs=(
        may("holder", "suspend", Order, at="located", to="suspended"),
        may("holder", "restrain", Order, at="located, suspended", to="restrained", persons=2),
        may("holder", "vary the order", Order, at=HELD, persons=2),
        may("holder", "seize", Order, at="located, restrained", to="seized", persons=2, aside=True),
        may("holder", "confiscate", Order, at="restrained, seized", to="confiscated", persons=2, needs=UNCLAIMED),
        may("holder", "value", Valuation),
        may("holder", "record an appeal", Reasons, at="restrained, seized, confiscated"),
        may("holder", "sell", Valuation, at="seized, confiscated", persons=2),
        may("holder", "give notice of release", Notice, at=HELD),
        may("requesting", "be heard on release", Reasons),
        may("holder", "release", Reasons, at=f"located, {HELD}", to="released", persons=2, aside=True),
        may("holder, requesting, holding", "lodge a claim", Claim, opens="claim", takes="claiming", to="lodged",
            needs=some("holder", HELD)),
        may("holder", "give to the claimant", Sharing, at=HELD, to="gave to claimant", persons=2,
            needs=(some("claim", "allowed"), UNCLAIMED)),
        may("holder", "offer to share", Sharing, at="confiscated"),
        may("requesting", "agree to share", Sharing, at="-, agrees", to="agrees", needs=some("holder", "confiscated"),
            persons=2),
        may("holder", "return", Sharing, at="confiscated", to="returned", persons=2, needs=(AGREED, UNCLAIMED)),
    ),
    phases=(
        phase("given to the claimant", some("holder", "gave to claimant"), ends=True),
        phase("returned", some("holder", "returned"), ends=True),
        phase("released", some("holder", "released"), ends=True),
        phase("claimed by another", some("claim", "lodged")),
        phase("return agreed", some("holder", "confiscated"), AGREED),
        phase("confiscated", some("holder", "confiscated")),
        phase("seized", some("holder", "seized")),
        phase("restrained", some("holder", "restrained")),
        phase("suspended", some("holder", "suspended")),
        phase("located"),
    ),
    items=(CLAIM,),
    clocks=(
        clock("restrain or release", "holder", "suspend", "until", "restrain, release"),
        clock("be heard", "requesting", "give notice of release", "by", "be heard on release"),
    ),
    totals=(Total("value", "value", "value"),),
    traits=frozenset({"asset"}),
)  # fmt: skip

UNSETTLED = "located, suspended, restrained, seized, confiscated, return agreed, claimed by another"

KIND = kind(
    "asset",
    "Asset recovery",
    version=2,
    former=(KIND_1,),
    sentence="For each asset I see where it stands, in whose hands, what it is worth and what stops its return.",
    basis="UNCAC ch. V; UNTOC arts 12 to 14; ASEAN MLAT art. 22",
    traits=frozenset({"case", "asset"}),
    roles=(one("requesting"), many("holding")),
    verbs=(
        begins("enquire", FirstEnquiry, takes="requesting", seats="holding", to="enquiring", use="ask"),
        may("requesting, holding", "write", Words),
        may("requesting", "enquire elsewhere", Enquiry, at="enquiring, asking", seats="holding", use="ask", aside=True),
        may("requesting", "request formally", Enquiry, at="enquiring", to="asking", use="ask", persons=2, aside=True),
        may("holding", "find", Asset, opens="property", takes="holder", to="located", needs=some("requesting",
            "enquiring, asking")),
        may("holding", "finish looking", Words, at="-", to="looked"),
        may("holding", "decline", Refusal, at="-, looked", to="declined", aside=True),
        may("requesting", "close", Words, at="enquiring, asking", to="closed", needs=no("property", UNSETTLED)),
        may("requesting", "withdraw", Reasons, at="enquiring, asking", to="withdrawn", aside=True),
        may("requesting", "file away", at="closed, withdrawn", to="filed", needs=no("property", UNSETTLED), aside=True),
    ),
    phases=(
        phase("filed away", some("requesting", "filed"), ends=True),
        phase("withdrawn, assets to be released", some("requesting", "withdrawn"), some("property", UNSETTLED)),
        phase("withdrawn", some("requesting", "withdrawn"), rests=True),
        phase("closed, an asset was found meanwhile", some("requesting", "closed"), some("property", UNSETTLED),
            crossing=True),
        phase("closed", some("requesting", "closed"), rests=True),
        phase("all have looked", no("holding", "-")),
        phase("formally asked", some("requesting", "asking")),
        phase("informal enquiry"),
    ),
    items=(ASSET,),
    totals=(Total("value", "value", "value"),),
)  # fmt: skip
