"""The one process that serves a node: it waits for its turn, and ends when it has lost it.

On SQLite the folder's lock decides, and a second process is refused at once. On PostgreSQL the claim on the database
decides, and a second process waits as a stand-by: the claim goes with the connection that writes, so that it is free
when the first process is dead or cut off, and nothing of the first is under way then. The folder with the vault must
be at hand for both; its lock is taken after the claim.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from lintas.compose import folder as folders
from lintas.compose import settings as settings_file
from lintas.compose.key_module import open_vault
from lintas.compose.settings import Settings
from lintas.node.ports import StoreLocked
from lintas.node.state import Ports
from lintas.store.errors import StoreLost
from lintas.store.folder import lock

if TYPE_CHECKING:
    from lintas.store.postgres import PostgresStore

log = logging.getLogger(__name__)

T = TypeVar("T")

# Asked for again and again: one query that waits for months would keep the server from cleaning up behind it.
TURN_MS: Final = 500
CONFIRM_MS: Final = 1_000


@contextmanager
def in_service(folder: Path, on_waiting: Callable[[str], object]) -> Iterator[tuple[Settings, Ports]]:
    """Settings and adapters of the node in a folder, for the process that serves it.

    `on_waiting` is told what a stand-by waits for. Raises what `folder.at_work` raises, and at the end `StoreLost` if
    the claim was lost; the process is then sent SIGTERM, so that whatever serves ends.
    """
    settings = settings_file.read(folder)
    with ExitStack() as stack:
        if not settings.store:
            yield stack.enter_context(folders.at_work(folder))
            return
        store = stack.enter_context(closing(_claimed(settings, on_waiting)))
        stack.enter_context(_when_free(lambda: lock(folder), on_waiting))
        vault = stack.enter_context(closing(open_vault(folder / folders.VAULT, settings)))
        stack.enter_context(_watched(store))
        given = folders.adapters(folder, settings, store, vault)
        stack.enter_context(folders.closing_search(given))
        yield settings, given


def _claimed(settings: Settings, on_waiting: Callable[[str], object]) -> PostgresStore:
    """The store, when no other process works on it. A stand-by outlives a restart of the server."""
    stands_by = False

    def told(place: str) -> None:
        nonlocal stands_by
        if not stands_by:
            on_waiting(place)
        stands_by = True

    while True:
        try:
            with ExitStack() as stack:
                store = folders.open_postgres(settings)
                stack.callback(store.close)
                _when_free(lambda: store.claim(settings.code), told)  # noqa: B023
                stack.pop_all()
                return store
        except StoreLost:
            if not stands_by:
                raise
            time.sleep(TURN_MS / 1000)


def _when_free(take: Callable[[], T], on_waiting: Callable[[str], object]) -> T:
    """What is taken, as soon as nobody else has it."""
    told = False
    while True:
        try:
            return take()
        except StoreLocked as error:
            if not told:
                on_waiting(error.folder)
            told = True
            time.sleep(TURN_MS / 1000)


@contextmanager
def _watched(store: PostgresStore) -> Iterator[None]:
    """End the process when the claim is lost: another one may be at work by then."""
    ended, lost = threading.Event(), list[StoreLost]()

    def watch() -> None:
        while not ended.wait(CONFIRM_MS / 1000):
            try:
                store.confirm()
            except StoreLost as error:
                log.critical("the store is lost, so this process ends: %s", error)
                lost.append(error)
                os.kill(os.getpid(), signal.SIGTERM)
                return

    thread = threading.Thread(target=watch, name="lintas-seat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    if lost:
        raise lost[0]
