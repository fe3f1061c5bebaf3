"""Bodies that carry reasons, dates, texts, receipts and evidence."""

from __future__ import annotations

from lintas.dossier.meanings import Body, Date, File, Gateway, Link, Marking, Offence, Place, Secret, Text, choice


class Words(Body):
    """What we want to say."""

    text = Text


class Reasons(Body):
    """The reasons, and the article on which they rest where there is one."""

    reasons = Text
    article = Text.optional


class Refusal(Body):
    """The ground, the article of the treaty or law, and what it rests on."""

    ground = Text
    article = Text
    reasons = Text.optional


class Due(Body):
    """Our reference, and the day by which we expect to answer."""

    reference = Text.optional
    by = Date
    note = Text.optional


class Document(Body):
    """A text with its title, the file, and how it is marked."""

    title = Text
    file = File
    marking = Marking.optional


class Evidence(Body):
    """What was obtained, each file with its hash, and who had it in hand from the taking to the sending.

    Say which conditions of use bind it, and give the certificate of authenticity where one is asked for.
    """

    what = Text
    offence = Offence
    gateway = Gateway.optional
    files = File.optional.several
    manifest = Text
    custody = Secret
    certificate = File.optional
    conditions = Text
    return_by = Date.optional


class Receipt(Body):
    """What arrived and in what state: seals, count, anything missing."""

    text = Text
    received = Date


class Return(Body):
    """What goes back, by whom it is carried, and in what state it left."""

    text = Text
    carrier = Text.optional
    sent = Date


class Conditions(Body):
    """What must be undertaken first: use, confidentiality, costs, return; and the article that allows to ask for it."""

    conditions = Text
    article = Text.optional


class Outcome(Body):
    """What came of it: judgment, sentence, acquittal, or why nothing came of it."""

    outcome = Text
    on = Date.optional
    file = File.optional


class HandOver(Body):
    """Where and when the person was handed over, the days spent in custody, and the property that went along."""

    on = Date
    place = Place
    offence = Offence
    gateway = Gateway.optional
    custody_days = Text.optional
    property = Text.optional
    record = File.optional


class Linked(Body):
    """Where it goes on, and which acts of this dossier are taken over (named by this act as answered)."""

    dossier = Link
    note = Text.optional


class Custody(Body):
    """What became of the person's custody, and on whose order."""

    custody = choice("not in custody", "released", "released on bail", "held on other grounds")
    on = Date
    order = Text.optional


class RefusalOfPerson(Refusal, Custody):
    """The ground with its article, and what became of the person's custody."""
