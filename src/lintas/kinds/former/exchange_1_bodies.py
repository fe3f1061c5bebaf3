"""What version 1 of information exchange said of persons and of leave to go beyond, before a transfer had a gateway."""

from __future__ import annotations

from lintas.dossier.meanings import BirthDate, Body, Date, DocumentNumber, Link, Offence, PersonName, Secret, Text
from lintas.kinds.parts.codes import Certainty, Handling, Source


class Subject(Body):
    """A person, as far as known, and the offence for which anybody asks."""

    person = PersonName.optional
    other_names = PersonName.of_the_same.optional.several
    born = BirthDate.optional
    document = DocumentNumber.optional
    nationality = Text.optional
    offence = Offence


class Graded(Subject):
    """Information about a person or an offence, what may be done with it, and how far it is to be trusted.

    Write nothing that would tell who the source is.
    """

    information = Secret
    others = PersonName.optional.several
    handling = Handling
    restriction = Text.optional
    source = Source
    certainty = Certainty


class Beyond(Body):
    """What for, for which offence, before whom, and by when an answer would help."""

    use = Text
    offence = Offence
    before = Text
    by = Date.optional
    proceedings = Link.optional
