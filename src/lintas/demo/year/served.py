"""The federation of a year, laid down, looked at and served: what `--full` and `--small` do."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from lintas.compose import desk
from lintas.compose.folder import SOCKET
from lintas.demo import disks
from lintas.demo.federation import ASEC, FOUNDERS, MY, PASSWORD, VN, Founder, free_ports
from lintas.demo.scenes import ladder
from lintas.demo.visitor import Visitor
from lintas.demo.world import World
from lintas.demo.year import play
from lintas.demo.year.cast import EVERYBODY, SECRETARIAT
from lintas.demo.year.schedule import YEAR_DAYS, Played, full, small
from lintas.demo.year.stage import DAY_MS, Stage, in_memory, open_stage
from lintas.transport.client import LocalPeer

AGO_MS: Final = 5 * 60 * 1000
"""The year ends so long before now: a clock that is read goes on by a millisecond."""
FIRST_MS: Final = DAY_MS
"""So long before the first act the federation is founded."""


def year(world: World) -> dict[str, str]:
    """A year of fourteen authorities; the dossiers of the visitor, by what they are. Raises `DoesNotHold`."""
    return _laid(world, EVERYBODY, full, YEAR_DAYS)


def weeks(world: World) -> dict[str, str]:
    """Some weeks of two offices and the Secretariat."""
    return _laid(world, FOUNDERS, small, 27)


def _laid(world: World, founders: Sequence[Founder], plan: Callable[[int], list[Played]], days: int) -> dict[str, str]:
    started = time.monotonic()
    now_ms = int(time.time() * 1000) - AGO_MS
    dossiers = plan(now_ms)
    print("EXERCISE  EXERCISE  EXERCISE   every person, account, office and payment in this is invented")
    print(f"\n{len(founders)} authorities, each a node of its own below {world.nodes.folder}:", flush=True)
    for each in founders:
        print(f"  {each.code:<8} {each.name}; officers {' and '.join(each.officers)}")
    ports = free_ports(len(founders) + sum(bool(each.accounts) for each in founders))
    first_ms = now_ms - days * DAY_MS - FIRST_MS
    with in_memory(world.nodes.folder) as place, open_stage(place, founders, ports, first_ms) as stage:
        play.found(stage, world.claims)
        acts = play.play(stage, dossiers, now_ms)
        told = f"{acts} acts in {len(dossiers)} dossiers of {len({each.row.kind for each in dossiers})} kinds"
        print(f"\n{days} days on clocks that were set: {told}, carried in {stage.carried} sealed files.", flush=True)
        play.look(stage, dossiers, world.claims, now_ms)
        _pictures(stage, dossiers, world)
        play.sound(stage, world.claims)
        world.claims.check(
            stage.clock.now_ms <= time.time() * 1000, "no act is of a time that has not come", str(stage.clock.now_ms)
        )
    _secretariat(world, dossiers)
    spent_s = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _serve(world, founders)
    print(f"standing after {time.monotonic() - started:.0f} s", flush=True)
    line = next(each.dossier for each in dossiers if each.row.kind == "hotline" and set(each.parties) == {VN, MY})
    ladder.play(world, line)
    print(
        f"\nEXERCISE  {len(founders)} authorities, {len(dossiers)} dossiers, {acts} acts, {world.claims.held} claims"
        f" checked,\nin {time.monotonic() - started:.0f} s, {spent_s:.0f} s of one processor before the nodes served."
        " All hold.",
        flush=True,
    )
    return {each.row.name: each.dossier for each in dossiers if MY in each.parties}


def _pictures(stage: Stage, dossiers: Sequence[Played], world: World) -> None:
    """What the Secretariat draws of the figures of five states or more."""
    for each in (one for one in dossiers if one.many and one.row.kind == "returns"):
        drawn = stage.run(SECRETARIAT, "picture", {"dossier": each.dossier})
        world.claims.check(
            drawn["states"] == len(each.parties) - 1 and not drawn["unread"],
            f"the Secretariat draws a regional picture of {drawn['states']} states",
            str(drawn),
        )


def _secretariat(world: World, dossiers: Sequence[Played]) -> None:
    ids = [each.dossier for each in dossiers if ASEC not in each.parties]
    needles = disks.ids(ids)
    here = disks.found(world.nodes.at(ASEC), needles)
    world.claims.check(
        not here, f"of {len(ids)} dossiers to which the Secretariat is no party its disk has no byte", str(here)
    )
    there = disks.found(world.nodes.at(VN), disks.ids(each.dossier for each in dossiers if VN in each.parties))
    world.claims.check(bool(there), "the same search finds them in a party's folder", "it finds nothing")


def _serve(world: World, founders: Sequence[Founder]) -> None:
    """Start them, let everybody in who signs in, and ask each whether it is there."""
    world.nodes.start(tuple(each.code for each in FOUNDERS), [each.code for each in founders if not each.accounts])
    for each in founders:
        for account in each.accounts:
            ask(world, each.code, "console invite", {
                "name": account.name, "roles": account.roles.split(","), "shown": account.shown,
                "language": account.language, "exercise_password": PASSWORD,
            })  # fmt: skip
    answering = {each.code: ask(world, each.code, "status", {})["code"] for each in founders}
    world.claims.check(
        answering == {each.code: each.code for each in founders}, f"all {len(founders)} nodes serve", str(answering)
    )
    for code, console in world.nodes.consoles().items():
        page = Visitor(console).page("/accounts/login/")
        world.claims.check(
            "EXERCISE" in page, f"the console of {code} answers at {console}, marked EXERCISE", page[:300]
        )


def ask(world: World, code: str, command: str, args: dict[str, Any]) -> Any:
    """Ask a running node over its socket, as whoever runs it."""
    request = desk.write_request(command, args)
    return desk.read_answer(LocalPeer(world.nodes.at(code) / SOCKET).post(desk.PATH, request))
