"""The registry dossier read: what each of its acts enters, judged in that act's own past, and who is in force now.

The fold decides who may do a verb; here is what it does not read: the bodies. An entry counts if the authority signed
it itself, its own state's registry desk lists it, the founders have all confirmed, and it follows from the entry before
it (`Authority.succeeds`). An act whose body fails this enters nothing, for ever and at every node (`spec/registry.md`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lintas.crypto.errors import CryptoError
from lintas.crypto.ports import Suite
from lintas.dossier.admission import admit_act, parse_act
from lintas.dossier.authority import Authority, Entered, Federation, Standing, read_entry
from lintas.dossier.control import Pin, control_of
from lintas.dossier.declaration import pin
from lintas.dossier.grammar import Kind
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Act, Form
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import read_plain
from lintas.dossier.traits import DIRECTORY
from lintas.kinds import registry as declared
from lintas.node.ports import Store, StoreError
from lintas.wire.errors import LintasError, Malformed

log = logging.getLogger(__name__)

ENTRY, MEMBERS = "entry", ("state", "body")
_LISTED = "listed"


class RegistryError(LintasError):
    """An act of a registry does not do what the registry needs."""


class NotOurRegistry(RegistryError):
    """Another registry dossier than the one that grew out of our genesis, or a second one beside it."""

    def __init__(self, dossier: bytes, why: str) -> None:
        self.dossier = dossier
        self.why = why


class NotAdmitted(RegistryError):
    """The act is not one that the registry dossier admits, or it rests on one that is not here."""

    def __init__(self, act: bytes) -> None:
        self.act = act


class Register:
    """What the registry says, for one federation, which it keeps up to date."""

    def __init__(self, suite: Suite, federation: Federation) -> None:
        """Nothing read yet."""
        self._suite, self.federation = suite, federation
        self.replica: Replica | None = None
        self.foreign: set[bytes] = set()
        self.faults: dict[bytes, str] = {}
        self._unread: dict[bytes, tuple[Act, bytes | None]] = {}
        self._entries: list[tuple[GraphNode, Authority]] = []
        self._offers: dict[bytes, list[tuple[GraphNode, Authority]]] = {}
        self._confirmed: dict[bytes, list[GraphNode]] = {}

    def check_first(self, act: Act) -> None:
        """Raises `NotOurRegistry` unless this first act founds the registry of our genesis, as nothing here did."""
        why, dossier = self._wrong_first(act), dossier_of(act)
        if why:
            self.foreign.add(dossier)
            raise NotOurRegistry(dossier, why)

    def _wrong_first(self, act: Act) -> str:
        header, federation, dossier = act.header, self.federation, dossier_of(act)
        if federation.registry not in {None, dossier}:
            return "the founding desk signed two: compare their ids aloud, and found anew"
        seated = {party for _, parties in header.to for party in parties}
        if header.reg != federation.reg or header.author != founder(federation):
            return "it was not founded by the desk that must, under the genesis"
        bodies = {party for role, parties in header.to for party in parties if role == MEMBERS[1]}
        if seated != set(federation.desks.values()) or bodies != set(_bodies(federation)):
            return "it does not name every founder's desk"
        return ""

    def take(self, replica: Replica, act: Act, body: bytes | None) -> None:
        """File an admitted act of the registry; or, later, the body that it came without."""
        self.put(replica, act, body)
        self.federation.stand(self.standing(replica.now()))

    def put(self, replica: Replica, act: Act, body: bytes | None) -> None:
        """As `take`, without saying who is in force now."""
        self.replica, self.federation.registry = replica, dossier_of(act)
        if not self.federation.knows(act.id):
            self._unread[act.id] = (act, body)
        # What rests on an act whose body is not here cannot be read either: it is filed when that body comes.
        ready = [act]
        while ready:
            ready = [a for a, said in self._unread.values() if self._readable(a, said)]
            for each in ready:
                self._file(replica, *self._unread.pop(each.id))

    def _readable(self, act: Act, body: bytes | None) -> bool:
        here = body is not None or act.header.seal is None
        return here and all(self.federation.knows(past) for past in act.header.past)

    def _file(self, replica: Replica, act: Act, body: bytes | None) -> None:
        counted = replica.judged[act.id].counted
        self.federation.file(act.id, self._enter(replica.graph.nodes[act.id], body) if counted else None)

    def _enter(self, node: GraphNode, body: bytes | None) -> Entered | None:
        """What the act enters; a body that enters nothing is a fault that is kept and told."""
        assert self.replica is not None
        act, past = node.act, self.replica.now().before(node)
        if act.header.form is not Form.VERB:
            return None
        if act.header.verb in {"found", "confirm"}:
            self._confirmed.setdefault(act.header.author, []).append(node)
        try:
            fields = read_plain(act, body or b"").fields
        except (Malformed, CryptoError) as error:
            self.faults[act.id] = str(error)
            return None
        authority, why = self.meant(act, fields, past)
        if why:
            log.critical("an act of the registry enters nothing: %s, act %s", why, act.id.hex()[:16])
            self.faults[act.id] = why
        if authority is None or why:
            return None
        if _item_type(act, past) == declared.CANDIDACY.name and act.header.verb != "admit":
            self._offers.setdefault(_item(act), []).append((node, authority))
            return None
        replaced = self._replaced(past, authority)
        self._entries.append((node, authority))
        return Entered(authority, replaced)

    def meant(self, act: Act, fields: Mapping[str, Any], past: Position) -> tuple[Authority | None, str]:
        """The authority that the act enters or offers, and what is wrong with it; neither where it is about none."""
        verb = past.type(act.header.item or DOSSIER).verb(act.header.verb) if past.vector else None
        if verb is None or act.header.form is not Form.VERB:
            return None, ""
        if verb.name == "admit":
            offer = self._offer(past, _item(act))
            named = tuple(party for _, parties in act.header.to for party in parties)
            return offer, "" if offer and named == (offer.id,) else "it does not seat the desk that all assented to"
        if ENTRY not in verb.says.fields():
            return None, ""
        try:
            authority = read_entry(self._suite, fields.get(ENTRY, b""))
        except (Malformed, CryptoError, TypeError) as error:
            return None, f"the entry cannot be believed: {error}"
        if not self.in_force(past):
            return authority, "a founder has yet to confirm the registry"
        if _item_type(act, past) == declared.CANDIDACY.name:
            return authority, self._wrong_candidate(authority, past)
        return authority, self._wrong(authority, act, past)

    def _wrong(self, authority: Authority, act: Act, past: Position) -> str:
        ever, opens = self._ever(past), not act.header.item
        desk = ever.get(act.header.author)
        if desk is None or self.desk_of(past, authority.house) != act.header.author:
            return f"the registry desk of {authority.house} alone may enter it"
        before = ever.get(authority.id)
        if before is None:
            if not opens or authority.known_as:
                return "it follows no entry that is here"
            if authority.house != desk[0].house or authority.desk or authority.id in self.federation.desks.values():
                return "a desk enters authorities of its own state"
            return "" if all(a.code != authority.code for a, _ in ever.values()) else "its code is taken"
        item = self.item_of(authority.id, past)
        if (item is not None) if opens else (item != act.header.item):
            return "it is listed already" if opens else "it is another authority than the one listed here"
        return "" if authority == before[0] else authority.succeeds(before[0])

    def _wrong_candidate(self, authority: Authority, past: Position) -> str:
        ever = self._ever(past)
        if authority.known_as or not authority.state or not authority.desk:
            return "the first entry of a state's registry desk is needed"
        if self.desk_of(past, authority.state) is not None or authority.id in ever:
            return f"{authority.state} is in the federation already"
        return "" if all(a.code != authority.code for a, _ in ever.values()) else "its code is taken"

    def in_force(self, view: Position) -> bool:
        """Whether every founder's desk has signed the genesis by an act of this registry."""
        return all(
            any(view.effect(node) for node in self._confirmed.get(desk, ())) for desk in self.federation.desks.values()
        )

    def desk_of(self, view: Position, house: str) -> bytes | None:
        """The registry desk of a state, or of a body that is no state's, which may have left."""
        if house in self.federation.desks:
            return self.federation.desks[house]
        admitted = (a.id for node, a in self._entries if a.desk and a.house == house and view.effect(node))
        return next(admitted, None)

    def standing(self, view: Position) -> Standing:
        """Who is entered in a view, and who of them is suspended, retired, or of a state that left."""
        entries = self._ever(view)
        if not self.in_force(view):
            return Standing(entries)
        members = {party for role in MEMBERS for party in view.held(DOSSIER, role)}
        gone = {each for each, (authority, _) in entries.items() if self.desk_of(view, authority.house) not in members}
        for node, authority in self._entries:
            # An admission is no item of its own: it has nothing that could be suspended.
            item = _item(node.act)
            if view.effect(node) and node.act.header.verb != "admit" and view.phase(item) != _LISTED:
                gone.add(authority.id)
        return Standing(entries, frozenset(gone))

    def _ever(self, view: Position) -> dict[bytes, tuple[Authority, bytes]]:
        """Every entry of a view; of those that did not know of each other the deeper counts, then the lower id."""
        entries = {each.id: (each, self.federation.reg) for each in self.federation.founders.values()}
        counting = [(node, authority) for node, authority in self._entries if view.effect(node)]
        for node, authority in sorted(counting, key=lambda each: _rank(each[0])):
            entries[authority.id] = (authority, node.act.id)
        return entries

    def item_of(self, identifier: bytes, view: Position) -> bytes | None:
        """The item at which the authority is listed in a view."""
        found = (n for n, a in self._entries if a.id == identifier and view.effect(n))
        return next((_item(n.act) for n in found if n.act.header.verb != "admit"), None)

    def _offer(self, view: Position, item: bytes) -> Authority | None:
        offers = [each for each in self._offers.get(item, ()) if view.effect(each[0])]
        return max(offers, key=lambda each: _rank(each[0]))[1] if offers else None

    def offers(self, view: Position) -> Iterator[tuple[bytes, Authority]]:
        """The candidacies of a view, each with the entry that it is about."""
        for item in view.items:
            if offer := self._offer(view, item):
                yield item, offer

    def _replaced(self, past: Position, authority: Authority) -> frozenset[bytes]:
        """Every `reg` in the past under which another key was this authority's."""
        same = ((n.act.id, a) for n, a in self._entries if n.within(past.vector))
        found = {reg for reg, other in same if other.id == authority.id and other.signing != authority.signing}
        first = self.federation.founders.get(authority.id)
        return frozenset(found | ({self.federation.reg} if first and first.signing != authority.signing else set()))


def founder(federation: Federation) -> bytes:
    """The desk that founds the registry: of the states' desks, or where there are none of all, the lowest code."""
    desks = set(federation.desks.values())
    states = desks - set(_bodies(federation))
    return min(states or desks, key=lambda desk: federation.founders[desk].code)


def seats(federation: Federation) -> dict[str, tuple[bytes, ...]]:
    """Whom the founding act names: the desk of every state, and every body that is no state's."""
    bodies = tuple(sorted(_bodies(federation)))
    states = tuple(sorted(set(federation.desks.values()) - set(bodies)))
    return {role: parties for role, parties in zip(MEMBERS, (states, bodies), strict=True) if parties}


def is_registry(kinds: Mapping[str, Kind], first: Act) -> bool:
    """Whether a first act opens a dossier of the kind of the registry."""
    pinned = control_of(first.header)
    kind = kinds.get(pinned.name) if isinstance(pinned, Pin) else None
    return kind is not None and DIRECTORY in kind.item.traits and pin(kind) == pinned


def load(suite: Suite, federation: Federation, kinds: Mapping[str, Kind], store: Store) -> Register:
    """The registry as a store has it, read into a federation of the genesis alone."""
    register = Register(suite, federation)
    for dossier in store.dossiers():
        if _opens_registry(kinds, store, dossier):
            replica = Replica(declared.KIND)
            for row in store.acts(dossier):
                act = parse_act(row.signed).act
                replica.receive(act)
                if act.id in replica.graph:
                    register.put(replica, act, row.body)
            federation.stand(register.standing(replica.now()))
            break
    return register


def _opens_registry(kinds: Mapping[str, Kind], store: Store, dossier: bytes) -> bool:
    try:
        row = next(store.acts(dossier), None)
        return row is not None and is_registry(kinds, parse_act(row.signed).act)
    except (StoreError, Malformed) as error:
        log.error("a dossier cannot be read: %s", error)
        return False


def read_acts(
    suite: Suite, federation: Federation, acts: Iterable[tuple[bytes, bytes | None]]
) -> Iterator[tuple[int, str]]:
    """The registry from acts that somebody else gives, every one verified, read into a federation of the genesis alone.

    Yields what is wrong: the number of the act, from 1, and why.
    """
    register, replica = Register(suite, federation), Replica(declared.KIND)
    for number, (signed, body) in enumerate(acts, 1):
        try:
            act = admit_act(suite, federation, signed).act
            if act.header.first:
                register.check_first(act)
            replica.receive(act)
            if act.id not in replica.graph:
                raise NotAdmitted(act.id)
            register.put(replica, act, body)
        except LintasError as error:
            yield number, str(error)
            continue
        if act.id in register.faults or not federation.knows(act.id):
            yield number, register.faults.get(act.id, "its body is not here")
    if register.replica is not None:
        federation.stand(register.standing(replica.now()))


def _bodies(federation: Federation) -> Iterator[bytes]:
    desks = [federation.founders[desk] for desk in federation.desks.values()]
    if any(desk.state for desk in desks):
        yield from (desk.id for desk in desks if not desk.state)


def _item(act: Act) -> bytes:
    return act.header.item or act.item


def _item_type(act: Act, past: Position) -> str:
    """The type of the item at which the act was done, or which it opens."""
    if act.header.item:
        return past.type(act.header.item).name
    verb = past.type(DOSSIER).verb(act.header.verb)
    return verb.opens if verb else ""


def _rank(node: GraphNode) -> tuple[int, bytes]:
    """Deeper acts come later, and of equally deep ones the lower id."""
    return node.act.header.depth, bytes(255 - byte for byte in node.act.id)
