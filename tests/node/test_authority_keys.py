"""The keys of authorities in a file: what was signed before a renewal still holds, what a thief may have signed not."""

from __future__ import annotations

from lintas.node.authority_keys import SigningKeys, signing_keys
from lintas.node.keys import entry_of
from lintas.node.state import Node
from tests.node.test_keys import CODES, enter, founded, renewed


def known(node: Node) -> dict[str, SigningKeys]:
    return {each.authority.code: each for each in signing_keys(node)}


def test_every_authority_is_in_it_with_all_the_keys_that_it_ever_had() -> None:
    fed, registry = founded()
    node = fed.nodes["aa-pol"]
    item = enter(fed, registry, entry_of(fed.suite, node.vault, node.identity.authority.following(name="Police")))[:16]
    old = node.identity.signer.public
    fed.act("aa-ca", registry, "renew keys", {"entry": renewed(fed, "aa-pol"), "because": "time"}, item=item)
    fed.settle()
    for node in fed.nodes.values():
        found = known(node)
        assert list(found) == sorted(CODES)
        assert found["aa-pol"].publics == (fed.nodes["aa-pol"].identity.signer.public, old)
        assert (found["aa-pol"].stolen, len(found["bb-ca"].publics)) == ({}, 1)


def test_a_key_that_was_renewed_since_it_was_stolen_is_said_to_be_so_everywhere() -> None:
    fed, registry = founded()
    node = fed.nodes["aa-pol"]
    item = enter(fed, registry, entry_of(fed.suite, node.vault, node.identity.authority.following(name="Police")))[:16]
    old = node.identity.signer.public
    said = {"entry": renewed(fed, "aa-pol"), "because": "stolen"}
    act = fed.act("aa-ca", registry, "renew keys", said, item=item)
    fed.settle()
    at_ms = fed.nodes["aa-ca"].replica(registry).graph.nodes[act.act].act.header.time_ms
    for each in fed.nodes.values():
        assert known(each)["aa-pol"].stolen == {old: at_ms}
        assert known(each)["bb-ca"].stolen == {}
