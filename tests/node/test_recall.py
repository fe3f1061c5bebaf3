"""Recalling: who may, what is destroyed, what stays, who says so, and that nothing brings a body back."""

from __future__ import annotations

import pytest

from lintas.dossier.header import Act, Form
from lintas.dossier.officers import TooFewOfficers
from lintas.dossier.sealing import NoBody
from lintas.node.author import Authored
from lintas.node.files import add_file
from lintas.node.holds import Hold, hold, lift
from lintas.node.obey import obey
from lintas.node.reading import read
from lintas.node.recall import NoReason, NotRecallable, RecallOrder, recall
from lintas.node.recalls import Copy, forget_copy, named, put_copy
from lintas.node.state import Node
from lintas.store.vault import MemoryVault
from tests.node.hostile import TERMS, federation, shared
from tests.support.federation import Federation3

WORDS = {"text": "the words that are taken back"}
DAY_MS = 24 * 60 * 60 * 1000


def told(*codes: str) -> tuple[Federation3, bytes, bytes, bytes]:
    """bb said two things to all, and everybody has both: the dossier, the one that is to go, the other."""
    fed = federation(*codes)
    dossier = shared(fed)
    one = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    other = fed.act("bb-ca", dossier, "adopt the terms", {"text": "the words that stay"}).act
    fed.settle()
    return fed, dossier, one, other


def taken_back(fed: Federation3, dossier: bytes, *acts: bytes, code: str = "bb-ca") -> Authored:
    node = fed.nodes[code]
    done = recall(node, dossier, RecallOrder(acts, "it was an error", fed.desks[code]))
    node.commit()
    return done


def rest(fed: Federation3) -> None:
    """Everything is delivered and everything that can be obeyed is."""
    for _ in range(4):
        for node in fed.nodes.values():
            obey(node)
        fed.settle()


def words(node: Node, act: bytes) -> object:
    row = node.store.act(act)
    assert row
    return read(node, row)[1].fields.get("text")


def erased_by(node: Node, dossier: bytes, act: bytes) -> list[str]:
    acts: list[Act] = [found.act for found in node.replica(dossier).graph.nodes.values()]
    said = [each for each in acts if each.header.form is Form.ERASED and act in named(each)]
    return sorted(node.federation.code(each.header.author) for each in said)


def keys_of(node: Node, dossier: bytes) -> list[bytes]:
    assert isinstance(node.vault, MemoryVault)
    return [
        each.key
        for each in node.vault.epochs(dossier)
        if each.key and each.author == node.federation.by_code("bb-ca").id
    ]


def test_a_recalled_body_is_gone_everywhere_and_everybody_says_so() -> None:
    fed, dossier, act, other = told()
    before = {code: node.replica(dossier).now().vector for code, node in fed.nodes.items() if node.has(dossier)}
    judged = {code: dict(fed.nodes[code].replica(dossier).judged) for code in before}
    assert all(keys_of(fed.nodes[code], dossier) for code in before)
    done = taken_back(fed, dossier, act)
    rest(fed)
    for code in ("aa-ca", "bb-ca", "cc-ca"):
        node = fed.nodes[code]
        with pytest.raises(NoBody):
            words(node, act)
        assert words(node, other) == "the words that stay"
        assert erased_by(node, dossier, act) == ["aa-ca", "bb-ca", "cc-ca"]
        assert judged[code].items() <= node.replica(dossier).judged.items()
        row = node.store.act(done.act)
        assert row
        assert read(node, row)[1].fields == {"because": "it was an error"}
        assert not [key for key in keys_of(node, dossier) if opens(node, key, act)]


def opens(node: Node, key: bytes, act: bytes) -> bool:
    from lintas.dossier.admission import parse_act
    from lintas.dossier.sealing import act_key

    row = node.store.act(act)
    assert row
    header = parse_act(row.signed).act.header
    assert header.seal
    found = node.suite.seal(act_key(node.suite, key, header), b"", b"")[1]
    return found == header.seal.commitment


def test_an_epoch_of_which_an_act_was_recalled_seals_nothing_more() -> None:
    fed, dossier, act, _ = told()
    taken_back(fed, dossier, act)
    rest(fed)
    again = fed.act("bb-ca", dossier, "adopt the terms", {"text": "said after it"}).act
    fed.settle()
    row, old = fed.nodes["aa-ca"].store.act(again), fed.nodes["aa-ca"].store.act(act)
    assert row
    assert old
    from lintas.dossier.admission import parse_act
    from lintas.dossier.sealing import epoch_of

    assert epoch_of(parse_act(row.signed).act) != epoch_of(parse_act(old.signed).act)
    assert words(fed.nodes["aa-ca"], again) == "said after it"


def test_only_the_author_recalls_and_only_what_says_something() -> None:
    fed, dossier, act, _ = told()
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    with pytest.raises(NotRecallable, match="author"):
        recall(aa, dossier, RecallOrder((act,), "not mine", fed.desks["aa-ca"]))
    with pytest.raises(NotRecallable, match="no act"):
        recall(bb, dossier, RecallOrder((bytes(32),), "nothing", fed.desks["bb-ca"]))
    with pytest.raises(NoReason):
        recall(bb, dossier, RecallOrder((act,), " ", fed.desks["bb-ca"]))
    with pytest.raises(TooFewOfficers):
        recall(bb, dossier, RecallOrder((act,), "nobody answers", ()))
    assert not bb.pending
    taken_back(fed, dossier, act)
    with pytest.raises(NotRecallable, match="already"):
        recall(bb, dossier, RecallOrder((act,), "again", fed.desks["bb-ca"]))
