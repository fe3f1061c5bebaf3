"""Lists of grounds, contents and clocks, as they stand in instruments, national laws and types of request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lintas.law.rows import (
    CLOCKS,
    CONDITIONAL_FORCES,
    FORCES,
    LEVELS,
    Clock,
    Content,
    Ground,
    GroundCode,
    Source,
    State,
)
from lintas.law.taking import Table

NEEDS = (
    "accused", "confidentiality_needed", "confiscation_not_instituted", "convicted", "documents_requested",
    "items_requested", "locate_or_trace", "no_treaty", "not_service", "order_exists", "persons_concerned",
    "property_involved", "service", "special_procedure", "testimony", "time_limit", "travel",
)  # fmt: skip
"""What an item of a request may hang on."""

DERIVED_NEEDS = frozenset({"accused", "convicted", "no_treaty", "not_service"})
"""Those that follow from the rest of the question."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words that files may use."""

    sources: Mapping[str, Source]
    offences: Mapping[str, str]
    grounds: Mapping[str, GroundCode]
    contents: Mapping[str, str]
    states: Mapping[str, State]
    types: tuple[str, ...]


def grounds(table: Table, name: str, words: Words) -> tuple[Ground, ...]:
    """A list of grounds of refusal."""
    return tuple(_ground(each, words) for each in table.tables(name))


def _ground(table: Table, words: Words) -> Ground:
    found = Ground(
        table.choice("code", words.grounds or ("?",)),
        table.text("article"),
        table.choice("force", (*FORCES, *CONDITIONAL_FORCES)),
        table.standing(words.sources),
        years=table.number("years"),
        months=table.number("months"),
        strictly_more=bool(table.flag("strictly_more")),
        reservation=table.text("reservation", needed=False),
    )
    if found.code == "MIN_PENALTY" and found.years is None:
        table.wrong("is a least penalty without 'years'", "say how many: years = 1")
    if found.force == "discretionary_if_reservation" and not found.reservation:
        table.wrong("hangs on a reservation and names none", 'say to which article: reservation = "29(4)"')
    table.end()
    return found


def read_contents(
    table: Table, name: str, words: Words, earlier: Mapping[str, tuple[Content, ...]] | None = None
) -> tuple[Content, ...]:
    """A list of what a request must hold; `{list = "mla"}` stands for all of a list before it."""
    found: list[Content] = []
    for each in table.tables(name):
        if "list" in each:
            found += (earlier or {}).get(each.choice("list", sorted(earlier or {}) or ("mla",)), ())
            each.end()
        else:
            found.append(_content(each, words))
    return tuple(found)


def _content(table: Table, words: Words) -> Content:
    found = Content(
        table.choice("code", words.contents or ("?",)),
        table.text("article"),
        table.choice("level", LEVELS),
        table.standing(words.sources),
        when=table.choice("when", NEEDS, needed=False),
    )
    if (found.level == "if") != bool(found.when):
        table.wrong("has 'when' without the level \"if\", or the level without it", 'write level = "if", when = "..."')
    table.end()
    return found


def clocks(table: Table, words: Words) -> tuple[Clock, ...]:
    """The clocks of an instrument or a law."""
    return tuple(_clock(each, words) for each in table.tables("clocks"))


def _clock(table: Table, words: Words) -> Clock:
    found = Clock(
        table.choice("from", CLOCKS),
        table.text("article"),
        table.standing(words.sources),
        days=table.whole("days"),
        text=table.text("text", needed=False),
        when=table.choice("when", ("no_treaty",), needed=False),
    )
    if (found.days is None) == (not found.text):
        table.wrong("needs a number of days, or words where there is none", 'write days = 20 or text = "forthwith"')
    table.end()
    return found
