"""A year is played: the registry is signed, every dossier goes on in the order of time, and all of it is looked at.

Every claim is looked at in the nodes of all whom it concerns, and in those of all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any, Final

from lintas.demo.claims import Claims
from lintas.demo.federation import ASEC, MY, VN
from lintas.demo.world import ITEM_CHARS
from lintas.demo.year.pairs import dated
from lintas.demo.year.schedule import Played, day_of
from lintas.demo.year.stage import Stage, shown
from lintas.node.check_store import check_store
from lintas.node.desk import renew
from lintas.node.register import founder
from lintas.node.state import Node
from lintas.wire.identifiers import show

IN_FORCE: Final = "in force"
NIGHT_DESK: Final = {
    "what": "desk", "name": "Night desk (EXERCISE)", "does": ["hotline", "duty desk"], "answers": "at all hours",
    "languages": "English", "close": "",
}  # fmt: skip
"""Who answers when a line is dead: it stands on the cards of the other side, and beside a call that is lost."""


def found(stage: Stage, claims: Claims) -> None:
    """Every founder signs the registry."""
    codes = {node.id: code for code, node in stage.nodes.items()}
    first = codes[founder(stage.nodes[ASEC].federation)]
    for code in (first, *(each for each in stage.nodes if each != first)):
        stage.carry(first, [code] if code != first else [])
        stage.run(code, "registry", {"what": "sign"}, two=True)
        stage.carry(code, [first] if code != first else [])
    stage.all_round()
    for number, code in enumerate((MY, VN), 1):
        stage.run(code, "registry", NIGHT_DESK | {"code": code, "contact": f"+00 0000 000{number}"})
    stage.all_round()
    seen = {code: stage.run(code, "registry shown", {}) for code in stage.nodes}
    claims.check(
        len({each["registry"] for each in seen.values()}) == 1
        and {each["phase"] for each in seen.values()} == {IN_FORCE}
        and not any(each["faults"] for each in seen.values()),
        f"all {len(seen)} hold one registry, in force, signed by every founder, with nothing at fault in it",
        str({code: (each["phase"], each["faults"]) for code, each in seen.items()}),
    )
    claims.check(
        all({MY, VN} <= {desk["authority"] for desk in each["desks"] if desk["contact"]} for each in seen.values()),
        "each knows whom to telephone at all hours when a line is dead",
        str({code: each["desks"] for code, each in seen.items()}),
    )


def play(stage: Stage, dossiers: Sequence[Played], now_ms: int) -> int:
    """Take every step of every dossier in the order of time, and bring it to the others; how many acts were made."""
    steps = [(time_ms, number, at) for number, each in enumerate(dossiers) for at, time_ms in enumerate(each.times_ms)]
    for time_ms, number, at in sorted(steps):
        stage.clock.until(time_ms)
        each = dossiers[number]
        step = dated(each.row.steps[at], day_of(now_ms), day_of(time_ms))
        done = stage.act(step, each.row.kind, each.dossier, each.items.get(step.item, ""))
        each.seats(step)
        each.dossier = done["dossier"]
        if step.opens:
            each.items[step.opens] = done["opened"]
        stage.carry(step.by, (code for code in each.parties if code != step.by))
    stage.clock.until(now_ms)
    # A certificate of an officer is for a year, and the year is over.
    for code, who in stage.founders.items():
        for name in who.officers:
            stage.do(code, partial(renew, name=name))
    return len(steps)


def look(stage: Stage, dossiers: Sequence[Played], claims: Claims, now_ms: int) -> None:
    """Where each dossier stands for all who are in it, and that nobody else has anything of it."""
    seen = [{code: shown(stage, code, each.dossier) for code in each.parties} for each in dossiers]
    wrong = [_wrong(each, views) for each, views in zip(dossiers, seen, strict=True)]
    for each, why in zip(dossiers, wrong, strict=True):
        if each.many:
            told = "; ".join([each.row.phase, *(f"{name}: {phase}" for name, phase in each.row.items.items())])
            added = "".join(f"; {name} {total}" for name, total in each.row.totals.items())
            print(f"\n{each.row.kind}: {each.row.about}", flush=True)
            claims.check(not why, f"{len(each.parties)} authorities see {told}{added}", str(why))
    _rows([(each, why) for each, why in zip(dossiers, wrong, strict=True) if not each.many], claims)
    late = [(each.row.kind, code, clock["name"]) for each, views in zip(dossiers, seen, strict=True)
            for code, view in views.items() for clock in view["clocks"]
            if clock["state"] == "running" and clock["due_ms"] < now_ms]  # fmt: skip
    claims.check(not late, "nothing that is open is late", str(late[:5]))
    _nobody_else(stage, dossiers, claims)


def _wrong(each: Played, views: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """What those see who do not see it as its row says; nobody, if all is well."""
    wanted = {"dossier": each.row.phase, **{each.items[name]: phase for name, phase in each.row.items.items()}}
    found = {code: _phases(view, wanted) for code, view in views.items()}
    sums = {code: {(one["name"], str(one["sum"])) for one in view["totals"]} for code, view in views.items()}
    totals = set(each.row.totals.items())
    return {code: (found[code], sums[code]) for code in views if found[code] != wanted or not sums[code] >= totals}


def _phases(view: dict[str, Any], wanted: dict[str, str]) -> dict[str, str | None]:
    phases = {item["id"][:ITEM_CHARS]: item["phase"] for item in view["items"]}
    return {each: phases.get(each[:ITEM_CHARS]) for each in wanted}


def _rows(pairs: Sequence[tuple[Played, dict[str, Any]]], claims: Claims) -> None:
    """A line for each row: between whom its dossiers are."""
    print(flush=True)
    for kind, found in groupby(sorted(pairs, key=lambda pair: pair[0].row.kind), key=lambda pair: pair[0].row.kind):
        of_kind = list(found)
        between = ", ".join(" and ".join(sorted(each.parties)) for each, _ in of_kind)
        wrong = [why for _, why in of_kind if why]
        claims.check(not wrong, f"{kind:<28} stands as it should for both: {between}", str(wrong))


def _nobody_else(stage: Stage, dossiers: Sequence[Played], claims: Claims) -> None:
    held = {code: {show(each) for each in node.store.dossiers()} for code, node in stage.nodes.items()}
    wrong = [(each.row.kind, code) for each in dossiers for code, ids in held.items()
             if (each.dossier in ids) != (code in each.parties)]  # fmt: skip
    claims.check(not wrong, "each of these dossiers is at the nodes of its parties, and nothing of it at any other",
                 str(wrong[:5]))  # fmt: skip


def sound(stage: Stage, claims: Claims) -> None:
    """No fault in any store, and no act of a day that has not come."""
    found = {code: stage.do(code, _checked) for code in stage.nodes}
    claims.check(not any(found.values()), f"no fault is found in any of the {len(found)} stores", str(found))


def _checked(node: Node) -> list[str]:
    return [str(each) for each in check_store(node).findings]
