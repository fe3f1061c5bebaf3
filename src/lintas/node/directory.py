"""What the registry has entered so far, to be asked per view: who is whose desk, which entry of an authority is newest.

It is filled by `register`; what an act may enter is in `entering`. Everything is looked up by what is asked for, so
that an act costs as much in a long registry as in a short one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lintas.dossier.authority import Authority, Entered, Federation, Standing
from lintas.dossier.graph import Node
from lintas.dossier.header import Act
from lintas.dossier.location import Location
from lintas.dossier.position import DOSSIER, Position
from lintas.kinds import registry as declared
from lintas.node.said import Said

MEMBERS = ("state", "body")
_CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry that an act entered, and the `reg` of what its authority signs under it."""

    authority: Authority
    reg: bytes
    item: bytes | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A place of work of an authority, as its state's registry desk lists it; `item` is where."""

    authority: bytes
    name: str
    item: bytes
    says: Mapping[str, Any]


class Directory:
    """What was entered, offered and confirmed."""

    def __init__(self, federation: Federation) -> None:
        """Of the genesis alone."""
        self.federation = federation
        self.entries = Said[bytes, Authority]()
        self.codes = Said[str, bytes]()
        self.offices = Said[str, bytes]()
        self.deputies = Said[str, bytes]()
        self.offers = Said[bytes, Authority]()
        self.confirmed = Said[bytes, None]()
        self.locations = Said[bytes, Location]()
        self.desks = Said[tuple[bytes, str], Desk]()

    def enter(self, node: Node, authority: Authority, past: Position) -> Entered:
        """An act enters this."""
        entered = Entered(authority, self._replaced(authority, past))
        self.entries.add(authority.id, node, authority)
        self.codes.add(authority.code, node, authority.id)
        return entered

    def newest(self, identifier: bytes, view: Position) -> Listed | None:
        """The newest entry of an authority in a view."""
        if found := self.entries.newest(identifier, view):
            return Listed(found[1], found[0].act.id, _entry_item(found[0].act))
        founder = self.federation.founders.get(identifier)
        return Listed(founder, self.federation.reg) if founder else None

    def taken(self, code: str, view: Position) -> bool:
        """Whether an authority ever had this code."""
        return self.codes.newest(code, view) is not None or any(
            founder.code == code for founder in self.federation.founders.values()
        )

    def in_force(self, view: Position) -> bool:
        """Whether every founder's desk has signed the genesis by an act of this registry."""
        return all(self.confirmed.newest(desk, view) for desk in self.federation.desks.values())

    def desk_of(self, view: Position, house: str) -> bytes | None:
        """The registry desk of a state, or of a body that is no state's, which may have left."""
        passed = self.offices.newest(house, view)
        return passed[1] if passed else self.federation.desks.get(house)

    def is_deputy(self, view: Position, house: str, party: bytes) -> bool:
        """Whether a desk of the house named the party to renew its keys if it cannot."""
        return any(named == party for _, named in self.deputies.all(house, view))

    def item_of(self, identifier: bytes, view: Position, keeper: bytes) -> bytes | None:
        """The item at which the keeper listed the authority in a view."""
        said = ((node, _entry_item(node.act)) for node, _ in self.entries.all(identifier, view))
        return next((item for node, item in said if item and node.act.header.author == keeper), None)

    def node_item(self, identifier: bytes, view: Position, keeper: bytes) -> bytes | None:
        """The item at which the keeper placed the authority's node in a view."""
        said = (node.act for node, _ in self.locations.all(identifier, view))
        return next((_item(act) for act in said if act.header.author == keeper), None)

    def desk_item(self, authority: bytes, name: str, view: Position, keeper: bytes) -> bytes | None:
        """The open item at which the keeper listed this desk in a view."""
        said = self.desks.all((authority, name), view)
        found = (desk.item for node, desk in said if node.act.header.author == keeper)
        return next((item for item in found if view.phase(item) != _CLOSED), None)

    def offer(self, view: Position, item: bytes) -> Authority | None:
        """The entry that a candidacy is about."""
        found = self.offers.newest(item, view)
        return found[1] if found else None

    def standing(self, view: Position) -> Standing:
        """Who is entered in a view, and who of them is suspended, retired, or of a state that left."""
        everybody = dict.fromkeys((*self.federation.founders, *self.entries))
        listed = {each: found for each in everybody if (found := self.newest(each, view))}
        entries = {each: (found.authority, found.reg) for each, found in listed.items()}
        if not self.in_force(view):
            return Standing(entries)
        members = {party for role in MEMBERS for party in view.held(DOSSIER, role)}
        there = {house for house in {a.house for a, _ in entries.values()} if self.desk_of(view, house) in members}
        gone = {
            each for each, found in listed.items()
            if found.authority.house not in there
            or (found.item is not None and view.phase(found.item) != declared.LISTED)
        }  # fmt: skip
        addresses = {each: at[1].address for each in self.locations if (at := self.locations.newest(each, view))}
        return Standing(entries, frozenset(gone), addresses)

    def desks_in(self, view: Position) -> Iterator[Desk]:
        """The places of work that are open in a view, of authorities that are in force."""
        for thing in self.desks:
            found = self.desks.newest(thing, view)
            if found and view.phase(found[1].item) != _CLOSED and thing[0] in self.federation.authorities:
                yield found[1]

    def _replaced(self, authority: Authority, past: Position) -> frozenset[bytes]:
        """Every `reg` in the past under which another key was this authority's."""
        same = ((node, a) for node, a in self.entries.ever(authority.id) if node.within(past.vector))
        found = {node.act.id for node, other in same if other.signing != authority.signing}
        first = self.federation.founders.get(authority.id)
        return frozenset(found | ({self.federation.reg} if first and first.signing != authority.signing else set()))


def _item(act: Act) -> bytes:
    return act.header.item or act.item


def _entry_item(act: Act) -> bytes | None:
    """The item `entry` at which the act was done or which it opened; None for an admission and the like."""
    return None if act.header.verb in declared.BARE else _item(act)
