"""A federation in memory, driven by one seed: nodes, links that lose and repeat, faults, and then healing.

`World(seed, profile, rules).run()` plays acts under faults, heals, lets every party speak once more, and returns what
the checkers found, each line a violation. Time is a number of milliseconds that only events move.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from lintas.dossier.control import Erasure, control_of
from lintas.dossier.grammar import Kind
from lintas.dossier.header import Act, Form
from tests.model.adversary import Equivocator, Thief
from tests.model.author import Author
from tests.model.drafts import Wisher, first_act
from tests.model.histories import PARTIES, party, reg
from tests.model.kinds import circle, real_kinds, request, session
from tests.model.ledger import NodeFold
from tests.model.messages import Acts, Item, Message, Receipt
from tests.model.node import Node
from tests.model.rules import Profile, Rules
from tests.model.store import recoverable

FOUNDERS = 6
HEALING_ROUNDS = 14
ROUND_MS = 1_500
WATCHED_EACH = 3
RARE = {"leave": 0.1, "decline": 0.1, "discharge": 0.5, "show out": 0.3, "release": 0.3}


class Violation(Exception):
    """A checker saw something at once that may never be."""


class World:
    """One run."""

    def __init__(self, seed: int, profile: Profile, rules: Rules, real: Callable[[Kind], Any] | None = None) -> None:
        self.seed, self.profile, self.rules, self.real = seed, profile, rules, real
        self.rng = Random(seed)
        self.kind = self.draw_kind()
        self.book = rules.book(self.kind)
        everyone = tuple(party(n) for n in range(PARTIES))
        self.wisher = Wisher(self.rng, everyone, {**RARE, **profile.likes})
        self.now, self.counter = 0, 0
        self.events: list[tuple[int, int, Callable[..., None], tuple[Any, ...], int]] = []
        self.acts: dict[bytes, Act] = {}
        self.maker: dict[bytes, Node | None] = {}
        self.audience: dict[bytes, frozenset[bytes]] = {}
        self.sealed_to: dict[bytes, frozenset[bytes]] = {}
        self.places: dict[tuple[object, ...], bytes] = {}
        self.on_link: dict[tuple[bytes, int, bytes], dict[int, Item]] = {}
        self.heard: dict[bytes, set[bytes]] = {one: set() for one in everyone}
        self.promised: dict[bytes, set[bytes]] = {one: set() for one in everyone}
        self.gone: set[tuple[bytes, bytes]] = set()
        self.cut: frozenset[bytes] = frozenset()
        self.revocations: dict[bytes, int] = {}
        self.found: list[str] = []
        self.trace: list[str] = []
        self.healing = False
        self.before_last_words: frozenset[bytes] = frozenset()
        self.own_known: dict[bytes, frozenset[bytes]] = {}
        schemers = self.rng.choice(profile.equivocators)
        liars = set(self.rng.sample(range(FOUNDERS), schemers))
        self.nodes: list[Author] = [(Equivocator if n in liars else Author)(self, n) for n in range(PARTIES)]
        self.by_id = {node.id: node for node in self.nodes}

    def draw_kind(self) -> Kind:
        if not self.profile.kinds:
            return self.rng.choice(list(real_kinds().values()))
        name = self.rng.choice(self.profile.kinds)
        if name == "circle":
            return circle(majority=self.rules.majority)
        return session(silencing=self.rules.silencing) if name == "session" else request()

    def new_fold(self, node: Node) -> NodeFold:
        own = self.rules.fold(self.kind) if self.rules.fold else None
        if own is not None:
            own.node = node
        # A real fold at every third node: enough to be fed in different orders, and three times as many seeds.
        watched = self.real is not None and node.number % WATCHED_EACH == self.seed % WATCHED_EACH
        return NodeFold(self.book, own, self.real(self.kind) if self.real and watched else None)

    # Time

    def count(self) -> int:
        self.counter += 1
        return self.counter

    def after(self, wait_ms: int, do: Callable[..., None], *args: Any) -> None:
        """Do this later; what a node was about to do is forgotten when it boots anew."""
        owner = getattr(do, "__self__", None)
        if args and args[0] is owner:
            args = args[1:]
        boot = owner.boot_number if isinstance(owner, Node) and do.__name__ not in {"receive", "take"} else 0
        heapq.heappush(self.events, (self.now + wait_ms, self.count(), do, args, boot))

    def until(self, end_ms: int) -> None:
        while self.events and self.events[0][0] <= end_ms:
            self.now, _, do, args, boot = heapq.heappop(self.events)
            owner = getattr(do, "__self__", None)
            if boot and isinstance(owner, Node) and owner.boot_number != boot:
                continue
            do(*args)
        self.now = end_ms

    # The network

    def send(self, sender: Node, to: bytes, message: Message) -> None:
        if not self.healing:
            if (sender.id in self.cut) != (to in self.cut) or self.rng.random() < self.profile.loss:
                return
            if self.rng.random() < self.profile.twice:
                self.deliver(to, message)
        self.deliver(to, message)

    def deliver(self, to: bytes, message: Message) -> None:
        mean = 5.0 if self.healing else self.profile.delay_ms
        self.after(1 + int(self.rng.expovariate(1 / mean)), self.by_id[to].receive, message)
        if isinstance(message, Receipt):
            self.check_receipt(message, to)

    def show(self, sender: Node, to: bytes, act: Act) -> None:
        """Give somebody an act directly, as those who lie do."""
        self.after(self.rng.randint(1, 200), self.by_id[to].receive, Acts(sender.id, (act,)))

    def sent(self, sender: Node, to: bytes, items: tuple[tuple[int, Item], ...]) -> None:
        places = self.on_link.setdefault((sender.id, sender.link_epoch, to), {})
        for n, item in items:
            # What was sent at one place without the body may be what a receipt covers.
            if n not in places or item.cipher is None:
                places[n] = item

    # What is true

    def made(self, act: Act, by: Node | None, audience: frozenset[bytes]) -> None:
        """An act was signed. Honest nodes fork nowhere, stay in bounds and seal to firm parties only."""
        self.acts[act.id], self.maker[act.id] = act, by
        self.audience[act.id] = self.sealed_to[act.id] = audience
        self.book.receive(act)
        head = act.header
        self.trace.append(
            f"{self.now} {head.author.hex()[:2]}#{head.sequence} {head.verb or head.form.name} {act.id.hex()[:8]}"
        )
        if by is None or not by.honest:
            return
        self.own_known[act.id] = frozenset(x for x in by.fold.known if self.acts[x].header.author == by.id)
        place = (head.chain, head.sequence)
        if self.places.setdefault(place, act.id) != act.id:
            self.found.append(f"I3: honest {head.author.hex()[:2]} signed two acts at {place[1]}")
        if len(head.seen) > 64 or len(head.seen) > self.profile.seen_max:
            self.found.append(f"bound: {len(head.seen)} acts cited")
        if act.id in self.book.refused:
            self.found.append(f"honest act refused: {self.book.refused[act.id].rule} {head.verb or head.form.name}")
        elif not self.book.judged[act.id].counted:
            self.found.append(f"honest act void: {self.book.judged[act.id].rule} {head.verb or head.form.name}")
        elif head.form is Form.ERASED:
            self.check_erased(act, by)
        elif audience - self.book.before(act.id).firm:
            self.found.append(f"sealed to others than firm parties: {act.id.hex()[:8]}")

    def revoked(self, author: bytes, key: bytes) -> bool:
        return key[1] < self.revocations.get(author, 0)

    def revokes(self, author: bytes, newer: bytes, older: bytes) -> bool:
        """Whether the newer registry act has the older key's revocation among its ancestors."""
        return older[0] == newer[0] and older[1] < newer[1]

    def heard_odd(self, node: Node) -> None:
        self.found += [f"node {node.number}: {line}" for line in node.fold.odd]
        node.fold.odd.clear()

    # Checks on the way (9, 10, 13)

    def check_erased(self, act: Act, by: Node) -> None:
        """Whoever says ERASED cannot read the body from any file or backup it has."""
        control = control_of(act.header)
        assert isinstance(control, Erasure)
        for one in control.acts:
            self.gone.add((by.id, one))
            if recoverable(self.acts[one], [by.disk[0], *by.backups], [by.disk[1], by.copy]):
                self.found.append(f"node {by.number} says ERASED and can read {one.hex()[:8]}")

    def check_stored(self, node: Node, one: bytes, key: object) -> None:
        """Nobody takes again what it said is gone."""
        if key is not None and (node.id, one) in self.gone:
            self.found.append(f"node {node.number} reads {one.hex()[:8]} again after ERASED")

    def check_receipt(self, receipt: Receipt, to: bytes) -> None:
        """All that a receipt covers is durable where it was given."""
        node = self.by_id[receipt.sender]
        covered = self.on_link.get((to, receipt.epoch, receipt.sender), {})
        mine = {item.act.id for n, item in covered.items() if n <= receipt.upto}
        if node.honest and self.by_id[to].honest:
            self.promised[node.id] |= mine
            self.check_promises(node, mine)

    def check_durable(self, node: Node) -> None:
        if not node.restored:
            self.check_promises(node, self.promised[node.id])

    def check_promises(self, node: Node, promised: set[bytes]) -> None:
        disk = node.disk[0]
        lost = {
            x
            for x in promised - disk.acts.keys() - disk.waiting.keys()
            if x not in self.book.refused and x in self.acts
        }
        if lost and not node.restored:
            self.found.append(f"receipted and not durable at {node.number}: {sorted(x.hex()[:8] for x in lost)}")

    def claims(self, node: Node, receipt: Receipt) -> None:
        """What the author now believes to be stored at the recipient must be, or have been, there."""
        peer = self.by_id[receipt.sender]
        if not (node.honest and peer.honest) or peer.restored:
            return
        if self.rules.stored_by == "tips":
            reach = [self.book.pasts[x] | {x} for x in receipt.tips if x in self.book.pasts]
            sealed = {
                x for x in frozenset().union(*reach) if x in node.c.bodies and self.acts[x].header.author == node.id
            }
            stored = {x for x in sealed if peer.id in self.audience[x]}
        else:
            covered = self.on_link.get((node.id, receipt.epoch, peer.id), {})
            stored = {item.act.id for n, item in covered.items() if n <= receipt.upto and item.cipher}
        if lost := stored - peer.ever_body - peer.recalled:
            self.found.append(f"not stored at {peer.number}: {sorted(x.hex()[:8] for x in lost)}")

    # A run

    def run(self) -> list[str]:
        """Play, heal, check; the violations found, the first of each sort first."""
        from tests.model.checks import check

        self.open()
        self.play()
        self.heal(HEALING_ROUNDS)
        self.last_words()
        self.heal(HEALING_ROUNDS)
        return self.found or check(self)

    def open(self) -> None:
        founder, verb = self.nodes[0], next(verb for verb in self.kind.item.verbs if verb.begins)
        to: dict[str, list[bytes]] = {role: [] for role in verb.seats}
        single = [role for role in verb.seats if (found := self.kind.item.role(role)) and not found.many]
        plural = [role for role in verb.seats if role not in single]
        for n, number in enumerate(range(1, FOUNDERS)):
            role = single[n] if n < len(single) else plural[-1 if number == FOUNDERS - 1 else 0] if plural else ""
            if role:
                to[role].append(party(number))
        if plural and self.kind.name in {"circle", "session"}:
            to[plural[0]].append(founder.id)
        act = first_act(self.kind, founder.id, founder.incarnation, founder.reg, dict(to))
        founder.issue(act)

    def play(self) -> None:
        for node in self.nodes:
            node.backup()
            self.after(self.rng.randint(1, 500), self.regular, node)
        thief_at = self.rng.randint(1_000, 4_000) if self.rng.random() < self.profile.theft else 0
        if thief_at:
            self.after(thief_at, self.steal)
        while len(self.acts) < self.profile.acts and self.now < 60_000:
            self.until(self.now + self.rng.randint(10, 180))
            node = self.rng.choice(self.nodes)
            node.write()
            self.fault(self.rng.choice(self.nodes))

    def regular(self, node: Author) -> None:
        node.tick()
        self.after(250 if self.healing else 500, self.regular, node)

    def fault(self, node: Author) -> None:
        rng, profile = self.rng, self.profile
        if rng.random() < profile.backup:
            node.backup()
        if node.honest and rng.random() < profile.crash:
            node.crash()
        elif node.honest and rng.random() < profile.restore and node.backups:
            node.restore()
        elif node.honest and rng.random() < profile.rot:
            node.rot()
        if rng.random() < profile.partition:
            apart = rng.sample(sorted(self.by_id), rng.randint(1, 3))
            holder = [self.nodes[0].id] if rng.random() < profile.holder_cut else apart
            self.cut = frozenset(holder) if not self.cut else frozenset()

    def steal(self) -> None:
        """A key is stolen, used, and found out."""
        victim = self.rng.choice([node for node in self.nodes[:FOUNDERS] if node.honest])
        thief = Thief(self, victim)
        for _ in range(self.rng.randint(1, 4)):
            self.after(self.rng.randint(1, 2_500), thief.strike)
        self.after(self.rng.randint(800, 3_500), self.find_out, victim)

    def find_out(self, victim: Author) -> None:
        stolen = reg(victim.number, victim.generation)
        victim.generation += 1
        self.revocations[victim.id] = victim.generation
        victim.duty_disown = stolen
        # A chain that a thief forked would be shunned for ever; the new key begins a new one.
        victim.incarnation, victim.last, victim.sequence = self.rng.getrandbits(40), bytes(32), 0

    def heal(self, rounds: int) -> None:
        """No more faults; whoever has something owed does it, until nothing moves."""
        self.healing, self.cut = True, frozenset()
        before = None
        for _ in range(rounds):
            self.until(self.now + ROUND_MS)
            for node in self.nodes:
                if node.honest:
                    self.owed(node)
            state = tuple((len(node.fold.known), len(node.c.bodies), len(node.v.keys)) for node in self.nodes)
            if state == before:
                break
            before = state

    def owed(self, node: Author) -> None:
        if found := node.standing():
            node.duty(*found)

    def last_words(self) -> None:
        """Every honest party does one more thing, so that all is cited by somebody."""
        self.profile = replace(self.profile, sealed=0.0, erase=0.0, release=0.0)
        self.before_last_words = frozenset(self.acts)
        narrow = self.profile.seen_max < len(self.nodes)
        for _ in range(7 if narrow else 2):
            for node in self.nodes:
                if node.honest:
                    node.speak()
                    self.until(self.now + (1 if narrow else self.rng.choice((1, 1, 300))))
            self.until(self.now + 500)
