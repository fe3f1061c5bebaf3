"""A table in columns, as real plans have it: each row with what it says, and where each who does it stands.

Rows are items with the trait *row*. The body by which one is opened gives its columns; the verb of its first total is
what its parties report, half-year by half-year; a child that is opened with the same body and more is such a report,
entered for a state that has no node. No kind is named. Rows stand in the order in which they were set, reports in the
order of the names of states: nothing here looks at where anybody stands to put one before another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lintas.dossier.grammar import START, Item, Verb
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.meanings import Body, Date, File, Link, Text
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.traits import ROW
from lintas.node.on_behalf import entered_at
from lintas.node.state import Node
from lintas.node.totals import opening, well_said
from lintas.wire.errors import LintasError

Said = Mapping[str, Any]


class NoColumns(LintasError):
    """A dossier of this kind has no rows to report on."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What is said of a row for a half-year. `who`: the state, or the code of the authority where it has none.

    `item`: where it was entered for a state without a node, and `stands`: whether that state confirmed it. `said` is
    None where it was not for us, or was recalled.
    """

    who: str
    by: str
    act: bytes
    time_ms: int
    said: Said | None
    item: bytes | None = None
    stands: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """Something else that is open at a row, such as measures: what it is, where it stands, and what opened it says."""

    item: bytes
    name: str
    phase: str
    said: Said


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what the item above it says, what it says itself, the reports of the half-year, and who has none.
    `without_a_node`: the states that it names as carrying it out without one.

    `open_to_us`: the verbs that are.
    """

    item: bytes
    phase: str
    over: bool
    section: Said
    says: Said
    reports: tuple[Reported, ...]
    nothing_from: tuple[str, ...]
    without_a_node: tuple[str, ...]
    opens: tuple[Open, ...]
    open_to_us: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows for one half-year. `halves`: of those that anything is reported for, each as its last day.

    `report`: the verb by which a party reports, `another`: the one by which it is entered for a state without a node,
    and `replace` what takes the place of such. `name`: the field by which a row is called. `opening`: what the
    act says that opened the dossier.
    """

    title: str
    us: str
    exercise: bool
    half: str
    halves: tuple[str, ...]
    section_fields: tuple[str, ...]
    fields: tuple[str, ...]
    name: str
    report: Verb
    another: Verb | None
    replace: Verb | None
    opening: Said
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Declared:
    """What the grammar says of the rows of a kind."""

    item: Item
    opener: Verb
    above: type[Body] | None
    report: Verb
    another: Verb | None
    day: str

    @property
    def name(self) -> str:
        """The first text that every row has."""
        return next(name for name, each in self.opener.says.fields().items() if each.required and each.says(Text))

    @property
    def child(self) -> Item | None:
        """The type of what is entered for another."""
        return self.item.child(self.another.opens) if self.another else None

    @property
    def replace(self) -> Verb | None:
        """What says anew what was entered for another."""
        says = self.another.says if self.another else None
        return next((verb for verb in self.child.verbs if verb.says is says), None) if self.child else None


@dataclass(slots=True)
class _Acts:
    """The acts of a dossier with effect, each after all that it had seen, by item and verb; and what they say."""

    node: Node
    by: dict[tuple[bytes, str], list[GraphNode]] = field(default_factory=dict)
    order: dict[bytes, int] = field(default_factory=dict)

    def newest(self, item: bytes, says: type[Body], kind: Item) -> GraphNode | None:
        """The newest act at the item that says such a body."""
        found = [each for verb in kind.verbs if verb.says is says for each in self.by.get((item, verb.name), ())]
        return max(found, key=lambda each: self.order[each.act.id], default=None)

    def said(self, found: GraphNode | None, says: type[Body] | None) -> Said | None:
        """What it says, if we may know and it is such a body."""
        return well_said(self.node, found, says) if found and says else None


def has_columns(item: Item) -> bool:
    """Whether dossiers of this kind have rows to report on."""
    return any(ROW in path[-1].traits for path in item.walk())


def half_of(day: str) -> str:
    """The last day of the half-year in which a day lies, both as 2026-01-31."""
    return f"{day[:4]}-06-30" if day[5:7] <= "06" else f"{day[:4]}-12-31"


def columns(node: Node, dossier: bytes, half: str = "") -> Table:
    """The table for the half-year that ends on `half`, or for the newest that somebody reported on.

    Raises `UnknownDossier` or `NoColumns`.
    """
    replica = node.replica(dossier)
    now = replica.now()
    declared = _declared(now.type(DOSSIER))
    acts = _acts(node, now)
    items = sorted(
        (at for at in now.items if now.type(at) is declared.item), key=lambda at: _when(now.records.items[at].by)
    )
    reports = {at: list(_reports(node, now, acts, declared, at)) for at in items}
    halves = tuple(
        sorted({half_of(each.said[declared.day]) for said in reports.values() for each in said if each.said})
    )
    half = half_of(half) if half else halves[-1] if halves else ""
    rows = tuple(_row(node, now, acts, declared, at, _of_half(reports[at], declared.day, half)) for at in items)
    above = _shown(declared.above) if declared.above else ()
    return Table(
        replica.kind.title, node.federation.state(node.id) or node.federation.code(node.id), node.federation.exercise,
        half, halves, above, _shown(declared.opener.says), declared.name, declared.report, declared.another,
        declared.replace, opening(node, now), rows,
    )  # fmt: skip


def _declared(dossier: Item) -> _Declared:
    path = next((path for path in dossier.walk() if ROW in path[-1].traits), None)
    if path is None:
        raise NoColumns()
    item, parent = path[-1], path[-2]
    opener = next(verb for verb in parent.verbs if verb.opens == item.name)
    above = next((verb.says for verb in path[-3].verbs if verb.opens == parent.name), None) if len(path) > 2 else None
    report = item.verb(item.totals[0].verb)
    assert report is not None, "a total names a verb of its item"
    another = next((v for v in item.verbs if v.opens and issubclass(v.says, report.says)), None)
    day = next(name for name, meaning in report.says.fields().items() if meaning.says(Date))
    return _Declared(item, opener, above, report, another, day)


def _shown(says: type[Body]) -> tuple[str, ...]:
    """The fields that have a column: neither files nor links, and none of several."""
    fields = says.fields().items()
    return tuple(name for name, each in fields if not each.many and not each.says(File) and not each.says(Link))


def _acts(node: Node, now: Position) -> _Acts:
    found = _Acts(node, order={act: at for at, act in enumerate(now.graph.nodes)})
    for each in now.graph.nodes.values():
        if now.effect(each):
            found.by.setdefault((each.act.header.item or DOSSIER, each.act.header.verb), []).append(each)
    return found


def _when(found: GraphNode | None) -> tuple[int, bytes]:
    return (found.act.header.time_ms, found.act.id) if found else (0, b"")


def _reports(node: Node, now: Position, acts: _Acts, declared: _Declared, row: bytes) -> Iterator[Reported]:
    for act in acts.by.get((row, declared.report.name), ()):
        author = act.act.header.author
        who, code = node.federation.state(author), node.federation.code(author)
        yield Reported(
            who or code,
            code,
            act.act.id,
            act.act.header.time_ms,
            acts.said(act, declared.report.says),
            ours=author == node.id,
        )
    for at in now.children(row, declared.child.name) if declared.child else ():
        opened = now.records.items[at].by
        if now.ended(at) or opened is None or declared.child is None or declared.another is None:
            continue
        newest = acts.newest(at, declared.another.says, declared.child) or opened
        said, code = acts.said(newest, declared.another.says), node.federation.code(opened.act.header.author)
        found, ours = entered_at(node, now, at), opened.act.header.author == node.id
        who, stands = (found.state, found.stands) if found else (code, now.phase(at))
        yield Reported(who, code, newest.act.id, newest.act.header.time_ms, said, at, stands, ours)


def _of_half(reports: list[Reported], day: str, half: str) -> list[Reported]:
    """Of each who reports, the newest for the half-year, in the order of their names."""
    found = {
        (each.who, each.by, each.item): each for each in reports if each.said is None or half_of(each.said[day]) == half
    }
    return [found[key] for key in sorted(found, key=lambda key: (key[0], key[1], key[2] or b""))]


def _row(node: Node, now: Position, acts: _Acts, declared: _Declared, at: bytes, reports: list[Reported]) -> Row:
    opened, above = now.records.items[at].by, next((each for each in now.above(at) if each != at), DOSSIER)
    says = acts.said(acts.newest(at, declared.opener.says, declared.item) or opened, declared.opener.says) or {}
    section = acts.said(now.records.items[above].by, declared.above) if above != DOSSIER else None
    expected = {
        node.federation.state(party) or node.federation.code(party)
        for role in declared.report.by
        for party in now.held(at, role)
        if now.lane(at, role, party) & {START, *(declared.report.at or ())}
    }
    without = {str(each) for name, meaning in declared.opener.says.fields().items()
               if meaning.many and meaning.says(Text) for each in says.get(name, ())}  # fmt: skip
    return Row(
        at, now.phase(at), now.over(at), section or {}, says, tuple(reports),
        tuple(sorted((expected | without) - {each.who for each in reports})),
        tuple(sorted(without)),
        tuple(_opens(now, acts, declared, at)),
        frozenset(way.verb.name for way in now.ways(at, node.id)),
    )  # fmt: skip


def _opens(now: Position, acts: _Acts, declared: _Declared, row: bytes) -> Iterator[Open]:
    for verb in declared.item.verbs:
        for at in now.children(row, verb.opens) if verb.opens and verb is not declared.another else ():
            if not now.over(at):
                yield Open(at, verb.opens, now.phase(at), acts.said(now.records.items[at].by, verb.says) or {})
