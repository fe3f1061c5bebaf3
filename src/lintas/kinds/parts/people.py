"""Bodies about persons. Whoever names a person names the offence for which it is done."""

from __future__ import annotations

from lintas.dossier.meanings import BirthDate, Body, Decision, DocumentNumber, Gateway, Offence, PersonName, Text


class Subject(Body):
    """A person, as far as known, and the offence for which anybody asks.

    Give the name as in the passport; other spellings and scripts under other names.
    """

    person = PersonName.optional
    other_names = PersonName.optional.several
    born = BirthDate.optional
    document = DocumentNumber.optional
    nationality = Text.optional
    offence = Offence
    gateway = Gateway.optional


class FirstSubject(Subject):
    """A person and the offence, in the act that opens a dossier.

    Where the recipient's law allows death for the offence, the ruling on release and its reasons go here, because there
    is no dossier yet in which to record them.
    """

    ruling = Decision.optional
    ruling_reasons = Text.optional
