"""A node in memory: who it is, what it needs of the outside, the dossiers it has read, what waits to be committed.

Use cases are functions over a `Node`. They judge, sign and seal, and put what is to be written into `pending`; nothing
leaves the node, and nobody is told that anything happened, before `commit` has made it durable. One thread works on a
node at a time; whoever runs it sees to that.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from lintas.crypto.ports import Signer, Suite
from lintas.dossier.admission import SignedAct, is_readable, parse_act, regs_of
from lintas.dossier.authority import Authority, Federation
from lintas.dossier.control import Pin, control_of
from lintas.dossier.declaration import pin, pinned_kind
from lintas.dossier.grammar import Kind
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.replica import Replica
from lintas.dossier.traits import DIRECTORY
from lintas.log.merkle import SALT_BYTES, Frontier, leaf
from lintas.node.keys import Identity, MissingKeys, identity_of, signer_of, signers_beyond
from lintas.node.lacking import Lacking
from lintas.node.lines import Lines
from lintas.node.openings import Openings
from lintas.node.passed import Passed
from lintas.node.pending import Pending, upload_name
from lintas.node.policy import Policy
from lintas.node.ports import Chunks, Clock, Entropy, Epoch, NewAct, Scanner, Store, StoreError, Vault, WaitingAct
from lintas.node.raw import Raw
from lintas.node.recalls import Recalls
from lintas.node.register import load
from lintas.node.search_index import IndexKeeper, SearchIndex
from lintas.node.sending import Link
from lintas.node.sets import Sets
from lintas.node.taken import Taken
from lintas.node.unfetched import Unfetched
from lintas.node.waiting import Waiting
from lintas.sync.envelope import Envelope, Freshness
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS, Limits

log = logging.getLogger(__name__)
LOG_ERA = "log/era"
"""Where the vault says which log this is: set by a restore. It is no secret; the vault is what outlives the content."""


class UnknownDossier(LintasError):
    """This node holds no such dossier."""

    def __init__(self, dossier: bytes) -> None:
        self.dossier = dossier


class ExchangeEnded(LintasError):
    """We exchange nothing with this authority: our own settings say so."""

    def __init__(self, code: str) -> None:
        self.code = code


class NotFolded(LintasError):
    """The dossier is here, and nothing in it can be judged."""


class NoFirstAct(NotFolded):
    """The act that opens the dossier is not in the store, though others of the dossier are."""

    def __init__(self, dossier: bytes) -> None:
        self.dossier = dossier


class UnknownKind(NotFolded):
    """The dossier was opened with a kind, or a version of it, that this node does not have."""

    def __init__(self, name: str, version: int) -> None:
        self.name = name
        self.version = version


class LogDamaged(StoreError):
    """The log's frontier does not belong to the acts that are stored."""

    def __init__(self, acts: int, leaves: int) -> None:
        self.acts = acts
        self.leaves = leaves


@dataclass(frozen=True, slots=True)
class Ports:
    """What the node needs of the outside."""

    store: Store
    vault: Vault
    chunks: Chunks
    clock: Clock
    entropy: Entropy
    scanner: Scanner | None = None
    search: SearchIndex | None = None


class Node:
    """One authority's node."""

    def __init__(
        self,
        suite: Suite,
        federation: Federation,
        identity: Identity,
        kinds: Mapping[str, Kind],
        ports: Ports,
        policy: Policy,
        limits: Limits = LIMITS,
    ) -> None:
        """Raises `LogDamaged` if the store's log does not belong to its acts. Smaller `limits` are for tests."""
        self.suite, self.federation, self.identity, self.policy = suite, federation, identity, policy
        self.id = identity.authority.id
        self._first = identity
        self.kinds, self.limits = kinds, limits
        self.pins = {name: pin(kind) for name, kind in kinds.items()}
        self.store, self.vault, self.chunks = ports.store, ports.vault, ports.chunks
        self.clock, self.entropy, self.scanner = ports.clock, ports.entropy, ports.scanner
        self.search = ports.search
        # The acts of which the body came after them, since the search index looked.
        self.legible: set[bytes] = set()
        # Keeps the index beside this node, where somebody does.
        self.indexer: IndexKeeper | None = None
        self.short_of_keys = False
        # Drawn anew at every start, as the incarnation is.
        self.link_epoch = ports.entropy(16)
        self.freshness = Freshness()
        # The peers that asked something since somebody looked, and whether in a link epoch that is new here.
        self.heard: dict[bytes, bool] = {}
        self.links: defaultdict[bytes, Link] = defaultdict(Link)
        # By peer: the newest act of ours that it has and we have not.
        self.lost: dict[bytes, bytes] = {}
        # By peer: how far its clock was ahead when it answered last; the errors with which it refused acts of ours.
        self.skew_ms: dict[bytes, int] = {}
        self.refused_by: dict[bytes, dict[str, int]] = {}
        # By peer: how often it did not believe our key, since that was another.
        self.turned_down: dict[bytes, int] = {}
        self.taken = Taken()
        self.log_era = (ports.vault.secret(LOG_ERA) or b"").decode("ascii")
        self.forget()

    def forget(self) -> None:
        """Drop all that is in memory and not in the store."""
        self.pending = Pending()
        # A counter would come back after a restore (spec/act.md, incarnation); and where the store lost an act of
        # ours while we ran, going on in the same incarnation would put another one at its place.
        self.begin_incarnation()
        self.federation = self.federation.founded()
        self.register = load(self.suite, self.federation, self.kinds, self.store)
        self.turn_keys()
        self.replicas: dict[bytes, Replica] = {}
        self.raws: dict[bytes, Raw] = {}
        self.nascent: dict[bytes, Replica] = {}
        # The dossiers of which acts lie in the store behind one that it lost, be it the first.
        self.holed: set[bytes] = set()
        self.openings: Openings | None = None
        self.sets, self.lacking, self.unfetched = Sets(), Lacking(self.id), Unfetched(self.id)
        self.recalls, self.lines, self.passed = Recalls(self.vault), Lines(self.store), Passed(self.vault)
        for row in filter(None, map(self.store.act, tuple(self.recalls.due))):
            self.recalls.note(parse_act(row.signed).act)
        # By epoch of ours: the act in the log that begins it.
        self.begun: dict[bytes, bytes] = {}
        kept = [(each, is_readable(each.signed)) for each in self.store.waiting()]
        self.later = Waiting(each for each, readable in kept if not readable)
        self.staged = Waiting(each for each, readable in kept if readable)
        for each in (each for each in self.staged if each.body is None):
            self.lacking.note(parse_act(each.signed).act, None)
        # When is looked for acts that wait for what cannot come.
        self.expiry_due_ms = 0
        self.unproven = {waiting.id for waiting in self.staged if not self._proven(waiting)}
        if self.federation.registry and self.register.replica:
            self.replicas[self.federation.registry] = self.register.replica
            for waiting in self.proven(self.federation.registry):
                self.register.replica.receive(parse_act(waiting.signed).act)
        stored = self.store.frontier()
        self.frontier = Frontier.from_bytes(stored) if stored else Frontier()
        if self.frontier.size != self.store.size():
            raise LogDamaged(self.store.size(), self.frontier.size)

    def begin_incarnation(self) -> None:
        """Our next acts continue no chain that there is."""
        self.incarnation = int.from_bytes(self.entropy(8), "big") >> 1

    def has(self, dossier: bytes) -> bool:
        """Whether the node holds the dossier, folded or not."""
        return self.known(dossier) is not None

    def replica(self, dossier: bytes) -> Replica:
        """The dossier's acts, judged; raises `UnknownDossier`, or a `NotFolded`."""
        known = self.known(dossier)
        if known is None:
            raise UnknownDossier(dossier)
        if isinstance(known, Raw):
            raise UnknownKind(known.kind, known.version) if known.kind else NoFirstAct(dossier)
        return known

    def folded(self, dossier: bytes) -> Replica | None:
        """The dossier's acts, judged; None where it is not here or not folded."""
        known = self.known(dossier)
        return None if isinstance(known, Raw) else known

    def raw(self, dossier: bytes) -> Raw | None:
        """The dossier's acts where it is here and not folded."""
        known = self.known(dossier)
        return known if isinstance(known, Raw) else None

    def known(self, dossier: bytes) -> Replica | Raw | None:
        """The dossier as it is here: judged, or raw where it is not folded."""
        return self.replicas.get(dossier) or self.raws.get(dossier) or self._load(dossier)

    def turn_keys(self) -> None:
        """Use the keys of our entry as it stands in the registry now, and none older."""
        entry = self.federation.standing.entries.get(self.id)
        authority = entry[0] if entry else self._first.authority
        if authority == self.identity.authority:
            self.short_of_keys = not self.identity.recipient_seed
            return
        before = self.identity
        try:
            known = authority == self._first.authority and self._first.recipient_seed
            self.identity = self._first if known else identity_of(self.suite, self.vault, authority)
        except MissingKeys:
            self.short_of_keys = True
            log.critical("keys that the registry enters for %s are not in this vault", authority.code)
            return
        self.short_of_keys = False
        if self.identity.signer.public != before.signer.public:
            self.turned_down.clear()
            # A chain under one key is not continued under another: which acts were whose must stay plain.
            self.begin_incarnation()

    def speaker(self, peer: bytes) -> Signer:
        """The key with which we speak to a peer: the newest of ours of which it has the act that entered it, as far as
        we know. An act of another desk reaches the peer without us.
        """
        entry = self.federation.standing.entries.get(self.id)
        if (refused := self.turned_down.get(peer, 0)) and (others := (*self._beyond(), *self._before(entry))):
            return (self.identity.signer, *others)[refused % (len(others) + 1)]
        if entry is None or self._reached(peer, entry[1]):
            return self.identity.signer
        older = self._replaced(entry[1])
        known = next((authority.signing for authority, reg in older if self._reached(peer, reg)), b"")
        return (signer_of(self.suite, self.vault, known) if known else None) or self.identity.signer

    def _replaced(self, reg: bytes) -> list[tuple[Authority, bytes]]:
        """Our entries before this one, the newest first, and what entered them."""
        replaced = self.federation.as_of(reg, self.id).replaced
        older = [(self.federation.as_of(each, self.id).authority, each) for each in replaced]
        return sorted(older, key=lambda each: each[0].number, reverse=True)

    def _before(self, entry: tuple[Authority, bytes] | None) -> list[Signer]:
        """The signers of our replaced keys, which a peer that lost a renewal of ours knows."""
        keys = {authority.signing: None for authority, _ in self._replaced(entry[1])} if entry else {}
        found = (signer_of(self.suite, self.vault, each) for each in keys if each != self.identity.signer.public)
        return [each for each in found if each]

    def _reached(self, peer: bytes, reg: bytes) -> bool:
        """Whether the peer has what entered a key of ours; an act of ours, if its receipts cover it."""
        if reg == self.federation.reg:
            return True
        row = self.store.act(reg)
        if row:
            return row.author != self.id or self.store.outbound(peer).upto > row.position
        return not any((new.id, new.author) == (reg, self.id) for new in self.pending.acts)

    def _beyond(self) -> list[Signer]:
        return signers_beyond(self.suite, self.vault, self.federation.keys(self.id, former=True))

    def turn_down(self, peer: bytes) -> None:
        """A peer does not believe the key with which we speak: try another of ours, if there is one. After a restore
        the peer may know a renewal that is not here yet, and only under that key gives back what tells of it. Whoever
        pretends this for a peer gains nothing: all these keys are ours.
        """
        self.turned_down[peer] = self.turned_down.get(peer, 0) + 1

    def hear(self, envelope: Envelope) -> None:
        """Raises `ExchangeEnded`, or as `Freshness.check`, unless the request is to be answered."""
        if self.has_ended(envelope.sender):
            raise ExchangeEnded(self.federation.code(envelope.sender))
        self.freshness.check(envelope, self.clock())

    def has_ended(self, peer: bytes) -> bool:
        """Whether we have ended our exchange with this authority."""
        authority = self.federation.authority(peer)
        return self.policy.has_ended(authority.code, authority.state)

    def serves(self, dossier: bytes, peer: bytes) -> bool:
        """Whether the peer may be told of the dossier, which is here: it is a party, or the dossier is the registry."""
        replica = self.folded(dossier)
        return replica is not None and (DIRECTORY in replica.kind.item.traits or peer in replica.now().parties)

    def _proven(self, waiting: WaitingAct) -> bool:
        return all(map(self.federation.knows, regs_of(parse_act(waiting.signed).act)))

    def proven(self, dossier: bytes) -> list[WaitingAct]:
        """The acts that wait in a dossier; not those whose signature could not be checked yet."""
        return [waiting for waiting in self.staged.of(dossier) if waiting.id not in self.unproven]

    def read_registry(self, act: Act, body: bytes | None) -> None:
        """Read an act of the registry that is kept now, or whose body came; other acts are passed over."""
        replica = self.replicas.get(dossier_of(act))
        if replica and DIRECTORY in replica.kind.item.traits:
            self.register.take(replica, act, body)
            self.turn_keys()

    def _load(self, dossier: bytes) -> Replica | Raw | None:
        acts = list[Act]()
        for stored in self.store.acts(dossier):
            acts.append(parse_act(stored.signed).act)
            if stored.body is None:
                self.lacking.note(acts[-1], None)
            else:
                self.unfetched.note(acts[-1])
        if not acts:
            return None
        waiting = (parse_act(each.signed).act for each in self.proven(dossier))
        first = next((act for act in acts if act.header.first), None)
        if first is None:
            self.holed.add(dossier)
            return self.raws.setdefault(dossier, Raw("", 0, acts))
        try:
            replica = Replica(self.kind_of(first))
        except UnknownKind as unknown:
            return self.raws.setdefault(dossier, Raw(unknown.name, unknown.version, acts))
        for act in (*acts, *waiting):
            replica.receive(act)
        if not replica.waiting.keys().isdisjoint(act.id for act in acts):
            self.holed.add(dossier)
        self.replicas[dossier] = replica
        return replica

    def kind_of(self, first: Act) -> Kind:
        """The kind that a first act pins; raises `UnknownKind`."""
        pinned = control_of(first.header)
        assert isinstance(pinned, Pin)
        kind = pinned_kind(self.kinds, pinned)
        if kind is None:
            raise UnknownKind(pinned.name, pinned.version)
        return kind

    def keep(self, signed: SignedAct, body: bytes | None) -> None:
        """Put an admitted act into the next commit, and its leaf into the log; an act of the registry is read."""
        act = signed.act
        self.read_registry(act, body)
        if self.recalls.note(act):
            self.pending.erasing[act.id] = dossier_of(act)
        if act.header.author == self.id:
            self.pending.uploads += [upload_name(file) for file in act.header.attachments]
        salt = self.entropy(SALT_BYTES)
        self.pending.acts.append(NewAct(act.id, dossier_of(act), act.header.author, signed.signed, body, salt))
        self.frontier = self.frontier.append(leaf(salt, act.id))
        self.sets.note(dossier_of(act), act.id)
        if body is not None:
            self.unfetched.note(act)

    def epoch(self, dossier: bytes, identifier: bytes) -> Epoch | None:
        """An epoch that the node knows, be it committed or about to be."""
        found = (e for e in self.pending.epochs if e.dossier == dossier and e.id == identifier)
        return next(found, None) or self.vault.epoch(dossier, identifier)

    def commit(self) -> None:
        """Make durable what is pending. If that fails, everything that was not durable is forgotten, and the error
        goes on.
        """
        if not self.pending:
            return
        try:
            self._write(self.pending)
        except BaseException:
            self.forget()
            raise
        written, self.pending = self.pending, Pending()
        self.taken.note(written.taken)
        if self.search is not None and (written.acts or written.bodies):
            self.legible |= written.bodies.keys()
            if self.indexer is not None:
                self.indexer.note(len(written.acts))

    def _write(self, pending: Pending) -> None:
        pending.write(self.vault, self.store, self.frontier.to_bytes)
