"""What the request must hold: the list of its basis, what the requested state's law adds, less what is supplied."""

from __future__ import annotations

from collections.abc import Iterator

from lintas.law.answer import Cite, Item
from lintas.law.choosing import Chosen
from lintas.law.question import Question
from lintas.law.register import Register
from lintas.law.rows import LEVELS, Content, NationalLaw
from lintas.law.sorting import Sorted

ARREST = "provisional_arrest"
FULL_REQUEST = "E_"
"""Codes of what belongs to the full request for extradition, and can follow a provisional arrest."""

Cited = tuple[str, Content]


def require(
    register: Register, question: Question, found: Sorted, chosen: Chosen, law: NationalLaw | None
) -> tuple[Item, ...]:
    """One item per code, citing every article that asks for it, in the order of the lists."""
    needs = _needs(question, chosen)
    by_code: dict[str, list[Cited]] = {}
    for cite, row in (*_listed(question, found, chosen), *_added(question, chosen, law)):
        if row.standing.in_law(question.day):
            by_code.setdefault(row.code, []).append((cite, row))
    return tuple(
        _item(code, register.contents.get(code, code), rows, needs, code in question.supplied)
        for code, rows in by_code.items()
    )


def _needs(question: Question, chosen: Chosen) -> frozenset[str]:
    needs = set(question.needs)
    needs.add("convicted" if question.findings.get("convicted") else "accused")
    if chosen.instrument is None:
        needs.add("no_treaty")
    return frozenset(needs)


def _listed(question: Question, found: Sorted, chosen: Chosen) -> Iterator[Cited]:
    kind = question.request.id
    ordered = [each.instrument for each in found.bases if each.instrument != chosen.instrument]
    for instrument in [chosen.instrument, *ordered] if chosen.instrument else []:
        if rows := instrument.contents.get(kind):
            yield from ((instrument.cite(row.article), row) for row in rows)
            return
    yield from ((row.article, row) for row in question.request.contents)


def _added(question: Question, chosen: Chosen, law: NationalLaw | None) -> Iterator[Cited]:
    if law is None:
        return
    arrest = question.request.id == ARREST
    yield from ((row.article, row) for row in law.contents if not (arrest and row.code.startswith(FULL_REQUEST)))
    if arrest and chosen.instrument is None:
        yield from ((row.article, row) for row in law.arrest_contents)


def _item(code: str, label: str, rows: list[Cited], needs: frozenset[str], supplied: bool) -> Item:
    needed = [(cite, row) for cite, row in rows if row.level == "must" or (row.level == "if" and row.when in needs)]
    told = needed or rows
    level = min((row.level for _, row in told), key=LEVELS.index)
    when = "" if needed else "where possible" if level == "where_possible" else told[0][1].when
    cites = tuple(Cite(text, row.standing.sure) for text, row in told)
    return Item(code, label, bool(needed), supplied, tuple(dict.fromkeys(cites)), when)
