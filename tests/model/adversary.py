"""Those who keep no rules: an author of two stories, its accomplice, and a thief of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintas.dossier.header import Act
from lintas.wire.identifiers import NULL32
from tests.model.author import Author
from tests.model.drafts import Place, disown_act, verb_act
from tests.model.histories import reg
from tests.model.second_view import View

if TYPE_CHECKING:
    from tests.model.world import World


class Equivocator(Author):
    """Signs two acts at one place, shows them to different peers, and goes on from either or from a new incarnation."""

    honest = False

    def __init__(self, world: World, number: int) -> None:
        self.branches: list[tuple[int, bytes, int]] = []
        super().__init__(world, number)

    def cited(self) -> set[bytes]:
        """Whatever suits: some of the acts that it knows, never two branches of its own."""
        chosen = {one for one in super().cited() if self.author_of(one) != self.id}
        return {one for one in sorted(chosen) if self.rng.random() < 0.6} if self.rng.random() < 0.5 else chosen

    def choose_branch(self) -> None:
        if self.branches and self.rng.random() < 0.5:
            self.incarnation, self.last, self.sequence = self.rng.choice(self.branches)
        elif self.rng.random() < 0.2:
            self.incarnation, self.last, self.sequence = self.rng.getrandbits(40), NULL32, 0

    def venture(self, place: Place, past: View) -> bool:
        if self.rng.random() < 0.35:
            return self.split(place, past) or super().venture(place, past)
        return super().venture(place, past)

    def write(self) -> bool:
        self.choose_branch()
        return super().write()

    def split(self, place: Place, past: View) -> bool:
        """Two acts at one place; each half of the peers gets one, directly."""
        pair = [act for act in (self.choose(place, past, None), self.choose(place, past, None)) if act]
        if len({act.id for act in pair}) < 2:
            pair = [act for wish in ("say", "note") if (act := self.say(place, wish))]
        if len({act.id for act in pair}) < 2:
            return False
        peers = self.peers()
        self.rng.shuffle(peers)
        for act in pair:
            self.world.made(act, self, frozenset())
            self.branches.append((self.incarnation, act.id, place.sequence))
        half = len(peers) // 2
        for act, some in zip(pair, (peers[:half], peers[half:]), strict=False):
            for peer in some:
                self.world.show(self, peer, act)
        self.last, self.sequence = pair[0].id, place.sequence
        for act in pair:
            self.take(act)
        return True

    def say(self, place: Place, verb: str) -> Act | None:
        wish = (
            self.world.wisher.wish(self.fold.fold, self.fold.view([*place.seen, place.prev]), self.id)
            if place.prev != NULL32
            else None
        )
        return verb_act(place, wish, None, self.world.now + len(verb)) if wish else None


class Thief:
    """Holds a copy of a victim's signing key and of what the victim knew, and signs in its name."""

    def __init__(self, world: World, victim: Author) -> None:
        self.world, self.rng, self.victim = world, world.rng, victim
        self.known = frozenset(victim.fold.known)
        self.incarnation, self.last, self.sequence = victim.incarnation, victim.last, victim.sequence
        self.generation = victim.generation

    def strike(self) -> None:
        """One act in the victim's name, shown to some of the parties."""
        world, rng = self.world, self.rng
        if rng.random() < 0.4:
            self.known = self.known | frozenset(rng.choice(world.nodes).fold.known)
        if rng.random() < 0.3 or self.last == NULL32:
            self.incarnation, self.last, self.sequence = rng.getrandbits(40), NULL32, 0
        book = world.book
        known = self.known & book.acts.keys()
        tips = sorted(known.difference(*(book.pasts[one] for one in known)) - {self.last})
        past = book.pasts.get(self.last, frozenset())
        seen = tuple(one for one in tips[: rng.randint(1, 3)] if one not in past)
        named = [*seen, *([self.last] if self.last != NULL32 else [])]
        if not named or book.name is None:
            return
        depth = 1 + max(book.acts[one].header.depth for one in named)
        place = Place(
            book.name,
            self.victim.id,
            self.incarnation,
            self.sequence + 1,
            self.last,
            tuple(sorted(seen)),
            depth,
            reg(self.victim.number, self.generation),
        )
        if rng.random() < 0.2:
            self.send(disown_act(place, [reg(self.victim.number, self.generation + 1)], ()))
            return
        view = book.view(named)
        wish = world.wisher.wish(book, view, self.victim.id, wild=rng.random() < 0.2)
        if wish is None:
            return
        self.send(verb_act(place, wish, None, world.now + 7))

    def send(self, act: Act) -> None:
        world = self.world
        world.made(act, None, frozenset())
        if act.id in world.book.judged:
            self.last, self.sequence = act.id, self.sequence + 1
        for node in self.rng.sample(world.nodes, self.rng.randint(1, 3)):
            world.show(self.victim, node.id, act)
