"""Bodies about arrest, consent, grant and surrender of a person, and about what follows where there is none."""

from __future__ import annotations

from lintas.dossier.meanings import Body, Date, File, Gateway, Link, Offence, Place, Text, choice
from lintas.kinds.parts.papers import Outcome, Reasons, RefusalOfPerson


class Arrest(Body):
    """When and where, on whose order, and the last day for the full request under the treaty or as the court set it."""

    on = Date
    place = Place
    order = Text
    request_by = Date.optional


class PersonConsents(Body):
    """What the person said before a court, with counsel and interpreter, and whether speciality is renounced."""

    court = Text
    on = Date
    record = File.optional
    speciality = choice("not renounced", "renounced")


class Grant(Body):
    """The order, its conditions, the last day for surrender, and the offence for which it is granted."""

    order = Text
    offence = Offence
    gateway = Gateway.optional
    conditions = Text.optional
    surrender_by = Date


class Concurrent(Reasons):
    """That another state also asks for the person, and how gravity, place, dates and nationality weigh."""

    other = Link.optional


class RefusalOfNational(RefusalOfPerson):
    """The ground with its article, the person's custody, and by when the case goes to our own prosecutor."""

    submit_by = Date


class Prosecution(Outcome):
    """To whom the case was submitted, and the dossier in which the proceedings are transferred, where there is one."""

    proceedings = Link.optional
