"""What an act of the registry may enter, judged in the act's own past (`spec/registry.md` 4).

The fold decides who may do a verb; here is what it does not read: the bodies. An entry counts if the authority signed
it itself, its own state's registry desk lists it, the founders have all confirmed, and it follows from the entry before
it (`Authority.succeeds`). What concerns a state is entered by acts of that state alone: also that its office passes on,
or that its desk, having lost its key, gets the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lintas.crypto.errors import CryptoError
from lintas.crypto.ports import Suite
from lintas.dossier.authority import Authority, read_entry
from lintas.dossier.body import check
from lintas.dossier.grammar import Verb
from lintas.dossier.header import Act, Form
from lintas.dossier.location import Location, read_location, whose_location
from lintas.dossier.position import DOSSIER, Position
from lintas.kinds import registry as declared
from lintas.node.directory import Desk, Directory, Listed
from lintas.wire.errors import Malformed

RETIRED = "retired"
_UNCONFIRMED = "a founder has yet to confirm the registry"


@dataclass(frozen=True, slots=True)
class Deputy:
    """Whom a desk names to renew its keys if it cannot."""

    house: str
    party: bytes


@dataclass(frozen=True, slots=True)
class Office:
    """To whom the office of a house passes, and the next entry of the desk that hands it on."""

    house: str
    party: bytes
    entry: Authority


@dataclass(frozen=True, slots=True)
class Offer:
    """The entry of a registry desk that is proposed at a candidacy."""

    item: bytes
    entry: Authority


What = Authority | Offer | Location | Desk | Deputy | Office


class Wrong(Exception):
    """The act enters nothing, and why."""


def meant(suite: Suite, known: Directory, act: Act, fields: Mapping[str, Any], past: Position) -> What | None:
    """What the act enters; None where it is about nothing of the kind. Raises `Wrong`."""
    verb = past.type(act.header.item or DOSSIER).verb(act.header.verb) if past.vector else None
    if verb is None or act.header.form is not Form.VERB:
        return None
    case = _Case(suite, known, act, fields, past, verb)
    if verb.name == "admit":
        return case.admitted()
    if not {"entry", "location"}.isdisjoint(verb.says.fields()) or verb.says is declared.Desk or verb.seats:
        if case.type == declared.CANDIDACY.name:
            return case.offered()
        if not known.in_force(past):
            raise Wrong(_UNCONFIRMED)
        return case.of_a_house()
    return None


@dataclass(frozen=True, slots=True)
class _Case:
    suite: Suite
    known: Directory
    act: Act
    fields: Mapping[str, Any]
    past: Position
    verb: Verb

    @property
    def type(self) -> str:
        """The type of the item at which the act was done, or which it opens."""
        item = self.act.header.item
        return self.past.type(item).name if item else self.verb.opens

    @property
    def author(self) -> bytes:
        return self.act.header.author

    def admitted(self) -> What:
        item = self.act.header.item or b""
        offer = self.known.offer(self.past, item)
        if offer is None or self._named() != offer.id:
            raise Wrong("it does not seat the desk that all assented to")
        self._check_candidate(offer)
        return offer

    def offered(self) -> What:
        entry = self._entry()
        if not self.known.in_force(self.past):
            raise Wrong(_UNCONFIRMED)
        self._check_candidate(entry)
        return Offer(self.act.header.item or self.act.item, entry)

    def of_a_house(self) -> What:
        if self.type == declared.NODE.name:
            return self._location()
        if self.type == declared.DESK.name:
            return self._desk()
        if self.verb.name == "name a deputy":
            return Deputy(self._own().authority.house, self._of_own_house("named"))
        entry = self._entry()
        if self.verb.name == "renew the desk's keys":
            self._check_deputy(entry)
            return entry
        if self.verb.name == "hand on the office":
            own = self._own()
            if entry.id != self.author or entry.signing == own.authority.signing:
                raise Wrong("who hands on the office renews its own keys by the same act")
            self._check_succeeds(entry, own)
            return Office(entry.house, self._of_own_house("named"), entry)
        self._check_entry(entry)
        return entry

    def _entry(self) -> Authority:
        try:
            return read_entry(self.suite, self.fields.get("entry", b""))
        except (Malformed, CryptoError, TypeError) as error:
            raise Wrong(f"the entry cannot be believed: {error}") from None

    def _named(self) -> bytes:
        named = [party for _, parties in self.act.header.to for party in parties]
        return named[0] if len(named) == 1 else b""

    def _own(self) -> Listed:
        """The author's entry, if it is the registry desk of its house."""
        own = self.known.newest(self.author, self.past)
        if own is None or self.known.desk_of(self.past, own.authority.house) != self.author:
            raise Wrong("a registry desk alone may do this")
        return own

    def _check_desk_of(self, house: str) -> None:
        if self.known.desk_of(self.past, house) != self.author:
            raise Wrong(f"the registry desk of {house} alone may enter it")

    def _of_own_house(self, what: str) -> bytes:
        """Whom the act names, if it is another authority of the author's state."""
        party = self._named()
        found = self.known.newest(party, self.past)
        if found is None or party == self.author or found.authority.house != self._own().authority.house:
            raise Wrong(f"one other authority of the same state is {what}")
        return party

    def _check_entry(self, entry: Authority) -> None:
        self._check_desk_of(entry.house)
        before, opens = self.known.newest(entry.id, self.past), not self.act.header.item
        if before is None:
            self._check_new(entry, opens=opens)
            return
        item = self.known.item_of(entry.id, self.past, self.author)
        if opens and before.item is not None and self.past.phase(before.item) == RETIRED:
            raise Wrong("it was retired")
        self._check_item(item, "it is listed already", "it is another authority than the one listed here")
        if self.verb.name == "amend" and entry.signing != before.authority.signing:
            raise Wrong("a new signing key is entered by renewing keys")
        self._check_succeeds(entry, before)

    def _check_new(self, entry: Authority, *, opens: bool) -> None:
        if not opens or entry.known_as:
            raise Wrong("it follows no entry that is here")
        if entry.desk:
            raise Wrong("a desk enters authorities of its own state")
        if self.known.taken(entry.code, self.past):
            raise Wrong("its code is taken")

    def _check_item(self, item: bytes | None, already: str, other: str) -> None:
        """The act is at the item where its author has it, or opens one where it has none."""
        if (item is not None) if not self.act.header.item else (item != self.act.header.item):
            raise Wrong(other if self.act.header.item else already)

    def _check_succeeds(self, entry: Authority, before: Listed) -> None:
        why = "" if entry == before.authority else entry.succeeds(before.authority)
        if why:
            raise Wrong(why)

    def _check_deputy(self, entry: Authority) -> None:
        before = self.known.newest(entry.id, self.past)
        if before is None or self.known.desk_of(self.past, entry.house) != entry.id:
            raise Wrong("it is not the registry desk of its state")
        if not self.known.is_deputy(self.past, entry.house, self.author):
            raise Wrong(f"a deputy of the registry desk of {entry.house} alone may enter it")
        if entry.signing == before.authority.signing:
            raise Wrong("it has no new signing key")
        self._check_succeeds(entry, before)

    def _check_candidate(self, entry: Authority) -> None:
        if entry.known_as or not entry.state or not entry.desk:
            raise Wrong("the first entry of a state's registry desk is needed")
        if self.known.desk_of(self.past, entry.state) is not None or self.known.newest(entry.id, self.past):
            raise Wrong(f"{entry.state} is in the federation already")
        if self.known.taken(entry.code, self.past):
            raise Wrong("its code is taken")

    def _location(self) -> What:
        signed = self.fields.get("location", b"")
        try:
            whose = self.known.newest(whose_location(signed), self.past)
            if whose is None:
                raise Wrong("its authority is not entered")
            location = read_location(self.suite, signed, whose.authority)
        except (Malformed, CryptoError, TypeError) as error:
            raise Wrong(f"the location cannot be believed: {error}") from None
        self._check_desk_of(whose.authority.house)
        before = self.known.locations.newest(location.authority, self.past)
        number = before[1].number + 1 if before else 1
        if location.number != number:
            raise Wrong(f"it is location {location.number} of its authority, and location {number} is next")
        item = self.known.node_item(location.authority, self.past, self.author)
        self._check_item(item, "its node is placed already", "it is another node than the one placed here")
        return location

    def _desk(self) -> What:
        if problems := check(self.verb, self.fields):
            raise Wrong(f"{problems[0].field}: {problems[0].reason}")
        authority, name = self.fields["authority"], self.fields["name"]
        found = self.known.newest(authority, self.past)
        if found is None:
            raise Wrong("its authority is not entered")
        self._check_desk_of(found.authority.house)
        item = self.known.desk_item(authority, name, self.past, self.author)
        self._check_item(item, "it is listed already", "it is another desk than the one listed here")
        return Desk(authority, name, self.act.header.item or self.act.item, dict(self.fields))
