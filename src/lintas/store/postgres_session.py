"""A connection to PostgreSQL: made, its settings, its errors told as ours.

A connection that broke, or on which an exchange was broken off, is closed and never used again: what it answers next
would be the answer to something else. The driver is needed only here, so that a node on SQLite runs without it.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
from collections.abc import Sequence
from typing import Any, Final

from pg8000.native import Connection, DatabaseError, InterfaceError

from lintas.node.ports import StoreError, StoreFull
from lintas.store.address import Address
from lintas.store.errors import Duplicate, StoreDamaged, StoreFailed, StoreLost
from lintas.store.session import Row
from lintas.store.tables import ACT_COLUMNS

CONNECT_S_MAX: Final = 10
SILENCE_S_MAX: Final = 30
"""After so long without an answer from its machine, either side takes the connection for broken."""
SCHEMA: Final = "lintas"
READ_ONLY: Final = {"default_transaction_read_only": "on"}
_STARTUP: Final = {
    "search_path": SCHEMA,
    "client_encoding": "UTF8",
    "lock_timeout": "0",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    # The server lets go of what a machine held that is no longer there.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
}
_TYPES: Final = ("bigint", "bytea", "bytea", "bytea", "bytea", "bytea", "bytea", "bigint")
_INSERT_ACTS: Final = (
    f"INSERT INTO acts ({ACT_COLUMNS}) SELECT * FROM unnest("
    + ", ".join(f"CAST(:column{number} AS {name}[])" for number, name in enumerate(_TYPES))
    + ")"
)
_SSL_REQUEST: Final = struct.pack("!ii", 8, 80877103)
# Appendix A of PostgreSQL's manual.
_UNIQUE_VIOLATION, _DISK_FULL = "23505", "53100"
_DAMAGED: Final = ("XX001", "XX002")


class PostgresSession:
    """The protocol `Session` over one connection. Raises `StoreFailed` and its like, here and at every use."""

    def __init__(self, address: Address, settings: dict[str, str] | None = None) -> None:
        self.path = str(address)
        self._end = StoreLost(self.path, "the connection was closed")
        self._connection: Connection | None = None
        self._socket = _connected(address)
        try:
            self._connection = Connection(
                address.user,
                database=address.database,
                password=address.password,
                ssl_context=False,
                application_name="lintas",
                startup_params=_STARTUP | (settings or {}),
                sock=self._socket,
            )
        except DatabaseError as error:
            self._socket.close()
            raise explained(self.path, error) from error
        except (InterfaceError, OSError, AttributeError) as error:
            # The last is what the driver raises where the server asks for a password and there is none.
            self._socket.close()
            raise StoreLost(self.path, f"no connection: {_reason(error)}") from error
        self._socket.settimeout(None)

    def run(self, statement: str, **values: Any) -> Sequence[Row]:
        if self._connection is None:
            raise self._end
        try:
            return self._connection.run(statement, **values) or []
        except DatabaseError as error:
            told = explained(self.path, error)
            if isinstance(told, StoreLost):
                self._broke(told)
            raise told from error
        except BaseException as error:
            self._broke(StoreLost(self.path, _reason(error)))
            if isinstance(error, InterfaceError | OSError):
                raise self._end from error
            raise

    def insert_acts(self, rows: Sequence[Row]) -> None:
        if rows:
            columns = zip(*rows, strict=True)
            self.run(_INSERT_ACTS, **{f"column{number}": list(values) for number, values in enumerate(columns)})

    def _broke(self, error: StoreLost) -> None:
        self._end = error
        self.close()

    def notified(self) -> bool:
        """Whether a channel that is listened to had a message since the last look; asks the server."""
        self.run("SELECT 1")
        assert self._connection is not None
        found = bool(self._connection.notifications)
        self._connection.notifications.clear()
        return found

    def fileno(self) -> int:
        """The socket, to wait for."""
        return self._socket.fileno()

    def close(self) -> None:
        """End the connection; again is no error."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(InterfaceError, OSError):
                connection.close()
        self._socket.close()


def explained(path: str, error: DatabaseError) -> StoreError:
    """One of our errors for one that the server told."""
    facts = error.args[0] if error.args and isinstance(error.args[0], dict) else {"M": str(error)}
    code, detail = facts.get("C", ""), facts.get("M", "")
    if code == _UNIQUE_VIOLATION:
        return Duplicate()
    if code == _DISK_FULL:
        return StoreFull(f"{path}: {detail}")
    if code in _DAMAGED:
        return StoreDamaged(path, detail)
    # Whatever is fatal ends the connection.
    kind = StoreLost if facts.get("V") in ("FATAL", "PANIC") else StoreFailed
    return kind(path, f"{detail} ({code})")


def _connected(address: Address) -> socket.socket:
    try:
        return _unix(address.socket) if address.socket else _tcp(address)
    except OSError as error:
        raise StoreLost(str(address), f"no connection: {_reason(error)}") from error


def _unix(path: str) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        made.settimeout(CONNECT_S_MAX)
        made.connect(path)
    except BaseException:
        made.close()
        raise
    return made


def _tcp(address: Address) -> socket.socket:
    made = socket.create_connection((address.host, address.port), CONNECT_S_MAX)
    try:
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in (("TCP_KEEPIDLE", 10), ("TCP_KEEPINTVL", 5), ("TCP_USER_TIMEOUT", SILENCE_S_MAX * 1000)):
            if hasattr(socket, name):
                made.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        return _secured(made, address) if address.tls else made
    except BaseException:
        made.close()
        raise


def _secured(plain: socket.socket, address: Address) -> ssl.SSLSocket:
    """TLS as PostgreSQL begins it: a request, and one byte that says yes (its manual, Message Flow)."""
    context = ssl.create_default_context(cafile=address.authorities or None)
    plain.sendall(_SSL_REQUEST)
    if plain.recv(1) != b"S":
        raise ConnectionError("the server offers no TLS")
    return context.wrap_socket(plain, server_hostname=address.host)


def _reason(error: BaseException) -> str:
    cause = error.__cause__ or error
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
