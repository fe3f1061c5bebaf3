"""What was said last of a thing is the same at every node, in whichever order the acts came."""

from __future__ import annotations

from lintas.dossier.authority import write_entry
from lintas.node.said import Said
from tests.support.federation import Chain, Federation3, new_identity


def test_of_acts_that_did_not_know_of_each_other_the_same_one_counts_in_any_order() -> None:
    fed = Federation3.build(("aa-ca", "bb-ca"), kinds=("registry",))
    registry = fed.found_registry()
    acts = []
    for code in ("aa-ca", "bb-ca"):
        who = new_identity(fed.suite, f"{code[:2]}-pol", Chain(code + " new"))
        acts.append(fed.act(code, registry, "list", {"entry": write_entry(who.authority, who.signer)}).act)
    fed.settle()
    replica = fed.nodes["aa-ca"].replica(registry)
    nodes = [replica.graph.nodes[each] for each in acts]
    assert not nodes[0].saw(nodes[1])
    assert not nodes[1].saw(nodes[0])
    found = set()
    for order in (nodes, nodes[::-1]):
        said = Said[str, bytes]()
        for node in order:
            said.add("thing", node, node.act.id)
        last = said.newest("thing", replica.now())
        assert last is not None
        found.add(last[1])
        assert said.newest("thing", replica.now().before(nodes[0])) is None
        alone = said.newest("thing", replica.view([acts[0]]))
        assert alone is not None
        assert alone[1] == acts[0]
    assert found == {min(acts)}
