"""Fugitive pursuit: an alert, sightings, and the way into provisional arrest; then everybody stops looking.

Nobody is surrendered here. Removal under immigration law is no surrender: its basis, the appeal, a claim to protection
and who decided are on record as what they are.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, kind, many, may, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Gateway, Offence, Place, Secret, Text, choice
from lintas.kinds.parts.papers import Linked, Reasons, Words
from lintas.kinds.parts.people import FirstSubject
from lintas.kinds.parts.watch import kept, stood_down, watch, watch_clocks

HELD = "watching, holding"


class Wanted(FirstSubject):
    """Who is wanted, on whose order, what to do on finding the person, and the last day of the alert."""

    order = Text
    order_on = Date
    order_file = File.optional
    to_do = choice("locate and tell", "watch without approaching", "arrest provisionally if our law allows")
    danger = Secret.optional
    photographs = File.optional.several
    extradition = choice("will be asked for", "will not be asked for", "not yet decided")
    until = Date


class Sighting(Body):
    """Where and when, how sure, what was done. Write nothing that would tell who saw it."""

    place = Place
    on = Date
    offence = Offence
    gateway = Gateway.optional
    what = Secret
    sure = choice("identified by document or print", "recognised", "resembles")
    photographs = File.optional.several


class Arrest(Body):
    """Where and when, under which law, and the last day of custody without a request."""

    place = Place
    on = Date
    offence = Offence
    gateway = Gateway.optional
    law = Text
    custody_until = Date
    rights = Text


class Removal(Reasons):
    """Removal under immigration law: its basis, appeal, claim to protection, who decided, and where to."""

    offence = Offence
    gateway = Gateway.optional
    basis = Text
    decided_by = Text
    on = Date
    appeal = choice("none open", "open", "given up", "dismissed")
    protection = choice("no claim made", "claim refused in the last instance", "claim open: not removed")
    to = Text


SIGHTING = Item(
    "sighting",
    roles=(one("reporting"),),
    verbs=(
        may("reporting", "add", Sighting),
        may("seeking", "follow up", Words, at="-", to="followed"),
        may("seeking", "rule out", Reasons, at="-, followed", to="ruled out", aside=True),
    ),
    phases=(
        phase("ruled out", some("seeking", "ruled out"), ends=True),
        phase("followed up", some("seeking", "followed"), rests=True),
        phase("reported"),
    ),
)

KIND_1 = kind(
    "pursuit",
    "Fugitive pursuit",
    sentence="I know who is looking, where the person was last seen, and that all have stopped once I said so.",
    basis="UNTOC arts 16(9) and 27; agreements between police; declaration of the Leaders on fugitives of 2025",
    traits=frozenset({"case"}),
    roles=(one("seeking"), many("watching")),
    verbs=(
        begins("alert", Wanted, takes="seeking", seats="watching", to="seeking", use="alert", persons=2),
        *watch("seeking", "watching", "seeking, asking for surrender", HELD),
        may("seeking, watching", "write", Words),
        may("watching", "report a sighting", Sighting, at=HELD, opens="sighting", takes="reporting"),
        may("watching", "report an arrest", Arrest, at="watching", to="holding", aside=True),
        may("watching", "report a release", Reasons, at="holding", to="watching", aside=True),
        may("watching", "record a removal", Removal, at=HELD, persons=2, aside=True),
        may("seeking", "go on to provisional arrest", Linked, at="seeking", to="asking for surrender", persons=2,
            needs=some("watching", HELD)),
        may("seeking", "pursue again", Reasons, at="asking for surrender", to="seeking", aside=True),
    ),
    phases=(
        *stood_down("seeking", "watching", HELD),
        phase("surrender asked for", some("seeking", "asking for surrender"), rests=True),
        phase("held", some("watching", "holding")),
        *kept("watching", HELD),
    ),
    items=(SIGHTING,),
    clocks=watch_clocks("seeking", "watching", "alert"),
)  # fmt: skip
