"""What a set of acts means: rules 4 to 6 of `spec/fold.md`, each as a definition over sets.

The answers of one view are remembered, since a view never changes; nothing is carried from one view to another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from lintas.dossier.control import Disown, Fork
from lintas.dossier.grammar import ALL, START, Need, Phase
from lintas.dossier.header import Act, Form
from lintas.wire.identifiers import NULL16
from tests.model.deeds import Move, Seating

if TYPE_CHECKING:
    from tests.model.second_fold import SecondFold

T = TypeVar("T")

Ids = frozenset[bytes]
DOSSIER = NULL16


class View:
    """A view (1.3): a set of admitted acts that holds the past of each."""

    def __init__(self, fold: SecondFold, acts: Ids) -> None:
        self.fold, self.acts = fold, acts
        self.answers: dict[tuple[Any, ...], Any] = {}

    def once(self, key: tuple[Any, ...], answer: Callable[[], T]) -> T:
        if key not in self.answers:
            self.answers[key] = answer()
        found: T = self.answers[key]
        return found

    def counted(self, form: Form) -> list[Act]:
        found = [self.fold.judged[one] for one in self.acts if self.fold.acts[one].header.form is form]
        return sorted((one.act for one in found if one.counted), key=lambda act: act.id)

    # 4.1 to 4.3

    @cached_property
    def effective(self) -> Ids:
        """The acts with effect here (4.1)."""
        return frozenset(one for one in self.acts if self.effect(one))

    def effect(self, act: bytes) -> bool:
        """4.1: counted, and lifted neither by 4.2 nor by 4.3."""
        found = self.fold.judged[act]
        return act in self.acts and found.counted and not self.disowned(found.act) and not self.forked(found.act)

    def disowns(self, author: bytes) -> list[Act]:
        """The counted DISOWNs of this author (R5, 4.2)."""
        return self.once(
            ("disowns", author), lambda: [x for x in self.counted(Form.DISOWN) if x.header.author == author]
        )

    def regs_disowned(self, act: Act) -> tuple[bytes, ...]:
        control = self.fold.said(act)
        return control.regs if isinstance(control, Disown) else ()

    def disowned(self, act: Act) -> bool:
        """4.2. The act may be one that only a FORK has shown: nobody here saw it then."""
        return any(
            act.header.reg in self.regs_disowned(one) and not self.called_good(act.id, one)
            for one in self.disowns(act.header.author)
        )

    def called_good(self, act: bytes, disown: Act) -> bool:
        """Named, or reached from an act that is named by way of acts of the same author."""
        control, headers = self.fold.said(disown), {one: self.fold.acts[one].header for one in self.acts}
        good: set[bytes] = set(control.good) if isinstance(control, Disown) else set()
        while True:
            reached = {p for one in good for p in headers[one].past if headers[p].author == disown.header.author}
            if reached <= good:
                return act in good
            good |= reached

    @cached_property
    def forks(self) -> list[tuple[tuple[bytes, int], int]]:
        """The chains with a FORK in force, each with the sequence from which it is forked (4.3)."""
        proofs = [(act, self.fold.said(act)) for act in self.counted(Form.FORK)]
        return [
            (fork.one.act.header.chain, fork.one.act.header.sequence)
            for act, fork in proofs
            if isinstance(fork, Fork)
            and not (self.disowned(act) or self.disowned(fork.one.act) or self.disowned(fork.other.act))
        ]

    def forked(self, act: Act) -> bool:
        """4.3: in a forked part of its chain, and in the past of nobody else's act."""
        header = act.header
        if not any(header.chain == chain and header.sequence >= start for chain, start in self.forks):
            return False
        return not self.cited(act)

    def cited(self, act: Act) -> bool:
        """Whether an act of another author has it in its past (4.3)."""
        others = (one for one in self.acts if self.fold.acts[one].header.author != act.header.author)
        return any(act.id in self.fold.pasts[one] for one in others)

    # 4.4

    @cached_property
    def take_overs(self) -> list[tuple[bytes, str, bytes]]:
        """The passings that count in 4.4: (act, role, its home)."""
        found: list[tuple[bytes, str, bytes]] = []
        for _, one in sorted((not self.fold.deeds[x].verb.deposes, x) for x in self.effective if x in self.fold.deeds):
            office = self.fold.passes(one)
            if office and not any(office == other[1:] and self.apart(one, other[0]) for other in found):
                found.append((one, *office))
        return found

    def apart(self, one: bytes, other: bytes) -> bool:
        """Whether neither act saw the other."""
        return not (self.fold.saw(one, other) or self.fold.saw(other, one))

    def taken_over(self, seat: Seating) -> bool:
        """4.4: whether this seating or unseating is without effect."""
        deed = self.fold.deeds[seat.act]
        used = (deed.role, self.fold.home_from(deed.item, deed.role))
        return any(
            self.apart(seat.act, one)
            and (
                (used == (role, home) and self.author(seat.act) != self.author(one))
                or (seat in deed.seats and (seat.role, seat.home) == (role, home))
            )
            for one, role, home in self.take_overs
        )

    # 5.1

    @cached_property
    def items(self) -> Ids:
        """The items that exist here; the dossier always does."""
        if not self.acts:
            return frozenset()
        found = {DOSSIER}
        opened = [deed.opened for one in self.effective if (deed := self.fold.deeds.get(one)) and deed.opened]
        while new := [one for one in opened if one.parent in found and one.id not in found]:
            found.update(one.id for one in new)
        return frozenset(found)

    # 5.4 and 5.5

    @cached_property
    def seatings(self) -> list[Seating]:
        """The seatings that have effect here (5.3, 4.4)."""
        return [seat for one in self.working for seat in self.fold.deeds[one].seats if not self.taken_over(seat)]

    @cached_property
    def unseatings(self) -> list[Seating]:
        return [seat for one in self.working for seat in self.fold.deeds[one].unseats if not self.taken_over(seat)]

    @cached_property
    def working(self) -> list[bytes]:
        """The acts with effect that did a verb."""
        return [one for one in sorted(self.effective) if one in self.fold.deeds]

    @cached_property
    def standing(self) -> list[Seating]:
        return [seat for seat in self.seatings if self.stands(seat)]

    def stands(self, seat: Seating) -> bool:
        """5.4."""
        fold = self.fold
        for one in self.unseatings:
            same = (one.party, one.role, one.home) == (seat.party, seat.role, seat.home)
            if same and one.act != seat.act and fold.saw(one.act, seat.act):
                return False
        if self.many(seat.role, seat.home):
            return True
        for one in self.seatings:
            same = (one.role, one.home) == (seat.role, seat.home) and one.party != seat.party
            if same and one.act != seat.act and fold.saw(one.act, seat.act):
                return False
        return True

    def many(self, role: str, home: bytes) -> bool:
        found = self.fold.type_of(home).role(role)
        return found is None or found.many

    def held(self, home: bytes, role: str) -> Ids:
        """Those who hold the role at the item that is its home (5.5)."""
        return self.once(("held", home, role), lambda: self.holders(home, role))

    def holders(self, home: bytes, role: str) -> Ids:
        seats = [seat for seat in self.standing if (seat.role, seat.home) == (role, home)]
        if home != DOSSIER:
            seats = [seat for seat in seats if not seat.convoked or seat.party in self.parties]
        if seats and not self.many(role, home):
            return frozenset({min(seats, key=lambda seat: seat.act).party})
        return frozenset(seat.party for seat in seats)

    def held_from(self, item: bytes, role: str) -> Ids:
        """Those who hold the role at its home from this item upwards (5.2)."""
        home = self.fold.home_from(item, role)
        return frozenset() if home is None else self.held(home, role)

    # 5.6

    @cached_property
    def parties(self) -> Ids:
        roles = [role.name for role in self.fold.kind.item.roles]
        return frozenset().union(*(self.held(DOSSIER, role) for role in roles))

    @cached_property
    def firm(self) -> Ids:
        """The parties to which bodies are sealed (5.6)."""
        return frozenset(
            seat.party
            for seat in self.standing
            if seat.home == DOSSIER
            and seat.party in self.held(DOSSIER, seat.role)
            and all(self.fold.saw(story, seat.act) for story in self.author_stories(self.author(seat.act)))
        )

    def author(self, act: bytes) -> bytes:
        return self.fold.acts[act].header.author

    def author_stories(self, author: bytes) -> list[bytes]:
        """The acts of an author with effect that no other such act saw (5.6)."""
        return self.once(
            ("author", author), lambda: self.newest([x for x in self.effective if self.author(x) == author])
        )

    def newest(self, acts: list[bytes]) -> list[bytes]:
        return sorted(one for one in acts if not any(other != one and self.fold.saw(other, one) for other in acts))

    # 6.2 and 6.3

    def stories(self, item: bytes, role: str, party: bytes) -> tuple[tuple[str, bytes], ...]:
        """The stories of a lane: where each leads, and its act; none when the party stands at the start."""
        return self.once(("stories", item, role, party), lambda: self.told(item, role, party))

    def told(self, item: bytes, role: str, party: bytes) -> tuple[tuple[str, bytes], ...]:
        moves = [move for move in self.moves if (move.item, move.role, move.party) == (item, role, party)]
        home = self.fold.home_from(item, role)
        if home is not None and not self.many(role, home) and party in self.held(home, role):
            taken = sorted(s.act for s in self.standing if (s.home, s.role, s.party) == (home, role, party))
            seat = next((one for one in taken if self.fold.before(one).held(home, role) - {party}), None)
            if seat is not None:
                before = self.fold.before(seat).held(home, role) - {party}
                moves = [move for move in moves if self.fold.saw(move.act, seat)]
                if not moves:
                    (predecessor,) = before
                    return self.fold.before(seat).stories(item, role, predecessor)
        return self.leads(moves)

    def leads(self, moves: list[Move]) -> tuple[tuple[str, bytes], ...]:
        newest = self.newest([move.act for move in moves])
        return tuple(sorted((move.to, move.act) for move in moves if move.act in newest))

    @cached_property
    def moves(self) -> list[Move]:
        return [move for one in sorted(self.effective) if one in self.fold.deeds for move in self.fold.deeds[one].moves]

    def seat_of(self, home: bytes, role: str, party: bytes) -> bytes:
        """The act of the standing seating by which the party holds the role: of several, the lowest (6.3)."""
        return min(seat.act for seat in self.standing if (seat.home, seat.role, seat.party) == (home, role, party))

    def lane(self, item: bytes, role: str, party: bytes) -> frozenset[str]:
        """Where the lane stands: one place, or several (6.2)."""
        return frozenset(to for to, _ in self.stories(item, role, party)) or frozenset({START})

    def term(self, item: bytes, office: str) -> tuple[bytes | None, bytes | None]:
        """The home of the office, and the seating by which it is held here (V8)."""
        home = self.fold.home_from(item, office)
        held = self.held(home, office) if home is not None else frozenset()
        if home is None or not held:
            return home, None
        return home, min(self.seat_of(home, office, party) for party in held)

    # 6.4 to 6.7

    def holds(self, need: Need, item: bytes) -> bool:
        """6.6."""
        total, count = self.count(need, item)
        least = max(total, 1) if need.least == ALL else need.least
        return least <= count <= need.most

    def count(self, need: Need, item: bytes) -> tuple[int, int]:
        """How many the need counts over, and how many it counts (6.4, 6.5)."""
        type_ = self.fold.type_of(item)
        if any(type_.child(name) for name in need.who):
            below = [one for one in self.items - {DOSSIER} if self.is_below(one, item, need.who)]
            return len(below), sum(self.phase_name(one) in need.stand for one in below)
        lanes = [(role, party) for role in need.who for party in self.held_from(item, role)]
        return len(lanes), sum(self.counts(need, item, role, party) for role, party in lanes)

    def is_below(self, one: bytes, item: bytes, names: tuple[str, ...]) -> bool:
        opened = self.fold.opening(one)
        return opened is not None and opened.parent == item and opened.type.name in names

    def counts(self, need: Need, item: bytes, role: str, party: bytes) -> bool:
        """Whether one lane counts (6.4)."""
        news = [
            one
            for one in self.effective
            if (deed := self.fold.deeds.get(one)) and deed.item == item and deed.verb.name in need.since
        ]
        stories = self.stories(item, role, party)
        if not stories:
            return START in need.stand and not news
        return any(to in need.stand and all(self.fold.saw(act, one) for one in news) for to, act in stories)

    def phase(self, item: bytes) -> Phase | None:
        """The first row whose needs all hold (6.7)."""
        rows = self.fold.type_of(item).phases
        return self.once(
            ("phase", item), lambda: next((x for x in rows if all(self.holds(n, item) for n in x.when)), None)
        )

    def phase_name(self, item: bytes) -> str:
        row = self.phase(item)
        return row.name if row else ""

    def ended(self, item: bytes) -> bool:
        row = self.phase(item)
        return row is not None and row.ends
