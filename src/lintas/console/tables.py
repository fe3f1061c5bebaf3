"""Rows as CSV (RFC 4180), for whoever works on in a spreadsheet. No cell is taken for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from lintas.console.models import Dossier
from lintas.console.pages.dossier import said
from lintas.interop.cells import write_csv_rows
from lintas.node.show import Shown, ShownAct
from lintas.node.timeline import utc
from lintas.wire.identifiers import show

TIMELINE: Final = (
    "exercise", "classification", "number", "time (UTC, as its author claims)", "author", "act", "verb", "item",
    "item id",
    "verdict", "has effect", "could read", "answered for by", "delivery", "says",
)  # fmt: skip
WORKLIST: Final = (
    "exercise", "classification", "dossier", "kind", "parties", "phase", "our move", "waiting on", "due (UTC)",
    "due from us",
)  # fmt: skip


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The table, with a mark at its beginning by which spreadsheets know that it is UTF-8."""
    return write_csv_rows([head, *([_cell(each) for each in row] for row in rows)])


def _cell(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def timeline_rows(shown: Shown, marking: str) -> Iterator[Sequence[Any]]:
    """The acts of a dossier, the oldest first."""
    for number, act in enumerate(shown.acts, 1):
        yield (
            _exercise(shown.exercise), marking, number, utc(act.time_ms), act.author, show(act.id),
            act.verb or act.form, act.item_name, show(act.item), act.verdict, act.effect, ", ".join(act.readers or ()),
            ", ".join(act.officers), ", ".join(f"{code} {mark}" for code, mark in act.marks.items()), _says(act),
        )  # fmt: skip


def _says(act: ShownAct) -> str:
    fields = said(act.says or {})
    return "\n".join(f"{name}: {'; '.join(value) if isinstance(value, list) else value}" for name, value in fields)


def worklist_rows(lines: Iterable[Dossier], exercise: bool) -> Iterator[Sequence[Any]]:
    """Lines of the worklist."""
    for line in lines:
        due = utc(line.due_ms) if line.due_ms is not None else ""
        yield (
            _exercise(exercise), line.marking, line.pk, line.title, ", ".join(line.parties), line.phase, line.awaits_us,
            ", ".join(line.awaited), due, line.due_ours,
        )  # fmt: skip


def _exercise(exercise: bool) -> str:
    return "EXERCISE" if exercise else ""
