"""A node in service: the worker, a courier for each peer, the routes for peers, and the desk on a local socket."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from typing import Any

from lintas.compose import commands, desk, metrics
from lintas.compose.backed_up import last_backup
from lintas.compose.bags import DropFolder
from lintas.compose.couriers import Courier
from lintas.compose.indexer import Indexer
from lintas.compose.mail import Collector, Mailer, NoWay, OurBox, PostOffice, hosting
from lintas.compose.settings import Settings
from lintas.compose.version import VERSION
from lintas.compose.worker import Behind, Stopped, Worker
from lintas.dossier.authority import Authority, UnknownAuthority
from lintas.node import pauses
from lintas.node.aside import Aside, Job
from lintas.node.bulk import Bulk
from lintas.node.courier import ROUTES
from lintas.node.mail import COLLECT, LEAVE, Came, Intake, Place, place_of
from lintas.node.mailbox import Mailboxes
from lintas.node.plain_data import plain
from lintas.node.ports import Letters, Peer
from lintas.node.refusals import RETRY_MS, TOO_MANY, UNAVAILABLE, later, refusal, status_of
from lintas.node.state import Node
from lintas.node.vitals import vitals
from lintas.store.mailbox import MemoryLetters
from lintas.sync.mail import host_in
from lintas.transport.client import HttpPeer
from lintas.transport.errors import BadAddress
from lintas.transport.server import Handler, Reply
from lintas.transport.watch import Page
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)

Way = Callable[[Authority], Peer]
AtWork = Courier | DropFolder | Mailer
READY_S_MAX = 5
THREADS_MAX = 4
_THREADS = {True: "lintas-beside-peers", False: "lintas-beside-desk"}
OK = 200
CBOR = "application/cbor"


class Service:
    """One node, its worker, its couriers, and the mailboxes that it keeps."""

    def __init__(self, node: Node, settings: Settings, way: Way | None = None, letters: Letters | None = None) -> None:
        """Not yet running. `way` makes the way to a peer, by default HTTP to its address; `letters`: what lies in the
        mailboxes that it keeps.
        """
        self.node, self.settings = node, settings
        self.worker = Worker(node, self._committed)
        self.boxes = Mailboxes(letters or MemoryLetters(), hosting(settings))
        self._office = PostOffice(self.worker, Intake(self.boxes), self._mailer_of)
        self._make_way = way or _http
        self._running = False
        self._by_peer: dict[bytes, AtWork] = {}
        self._answering: dict[bytes, Mailer] = {}
        self._lock = threading.Lock()
        self._places: dict[bytes, Place] = {}
        self._staffed: tuple[object, ...] = ()
        self._paused: frozenset[bytes] = frozenset()
        self.collector: Collector | None = None
        self._bulk: dict[bytes, Courier] = {}
        self._indexer = Indexer(self.worker, node.search) if node.search is not None else None
        self._beside = {peers: ThreadPoolExecutor(THREADS_MAX, name) for peers, name in _THREADS.items()}
        self._ways: list[Peer] = []
        self.listeners: list[Callable[[], None]] = []
        """Called after each commit that wrote what others wait for, on the worker's thread: they only ring a bell."""
        self.commands: dict[str, commands.Command] = {}
        """What the desk answers beside its own commands."""
        self._staff()

    @property
    def couriers(self) -> list[AtWork]:
        """Those at work."""
        return list(self._by_peer.values())

    def _staff(self) -> None:
        """A courier for each authority that the registry lists now, at the place that it gives."""
        federation = self.node.federation
        given = (federation.standing, self.node.policy)
        if list(map(id, given)) == list(map(id, self._staffed)):
            # Asked after every commit, while replies wait; both are replaced when they change, never changed.
            return
        places = {
            each: place_of(federation, each)
            for each in federation.authorities
            if each != self.node.id and not self.node.has_ended(each)
        }
        now = self._by_peer
        kept = {peer: each for peer, each in now.items() if places.get(peer) == self._places[peer]}
        came = {peer: self._courier(federation.authorities[peer], places[peer]) for peer in places.keys() - kept.keys()}
        # Replaced, never changed: requests of peers are answered by another thread, which looks at it.
        self._by_peer, self._places = kept | came, places
        self._staff_mail({peer for peer in now if peer not in kept})
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
        self._staffed = given

    def _rest(self) -> None:
        """Those rest who serve a peer to whom nothing goes for now."""
        self._paused = frozenset(pauses.paused(self.node))
        with self._lock:
            at_work = [*self._by_peer.values(), *self._bulk.values(), *self._answering.values()]
        for each in at_work:
            each.resting = each.peer in self._paused
            each.wake()

    def pause(self, code: str) -> None:
        """Let nothing go to a peer until `resume`, also after a restart; raises `UnknownAuthority`."""
        self._change(code, pauses.pause)

    def resume(self, code: str) -> None:
        """Let go again what goes to a peer; raises `UnknownAuthority`."""
        self._change(code, pauses.resume)

    def _change(self, code: str, change: Callable[[Node, bytes], None]) -> None:
        peer = self._at_work(code).peer

        def job(node: Node) -> None:
            change(node, peer)
            self._rest()

        self.worker.do(job)

    def again(self, code: str) -> None:
        """Bring a peer what it is owed, and compare with it, now; raises `UnknownAuthority`."""
        found = self._at_work(code)
        found.again()
        if found.peer in self._bulk:
            self._bulk[found.peer].again()

    def _at_work(self, code: str) -> AtWork:
        found = next((each for each in self.couriers if each.code == code), None)
        if found is None:
            raise UnknownAuthority(code)
        return found

    def _staff_mail(self, gone: Iterable[bytes]) -> None:
        """Who collects our mail, and nobody any more who answers that of peers who are elsewhere now."""
        ours, old = place_of(self.node.federation, self.node.id), self.collector
        host = self.node.federation.authorities.get(ours.host or b"")
        if (host and ours.address) != (old and old.address):
            self.collector = self._collector(host, ours) if host else None
            if self._running and self.collector:
                self.collector.start()
        with self._lock:
            answering = [each for each in map(self._answering.pop, gone, repeat(None)) if each]
        for each in (*answering, old if old is not self.collector else None):
            if each:
                each.dismiss()

    def _collector(self, host: Authority, place: Place) -> Collector:
        host, way = replace(host, address=place.address), self._way(host, place)
        return Collector(self.worker, host, way, self.settings, self._office)

    def _mailer_of(self, peer: bytes) -> Mailer | None:
        """Who answers mail of this peer; one that has a line gets a mailer of its own with its first file."""
        courier, place = self._by_peer.get(peer), self._places.get(peer)
        if isinstance(courier, Mailer) or place is None:
            return courier if isinstance(courier, Mailer) else None
        with self._lock:
            if peer not in self._answering:
                authority = self.node.federation.authority(peer)
                self._answering[peer] = self._mailer(authority, place, owes=False)
                self._answering[peer].resting = peer in self._paused
                self._answering[peer].start()
            return self._answering[peer]

    def _courier(self, peer: Authority, place: Place) -> AtWork:
        """One that calls the peer, or leaves files for one that has no line."""
        if peer.code in self.settings.bags:
            return DropFolder(self.worker, peer, Path(self.settings.bags[peer.code]), self.settings)
        if place.host is not None:
            return self._mailer(peer, place, owes=True)
        return Courier(self.worker, replace(peer, address=place.address), self._way(peer, place), self.settings)

    def _fetcher(self, peer: Authority, place: Place) -> Courier:
        """One that fetches files, over a connection of its own."""
        peer = replace(peer, address=place.address)
        return Courier(self.worker, peer, self._way(peer, place), self.settings, Bulk(peer))

    def _mailer(self, peer: Authority, place: Place, *, owes: bool) -> Mailer:
        way = OurBox(self.worker, self._office.intake) if place.host == self.node.id else self._way(peer, place)
        return Mailer(self.worker, replace(peer, address=place.address), way, self.settings, owes=owes)

    def _way(self, peer: Authority, place: Place) -> Peer:
        """The way to where a peer is reached."""
        try:
            way = self._make_way(replace(peer, address=place.address))
        except BadAddress:
            return NoWay(place.address)
        self._ways.append(way)
        return way

    def _committed(self) -> None:
        self._staff()
        for courier in self.couriers:
            courier.wake()
        for author in self.node.unfetched.authors() & self._bulk.keys():
            self._bulk[author].wake()
        for listener in self.listeners:
            listener()

    def start(self) -> None:
        """Begin to work and to deliver."""
        self.worker.start()
        self.deliver()

    def deliver(self) -> None:
        """Begin to deliver. Whoever is told that we are back should find us."""
        self._running = True
        if self._indexer is not None:
            self.node.indexer = self._indexer
            self._indexer.start()
        for each in (*self.couriers, *self._bulk.values(), *([self.collector] if self.collector else [])):
            each.start()

    def stop(self) -> None:
        """Finish what is under way; everything that was accepted is durable."""
        if self._indexer is not None:
            self._indexer.stop()
        collector = [self.collector] if self.collector else []
        for each in (*collector, *self.couriers, *self._bulk.values(), *self._answering.values()):
            each.stop()
        for way in self._ways:
            if isinstance(way, HttpPeer):
                way.close()
        self.worker.stop()
        self.node.indexer = None
        for threads in self._beside.values():
            threads.shutdown(wait=False, cancel_futures=True)

    def peer_routes(self) -> dict[str, Handler]:
        """What other nodes may ask."""
        routes = {path: self._route(job, of_peers=True) for path, job in ROUTES.items()}
        return routes | {LEAVE: self._leave, COLLECT: self._route(self.boxes.serve, of_peers=True)}

    async def _leave(self, body: bytes) -> Reply:
        """Somebody leaves a file: it is answered by mail, after the commit."""
        came: list[Came | None] = []

        def job(node: Node, data: bytes) -> bytes:
            came.append(self._office.intake.leave(node, data))
            return b""

        reply = await self._route(job, of_peers=True)(body)
        if reply.status == OK:
            self._office.answer(came[0])
        return reply

    def desk_routes(self) -> dict[str, Handler]:
        """What an officer at this machine may ask."""
        return {desk.PATH: self._route(self._desk)}

    def _desk(self, node: Node, data: bytes) -> bytes | Aside:
        """As `commands.answer`, with what only a node in service knows."""
        command, _ = desk.read_request(data)
        if command != "vitals":
            return commands.answer(node, data, self.commands)
        return desk.write_answer(self.health(node))

    def health(self, node: Node) -> dict[str, Any]:
        """How the node does, as plain data, with what only a node in service knows."""
        seen: dict[str, Any] = plain(vitals(node))
        peers = {each.code: _trouble(each) for each in self.couriers}
        return seen | {"couriers": peers, "mail": self._mail(node), "version": VERSION}

    def _mail(self, node: Node) -> dict[str, Any]:
        """How our own mailbox is, if we have one, and those that are kept here."""
        own = _trouble(self.collector) if self.collector else None
        if own is None and (address := node.federation.address(node.id)) and host_in(address) is not None:
            own = {"error": f"UnknownAuthority: {address}", "failing_s": 0, "resting": False}
        return {
            "own": own,
            "boxes": plain(self.boxes.states(node)),
            "box_bytes_max": self.boxes.hosting.box_bytes_max,
            "turned_away": self.boxes.turned_away,
        }

    def watch_pages(self, folder: Path) -> dict[str, Page]:
        """What those who run the node may look at."""

        async def health() -> Reply:
            return Reply(OK, b"ok\n", "text/plain; charset=utf-8")

        async def ready() -> Reply:
            works = await self._works()
            good, said = metrics.ready(metrics.disk_free_bytes(folder), self.settings.disk_free_min_mib, works=works)
            return Reply(OK if good else UNAVAILABLE, said.encode(), "application/json")

        async def numbers() -> Reply:
            seen = await asyncio.wrap_future(self.worker.submit(vitals))
            boxes = await asyncio.wrap_future(self.worker.submit(self.boxes.states))
            failing = {each.code: each.failing_s() for each in self.couriers}
            free = metrics.disk_free_bytes(folder)
            state = metrics.State(
                seen, self.worker.meter, failing, free, boxes, self.boxes.turned_away, self.resting(),
                last_backup(folder),
            )  # fmt: skip
            return Reply(OK, metrics.text_of(state).encode(), metrics.CONTENT_TYPE)

        return {"/health": health, "/healthz": health, "/ready": ready, "/metrics": numbers}

    def resting(self) -> frozenset[str]:
        """The codes of the peers to whom nothing goes for now."""
        return frozenset(each.code for each in self.couriers if each.resting)

    async def _works(self) -> bool:
        """Whether the worker takes a job, and the store answers it, in time."""
        try:
            async with asyncio.timeout(READY_S_MAX):
                await asyncio.wrap_future(self.worker.submit(lambda node: node.store.size()))
        except (TimeoutError, LintasError):
            return False
        return True

    def _route(self, job: Callable[[Node, bytes], bytes | Aside], *, of_peers: bool = False) -> Handler:
        """A handler that answers when what the job did is durable; peers are told when the node is behind."""

        async def handler(body: bytes) -> Reply:
            if of_peers and self.worker.behind():
                return _later(TOO_MANY, Behind())
            return await self._answer(lambda node: job(node, body), of_peers=of_peers)

        return handler

    async def _answer(self, job: Job, *, of_peers: bool) -> Reply:
        try:
            reply = await self._done(job)
            while isinstance(reply, Aside):
                loop = asyncio.get_running_loop()
                value = await loop.run_in_executor(self._beside[of_peers], reply.work)
                reply = await self._done(reply.second(value))
            return Reply(OK, reply, CBOR)
        except Stopped as error:
            return Reply(UNAVAILABLE, refusal(error), CBOR)
        except LintasError as error:
            status = status_of(error)
            if status in {TOO_MANY, UNAVAILABLE}:
                return _later(status, error)
            log.warning("refused a request: %s", error)
            self.worker.meter.refuse(type(error).__name__)
            return Reply(status, refusal(error), CBOR)

    async def _done(self, job: Job) -> Any:
        """What the job gives; couriers are told which peers were heard of."""
        result, heard = await asyncio.wrap_future(self.worker.submit(_heard(job)))
        for courier in (*self.couriers, *self._bulk.values()):
            if courier.peer in heard:
                courier.hear(anew=heard[courier.peer])
        return result


def _trouble(each: AtWork | Collector) -> dict[str, Any]:
    return {"error": each.error, "failing_s": int(each.failing_s()), "resting": each.resting}


def _heard(job: Job) -> Callable[[Node], tuple[Any, dict[bytes, bool]]]:
    """The job, with the peers that were heard of since the one before."""

    def run(node: Node) -> tuple[Any, dict[bytes, bool]]:
        reply = job(node)
        heard, node.heard = node.heard, {}
        return reply, heard

    return run


def _later(status: int, error: LintasError) -> Reply:
    """Not now: when to come again, and that nothing is taken until then."""
    return Reply(status, later(error), CBOR, (("retry-after", str(RETRY_MS // 1000)),))


def _http(peer: Authority) -> Peer:
    return HttpPeer(peer.address)
