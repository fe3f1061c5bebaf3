"""Who serves the peers of a node: one for each authority that the registry lists, at the place that it gives.

A courier calls a peer that has a line, with another one that fetches its files; a mailer leaves files for one that has
a mailbox; a folder holds those that are carried by hand. Beside them whoever collects our own mail, and mailers that
answer what somebody with a line left here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import repeat
from pathlib import Path

from lintas.compose.bags import DropFolder
from lintas.compose.couriers import Courier
from lintas.compose.mail import Collector, Mailer, NoWay, OurBox, PostOffice
from lintas.compose.settings import Settings
from lintas.compose.worker import Worker
from lintas.dossier.authority import Authority, UnknownAuthority
from lintas.node import pauses
from lintas.node.bulk import Bulk
from lintas.node.mail import Intake, Place, place_of
from lintas.node.ports import Peer
from lintas.node.state import Node
from lintas.transport.client import HttpPeer
from lintas.transport.errors import BadAddress

Way = Callable[[Authority], Peer]
AtWork = Courier | DropFolder | Mailer


class Staff:
    """All of them, for one node. `update` is called on the worker's thread, after each commit."""

    def __init__(self, node: Node, worker: Worker, settings: Settings, intake: Intake, way: Way | None = None) -> None:
        """Nobody works yet. `way` makes the way to a peer, by default HTTP to its address."""
        self._node, self._worker, self._settings = node, worker, settings
        self.office = PostOffice(worker, intake, self._mailer_of)
        self.collector: Collector | None = None
        """Who collects our mail; None where we have a line."""
        self._make_way = way or _http
        self._ways: list[Peer] = []
        self._running = False
        self._by_peer: dict[bytes, AtWork] = {}
        self._bulk: dict[bytes, Courier] = {}
        self._answering: dict[bytes, Mailer] = {}
        self._lock = threading.Lock()
        self._places: dict[bytes, Place] = {}
        self._given: tuple[object, ...] = ()
        self._paused: frozenset[bytes] = frozenset()
        self.update()

    @property
    def couriers(self) -> list[AtWork]:
        """Those who bring acts."""
        return list(self._by_peer.values())

    def update(self) -> None:
        """Have somebody for each authority that the registry lists now, at the place that it gives."""
        federation = self._node.federation
        given = (federation.standing, self._node.policy)
        if list(map(id, given)) == list(map(id, self._given)):
            # Asked after every commit, while replies wait; both are replaced when they change, never changed.
            return
        places = {
            each: place_of(federation, each)
            for each in federation.authorities
            if each != self._node.id and not self._node.has_ended(each)
        }
        now = self._by_peer
        kept = {peer: each for peer, each in now.items() if places.get(peer) == self._places[peer]}
        came = {peer: self._courier(federation.authorities[peer], places[peer]) for peer in places.keys() - kept.keys()}
        # Replaced, never changed: requests of peers are answered by another thread, which looks at it.
        self._by_peer, self._places = kept | came, places
        self._update_mail({peer for peer in now if peer not in kept})
        for peer in now.keys() - kept.keys():
            now[peer].dismiss()
        for peer in self._bulk.keys() - kept.keys():
            self._bulk[peer].dismiss()
        fetching = {
            peer: self._fetcher(federation.authorities[peer], places[peer])
            for peer, each in came.items()
            if isinstance(each, Courier)
        }
        self._bulk = {peer: each for peer, each in self._bulk.items() if peer in kept} | fetching
        self._rest()
        for courier in (*came.values(), *fetching.values()) if self._running else ():
            courier.start()
        self._given = given

    def _update_mail(self, gone: Iterable[bytes]) -> None:
        """Who collects our mail, and nobody any more who answers that of peers who are elsewhere now."""
        ours, old = place_of(self._node.federation, self._node.id), self.collector
        host = self._node.federation.authorities.get(ours.host or b"")
        if (host and ours.address) != (old and old.address):
            self.collector = self._collector(host, ours) if host else None
            if self._running and self.collector:
                self.collector.start()
        with self._lock:
            answering = [each for each in map(self._answering.pop, gone, repeat(None)) if each]
        for each in (*answering, old if old is not self.collector else None):
            if each:
                each.dismiss()

    # At work.

    def start(self) -> None:
        """Begin to deliver."""
        self._running = True
        for each in self._everybody():
            each.start()

    def stop(self) -> None:
        """Finish what is under way."""
        for each in (*self._everybody(), *self._answering.values()):
            each.stop()
        for way in self._ways:
            if isinstance(way, HttpPeer):
                way.close()

    def _everybody(self) -> list[AtWork | Collector]:
        return [*([self.collector] if self.collector else []), *self._by_peer.values(), *self._bulk.values()]

    def wake(self) -> None:
        """Something was written that peers may be owed, or files are wanted."""
        for courier in self.couriers:
            courier.wake()
        for author in self._node.unfetched.authors() & self._bulk.keys():
            self._bulk[author].wake()

    def hear(self, heard: Mapping[bytes, bool]) -> None:
        """These peers asked something; True: for the first time since their start."""
        for courier in (*self.couriers, *self._bulk.values()):
            if courier.peer in heard:
                courier.hear(anew=heard[courier.peer])

    # As whoever runs the node says.

    def pause(self, code: str) -> None:
        """Let nothing go to a peer until `resume`, also after a restart; raises `UnknownAuthority`."""
        self._change(code, pauses.pause)

    def resume(self, code: str) -> None:
        """Let go again what goes to a peer; raises `UnknownAuthority`."""
        self._change(code, pauses.resume)

    def again(self, code: str) -> None:
        """Bring a peer what it is owed, and compare with it, now; raises `UnknownAuthority`."""
        found = self._at_work(code)
        found.again()
        if found.peer in self._bulk:
            self._bulk[found.peer].again()

    def resting(self) -> frozenset[str]:
        """The codes of the peers to whom nothing goes for now."""
        return frozenset(each.code for each in self.couriers if each.resting)

    def _change(self, code: str, change: Callable[[Node, bytes], None]) -> None:
        peer = self._at_work(code).peer

        def job(node: Node) -> None:
            change(node, peer)
            self._rest()

        self._worker.do(job)

    def _at_work(self, code: str) -> AtWork:
        found = next((each for each in self.couriers if each.code == code), None)
        if found is None:
            raise UnknownAuthority(code)
        return found

    def _rest(self) -> None:
        """Those rest who serve a peer to whom nothing goes for now."""
        self._paused = frozenset(pauses.paused(self._node))
        with self._lock:
            at_work = [*self._by_peer.values(), *self._bulk.values(), *self._answering.values()]
        for each in at_work:
            each.resting = each.peer in self._paused
            each.wake()

    # Making them.

    def _courier(self, peer: Authority, place: Place) -> AtWork:
        """One that calls the peer, or leaves files for one that has no line."""
        if peer.code in self._settings.bags:
            return DropFolder(self._worker, peer, Path(self._settings.bags[peer.code]), self._settings)
        if place.host is not None:
            return self._mailer(peer, place, owes=True)
        return Courier(self._worker, replace(peer, address=place.address), self._way(peer, place), self._settings)

    def _fetcher(self, peer: Authority, place: Place) -> Courier:
        """One that fetches files, over a connection of its own."""
        peer = replace(peer, address=place.address)
        return Courier(self._worker, peer, self._way(peer, place), self._settings, Bulk(peer))

    def _collector(self, host: Authority, place: Place) -> Collector:
        host, way = replace(host, address=place.address), self._way(host, place)
        return Collector(self._worker, host, way, self._settings, self.office)

    def _mailer_of(self, peer: bytes) -> Mailer | None:
        """Who answers mail of this peer; one that has a line gets a mailer of its own with its first file."""
        courier, place = self._by_peer.get(peer), self._places.get(peer)
        if isinstance(courier, Mailer) or place is None:
            return courier if isinstance(courier, Mailer) else None
        with self._lock:
            if peer not in self._answering:
                authority = self._node.federation.authority(peer)
                self._answering[peer] = self._mailer(authority, place, owes=False)
                self._answering[peer].resting = peer in self._paused
                self._answering[peer].start()
            return self._answering[peer]

    def _mailer(self, peer: Authority, place: Place, *, owes: bool) -> Mailer:
        way = OurBox(self._worker, self.office.intake) if place.host == self._node.id else self._way(peer, place)
        return Mailer(self._worker, replace(peer, address=place.address), way, self._settings, owes=owes)

    def _way(self, peer: Authority, place: Place) -> Peer:
        """The way to where a peer is reached."""
        try:
            way = self._make_way(replace(peer, address=place.address))
        except BadAddress:
            return NoWay(place.address)
        self._ways.append(way)
        return way


def _http(peer: Authority) -> Peer:
    return HttpPeer(peer.address)
