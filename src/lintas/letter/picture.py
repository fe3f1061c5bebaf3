"""A regional picture as a paper: the call, the table with what is left out, bars, and how it was made.

It says of no state more than that it is, or is not, in the sums. The figures are attached as CSV, as they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from lintas.figures.bars import Piece, bars
from lintas.figures.suppress import COUNT_MIN, RETURNS_MIN, STATES_MIN, TOTAL
from lintas.letter.setting import Attached, as_attached, compiled
from lintas.node.picture import Picture

LEFT_OUT: Final = "left out"
LEFT_OUT_TOGETHER: Final = "Left out, together"
_FIGURES: Final = "figures.csv"

Rows = Callable[[list[list[str]]], bytes]
"""Writes a table of text as CSV."""


def picture_paper(drawn: Picture, title: str, marking: str, sender: str, as_csv: Rows, time_ms: int) -> bytes:
    """The PDF/A-3a. `sender`: who gives it out. Raises `MissingGlyph` or `NoTypesetter`."""
    table, rows = drawn.table, list(_cells(drawn))
    columns = [label(name) for name in table.columns]
    csv = as_csv([["", *columns], *([name, *figures] for name, figures in rows)])
    tones = {name: at for at, name in enumerate(each for each in table.columns if each != TOTAL)}
    day = datetime.fromtimestamp(time_ms // 1000, UTC).date()
    marks = [marking.upper() or "NO CLASSIFICATION STATED", *(["EXERCISE"] if drawn.exercise else [])]
    attached = Attached(_FIGURES, csv, "text/csv", "The figures as they are shown", "data")
    return compiled(
        "picture.typ",
        {
            "title": title,
            "sender": sender,
            "banner": " · ".join(marks),
            "foot": f"{sender} · {day.isoformat()}",
            "day": [day.year, day.month, day.day],
            "call": [[label(name), str(value)] for name, value in drawn.call.items()],
            "table_title": "Cases by area and by where they stood on the last day",
            "area": "Area",
            "left_out": LEFT_OUT,
            "columns": columns,
            "rows": [
                {"name": label(name), "figures": [None if each == LEFT_OUT else each for each in figures],
                 "total": name == TOTAL}
                for name, figures in rows
            ],
            "legend": [*map(label, tones), LEFT_OUT_TOGETHER],
            "bars_title": "The same as bars",
            "bars_alt": "Bars that say what the table says.",
            "bars": [
                {"name": label(bar.row), "pieces": [_piece(each, tones) for each in bar.pieces],
                 "total": f"{bar.total:,}" if bar.total is not None else LEFT_OUT}
                for bar in bars(table)
            ],
            "how_title": "How it was made",
            "how": list(how(drawn)),
            "attached": [as_attached(attached)],
        },
        time_ms,
    )  # fmt: skip


def how(drawn: Picture) -> Iterator[str]:
    """What a reader must know of the figures, sentence by sentence."""
    yield (
        f"The sums of what {drawn.states} states signed and handed in. Fewer than {RETURNS_MIN} make none. "
        "Figures are of cases, never by nationality, and no state is shown beside another."
    )
    yield (
        f"A figure of 1 to {COUNT_MIN - 1} cases is left out, as is one behind which fewer than {STATES_MIN} states "
        "stand; and with it as many others as it takes that none can be worked out from the totals. A zero is shown."
    )
    if drawn.unread:
        yield f"Not in the sums, since they were not for us: {', '.join(drawn.unread)}."
    if drawn.exercise:
        yield "This is an exercise: nothing in it is real."


def label(name: str) -> str:
    """A field, a row or a column as people read it."""
    return name.replace("_", " ").capitalize()


def _cells(drawn: Picture) -> Iterator[tuple[str, list[str]]]:
    table = drawn.table
    for row in table.rows:
        figures = (table.value(row, column) for column in table.columns)
        yield row, [LEFT_OUT if each is None else f"{each:,}" for each in figures]


def _piece(piece: Piece, tones: Mapping[str, int]) -> dict[str, Any]:
    return {"start": piece.start, "length": piece.length, "tone": tones.get(piece.column, len(tones))}
