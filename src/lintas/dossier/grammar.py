"""The words in which a kind of cooperation is declared, as plain data.

A dossier is an item; an item may hold items. Every item type has roles, verbs and phases. A party *seated* in a
role has one lane there, and only its own acts move it. Nothing here computes: `declare` has the short forms in which
kinds are written, `position` what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from lintas.dossier.meanings import Body

START = "-"
"""Where a party stands in a role before any act of its own moved it."""

INSIDE = "waiting for authority"
"""Where a party stands, in every kind that knows the word, while somebody above within it has to decide."""

CALLED_OFF = "cancelled"
"""What the position is called, in every kind that knows the word, once people do not meet."""

NOT_OURS = "not ours"
"""Where a party stands, in every kind that knows the word, that says that what was entered for its state is not its."""

ALL = 10**9
"""A count that no dossier reaches: as `least` it means everybody, as `most` it means any number."""


@dataclass(frozen=True, slots=True)
class Role:
    """A seat at an item. A role of one passes on: a successor replaces the holder it saw and stands where it stood."""

    name: str
    many: bool


@dataclass(frozen=True, slots=True)
class Need:
    """A condition on the lanes of roles (names in `who`), or on the phases of the items of a type held here.

    It holds when at least `least` and at most `most` of them stand in one of `stand`. With `since`, a lane counts only
    if the act that brought it there had seen every act of these verbs at this item.
    """

    who: tuple[str, ...]
    stand: tuple[str, ...]
    least: int = 0
    most: int = ALL
    since: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that those in a role may do at an item.

    `at` is where the author must stand (None: anywhere), `to` where it then stands (None: where it stood). `opens` is
    the type of item that the act opens; `takes` a role that its author takes; `seats` and `unseats` roles in which it
    names others; `convokes` a role of the opened item that is filled with every party save the holders of `save`;
    `leaves` gives up the seat. `once`: an author does it once in the term of the office that the item would pass on.
    `deposes`: the office is taken without its holder. `aside`: open, but no next
    step. `persons` is how many officers must answer for it; `use` what it does with a person's data; `quota` how
    often an authority may do it in 24 hours at one dossier (0: any number).
    """

    name: str
    by: tuple[str, ...]
    says: type[Body]
    at: tuple[str, ...] | None = None
    to: str | None = None
    needs: tuple[Need, ...] = ()
    opens: str = ""
    takes: str = ""
    seats: tuple[str, ...] = ()
    unseats: tuple[str, ...] = ()
    convokes: str = ""
    save: str = ""
    leaves: bool = False
    once: str = ""
    deposes: bool = False
    persons: int = 1
    aside: bool = False
    use: str = ""
    quota: int = 0
    begins: bool = False

    def touches(self) -> bool:
        """Whether it moves, opens, seats or unseats: what an ended item no longer allows."""
        return bool(self.to or self.opens or self.takes or self.seats or self.unseats or self.leaves)


@dataclass(frozen=True, slots=True)
class Phase:
    """A name for a joint position; the first row that matches is the phase."""

    name: str
    when: tuple[Need, ...]
    ends: bool = False
    rests: bool = False
    crossing: bool = False


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """So many days on which people work where the time is owed, after the day of receipt, to the end of the last."""

    count: int


Length = timedelta | WorkingDays


@dataclass(frozen=True, slots=True)
class Within:
    """How long: one duration, one for each value of a field of the body that starts the clock, or until a day.

    `until` names the field of that body that holds the day itself; beside `by_field` it may bring the end nearer, and
    never moves it away. Who cannot read the body sees no date.
    """

    always: Length | None = None
    by_field: str = ""
    by_value: Mapping[str, Length] = field(default_factory=dict)
    until: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time owed: from evidence that the owing role has received `starts` until it does one of `stops`.

    `own`: it runs for each party from the newest `starts` that this party did, whatever others have done since.
    """

    name: str
    owed_by: str
    starts: str
    within: Within
    stops: tuple[str, ...]
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A figure over the latest body of each lane: sum of a field, or a count for each choice."""

    name: str
    verb: str
    field: str


@dataclass(frozen=True, slots=True)
class Item:
    """A type of item: who sits at it, what they may do, what the position is called."""

    name: str
    roles: tuple[Role, ...]
    verbs: tuple[Verb, ...]
    phases: tuple[Phase, ...]
    items: tuple[Item, ...] = ()
    clocks: tuple[Clock, ...] = ()
    totals: tuple[Total, ...] = ()
    traits: frozenset[str] = frozenset()
    _verbs: Mapping[str, Verb] = field(init=False, repr=False, compare=False)
    _roles: Mapping[str, Role] = field(init=False, repr=False, compare=False)
    _items: Mapping[str, Item] = field(init=False, repr=False, compare=False)
    counts_children: bool = field(init=False, repr=False, compare=False)
    """Whether a phase depends on the items that this one holds."""
    awaited_news: frozenset[str] = field(init=False, repr=False, compare=False)
    """The verbs after which a phase may no longer count what had not seen them."""

    def __post_init__(self) -> None:
        # Judging an act asks for names a dozen times. Of two things with one name the first is meant.
        object.__setattr__(self, "_verbs", {verb.name: verb for verb in reversed(self.verbs)})
        object.__setattr__(self, "_roles", {role.name: role for role in reversed(self.roles)})
        object.__setattr__(self, "_items", {item.name: item for item in reversed(self.items)})
        needs = [need for row in self.phases for need in row.when]
        object.__setattr__(self, "counts_children", any(need.who[0] in self._items for need in needs))
        object.__setattr__(self, "awaited_news", frozenset(verb for need in needs for verb in need.since))

    def verb(self, name: str) -> Verb | None:
        """The verb of this name, if the type has it."""
        return self._verbs.get(name)

    def role(self, name: str) -> Role | None:
        """The role of this name, if the type has it."""
        return self._roles.get(name)

    def child(self, name: str) -> Item | None:
        """The item type of this name that this one holds, if it does."""
        return self._items.get(name)

    def moves(self, role: str) -> bool:
        """Whether something that is done in this role here says where its author then stands."""
        return any(verb.to for verb in self.verbs if role in (*verb.by, verb.takes))

    def needs(self) -> Iterator[Need]:
        """Every condition that this table states."""
        for verb in self.verbs:
            yield from verb.needs
        for row in self.phases:
            yield from row.when

    def walk(self, above: tuple[Item, ...] = ()) -> Iterator[tuple[Item, ...]]:
        """This type and every one below it, each with the types above it, itself last."""
        yield (*above, self)
        for child in self.items:
            yield from child.walk((*above, self))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of cooperation: an item type with a title, a legal basis and the officer's sentence that it makes true.

    New dossiers are opened with it; those that pinned one of its `former` versions go on with that.
    """

    title: str
    sentence: str
    basis: str
    version: int
    item: Item
    former: tuple[Kind, ...] = ()

    @property
    def name(self) -> str:
        """The name by which dossiers pin the kind."""
        return self.item.name

    def of_version(self, version: int) -> Kind | None:
        """This version of the kind, where it is this one or one that came before it."""
        return next((each for each in (self, *self.former) if each.version == version), None)
