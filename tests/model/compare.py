"""Two folds side by side: the same verdict for every act, and the same answers in every view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from lintas.dossier.grammar import Kind
from lintas.dossier.header import Act
from lintas.dossier.verdict import Verdict
from tests.model.second_fold import DOSSIER, SecondFold
from tests.model.second_members import known
from tests.model.second_view import View

Finding = str


def shown(one: bytes) -> str:
    """The first characters of an id, for traces."""
    return one.hex()[:8]


def fed(fold: Any, acts: Iterable[Act]) -> dict[bytes, tuple[str, str, str]]:
    """Give the acts to a fold; the (verdict, rule, role) of each that was judged."""
    found = {}
    for act in acts:
        for judged in fold.receive(act):
            rule = "" if judged.verdict is Verdict.REFUSED else judged.rule
            found[judged.act.id] = (judged.verdict.value, rule, judged.role)
    return found


def verdicts_differ(one: dict[bytes, Any], other: dict[bytes, Any], acts: dict[bytes, Act]) -> list[Finding]:
    """Every act on which two folds differ, in causal order."""
    order = sorted(set(one) | set(other), key=lambda x: (acts[x].header.depth, x))
    return [
        f"verdict of {shown(x)} {acts[x].header.verb or acts[x].header.form.name}: {one.get(x)} and {other.get(x)}"
        for x in order
        if one.get(x) != other.get(x)
    ]


def positions_differ(second: View, real: Any) -> list[Finding]:
    """Every answer of a view on which the two differ; `real` is a `Position`."""
    fold, found = second.fold, list[Finding]()

    def compare(what: str, one: object, other: object) -> None:
        if one != other:
            found.append(f"{what}: {one!r} and {other!r}")

    compare("parties", second.parties, frozenset(real.parties))
    compare("firm", second.firm, frozenset(real.firm))
    compare("items", second.items | {DOSSIER}, frozenset(real.items) | {DOSSIER})
    for act in sorted(second.acts):
        compare(f"effect of {shown(act)}", second.effect(act), real.effect(real.graph.nodes[act]))
        compare(f"known to {shown(act)}", known(second, act), who_is_known(real, act))
    for item in sorted(second.items):
        compare(f"phase of {shown(item)}", second.phase_name(item), name_of(real.phase(item)))
        compare(f"end of {shown(item)}", second.ended(item), real.ended(item))
        for role in roles_above(fold, item):
            held = second.held_from(item, role)
            compare(f"held {shown(item)} {role}", held, frozenset(real.held(item, role)))
            for party in sorted(held):
                what = f"lane {shown(item)} {role} {shown(party)}"
                compare(what, second.stories(item, role, party), told(real.stories(item, role, party)))
                compare(what, second.lane(item, role, party), frozenset(real.lane(item, role, party)))
    return found


def who_is_known(real: Any, act: bytes) -> frozenset[bytes]:
    """The parties that the real fold says the act knows."""
    return frozenset(party for party in real.parties if real.knew(real.graph.nodes[act], party))


def told(stories: Iterable[Any]) -> tuple[tuple[str, bytes], ...]:
    """The stories of the real fold as pairs of a place and an act."""
    return tuple(sorted((move.stand, move.by.act.id) for move in stories))


def name_of(phase: Any) -> str:
    """The name of a phase, however the fold gives it."""
    return "" if phase is None else str(getattr(phase, "name", phase))


def roles_above(fold: SecondFold, item: bytes) -> list[str]:
    """The roles that can be found from this item upwards."""
    return sorted({role.name for one in fold.upwards(item) for role in fold.type_of(one).roles})


def causal_shuffle(rng: Random, acts: list[Act]) -> list[Act]:
    """Any order; acts may come before their past, the first act too."""
    order = list(acts)
    rng.shuffle(order)
    return order


def compared(seed: int, kind: Kind, acts: list[Act], second: SecondFold, real: Callable[[Kind], Any]) -> list[Finding]:
    """Both folds over one history: verdicts, the view of all acts, and of some sets of acts."""
    rng = Random(seed)
    table = {act.id: act for act in acts}
    judged = {x: (j.verdict.value, j.rule, j.role) for x, j in second.judged.items()}
    judged |= {x: (j.verdict.value, "", "") for x, j in second.refused.items()}
    fold = real(kind)
    found = verdicts_differ(judged, fed(fold, [acts[0], *causal_shuffle(rng, acts[1:])]), table)
    if found:
        return found
    found = positions_differ(second.now(), fold.now())
    for _ in range(4):
        some = rng.sample(sorted(second.acts), min(len(second.acts), rng.randint(1, 3)))
        found += positions_differ(second.view(some), fold.view(some))
    return found
