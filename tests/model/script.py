"""Short histories written by hand: who does what, having seen what. Both folds read them and must agree."""

from __future__ import annotations

from collections.abc import Iterable

from lintas.dossier.grammar import Kind
from lintas.dossier.header import Act
from lintas.dossier.replica import Replica
from lintas.dossier.verdict import Judged
from lintas.wire.identifiers import NULL32
from tests.model.drafts import Place, Wish, disown_act, first_act, fork_act, verb_act
from tests.model.histories import party, reg
from tests.model.second_fold import DOSSIER, SecondFold
from tests.model.second_view import View


class Script:
    """A dossier that party 0 opened, with parties 1 to 4 in the first role that the first verb seats."""

    def __init__(self, kind: Kind) -> None:
        self.fold, self.real, self.acts = SecondFold(kind), Replica(kind), list[Act]()
        self.last: dict[tuple[int, int], bytes] = {}
        self.judged: dict[bytes, Judged] = {}
        verb = next(verb for verb in kind.item.verbs if verb.begins)
        self.first = first_act(kind, party(0), 1, reg(0, 0), {verb.seats[0]: [party(n) for n in range(1, 5)]})
        self.add(self.first, 0, 1)

    def add(self, act: Act, number: int, incarnation: int) -> Act:
        self.acts.append(act)
        (self.judged[act.id],) = self.fold.receive(act)
        (real,) = self.real.receive(act)
        assert (real.verdict, real.rule) == (self.judged[act.id].verdict, self.judged[act.id].rule)
        self.last[number, incarnation] = act.id
        return act

    def view(self, acts: Iterable[bytes]) -> View:
        """The view that these acts span, on which both folds agree."""
        ids = list(acts)
        second, real = self.fold.view(ids), self.real.view(ids)
        assert second.parties == real.parties
        assert second.effective == {one for one in second.acts if real.effect(self.real.graph.nodes[one])}
        for role in self.fold.kind.item.roles:
            assert second.held(DOSSIER, role.name) == real.held(DOSSIER, role.name)
        return second

    def place(
        self, number: int, seen: Iterable[Act], incarnation: int = 1, key: int = 0, prev: Act | None = None
    ) -> Place:
        """The next place in the party's chain, or the one after `prev`."""
        before = prev.id if prev else self.last.get((number, incarnation), NULL32)
        named = sorted({act.id for act in seen} - {before})
        acts = self.fold.acts
        assert self.fold.name is not None
        return Place(
            self.fold.name,
            party(number),
            incarnation,
            acts[before].header.sequence + 1 if before != NULL32 else 1,
            before,
            tuple(named),
            1 + max(acts[one].header.depth for one in [*named, *([before] if before != NULL32 else [])]),
            reg(number, key),
        )

    def do(
        self,
        number: int,
        verb: str,
        *seen: Act,
        at: Act | None = None,
        to: dict[str, list[int]] | None = None,
        incarnation: int = 1,
        key: int = 0,
        prev: Act | None = None,
        salt: int = 0,
    ) -> Act:
        """An act of form verb at the item that `at` opened; `salt` changes its id only."""
        named = tuple((role, tuple(party(n) for n in sorted(some))) for role, some in sorted((to or {}).items()))
        wish = Wish(verb, at.item if at else DOSSIER, named)
        place = self.place(number, seen, incarnation, key, prev)
        return self.add(verb_act(place, wish, time_ms=salt), number, incarnation)

    def fork(self, number: int, one: Act, other: Act) -> Act:
        """The proof of a fork, by a party that saw both."""
        return self.add(fork_act(self.place(number, [one, other]), one, other), number, 1)

    def disown(self, number: int, key: int, good: Iterable[Act], incarnation: int = 9) -> Act:
        """A DISOWN of the party's key of generation `key`, by its next one, in a new incarnation."""
        good = list(good)
        place = self.place(number, good, incarnation, key + 1)
        return self.add(disown_act(place, [reg(number, key)], [act.id for act in good]), number, incarnation)

    def take_over(self, candidate: int, assenters: Iterable[int], *seen: Act) -> tuple[Act, list[Act]]:
        """A proposal by `candidate` and the assents to it; the office is not taken yet."""
        proposal = self.do(candidate, "propose", *(seen or [self.first]))
        return proposal, [self.do(n, "assent", proposal, at=proposal) for n in assenters]
