"""One authority's node: what it keeps, sends, receives, loses and restores. What it writes is in `author`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintas.dossier.control import Erasure, control_of
from lintas.dossier.header import Act, Form
from lintas.dossier.verdict import Verdict
from tests.model.histories import party, reg
from tests.model.messages import (
    Acts,
    AskBodies,
    Batch,
    Digest,
    Have,
    Item,
    Message,
    Parcel,
    Receipt,
    Want,
    Wrap,
)
from tests.model.store import ActKey, Cipher, Content, EpochKey, Vault, epoch_of

if TYPE_CHECKING:
    from tests.model.world import World

LINK_ITEMS_MAX = 8


def set_hash(ids: set[bytes]) -> int:
    """An additive hash of a set of ids (core decision 10)."""
    return sum(int.from_bytes(one[:8], "big") for one in ids) % 2**64


class Node:
    """An honest node; `author.Author` adds the writing, `adversary` those who keep no rules."""

    honest = True

    def __init__(self, world: World, number: int) -> None:
        self.world, self.number, self.id = world, number, party(number)
        self.rules, self.rng = world.rules, world.rng
        self.c, self.v = Content(), Vault()
        self.disk, self.copy, self.backups = (Content(), Vault()), Vault(), list[Content]()
        self.generation = 0
        self.ever_body: set[bytes] = set()
        self.restored = False
        self.boot()

    # Booting, crashing, restoring

    def boot(self) -> None:
        """Start from what `c` and `v` hold: a new incarnation, a new link epoch, the fold made again."""
        self.c.boots += 1
        how = self.rules.incarnation
        self.incarnation = self.rng.getrandbits(40) if how == "random" else 7 if how == "fixed" else self.c.boots
        own = [act for act in self.c.acts.values() if act.header.chain == (self.id, self.incarnation)]
        last = max(own, key=lambda act: act.header.sequence, default=None) if how == "fixed" else None
        self.last, self.sequence = (last.id, last.header.sequence) if last else (bytes(32), 0)
        self.link_epoch = self.rng.getrandbits(40) if self.rules.epoch_per_boot else 1
        self.acked: dict[bytes, int] = {}
        self.flight: dict[bytes, int] = {}
        self.outbox: list[tuple[bytes, Message]] = []
        self.live: dict[frozenset[bytes], bytes] = {}
        self.dirty, self.fresh, self.boot_number = False, False, self.world.count()
        self.recalled = set(self.v.recalled) if self.rules.replays else set[bytes]()
        self.unpurged: set[bytes] = set()
        self.purged: set[bytes] = set()
        self.fold = self.world.new_fold(self)
        for act in [*self.c.acts.values(), *self.c.waiting.values()]:
            self.fold.receive(act)
        self.world.heard_odd(self)
        if self.rules.replays:
            for act in list(self.c.acts.values()):
                self.obey(act)

    def crash(self) -> None:
        """What was not committed is lost."""
        self.world.check_durable(self)
        self.c, self.v = self.disk[0].copy(), self.disk[1].copy()
        self.boot()

    def restore(self) -> None:
        """Content from an old backup, the vault from its one copy."""
        self.c, self.v = self.rng.choice(self.backups).copy(), self.copy.copy()
        if self.rules.incarnation == "random":
            self.c.boots = self.disk[0].boots
        self.disk = (self.c.copy(), self.v.copy())
        self.restored = True
        self.boot()

    def rot(self) -> None:
        """Some records of others' acts are found unreadable and dropped, with all that rests on them."""
        others = [one for one in self.c.log if self.c.acts[one].header.author != self.id]
        if not others:
            return
        gone = self.rng.choice(others)
        pasts = self.fold.fold.pasts
        lost = {one for one in self.c.log if one == gone or gone in pasts[one]}
        if any(self.c.acts[one].header.author == self.id for one in lost):
            return
        for one in lost:
            del self.c.acts[one]
            self.c.bodies.pop(one, None)
        self.c.log = [one for one in self.c.log if one not in lost]
        self.disk = (self.c.copy(), self.v.copy())
        self.restored = True
        self.boot()

    def backup(self) -> None:
        self.backups.append(self.disk[0].copy())
        self.copy = self.disk[1].copy()

    # Committing

    def touch(self) -> None:
        if not self.dirty:
            self.dirty = True
            self.world.after(self.rng.randint(2, 25), self.commit, self)

    def commit(self) -> None:
        """Make everything durable, then send what waited for it."""
        self.dirty = False
        self.disk = (self.c.copy(), self.v.copy())
        self.ever_body |= set(self.c.bodies)
        out, self.outbox = self.outbox, []
        for to, message in out:
            self.world.send(self, to, message)
        if self.fresh:
            self.fresh = False
            self.push()
        if self.unpurged:
            self.world.after(self.rng.randint(100, 1500), self.purge, self)

    def purge(self) -> None:
        """Overwrite the vault's copy, so that ERASED may be said."""
        if self.rules.purges_copy:
            self.copy = self.disk[1].copy()
        # A recall that came after the last commit is not in this copy yet.
        self.purged |= self.unpurged & self.disk[1].recalled
        self.unpurged -= self.disk[1].recalled

    # Links (9, 10)

    def peers(self) -> list[bytes]:
        """Those to whom headers go: the parties of this node's view."""
        return sorted(self.fold.now().parties - {self.id})

    def push(self) -> None:
        """To each party, the own acts after its last receipt."""
        for peer in self.peers():
            self.push_to(peer)

    def push_to(self, peer: bytes) -> None:
        log, acts = self.disk[0].log, self.disk[0].acts
        after = min(max(self.acked.get(peer, 0), self.flight.get(peer, 0)), len(log))
        own = [n + 1 for n in range(after, len(log)) if acts[log[n]].header.author == self.id][:LINK_ITEMS_MAX]
        if own:
            items = tuple((n, self.item(log[n - 1], peer)) for n in own)
            self.flight[peer] = own[-1]
            self.world.sent(self, peer, items)
            self.world.send(self, peer, Batch(self.id, self.link_epoch, after, own[-1], items))

    def item(self, one: bytes, peer: bytes) -> Item:
        act = self.c.acts[one]
        if act.header.seal is None or peer not in self.world.sealed_to[one] or not self.may_have(peer, act):
            return Item(act)
        wrap = self.v.epochs.get(act.id[:16]) if act.header.form is Form.KEY else None
        return Item(act, self.c.bodies.get(one), wrap)

    def on_batch(self, batch: Batch) -> None:
        epoch, place = self.c.cursors.get(batch.sender, (0, 0))
        if epoch != batch.epoch:
            place = 0
        if batch.after == place or not self.rules.batch_after:
            for _, item in batch.items:
                self.take(item.act)
                self.take_body(item)
            place = max(place, batch.upto)
            self.c.cursors[batch.sender] = (batch.epoch, place)
            if not self.rules.cursor_with_acts:
                self.disk[0].cursors[batch.sender] = (batch.epoch, place)
            self.touch()
        receipt = Receipt(self.id, batch.epoch, place, tuple(self.fold.tips()))
        if self.rules.receipts_after == "commit":
            self.outbox.append((batch.sender, receipt))
            self.touch()
        else:
            self.world.send(self, batch.sender, receipt)
        self.ask_missing(batch.sender)

    def on_receipt(self, receipt: Receipt) -> None:
        if receipt.epoch == self.link_epoch:
            moved = self.acked.get(receipt.sender) != receipt.upto
            self.acked[receipt.sender] = self.flight[receipt.sender] = receipt.upto
            self.world.claims(self, receipt)
            if moved and receipt.sender in self.peers():
                self.push_to(receipt.sender)

    # Headers by whomever

    def take(self, act: Act) -> None:
        """Admit an act, or let it wait."""
        if act.id in self.c.acts or act.id in self.fold.waiting or not self.admissible(act):
            return
        for judged in self.fold.receive(act):
            self.c.waiting.pop(judged.act.id, None)
            if judged.verdict is not Verdict.REFUSED:
                self.c.acts[judged.act.id] = judged.act
                self.c.log.append(judged.act.id)
                self.obey(judged.act)
                self.obey_late(judged.act)
        if act.id in self.fold.waiting:
            self.c.waiting[act.id] = act
        self.world.heard_odd(self)
        self.touch()

    def admissible(self, act: Act) -> bool:
        """Whether the key was valid as far as the ancestors of `reg` say, and a DISOWN follows a revocation (6)."""
        world, head = self.world, act.header
        if head.reg[0] != head.author[0]:
            return False
        if self.rules.admits_by == "newest" and world.revoked(head.author, head.reg):
            return False
        if head.form is Form.DISOWN and self.rules.disown_needs_revocation:
            control: object = control_of(head)
            return all(world.revokes(head.author, head.reg, one) for one in control.regs)  # type: ignore[attr-defined]
        return True

    def ask_missing(self, of: bytes) -> None:
        missing = {n for act in self.fold.waiting.values() for n in act.header.past} - self.fold.known
        missing -= set(self.fold.waiting)
        if missing:
            self.world.send(self, of, Want(self.id, frozenset(missing)))

    def tick(self) -> None:
        """Housekeeping: links, digests, missing acts, missing bodies."""
        self.flight.clear()
        self.push()
        peers = self.peers() or sorted(self.world.heard[self.id])
        if not peers:
            return
        peer = self.rng.choice(peers)
        if self.rules.digests:
            self.world.send(self, peer, Digest(self.id, set_hash(self.fold.known)))
        self.ask_missing(peer)
        lacking = frozenset(one for one, act in self.c.acts.items() if self.lacks_body(act))
        if lacking:
            authors = [self.c.acts[one].header.author for one in sorted(lacking)]
            for of in sorted({self.rng.choice(peers), self.rng.choice(authors)} - {self.id}):
                self.world.send(self, of, AskBodies(self.id, lacking))

    def on_other(self, message: Message) -> None:
        match message:
            case Digest() if message.hash != set_hash(self.fold.known):
                self.world.send(self, message.sender, Have(self.id, frozenset(self.fold.known)))
            case Have():
                self.give(message.sender, self.fold.known - message.ids)
                self.world.send(self, message.sender, Want(self.id, message.ids - self.fold.known))
            case Want():
                self.give(message.sender, set(message.ids))
            case Acts():
                for act in message.acts:
                    self.take(act)
                self.ask_missing(message.sender)
            case AskBodies():
                self.lend(message.sender, message.ids)
            case Parcel():
                self.store(message.act, message.cipher, message.key)
            case Wrap():
                self.take_wrap(message.epoch, message.key)
            case _:
                pass

    def receive(self, message: Message) -> None:
        self.world.heard[self.id].add(message.sender)
        if isinstance(message, Batch):
            self.on_batch(message)
        elif isinstance(message, Receipt):
            self.on_receipt(message)
        else:
            self.on_other(message)

    def give(self, to: bytes, ids: set[bytes]) -> None:
        """Headers go to parties only."""
        found = tuple(self.disk[0].acts[one] for one in sorted(ids) if one in self.disk[0].acts)
        if found and to in self.fold.now().parties:
            self.world.send(self, to, Acts(self.id, found))

    # Bodies and keys (1, 12, 13)

    def may_have(self, peer: bytes, act: Act) -> bool:
        """Whether this node gives the act's body to that peer."""
        if act.id in self.recalled:
            return False
        if self.rules.bodies_from == "anyone":
            return True
        now = self.fold.now().parties
        if self.rules.bodies_from == "author" and act.header.author != self.id:
            return False
        listed = self.world.audience[act.id] | (self.c.released.get(act.id, frozenset()))
        return peer == act.header.author or (peer in listed and peer in now)

    def lacks_body(self, act: Act) -> bool:
        if act.header.seal is None or act.header.form is Form.KEY or act.id in self.recalled:
            return False
        return act.id not in self.c.bodies or self.v.opens(act) is None

    def lend(self, to: bytes, ids: frozenset[bytes]) -> None:
        for one in sorted(ids):
            act, cipher = self.c.acts.get(one), self.c.bodies.get(one)
            if act is not None and cipher is not None and self.may_have(to, act) and (key := self.v.opens(act)):
                self.world.send(self, to, Parcel(self.id, one, cipher, key))

    def take_body(self, item: Item) -> None:
        if item.cipher is not None:
            self.store(item.act.id, item.cipher, None)
        if item.wrap is not None:
            self.take_wrap(item.act.id[:16], item.wrap)

    def store(self, one: bytes, cipher: Cipher, key: ActKey | None) -> None:
        if one in self.recalled and not self.rules.stores_recalled:
            return
        self.world.check_stored(self, one, key)
        self.c.bodies[one] = cipher
        if key is not None:
            self.v.keys[one] = key
        self.touch()

    def take_wrap(self, epoch: bytes, key: EpochKey) -> None:
        """A wrapped epoch key is opened on arrival; one of a retired epoch is dropped."""
        if epoch in self.v.retired and not self.rules.stores_recalled:
            return
        self.v.epochs[epoch] = key
        if self.rules.wraps_in_content:
            self.c.wraps[epoch] = key
        self.touch()

    def named(self, act: Act) -> tuple[bytes, ...]:
        control = control_of(act.header)
        return control.acts if isinstance(control, Erasure) else ()

    def obey_late(self, act: Act) -> None:
        """An ERASE need not have seen what it names: it may come first, after a restore or in a forked chain."""
        for other in list(self.c.acts.values()):
            if other.header.form is Form.ERASE and act.id in self.named(other):
                self.obey(other)

    def obey(self, act: Act) -> None:
        """Recall what the author of an ERASE asks for, if it is its own act."""
        if act.header.form is not Form.ERASE:
            return
        control = control_of(act.header)
        assert isinstance(control, Erasure)
        for one in control.acts:
            target = self.c.acts.get(one)
            if target is None or target.header.author != act.header.author or target.header.seal is None:
                continue
            self.recalled.add(one)
            self.v.recalled.add(one)
            self.v.forget(target, self.c.acts.values(), keeps_epoch_key=self.rules.keeps_epoch_key)
            self.live = {who: epoch for who, epoch in self.live.items() if epoch != epoch_of(target)}
            self.c.bodies.pop(one, None)
            self.unpurged.add(one)
            self.touch()

    @property
    def reg(self) -> bytes:
        return reg(self.number, self.generation)
