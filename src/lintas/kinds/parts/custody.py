"""A person in custody goes abroad to give evidence or help, and comes back (ASEAN MLAT arts 15 to 17).

Nobody goes without consent, and each day there counts towards the sentence. Who becomes free meanwhile may stay or
leave under safe conduct.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, clock, may, phase, some
from lintas.dossier.grammar import Need, Verb
from lintas.dossier.meanings import Date, File, Text
from lintas.kinds.parts.papers import Custody, HandOver, Receipt
from lintas.kinds.parts.people import Subject

AWAY = "there, on the way back"
"""The phases in which the person is not back."""


class Lent(HandOver):
    """The hand-over, before whom and in which language the person consented, and by when the person comes back."""

    consent_before = Text
    consent_language = Text
    consent_record = File.optional
    back_by = Date


class SafeConduct(Subject):
    """Who is neither held nor tried for acts before, from which day to which (15 days after the end, if not longer)."""

    since = Date
    until = Date
    article = Text.optional


def custody(asked: str, asking: str, at: str, needs: tuple[Need, ...]) -> tuple[Verb, Item]:
    """`asked`, standing `at`, may lend a person to `asking` where `needs` hold; both are roles of what holds it."""
    opens = may(asked, "hand over in custody", Lent, at=at, opens="person in custody", to="lent", needs=needs,
        persons=2, use="release", aside=True)  # fmt: skip
    return opens, Item(
        "person in custody",
        roles=(),
        verbs=(
            may(asking, "send the person back", HandOver, at="-", to="sent back", persons=2, use="release"),
            may(asked, "confirm the return", Receipt, at="lent", to="back", needs=some(asking, "sent back")),
            may(asked, "let go free there", Custody, at="lent", to="free", persons=2, aside=True),
        ),
        phases=(
            phase("back", some(asked, "back"), ends=True),
            phase("free there", some(asked, "free"), ends=True),
            phase("on the way back", some(asking, "sent back")),
            phase("there"),
        ),
        clocks=(clock("send back", asking, "hand over in custody", "back_by", "send the person back"),),
    )
