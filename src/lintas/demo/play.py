"""The whole play, in order, from making the nodes to the court."""

from __future__ import annotations

import time

from lintas.demo.federation import FOUNDERS
from lintas.demo.rows import ROWS
from lintas.demo.scenes import court, hotline, ladder, legal, meeting, police, registry, rows, secretariat
from lintas.demo.world import World

FIRST = ("police exchange", "legal assistance", "hotline", "meeting")
"""The dossiers that are carried act by act, by what they are."""
OPENED = (*FIRST, *(row.name for row in ROWS))
"""Every dossier that the demonstration leaves open, by what it is."""


def play(world: World) -> dict[str, str]:
    """Play everything; raises `DoesNotHold` at the first claim that does not. The dossiers, by what they are."""
    started = time.monotonic()
    print("EXERCISE  EXERCISE  EXERCISE   every person, account, office and payment in this is invented")
    print(f"\nthree nodes on this machine, in {world.nodes.folder}, each a process with databases of its own:")
    for founder in FOUNDERS:
        print(f"  {founder.code:<6} {founder.name}; officers {' and '.join(founder.officers)}", flush=True)
    genesis = world.nodes.found()
    print(f"their genesis, read aloud and compared: {genesis[:16]}...", flush=True)
    print(f"serving after {time.monotonic() - started:.0f} s", flush=True)
    registry.play(world)
    answered = police.play(world)
    case = legal.play(world, answered)
    line = hotline.play(world)
    ladder.play(world, line)
    held = meeting.play(world)
    together = rows.play(world)
    private = [answered.exchange, case.dossier, line, *together.values()]
    secretariat.search_running(world, private)
    court.play(world, case, genesis)
    secretariat.search_stopped(world, private)
    print(
        f"\nEXERCISE  {world.steps} steps, {world.terminal.commands} commands, {world.claims.held} claims checked,"
        f" in {time.monotonic() - started:.0f} s. All hold.",
        flush=True,
    )
    return dict(zip(FIRST, (answered.exchange, case.dossier, line, held), strict=True)) | together
