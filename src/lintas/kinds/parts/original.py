"""An advance copy and the original through the diplomatic channel: two dated acts, and the day on which it arrived.

Some states may act on a copy, some need the paper first: that is law of the requested state, and no stage waits for it
by itself. Where the request in the dossier is enough, nobody opens this.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, may, phase, some
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Body, Date, File, Text, choice
from lintas.kinds.parts.papers import Reasons, Receipt


class Copy(Body):
    """The advance copy, when it was sent, and through which channel the original will come."""

    copy = File
    sent = Date
    channel = choice("diplomatic channel", "between central authorities", "INTERPOL", "ASEANAPOL", "by hand")


class Original(Body):
    """When the original left, through which channel, and under which number of note or pouch."""

    sent = Date
    channel = choice("diplomatic channel", "between central authorities", "by hand")
    number = Text.optional


def original(asking: str, asked: str, at: str) -> tuple[Verb, Item]:
    """`asking`, standing `at`, may send a copy and then the original; both are roles of what holds the item."""
    opens = may(asking, "send an advance copy", Copy, at=at, opens="original", to="copy sent", aside=True)
    return opens, Item(
        "original",
        roles=(),
        verbs=(
            may(asking, "send the original", Original, at="copy sent", to="original sent"),
            may(asked, "confirm the original", Receipt, at="-", to="arrived", needs=some(asking, "original sent")),
            may(asked, "do without the original", Reasons, at="-", to="not needed", aside=True),
            may(asking, "send no original", Reasons, at="copy sent", to="none", aside=True),
        ),
        phases=(
            phase("arrived", some(asked, "arrived"), ends=True),
            phase("not needed", some(asked, "not needed"), ends=True),
            phase("no original will come", some(asking, "none"), ends=True),
            phase("original on its way", some(asking, "original sent")),
            phase("copy only"),
        ),
    )
