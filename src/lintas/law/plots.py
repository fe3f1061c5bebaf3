"""Two plots as SVG: who can ask whom under what, and the timeline of an instrument.

Colours are never alone: each cell has its mark, and what nobody verified is drawn in dashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from xml.sax.saxutils import escape

from lintas.law.matrix import MARKS, Matrix
from lintas.law.rows import Instrument, Party

CELL, LEFT, TOP, LINE = 28, 56, 84, 18
CHAR = 7
INK, PALE, RULE = "#1b1f24", "#5b6570", "#d5dae0"
COLOURS = {
    "B": ("#08519c", "#ffffff"), "R": ("#3182bd", "#ffffff"), "M": ("#9ecae1", INK), "d": ("#fdd49e", INK),
    "a": ("#e9e4f0", INK), "-": ("#ffffff", "#99000d"), "?": ("#f3f4f6", PALE), "!": ("#ffffff", PALE),
}  # fmt: skip
NOTICE = "From a register that nobody has signed; not legal advice."
PLOT = 720


def matrix_svg(table: Matrix, title: str) -> str:
    """The table of all pairs: rows ask, columns are asked."""
    size = CELL * len(table.states)
    parts = [_text(LEFT, 24, title, size=16), _text(LEFT, 44, "Rows ask, columns are asked.", fill=PALE)]
    for at, state in enumerate(table.states):
        parts.append(_text(LEFT + at * CELL + CELL / 2, TOP - 8, state, anchor="middle"))
        parts.append(_text(LEFT - 10, TOP + at * CELL + CELL / 2 + 4, state, anchor="end"))
    for row, asks in enumerate(table.states):
        for column, asked in enumerate(table.states):
            if asks != asked:
                parts.append(_cell(LEFT + column * CELL, TOP + row * CELL, table.mark(asks, asked)))
    counted, y = table.count(), TOP + size + 30
    for mark, words in MARKS.items():
        if counted[mark]:
            parts += [_cell(LEFT, y - CELL + 8, mark), _text(LEFT + CELL + 10, y, f"{words}: {counted[mark]}")]
            y += CELL
    parts.append(_text(LEFT, y + 8, NOTICE, fill=PALE))
    return _svg(max(LEFT + size + 20, LEFT + CHAR * len(title) + 140), y + 24, title, parts)


def _cell(x: float, y: float, mark: str) -> str:
    fill, ink = COLOURS[mark]
    return (
        f'<rect x="{x + 1:g}" y="{y + 1:g}" width="{CELL - 2}" height="{CELL - 2}" fill="{fill}" stroke="{RULE}"/>'
        + _text(x + CELL / 2, y + CELL / 2 + 4, mark, anchor="middle", fill=ink)
    )


def timeline_svg(instrument: Instrument, until: date) -> str:
    """A line for each party: signed, bound, in force until it left, or until the given day."""
    rows = [row for group in instrument.parties.values() for row in group]
    days = [day for row in rows for day in (row.signed, row.bound, row.in_force, row.left) if day]
    first = min([*days, until]).replace(month=1, day=1)
    last = max([*days, until])
    scale = PLOT / max((last - first).days, 1)

    def at(day: date) -> float:
        return LEFT + (day - first).days * scale

    parts = [_text(LEFT, 24, f"{instrument.id}: {instrument.title}", size=15)]
    parts.append(_text(LEFT, 44, "circle: signed; square: bound; line: in force; dashes: not verified", fill=PALE))
    bottom = TOP + LINE * len(rows)
    parts += [line for year in _years(first, last) for line in _tick(at(date(year, 1, 1)), bottom, str(year))]
    for number, row in enumerate(rows):
        parts += _party(row, TOP + LINE * number + LINE / 2, at, until)
    parts.append(_text(LEFT, bottom + 40, NOTICE, fill=PALE))
    wide = max(LEFT + PLOT + 40, LEFT + CHAR * (len(instrument.id) + len(instrument.title)) + 120)
    return _svg(wide, bottom + 56, instrument.title, parts)


def _years(first: date, last: date) -> Iterable[int]:
    step = max(1, (last.year - first.year) // 8)
    return range(first.year, last.year + 1, step)


def _tick(x: float, bottom: float, label: str) -> Iterator[str]:
    yield f'<line x1="{x:.1f}" y1="{TOP - 6}" x2="{x:.1f}" y2="{bottom:g}" stroke="{RULE}"/>'
    yield _text(x, bottom + 16, label, anchor="middle", fill=PALE)


def _party(row: Party, y: float, place: Callable[[date], float], until: date) -> Iterator[str]:
    yield _text(LEFT - 10, y + 4, row.state, anchor="end")
    dashed = ' stroke-dasharray="5 3"' if row.standing.sure.isupper() else ""
    if row.in_force and row.in_force <= until:
        x1, x2 = place(row.in_force), place(row.left or until)
        line = f'x1="{x1:.1f}" y1="{y:g}" x2="{x2:.1f}" y2="{y:g}" stroke="#08519c" stroke-width="5"'
        yield f"<line {line}{dashed}/>"
    if row.bound:
        yield f'<rect x="{place(row.bound) - 4:.1f}" y="{y - 4:g}" width="8" height="8" fill="{INK}"/>'
    if row.signed:
        x = place(row.signed)
        yield f'<circle cx="{x:.1f}" cy="{y:g}" r="4" fill="#ffffff" stroke="{INK}" stroke-width="1.5"/>'
    if not (row.signed or row.bound or row.in_force):
        yield _text(LEFT + 4, y + 4, "not known to be bound", fill=PALE)


def _text(x: float, y: float, said: str, *, size: int = 12, anchor: str = "start", fill: str = INK) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">{escape(said)}</text>'


def _svg(wide: float, high: float, title: str, parts: Iterable[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" viewBox="0 0 {wide:g} {high:g}"'
    lines = [f'{head} font-family="sans-serif" role="img">', f"<title>{escape(title)}</title>"]
    lines += [f'<rect width="{wide:g}" height="{high:g}" fill="#ffffff"/>', *parts, "</svg>"]
    return "\n".join(lines) + "\n"
