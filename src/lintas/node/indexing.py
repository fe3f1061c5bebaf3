"""Keeping the search index level with the log: what may be found of each act, from its body as it is opened here.

In parts, so that acts never wait for the index: `look`, on the thread of the node, opens bodies; `hold`, on any other,
folds their words, and `write` keeps many acts at once, since each write touches every page of the index, be it for one
act or for hundreds. Of what is dropped between them the index keeps no word.

A body is stored only where it opens. An act whose body comes later is looked at again then (`Node.legible`), and all
such acts once after each start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import parse_act
from lintas.dossier.grammar import Verb
from lintas.dossier.header import Form
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.safeguards import young
from lintas.dossier.traits import CLOSED, PROTECTED
from lintas.node.ports import StoredAct
from lintas.node.reading import read
from lintas.node.search_index import Entry, Heading, IndexState, SearchIndex
from lintas.node.state import Node
from lintas.search.folding import FORM
from lintas.search.passages import names_any, passages
from lintas.wire.errors import Malformed
from lintas.wire.limits import MIB

LOOKED_ACTS_MAX: Final = 32
"""How many acts are opened at a time: a few ms in which the node does nothing else."""
HELD_ACTS_MAX: Final = 256
HELD_CHARS_MAX: Final = 4 * MIB
"""So many acts, or characters of theirs, are written at once: a tenth of a second in which nobody else writes."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An act as it was opened: `fields` is None where there is nothing to read, and `late` where there may be later."""

    heading: Heading
    verb: Verb | None = None
    fields: Mapping[str, Any] | None = None
    late: bool = False
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at, and how far the index is once it is written. `begins`: whether all begins anew."""

    opened: tuple[Opened, ...]
    state: IndexState
    today: date
    protects: frozenset[str]
    begins: bool = False


class Indexing:
    """Brings an index on to the end of the log. One thread holds and writes what it looked at, in that order."""

    def __init__(self, index: SearchIndex) -> None:
        """Nothing looked at yet."""
        self._index = index
        self._again: set[bytes] | None = None
        # By position, so that what is looked at twice is written once; and where the cursor lies behind it.
        self._held = dict[int, Entry]()
        self._ahead: IndexState | None = None

    def look(self, node: Node) -> Looked | None:
        """What is to be held next; None where nothing is left to look at."""
        state, form = self._ahead or self._index.state(), form_of(node)
        begins = form if state.form != form or not _same_log(node, state) else ""
        if begins:
            state, self._again = IndexState(form), set()
        if self._again is None:
            self._again = set(self._index.unread())
        rows: Sequence[StoredAct] = node.store.since(state.upto, LOOKED_ACTS_MAX)
        upto, tip = (rows[-1].position + 1, rows[-1].id) if rows else (state.upto, state.tip)
        if not rows:
            rows = self._late(node, state.upto)
        if not rows and not begins:
            return None
        made = tuple(_opened(node, row) for row in rows)
        today = datetime.fromtimestamp(node.clock() / 1000, UTC).date()
        return Looked(made, replace(state, upto=upto, tip=tip), today, node.policy.protected, bool(begins))

    def hold(self, looked: Looked) -> None:
        """Fold its words; they are written once there is enough of them."""
        if looked.begins:
            self._held = {}
            self._index.begin(looked.state.form)
        self._held |= {each.heading.position: _entry(each, looked) for each in looked.opened}
        self._ahead = looked.state
        chars = sum(len(said.text) for entry in self._held.values() for said in entry.passages)
        if len(self._held) >= HELD_ACTS_MAX or chars >= HELD_CHARS_MAX:
            self.write()

    def write(self) -> None:
        """Write what is held. What could not be written is looked at again."""
        held, state = list(self._held.values()), self._ahead
        self._held, self._ahead = {}, None
        if state is None:
            return
        try:
            self._index.put(held, state.upto, state.tip)
        except BaseException:
            self._again = (self._again or set()) | {each.heading.act for each in held}
            raise

    def _late(self, node: Node, upto: int) -> list[StoredAct]:
        """Acts that may be readable now."""
        assert self._again is not None
        self._again |= node.legible
        node.legible.clear()
        found = list[StoredAct]()
        while self._again and not found:
            some = [self._again.pop() for _ in range(min(LOOKED_ACTS_MAX, len(self._again)))]
            found = [row for row in map(node.store.act, some) if row is not None and row.position < upto]
        return found


def form_of(node: Node) -> str:
    """Names all from which the index follows, beside the acts."""
    pins = [(name, pin.version, pin.declaration.hex()) for name, pin in sorted(node.pins.items())]
    given = repr((pins, sorted(node.policy.protected)))
    return f"{FORM}/{hashlib.sha256(given.encode()).hexdigest()[:16]}"


def catch_up(node: Node, index: SearchIndex) -> None:
    """Bring the index on to the end of the log, here and now: where nobody else waits for the node."""
    indexing = Indexing(index)
    while (looked := indexing.look(node)) is not None:
        indexing.hold(looked)
    indexing.write()


def forget_words(node: Node, acts: Collection[bytes]) -> bool:
    """Let the words of these acts leave the index and its files, where the node has one; whether they have. Where
    somebody indexes beside the node it takes a while, and is to be asked again.
    """
    if node.search is None or node.search.drop(acts):
        return True
    if node.indexer is not None:
        node.indexer.hurry()
        return False
    node.search.scrub()
    return node.search.drop(acts)


def _same_log(node: Node, state: IndexState) -> bool:
    if not state.upto:
        return True
    last = node.store.since(state.upto - 1, 1)
    return bool(last) and last[0].id == state.tip


def _opened(node: Node, row: StoredAct) -> Opened:
    act, replica = parse_act(row.signed).act, node.folded(row.dossier)
    header = act.header
    named = frozenset({header.author}.union(*(parties for _, parties in header.to)))
    kind = replica.kind.name if replica else ""
    heading = Heading(
        row.position, row.id, dossier_of(act), kind, header.author, header.verb, header.time_ms, named=named
    )
    if replica is None or row.id not in replica.graph:
        return Opened(heading, late=True)
    if header.form is not Form.VERB or header.seal is None:
        return Opened(heading)
    protected = not {PROTECTED, CLOSED}.isdisjoint(replica.kind.item.traits)
    # What is gone cannot say any more that a child is spoken of: an index that begins anew withholds it as well.
    protected = protected or bool(node.recalls.of_children(row.dossier))
    verb = replica.verb(act)
    if verb is None or row.id in node.recalls.gone:
        return Opened(heading, protected=protected)
    try:
        content = read(node, row)[1]
    except (CryptoError, Malformed):
        return Opened(heading, late=True, protected=protected)
    return Opened(replace(heading, language=content.language), verb, content.fields, protected=protected)


def _entry(each: Opened, looked: Looked) -> Entry:
    if each.verb is None or each.fields is None:
        return Entry(each.heading, unread=each.late, withholds=each.protected)
    if each.protected or young(each.verb.says, each.fields, looked.today):
        return Entry(each.heading, withholds=True)
    found = tuple(passages(each.verb, each.fields))
    if names_any(found, looked.protects):
        found = ()
    return Entry(each.heading, found)
