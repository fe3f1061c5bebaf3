"""The office of a state's registry desk passes on, and a desk that lost its key gets the next, within the state."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.dossier.authority import write_entry
from lintas.node.author import author
from lintas.node.check_store import check_store
from lintas.node.disown import disown
from lintas.node.keys import entry_of, renew
from lintas.node.order import BadBody, NotOpen, Order
from tests.node.test_keys import CODES, founded
from tests.support.federation import Chain, Federation3, new_identity, next_seed

GIVEN: dict[str, Any] = {"because": "lost"}


def renewed(fed: Federation3, code: str) -> dict[str, Any]:
    """The entry with its next key of an authority that has its vault."""
    node = fed.nodes[code]
    authority, _ = renew(fed.suite, node.vault, node.entropy, node.identity.authority, next_seed(code))
    return GIVEN | {"entry": entry_of(fed.suite, node.vault, authority)}


def name_deputy(fed: Federation3, registry: bytes) -> None:
    fed.act("aa-ca", registry, "name a deputy", {}, {"deputy": ["aa-pol"]})
    fed.settle()


def handed_on(fed: Federation3, registry: bytes) -> None:
    """aa-ca hands on the office to aa-pol, which confirms."""
    fed.act("aa-ca", registry, "hand on the office", renewed(fed, "aa-ca"), {"state": ["aa-pol"]})
    fed.settle()
    fed.act("aa-pol", registry, "confirm")
    fed.settle()


def desk(fed: Federation3, at: str) -> str:
    node = fed.nodes[at]
    assert node.register.replica is not None
    found = node.register.known.desk_of(node.register.replica.now(), "AA")
    return node.federation.code(found or b"")


def test_an_office_passes_to_another_authority_of_the_state_which_then_lists_its_own() -> None:
    fed, registry = founded()
    who = new_identity(fed.suite, "aa-cus", Chain("new"))
    said = {"entry": write_entry(who.authority, who.signer)}
    fed.act("aa-ca", registry, "list", said)
    handed_on(fed, registry)
    assert [desk(fed, code) for code in CODES] == ["aa-pol"] * 3
    newer = {"entry": write_entry(who.authority.following(name="Customs"), who.signer)}
    fed.act("aa-pol", registry, "list", newer)
    with pytest.raises(NotOpen):
        fed.act("aa-ca", registry, "list", newer)
    fed.settle()
    for code in CODES:
        node = fed.restart(code)
        assert sorted(node.federation.codes) == ["aa-ca", "aa-cus", "aa-pol", "bb-ca"]
        assert node.federation.by_code("aa-cus").name == "Customs"
        assert check_store(node).ok


def test_an_office_is_handed_on_within_the_state_and_with_the_next_key_only() -> None:
    fed, registry = founded()
    now = fed.nodes["aa-ca"].identity
    same = GIVEN | {"entry": write_entry(now.authority.following(name="Renamed"), now.signer)}
    for said, to, why in (
        (same, "aa-pol", "renews its own keys"),
        (renewed(fed, "aa-ca"), "bb-ca", "of the same state"),
        (renewed(fed, "aa-ca"), "aa-ca", "of the same state"),
        (renewed(fed, "aa-pol"), "aa-pol", "renews its own keys"),
    ):
        with pytest.raises(BadBody, match=why):
            fed.act("aa-ca", registry, "hand on the office", said, {"state": [to]})
    assert desk(fed, "bb-ca") == "aa-ca"


def test_a_state_that_a_successor_speaks_for_is_asked_anew_who_may_be_admitted() -> None:
    fed, registry = founded()
    who = new_identity(fed.suite, "dd-ca", Chain("new"), desk=True)
    item = fed.act("bb-ca", registry, "propose a state", {"entry": write_entry(who.authority, who.signer)}).act[:16]
    fed.settle()
    for code in ("aa-ca", "bb-ca"):
        fed.act(code, registry, "assent", item=item)
    fed.settle()
    handed_on(fed, registry)
    admit = Order("admit", {}, (), fed.desks["bb-ca"], item=item, to={"state": (who.authority.id,)})
    with pytest.raises(NotOpen, match="needs state"):
        author(fed.nodes["bb-ca"], registry, admit)
    fed.act("aa-pol", registry, "assent", item=item)
    fed.settle()
    node = fed.nodes["bb-ca"]
    assert node.replica(registry).now().phase(item) == "assented to by all"


def test_a_deputy_enters_the_next_key_of_a_desk_that_lost_the_one_it_had() -> None:
    fed, registry = founded()
    name_deputy(fed, registry)
    before = fed.nodes["aa-ca"].identity.authority
    fed.act("aa-pol", registry, "renew the desk's keys", renewed(fed, "aa-ca"))
    fed.settle()
    now = fed.nodes["bb-ca"].federation.by_code("aa-ca")
    assert (now.id, now.number) == (before.id, 1)
    assert now.signing == fed.suite.signer(next_seed("aa-ca")).public
    fed.desks["aa-ca"] = fed.officer("aa-ca"), fed.officer("aa-ca", "approver")
    again = fed.nodes["aa-pol"].identity
    fed.act("aa-ca", registry, "list", {"entry": write_entry(again.authority.following(name="Renamed"), again.signer)})
    fed.settle()
    for code in CODES:
        node = fed.restart(code)
        assert node.federation.by_code("aa-pol").name == "Renamed"
        assert check_store(node).ok


def test_a_deputy_enters_nothing_but_the_next_key_of_the_desk_that_named_it() -> None:
    fed, registry = founded()
    name_deputy(fed, registry)
    theirs = fed.nodes["aa-ca"].identity
    for said, why in (
        (renewed(fed, "aa-pol"), "not the registry desk of its state"),
        (renewed(fed, "bb-ca"), "a deputy of the registry desk of BB alone"),
        (GIVEN | {"entry": write_entry(theirs.authority.following(name="Renamed"), theirs.signer)}, "no new signing"),
        (GIVEN | {"entry": write_entry(theirs.authority.following(signing=theirs.issuing.public), theirs.issuing)},
         "not the one it was committed to"),
    ):  # fmt: skip
        with pytest.raises(BadBody, match=why):
            fed.act("aa-pol", registry, "renew the desk's keys", said)
    for verb in ("list", "place a node", "name a deputy"):
        with pytest.raises((NotOpen, BadBody)):
            fed.act("aa-pol", registry, verb, renewed(fed, "aa-pol"))
    with pytest.raises(BadBody, match="of the same state"):
        fed.act("bb-ca", registry, "name a deputy", {}, {"deputy": ["aa-pol"]})


def test_a_thief_of_the_desk_cannot_keep_its_state_out() -> None:
    """The thief makes the state leave; the deputy enters the next key, and the desk takes back what the thief did."""
    fed, registry = founded()
    name_deputy(fed, registry)
    left = fed.act("aa-ca", registry, "leave", {"reasons": "done by a thief"})
    fed.settle()
    assert "aa-ca" not in fed.nodes["bb-ca"].federation.codes
    fed.act("aa-pol", registry, "renew the desk's keys", renewed(fed, "aa-ca"))
    fed.settle()
    disown(fed.nodes["aa-ca"], registry, [left.act])
    fed.nodes["aa-ca"].commit()
    fed.settle()
    assert [sorted(node.federation.codes) for node in fed.nodes.values()] == [sorted(CODES)] * 3
