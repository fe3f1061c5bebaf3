"""The registry dossier read: what each of its acts enters, judged in that act's own past, and who is in force now.

What an act may enter is `entering`'s; what was entered is asked of `Register.known`. An act that enters nothing does so
for ever and at every node, and is kept as a fault that is told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lintas.crypto.errors import CryptoError
from lintas.crypto.ports import Suite
from lintas.dossier.admission import admit_act, parse_act
from lintas.dossier.authority import Authority, Entered, Federation, Standing
from lintas.dossier.control import Pin, control_of
from lintas.dossier.declaration import pinned_kind
from lintas.dossier.grammar import Kind
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Act, Form
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.location import Location
from lintas.dossier.position import Position
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import is_plain, read_plain
from lintas.dossier.traits import DIRECTORY
from lintas.kinds import registry as declared
from lintas.node.directory import MEMBERS, Desk, Directory
from lintas.node.entering import Deputy, Offer, Office, What, Wrong, meant
from lintas.node.ports import Store, StoreError
from lintas.wire.errors import LintasError, Malformed

log = logging.getLogger(__name__)


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


class BodyWithheld(RegistryError):
    """An act of the registry came without its body, or with one that cannot be read."""

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
        self.known = Directory(federation)

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
            self.known.confirmed.add(act.header.author, node, None)
        try:
            what = meant(self._suite, self.known, act, read_plain(act, body or b"").fields, past)
        except (Malformed, CryptoError, Wrong) as error:
            log.critical("an act of the registry enters nothing: %s, act %s", error, act.id.hex()[:16])
            self.faults[act.id] = str(error)
            return None
        return self._filed(node, what, past)

    def _filed(self, node: GraphNode, what: What | None, past: Position) -> Entered | None:
        known = self.known
        match what:
            case Offer(item, entry):
                known.offers.add(item, node, entry)
            case Location(authority):
                known.locations.add(authority, node, what)
            case Desk(authority, name):
                known.desks.add((authority, name), node, what)
            case Deputy(house, party):
                known.deputies.add(house, node, party)
            case Office(house, party, entry):
                known.offices.add(house, node, party)
                return known.enter(node, entry, past)
            case Authority():
                if node.act.header.verb == "admit":
                    known.offices.add(what.house, node, what.id)
                return known.enter(node, what, past)
        return None

    def check(self, act: Act, fields: Mapping[str, Any], past: Position) -> str:
        """What is wrong with what an act of ours would enter; empty if nothing is."""
        try:
            meant(self._suite, self.known, act, fields, past)
        except Wrong as wrong:
            return str(wrong)
        return ""

    def standing(self, view: Position) -> Standing:
        """Who is entered in a view, and who of them is in force."""
        return self.known.standing(view)


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


def check_whole(act: Act, body: bytes | None) -> None:
    """Raises `BodyWithheld` unless an act of the registry came with the body that its header promises.

    Everybody's later acts rest on it, and are read only when it was. So nobody takes it without its body.
    """
    if act.header.seal is None:
        return
    try:
        if body is None or not is_plain(act):
            raise BodyWithheld(act.id)
        read_plain(act, body)
    except (Malformed, CryptoError):
        raise BodyWithheld(act.id) from None


def registry_kind(kinds: Mapping[str, Kind], first: Act) -> Kind | None:
    """The kind that a first act pins, if it opens a registry."""
    pinned = control_of(first.header)
    kind = pinned_kind(kinds, pinned) if isinstance(pinned, Pin) else None
    return kind if kind and DIRECTORY in kind.item.traits else None


def load(suite: Suite, federation: Federation, kinds: Mapping[str, Kind], store: Store) -> Register:
    """The registry as a store has it, read into a federation of the genesis alone."""
    register = Register(suite, federation)
    for dossier in store.dossiers():
        if kind := _registry_kind(kinds, store, dossier):
            replica, bodies = Replica(kind), dict[bytes, bytes | None]()
            for row in store.acts(dossier):
                bodies[row.id] = row.body
                # What lay behind a hole is judged when that is filled, by an act that was stored later.
                for judged in replica.receive(parse_act(row.signed).act):
                    if judged.act.id in replica.graph:
                        register.put(replica, judged.act, bodies[judged.act.id])
            federation.stand(register.standing(replica.now()))
            break
    return register


def _registry_kind(kinds: Mapping[str, Kind], store: Store, dossier: bytes) -> Kind | None:
    """The version of the registry's kind that the dossier pinned, if it is the registry."""
    try:
        row = next(store.acts(dossier), None)
        return registry_kind(kinds, parse_act(row.signed).act) if row else None
    except (StoreError, Malformed) as error:
        log.error("a dossier cannot be read: %s", error)
        return None


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
