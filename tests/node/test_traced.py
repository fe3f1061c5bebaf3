"""What a kind lets an officer write as a number leaves for other tools, is found again and goes into other dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lintas.dossier import entities as form
from lintas.dossier.offering import offer
from lintas.interop.looked_for import indicators_of, read_indicators, unwritten_as_stix, write_as_stix
from lintas.node.extract import Purpose, extract
from lintas.node.on_watch import on_watch
from tests.kinds.every import every_kind
from tests.support.federation import START_MS, Federation3

MY, VN = "my-ca", "vn-ca"
FRAUD = {"name": "fraud", "band": "4 years or more"}
UNTIL = (datetime.fromtimestamp(START_MS / 1000, UTC).date() + timedelta(days=30)).isoformat()
PLATE, SHIP, MAIL, IP = "EX-123.45, a white van", "MV Contoh, IMO 2000004", "shop@provider.example", "2001:db8::7"
OPENED: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "pursuit": ("alert", "watching", {
        "order": "an order of an invented court", "order_on": "2026-10-02", "to_do": "locate and tell",
        "extradition": "not yet decided", "until": UNTIL}),
    "preservation": ("ask to preserve", "preserving", {
        "authority": "an invented unit", "facts": "f", "data": "logs of 2026-11-20 03:14:07 +0700", "need": "n",
        "request_follows": "a request for legal assistance will follow", "basis": "UNTOC art. 27"}),
    "controlled_delivery": ("propose", "on the route", {
        "goods": "invented scales", "route": "r", "places": ["an invented port"], "first_day": UNTIL, "watch": "w",
        "jurisdiction": "j", "costs": "c", "basis": "UNTOC art. 20"}),
    "mla": ("share a draft", "requested", {
        "urgency": "ordinary", "measures": ["records"], "details": "d", "authority": "an invented court", "facts": "f",
        "law": "l", "purpose": "p", "treaty": "ASEAN MLAT"}),
    "asset": ("enquire", "holding", {"grounds": "g", "basis": "UNCAC art. 46"}),
}  # fmt: skip
"""By kind: the verb that opens it, whom it seats, and what it must say."""
TRACES: Mapping[str, list[str]] = {
    "accounts": ["EX-1"], "telephones": ["+999 24 5550 0100"], "e_mails": [MAIL], "ip_addresses": [IP],
    "vehicles": [PLATE], "vessels": [SHIP],
}  # fmt: skip


def opened(kind: str) -> tuple[Federation3, bytes]:
    """A dossier of the kind between two, whose first act names whatever it has a field for."""
    verb, role, said = OPENED[kind]
    fed = Federation3.build((MY, VN), kinds=(kind,))
    fields = every_kind()[kind].item.verb(verb).says.fields()  # type: ignore[union-attr]
    traced = {name: value for name, value in TRACES.items() if name in fields}
    dossier = fed.open(MY, kind, verb, {**said, **traced, "offence": FRAUD}, {role: (VN,)}).dossier
    fed.settle()
    return fed, dossier


@pytest.mark.parametrize("kind", OPENED)
def test_what_it_names_leaves_as_entities_and_fills_the_fields_of_an_exchange(kind: str) -> None:
    fed, dossier = opened(kind)
    held = extract(fed.nodes[VN], dossier, Purpose.OWN).held
    found = {each.sort for each in held.entities}
    online = {form.ACCOUNT, form.TELEPHONE, form.E_MAIL, form.IP_ADDRESS}
    assert online <= found
    assert ({form.VEHICLE, form.VESSEL} <= found) == (kind != "preservation")
    question = every_kind()["exchange"].item.verb("ask").says  # type: ignore[union-attr]
    filled = offer(question, [each for each in held.entities if each.sort in {*online, form.VEHICLE, form.VESSEL}])
    assert filled.fields == {name: value for name, value in TRACES.items() if name in filled.fields}
    assert not filled.left


def test_an_address_that_is_to_be_preserved_is_an_indicator_in_stix_and_comes_back() -> None:
    fed, dossier = opened("preservation")
    held = extract(fed.nodes[VN], dossier, Purpose.OWN).held
    assert {("IPv6 address", IP), ("e-mail address", MAIL)} <= {(each.sort, each.value) for each in indicators_of(held)}
    back = read_indicators(write_as_stix(held)).held
    assert {form.IP_ADDRESS, form.E_MAIL} == {each.sort for each in back.entities}
    assert len(unwritten_as_stix(held)) == 2


@pytest.mark.parametrize("asked", ["EX 12345", "IMO 2000004"])
def test_the_car_and_the_ship_of_a_fugitive_are_found_at_a_counter(asked: str) -> None:
    fed, dossier = opened("pursuit")
    (found,) = on_watch(fed.nodes[VN], [dossier], asked)
    assert (found.dossier, found.until) == (dossier, UNTIL)


def test_a_sighting_and_the_report_of_a_passage_name_the_vehicle_and_a_halt_waits_for_no_field() -> None:
    kinds = every_kind()
    for kind, verb in (("pursuit", "report a sighting"), ("controlled_delivery", "report the passage")):
        assert {"vehicles", "vessels"} <= kinds[kind].item.verb(verb).says.fields().keys()  # type: ignore[union-attr]
    for verb in ("intercept", "call a halt"):
        says = kinds["controlled_delivery"].item.verb(verb).says  # type: ignore[union-attr]
        assert not any(meaning.personal for meaning in says.fields().values())
