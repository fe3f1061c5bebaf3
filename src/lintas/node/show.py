"""What this node can show of a dossier: where it stands, who did what, what each act says to us, where it has got.

Plain data for whoever draws it: text, integers, bytes, lists and maps. Marks are *queued* (durable here), *sent*
(handed over, no receipt yet), *stored* (the peer's signed receipt covers it) and *opened* (the peer's signed statement
that an officer there read it). Two marks are no progress: *taken* (durable there, and it waits for what it saw) and
*refused* (the receipt says so).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lintas.crypto.errors import CryptoError
from lintas.dossier.disowned import Disowning, disowned_acts
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Act
from lintas.dossier.officer_errors import OfficerError
from lintas.dossier.officers import check_answer
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.releases import named_in, released_in, words_of
from lintas.dossier.sealing import Content, is_plain
from lintas.node.answers import Answers, ShownRecall
from lintas.node.clocks import ShownClock, clocks
from lintas.node.corrections import Corrections, ShownCorrection
from lintas.node.expire import outside, until_ms
from lintas.node.marks import Marks
from lintas.node.methods import answered_by, wrong_words
from lintas.node.newcomers import ShownNewcomer, newcomers
from lintas.node.on_behalf import Entered, entered_at
from lintas.node.part import Part
from lintas.node.ports import StoredAct
from lintas.node.reading import audience_of, read
from lintas.node.state import Node
from lintas.node.totals import ShownTotal, totals
from lintas.node.verify_acts import SAYING
from lintas.wire.errors import Malformed

EVERYBODY = "everybody"
"""Who may read what is not sealed."""

ERASED_HERE = "Erased"

NOBODY_ANSWERS = "NOT CERTIFIED: nobody answers for it"

READERS_UNKNOWN = "NOT CHECKED: who could read it is not known here"


@dataclass(frozen=True, slots=True)
class ShownDisowned:
    """That its author says that it did not make an act, its key being stolen: by which act, since when by its claim.
    `after`: who had received and cited it before that was known there.
    """

    by: bytes
    since_ms: int
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One line of the timeline. `says` is None where this node cannot read it; `sealed` then tells why. `erased`: who
    says to have erased what it said, and when, by its own claim. `released`: to which newcomers its author gave it
    later, and when; `releases`: what the act itself gives to those whom it names as newcomers. `officers`: by
    pseudonym, how those who answer did; what is wrong with an answer stands in place of one, with no word how.
    `language`: that of its words (BCP 47), as its author says. `disowned`: that its author disowned it.
    """

    position: int
    id: bytes
    author: str
    form: str
    verb: str
    item: bytes
    item_name: str
    to: Mapping[str, tuple[str, ...]]
    time_ms: int
    verdict: str
    why: str
    effect: bool
    says: Mapping[str, Any] | None
    sealed: str
    readers: tuple[str, ...] | None
    officers: Mapping[str, str]
    marks: Mapping[str, str]
    recall: ShownRecall | None = None
    corrected: tuple[ShownCorrection, ...] = ()
    erased: Mapping[str, int] = field(default_factory=dict)
    released: Mapping[str, int] = field(default_factory=dict)
    releases: tuple[bytes, ...] = ()
    language: str = ""
    disowned: ShownDisowned | None = None


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with its phase and lanes: (role, party, where it stands). `behalf`: for which state it was entered and by
    whom, if for one that had no node.
    """

    id: bytes
    name: str
    parent: bytes | None
    phase: str
    ended: bool
    lanes: tuple[tuple[str, str, tuple[str, ...]], ...]
    awaited: tuple[str, ...]
    behalf: Entered | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A dossier as this node sees it. `open_to_us`: item, verb, role; `steps`: which of them take the matter on.
    `later`: acts of a later version than this program knows. `raw`: why it is not folded here (`show_raw`), or empty.
    `left`: we are no party any more; `waiting_until_ms`: when then the first of the acts that wait is dropped.
    """

    id: bytes
    kind: str
    version: int
    title: str
    exercise: bool
    us: str
    phase: str
    ended: bool
    parties: tuple[str, ...]
    awaited: tuple[str, ...]
    items: tuple[ShownItem, ...]
    acts: tuple[ShownAct, ...]
    open_to_us: tuple[tuple[bytes, str, str], ...]
    steps: tuple[tuple[bytes, str], ...]
    clocks: tuple[ShownClock, ...]
    waiting: int
    later: int = 0
    raw: str = ""
    newcomers: tuple[ShownNewcomer, ...] = ()
    left: bool = False
    waiting_until_ms: int | None = None
    totals: tuple[ShownTotal, ...] = ()


def show(node: Node, dossier: bytes, part: Part | None = None) -> Shown:
    """The dossier, or the part of its acts and items; raises `UnknownDossier`, or a `NotFolded` where `show_raw` shows
    it.
    """
    replica, marks, code = node.replica(dossier), Marks(node), node.federation.code
    now = replica.now()
    seen = Seen(marks, Answers(node, dossier), Corrections(node, dossier, marks), disowned_acts(now))
    items = part.items if part else now.items
    ways = [(item, way) for item in items for way in now.ways(item, node.id)]
    return Shown(
        id=dossier,
        kind=replica.kind.name,
        version=replica.kind.version,
        title=replica.kind.title,
        exercise=node.federation.exercise,
        us=code(node.id),
        phase=now.phase(DOSSIER),
        ended=now.ended(DOSSIER),
        parties=tuple(sorted(code(p) for p in now.parties)),
        awaited=tuple(sorted(code(p) for p in now.awaited())),
        items=tuple(_item(node, now, item, roles) for item, roles in _roles(now, items).items()),
        acts=tuple(_act(node, now, row, seen) for row in rows_of(node, dossier, part) if row.id in replica.graph),
        open_to_us=tuple((item, way.verb.name, way.role) for item, way in ways),
        steps=tuple((item, way.verb.name) for item, way in ways if way.onward),
        clocks=clocks(node, dossier, part.items if part else None),
        waiting=len(replica.waiting),
        later=len(node.later.of(dossier)),
        newcomers=tuple(newcomers(node, now)),
        left=outside(node, dossier),
        waiting_until_ms=_waiting_until_ms(node, dossier),
        totals=totals(node, dossier, items),
    )


def rows_of(node: Node, dossier: bytes, part: Part | None) -> Iterator[StoredAct]:
    """The stored acts of the dossier, or of the part."""
    return filter(None, map(node.store.act, part.acts)) if part else node.store.acts(dossier)


def _waiting_until_ms(node: Node, dossier: bytes) -> int | None:
    waiting = node.staged.of(dossier) if outside(node, dossier) else ()
    return min((until_ms(each.since_ms) for each in waiting), default=None)


def _item(node: Node, now: Position, item: bytes, roles: Iterable[str]) -> ShownItem:
    kind, opened = now.type(item), now.records.items[item]
    lanes = [
        (role, node.federation.code(party), tuple(sorted(now.lane(item, role, party))))
        for role in roles
        for party in sorted(now.held(item, role))
    ]
    awaited = tuple(sorted(node.federation.code(p) for p in now.awaited(item)))
    behalf = entered_at(node, now, item)
    phase = behalf.instead_of(now.phase(item)) if behalf else now.phase(item)
    return ShownItem(item, kind.name, opened.parent, phase, now.ended(item), tuple(lanes), awaited, behalf)


def _roles(now: Position, items: Iterable[bytes]) -> dict[bytes, dict[str, None]]:
    """By item, its own roles, and those from above that have a lane there."""
    found = {item: dict.fromkeys(role.name for role in now.type(item).roles) for item in items}
    for item, role, _ in now.records.moves:
        if item in found:
            found[item][role] = None
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """What is read once for a page."""

    marks: Marks
    answers: Answers
    corrections: Corrections
    disowned: Mapping[bytes, Disowning]


def _act(node: Node, now: Position, row: StoredAct, seen: Seen) -> ShownAct:
    replica = node.replica(row.dossier)
    judged, found = replica.judged[row.id], replica.graph.nodes[row.id]
    act, code = found.act, node.federation.code
    item = act.header.item or DOSSIER
    content, sealed = _content(node, row)
    readers = audience_of(node, act)
    named = (EVERYBODY,) if is_plain(act) else None if readers is None else tuple(sorted(code(p) for p in readers))
    return ShownAct(
        position=row.position,
        id=row.id,
        author=code(row.author),
        form=act.header.form.name.lower(),
        verb=act.header.verb,
        item=item,
        item_name=now.type(item).name if item in now.records.items else "",
        to={role: tuple(code(p) for p in parties) for role, parties in (*act.header.to, *named_in(act))},
        time_ms=act.header.time_ms,
        verdict=judged.verdict.value,
        why=judged.why,
        effect=now.effect(found),
        says=words_of(act, content) if content and act.header.form in SAYING else None,
        sealed=sealed,
        readers=named,
        officers=_officers(node, act, content, replica.kind.name),
        marks=seen.marks.of(row) if row.author == node.id else {},
        recall=seen.answers.of(row.id),
        corrected=seen.corrections.of(row.id),
        erased=seen.answers.erased(row.id),
        released=_released(node, now, found),
        releases=released_in(act),
        language=content.language if content else "",
        disowned=_disowned(node, seen.disowned.get(row.id)),
    )


def _disowned(node: Node, how: Disowning | None) -> ShownDisowned | None:
    if how is None:
        return None
    after = tuple(sorted(map(node.federation.code, how.received)))
    return ShownDisowned(how.by.act.id, how.by.act.header.time_ms, after)


def _released(node: Node, now: Position, found: GraphNode) -> dict[str, int]:
    """To whom its author released the act, and when by its own claim; the first time, where it was said again."""
    to: dict[str, int] = {}
    for by, release in now.records.releases.get(found.act.id, ()):
        if by.act.header.author == found.act.header.author and now.effect(by):
            for party in release.parties:
                to.setdefault(node.federation.code(party), by.act.header.time_ms)
    return to


def _content(node: Node, row: StoredAct) -> tuple[Content | None, str]:
    if row.id in node.recalls.gone:
        return None, ERASED_HERE
    try:
        return read(node, row)[1], ""
    except (CryptoError, Malformed) as error:
        return None, type(error).__name__


def _officers(node: Node, act: Act, content: Content | None, kind: str) -> dict[str, str]:
    """By pseudonym, how those who answer did; or what is wrong with their answer."""
    if content is None or act.header.form not in SAYING:
        return {}
    audience = audience_of(node, act)
    if audience is None:
        return {READERS_UNKNOWN: ""}
    try:
        statement = content.statement(act.header, tuple(sorted(audience)))
        authority, at_ms = node.federation.as_of(act.header.reg, act.header.author).authority, act.header.time_ms
        checked = [
            (check_answer(node.suite, each, statement, authority, kind=kind, at_ms=at_ms).pseudonym, each)
            for each in content.officers
        ]
    except (OfficerError, CryptoError, Malformed) as error:
        return {f"NOT CERTIFIED: {wrong_words(error)}": ""}
    return answered_by(checked) or {NOBODY_ANSWERS: ""}
