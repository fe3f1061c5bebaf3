"""The states sign the registry: from then on keys, addresses and desks change without anybody meeting."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from lintas.demo.federation import ASEC, FOUNDERS, MY, VN
from lintas.demo.world import NODES, World

AGREED_S_MAX = 20.0
NIGHT_DESK = "Night desk (EXERCISE)"


def play(world: World) -> None:
    """Found and confirm it, list a desk, and find it at another node."""
    world.scene("0. The founders sign the registry: each its own act, none above another")
    _sign(world, MY)
    world.until(AGREED_S_MAX, "every node has the registry", lambda: _phases(world) == {"one has yet to confirm"})
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda code: _sign(world, code), (VN, ASEC)))
    world.until(AGREED_S_MAX, "every founder has signed it", lambda: _phases(world) == {"in force"})
    seen = [_shown(world, code) for code in NODES]
    world.claims.check(
        len({each["registry"] for each in seen}) == 1 and not any(each["faults"] for each in seen),
        "all three hold one registry, in force, signed by every founder, with nothing at fault in it",
        str([(each["registry"], each["faults"]) for each in seen]),
    )
    words = ["registry", "desk", VN, NIGHT_DESK, "--does", "hotline", "--answers", "at all hours",
             "--languages", "Vietnamese, English", "--contact", "+00 0000 0001"]  # fmt: skip
    world.steps += 1
    print(f"\n[{world.steps}] Viet Nam says who answers at night.", flush=True)
    lan = world.nodes.officer(VN, "lan")
    world.terminal.typed(words, lan)
    world.terminal.run(words, lan)
    world.until(AGREED_S_MAX, "the desk is known at asec", lambda: _shown(world, ASEC)["desks"])
    page = world.page(ASEC, "dewi", ["registry", "show", "--does", "hotline", "--at-all-hours"])
    world.claims.check(NIGHT_DESK in page, "the Secretariat sees whom to call at three in the morning", page)


def _sign(world: World, code: str) -> None:
    one, two = next(founder.officers for founder in FOUNDERS if founder.code == code)
    world.steps += 1
    words, officer = ["registry", "sign", "--approve", two], world.nodes.officer(code, one)
    print(f"\n[{world.steps}] {code} signs, by two officers.", flush=True)
    world.terminal.typed(words, officer)
    world.terminal.run(words, officer)


def _shown(world: World, code: str) -> dict[str, Any]:
    shown: dict[str, Any] = world.ask(code, "registry shown")
    return shown


def _phases(world: World) -> set[str]:
    return {_shown(world, code)["phase"] for code in NODES}
