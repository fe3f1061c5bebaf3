"""Where a dossier stands, in a line: for lists of many, made again whenever something in it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import parse_act
from lintas.dossier.officers import parse_certificate
from lintas.dossier.parts import marking_in
from lintas.dossier.position import DOSSIER
from lintas.dossier.sealing import Content
from lintas.dossier.traits import CLOSED, REALTIME
from lintas.node import desk
from lintas.node.clocks import RUNNING, clocks
from lintas.node.closed import closed
from lintas.node.ports import StoredAct
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.node.unanswered import Unanswered, unanswered
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import show

NOT_KNOWN = "not known here"


@dataclass(frozen=True, slots=True)
class Standing:
    """One dossier. `step`: the first verb that would take the matter on from here, if the next move is ours.

    `owed`: all times that are owed, in ms since 1970 and in order, each with whether by us. `raw`: it is not folded
    here. `rings`: the acts to which we owe an answer that cannot wait. `waits`: what waits for a person of ours, where
    people talk in real time.
    """

    id: str
    kind: str
    title: str
    traits: tuple[str, ...]
    phase: str
    ended: bool
    raw: bool
    parties: tuple[str, ...]
    awaited: tuple[str, ...]
    awaits_us: bool
    step: str
    owed: tuple[tuple[int, bool], ...] = ()
    rings: frozenset[str] = frozenset()
    waits: tuple[Unanswered, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """An act that is here now: its place in our log, and what a list may say of it. `marking`: what its words state.

    `officers`: the local names of those who answer for it, if it is ours.
    """

    position: int
    act: str
    dossier: str
    author: str
    ours: bool
    verb: str
    time_ms: int
    marking: str
    officers: tuple[str, ...]


def news(node: Node, position: int, limit: int) -> tuple[tuple[News, ...], tuple[Standing, ...]]:
    """The acts from a position of our log on, at most so many, and where the dossiers in which they lie stand now."""
    rows = node.store.since(position, limit)
    names = desk.names(node) if any(row.author == node.id for row in rows) else {}
    found = tuple(_news(node, row, names) for row in rows)
    return found, tuple(standing(node, each) for each in _dossiers(rows))


def _dossiers(rows: Iterable[StoredAct]) -> Sequence[bytes]:
    return list(dict.fromkeys(row.dossier for row in rows))


def standing(node: Node, dossier: bytes) -> Standing:
    """Where the dossier stands."""
    replica = node.folded(dossier)
    if replica is None:
        return _raw(node, dossier)
    now, code, kind = replica.now(), node.federation.code, replica.kind
    awaited = now.awaited()
    shown = clocks(node, dossier, ())
    owed = sorted(
        ((c.due_ms, c.owed_by == code(node.id)) for c in shown if c.state == RUNNING and c.due_ms),
        key=lambda each: (each[0], not each[1]),
    )
    steps = (way.verb.name for item in now.items for way in now.ways(item, node.id) if way.onward)
    return Standing(
        id=show(dossier),
        kind=kind.name,
        title=kind.title,
        traits=tuple(sorted(kind.item.traits)),
        phase=now.phase(DOSSIER),
        ended=now.ended(DOSSIER),
        raw=False,
        parties=tuple(sorted(code(p) for p in now.parties)),
        awaited=tuple(sorted(code(p) for p in awaited)),
        awaits_us=node.id in awaited,
        step=next(steps, "") if node.id in awaited else "",
        owed=tuple(owed),
        rings=frozenset(show(each.started_by) for each in shown if each.rings(code(node.id))),
        waits=unanswered(node, dossier, shown) if REALTIME in kind.item.traits else (),
    )


def _raw(node: Node, dossier: bytes) -> Standing:
    """A dossier that is not folded here: all who were ever named in it."""
    raw = node.raw(dossier)
    named = tuple(sorted(node.federation.code(party) for party in raw.named)) if raw else ()
    name = raw.kind if raw and raw.kind else "unknown"
    traits = (CLOSED,) if closed(node, dossier) else ()
    return Standing(show(dossier), name, name, traits, NOT_KNOWN, False, True, named, (), False, "")


def _news(node: Node, row: StoredAct, names: Mapping[str, str]) -> News:
    header, content = parse_act(row.signed).act.header, _content(node, row)
    ours = row.author == node.id
    return News(
        position=row.position,
        act=show(row.id),
        dossier=show(row.dossier),
        author=node.federation.code(row.author),
        ours=ours,
        verb=header.verb or header.form.name.lower(),
        time_ms=header.time_ms,
        marking=_marking(node, row, content) if content else "",
        officers=_officers(content, names) if content and ours else (),
    )


def _content(node: Node, row: StoredAct) -> Content | None:
    try:
        return read(node, row)[1]
    except (CryptoError, Malformed):
        return None


def _officers(content: Content, names: Mapping[str, str]) -> tuple[str, ...]:
    answered = (parse_certificate(each.certificate).pseudonym for each in content.officers)
    return tuple(names[each] for each in answered if each in names)


def _marking(node: Node, row: StoredAct, content: Content) -> str:
    """The highest classification that the words of the act state; empty where they state none."""
    replica = node.folded(row.dossier)
    verb = replica.verb(parse_act(row.signed).act) if replica else None
    return marking_in(verb.says, content.fields) if verb else ""
