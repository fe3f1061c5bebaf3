"""A dossier of every kind travels: opened, delivered, acted upon by each side, and the same at every node."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.meanings import Body, File
from lintas.dossier.position import DOSSIER
from lintas.dossier.traits import DIRECTORY
from lintas.node.show import show
from lintas.node.uploads import add_file
from tests.kinds.every import every_kind
from tests.kinds.samples import body
from tests.support.federation import Federation3

CODES = ("aa-exercise", "bb-exercise", "cc-exercise")
STEPS_MAX = 8


def seated(kind: Kind, verb: Verb) -> dict[str, tuple[str, ...]]:
    """Whom the opening act names: one in a role of one, both others in a role of many."""
    roles = [role for name in verb.seats if (role := kind.item.role(name))]
    return {role.name: CODES[1:] if role.many else CODES[1:2] for role in roles}


def filled(federation: Federation3, code: str, says: type[Body]) -> dict[str, Any]:
    """The required fields, with files that are really there."""
    fields = body(says)
    for name, meaning in says.fields().items():
        if name in fields and meaning.says(File):
            file = add_file(federation.nodes[code], "record.pdf", "application/pdf", [b"%PDF-1.4 exercise"])
            fields[name] = [file] if meaning.many else file
    return fields


def next_step(federation: Federation3, dossier: bytes, done: set[str]) -> tuple[str, bytes, Verb] | None:
    """Something that is open to somebody at the dossier, names nobody and was not done yet."""
    for code, node in federation.nodes.items():
        if node.has(dossier):
            for item, verb, _ in node.replica(dossier).now().can(node.id, DOSSIER):
                # What enters something is signed by an authority, or names one: see tests/node/test_registry.py.
                entered = DIRECTORY in node.replica(dossier).kind.item.traits and verb.opens
                if not (verb.seats or verb.unseats or verb.leaves or entered) and verb.name not in done:
                    return code, item, verb
    return None


@pytest.mark.parametrize("name", every_kind())
def test_a_dossier_travels_and_is_the_same_at_every_node(name: str) -> None:
    kind = every_kind()[name]
    federation = Federation3.build(CODES, kinds=(name,))
    begins = next(verb for verb in kind.item.verbs if verb.begins)
    if DIRECTORY in kind.item.traits:
        dossier = federation.found_registry()
    else:
        said = filled(federation, CODES[0], begins.says)
        dossier = federation.open(CODES[0], name, begins.name, said, seated(kind, begins)).dossier
    federation.settle()
    done: set[str] = set()
    while len(done) < STEPS_MAX and (step := next_step(federation, dossier, done)):
        code, _, verb = step
        federation.act(code, dossier, verb.name, filled(federation, code, verb.says))
        federation.settle()
        done.add(verb.name)
    parties = [node for node in federation.nodes.values() if node.has(dossier)]
    seen = [show(node, dossier) for node in parties]
    assert len(parties) >= 2
    assert done or kind.item.phases[-1].rests
    assert len({(each.phase, each.awaited, each.parties) for each in seen}) == 1
    assert len({tuple(sorted((act.id, act.verdict, act.why) for act in each.acts)) for each in seen}) == 1
    for each in seen:
        assert {act.verdict for act in each.acts} == {"counted"}
        assert all(act.says is not None for act in each.acts if act.form == "verb")
        assert not any("NOT CERTIFIED" in officer for act in each.acts for officer in act.officers)
