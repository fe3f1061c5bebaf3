"""Codes that police use to say how information may be handled and how far it is to be trusted.

Shipped as defaults. Parties that adopted codes of their own name them in the act that opens the dossier, and say
"adopted" here.
"""

from __future__ import annotations

from lintas.dossier.meanings import Body, Meaning, PersonName, Secret, Text, codes
from lintas.kinds.parts.people import Subject

Handling = codes(
    ("H0", "may be used only to prevent and fight crime"),
    ("H1", "not to be used in court proceedings without leave of the provider"),
    ("H2", "not to be passed on to anybody else without leave of the provider"),
    ("H3", "another restriction, as written beside it"),
    ("adopted", "a code that the parties adopted when they opened the dossier, as written beside it"),
)

FREE = "H0"
"""What carries it may be taken over into any dossier and given to any authority: all fight crime here."""
NO_OTHER_USE = frozenset({"H1"})
"""Needs leave of the provider for another use than the one that it was given for, whoever reads it."""
NO_OTHER_READERS = frozenset({"H2"})
"""Needs leave of the provider for other readers, whatever the use. Any other code needs leave for either."""

Source = codes(
    ("A", "the source is reliable in every case"),
    ("B", "the source was mostly reliable so far"),
    ("C", "the source was mostly not reliable so far"),
    ("X", "the source cannot be assessed"),
    ("adopted", "a grade that the parties adopted, as written beside it"),
)

Certainty = codes(
    ("1", "accurate without any reservation"),
    ("2", "known to the source itself, not to the officer who passes it on"),
    ("3", "not known to the source itself, but borne out by other information"),
    ("4", "not known to the source itself and borne out by nothing"),
    ("adopted", "a grade that the parties adopted, as written beside it"),
)


def coded(meaning: Meaning, of: Meaning) -> bool:
    """Whether a field holds one of these codes."""
    return meaning.choices == of.choices


def is_handling(meaning: Meaning) -> bool:
    """Whether a field holds a handling code."""
    return coded(meaning, Handling)


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


class Lifted(Body):
    """The code that now applies, to what, and for which use."""

    handling = Handling
    restriction = Text.optional
    use = Text
