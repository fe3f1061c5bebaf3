"""Border alert: whom or what to look for at a counter, why, until when; and that it is off every list once withdrawn.

It carries no arrest: a person who is wanted is a fugitive pursuit. Nobody who seeks or has protection is in it, and no
child.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, kind, many, may, one, phase, some
from lintas.dossier.meanings import (
    Body,
    Date,
    DocumentNumber,
    Gateway,
    Offence,
    Place,
    Secret,
    Text,
    Vehicle,
    Vessel,
    codes,
)  # fmt: skip
from lintas.kinds.former.border_alert_1 import KIND_1
from lintas.kinds.parts.papers import Words
from lintas.kinds.parts.people import FirstSubject
from lintas.kinds.parts.watch import kept, stood_down, watch, watch_clocks

MEASURES = codes(
    ("tell", "let the traveller pass, and tell us when and where"),
    ("second check", "check the documents a second time before you decide"),
    ("refuse the document", "the document is lost, stolen or void: keep it and ask who carries it"),
    ("examine entry", "your own law may allow to refuse entry: examine it"),
)


class Alert(FirstSubject):
    """Whom or what to look for, the measure at the counter, on which law, when it is reviewed and when it ends."""

    measure = MEASURES
    documents = DocumentNumber.optional.several
    vehicles = Vehicle.optional.several
    vessels = Vessel.optional.several
    basis = Text
    background = Secret.optional
    review_on = Date
    until = Date


class Encounter(Body):
    """Where and when, what the counter did and under which law, and where the journey went on."""

    place = Place
    on = Date
    offence = Offence
    gateway = Gateway.optional
    done = Text
    law = Text.optional
    onward = Text.optional


class Judged(Words):
    """Whether it was the person or document meant."""

    match = codes(("same", "the same"), ("other", "somebody or something else"), ("open", "not settled"))


ENCOUNTER = Item(
    "encounter",
    roles=(one("reporting"),),
    verbs=(
        may("reporting", "add", Encounter),
        may("alerting", "settle who it was", Judged, at="-, settled", to="settled"),
    ),
    phases=(phase("settled", some("alerting", "settled"), rests=True), phase("reported")),
)

KIND = kind(
    "border_alert",
    "Border alert",
    version=2,
    former=(KIND_1,),
    sentence="Each counter that looks for it says so, and once I withdraw it each says that it is off its list.",
    basis="UNTOC art. 11 of the Migrants Protocol; ASEAN DGICM arrangements; national immigration law",
    traits=frozenset({"case"}),
    roles=(one("alerting"), many("watching")),
    verbs=(
        begins("alert", Alert, takes="alerting", seats="watching", to="alerting", use="alert", persons=2),
        *watch("alerting", "watching", "alerting"),
        may("alerting, watching", "write", Words),
        may("watching", "report an encounter", Encounter, at="watching", opens="encounter", takes="reporting"),
    ),
    phases=(*stood_down("alerting", "watching"), *kept("watching")),
    items=(ENCOUNTER,),
    clocks=watch_clocks("alerting", "watching", "alert"),
)
