"""The ladder inside one house: a message that nobody has acknowledged climbs there, and nobody outside sees it."""

from __future__ import annotations

import re
from html import unescape

from lintas.demo import disks
from lintas.demo.federation import MY, VN
from lintas.demo.visitor import Visitor
from lintas.demo.world import SHORT, World

DESK, HEAD, OFFICE = "Duty desk (EXERCISE)", "Head of the desk (EXERCISE)", "Private office (EXERCISE)"
CLIMBS_S_MAX = 20.0
_PERSON = re.compile(r'name="officers-1" value="(\d+)"[^>]*>\s*([^<]+)')


def play(world: World, line: str) -> None:
    """Set the ladder, say something on the line, see where it stands in both houses, acknowledge it."""
    world.scene("3b. The ladder inside one house: set on a page, seen by nobody outside")
    consoles = world.nodes.consoles()
    _set(world, consoles[MY])
    short = line[:SHORT]
    said = world.act(
        VN, "lan", "A message that a person must read now. The desk there climbs after no minute at all.",
        ["act", short, "say", "--to", "reader=my-ca", "--for", "my-ca", "--field", "urgency=now",
         "--field", "text=" + world.sealed("Is the cutter back in your invented harbour?")],
    )  # fmt: skip
    head, office = _at(consoles[MY], "farid"), _at(consoles[MY], "minister")
    world.until(CLIMBS_S_MAX, "it climbs", lambda: "Reached" in head.page("/ladder/told/"))
    told = head.page("/")
    world.claims.check(
        f"Reached {HEAD}, rung 2 of 3" in told,
        f"at my-ca it has climbed to the second rung, {HEAD}",
        told,
    )
    told = office.page("/ladder/told/")
    world.claims.check(OFFICE not in told, "the private office above is not asked before its time", told)
    outside = _at(consoles[VN], "lan").page(f"/dossiers/{line}/")
    named = disks.found(world.nodes.at(VN), disks.words((HEAD, OFFICE)))
    world.claims.check(
        "Reached" not in outside and HEAD not in outside and not named,
        "vn-ca has no act, page or byte of it: how long a house takes is its own affair",
        f"{named} {outside[:300]}",
    )
    world.act(MY, "aisyah", "Aisyah, a person, acknowledges.",
              ["act", short, "acknowledge", "--item", said["opened"][:SHORT], "--for", "vn-ca"])  # fmt: skip
    world.until(CLIMBS_S_MAX, "it waits no more", lambda: "Reached" not in head.page("/ladder/told/"))
    told = office.page("/")
    world.claims.check("Reached" not in told, "acknowledged, it is on no rung any more", told)


def _at(console: str, name: str) -> Visitor:
    visitor = Visitor(console)
    visitor.sign_in(name)
    return visitor


def _set(world: World, console: str) -> None:
    operator = _at(console, "operator")
    found = _PERSON.findall(operator.source("/ladder/"))
    people = {unescape(name).strip(): number for number, name in found}
    operator.send("/ladder/", {
        "name-0": DESK, "minutes-0-now": "0",
        "name-1": HEAD, "officers-1": people["Farid"], "minutes-1-now": "30",
        "name-2": OFFICE, "officers-2": people["Minister's private office"],
    })  # fmt: skip
    world.steps += 1
    print(f"\n[{world.steps}] The operator of my-ca sets the ladder at {console}/ladder/.", flush=True)
    page = operator.page("/ladder/")
    world.claims.check("The ladder is set." in page, "the ladder is set, by the people of this house alone", page[:300])
