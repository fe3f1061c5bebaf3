"""The register of public facts: what it has of a thing on a day, what differs, and what was not found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lintas.facts.rows import LATEST, Fact, Source
from lintas.facts.sorts import SORTS, Sort


@dataclass(frozen=True, slots=True)
class Thing:
    """What the rows of one id say: the newest word of a source first. `differ`: sources say different things of it."""

    id: str
    sort: Sort
    rows: tuple[Fact, ...]
    differ: bool

    @property
    def title(self) -> str:
        """What it is about, by its first row."""
        return self.rows[0].title

    @property
    def verified(self) -> bool:
        """Whether every row of it was read in its source."""
        return all(row.verified for row in self.rows)


@dataclass(frozen=True, slots=True)
class Register:
    """Rows with the sources that they name."""

    rows: tuple[Fact, ...]
    sources: Mapping[str, Source]

    def things(
        self, *, sort: str = "", on: date | None = None, known: date = LATEST, words: str = "", about: str = ""
    ) -> list[Thing]:
        """What fits: of one sort; on a day in the world; as it was known on a day; that has these words; that names
        this id. Sorts in their order, then by time.
        """
        stood = [row for row in self.rows if row.known(known) and (on is None or not row.sort.lasts or row.holds(on))]
        wanted = [row for row in stood if sort in ("", row.sort.name) and self._has(row, words) and _names(row, about)]
        ids = dict.fromkeys(row.id for row in wanted)
        found = [_thing([row for row in stood if row.id == each]) for each in ids]
        order = list(SORTS)
        return sorted(found, key=lambda each: (order.index(each.sort.name), _first(each), each.id))

    def thing(self, id: str, known: date = LATEST) -> Thing | None:
        """The thing of this id, with all its rows."""
        rows = [row for row in self.rows if row.id == id and row.known(known)]
        return _thing(rows) if rows else None

    def naming(self, id: str, known: date = LATEST) -> list[Thing]:
        """What names it in one of its columns: who leads an area, what a meeting adopted, what was not found of it."""
        return [each for each in self.things(known=known, about=id) if each.id != id]

    def words_for(self, id: str) -> str:
        """What an id is called; the id itself if it is none."""
        found = next((row for row in self.rows if row.id == id), None)
        return self.heading(found) if found else id

    def heading(self, row: Fact) -> str:
        """What a row is about, in words: where its first column names another row, that one's words."""
        column = row.sort.columns[0]
        return self.words_for(row.title) if column.names else row.title

    def said(self, row: Fact) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Each column of a row that says something: its name, its words, and the ids that it names."""
        for column in row.sort.columns:
            value = row.says.get(column.name)
            if value:
                each = value if isinstance(value, tuple) else (value,)
                words = "; ".join(self.words_for(one) if column.names else one for one in each)
                yield column.name.replace("_", " "), words, each if column.names else ()

    def cited(self, row: Fact) -> str:
        """Where the row was read, in words, for a text that goes on without this register; how sure, unless read."""
        named = "; ".join(f"{each.title} ({each.where})" for each in self.sources_of(row))
        return named if row.verified and named else f"{named or 'no source'}: {row.sure}"

    def sources_of(self, row: Fact) -> list[Source]:
        """The sources that a row names."""
        return [self.sources[name] for name in row.sources if name in self.sources]

    def _has(self, row: Fact, words: str) -> bool:
        text = " ".join([row.id, row.note, *(words for _, words, _ in self.said(row))]).casefold()
        return all(word in text for word in words.casefold().split())


def _names(row: Fact, about: str) -> bool:
    if not about or row.id == about or row.says.get("about") == about:
        return True
    return any(about in value if isinstance(value, tuple) else about == value
               for column in row.sort.columns if column.names and (value := row.says.get(column.name)))  # fmt: skip


def _thing(rows: list[Fact]) -> Thing:
    return Thing(rows[0].id, rows[0].sort, tuple(sorted(rows, key=_said, reverse=True)), _differ(rows))


def _said(row: Fact) -> date:
    """By when its source said so at the latest."""
    said = row.as_of or row.since
    return said.last if said else date.min


def _differ(rows: list[Fact]) -> bool:
    """Whether two of them contradict each other, and neither amends the other."""
    said = [row for row in rows if not row.amends]
    return any(_contradict(one, other) for at, one in enumerate(said) for other in said[at + 1 :])


def _contradict(one: Fact, other: Fact) -> bool:
    """Whether two rows of one time say otherwise; what an event was is one time, whatever its days."""
    columns = any(one.says[name] != other.says[name] for name in one.says.keys() & other.says.keys())
    times = not (
        (one.since is None or one.since.fits(other.since)) and (one.until is None or one.until.fits(other.until))
    )
    return (columns or times) and (not one.sort.lasts or _together(one, other))


def _together(one: Fact, other: Fact) -> bool:
    """Whether there surely is a day of which both speak."""
    first = max((each.since.last for each in (one, other) if each.since), default=date.min)
    last = min((each.until.first for each in (one, other) if each.until), default=date.max)
    return first <= last


def _first(thing: Thing) -> date:
    return min((row.since.first for row in thing.rows if row.since), default=date.max)
