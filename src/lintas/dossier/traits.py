"""Traits: what pages, delivery and exports bind to, so that nothing outside `kinds` mentions a kind by name.

Each trait says what binds to it. A kind that uses another word fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PLAIN: Final = "plain"
DIRECTORY: Final = "directory"
REALTIME: Final = "realtime"
PROTECTED: Final = "protected"
CASE: Final = "case"
PROGRAMME: Final = "programme"
CLOSED: Final = "closed"
AMONG_STATES: Final = "among states"
RETURN: Final = "return"
ROW: Final = "row"

TRAITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        REALTIME: "delivery sends these acts before all others; the page is a conversation that updates by itself; "
        "a duty desk may answer in a shift that one touch began",
        CASE: "no secretariat is a party of it; the page is a case file with persons and dates owed; the export "
        "carries the chain of custody",
        PLAIN: "bodies are not sealed: every enrolled party and its node may read and serve them",
        DIRECTORY: "its acts say who the authorities are and which keys are theirs, and go to every one of them",
        "register": "the page is a table of its items, each with its history, found by its words",
        "asset": "the page lists its items with place, holder and worth, and adds up what they are worth",
        "operation": "the page shows the totals of all members at the top, and who has not reported yet",
        PROGRAMME: "whoever compiles writes reminders in it; the page is a calendar of its items and of the dates "
        "owed, and shows no case",
        ROW: "it is a row of a table in columns: the body that opens it gives the columns, and what its parties report "
        "by its first total is where they stand in a half-year; nothing sorts or compares who stands where",
        RETURN: "its figures go into a regional picture, which is drawn from five states upwards and leaves out what "
        "would show one state or a few persons; its first choice names the row, its counts are the columns, of which "
        "the first is for what goes on and the last for what ended in no other way",
        PROTECTED: "lists show pseudonyms for everybody, not only for children, and no search index holds its words; "
        "reading it asks for a purpose",
        AMONG_STATES: "no secretariat is a party of it, though it is no case: what states ask each other before "
        "anybody else is asked; it goes beside other traits and changes no page",
        CLOSED: "of an authority's officers those alone who are named for it know that the dossier is there; it is in "
        "no search index, no statistics and no alert, and the trail says that one was used and not which",
    }
)
