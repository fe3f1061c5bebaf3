"""A node whose hardware module goes away: nothing is signed, nothing is lost, and all goes on when it is back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.crypto.ports import Algorithm, Signer
from lintas.node.author import author
from lintas.node.check_store import check_store
from lintas.node.group import Groups
from lintas.node.key_module import TokenTrouble
from tests.node.hostile import TERMS
from tests.support.federation import Chain, Federation3
from tests.support.module import FakeModule

CODES = ("aa-ca", "bb-ca")


def in_module(fed: Federation3, code: str) -> FakeModule:
    """Move the signing key of a node into a module."""
    module, node = FakeModule(), fed.nodes[code]
    module.take(Algorithm.ED25519, Chain(code)(32), node.identity.authority.signing)
    node.identity = replace(node.identity, signer=module.signer(node.identity.authority.signing))
    return module


def test_what_comes_while_the_module_is_away_is_confirmed_when_it_is_back() -> None:
    fed = Federation3.build(CODES, kinds=("exchange",))
    module = in_module(fed, "bb-ca")
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    module.away = True
    with pytest.raises(TokenTrouble):
        fed.send("aa-ca", "bb-ca")
    fed.nodes["bb-ca"].commit()
    assert fed.nodes["aa-ca"].store.outbound(fed.id("bb-ca")).upto == 0
    module.away = False
    fed.settle()
    fed.act("bb-ca", opened.dossier, "adopt the terms")
    fed.settle()
    for code in CODES:
        assert check_store(fed.restart(code)).ok
        assert len(list(fed.nodes[code].store.acts(opened.dossier))) == 3


@pytest.mark.parametrize("signed", [0, 1])
def test_an_order_that_is_not_signed_is_refused_and_given_again(signed: int) -> None:
    """For other readers a KEY act comes first; the module goes away before it, or between it and what is said."""
    fed = Federation3.build((*CODES, "cc-ca"), kinds=("exchange",))
    module, node = in_module(fed, "aa-ca"), fed.nodes["aa-ca"]
    dossier = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca", "cc-ca")}).dossier
    fed.settle()
    order = fed.order("aa-ca", "change the terms", TERMS, readers=("bb-ca",))
    groups, key = Groups(node), module.key(node.identity.signer.public)
    node.identity = replace(node.identity, signer=Failing(key, signed))
    (outcome,) = groups.run([lambda n: author(n, dossier, order)])
    assert isinstance(outcome.refusal, TokenTrouble)
    groups.commit()
    node.identity = replace(node.identity, signer=key)
    assert check_store(node).ok
    (again,) = groups.run([lambda n: author(n, dossier, order)])
    assert again.refusal is None
    groups.commit()
    fed.settle()
    for code in CODES:
        assert check_store(fed.restart(code)).ok
        assert fed.nodes[code].replica(dossier).judged[again.result.act].counted


class Failing:
    """A key in a module that goes away after so many signatures."""

    def __init__(self, key: Signer, signatures: int) -> None:
        self._key, self._left, self.public = key, iter(range(signatures)), key.public

    def sign(self, message: bytes) -> bytes:
        if next(self._left, None) is None:
            raise TokenTrouble("token", "gone")
        return self._key.sign(message)
