"""Connections that read, lent to one thread at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from lintas.store.errors import StoreClosed
from lintas.store.session import Session

IDLE_MAX: Final = 8


class Readers:
    """As many connections as threads read at once; a few are kept for the next ones."""

    def __init__(self, connect: Callable[[], Session]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._idle: list[Session] = []
        self._closed = False

    @contextmanager
    def one(self) -> Iterator[Session]:
        """A connection for one query. After an error it is not used again: an unfinished query would pin its view."""
        with self._lock:
            if self._closed:
                raise StoreClosed
            session = self._idle.pop() if self._idle else None
        if session is None:
            session = self._connect()
        try:
            yield session
        except BaseException:
            session.close()
            raise
        self._give_back(session)

    def close(self) -> None:
        """Close those that are idle; the others close when they come back."""
        with self._lock:
            self._closed = True
        self.drop_idle()

    def drop_idle(self) -> None:
        """Close those that are idle, so that the next query has a new one."""
        with self._lock:
            idle, self._idle = self._idle, []
        for session in idle:
            session.close()

    def _give_back(self, session: Session) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < IDLE_MAX:
                self._idle.append(session)
                return
        session.close()
