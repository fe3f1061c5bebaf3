"""A watch that one asks for and others keep: each says whether it does, and that it has stopped once that is asked.

The owner names the last day and renews it before then. What was put on a list comes off every list: the dossier is not
over before each that may hold it has said so.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import clock, may, no, phase, some
from lintas.dossier.grammar import Clock, Phase, Verb
from lintas.dossier.meanings import Body, Date, Text, choice
from lintas.kinds.parts.papers import Reasons, Refusal, Words

TAKE_UP_WITHIN = timedelta(days=1)


class Renewal(Body):
    """Why the watch is still needed, what was looked at again, and its new last day."""

    reviewed = Text
    until = Date


class TakenDown(Body):
    """From which lists it was taken, and when."""

    lists = Text
    on = Date


class StandDown(Reasons):
    """Why nobody is to look any more; a wrong person and an acquittal are also corrected."""

    cause = choice("found", "came of own will", "order withdrawn", "acquitted", "wrong person", "died", "expired")


def watch(owner: str, holder: str, live: str, held: str = "watching") -> tuple[Verb, ...]:
    """The verbs: `owner`, live while it stands in `live`, asks; each `holder` keeps watch, standing in `held`."""
    return (
        may(holder, "put on watch", at="-", to="watching", needs=some(owner, live)),
        may(holder, "decline", Refusal, at="-, watching", to="declined", aside=True),
        may(owner, "ask another as well", Words, at=live, seats=holder, persons=2, aside=True),
        may(owner, "renew", Renewal, at=live, persons=2, aside=True),
        may(owner, "stand down", StandDown, at=live, to="stood down", aside=True),
        may(holder, "confirm that it is taken down", TakenDown, at=f"-, {held}", to="taken down",
            needs=some(owner, "stood down")),
    )  # fmt: skip


def stood_down(owner: str, holder: str, held: str = "watching") -> tuple[Phase, ...]:
    """The phases of a watch that is over: everywhere, or not yet."""
    return (
        phase("taken down everywhere", some(owner, "stood down"), no(holder, f"-, {held}"), ends=True),
        phase("stood down, not yet taken down everywhere", some(owner, "stood down")),
    )


def kept(holder: str, held: str = "watching") -> tuple[Phase, ...]:
    """The phases of a watch that goes on."""
    return (
        phase("not yet taken up by all", some(holder, "-")),
        phase("watched", some(holder, held), rests=True),
        phase("watched by nobody", rests=True),
    )


def watch_clocks(owner: str, holder: str, starts: str) -> tuple[Clock, ...]:
    """A day to take it up, and the last day of the watch, which `starts` or a renewal names in `until`."""
    return (
        clock("take up", holder, starts, TAKE_UP_WITHIN, "put on watch, decline"),
        clock("renew or stand down", owner, starts, "until", "renew, stand down"),
        clock("renew again or stand down", owner, "renew", "until", "renew, stand down"),
    )
