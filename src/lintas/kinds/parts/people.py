"""Bodies about persons. Whoever names a person names the offence for which it is done."""

from __future__ import annotations

from lintas.dossier.meanings import BirthDate, Body, Decision, DocumentNumber, Gateway, Offence, PersonName, Text


class Subject(Body):
    """A person, as far as known, and the offence for which anybody asks.

    Give the name as in the passport; other spellings and scripts under other names.
    """

    person = PersonName.optional
    other_names = PersonName.of_the_same.optional.several
    born = BirthDate.optional
    document = DocumentNumber.optional
    nationality = Text.optional
    offence = Offence
    gateway = Gateway.optional


class FirstSubject(Subject):
    """The ruling on release, where the law of the recipient allows death for the offence.

    It goes here, with its reasons, because there is no dossier yet in which to record it.
    """

    ruling = Decision.optional
    ruling_reasons = Text.optional
