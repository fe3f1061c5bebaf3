"""The search index over the rows of a database: the same tables and statements on SQLite and on PostgreSQL.

Each act has one row for every pair of neighbouring characters that it says. A query is led by the rarest pair of its
words, newest first, and decided by the words themselves in the folded text. Rows and no inverted lists: a row that is
deleted is gone, where a full-text index keeps terms of deleted texts until it merges them, and PostgreSQL's GIN for
ever.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from lintas.node.search_index import Entry, Heading, IndexState, Wanted
from lintas.search.passages import Passage
from lintas.search.words import Word, pairs
from lintas.store.readers import Readers
from lintas.store.session import Row, Session

LEADING_PAIRS: Final = 3
"""So many of the rarest pairs of a query narrow it down; more cost more than they spare."""
COUNTED_MAX: Final = 4_000
"""How many rows of a pair are counted at most to find the rarest."""
_TOGETHER_MAX: Final = 100
DROP_WAIT_S_MAX: Final = 0.2
"""How long who drops waits for who writes: longer than a write, and no longer than a node may stand still."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the index: its columns with their types on SQLite and PostgreSQL, and those of its key."""

    name: str
    columns: tuple[tuple[str, str, str], ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns by name."""
        return tuple(name for name, _, _ in self.columns)


_INT, _TEXT, _BYTES = ("INTEGER", "bigint"), ("TEXT", "text"), ("BLOB", "bytea")
ACTS: Final = Table(
    "acts",
    (
        ("position", *_INT), ("id", *_BYTES), ("dossier", *_BYTES), ("kind", *_TEXT), ("author", *_BYTES),
        ("verb", *_TEXT), ("time_ms", *_INT), ("language", *_TEXT), ("unread", *_INT),
    ),
    ("position",),
)  # fmt: skip
PASSAGES: Final = Table(
    "passages",
    (
        ("position", *_INT),
        ("number", *_INT),
        ("field", *_TEXT),
        ("meaning", *_TEXT),
        ("words", *_TEXT),
        ("key", *_TEXT),
    ),
    ("position", "number"),
)
PAIRS: Final = Table("pairs", (("pair", *_INT), ("position", *_INT)), ("pair", "position"))
NAMED: Final = Table("named", (("dossier", *_BYTES), ("party", *_BYTES)), ("dossier", "party"))
WITHHELD: Final = Table("withheld", (("dossier", *_BYTES),), ("dossier",))
STATE: Final = Table(
    "state",
    (("one", *_INT), ("form", *_TEXT), ("upto", *_INT), ("tip", *_BYTES), ("scrubs", *_INT)),
    ("one",),
)
TABLES: Final = (ACTS, PASSAGES, PAIRS, NAMED, WITHHELD, STATE)
INDEXES: Final = ("CREATE INDEX acts_by_id ON acts (id)", "CREATE INDEX acts_by_dossier ON acts (dossier)")


class RowSearchIndex:
    """The port `SearchIndex` over rows. One writes at a time; readers have connections of their own."""

    FIND: ClassVar[str]
    """The function of the database that tells where a text stands in another."""
    BEGIN: ClassVar[str] = "BEGIN"

    def __init__(self, writer: Session, readers: Readers) -> None:
        self._writer, self._readers, self._path = writer, readers, writer.path
        self._lock = threading.Lock()
        self._dropped, self._deleted = set[bytes](), set[bytes]()
        self._missed = False

    def state(self) -> IndexState:
        rows = self._rows("SELECT form, upto, tip, scrubs FROM state")
        form, upto, tip, scrubs = rows[0] if rows else ("", 0, b"", 0)
        return IndexState(form, upto, bytes(tip), bool(scrubs) or self._missed)

    def begin(self, form: str) -> None:
        with self._change():
            for table in TABLES:
                self._writer.run(f"DELETE FROM {table.name}")
            self._insert(STATE, [(1, form, 0, b"", 1)])
        self.scrub()

    def put(self, entries: Sequence[Entry], upto: int, tip: bytes) -> None:
        with self._change():
            headings = [each.heading for each in entries]
            self._forget(heading.position for heading in headings)
            self._withhold({each.heading.dossier for each in entries if each.withholds})
            self._insert(ACTS, [_act_row(each) for each in entries])
            self._insert(NAMED, sorted({(each.dossier, party) for each in headings for party in each.named}))
            self._keep_words(self._open(entries))
            self._writer.run("UPDATE state SET upto = :upto, tip = :tip", upto=upto, tip=tip)

    def _open(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those with words that may be kept."""
        spoken = [each for each in entries if each.passages and each.heading.act not in self._dropped]
        closed = set(filter(self._is_withheld, {each.heading.dossier for each in spoken}))
        return [each for each in spoken if each.heading.dossier not in closed]

    def _keep_words(self, entries: Sequence[Entry]) -> None:
        words, found = list[Row](), dict[int, list[int]]()
        for each in entries:
            position = each.heading.position
            words += [(position, n, p.field, p.meaning, p.text, p.key) for n, p in enumerate(each.passages)]
            for pair in set().union(*(pairs(p.key) for p in each.passages)):
                found.setdefault(pair, []).append(position)
        self._insert(PASSAGES, words)
        # In the order of the key: neighbours share a page.
        self._insert(PAIRS, [(pair, position) for pair in sorted(found) for position in found[pair]])

    def _withhold(self, dossiers: Collection[bytes]) -> None:
        """Let no words of these dossiers be kept any more."""
        for dossier in dossiers:
            if not self._is_withheld(dossier):
                rows = self._writer.run("SELECT position FROM acts WHERE dossier = :dossier", dossier=dossier)
                self._forget_words(position for (position,) in rows)
                self._insert(WITHHELD, [(dossier,)])

    def _is_withheld(self, dossier: bytes) -> bool:
        return bool(self._writer.run("SELECT 1 FROM withheld WHERE dossier = :dossier", dossier=dossier))

    def _forget(self, positions: Iterable[int]) -> None:
        for position in positions:
            if self._writer.run("SELECT 1 FROM acts WHERE position = :at", at=position):
                self._forget_words([position])
                self._writer.run("DELETE FROM acts WHERE position = :at", at=position)

    def _forget_words(self, positions: Iterable[int]) -> None:
        for position in positions:
            rows = self._writer.run("SELECT key FROM passages WHERE position = :at", at=position)
            for pair in sorted(set().union(*(pairs(key) for (key,) in rows))):
                self._writer.run("DELETE FROM pairs WHERE pair = :pair AND position = :at", pair=pair, at=position)
            if rows:
                self._writer.run("DELETE FROM passages WHERE position = :at", at=position)
                self._writer.run("UPDATE state SET scrubs = 1")

    def unread(self) -> Sequence[bytes]:
        return [bytes(act) for (act,) in self._rows("SELECT id FROM acts WHERE unread = 1 ORDER BY position")]

    def drop(self, acts: Collection[bytes]) -> bool:
        if self._deleted.issuperset(acts):
            return not self.state().scrubs
        # Before the lock, which may not be free: whoever writes next keeps none of these.
        self._dropped.update(acts)
        if not self._lock.acquire(timeout=DROP_WAIT_S_MAX):
            self._missed = True
            return False
        try:
            with self._transaction():
                for act in acts:
                    rows = self._writer.run("SELECT position FROM acts WHERE id = :id", id=act)
                    self._forget_words(position for (position,) in rows)
        finally:
            self._lock.release()
        self._deleted.update(acts)
        return not self.state().scrubs

    def scrub(self) -> None:
        with self._lock:
            self._missed = False
            self._rewrite()
            self._writer.run("UPDATE state SET scrubs = 0")

    def matches(self, wanted: Wanted, before: int | None, limit: int) -> Sequence[Heading]:
        statement, values = self._statement(wanted)
        if before is not None:
            statement += " AND led.position < :before"
            values["before"] = before
        rows = self._rows(f"{statement} ORDER BY led.position DESC LIMIT :most", **values, most=limit)
        return [Heading(p, bytes(act), bytes(d), kind, bytes(author), *rest) for p, act, d, kind, author, *rest in rows]

    def _statement(self, wanted: Wanted) -> tuple[str, dict[str, Any]]:
        """The statement up to its last condition, and its values."""
        values = dict[str, Any]()
        leading = self._rarest({pair for word in wanted.words for pair in pairs(word.key)})
        conditions = ["led.pair = :pair0"]
        for number, pair in enumerate(leading):
            values[f"pair{number}"] = pair
            if number:
                also = f"SELECT 1 FROM pairs AS p{number} WHERE p{number}.pair = :pair{number}"
                conditions.append(f"EXISTS ({also} AND p{number}.position = led.position)")
        if wanted.dossiers is not None:
            conditions.append(self._among(wanted.dossiers, values))
        for number, word in enumerate(wanted.words):
            conditions.append(self._has(number, word, wanted.meaning, values))
        for name, condition in _FILTERS.items():
            if (value := getattr(wanted, name)) not in ("", b"", None):
                conditions.append(condition)
                values[name] = value
        columns = "a.position, a.id, a.dossier, a.kind, a.author, a.verb, a.time_ms, a.language"
        joined = "FROM pairs AS led JOIN acts AS a ON a.position = led.position"
        return f"SELECT {columns} {joined} WHERE {' AND '.join(conditions)}", values

    def _has(self, number: int, word: Word, meaning: str, values: dict[str, Any]) -> str:
        """That a passage of the act has the word."""
        values[f"word{number}"] = word.key
        found = f"{self.FIND}(s.key, :word{number}) > 0"
        if word.together != word.key:
            values[f"together{number}"] = word.together
            found = f"({found} OR {self.FIND}(s.key, :together{number}) > 0)"
        if meaning:
            values["meaning"] = meaning
            found += " AND s.meaning = :meaning"
        return f"EXISTS (SELECT 1 FROM passages AS s WHERE s.position = led.position AND {found})"

    def _among(self, dossiers: Collection[bytes], values: dict[str, Any]) -> str:
        """That the act is of one of these dossiers."""
        raise NotImplementedError

    def _rarest(self, wanted: Iterable[int]) -> list[int]:
        counted = "SELECT count(*) FROM (SELECT 1 FROM pairs WHERE pair = :pair LIMIT :most) AS counted"
        sized = [(self._rows(counted, pair=each, most=COUNTED_MAX)[0][0], each) for each in wanted]
        (_, first), *more = sorted(sized)
        # One that is everywhere narrows nothing down.
        return [first, *(pair for count, pair in more[: LEADING_PAIRS - 1] if count < COUNTED_MAX)]

    def passages(self, positions: Collection[int]) -> Mapping[int, tuple[Passage, ...]]:
        found, wanted = dict[int, tuple[Passage, ...]](), list(positions)
        for start in range(0, len(wanted), _TOGETHER_MAX):
            values = {f"at{number}": each for number, each in enumerate(wanted[start : start + _TOGETHER_MAX])}
            these = ", ".join(f":{name}" for name in values)
            select = f"SELECT position, field, meaning, words, key FROM passages WHERE position IN ({these})"
            for position, *row in self._rows(f"{select} ORDER BY position, number", **values):
                found[position] = (*found.get(position, ()), Passage(*row))
        return found

    def check(self) -> None:
        for table in TABLES:
            self._rows(f"SELECT count(each) FROM {table.name} AS each")

    def close(self) -> None:
        with self._lock:
            self._writer.close()
        self._readers.close()

    @contextmanager
    def _change(self) -> Iterator[None]:
        """One change at a time."""
        with self._lock, self._transaction():
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing."""
        self._writer.run(self.BEGIN)
        try:
            yield
        except BaseException:
            self._writer.run("ROLLBACK")
            raise
        self._writer.run("COMMIT")

    def _rows(self, statement: str, **values: Any) -> Sequence[Row]:
        with self._readers.one() as reader:
            return reader.run(statement, **values)

    def _insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows; one whose key is there already is passed over."""
        raise NotImplementedError

    def _rewrite(self) -> None:
        """Let what was deleted leave the disk, or raise a `StoreError`."""
        raise NotImplementedError


def _act_row(each: Entry) -> Row:
    heading = each.heading
    said = (heading.kind, heading.author, heading.verb, heading.time_ms, heading.language)
    return (heading.position, heading.act, heading.dossier, *said, int(each.unread))


_FILTERS: Final[Mapping[str, str]] = {
    "kind": "a.kind = :kind",
    "author": "a.author = :author",
    "since_ms": "a.time_ms >= :since_ms",
    "until_ms": "a.time_ms < :until_ms",
    "party": "EXISTS (SELECT 1 FROM named AS n WHERE n.dossier = a.dossier AND n.party = :party)",
}
