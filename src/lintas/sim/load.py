"""What simulated officers order: something that is open to their authority, in whatever kinds the history has.

All of it follows from the declarations; nothing here names a kind, a role or a verb.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from lintas.crypto.chunks import CHUNK_BYTES
from lintas.dossier.grammar import Item, Kind, Verb
from lintas.dossier.header import Form
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.replica import Replica
from lintas.dossier.traits import DIRECTORY, PLAIN
from lintas.node.author import Authored, author, open_dossier
from lintas.node.order import OfficerAtWork, Order
from lintas.node.recall import RecallOrder, recall
from lintas.node.recalls import may_be_recalled
from lintas.node.release import ReleaseOrder, release
from lintas.node.state import Node
from lintas.node.uploads import add_file
from lintas.sim.bodies import SECRET, fillable, filled

OPENING = 0.12
WIDE = 0.6
NAMED_MAX = 2
FILE_BYTES = 300
LONG = 0.1
"""How many files have two chunks."""
BY_NAME = 0.5
"""How many releases name what they give."""
RARE = 0.15
"""How often a verb is done that makes somebody leave, compared with the others."""


@dataclass(slots=True)
class Desk:
    """Who orders, and what it likes: `liking` are weights of verbs, drawn once for a history."""

    rng: Random
    everybody: tuple[bytes, ...]
    kinds: dict[str, Kind]
    files: float
    recalls: float = 0.0
    releases: float = 0.0
    liking: dict[tuple[str, str], float] = field(default_factory=dict)

    def order(self, node: Node, officers: tuple[OfficerAtWork, ...]) -> Authored | None:
        """Order something at this node; None where nothing is open. Raises what `author` raises."""
        dossiers = [each for each in node.store.dossiers() if self._open(node, each)]
        if not dossiers or self.rng.random() < OPENING:
            return self._begin(node, officers)
        dossier = self.rng.choice(dossiers)
        replica = node.replica(dossier)
        if self.recalls and self.rng.random() < self.recalls:
            return self._recall(node, dossier, replica, officers)
        now = replica.now()
        if self.releases and self.rng.random() < self.releases:
            return self._release(node, dossier, now, officers)
        if (choice := self._choose(now, node.id, replica.kind)) is None:
            return None
        item, verb = choice
        to = self._named(now, item, verb)
        audience = self._audience(now.firm | {p for parties in to.values() for p in parties}, node.id)
        order = self._made(node, replica.kind, verb, officers, audience, to, None if item == DOSSIER else item)
        return _chosen(author(node, dossier, order), order)

    def _recall(
        self, node: Node, dossier: bytes, replica: Replica, officers: tuple[OfficerAtWork, ...]
    ) -> Authored | None:
        """Take back what the authority said, one thing or two."""
        said = _said(node, replica.now())
        return recall(node, dossier, RecallOrder(self._some(said, NAMED_MAX), SECRET, officers)) if said else None

    def _release(
        self, node: Node, dossier: bytes, now: Position, officers: tuple[OfficerAtWork, ...]
    ) -> Authored | None:
        """Give a newcomer or two of what the authority said before: all that everybody was told, or acts by name."""
        said, others = _said(node, now), sorted(now.firm - {node.id})
        new = [each for each in others if any(not now.knew(now.graph.nodes[act], each) for act in said)]
        parties = self._some(new, NAMED_MAX)
        acts = self._some(said, NAMED_MAX) if self.rng.random() < BY_NAME else ()
        if not parties:
            return None
        return release(node, dossier, ReleaseOrder(parties, acts, officers, SECRET)).made[0]

    def _open(self, node: Node, dossier: bytes) -> bool:
        replica = node.folded(dossier)
        if replica is None or DIRECTORY in replica.kind.item.traits:
            return False
        return node.id in replica.now().parties

    def _begin(self, node: Node, officers: tuple[OfficerAtWork, ...]) -> Authored | None:
        kind = self.kinds[self.rng.choice([name for name, k in self.kinds.items() if DIRECTORY not in k.item.traits])]
        verbs = [verb for verb in kind.item.verbs if verb.begins and fillable(verb.says)]
        verb = self.rng.choice(verbs)
        to: dict[str, tuple[bytes, ...]] = {}
        others = [each for each in self.everybody if each != node.id]
        for name in verb.seats:
            role = kind.item.role(name)
            most = len(others) if role and role.many else 1
            to[name] = tuple(sorted(self.rng.sample(others, self.rng.randint(1, most))))
        audience = self._audience({party for parties in to.values() for party in parties}, node.id)
        order = self._made(node, kind, verb, officers, audience, to, None)
        return _chosen(open_dossier(node, kind.name, order), order)

    def _choose(self, now: Position, us: bytes, kind: Kind) -> tuple[bytes, Verb] | None:
        found = [(item, verb) for item, verb, _ in now.can(us) if fillable(verb.says)]
        weights = [self._weight(kind, now.type(item), verb) for item, verb in found]
        return self.rng.choices(found, weights)[0] if found else None

    def _weight(self, kind: Kind, item: Item, verb: Verb) -> float:
        key = (f"{kind.name}/{item.name}", verb.name)
        if key not in self.liking:
            rare = RARE if verb.leaves or verb.unseats else 1.0
            self.liking[key] = rare * self.rng.choice((0.3, 1.0, 1.0, 3.0))
        return self.liking[key]

    def _named(self, now: Position, item: bytes, verb: Verb) -> dict[str, tuple[bytes, ...]]:
        """Whom the act seats and unseats."""
        opened, taken = now.type(item).child(verb.opens), set[bytes]()
        to: dict[str, tuple[bytes, ...]] = {}
        for name in verb.seats:
            at_dossier = not (opened and opened.role(name)) and now.home(item, name) == DOSSIER
            role = (opened.role(name) if opened else None) or now.role(item, name)
            pool = sorted((set(self.everybody) if at_dossier else set(now.parties)) - taken)
            to[name] = self._some(pool, NAMED_MAX if role and role.many else 1)
            taken |= set(to[name])
        for name in verb.unseats:
            to[name] = self._some(sorted(now.held(item, name)), 1)
        return {name: parties for name, parties in to.items() if parties}

    def _some(self, pool: list[bytes], most: int) -> tuple[bytes, ...]:
        if not pool:
            return ()
        return tuple(sorted(self.rng.sample(pool, self.rng.randint(1, min(most, len(pool))))))

    def _audience(self, allowed: Iterable[bytes], us: bytes) -> tuple[bytes, ...]:
        others = sorted(set(allowed) - {us})
        if not others or self.rng.random() < WIDE:
            return tuple(others)
        return self._some(others, len(others))

    def _made(
        self,
        node: Node,
        kind: Kind,
        verb: Verb,
        officers: tuple[OfficerAtWork, ...],
        audience: tuple[bytes, ...],
        to: dict[str, tuple[bytes, ...]],
        item: bytes | None,
    ) -> Order:
        def put() -> dict[str, Any]:
            data = [self.rng.randbytes(self.rng.randint(1, FILE_BYTES))]
            if self.rng.random() < LONG:
                data.append(bytes(CHUNK_BYTES))
            return add_file(node, "simulated.pdf", "application/pdf", data)

        fields = filled(self.rng, verb.says, put, self.files, plain=PLAIN in kind.item.traits)
        return Order(verb.name, fields, audience, officers, item=item, to=to)


def _chosen(done: Authored, order: Order) -> Authored:
    """The act, with those as its audience whom the officer chose, whatever the node made of that."""
    return replace(done, audience=order.audience)


def _said(node: Node, now: Position) -> list[bytes]:
    """What the authority said in the dossier that is sealed, and was not taken back."""
    return [
        act
        for act, found in now.graph.nodes.items()
        if found.act.header.author == node.id and found.act.header.form is Form.VERB
        and may_be_recalled(found.act) and not node.recalls.covers(found.act)
    ]  # fmt: skip
