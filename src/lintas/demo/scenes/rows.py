"""Working together: a dossier of every row, carried as far as a visitor can make sense of. The Secretariat is no party.

The dossiers are played side by side, step by step: what one office does in all of them goes out before the other one
answers, as on any morning at which both have much to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

from lintas.demo.federation import ASEC, MY, VN
from lintas.demo.rows import ROWS, Row
from lintas.demo.rows.row import Step
from lintas.demo.sitting import Sitting, sitting
from lintas.demo.world import ITEM_CHARS, SHORT, World

CARRIED_S_MAX = 20.0
OFFICERS: Mapping[str, tuple[str, str]] = {VN: ("lan", "binh"), MY: ("aisyah", "farid")}


@dataclass(slots=True)
class Played:
    """A row as far as it was played: the turns that are left, what was typed, the dossier, its items by their name."""

    row: Row
    turns: list[tuple[str, list[Step]]]
    typed: list[tuple[str, list[str]]] = field(default_factory=list)
    dossier: str = ""
    items: dict[str, str] = field(default_factory=dict)
    newest: str = ""


def play(world: World) -> dict[str, str]:
    """Play every row; the dossiers, by what they are."""
    world.papers.mkdir(exist_ok=True)
    world.scene("5. Working together: a dossier of every row, between two offices. The Secretariat is no party.")
    played = [Played(row, [(by, list(steps)) for by, steps in groupby(row.steps, lambda s: s.by)]) for row in ROWS]
    at = {code: world.nodes.officer(code, names[0]) for code, names in OFFICERS.items()}
    with sitting(world.terminal, at[VN]) as vn, sitting(world.terminal, at[MY]) as my, ThreadPoolExecutor(2) as pool:
        while any(each.turns for each in played):
            moved = list(pool.map(partial(_turns, world), (vn, my), (_whose(played, VN), _whose(played, MY))))
            _carried(world, [each for side in moved for each in side])
    for each in played:
        _look(world, each)
    return {each.row.name: each.dossier for each in played}


def _whose(played: Sequence[Played], code: str) -> list[Played]:
    """The dossiers in which it is this office's turn."""
    return [each for each in played if each.turns and each.turns[0][0] == code]


def _turns(world: World, here: Sitting, played: list[Played]) -> list[Played]:
    """What this office does in each of these dossiers before the other one answers; the dossiers."""
    for each in played:
        for step in each.turns.pop(0)[1]:
            words = _words(world, each, step)
            done = here.run(words).data
            each.typed.append((step.by, words))
            each.dossier, each.newest = done["dossier"], done["act"]
            if step.opens:
                each.items[step.opens] = done["opened"]
    return played


def _words(world: World, played: Played, step: Step) -> list[str]:
    """The command, as somebody types it."""
    first = ["act", played.dossier[:SHORT], step.verb] if played.dossier else ["open", played.row.kind, step.verb]
    words = [*first, "--for", "all"]
    words += [word for each in step.to for word in ("--to", each)]
    words += ["--item", played.items[step.item][:SHORT]] if step.item else []
    words += ["--approve", OFFICERS[step.by][1]] if step.two else []
    words += [word for name, value in step.fields.items() for word in ("--field", f"{name}={value}")]
    for name, (file, text) in step.files.items():
        path = world.papers / file
        path.write_text(text, encoding="utf-8")
        words += ["--file", f"{name}={path}"]
    return words


def _carried(world: World, played: Sequence[Played]) -> None:
    """Wait until both offices have the newest act of each of these dossiers."""
    for each in played:
        for code in OFFICERS:
            world.until(CARRIED_S_MAX, f"{code} has {each.row.kind}", lambda e=each, c=code: _has(world, c, e))


def _has(world: World, code: str, played: Played) -> bool:
    shown = world.shown(code, played.dossier)
    return shown is not None and any(act["id"] == played.newest for act in shown["acts"])


def _look(world: World, played: Played) -> None:
    """Show what was typed, and check where the dossier stands, at both offices and at the Secretariat."""
    row = played.row
    world.steps += len(played.typed)
    print(f"\n[{world.steps}] {row.kind}: {row.about}.", flush=True)
    for code, words in played.typed:
        world.terminal.typed(words, world.nodes.officer(code, OFFICERS[code][0]))
    wanted = {"dossier": row.phase, **{played.items[name]: phase for name, phase in row.items.items()}}
    for code in OFFICERS:
        shown = world.known(code, played.dossier)
        phases = {each["id"][:ITEM_CHARS]: each["phase"] for each in shown["items"]}
        found = {each: phases.get(each[:ITEM_CHARS]) for each in wanted}
        told = "; ".join([row.phase, *(f"{name}: {phase}" for name, phase in row.items.items())])
        world.claims.check(found == wanted, f"{code} sees {told}", str(phases))
        _added_up(world, code, row, shown)
    world.claims.check(world.shown(ASEC, played.dossier) is None, "asec knows of no such dossier", "it holds it")


def _added_up(world: World, code: str, row: Row, shown: Mapping[str, Any]) -> None:
    if row.totals:
        said = ", ".join(f"{name} {total}" for name, total in row.totals.items())
        world.claims.check(_totals(shown) >= set(row.totals.items()), f"{code} sees added up: {said}", str(shown))


def _totals(shown: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(each["name"], str(each["sum"])) for each in shown["totals"]}
