"""Groups of jobs: after each, also after one that wrote nothing, what is due is carried out."""

from __future__ import annotations

from weakref import ref

from lintas.node.group import Groups
from lintas.node.holds import Hold, hold
from lintas.node.state import Node, UnknownDossier
from tests.node.recalling import erased_by, taken_back, told

MINUTE_MS = 60_000
"""Less than the time after which a node looks for acts that wait in vain, which would hide the rest."""


def test_what_was_held_until_now_is_carried_out_after_a_job_that_writes_nothing() -> None:
    fed, dossier, one, _ = told()
    aa = fed.nodes["aa-ca"]
    groups = Groups(aa)
    hold(aa, Hold(dossier, one, "an officer", "a court asks", aa.clock(), aa.clock() + 10 * MINUTE_MS))
    taken_back(fed, dossier, one)
    fed.settle()
    groups.run([lambda node: None])
    assert not groups.commit()
    assert erased_by(aa, dossier, one) == []
    fed.clock.now_ms += 11 * MINUTE_MS
    groups.run([lambda node: None])
    assert groups.commit(), "who has to be told is told"
    assert erased_by(aa, dossier, one) == ["aa-ca"]
    groups.run([lambda node: None])
    assert not groups.commit()


def test_a_refusal_holds_nothing_of_what_it_was_raised_in() -> None:
    class Megabytes:
        """What a peer sent."""

    sent = list[ref[Megabytes]]()

    def refuse(node: Node) -> None:
        body = Megabytes()
        sent.append(ref(body))
        raise UnknownDossier(bytes(16))

    groups = Groups(told()[0].nodes["aa-ca"])
    (outcome,) = groups.run([refuse])
    assert isinstance(outcome.refusal, UnknownDossier)
    assert sent[0]() is None, "freed at once, and not when the collector comes by"
