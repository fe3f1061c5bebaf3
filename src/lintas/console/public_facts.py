"""From public facts to dossiers and back: what a dossier is about, and where an officer may begin with a row.

The draft is the officer's word like any other, looked at before it is sealed. What a row leaves open, and that nobody
verified it, is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from lintas.compose.facts import Known, read_all
from lintas.console import access, drafting, filling
from lintas.console.asking import ask, service
from lintas.console.disk import folder
from lintas.console.models import Dossier, Draft, Officer
from lintas.console.models.officer import ANALYST, DUTY, OFFICER
from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.position import DOSSIER
from lintas.dossier.traits import CLOSED, DIRECTORY, PROTECTED
from lintas.facts.about import about, may_name
from lintas.facts.offering import Offered, offer, takes
from lintas.facts.register import Register, Thing
from lintas.facts.rows import Fact
from lintas.node.begun import begun
from lintas.node.plain_data import find_dossier
from lintas.node.state import Node

DOSSIERS_MAX: Final = 20
"""In so many of the officer's dossiers, the latest to move first, is looked for what could begin with the row."""
THINGS_SHOWN: Final = 20
"""So many things of which something is publicly known stand on the page of a dossier; the rest are counted."""
_BETWEEN: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Target:
    """What could begin with a row: `value` names it in the form; `dossier` is empty for a new one."""

    kind: str
    title: str
    verb: str
    dossier: str = ""

    @property
    def value(self) -> str:
        """As the form carries it."""
        return _BETWEEN.join((self.kind, self.verb, self.dossier))


def known() -> Known:
    """The facts, with this node's own files over ours."""
    return read_all(folder())


def targets(officer: Officer, row: Fact) -> list[Target]:
    """What the officer may begin with the row: a new dossier, or something in one that he works on."""
    kinds = {name: each for name, each in service().node.kinds.items() if DIRECTORY not in each.item.traits}
    found = [*_opening(kinds, row)] if officer.has(OFFICER, DUTY, ANALYST) else []
    within = [name for name, kind in kinds.items() if any(takes(row, verb) and verb.opens for verb in kind.item.verbs)]
    for line in (
        access.visible(officer).filter(kind__in=within).order_by("-last_position")[:DOSSIERS_MAX] if within else ()
    ):
        found += _in(line, row)
    return found


def drawn(register: Register, thing: Thing) -> dict[str, Any]:
    """A thing for a page: its rows with what each says, and where it was read."""
    rows = [{"row": row, "said": list(register.said(row)), "sources": register.sources_of(row)} for row in thing.rows]
    return {"id": thing.id, "sort": thing.sort.title, "heading": register.heading(thing.rows[0]),
            "rows": rows, "differ": thing.differ}  # fmt: skip


def beside(officer: Officer, dossier: str, items: Iterable[bytes]) -> tuple[list[dict[str, Any]], int]:
    """What is publicly known of what a dossier, or these items of it, is about, for its page; and how much more."""
    if not officer.works_on_cases():
        return [], 0
    register = known().register
    found = about(register, ask(lambda node: list(begun(node, find_dossier(node, dossier), items))))
    return [drawn(register, each) for each in found[:THINGS_SHOWN]], max(0, len(found) - THINGS_SHOWN)


def dossiers_about(officer: Officer, register: Register, thing: Thing) -> list[Dossier]:
    """The dossiers that this officer may see and that are about the thing, among the latest to move. What asks for a
    purpose before it is read, and what is closed, is not looked into.
    """
    kinds = [name for name, each in service().node.kinds.items()
             if may_name(each, thing.sort.name) and {PROTECTED, CLOSED}.isdisjoint(each.item.traits)]  # fmt: skip
    lines = list(access.visible(officer).filter(kind__in=kinds).order_by("-last_position")[:DOSSIERS_MAX])

    def names_it(node: Node, line: Dossier) -> bool:
        return thing.id in {each.id for each in about(register, begun(node, find_dossier(node, line.pk)))}

    return ask(lambda node: [line for line in lines if names_it(node, line)])


def _opening(kinds: dict[str, Kind], row: Fact) -> Iterator[Target]:
    for kind in sorted(kinds.values(), key=lambda each: each.title):
        yield from (Target(kind.name, kind.title, verb.name) for verb in kind.item.verbs
                    if verb.begins and takes(row, verb))  # fmt: skip


def _in(line: Dossier, row: Fact) -> list[Target]:
    verbs = ask(lambda node: [verb.name for verb in _open(node, line.pk) if takes(row, verb)])
    return [Target(line.kind, line.title, verb, line.pk) for verb in dict.fromkeys(verbs)]


def _open(node: Node, text: str) -> list[Verb]:
    now = node.replica(find_dossier(node, text)).now()
    return [way.verb for way in now.ways(DOSSIER, node.id)]


def draft_of(officer: Officer, row: Fact, value: str) -> Draft | None:
    """A draft of what was chosen, not kept yet; None if that is not open to the officer."""
    chosen = next((each for each in targets(officer, row) if each.value == value), None)
    if chosen is None:
        return None
    return Draft(officer=officer, dossier=chosen.dossier, kind=chosen.kind, verb=chosen.verb, item="dossier")


def fill(draft: Draft, register: Register, row: Fact) -> Offered:
    """Put into a draft what its fields take of the row; what is left is told. Raises as `drafting.matter`."""
    about = ask(lambda node: drafting.matter(node, draft))
    offered = offer(register, row, about.verb.says)
    filling.fill(draft, about, offered.fields)
    draft.save()
    return offered
