"""Wrong folds, each wrong in one rule, to see that the checkers notice."""

from __future__ import annotations

from lintas.dossier.header import Act
from tests.model.deeds import Seating
from tests.model.second_fold import Ids, SecondFold
from tests.model.second_view import View


class ByArrival(View):
    """Of several seated in a role of one, and of several stories, the first to arrive here stands (5.5, 6.2)."""

    def holders(self, home: bytes, role: str) -> Ids:
        found = super().holders(home, role)
        if len(found) == 1 and not self.many(role, home):
            seats = [seat for seat in self.standing if (seat.role, seat.home) == (role, home)]
            return frozenset({min(seats, key=lambda seat: self.came(seat.act)).party})
        return found

    def told(self, item: bytes, role: str, party: bytes) -> tuple[tuple[str, bytes], ...]:
        return tuple(sorted(super().told(item, role, party), key=lambda pair: self.came(pair[1]))[:1])

    def came(self, act: bytes) -> int:
        return list(self.fold.acts).index(act)


class ByBodies(View):
    """A sealed verb counts only where its body is (core decision 2)."""

    def effect(self, act: bytes) -> bool:
        sealed = self.fold.acts[act].header.seal is not None
        here = self.fold.node is None or act in self.fold.node.c.bodies
        return super().effect(act) and (not sealed or here)


class ByReceipts(View):
    """One's own act counts once somebody has acknowledged it (core decision 2)."""

    def effect(self, act: bytes) -> bool:
        node = self.fold.node
        mine = node is not None and act in node.c.log and self.author(act) == node.id
        return super().effect(act) and (not mine or node.c.log.index(act) < max(node.acked.values(), default=1))


class OneLane(View):
    """A party has one lane at an item, whatever its roles (core decision 3)."""

    def told(self, item: bytes, role: str, party: bytes) -> tuple[tuple[str, bytes], ...]:
        return self.leads([move for move in self.moves if (move.item, move.party) == (item, party)])


class LastWins(View):
    """Of several stories the last one stands (core decision 5)."""

    def told(self, item: bytes, role: str, party: bytes) -> tuple[tuple[str, bytes], ...]:
        stories = super().told(item, role, party)
        return tuple(sorted(stories, key=lambda pair: (self.fold.acts[pair[1]].header.depth, pair[1]))[-1:])


class Crossing(View):
    """An act is void when somebody else did the same at the same item at the same time (core decision 4)."""

    def effect(self, act: bytes) -> bool:
        fold, deed = self.fold, self.fold.deeds.get(act)
        if not super().effect(act) or deed is None:
            return super().effect(act)
        rivals = [x for x in self.acts if (d := fold.deeds.get(x)) and (d.item, d.verb) == (deed.item, deed.verb)]
        apart = [x for x in rivals if not fold.saw(x, act) and not fold.saw(act, x)]
        return not any(self.author(x) != self.author(act) and x < act for x in apart)


class BothOrNeither(View):
    """Of a forked chain only one branch counts, and none if several are cited (the first version of 4.3)."""

    def forked(self, act: Act) -> bool:
        head = act.header
        for chain, start in self.forks:
            if head.chain == chain and head.sequence >= start:
                branch = [x for x in self.acts if self.of(x, chain) >= start and self.cited(self.fold.acts[x])]
                if any(not self.fold.saw(x, y) and not self.fold.saw(y, x) for x in branch for y in branch):
                    return True
                return not self.cited(act)
        return False

    def of(self, act: bytes, chain: tuple[bytes, int]) -> int:
        head = self.fold.acts[act].header
        return head.sequence if head.chain == chain else -1


class Direct(View):
    """Cited means named, not seen (4.3)."""

    def cited(self, act: Act) -> bool:
        others = (self.fold.acts[x].header for x in self.acts if self.author(x) != act.header.author)
        return any(act.id in other.past for other in others)


class NobodyDeposed(View):
    """A take-over lifts nothing (4.4)."""

    def taken_over(self, seat: Seating) -> bool:
        return False


class UncitedCount(View):
    """A fork has no consequence (4.3)."""

    def forked(self, act: Act) -> bool:
        return False


def reading(view: type[View]) -> type[SecondFold]:
    """A fold whose views are of this class."""
    return type(f"Fold{view.__name__}", (SecondFold,), {"view_class": view})


class ByPresent(SecondFold):
    """The receiver judges by all it knows, not by the act's past (core decision 4)."""

    def objection(self, act: Act, past: Ids) -> tuple[str, str]:
        return super().objection(act, past | frozenset(self.acts) if act.id in self.settling else past)

    @property
    def settling(self) -> set[bytes]:
        return {x for x in (self.at_work,) if x}

    at_work = b""

    def settle(self, act: Act) -> object:  # type: ignore[override]
        self.at_work = act.id
        try:
            return super().settle(act)
        finally:
            self.at_work = b""


class NoGate(SecondFold):
    """An act is judged as soon as it comes, by what happens to be here of its past (1.4)."""

    def known(self, act: Act) -> bool:
        return True

    def past_of(self, act: Act) -> Ids:
        here = [one for one in act.header.past if one in self.pasts]
        return frozenset(here).union(*(self.pasts[one] for one in here))

    def refusal(self, act: Act) -> str:
        if all(one in self.acts or one in self.refused for one in act.header.past):
            return super().refusal(act)
        return "" if act.header.author in self.view_of(self.past_of(act)).parties else "R4"
