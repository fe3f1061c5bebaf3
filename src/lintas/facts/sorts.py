"""The sorts of facts, and the columns of each: what a row of it may say, and what it must.

A sort either *lasts*, as a lead or a plan, and then holds from `from` to `to`; or it is an event, which has its days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name; whether a row must have it; the words it may say; the sort whose ids it names; a list."""

    name: str
    needed: bool = False
    among: tuple[str, ...] = ()
    names: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort: its name in files, its name for people, its columns, and whether a row of it lasts."""

    name: str
    title: str
    columns: tuple[Column, ...]
    lasts: bool = True

    @property
    def heading(self) -> str:
        """The column that says what a row is about."""
        return self.columns[0].name

    def of(self, name: str) -> Column | None:
        """The column of this name."""
        return next((each for each in self.columns if each.name == name), None)


def _must(name: str, *among: str, names: str = "") -> Column:
    return Column(name, True, among, names)


def _may(name: str, *among: str, names: str = "", many: bool = False) -> Column:
    return Column(name, False, among, names, many)


LEVELS: Final = ("leaders", "ministers", "senior officials", "working group", "heads of services", "associated body")
STANDINGS: Final = ("dialogue partner", "sectoral partner", "development partner", "observer", "associated body")
OFFICES: Final = ("chair of the region", "chair of a body", "host of a meeting", "chair and host")
VERBS: Final = (
    "adopted", "agreed", "approved", "commended", "endorsed", "established", "extended", "finalised",
    "looked forward to", "noted", "proposed", "reaffirmed", "signed", "tasked", "welcomed",
)  # fmt: skip
WHAT: Final = (
    "declaration", "leaders' declaration", "joint statement", "communique", "terms of reference", "roadmap", "decision",
)  # fmt: skip
TREATIES: Final = ("treaty", "agreement between governments", "agreement between agencies", "model")

SORTS: Final[Mapping[str, Sort]] = {
    each.name: each
    for each in (
        Sort("body", "Bodies", (_must("name"), _must("level", *LEVELS), _may("purpose"), _may("reports_to"),
                                _may("meets"))),
        Sort("area", "Crime areas", (_must("area"), _may("bodies", names="body", many=True))),
        Sort("lead", "Who leads an area", (_must("area", names="area"), _must("state"), _may("office"))),
        Sort("term", "Who chairs and hosts", (_must("office", *OFFICES), _may("body", names="body"), _must("state"),
                                              _may("meeting", names="meeting"))),
        Sort("meeting", "Meetings", (_must("title"), _must("body", names="body"), _may("place"),
                                     _may("held", "in person", "hybrid", "online"), _may("host"), _may("theme"),
                                     _may("delegates")), lasts=False),
        Sort("text", "What was adopted", (_must("title"), _must("what", *WHAT), _may("verb", *VERBS),
                                          _may("body", names="body"), _may("meeting", names="meeting"), _may("by")),
             lasts=False),
        Sort("plan", "Plans and work programmes", (_must("title"), _may("parent", names="plan"),
                                                   _may("body", names="body"), _may("partner", names="partner"),
                                                   _may("verb", *VERBS), _may("meeting", names="meeting"))),
        Sort("instrument", "Instruments", (_must("title"), _must("level", *TREATIES), _must("functions"),
                                           _must("states"), _may("place"), _may("law")), lasts=False),
        Sort("partner", "Partners", (_must("partner"), _must("standing", *STANDINGS))),
        Sort("coordinator", "Who speaks with a partner", (_must("partner", names="partner"), _must("state"))),
        Sort("gap", "Not found", (_must("what"), _may("about"))),
    )
}  # fmt: skip
"""By name, in the order in which they are shown."""

GAP: Final = "gap"
