"""The stream of events that a browser reads (server-sent events, HTML living standard 9.2).

`act` events carry the position in the node's log as their id, so that a browser that was cut off goes on behind the
last one it read (`Last-Event-ID`), and gets each once. A page that was just made names the newest act that it may know
(`?after=`), so that none falls between the page and its stream. `marks` says that delivery marks moved: by dossier, the
position of the oldest act of which one did, or nothing where it may be any act. `glass` says that there is a
break-glass to take note of, `ladder` that something climbed to the officer, or waits no more. All but acts have no id,
since whoever comes back reads the page anew anyway. Only dossiers that the officer may see are in the stream.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Sequence, Set
from dataclasses import asdict
from math import inf
from time import monotonic
from typing import Final, cast

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse

from lintas.console import access, glass, ladder
from lintas.console.live.hub import Moved, Told, hub
from lintas.console.models import Event, Officer, Place

TAIL_S: Final = 15.0
"""A quiet stream says so this often, so that no proxy takes it for dead, and looks whether another process wrote."""
MARKS_S: Final = 0.5
"""Marks that moved are told this much later, together: the acts that moved them come first, and cost a page less."""
MARKS_AGAIN_MAX: Final = 64
"""A stream begins with so many of the moves before it, since some may have come while its page was on its way."""
READ_MAX: Final = 500
_POSITION: Final = re.compile(r"-1|[0-9]{1,18}")
"""A position, of at most as many digits as a 64-bit number is sure to hold; -1 is before the first act."""


async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """`GET /live?after=POSITION`."""
    officer = cast(Officer, await request.auser())
    said = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    after = int(said) if _POSITION.fullmatch(said) else await sync_to_async(newest)()
    return streamed(officer, after)


def streamed(officer: Officer, after: int, still: Callable[[], bool] | None = None) -> StreamingHttpResponse:
    """The events behind a position that the officer may see, as they come, for as long as he `still` may listen."""
    response = StreamingHttpResponse(_events(officer, after, still), content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    return response


async def _events(officer: Officer, after: int, still: Callable[[], bool] | None) -> AsyncIterator[str]:
    seeing, marks, glasses = _Seeing(officer), _Marks(), hub.glasses
    ladders, climbed = hub.ladders, True
    with hub.listen() as listener:
        yield "retry: 1000\n\n"
        while not hub.closed and (still is None or await sync_to_async(still)()):
            told = hub.held_after(after)
            if told is None:
                told = await sync_to_async(_read)(after)
            if told:
                seen = await seeing.of({each.dossier for each in told})
                after = told[-1].position
                for each in (each for each in told if each.dossier in seen):
                    yield f"id: {each.position}\nevent: act\ndata: {json.dumps(asdict(each))}\n\n"
            if moved := marks.take():
                # A move that names no dossier is told to everybody, and asks nobody.
                seen = await seeing.of({each.dossier for each in moved if each.dossier})
                if where := _where(moved, seen):
                    yield f"event: marks\ndata: {where}\n\n"
            if glasses != hub.glasses:
                glasses = hub.glasses
                if await sync_to_async(glass.told(officer).exists)():
                    yield "event: glass\ndata: {}\n\n"
            if ladders != hub.ladders:
                ladders, before = hub.ladders, climbed
                climbed = bool(await sync_to_async(ladder.before)(officer))
                if climbed or before:
                    yield "event: ladder\ndata: {}\n\n"
            if not told:
                yield ": quiet\n\n"
                await listener.wait(min(TAIL_S, marks.wait_s()))


class _Marks:
    """Marks that moved since the browser was last told, and when it is to be told."""

    def __init__(self) -> None:
        self._told, self._at_s = max(0, hub.marks - MARKS_AGAIN_MAX), inf

    def take(self) -> list[Moved]:
        """What is to be told now, and is told then; nothing before it is time."""
        if self._told != hub.marks:
            self._at_s = min(self._at_s, monotonic() + MARKS_S)
        if monotonic() < self._at_s:
            return []
        self._told, moved = hub.moved_after(self._told)
        self._at_s = inf
        return moved

    def wait_s(self) -> float:
        """How long there is nothing to tell of what is known by now."""
        return max(0.0, self._at_s - monotonic())


class _Seeing:
    """What the officer may see, kept for as long as no team changes."""

    def __init__(self, officer: Officer) -> None:
        self._officer, self._teams = officer, hub.teams
        self._known: dict[str, bool] = {}

    async def of(self, dossiers: Set[str]) -> Set[str]:
        """Those of these dossiers; what is known of them is asked of nobody again."""
        if self._teams != hub.teams or dossiers - self._known.keys():
            await sync_to_async(self._look)(dossiers)
        return {dossier for dossier in dossiers if self._known[dossier]}

    def _look(self, dossiers: Set[str]) -> None:
        if self._teams != hub.teams:
            self._known, self._teams = {}, hub.teams
        new = dossiers - self._known.keys()
        seen = set(access.visible(self._officer).filter(pk__in=new).values_list("pk", flat=True))
        self._known |= {dossier: dossier in seen for dossier in new}


def _where(moved: Sequence[Moved], seen: Set[str]) -> str:
    """Where marks moved, as it is said to somebody who may see these dossiers; empty where there is nothing to say."""
    if not all(each.dossier for each in moved):
        return "{}"
    found = dict[str, int]()
    for each in moved:
        if each.dossier in seen:
            found[each.dossier] = min(each.position, found.get(each.dossier, each.position))
    return json.dumps(found) if found else ""


def newest() -> int:
    """The position of the newest act that lists have taken in; -1 if there is none."""
    place = Place.objects.filter(name="lines").first()
    return place.position - 1 if place else -1


def seen_after(officer: Officer, after: int, count_max: int) -> list[Told]:
    """The next events behind a position that the officer may see. What he may not see leaves no gap in their count."""
    rows = Event.objects.filter(position__gt=after, dossier__in=access.visible(officer).values("pk"))
    return _told(rows.order_by("position")[: min(count_max, READ_MAX)])


def _read(after: int) -> list[Told]:
    return _told(Event.objects.filter(position__gt=after).order_by("position")[:READ_MAX])


def _told(rows: Iterable[Event]) -> list[Told]:
    return [Told(row.position, row.dossier, row.author, row.verb, row.ours, row.urgent) for row in rows]
