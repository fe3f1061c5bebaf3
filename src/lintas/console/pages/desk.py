"""The duty desk: every line on one page, what waits for us and for them, who is on duty, and handing over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lintas.console import access, climbing, one_step, roster, trail
from lintas.console.asking import ask
from lintas.console.climbing import Climbing
from lintas.console.htmx import by_itself
from lintas.console.models.officer import DUTY, MINISTER
from lintas.console.one_step import Step
from lintas.console.owed import Owed, owed
from lintas.console.signed_in import officer_of, only_for
from lintas.dossier.position import DOSSIER
from lintas.node.clocks import ShownClock, clocks
from lintas.node.plain_data import find_dossier
from lintas.node.state import Node

NEXT_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Call:
    """One line: where it stands, who sits at it and how (code, where it stands), and what is open to us there."""

    id: str
    title: str
    phase: str
    seats: list[tuple[str, str]]
    clocks: tuple[ShownClock, ...]
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Row:
    """The line as the page shows it."""

    call: Call
    ours: list[Owed]
    theirs: list[Owed]
    climbing: list[Climbing]


@only_for(DUTY, MINISTER)
def desk(request: HttpRequest) -> HttpResponse:
    """`GET /desk/`. That it was looked at stands in the trail; it shows no word of any message."""
    officer = officer_of(request)
    open_lines = access.visible(officer).filter(realtime=True, ended=False).order_by("-last_ms")
    ids = list(open_lines.values_list("pk", flat=True))
    us, calls = ask(lambda node: (node.federation.code(node.id), [_call(node, each) for each in ids]))
    rows = [(call, owed(call.clocks, us, officer)) for call in calls]
    waits = climbing.waiting(ids, officer)
    lines = [
        Row(
            call,
            [each for each in found if each.ours],
            [each for each in found if not each.ours],
            [each for each in waits if each.held.dossier == call.id],
        )
        for call, found in rows
    ]
    if not by_itself(request):
        trail.note(officer, "looked at the desk")
    context = {
        "lines": sorted(lines, key=lambda row: not row.ours),
        "ours": sum(len(row.ours) for row in lines),
        "rings": sum(each.rings for row in lines for each in row.ours),
        "on": roster.on_shift(officer),
        "next": roster.coming(officer)[:NEXT_SHOWN],
        "plans": officer.has(DUTY),
    }
    return render(request, "console/desk.html", context)


def _call(node: Node, text: str) -> Call:
    dossier = find_dossier(node, text)
    replica = node.replica(dossier)
    now = replica.now()
    seats = [
        (node.federation.code(party), ", ".join(sorted(now.lane(DOSSIER, role.name, party))))
        for role in now.type(DOSSIER).roles
        for party in now.held(DOSSIER, role.name)
    ]
    return Call(
        text,
        replica.kind.title,
        now.phase(DOSSIER),
        sorted(seats),
        clocks(node, dossier, ()),
        one_step.steps(node, dossier, [DOSSIER]),
    )
