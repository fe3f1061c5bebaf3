"""A recall in every kind: what was said is gone, and headers, verdicts and phases are as they were."""

from __future__ import annotations

import pytest

from lintas.dossier.grammar import Kind
from lintas.dossier.header import Form
from lintas.dossier.position import DOSSIER
from lintas.dossier.sealing import NoBody
from lintas.dossier.traits import DIRECTORY, PLAIN
from lintas.node.obey import obey
from lintas.node.reading import read
from lintas.node.recall import NotRecallable, RecallOrder, recall
from lintas.node.state import Node
from tests.kinds.every import every_kind
from tests.kinds.test_every_kind import CODES, filled, next_step, seated
from tests.support.federation import Federation3

STEPS = 3


def travelled(kind: Kind, steps: int = STEPS) -> tuple[Federation3, bytes]:
    """A dossier of the kind with so many steps, everywhere."""
    federation = Federation3.build(CODES, kinds=(kind.name,))
    begins = next(verb for verb in kind.item.verbs if verb.begins)
    if DIRECTORY in kind.item.traits:
        return federation, federation.found_registry()
    said = filled(federation, CODES[0], begins.says)
    dossier = federation.open(CODES[0], kind.name, begins.name, said, seated(kind, begins)).dossier
    federation.settle()
    go_on(federation, dossier, steps)
    return federation, dossier


def go_on(federation: Federation3, dossier: bytes, steps: int) -> None:
    """So many steps more, as far as there are any."""
    done = set[str]()
    while len(done) < steps and (step := next_step(federation, dossier, done)):
        code, item, verb = step
        at = None if item == DOSSIER else item
        federation.act(code, dossier, verb.name, filled(federation, code, verb.says), item=at)
        federation.settle()
        done.add(verb.name)


def folded(node: Node, dossier: bytes, acts: set[bytes]) -> tuple[object, ...]:
    """What is decided of these acts."""
    replica = node.replica(dossier)
    now = replica.now()
    verdicts = {act: (judged.verdict, judged.rule) for act, judged in replica.judged.items() if act in acts}
    return verdicts, {item: now.phase(item) for item in now.items}, now.parties, now.awaited()


@pytest.mark.parametrize("name", every_kind())
def test_a_recall_leaves_headers_verdicts_and_phases_as_they_were(name: str) -> None:
    federation, dossier = travelled(every_kind()[name])
    holders = [node for node in federation.nodes.values() if node.has(dossier)]
    said = {row.id: row for row in holders[0].store.acts(dossier)}
    before = [folded(node, dossier, set(said)) for node in holders]
    nodes = holders[0].replica(dossier).graph.nodes
    verbs = [row for row in said.values() if nodes[row.id].act.header.form is Form.VERB]
    for code, node in federation.nodes.items():
        ours = tuple(row.id for row in verbs if row.author == node.id)
        if not ours:
            continue
        order = RecallOrder(ours, "an exercise", federation.desks[code])
        if PLAIN in every_kind()[name].item.traits:
            with pytest.raises(NotRecallable, match="openly"):
                recall(node, dossier, order)
            continue
        recall(node, dossier, order)
        node.commit()
    for _ in range(4):
        federation.settle()
        for node in federation.nodes.values():
            obey(node)
    assert [folded(node, dossier, set(said)) for node in holders] == before
    for node in holders:
        for row in verbs:
            kept = node.store.act(row.id)
            assert kept
            assert kept.signed == row.signed
            if PLAIN in every_kind()[name].item.traits:
                assert kept.body == row.body
            else:
                with pytest.raises(NoBody):
                    read(node, kept)
