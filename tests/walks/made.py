"""Acts that a tour makes on a position, and when two of them that cross are worth playing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from lintas.dossier.grammar import Item
from lintas.dossier.header import Act
from lintas.dossier.position import DOSSIER, Closed, Position
from lintas.dossier.replica import Replica
from tests.walks.names import Profile
from tests.walks.scene import Option, Step, make, receive


class Made:
    """An option taken at a position: the act, the replica after it, and the number of the position it leads to."""

    def __init__(self, before: Replica, option: Option) -> None:
        """The act is made, and played, when somebody asks."""
        self.before, self.option = before, option
        self.leads = -1

    @cached_property
    def act(self) -> Act:
        """The act."""
        return make(self.before, self.option)

    @cached_property
    def after(self) -> Replica:
        """What there is after it."""
        return receive(self.before, self.act)

    @property
    def type(self) -> Item:
        """The type of the item at which it is done."""
        return self.before.now().type(self.option.item)

    def only_moves(self) -> bool:
        """Whether it does no more than move its author's lane."""
        verb = self.option.verb
        return not (verb.opens or verb.takes or verb.seats or verb.unseats or verb.leaves)

    @cached_property
    def marks(self) -> bool:
        """Whether some condition at the item asks who saw the act."""
        return any(self.option.verb.name in need.since for need in self.type.needs())

    @cached_property
    def succeeds(self) -> bool:
        """Whether it seats somebody in a role of one at an item that was there before."""
        verb, position = self.option.verb, self.before.now()
        opened = self.type.child(verb.opens)
        roles = [role for role in (verb.takes, *verb.seats) if role and not (opened and opened.role(role))]
        return any(not declared.many for role in roles if (declared := position.role(self.option.item, role)))

    def leaves_open(self, other: Made) -> bool:
        """Whether the other act is open, in the same role, to an author that saw this one."""
        return still_open(other.option, self.after.now())

    def plain(self) -> bool:
        """Whether nothing that it does depends on who saw it, but for being open."""
        return not (self.marks or self.succeeds)


def step(act: Act, labels: Mapping[bytes, str]) -> Step:
    """The act with the label of its item."""
    return Step(act, labels[act.header.item or DOSSIER])


def still_open(option: Option, position: Position) -> bool:
    """Whether the option is open there in the same role."""
    if option.author not in position.parties:
        return False
    try:
        return position.open(option.verb, option.item, option.author) == option.role
    except Closed:
        return False


def seats(option: Option, found: Mapping[bytes, Profile]) -> Iterator[str]:
    """The roles that a coming or going is about: those given, and those that the leaving or unseated party holds."""
    verb = option.verb
    yield from (role for role, _ in option.to)
    yield verb.takes
    gone = [option.author] if verb.leaves else [p for role, who in option.to if role in verb.unseats for p in who]
    yield from (mark[1] for p in gone for mark in found.get(p, ()))


def both_open(one: Made, other: Made) -> bool:
    """Whether both open an item of one type; a tour has one of each."""
    opened = one.type.child(one.option.verb.opens)
    return opened is not None and opened is other.type.child(other.option.verb.opens)


def sign(option: Option, found: Mapping[bytes, Profile]) -> object:
    """An option up to the names of parties."""
    to = tuple((role, tuple(sorted(found.get(p, ()) for p in who))) for role, who in option.to)
    return found.get(option.author, ()), option.item, option.verb.name, option.role, to


def sign_pair(one: Option, other: Option, found: Mapping[bytes, Profile]) -> object:
    """A pair up to the names of parties: who does what, and who of those named is an author or named by both."""
    named_by = [{p for _, who in option.to for p in who} for option in (one, other)]
    told = {(sign(a, found), b.author in who) for a, b, who in ((one, other, named_by[0]), (other, one, named_by[1]))}
    return frozenset(told), len(named_by[0] & named_by[1])


def rivals(one: Made, other: Made) -> Iterator[Act]:
    """The second act; where both seat in a role of one, also with its id on the other side of the first act's."""
    yield other.act
    if one.succeeds and other.succeeds:
        time_ms = 1
        while ((act := make(one.before, other.option, time_ms)).id < one.act.id) == (other.act.id < one.act.id):
            time_ms += 1
        yield act
