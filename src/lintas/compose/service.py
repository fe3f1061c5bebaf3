"""A node in service: its worker, its staff for peers, the routes by which those ask, and the desk on a local socket."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from lintas.compose import commands, desk, metrics
from lintas.compose.backed_up import last_backup
from lintas.compose.indexer import Indexer
from lintas.compose.mail import Collector, hosting
from lintas.compose.settings import Settings
from lintas.compose.staff import AtWork, Staff, Way
from lintas.compose.version import VERSION
from lintas.compose.worker import Behind, Stopped, Worker
from lintas.node.aside import Aside, Job
from lintas.node.courier import ROUTES
from lintas.node.mail import COLLECT, LEAVE, Came, Intake
from lintas.node.mailbox import Mailboxes
from lintas.node.plain_data import plain
from lintas.node.ports import Letters
from lintas.node.refusals import RETRY_MS, TOO_MANY, UNAVAILABLE, later, refusal, status_of
from lintas.node.state import Node
from lintas.node.vitals import vitals
from lintas.store.mailbox import MemoryLetters
from lintas.sync.mail import host_in
from lintas.transport.server import Handler, Reply
from lintas.transport.watch import Page
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)

READY_S_MAX = 5
THREADS_MAX = 4
_THREADS = {True: "lintas-beside-peers", False: "lintas-beside-desk"}
OK = 200
CBOR = "application/cbor"


class Service:
    """One node, its worker, its staff, and the mailboxes that it keeps."""

    def __init__(self, node: Node, settings: Settings, way: Way | None = None, letters: Letters | None = None) -> None:
        """Not yet running. `way` makes the way to a peer, by default HTTP to its address; `letters`: what lies in the
        mailboxes that it keeps.
        """
        self.node, self.settings = node, settings
        self.worker = Worker(node, self._committed)
        self.boxes = Mailboxes(letters or MemoryLetters(), hosting(settings))
        self.staff = Staff(node, self.worker, settings, Intake(self.boxes), way)
        self._indexer = Indexer(self.worker, node.search) if node.search is not None else None
        self._beside = {peers: ThreadPoolExecutor(THREADS_MAX, name) for peers, name in _THREADS.items()}
        self.listeners: list[Callable[[], None]] = []
        """Called after each commit that wrote what others wait for, on the worker's thread: they only ring a bell."""
        self.commands: dict[str, commands.Command] = {}
        """What the desk answers beside its own commands."""

    def _committed(self) -> None:
        self.staff.update()
        self.staff.wake()
        for listener in self.listeners:
            listener()

    def start(self) -> None:
        """Begin to work and to deliver."""
        self.worker.start()
        self.deliver()

    def deliver(self) -> None:
        """Begin to deliver. Whoever is told that we are back should find us."""
        if self._indexer is not None:
            self.node.indexer = self._indexer
            self._indexer.start()
        self.staff.start()

    def stop(self) -> None:
        """Finish what is under way; everything that was accepted is durable."""
        if self._indexer is not None:
            self._indexer.stop()
        self.staff.stop()
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
            came.append(self.staff.office.intake.leave(node, data))
            return b""

        reply = await self._route(job, of_peers=True)(body)
        if reply.status == OK:
            self.staff.office.answer(came[0])
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
        peers = {each.code: _trouble(each) for each in self.staff.couriers}
        return seen | {"couriers": peers, "mail": self._mail(node), "version": VERSION}

    def _mail(self, node: Node) -> dict[str, Any]:
        """How our own mailbox is, if we have one, and those that are kept here."""
        own = _trouble(self.staff.collector) if self.staff.collector else None
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
            failing = {each.code: each.failing_s() for each in self.staff.couriers}
            free = metrics.disk_free_bytes(folder)
            state = metrics.State(
                seen, self.worker.meter, failing, free, boxes, self.boxes.turned_away, self.staff.resting(),
                last_backup(folder),
            )  # fmt: skip
            return Reply(OK, metrics.text_of(state).encode(), metrics.CONTENT_TYPE)

        return {"/health": health, "/healthz": health, "/ready": ready, "/metrics": numbers}

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
        self.staff.hear(heard)
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
