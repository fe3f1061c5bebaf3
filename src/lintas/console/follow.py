"""Keeping lists and open pages in step with the node: a thread that follows the log by position.

What it writes can be made again: a lost file, or a node that was restored to an earlier moment, is followed anew from
the beginning. A crash between two steps repeats one, and changes nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from django.db import close_old_connections, transaction

from lintas.compose.service import Service
from lintas.console import disk, ladder, teams, translations
from lintas.console.live.hub import Hub, Moved, Told
from lintas.console.models import Dossier, Event, Membership, Officer, Place
from lintas.console.models.listed import COLUMNS
from lintas.dossier.meanings import Marking
from lintas.dossier.traits import CLOSED, REALTIME
from lintas.node import moved
from lintas.node.standing import News, Standing, news
from lintas.node.state import Node
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show

log = logging.getLogger(__name__)

LINES: Final = "lines"
STEP_ACTS_MAX: Final = 500
LOOK_S: Final = 1.0
"""How often it is looked whether marks moved, while somebody has a page open."""
REST_S: Final = 5.0


class Follower:
    """Follows one node; `ring` is called after each of its commits."""

    def __init__(self, service: Service, hub: Hub) -> None:
        self._service, self._hub = service, hub
        self._bell, self._ending = threading.Event(), False
        self._thread = threading.Thread(target=self._run, name="lintas-follower", daemon=True)
        self._marks: moved.Look | None = None
        self._forgotten = frozenset[bytes]()
        self._one_at_a_time = threading.Lock()

    def start(self) -> None:
        """Catch up, and go on."""
        self._hub.begin_anew()
        self._thread.start()

    def ring(self) -> None:
        """There is something new."""
        self._bell.set()

    def catch_up(self) -> None:
        """Take in all that is there, on the calling thread."""
        while self._step():
            pass

    def stop(self) -> None:
        """End, with what is under way finished."""
        self._ending = True
        self._bell.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ending:
            try:
                if not self._step():
                    self._look_at_marks()
                    self._look_at_recalls()
                    ladder.climb(self._service.node.clock())
                    disk.look()
                    self._rest()
            except LintasError as error:
                log.warning("lists are behind: %s", error)
                self._rest()
            except Exception:
                log.exception("lists are behind")
                self._rest()
        close_old_connections()

    def _rest(self) -> None:
        """Until there is something new, or it is time to look."""
        self._bell.wait(LOOK_S if self._hub.listening() else REST_S)
        self._bell.clear()

    def _step(self) -> bool:
        """Take in what comes next; whether there was any."""
        with self._one_at_a_time:
            return self._take_in()

    def _take_in(self) -> bool:
        place = Place.objects.filter(name=LINES).first() or Place(name=LINES)
        worker = self._service.worker
        following = worker.do(lambda node: _following(node, place))
        if following is None:
            _begin_anew()
            self._hub.begin_anew()
            place = Place(name=LINES)
            following = worker.do(lambda node: _following(node, place))
        if self._hub.upto is None:
            self._hub.upto = place.position - 1
        found, standings = following or ((), ())
        if not found:
            return False
        events = [_told(each, standings) for each in found]
        with transaction.atomic():
            for standing in standings:
                _write(standing, [each for each in found if each.dossier == standing.id])
                if standing.raw or REALTIME in standing.traits:
                    ladder.follow(standing.id, standing.waits, self._service.node.clock())
            joined = [each.dossier for each in found for name in each.officers if _join(each, name)]
            Event.objects.bulk_create(
                [Event(each.position, each.dossier, each.author, each.ours, each.verb, each.urgent) for each in events],
                ignore_conflicts=True,
            )
            place.position, place.tip = found[-1].position + 1, found[-1].act
            place.save()
        for line in Dossier.objects.filter(pk__in=joined, closed=True):
            worker.do(teams.naming(line))
        self._hub.teams += bool(joined)
        self._hub.publish(events)
        return True

    def _look_at_recalls(self) -> None:
        """Whether what an act said was recalled since the last look."""
        gone = self._service.worker.do(lambda node: node.recalls.gone.keys() - self._forgotten)
        translations.forget({show(act) for act in gone})
        self._forgotten |= gone

    def _look_at_marks(self) -> None:
        """Whether peers confirmed or opened something since the last look."""
        # Once before anybody can: what moved since is told to whoever listens first.
        if self._marks is not None and not self._hub.listening():
            return
        self._marks, found = self._service.worker.do(partial(_moved, before=self._marks))
        if found:
            self._hub.move(found)


def _following(node: Node, place: Place) -> tuple[tuple[News, ...], tuple[Standing, ...]] | None:
    """What comes next, in one job, as open pages wait for it; None where the log is not the one that was followed."""
    if place.position:
        before = node.store.since(place.position - 1, 1)
        if not before or show(before[0].id) != place.tip:
            return None
    return news(node, place.position, STEP_ACTS_MAX)


def _moved(node: Node, before: moved.Look | None) -> tuple[moved.Look, Sequence[Moved]]:
    """How marks are now, and where they moved since."""
    now = moved.look(node)
    found = moved.moved(node, before or now, now)
    return now, [Moved()] if found is None else [Moved(show(dossier), at) for dossier, at in found.items()]


def _begin_anew() -> None:
    log.warning("the node is at an earlier moment than its lists: they are made anew")
    with transaction.atomic():
        for model in (Dossier, Event, Place):
            model.objects.all().delete()


def _told(each: News, standings: tuple[Standing, ...]) -> Told:
    of = next(standing for standing in standings if standing.id == each.dossier)
    return Told(each.position, each.dossier, each.author, each.verb, each.ours, each.act in of.rings)


def _write(standing: Standing, acts: list[News]) -> None:
    line = Dossier.objects.filter(pk=standing.id).first() or Dossier(pk=standing.id, opened_ms=acts[0].time_ms)
    fill(line, standing, acts)
    team = Membership.objects.filter(dossier=line.pk)
    changed: dict[str, Any] = {name: getattr(line, name) for name in COLUMNS}
    # What others did brings back what an officer had put off.
    changed |= {} if all(each.ours for each in acts) else {"snoozed_ms": 0}
    line.taken = bool(team.update(**changed))
    line.save()


def fill(line: Dossier, standing: Standing, acts: list[News]) -> None:
    """Put into a line where its dossier stands, and what these acts add."""
    line.kind, line.title, line.traits = standing.kind, standing.title, list(standing.traits)
    line.realtime = REALTIME in standing.traits
    # What was closed stays so, also where it cannot be folded any more.
    line.closed = line.closed or CLOSED in standing.traits
    line.phase, line.ended, line.raw = standing.phase, standing.ended, standing.raw
    line.parties, line.awaited = list(standing.parties), list(standing.awaited)
    line.awaits_us, line.next_step = standing.awaits_us, standing.step
    line.owed = [list(each) for each in standing.owed]
    line.due_ms, line.due_ours = standing.owed[0] if standing.owed else (None, False)
    line.marking = max([line.marking, *(each.marking for each in acts)], key=_height)
    line.last_ms, line.last_position = acts[-1].time_ms, acts[-1].position
    line.sort()


def _join(each: News, name: str) -> bool:
    """Whoever answers for an act works on its dossier; whether that is new."""
    officer = Officer.objects.filter(name=name).first()
    if officer is None:
        return False
    return Membership.objects.get_or_create(dossier=each.dossier, officer=officer, defaults={"by": officer})[1]


def _height(marking: str) -> int:
    return Marking.choices.index(marking) if marking else -1
