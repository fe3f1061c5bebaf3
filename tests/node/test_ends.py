"""Who is at the ends of a line, and how a person there is reached, as their own registry desk lists it."""

from __future__ import annotations

from typing import Any

from lintas.node.ends import ends
from tests.support.federation import Federation3

US, THEM = "aa-ca", "bb-ca"
TERMS = {"terms": "those adopted", "languages": "English"}


def _desk(fed: Federation3, name: str, answers: str) -> dict[str, Any]:
    return {
        "authority": fed.id(THEM), "name": name, "does": ["hotline"], "answers": answers, "languages": "English, Malay",
        "contact": f"+00 {name} (EXERCISE)",
    }  # fmt: skip


def test_the_other_end_comes_first_with_its_places_and_those_that_always_answer_before_the_others() -> None:
    fed = Federation3.build([US, THEM], kinds=("hotline", "registry"))
    registry = fed.found_registry()
    for name, answers in (("day desk", "in working hours"), ("night desk", "at all hours")):
        fed.act(THEM, registry, "list a desk", _desk(fed, name, answers))
    dossier = fed.open(US, "hotline", "open the line", TERMS, {"end": (THEM,)}).dossier
    fed.settle()
    theirs, ours = ends(fed.nodes[US], dossier)
    assert (theirs.code, theirs.state, theirs.ours) == (THEM, "BB", False)
    assert [(each.name, each.contact) for each in theirs.places] == [
        ("night desk", "+00 night desk (EXERCISE)"), ("day desk", "+00 day desk (EXERCISE)")
    ]  # fmt: skip
    assert (ours.code, ours.ours, ours.places) == (US, True, ())


def test_without_a_registry_there_are_ends_and_no_places() -> None:
    fed = Federation3.build([US, THEM], kinds=("hotline",))
    dossier = fed.open(US, "hotline", "open the line", TERMS, {"end": (THEM,)}).dossier
    assert [(each.code, each.places) for each in ends(fed.nodes[US], dossier)] == [(THEM, ()), (US, ())]
