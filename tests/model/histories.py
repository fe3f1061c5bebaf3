"""Random histories of one dossier, made without any network: any author may cite anything, fork, disown and err.

A history is a list of acts in an order in which each comes after its past. It is far wilder than what nodes that keep
the rules would make, and serves to compare the two folds act by act and view by view.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from lintas.dossier.grammar import Kind
from lintas.dossier.header import Act, Form, Seal
from lintas.dossier.header_bytes import make_act
from lintas.wire.identifiers import NULL16, NULL32
from tests.model.drafts import (
    Place,
    Wisher,
    disown_act,
    erasure_act,
    first_act,
    fork_act,
    key_act,
    verb_act,
)
from tests.model.second_fold import SecondFold

PARTIES = 8


def party(number: int) -> bytes:
    """The identifier of a party of the model."""
    return bytes([number + 1]) * 16


def reg(number: int, generation: int) -> bytes:
    """The registry act under which a party's key of some generation is valid."""
    return bytes([number + 1, generation]) * 16


@dataclass(slots=True)
class Writer:
    """One party of a history: the acts that it takes for its own chain, and its key."""

    number: int
    incarnation: int
    generation: int = 0
    chain: list[Act] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)


class History:
    """Grows a dossier act by act; `fold` judges on the way so that most acts are open to their authors."""

    def __init__(self, seed: int, kind: Kind, acts_max: int = 55) -> None:
        self.rng = Random(seed)
        self.kind, self.acts_max = kind, acts_max
        self.everyone = tuple(party(n) for n in range(PARTIES))
        self.fold = SecondFold(kind)
        self.wisher = Wisher(self.rng, self.everyone)
        self.writers = [Writer(n, self.rng.getrandbits(32)) for n in range(PARTIES)]
        self.acts: list[Act] = []
        self.scheming = self.rng.random() < 0.6
        self.careless = self.rng.random() * 0.5

    def grow(self) -> list[Act]:
        """The acts of the history, each after its past."""
        self.open()
        for _ in range(self.acts_max * 6):
            if len(self.acts) >= self.acts_max:
                break
            self.step(self.rng.choice(self.writers))
        return self.acts

    def open(self) -> None:
        verb = next(verb for verb in self.kind.item.verbs if verb.begins)
        pool = list(self.everyone[1:6])
        to: dict[str, tuple[bytes, ...]] = {}
        for role in verb.seats:
            found = self.kind.item.role(role)
            count = min(len(pool), self.rng.randint(1, 4) if found is None or found.many else 1)
            to[role] = tuple(pool.pop(0) for _ in range(count))
        first = first_act(
            self.kind, party(0), self.writers[0].incarnation, reg(0, 0), {k: v for k, v in to.items() if v}
        )
        self.add(self.writers[0], first)

    def add(self, writer: Writer, act: Act) -> None:
        self.acts.append(act)
        self.fold.receive(act)
        if act.id in self.fold.judged:
            writer.chain.append(act)

    def step(self, writer: Writer) -> None:
        if self.rng.random() < 0.08:
            writer.incarnation, writer.chain = self.rng.getrandbits(32), []
        elif self.scheming and writer.chain and self.rng.random() < 0.08:
            writer.chain = writer.chain[: self.rng.randrange(len(writer.chain))]
        if self.rng.random() < 0.03:
            writer.generation += self.rng.choice((1, 1, -1)) if writer.generation else 1
        place = self.place(writer)
        if place is None or (self.rng.random() < 0.95 and not self.seated(place)):
            return
        act = self.act(writer, place)
        if act is not None:
            self.add(writer, self.spoil(act) if self.rng.random() < 0.015 else act)

    def place(self, writer: Writer) -> Place | None:
        """Where the writer's next act stands: after its chain and some acts that it may have seen."""
        fold, known = self.fold, sorted(self.fold.acts)
        news = min(len(known), self.rng.choice((0, 1, 1, 2, 3, 6)))
        named = set(self.rng.sample(known, news))
        recent = [act.id for act in self.acts[-6:] if act.id in fold.judged]
        named |= set(self.rng.sample(recent, min(len(recent), self.rng.randint(0, 2))))
        prev = writer.chain[-1].id if writer.chain else NULL32
        if prev in named:
            named.remove(prev)
        if self.rng.random() < 0.8:
            shadow = frozenset().union(*(fold.pasts[one] for one in named), fold.pasts.get(prev, frozenset()))
            named -= shadow
        past = [*named, *([prev] if prev != NULL32 else [])]
        if not past:
            return None
        assert fold.name is not None
        return Place(
            fold.name,
            party(writer.number),
            writer.incarnation,
            len(writer.chain) + 1 if writer.chain else 1,
            prev,
            tuple(sorted(named)),
            1 + max(fold.acts[one].header.depth for one in past),
            reg(writer.number, max(writer.generation, 0)),
        )

    def seated(self, place: Place) -> bool:
        named = [*place.seen, *([place.prev] if place.prev != NULL32 else [])]
        return place.author in self.fold.view(named).parties

    def act(self, writer: Writer, place: Place) -> Act | None:
        chance = self.rng.random()
        if chance < 0.05 and (pair := self.twins()):
            return fork_act(place, *pair)
        if chance < 0.08:
            own = [x.id for x in self.acts if x.id in self.fold.judged and x.header.author == place.author]
            good = self.rng.sample(own, min(len(own), self.rng.randint(0, 2)))
            return disown_act(place, [reg(writer.number, self.rng.randint(0, 2))], good)
        if chance < 0.11:
            return erasure_act(place, self.rng.choice((Form.ERASE, Form.ERASED)), [])
        if chance < 0.13:
            return key_act(place, Seal(NULL16, NULL32, NULL32, 512))
        return self.verb(place)

    def verb(self, place: Place) -> Act | None:
        """A verb that is open to the author, if a few tries find one; else sometimes one that is not."""
        named = [*place.seen, *([place.prev] if place.prev != NULL32 else [])]
        view = self.fold.view(named)
        found = None
        for _ in range(5):
            wish = self.wisher.wish(self.fold, view, place.author, wild=self.rng.random() < self.careless)
            if wish is None:
                continue
            found = verb_act(place, wish, time_ms=len(self.acts))
            if self.fold.preview(found).counted:
                return found
        return found if self.rng.random() < 0.5 else None

    def twins(self) -> tuple[Act, Act] | None:
        """Two acts at one place of a chain, if there are any; sometimes two that prove nothing."""
        known = [act for act in self.acts if act.id in self.fold.judged]
        if self.rng.random() < 0.1:
            return self.rng.choice(known), self.rng.choice(known)
        if self.rng.random() < 0.1:
            return self.elsewhere(self.rng.choice([known[0], self.rng.choice(known)]))
        places: dict[tuple[object, ...], list[Act]] = {}
        for act in known:
            places.setdefault((act.header.chain, act.header.sequence), []).append(act)
        pairs = [found for found in places.values() if len(found) > 1]
        if not pairs:
            return None
        one, other = self.rng.sample(self.rng.choice(pairs), 2)
        return one, other

    def elsewhere(self, act: Act) -> tuple[Act, Act]:
        """Two acts at one place of a chain, of which one at least lies in another dossier: they prove nothing here."""
        head = act.header
        dossier = NULL16 if head.first else self.rng.randbytes(16)
        other = make_act(replace(head, dossier=dossier, time_ms=head.time_ms + 1000))[0]
        third = make_act(replace(head, dossier=dossier, time_ms=head.time_ms + 2000))[0]
        return (act if self.rng.random() < 0.5 else third), other

    def spoil(self, act: Act) -> Act:
        """The act with one thing wrong for which it is refused, or put at a place where it waits for ever."""
        head = act.header
        wrong = self.rng.choice(
            (
                replace(head, depth=head.depth + 1),
                replace(head, sequence=head.sequence + 1),
                replace(head, incarnation=head.incarnation + 1),
                replace(head, author=self.rng.choice(self.everyone)),
                replace(head, author=b"\xee" * 16, sequence=1, prev=NULL32, seen=tuple(sorted(head.past))),
            )
        )
        return make_act(wrong)[0]
