"""A node in service has a courier for each authority that the registry lists, at the address that it gives."""

from __future__ import annotations

from lintas.compose.service import Service
from lintas.compose.settings import Settings
from lintas.dossier.authority import Authority, write_entry
from lintas.dossier.location import Location, write_location
from lintas.node.policy import Policy
from lintas.node.ports import Peer, Unreachable
from tests.support.federation import Chain, Federation3, new_identity

CODES = ("aa-ca", "bb-ca", "cc-pol")


class Nowhere:
    """A way to a peer that is never there."""

    def __init__(self, address: str) -> None:
        self.address = address

    def post(self, path: str, body: bytes) -> bytes:
        raise Unreachable(self.address, "an exercise")


def way(authority: Authority) -> Peer:
    return Nowhere(authority.address)


def addresses(service: Service) -> list[str]:
    return sorted(each.address for each in service.staff.couriers)


def test_couriers_follow_the_registry_as_it_changes() -> None:
    fed = Federation3.build(CODES, kinds=("registry",))
    registry = fed.found_registry()
    service = Service(fed.nodes["bb-ca"], Settings("bb-ca", "B", "BB", "police", "https://bb-ca.example"), way)
    assert addresses(service) == ["https://aa-ca.example", "https://cc-pol.example"]
    kept = service.staff.couriers
    who = new_identity(fed.suite, "aa-pol", Chain("new"))
    fed.act("aa-ca", registry, "list", {"entry": write_entry(who.authority, who.signer)})
    fed.settle()
    service._committed()
    assert addresses(service) == ["https://aa-ca.example", "https://aa-pol.example", "https://cc-pol.example"]
    assert set(kept) <= set(service.staff.couriers)
    moved = write_location(Location(who.authority.id, 1, "https://moved.example"), who.signer)
    fed.act("aa-ca", registry, "place a node", {"location": moved})
    fed.settle()
    service._committed()
    assert addresses(service) == ["https://aa-ca.example", "https://cc-pol.example", "https://moved.example"]
    fed.nodes["bb-ca"].policy = Policy(ended=frozenset({"cc-pol"}))
    service._committed()
    assert addresses(service) == ["https://aa-ca.example", "https://moved.example"]
