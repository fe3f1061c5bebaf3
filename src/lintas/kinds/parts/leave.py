"""Leave to go beyond: use information or evidence, or try a person, for more than it was given for.

The one side asks, the other alone consents or declines. Speciality, handling codes and conditions of use all ask so.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, may, phase, some
from lintas.dossier.grammar import Role
from lintas.dossier.meanings import Body, Date, Gateway, Link, Offence, Text
from lintas.kinds.parts.papers import Refusal


class Beyond(Body):
    """What for, for which offence, before whom, and by when an answer would help.

    Name the acts whose content is meant as those that this act answers.
    """

    use = Text
    offence = Offence
    gateway = Gateway.optional
    before = Text
    by = Date.optional
    proceedings = Link.optional


class Consent(Body):
    """What may be done, with what, and on which conditions."""

    may = Text
    conditions = Text.optional


def leave(name: str, asking: str, giving: str, roles: tuple[Role, ...] = ()) -> Item:
    """The item; the verb that opens it is the kind's own and leads to `asked`."""
    return Item(
        name,
        roles=roles,
        verbs=(
            may(giving, "consent", Consent, at="-, declined", to="consented", persons=2, needs=some(asking, "asked")),
            may(giving, "decline", Refusal, at="-", to="declined", persons=2),
            may(asking, "no longer ask", at="asked", to="withdrawn", aside=True),
        ),
        phases=(
            phase("consented", some(giving, "consented"), ends=True),
            phase("no longer asked", some(asking, "withdrawn"), ends=True),
            phase("declined", some(giving, "declined"), rests=True),
            phase("asked"),
        ),
    )
