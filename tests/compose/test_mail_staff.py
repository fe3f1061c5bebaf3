"""Who serves whom, as the registry says where each is reached: by a line, in a mailbox, or nowhere."""

from __future__ import annotations

import pytest

from lintas.compose.couriers import Courier
from lintas.compose.mail import FULL_PAUSE_MS, Collector, Mailer
from lintas.compose.rounds import Rounds
from lintas.compose.service import Service
from lintas.compose.settings import Settings
from lintas.dossier.authority import Authority, write_entry
from lintas.dossier.location import Location, write_location
from lintas.node.mail import Place, place_of
from lintas.node.mailbox import MailboxFull
from lintas.node.ports import Peer, PeerError, PeerRefused, StoreFull
from lintas.node.refusals import UNAVAILABLE, body_of
from lintas.transport.errors import BadAddress
from tests.compose.test_staff import Nowhere
from tests.support.federation import Chain, Federation3, new_identity

CODES = ("aa-ca", "bb-ca", "cc-pol")


class Placed:
    """A federation whose registry says where each of two authorities is."""

    def __init__(self) -> None:
        self.fed = Federation3.build(CODES, kinds=("registry",))
        self.registry = self.fed.found_registry()
        self.who = new_identity(self.fed.suite, "aa-pol", Chain("new"))
        self.fed.act("aa-ca", self.registry, "list", {"entry": write_entry(self.who.authority, self.who.signer)})
        self.fed.settle()
        self.number, self.item = 0, b""

    def at(self, address: str) -> None:
        """The newcomer is here from now on."""
        self.number += 1
        location = write_location(Location(self.who.authority.id, self.number, address), self.who.signer)
        verb, more = ("move the node", {"item": self.item}) if self.item else ("place a node", {})
        done = self.fed.act("aa-ca", self.registry, verb, {"location": location}, **more)
        self.item = self.item or done.act[:16]
        self.fed.settle()


@pytest.fixture(scope="module")
def placed() -> Placed:
    return Placed()


def way(authority: Authority) -> Peer:
    if not authority.address.startswith("https://"):
        raise BadAddress(authority.address, "an exercise")
    return Nowhere(authority.address)


def of(service: Service, code: str) -> Courier | Rounds:
    return next(each for each in service.staff.couriers if each.code == code)


def service_of(placed: Placed, code: str, guests: frozenset[str] = frozenset()) -> Service:
    settings = Settings(code, code, code[:2].upper(), "x", "https://x.example", guests=guests)
    return Service(placed.fed.nodes[code], settings, way)


def test_a_peer_that_moves_into_a_mailbox_and_out_again(placed: Placed) -> None:
    service = service_of(placed, "bb-ca")
    placed.at("mailbox:cc-pol")
    service._committed()
    mailer = of(service, "aa-pol")
    assert isinstance(mailer, Mailer)
    assert mailer.address == "https://cc-pol.example"
    placed.at("https://moved.example")
    service._committed()
    assert isinstance(of(service, "aa-pol"), Courier)
    assert of(service, "aa-pol").address == "https://moved.example"


@pytest.mark.parametrize("address", ["mailbox:nobody", "mailbox:aa-pol", "mailbox:", "no address at all"])
def test_an_address_that_leads_nowhere_stops_nobody(placed: Placed, address: str) -> None:
    placed.at(address)
    service = service_of(placed, "bb-ca")
    assert len(service.staff.couriers) == 3
    courier = of(service, "aa-pol")
    with pytest.raises(PeerError):
        courier._way.post("/lintas/v1/ping", b"")  # type: ignore[union-attr]


def test_the_host_itself_leaves_files_without_a_network(placed: Placed) -> None:
    placed.at("mailbox:bb-ca")
    service = service_of(placed, "bb-ca", guests=frozenset({"aa-pol"}))
    service.worker.start()
    mailer = of(service, "aa-pol")
    assert isinstance(mailer, Mailer)
    mailer.round()
    (state,) = service.worker.do(service.boxes.states)
    service.worker.stop()
    assert (state.code, state.used, state.files) == ("aa-pol", True, 1), "the registry is owed to everybody"


def test_who_has_a_mailbox_collects_from_its_host_wherever_that_is(placed: Placed) -> None:
    placed.at("mailbox:cc-pol")
    assert place_of(placed.fed.nodes["aa-ca"].federation, placed.who.authority.id) == Place(
        "https://cc-pol.example", placed.fed.id("cc-pol")
    )
    newcomer = placed.fed.join(placed.who)
    service = Service(newcomer, Settings("aa-pol", "A", "AA", "x", "mailbox:cc-pol"), way)
    assert isinstance(service.staff.collector, Collector)
    assert service.staff.collector.address == "https://cc-pol.example"
    assert service_of(placed, "cc-pol").staff.collector is None


def test_a_full_mailbox_is_left_alone_for_a_while(placed: Placed) -> None:
    placed.at("mailbox:cc-pol")
    mailer = of(service_of(placed, "bb-ca"), "aa-pol")
    assert isinstance(mailer, Mailer)
    full = MailboxFull("aa-pol", 9, 10)
    told = PeerRefused("https://cc-pol.example", UNAVAILABLE, body_of(full))
    assert [mailer.pause_ms(each) for each in (full, told)] == [FULL_PAUSE_MS, FULL_PAUSE_MS]
    assert mailer.pause_ms(PeerRefused("https://cc-pol.example", UNAVAILABLE, body_of(StoreFull("disk")))) < 10_000
