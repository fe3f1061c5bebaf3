"""Waking up when something was committed to a PostgreSQL store.

A wake-up is a hint that saves waiting; what is there to read is asked of the store, from the position up to which one
has read. A reader that does so misses nothing, also where a wake-up was lost with a connection.
"""

from __future__ import annotations

import select

from lintas.store.address import read_address
from lintas.store.errors import StoreLost
from lintas.store.postgres import CHANNEL
from lintas.store.postgres_session import READ_ONLY, PostgresSession


class Wake:
    """Listens from its making on, on a connection of its own; raises `StoreFailed` if it cannot be made."""

    def __init__(self, address: str) -> None:
        self._place = read_address(address)
        self._session = self._listening()

    def wait(self, wait_ms_max: int) -> bool:
        """Return when something was committed since the last return, or the time is over; whether it was.

        Also after a broken connection, since nobody knows what was committed meanwhile. Raises `StoreLost` while the
        server is away: wait a little, read, and call again.
        """
        try:
            ready, _, _ = select.select([self._session], [], [], wait_ms_max / 1000)
            return self._session.notified() if ready else False
        except (StoreLost, ValueError):
            # A connection that was closed has no socket to wait for.
            self._session = self._listening()
            return True

    def close(self) -> None:
        """Listen no more."""
        self._session.close()

    def _listening(self) -> PostgresSession:
        session = PostgresSession(self._place, READ_ONLY)
        session.run(f"LISTEN {CHANNEL}")
        return session
