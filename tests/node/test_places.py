"""Nodes and desks: where an authority is reached, and who answers there, as its own state says."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.crypto.ports import Signer
from lintas.dossier.location import Location, write_location
from lintas.node.order import BadBody
from lintas.node.status import status
from tests.support.federation import Chain, Federation3

CODES = ("aa-ca", "aa-pol", "bb-ca")
HOTLINE: dict[str, Any] = {
    "name": "night desk", "does": ["hotline", "duty desk"], "answers": "at all hours", "languages": "English, Malay",
    "contact": "+00 0000 0000 (EXERCISE)",
}  # fmt: skip


def founded() -> tuple[Federation3, bytes]:
    fed = Federation3.build(CODES, kinds=("registry",))
    return fed, fed.found_registry()


def location(fed: Federation3, code: str, number: int, by: Signer | None = None) -> dict[str, Any]:
    """The authority says that its node is at its `number`th place."""
    node = fed.nodes[code]
    at = Location(node.id, number, f"https://{number}.example", "an office (EXERCISE)")
    return {"location": write_location(at, by or node.identity.signer)}


def addresses(fed: Federation3, code: str) -> set[str]:
    return {node.federation.address(fed.id(code)) for node in fed.nodes.values()}


def test_a_node_moves_by_an_act_on_its_item_and_its_authority_signs_as_before() -> None:
    fed, registry = founded()
    basis = fed.nodes["bb-ca"].federation.basis(fed.id("aa-pol"))
    placed = fed.act("aa-ca", registry, "place a node", location(fed, "aa-pol", 1))
    fed.settle()
    assert addresses(fed, "aa-pol") == {"https://1.example"}
    fed.act("aa-ca", registry, "move the node", location(fed, "aa-pol", 2), item=placed.act[:16])
    fed.settle()
    assert addresses(fed, "aa-pol") == {"https://2.example"}
    assert fed.nodes["bb-ca"].federation.basis(fed.id("aa-pol")) == basis
    peers = {each.code: each.address for each in status(fed.restart("bb-ca")).peers}
    assert peers == {"aa-ca": "https://aa-ca.example", "aa-pol": "https://2.example"}


def test_a_node_is_placed_where_its_own_authority_says_and_by_its_own_state() -> None:
    fed, registry = founded()
    fed.act("aa-ca", registry, "place a node", location(fed, "aa-pol", 1))
    fed.settle()
    thief = fed.suite.signer(Chain("thief")(32))
    for code, said, why in (
        ("aa-ca", location(fed, "aa-pol", 2), "placed already"),
        ("aa-ca", location(fed, "aa-ca", 2), "location 1 is next"),
        ("aa-ca", location(fed, "aa-ca", 1, thief), "cannot be believed"),
        ("aa-ca", location(fed, "bb-ca", 1), "registry desk of BB alone"),
        ("bb-ca", location(fed, "aa-pol", 2), "registry desk of AA alone"),
        ("aa-ca", {"location": b"none"}, "cannot be believed"),
    ):
        with pytest.raises(BadBody, match=why):
            fed.act(code, registry, "place a node", said)


def test_an_older_place_does_not_come_back() -> None:
    fed, registry = founded()
    item = fed.act("aa-ca", registry, "place a node", location(fed, "aa-pol", 1)).act[:16]
    fed.act("aa-ca", registry, "move the node", location(fed, "aa-pol", 2), item=item)
    with pytest.raises(BadBody, match="location 3 is next"):
        fed.act("aa-ca", registry, "move the node", location(fed, "aa-pol", 1), item=item)


def desks(fed: Federation3, code: str) -> list[tuple[str, str]]:
    node = fed.nodes[code]
    assert node.register.replica is not None
    found = node.register.known.desks_in(node.register.replica.now())
    return sorted((node.federation.code(desk.authority), str(desk.says["answers"])) for desk in found)


def test_a_state_lists_the_desks_of_its_authorities_and_closes_them() -> None:
    fed, registry = founded()
    said = HOTLINE | {"authority": fed.id("aa-pol")}
    item = fed.act("aa-ca", registry, "list a desk", said).act[:16]
    fed.act("aa-ca", registry, "list a desk", said | {"authority": fed.id("aa-ca"), "answers": "in working hours"})
    fed.settle()
    assert desks(fed, "bb-ca") == [("aa-ca", "in working hours"), ("aa-pol", "at all hours")]
    fed.act("aa-ca", registry, "change the desk", said | {"answers": "by appointment"}, item=item)
    fed.act("aa-ca", registry, "record a test", {"on": "2026-11-20", "answered": "answered"}, item=item)
    fed.settle()
    assert desks(fed, "bb-ca") == [("aa-ca", "in working hours"), ("aa-pol", "by appointment")]
    fed.act("aa-ca", registry, "close the desk", {"reasons": "an exercise"}, item=item)
    fed.settle()
    fed.restart("bb-ca")
    assert desks(fed, "bb-ca") == [("aa-ca", "in working hours")]
    again = fed.act("aa-ca", registry, "list a desk", said)
    assert again.act[:16] != item
    assert len(desks(fed, "aa-ca")) == 2


def test_a_desk_is_of_an_authority_of_ones_own_state_and_is_listed_once() -> None:
    fed, registry = founded()
    said = HOTLINE | {"authority": fed.id("aa-pol")}
    item = fed.act("aa-ca", registry, "list a desk", said).act[:16]
    fed.settle()
    for code, verb, fields, why in (
        ("aa-ca", "list a desk", said, "listed already"),
        ("aa-ca", "list a desk", said | {"authority": fed.id("bb-ca")}, "registry desk of BB alone"),
        ("bb-ca", "list a desk", said, "registry desk of AA alone"),
        ("aa-ca", "list a desk", said | {"authority": bytes(16)}, "is not entered"),
        ("aa-ca", "change the desk", said | {"name": "day desk"}, "another desk"),
    ):
        with pytest.raises(BadBody, match=why):
            fed.act(code, registry, verb, fields, item=item if verb == "change the desk" else None)
