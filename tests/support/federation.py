"""A federation of nodes in memory, wired to each other directly, over the real kinds and the real suite.

    fed = Federation3.build("aa-ca bb-ca cc-pol".split())
    opened = fed.open("aa-ca", "exchange", "open", fields, {"member": ("bb-ca",)})
    fed.settle()

Authorities and officers are invented. Time is a counter that advances by a second at each reading, chance a chain of
hashes, so that the same calls make the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lintas.crypto.ports import Algorithm, Suite
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import Authority, Federation, commitment, write_entry, write_genesis
from lintas.dossier.grammar import Kind
from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.node import chunks, fetch
from lintas.node.aside import at_once
from lintas.node.author import Authored, author, open_dossier
from lintas.node.batches import take_batch
from lintas.node.deliver import next_batch, take_receipt
from lintas.node.desk import appoint, sign_in
from lintas.node.joining import read_bundle, take_bundle, write_bundle
from lintas.node.keys import Identity
from lintas.node.order import OfficerAtWork, Order
from lintas.node.policy import Policy
from lintas.node.ports import Chunks, Store, Vault
from lintas.node.register import founder, seats
from lintas.node.state import Node, Ports, UnknownDossier
from lintas.store.chunks import MemoryChunks
from lintas.store.memory import MemoryStore
from lintas.store.vault import MemoryVault
from lintas.wire.limits import LIMITS
from tests.kinds.every import every_kind

START_MS = 1_790_000_000_000
ROUNDS_MAX = 50


Keep = Callable[[str], tuple[Store, Vault, Chunks]]
"""Makes where the node of an authority keeps what it has."""


@dataclass(slots=True)
class Ticker:
    """A clock that all nodes share."""

    now_ms: int = START_MS
    step_ms: int = 1_000

    def __call__(self) -> int:
        self.now_ms += self.step_ms
        return self.now_ms


class Chain:
    """Chance that is the same in each run."""

    def __init__(self, seed: str) -> None:
        self._seed, self._count = seed.encode(), 0

    def __call__(self, count: int) -> bytes:
        out = b""
        while len(out) < count:
            self._count += 1
            out += hashlib.sha256(self._seed + self._count.to_bytes(8, "big")).digest()
        return out[:count]


def memory(code: str) -> tuple[Store, Vault, Chunks]:
    """In memory, as it is unless a test says otherwise."""
    return MemoryStore(), MemoryVault(), MemoryChunks()


@dataclass(slots=True)
class Federation3:
    """Nodes by the codes of their authorities."""

    suite: Suite
    genesis: bytes
    clock: Ticker
    kinds: Mapping[str, Kind]
    nodes: dict[str, Node] = field(default_factory=dict)
    desks: dict[str, tuple[OfficerAtWork, OfficerAtWork]] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        codes: Sequence[str],
        *,
        exercise: bool = True,
        suite: Suite | None = None,
        keep: Keep = memory,
        kinds: Sequence[str] = (),
        short: Sequence[str] = (),
        es256: Sequence[str] = (),
        secretariats: Sequence[str] = (),
    ) -> Federation3:
        """A node for each code, the state being its first two letters; `keep` makes where it keeps what it has.

        They know the kinds of these names, or all; to know few is quicker. `short` of a lasting key are some, some sign
        with `es256`, and some are `secretariats`.
        """
        suite = suite or RealSuite()
        known = every_kind()
        chances = {code: Chain(code) for code in codes}
        identities = {
            code: new_identity(
                suite, code, chance, lasting=code not in short, algorithm=_algorithm(code, es256),
                category="secretariat" if code in secretariats else "central authority",
            )
            for code, chance in chances.items()
        }  # fmt: skip
        entries = [write_entry(each.authority, each.signer) for each in identities.values()]
        genesis = write_genesis(entries, exercise=exercise)
        built = cls(suite, genesis, Ticker(), {name: known[name] for name in kinds or known})
        for code, identity in identities.items():
            built.start(identity, Ports(*keep(code), built.clock, chances[code]))
            built.desks[code] = built.officer(code), built.officer(code, APPROVER)
        return built

    def start(self, identity: Identity, ports: Ports) -> Node:
        """A node over these ports, in place of the one that the authority had."""
        federation = Federation(self.suite, self.genesis)
        node = Node(self.suite, federation, identity, self.kinds, ports, Policy())
        self.nodes[identity.authority.code] = node
        return node

    def restart(self, code: str) -> Node:
        """The node again, from what is durable."""
        node = self.nodes[code]
        return self.start(node.identity, Ports(node.store, node.vault, node.chunks, node.clock, node.entropy))

    def officer(self, code: str, role: str = AUTHOR) -> OfficerAtWork:
        """A new officer of the authority, signed in to answer in a role."""
        node = self.nodes[code]
        name = f"officer {len(node.vault.secrets('officer/')) + 1}"
        appointed = appoint(node, name, (AUTHOR, APPROVER))
        return sign_in(node, name, appointed.token, role)

    def id(self, code: str) -> bytes:
        """The authority's id."""
        return self.nodes[code].id

    def order(
        self,
        code: str,
        verb: str,
        fields: Mapping[str, Any] | None = None,
        to: Mapping[str, Sequence[str]] | None = None,
        *,
        readers: Sequence[str] = (),
        item: bytes | None = None,
        persons: int = 2,
        inside: Iterable[bytes] = (),
        re: Sequence[bytes] = (),
    ) -> Order:
        """An order of the authority's officers; without `readers`, to those `inside` and those whom it names."""
        named = {role: tuple(map(self.id, parties)) for role, parties in (to or {}).items()}
        everybody = {*inside, *(party for parties in named.values() for party in parties)}
        audience = tuple(sorted((set(map(self.id, readers)) or everybody) - {self.id(code)}))
        officers = self.desks[code][:persons]
        return Order(verb, dict(fields or {}), audience, officers, item=item, to=named, re=tuple(sorted(re)))

    def open(self, code: str, kind: str, verb: str, *said: Any, **more: Any) -> Authored:
        """Open a dossier and commit; further arguments as for `order`."""
        return self._committed(code, open_dossier(self.nodes[code], kind, self.order(code, verb, *said, **more)))

    def act(self, code: str, dossier: bytes, verb: str, *said: Any, **more: Any) -> Authored:
        """Do a verb and commit, to all parties unless `readers` says otherwise; arguments as for `order`."""
        inside = self.nodes[code].replica(dossier).now().firm
        order = self.order(code, verb, *said, inside=inside, **more)
        return self._committed(code, author(self.nodes[code], dossier, order))

    def found_registry(self) -> bytes:
        """The registry, founded and confirmed by every desk, known to all; its dossier. Needs the kind `registry`."""
        federation = next(iter(self.nodes.values())).federation
        desk = {node.id: code for code, node in self.nodes.items()}
        first = founder(federation)
        to = {role: [desk[each] for each in parties] for role, parties in seats(federation).items()}
        opened = self.open(desk[first], "registry", "found", {}, to)
        self.settle()
        for each in federation.desks.values():
            if each != first:
                self.act(desk[each], opened.dossier, "confirm")
        self.settle()
        return opened.dossier

    def join(self, identity: Identity, by: str = "") -> Node:
        """A node for an authority that the registry lists, begun with the bundle of another."""
        code = identity.authority.code
        bundle = read_bundle(write_bundle(self.nodes[by or next(iter(self.nodes))]))
        node = self.start(identity, Ports(*memory(code), self.clock, Chain(f"{code} joins")))
        take_bundle(node, bundle)
        self.desks[code] = self.officer(code), self.officer(code, APPROVER)
        return node

    def _committed(self, code: str, done: Authored) -> Authored:
        self.nodes[code].commit()
        return done

    def settle(self) -> None:
        """Deliver everything to everybody, repair and chunks included, until nothing moves."""
        for _ in range(ROUNDS_MAX):
            moved = [self.send(a, b) for a in self.nodes for b in self.nodes if a != b]
            if not any(moved):
                return
        raise AssertionError("the federation does not come to rest")

    def send(self, sender: str, receiver: str) -> bool:
        """Bring the receiver up to date with one sender; whether anything moved."""
        here, there, moved = self.nodes[sender], self.nodes[receiver], self.bring(sender, receiver)
        return self._repair(here, there) or self._chunks(here, there) or moved

    def bring(self, sender: str, receiver: str) -> bool:
        """Bring the receiver what the sender owes it; whether anything moved."""
        here, there, moved = self.nodes[sender], self.nodes[receiver], False
        while sent := next_batch(here, there.id):
            reply = take_batch(there, sent.data)
            there.commit()
            take_receipt(here, sent, reply)
            here.commit()
            moved = True
        return moved

    def _repair(self, here: Node, there: Node) -> bool:
        moved = False
        for dossier in fetch.wanted(there, here.id):
            more = True
            while more:
                request, data = fetch.ask(there, here.id, dossier)
                try:
                    reply = fetch.serve(here, data)
                except UnknownDossier:
                    # As a courier does: the peer has nothing for us, and others are asked.
                    break
                taken, more = fetch.take(there, request, reply)
                there.commit()
                moved = moved or taken.last != bytes(32)
        return moved

    def _chunks(self, here: Node, there: Node) -> bool:
        moved = False
        while asked := at_once(there, chunks.ask(there, here.id, LIMITS.chunks_asked_max)):
            at_once(there, chunks.take(there, asked, at_once(here, chunks.serve(here, asked.data))))
            moved = True
        return moved


def _algorithm(code: str, es256: Sequence[str]) -> Algorithm:
    return Algorithm.ES256 if code in es256 else Algorithm.ED25519


def next_seed(code: str) -> bytes:
    """The seed of the key to which the first entry of an authority commits it."""
    return hashlib.sha256(f"{code} next".encode()).digest()


def new_identity(
    suite: Suite,
    code: str,
    chance: Chain,
    *,
    lasting: bool = True,
    algorithm: Algorithm = Algorithm.ED25519,
    **more: Any,
) -> Identity:
    """A new authority with its keys; `more` of its entry."""
    signer, issuing, recipient = suite.signer(chance(32), algorithm), suite.signer(chance(32)), chance(32)
    last = suite.lasting_signer(chance(32)) if lasting else None
    authority = Authority(
        code=code,
        name=f"Authority {code} of an invented state",
        state=more.pop("state", code[:2].upper()),
        category=more.pop("category", "central authority"),
        signing=signer.public,
        recipient=suite.recipient_public(recipient),
        issuing=issuing.public,
        address=f"https://{code}.example",
        lasting=last.public if last else b"",
        **{"next_key": commitment(suite.signer(next_seed(code), algorithm).public)} | more,
    )
    return Identity(authority, signer, recipient, issuing, lasting=last)
