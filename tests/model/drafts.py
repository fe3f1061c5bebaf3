"""Acts as the model's parties make them: headers with real bytes and ids, and candidates to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from lintas.dossier.control import Disown, Erasure, Pin, disown_fields, erasure_fields, fork_fields, pin_fields
from lintas.dossier.grammar import Item, Kind, Verb
from lintas.dossier.header import Act, Form, Header, Seal
from lintas.dossier.header_bytes import encode, make_act
from lintas.wire.identifiers import NULL16, NULL32
from tests.model.second_fold import DOSSIER, SecondFold
from tests.model.second_view import View

SIGNATURE = b"signed"


@dataclass(frozen=True, slots=True)
class Wish:
    """What an author would like to do: a verb, at an item, naming parties."""

    verb: str
    item: bytes
    to: tuple[tuple[str, tuple[bytes, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the dossier an act is put: its chain, what it names as seen, and the key that signs it."""

    dossier: bytes
    author: bytes
    incarnation: int
    sequence: int
    prev: bytes
    seen: tuple[bytes, ...]
    depth: int
    reg: bytes


def header(place: Place, form: Form, **more: object) -> Header:
    """A header at this place; `more` as the fields of `Header`."""
    empty = Header(
        dossier=place.dossier,
        author=place.author,
        incarnation=place.incarnation,
        sequence=place.sequence,
        prev=place.prev,
        seen=place.seen,
        depth=place.depth,
        time_ms=0,
        reg=place.reg,
        form=form,
    )
    return replace(empty, **more)  # type: ignore[arg-type]


def verb_act(place: Place, wish: Wish, seal: Seal | None = None, time_ms: int = 0) -> Act:
    """An act of form verb."""
    item = None if wish.item == DOSSIER else wish.item
    made = header(place, Form.VERB, verb=wish.verb, item=item, to=wish.to, seal=seal, time_ms=time_ms)
    return make_act(made)[0]


def first_act(kind: Kind, author: bytes, incarnation: int, reg: bytes, to: dict[str, Iterable[bytes]]) -> Act:
    """The act that opens a dossier of this kind."""
    verb = next(verb for verb in kind.item.verbs if verb.begins)
    named = tuple((role, tuple(sorted(parties))) for role, parties in sorted(to.items()) if parties)
    place = Place(NULL16, author, incarnation, 1, NULL32, (), 1, reg)
    control = pin_fields(Pin(kind.name, kind.version, NULL32))
    return make_act(header(place, Form.VERB, verb=verb.name, to=named, control=control))[0]


def fork_act(place: Place, one: Act, other: Act) -> Act:
    """The proof that two acts lie at one place of one chain."""
    proof = fork_fields((encode(one.header), SIGNATURE), (encode(other.header), SIGNATURE))
    return make_act(header(place, Form.FORK, control=proof))[0]


def disown_act(place: Place, regs: Iterable[bytes], good: Iterable[bytes]) -> Act:
    """What a party says of a key that others had."""
    fields = disown_fields(Disown(tuple(sorted(regs)), tuple(sorted(good))))
    return make_act(header(place, Form.DISOWN, control=fields))[0]


def erasure_act(place: Place, form: Form, acts: Iterable[bytes]) -> Act:
    """ERASE or ERASED over these acts."""
    return make_act(header(place, form, control=erasure_fields(Erasure(tuple(sorted(acts))))))[0]


def key_act(place: Place, seal: Seal, time_ms: int = 0) -> Act:
    """The act that begins an epoch."""
    return make_act(header(place, Form.KEY, seal=seal, time_ms=time_ms))[0]


class Wisher:
    """Chooses what an author might do: mostly what its seats allow, sometimes what they do not."""

    def __init__(self, rng: Random, everyone: tuple[bytes, ...], weights: dict[str, float] | None = None) -> None:
        self.rng, self.everyone = rng, everyone
        self.weights = {"leave": 0.2, "decline": 0.2} if weights is None else dict(weights)

    def weight(self, verb: str) -> float:
        """How much this history likes a verb; each has likings of its own, so that all get their turn."""
        if verb not in self.weights:
            self.weights[verb] = self.rng.choice((0.2, 1, 1, 3, 8))
        return self.weights[verb]

    def wish(self, fold: SecondFold, view: View, author: bytes, *, wild: bool = False) -> Wish | None:
        """Something at an item of this view, or nothing if the author has nothing to do there."""
        items = sorted(view.items)
        if not items:
            return None
        if wild and self.rng.random() < 0.03:
            return Wish("say", self.rng.randbytes(16))
        choice = [(item, verb) for item in items for verb in self.verbs(fold, view, item, author, wild=wild)]
        if not choice:
            return None
        item, verb = self.rng.choices(choice, [self.weight(verb.name) for _, verb in choice])[0]
        return Wish(verb.name, item, self.names(fold, view, item, verb, wild=wild))

    def verbs(self, fold: SecondFold, view: View, item: bytes, author: bytes, *, wild: bool) -> list[Verb]:
        verbs = fold.type_of(item).verbs
        if wild and self.rng.random() < 0.3:
            return list(verbs)
        return [verb for verb in verbs if not verb.begins and any(author in view.held_from(item, r) for r in verb.by)]

    def names(
        self, fold: SecondFold, view: View, item: bytes, verb: Verb, *, wild: bool
    ) -> tuple[tuple[str, tuple[bytes, ...]], ...]:
        """Whom the act seats or unseats; wild wishes name too many, too few, or strangers."""
        roles = [*verb.seats, *verb.unseats]
        if wild and self.rng.random() < 0.06:
            roles = [*roles, "member"]
        if not roles:
            return ()
        chosen = self.rng.sample(sorted(set(roles)), self.rng.randint(1, min(2, len(set(roles)))))
        found: dict[str, tuple[bytes, ...]] = {}
        taken: set[bytes] = set()
        for role in sorted(chosen):
            pool = sorted(self.pool(fold, view, item, verb, role, wild=wild) - (frozenset() if wild else taken))
            if pool:
                many = wild or fold.many(item, verb, role)
                picked = self.rng.sample(pool, self.rng.randint(1, min(2, len(pool))) if many else 1)
                taken.update(picked)
                found[role] = tuple(sorted(picked))
            elif wild:
                found[role] = ()
        return tuple(sorted(found.items()))

    def pool(self, fold: SecondFold, view: View, item: bytes, verb: Verb, role: str, *, wild: bool) -> frozenset[bytes]:
        if wild and self.rng.random() < 0.3:
            return frozenset(self.everyone)
        if role in verb.unseats:
            return view.held_from(item, role)
        opened = self.opened(fold, item, verb)
        at_dossier = not (opened and opened.role(role)) and fold.home_from(item, role) == DOSSIER
        return frozenset(self.everyone) if at_dossier else view.parties

    def opened(self, fold: SecondFold, item: bytes, verb: Verb) -> Item | None:
        return fold.type_of(item).child(verb.opens) if verb.opens else None
