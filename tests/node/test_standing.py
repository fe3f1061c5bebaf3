"""Where a dossier stands, as lists and calendars need it."""

from __future__ import annotations

from lintas.node.standing import standing
from tests.node.test_clocks import asked, clock


def test_every_time_that_is_owed_is_told_in_order_with_who_owes_it() -> None:
    fed, dossier, _ = asked(urgency="urgent, at hand")
    assert standing(fed.nodes["aa-ca"], dossier).owed == ()
    fed.settle()
    theirs = [clock(fed, "aa-ca", dossier, owes).due_ms for owes in ("bb-ca", "cc-pol")]
    assert standing(fed.nodes["aa-ca"], dossier).owed == tuple(sorted((due_ms, False) for due_ms in theirs if due_ms))
    assert len(standing(fed.nodes["aa-ca"], dossier).owed) == 2
    own = (clock(fed, "bb-ca", dossier).due_ms, True)
    assert own in standing(fed.nodes["bb-ca"], dossier).owed
