"""Searching what acts say: words, phrases and filters over the dossiers that the asker may see, and no others.

Whoever asks hands over which dossiers may be seen (`visible`): the one function that decides access is asked there and
nowhere else. What may not be seen is neither shown nor counted. The index is first brought level with the log, so that
what came a moment ago is found, and looked through beside the node; on the node its hits are told, with what corrects
them.

A search may be of persons: where the policy says so it states its purpose, and whoever offers it to officers records
`Asked` and the count of `Found` in the audit trail before showing anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from lintas.dossier.correcting import corrections
from lintas.node.aside import Aside
from lintas.node.indexing import catch_up
from lintas.node.search_index import DOSSIERS_MAX, Heading, SearchIndex, Wanted
from lintas.node.state import Node
from lintas.search.passages import INDEXED, Passage
from lintas.search.snippets import Snippet, rank, snippet
from lintas.search.words import read_words
from lintas.wire.errors import LintasError

BEST, NEWEST = "best", "newest"
ORDERS: Final = (BEST, NEWEST)
PAGE_HITS_MAX: Final = 100
COUNTED_HITS_MAX: Final = 1_000
"""So many hits are counted, and the best of so many newest come first; where there are more, that is said."""
_LOOKED_MAX: Final = 500
_DAY: Final = timedelta(days=1)


class NoIndex(LintasError):
    """This node has no search index."""


class NoPurpose(LintasError):
    """The policy of this authority asks for the purpose of a search."""


class BadFilter(LintasError):
    """A filter of a search cannot be used as it is."""

    def __init__(self, name: str, value: str, how: str) -> None:
        self.name = name
        self.value = value
        self.how = how


class Everything:
    """The dossiers that whoever may see all of a node's may see."""

    def __contains__(self, dossier: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as somebody asks for it. `words`: all of them must be found; what stands in quotation marks is a phrase.
    Filters: `kind` by name, `party` (ever named in the dossier) and `author` by code, first and last day by the claim
    of the author (2026-01-31, in UTC), `meaning` of the field. `order` is one of `ORDERS`; `after` is that of the page
    before; `limit` is how many hits a page has.
    """

    words: str
    kind: str = ""
    party: str = ""
    author: str = ""
    since: str = ""
    until: str = ""
    meaning: str = ""
    order: str = BEST
    after: str = ""
    limit: int = 20
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An act in which all words were found. `corrected_by`: the acts that correct it, the newest last."""

    dossier: bytes
    act: bytes
    position: int
    kind: str
    title: str
    author: str
    verb: str
    time_ms: int
    language: str
    snippet: Snippet
    corrected_by: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `count` of all that may be seen, at least so many where `more`; `kinds`: the same by kind.
    `after` asks for the next page, and is empty on the last one. `behind`: how many acts are not in the index yet.
    """

    asked: Asked
    hits: tuple[Hit, ...]
    count: int
    more: bool
    kinds: Mapping[str, int]
    after: str
    behind: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the index holds: the acts of the page with what they say, and what is told of all."""

    page: tuple[tuple[Heading, tuple[Passage, ...]], ...]
    count: int
    more: bool
    kinds: Mapping[str, int]
    after: str


def search(node: Node, asked: Asked, visible: Container[bytes]) -> Aside:
    """Work beside the node that gives `Found`. `visible` holds the dossiers (ids) that the asker may see; other threads
    look into it.

    Raises `NoIndex`, `NoPurpose`, `BadFilter`, `UnknownAuthority`, or what `read_words` raises.
    """
    index = node.search
    if index is None:
        raise NoIndex
    if node.policy.search_purpose and not asked.purpose.strip():
        raise NoPurpose
    wanted = _wanted(node, asked)
    start = _number("after", asked.after) if asked.after else 0
    if not 1 <= asked.limit <= PAGE_HITS_MAX:
        raise BadFilter("limit", str(asked.limit), f"give a number from 1 to {PAGE_HITS_MAX}")
    if asked.order not in ORDERS:
        raise BadFilter("order", asked.order, f"choose one of: {', '.join(ORDERS)}")
    keeper = node.indexer
    if keeper is None:
        # Nobody does so beside a node that does not serve.
        catch_up(node, index)

    def work() -> _Seen:
        if keeper is not None:
            keeper.level()
        return _look(index, wanted, asked, start, visible)

    return Aside(work, lambda on, seen: _told(on, index, asked, wanted, seen))


def _wanted(node: Node, asked: Asked) -> Wanted:
    if asked.kind and asked.kind not in node.kinds:
        raise BadFilter("kind", asked.kind, f"choose one of: {', '.join(sorted(node.kinds))}")
    if asked.meaning and asked.meaning not in INDEXED:
        raise BadFilter("meaning", asked.meaning, f"choose one of: {', '.join(sorted(INDEXED))}")
    return Wanted(
        read_words(asked.words),
        kind=asked.kind,
        party=node.federation.by_code(asked.party).id if asked.party else b"",
        author=node.federation.by_code(asked.author).id if asked.author else b"",
        since_ms=_ms("since", asked.since) if asked.since else None,
        until_ms=_ms("until", asked.until, _DAY) if asked.until else None,
        meaning=asked.meaning,
    )


def _ms(name: str, day: str, more: timedelta = timedelta()) -> int:
    try:
        start = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
        return int((start + more).timestamp() * 1000)
    except (ValueError, OverflowError):
        raise BadFilter(name, day, "give a day as 2026-01-31") from None


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadFilter(name, text, "give what the page before gave")
    return int(text)


def _look(index: SearchIndex, wanted: Wanted, asked: Asked, start: int, visible: Container[bytes]) -> _Seen:
    """`start`: the position below which the newest hits of the page lie; of the best, how many were shown."""
    if isinstance(visible, Set) and len(visible) <= DOSSIERS_MAX:
        # It spares looking at the rest, and decides nothing.
        wanted = replace(wanted, dossiers=frozenset(visible))
    found, more = _visible(index, wanted, visible, COUNTED_HITS_MAX)
    kinds = Counter(each.kind for each in found)
    if asked.order == BEST:
        said = index.passages([each.position for each in found])
        ranked = sorted(found, key=lambda h: (rank(wanted.words, said.get(h.position, ())), -h.position))
        page = ranked[start : start + asked.limit]
        after = str(start + asked.limit) if len(ranked) > start + asked.limit else ""
    else:
        page, goes_on = _visible(index, wanted, visible, asked.limit, start or None)
        said = index.passages([each.position for each in page])
        after = str(page[-1].position) if goes_on else ""
    # One that was dropped meanwhile says nothing any more.
    told = tuple((each, said[each.position]) for each in page if each.position in said)
    return _Seen(told, len(found), more, dict(sorted(kinds.items())), after)


def _visible(
    index: SearchIndex, wanted: Wanted, visible: Container[bytes], most: int, before: int | None = None
) -> tuple[list[Heading], bool]:
    """At most so many of the newest that may be seen, and whether there is one more."""
    found = list[Heading]()
    for each in _matches(index, wanted, before):
        if each.dossier in visible:
            if len(found) == most:
                return found, True
            found.append(each)
    return found, False


def _matches(index: SearchIndex, wanted: Wanted, before: int | None) -> Iterator[Heading]:
    while rows := index.matches(wanted, before, _LOOKED_MAX):
        yield from rows
        before = rows[-1].position


def _told(node: Node, index: SearchIndex, asked: Asked, wanted: Wanted, seen: _Seen) -> Found:
    by_act = dict[bytes, tuple[bytes, ...]]()
    for dossier in {heading.dossier for heading, _ in seen.page}:
        if replica := node.folded(dossier):
            found = corrections(replica.now()).items()
            by_act |= {act: tuple(each.act.id for each in by) for act, by in found}
    code, title = node.federation.code, {name: kind.title for name, kind in node.kinds.items()}
    hits = tuple(
        Hit(
            h.dossier, h.act, h.position, h.kind, title.get(h.kind, h.kind), code(h.author), h.verb, h.time_ms,
            h.language, snippet(wanted.words, said), by_act.get(h.act, ()),
        )
        for h, said in seen.page
        if h.act not in node.recalls.gone
    )  # fmt: skip
    behind = node.store.size() - index.state().upto
    return Found(asked, hits, seen.count, seen.more, seen.kinds, seen.after, max(0, behind))
