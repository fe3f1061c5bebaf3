"""What simulated registry desks order: to found the registry, renew keys, add an authority, hand the office on, name a
deputy who renews the desk's keys, and let in one more state, to which all assent.

Keys are made before the act that enters them, and the vault is copied between the two, as an operator is told to do.
After a renewal a desk disowns its old keys, dossier by dossier, and calls everything good that they signed: what is not
there is called good by nobody, and whom it had listed would be in the federation no more. Until what rotted is back it
waits with that; and after a restore with everything, as operators are told (docs/how-to/restore.md): its node may not
know yet that the key with which it signs was disowned.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from lintas.dossier.authority import Authority, read_entry, write_entry
from lintas.dossier.grammar import Kind
from lintas.dossier.traits import DIRECTORY
from lintas.node.author import Authored, author, open_dossier
from lintas.node.come_back import compared
from lintas.node.disown import disown, due
from lintas.node.keys import entry_of, renew
from lintas.node.order import OfficerAtWork, Order
from lintas.node.register import founder, seats
from lintas.node.state import Node
from lintas.sim.members import Member

DISOWNS: Final = 0.5
ADDS: Final = 0.3
ADDED_MAX: Final = 2
"""So that a federation stays of the size that it has."""
HANDS_ON: Final = 0.3
DEPUTES: Final = 0.3
OFFERS: Final = 0.3
WHY: Final = {"because": "time"}
LOST: Final = {"because": "lost"}
FOR_THE_DESK: Final = "renew the desk's keys"

Officers = tuple[OfficerAtWork, OfficerAtWork]


def directory(kinds: Mapping[str, Kind]) -> Kind:
    """The kind of the registry."""
    return next(kind for kind in kinds.values() if DIRECTORY in kind.item.traits)


@dataclass(slots=True)
class Registrar:
    """Orders for all registry desks of a history. `newcomer` makes an authority of a state, or the desk of one more
    state; `copy_vault` copies a vault; `node_of` finds the node of an authority, if it runs; `rotted` are the acts that
    some machine lost to rot.

    `next_seeds` are the seeds of next keys, by the keys that they follow; `added` the authorities that acts list or
    admit, which have no machine yet; `candidate` the desk that is to be admitted, `admitted` whether it was; `entered`
    what each act enters.
    """

    rng: Random
    newcomer: Callable[[str], Member]
    copy_vault: Callable[[bytes], None]
    node_of: Callable[[bytes], Node | None]
    rotted: Container[bytes]
    next_seeds: dict[bytes, bytes] = field(default_factory=dict)
    added: dict[bytes, Member] = field(default_factory=dict)
    entered: dict[bytes, Authority] = field(default_factory=dict)
    candidate: Member | None = None
    admitted: bool = False
    added_in_all: int = 0

    def found(self, node: Node, officers: Officers) -> Authored | None:
        """The founding desk founds the registry, every other desk confirms it; None where there is nothing to do."""
        kind, us = directory(node.kinds), node.id
        if node.federation.registry is None:
            if us != founder(node.federation):
                return None
            to = {role: parties for role, parties in seats(node.federation).items() if parties}
            others = tuple(sorted({party for parties in to.values() for party in parties} - {us}))
            verb = next(verb.name for verb in kind.item.verbs if verb.begins)
            return open_dossier(node, kind.name, Order(verb, {}, others, officers, to=to))
        if self._open(node, "confirm"):
            return self._do(node, officers, "confirm", {})
        return None

    def order(self, node: Node, officers: Officers) -> Authored | None:
        """Something that is open to this desk. Raises what `author` and `disown` raise."""
        if node.federation.registry is None or not self._has_asked(node):
            return None
        if self._open(node, "confirm"):
            return self._do(node, officers, "confirm", {})
        if (
            (dossiers := due(node))
            and self.rng.random() < DISOWNS
            and not self._is_worn(node, at := self.rng.choice(dossiers))
        ):
            done = disown(node, at)
            return Authored(done.dossier, done.act, node.replica(done.dossier).judged[done.act], ())
        if self._open(node, FOR_THE_DESK) and (done_for := self._for_the_desk(node, officers)):
            return done_for
        if not self._open(node, "list"):
            return None
        if let_in := self._let_in(node, officers):
            return let_in
        if self.candidate is None and self.rng.random() < OFFERS:
            return self._offer(node, officers)
        if self.added_in_all < ADDED_MAX and self.rng.random() < ADDS:
            return self._add(node, officers)
        others = [
            each.id
            for each in node.federation.authorities.values()
            if each.house == node.identity.authority.house and each.id != node.id
        ]
        if others and self.rng.random() < DEPUTES:
            return self._do(node, officers, "name a deputy", {}, to={"deputy": (self.rng.choice(sorted(others)),)})
        if others and self.rng.random() < HANDS_ON:
            said = WHY | self._renewed(node)
            return self._do(
                node, officers, "hand on the office", said, to={"state": (self.rng.choice(sorted(others)),)}
            )
        return self._renew(node, officers)

    def _has_asked(self, node: Node) -> bool:
        """Whether the node has compared with everybody since it was restored."""
        return all(compared(node, each) for each in node.federation.authorities.keys() - {node.id})

    def _is_worn(self, node: Node, dossier: bytes) -> bool:
        """Whether another node has an act of the desk there that rotted somewhere and that it lacks itself."""
        ids = {*node.federation.authorities, *(made.identity.authority.id for made in self.added.values())} - {node.id}
        known = (other.folded(dossier) for other in map(self.node_of, sorted(ids)) if other)
        ours = node.replica(dossier).graph.nodes
        return any(
            found.act.header.author == node.id and act not in ours and act in self.rotted
            for replica in known
            if replica
            for act, found in replica.graph.nodes.items()
        )

    def _offer(self, node: Node, officers: Officers) -> Authored:
        """Propose that one more state be let in."""
        made = self.newcomer("")
        authority = made.identity.authority
        done = self._do(node, officers, "propose a state", {"entry": write_entry(authority, made.identity.signer)})
        self.next_seeds[authority.signing], self.candidate = made.next_seed, made
        return done

    def _let_in(self, node: Node, officers: Officers) -> Authored | None:
        """Record the admission of the state that was proposed, or assent to it, as it is open."""
        now, made = node.replica(node.federation.registry or b"").now(), self.candidate
        found = {verb.name: item for item, verb, _ in now.can(node.id) if verb.name in {"assent", "admit"}}
        if made is None or not found:
            return None
        if (item := found.get("admit")) and made.identity.authority.id not in node.federation.authorities:
            done = self._do(node, officers, "admit", {}, item=item, to={"state": (made.identity.authority.id,)})
            self.entered[done.act] = made.identity.authority
            if not self.admitted:
                # Another desk that has not heard of it yet may record the same.
                self.added[done.act], self.admitted = made, True
            return done
        return self._do(node, officers, "assent", {}, item=found["assent"]) if "assent" in found else None

    def _for_the_desk(self, node: Node, officers: Officers) -> Authored | None:
        """A deputy enters the new keys of the desk that named it, whose operator made them."""
        now = node.replica(node.federation.registry or b"").now()
        desk = self.node_of(node.register.known.desk_of(now, node.identity.authority.house) or b"")
        if desk is None or desk.short_of_keys or desk is node:
            return None
        return self._do(node, officers, FOR_THE_DESK, LOST | self._renewed(desk))

    def _add(self, node: Node, officers: Officers) -> Authored:
        made = self.newcomer(node.identity.authority.state)
        authority = made.identity.authority
        done = self._do(node, officers, "list", {"entry": write_entry(authority, made.identity.signer)})
        self.next_seeds[authority.signing] = made.next_seed
        self.added[done.act] = made
        self.added_in_all += 1
        return done

    def _renew(self, node: Node, officers: Officers) -> Authored:
        now = node.replica(node.federation.registry or b"").now()
        item, said = node.register.known.item_of(node.id, now, node.id), self._renewed(node)
        if item is None:
            return self._do(node, officers, "list", said)
        return self._do(node, officers, "renew keys", WHY | said, item=item)

    def _renewed(self, node: Node) -> dict[str, bytes]:
        """The next entry of the desk, with keys that are in its vault and in the copy of it."""
        now = node.identity.authority
        then, following = renew(node.suite, node.vault, node.entropy, now, self.next_seeds[now.signing])
        self.next_seeds[then.signing] = following
        self.copy_vault(node.id)
        return {"entry": entry_of(node.suite, node.vault, then)}

    def _open(self, node: Node, verb: str) -> bool:
        replica = node.folded(node.federation.registry or b"")
        return replica is not None and any(each.name == verb for _, each, _ in replica.now().can(node.id))

    def _do(self, node: Node, officers: Officers, verb: str, fields: dict[str, Any], **more: Any) -> Authored:
        dossier = node.federation.registry or b""
        everybody = tuple(sorted(node.replica(dossier).now().firm - {node.id}))
        done = author(node, dossier, Order(verb, fields, everybody, officers, **more))
        if "entry" in fields and verb != "propose a state":
            self.entered[done.act] = read_entry(node.suite, fields["entry"])
        return done
