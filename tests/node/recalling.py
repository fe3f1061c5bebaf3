"""What the tests of recall share: bb says two things, takes one back, and everything is carried out and delivered."""

from __future__ import annotations

from lintas.dossier.admission import parse_act
from lintas.dossier.header import Act, Form
from lintas.dossier.sealing import act_key
from lintas.node import fetch, mend
from lintas.node.author import Authored
from lintas.node.obey import obey
from lintas.node.reading import read
from lintas.node.recall import RecallOrder, recall
from lintas.node.recalls import named
from lintas.node.state import Node
from lintas.store.vault import MemoryVault
from tests.node.hostile import federation, shared
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


def opens(node: Node, key: bytes, act: bytes) -> bool:
    row = node.store.act(act)
    assert row
    header = parse_act(row.signed).act.header
    assert header.seal
    found = node.suite.seal(act_key(node.suite, key, header), b"", b"")[1]
    return found == header.seal.commitment


def fetch_bodies(fed: Federation3, asker: str, asked: str) -> None:
    """What an idle round does for bodies that are missing."""
    here, there = fed.nodes[asker], fed.nodes[asked]
    for dossier, acts in mend.bodies(here, there.id).items():
        request, data = fetch.ask(here, there.id, dossier, acts)
        fetch.take(here, request, fetch.serve(there, data))
        here.commit()
