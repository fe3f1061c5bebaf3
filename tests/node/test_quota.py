"""A quota is counted by the authority that acts, over its own last day, and by nobody else."""

from __future__ import annotations

import pytest

from lintas.kinds.deconfliction import PROBES_A_DAY
from lintas.node.order import BadBody
from lintas.node.quota import QUOTA_WINDOW_MS
from tests.kinds.samples import body
from tests.support.federation import Federation3

CODES = ("aa-pol", "bb-pol")


def cells() -> tuple[Federation3, bytes]:
    """A list of cells with two in it, terms adopted."""
    federation = Federation3.build(CODES, kinds=("deconfliction",))
    verb = federation.nodes["aa-pol"].kinds["deconfliction"].item.verb("open")
    assert verb
    dossier = federation.open("aa-pol", "deconfliction", "open", body(verb.says), {"cell": ["bb-pol"]}).dossier
    federation.settle()
    federation.act("bb-pol", dossier, "adopt the terms", {})
    federation.settle()
    return federation, dossier


def probe(federation: Federation3, code: str, dossier: bytes) -> None:
    """Ask the other cell."""
    verb = federation.nodes[code].kinds["deconfliction"].item.verb("probe")
    assert verb
    (other,) = set(CODES) - {code}
    federation.act(code, dossier, "probe", body(verb.says), {"asked": [other]})


def test_a_cell_that_used_up_its_quota_waits_and_another_does_not() -> None:
    federation, dossier = cells()
    for _ in range(PROBES_A_DAY):
        probe(federation, "bb-pol", dossier)
    with pytest.raises(BadBody) as refused:
        probe(federation, "bb-pol", dossier)
    assert f"done {PROBES_A_DAY} times in 24 hours" in refused.value.problems[0].reason
    probe(federation, "aa-pol", dossier)
    federation.clock.now_ms += QUOTA_WINDOW_MS
    probe(federation, "bb-pol", dossier)
    federation.settle()
    assert all(len(node.replica(dossier).now().items) == PROBES_A_DAY + 3 for node in federation.nodes.values())
