"""Every item table of every kind is walked without a fault.

The large ones are left to the soak.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lintas.dossier.grammar import Kind
from tests.kinds.every import every_kind
from tests.walks.scope import Path, label
from tests.walks.tables import tables, walk
from tests.walks.tour import CROSSINGS_MAX

LARGE = frozenset(
    {
        "asset",
        "bodies/body",
        "bodies/body/new terms",
        "bodies/crime area",
        "bodies/crime area/offer to lead",
        "controlled_delivery",
        "course/enrolment",
        "exchange",
        "exchange/request",
        "initiative",
        "initiative/endorsement",
        "initiative/pilot",
        "initiative/task",
        "joint_team",
        "law_register/instrument",
        "law_register/row",
        "meeting",
        "meeting/draft",
        "meeting/draft/brackets on behalf",
        "meeting/paper",
        "meeting/paper on behalf",
        "plan",
        "plan/component/action line",
        "plan/component/action line/report on behalf",
        "plan/extension",
        "partnership/proposal",
        "partnership/work plan",
        "post/application",
        "registry",
        "returns",
        "victim",
        "victim/return",
    }
)
"""Tables of which the walk takes more than about five seconds, or that are like another one that is walked."""

SLOW = frozenset(
    {
        "asset/property", "bodies/body/end", "campaign", "closed_matter", "consultation", "course", "deconfliction",
        "deconfliction/probe", "exchange/lift", "extradition", "extradition/speciality", "follow_up/recommendation",
        "green_lane/signer", "hotline/message", "initiative/take-over",
        "meeting/take-over", "meeting/task", "mla", "mla/delivery", "mla/person in custody", "partnership",
        "plan/component", "plan/component/hand-over of the lead", "plan/component/take-over of the lead",
        "plan/take-over", "post", "registry/candidacy", "requirement", "transfer_of_proceedings",
        "transfer_of_sentenced_person", "warning",
    }
)  # fmt: skip
"""Tables of which it takes more than about a third of a second."""

HUGE = frozenset({"law_register/row", "meeting", "meeting/draft", "plan"})
"""Those of the large ones in which acts cross once only on the way to a position, and pairs only: hours otherwise."""

OVERTAKING_MAX = 3
"""How many acts of others overtake one that is under way: in the soak. Of the slow tables, one in every run."""


def every_table() -> Iterator[object]:
    """Every table with its kind and how many may overtake, marked by the time that it takes."""
    for kind in every_kind().values():
        for path in tables(kind):
            name = label(path)
            if name in SLOW:
                yield pytest.param(kind, path, 1, id=name, marks=pytest.mark.slow)
            whole, marks = name not in SLOW | LARGE, [pytest.mark.soak]
            most = 1 if name in HUGE else OVERTAKING_MAX
            yield pytest.param(kind, path, most, id=name if whole else f"all of {name}", marks=() if whole else marks)


@pytest.mark.parametrize(("kind", "path", "overtaking_max"), [*every_table()])
def test_a_table_has_no_dead_verb_no_unreachable_phase_and_no_stuck_position(
    kind: Kind, path: Path, overtaking_max: int
) -> None:
    crossings_max = 1 if label(path) in HUGE else CROSSINGS_MAX
    done = walk(kind, path, overtaking_max=overtaking_max, crossings_max=crossings_max)
    assert [str(fault) for fault in done.faults] == []


def test_every_table_that_is_marked_exists() -> None:
    known = {label(path) for kind in every_kind().values() for path in tables(kind)}
    assert known >= LARGE | SLOW
    assert LARGE >= HUGE
