"""The one thread that works on a node, and commits in groups.

Whatever is asked of the node is a job. The worker takes the jobs that are there, runs them one after another, commits
once, and only then hands out their results: so nothing is said that is not durable, and while one commit is under way
the next group gathers. There is no timer.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from lintas.compose.metrics import Meter
from lintas.node.aside import Aside
from lintas.node.group import Groups
from lintas.node.state import Node
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)

T = TypeVar("T")

GROUP_JOBS_MAX = 256
JOBS_MAX = 512
"""How many jobs may wait before peers are asked to come later. Who works at this node is never turned away."""


class Stopped(LintasError):
    """The node is stopping and takes no more jobs."""


class Behind(LintasError):
    """The node has more to do than it takes on."""


class Worker:
    """Runs jobs on one node. `committed` is called after each commit that wrote what others wait for: acts that came or
    were made, and statements of ours.
    """

    def __init__(self, node: Node, committed: Callable[[], None]) -> None:
        """Not yet running."""
        self._groups, self._committed = Groups(node), committed
        self._jobs: queue.SimpleQueue[tuple[Callable[[Node], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="lintas-worker", daemon=True)
        self._stopping = False
        self.meter = Meter()

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the jobs that are there, and end."""
        self._stopping = True
        self._jobs.put(None)
        self._thread.join()

    def submit(self, job: Callable[[Node], T]) -> Future[T]:
        """The result of the job, once what it did is durable."""
        future: Future[T] = Future()
        if self._stopping:
            future.set_exception(Stopped())
        else:
            self._jobs.put((job, future))
        return future

    def behind(self) -> bool:
        """Whether so many jobs wait that peers should come later."""
        return self._jobs.qsize() > JOBS_MAX

    def do(self, job: Callable[[Node], T], wait_s_max: float = 60.0) -> T:
        """The result of the job, waited for."""
        return self.submit(job).result(wait_s_max)

    def whole(self, job: Callable[[Node], Any]) -> Any:
        """The result of the job, waited for, with what it leaves to be done beside the node done on this thread."""
        return self.rest(self.do(job))

    def rest(self, result: Any) -> Any:
        """What a job comes to that gave this: as `whole`, of a job that is done."""
        while isinstance(result, Aside):
            result = self.do(result.second(result.work()))
        return result

    def _run(self) -> None:
        ended = False
        while not ended:
            group, ended = self._gather()
            if group:
                self._work(group)

    def _gather(self) -> tuple[list[tuple[Callable[[Node], Any], Future[Any]]], bool]:
        group = []
        entry = self._jobs.get()
        while entry is not None:
            group.append(entry)
            if len(group) >= GROUP_JOBS_MAX:
                return group, False
            try:
                entry = self._jobs.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _work(self, group: list[tuple[Callable[[Node], Any], Future[Any]]]) -> None:
        try:
            outcomes = self._groups.run(job for job, _ in group)
            started = time.monotonic()
            wrote = self._groups.commit()
            if wrote:
                self.meter.committed(time.monotonic() - started)
        except Exception as error:
            log.exception("a group of %d jobs was undone", len(group))
            for _, future in group:
                future.set_exception(error)
            return
        for (_, future), outcome in zip(group, outcomes, strict=True):
            future.set_exception(outcome.refusal) if outcome.refusal else future.set_result(outcome.result)
        if wrote:
            self._committed()
