"""Asking another node: one POST, one reply, over a connection that is kept between requests.

A kept connection that the other side closed meanwhile is noticed when the request brings no byte of a reply; then it is
made anew and the request sent once more. Requests are safe to repeat: acts have ids and links have cursors. Nothing
else is repeated, no redirect is followed, and no proxy is taken from the environment.

Each wait has a bound of its own, and the reply has one for all of it, so that a peer which drips bytes holds nobody.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from lintas.node.ports import PeerRefused, Unreachable
from lintas.transport.errors import BadAddress, BadReply
from lintas.transport.reply import NotAReply, Reply
from lintas.wire.limits import KIB, LIMITS

CBOR: Final = "application/cbor"
# What is read of a socket at once.
PART_BYTES_MAX: Final = 64 * KIB
# A larger body is not copied to stand behind its head.
JOINED_BYTES_MAX: Final = 64 * KIB


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """How long to wait for a connection, for the request to leave, and for the whole reply; how large that may be."""

    connect_timeout_ms: int = 5_000
    send_timeout_ms: int = 60_000
    read_timeout_ms: int = 60_000
    reply_bytes_max: int = LIMITS.request_bytes_max


CLIENT_LIMITS: Final = ClientLimits()


class _Silent(Exception):
    """The connection ended before the first byte of a reply."""


class _Connected:
    """The port `Peer` over a kind of connection. One request at a time; other threads wait for their turn."""

    def __init__(self, address: str, connect: Callable[[], _Connection], limits: ClientLimits) -> None:
        self.address = address
        self._connect = connect
        self._limits = limits
        self._lock = threading.Lock()
        self._connection: _Connection | None = None

    def post(self, path: str, body: bytes) -> bytes:
        """The body of the reply, if its status is 2xx.

        Raises `PeerRefused` for any other status; `Unreachable` if the connection fails or a wait is too long, of which
        `BadReply` is one that is not HTTP or too large; `BadAddress` for what is no path.
        """
        if not path.startswith("/") or not _is_plain(path):
            raise BadAddress(path, "no path")
        with self._lock:
            try:
                status, reply = self._asked(path, body)
            except BaseException:
                self._close()
                raise
        if not 200 <= status < 300:
            raise PeerRefused(self.address, status, reply)
        return reply

    def close(self) -> None:
        """Close the connection; the next request makes a new one."""
        with self._lock:
            self._close()

    def _asked(self, path: str, body: bytes) -> tuple[int, bytes]:
        if self._connection is not None:
            try:
                return self._exchanged(self._connection, path, body)
            except _Silent:
                self._close()
        self._connection = self._connected()
        try:
            return self._exchanged(self._connection, path, body)
        except _Silent as error:
            raise Unreachable(self.address, "closed without a reply") from error

    def _connected(self) -> _Connection:
        connection = self._connect()
        try:
            connection.connect()
        except (OSError, UnicodeError) as error:
            connection.close()
            raise Unreachable(self.address, _told(error)) from error
        return connection

    def _exchanged(self, connection: _Connection, path: str, body: bytes) -> tuple[int, bytes]:
        self._send(connection, path, body)
        reply = Reply(self._limits.reply_bytes_max)
        try:
            self._receive(connection.sock, reply)
        except NotAReply as error:
            if not reply.count:
                raise _Silent from error
            raise BadReply(self.address, str(error)) from error
        except OSError as error:
            if not reply.count and not isinstance(error, TimeoutError):
                raise _Silent from error
            raise Unreachable(self.address, _told(error)) from error
        if not reply.stays:
            self._close()
        return reply.status, reply.body

    def _send(self, connection: _Connection, path: str, body: bytes) -> None:
        connection.sock.settimeout(self._limits.send_timeout_ms / 1000)
        try:
            connection.post(path, body)
        except TimeoutError as error:
            raise Unreachable(self.address, _told(error)) from error
        except OSError:
            # The other side may have answered before it had read all, and closed: then its reply lies ready.
            pass
        if connection.sock is None:
            raise _Silent

    def _receive(self, sock: socket.socket, reply: Reply) -> None:
        deadline = time.monotonic() + self._limits.read_timeout_ms / 1000
        while not reply.whole:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            sock.settimeout(left)
            reply.take(sock.recv(PART_BYTES_MAX))

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class HttpPeer(_Connected):
    """A node at an `http://` or `https://` address, perhaps with a path before ours. Raises `BadAddress`.

    `tls` is what to trust for https; by default the system's certificates. That the reply is the peer's own is shown by
    its signature, not here.
    """

    def __init__(
        self, address: str, limits: ClientLimits = CLIENT_LIMITS, *, tls: ssl.SSLContext | None = None
    ) -> None:
        parts, port = _parts(address)
        self._prefix = parts.path.rstrip("/")
        wait = limits.connect_timeout_ms / 1000
        host = parts.hostname or ""
        trusted = (tls or ssl.create_default_context()) if parts.scheme == "https" else None

        def connect() -> _Connection:
            if trusted is None:
                return _Connection(host, port, timeout=wait)
            return _TlsConnection(host, port, timeout=wait, context=trusted)

        super().__init__(address, connect, limits)

    def post(self, path: str, body: bytes) -> bytes:
        """See `Peer.post`; the path is added to that of the address."""
        if not path.startswith("/"):
            raise BadAddress(path, "no path")
        return super().post(self._prefix + path, body)


class LocalPeer(_Connected):
    """The node of this machine that serves at a unix socket."""

    def __init__(self, socket_path: Path, limits: ClientLimits = CLIENT_LIMITS) -> None:
        def connect() -> _Connection:
            return _UnixConnection(socket_path, limits.connect_timeout_ms / 1000)

        super().__init__(str(socket_path), connect, limits)


class _Connection(http.client.HTTPConnection):
    """A connection on which a request leaves whole. `http.client` sends head and body each by itself, so that the other
    side would be woken twice, and puts the same head together anew each time.
    """

    def post(self, path: str, body: bytes) -> None:
        """Send a request; raises `OSError`. The path is plain ASCII without spaces."""
        head = f"POST {path} HTTP/1.1\r\nHost: {self._named()}\r\nAccept-Encoding: identity\r\n"
        lines = f"{head}Content-Length: {len(body)}\r\nContent-Type: {CBOR}\r\n\r\n".encode("ascii")
        for data in [lines + body] if len(body) <= JOINED_BYTES_MAX else [lines, body]:
            self.send(data)

    def _named(self) -> str:
        """The host as a request names it (RFC 9112 section 3.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == self.default_port else f"{host}:{self.port}"


class _TlsConnection(_Connection, http.client.HTTPSConnection):
    """The same over TLS."""


class _UnixConnection(_Connection):
    def __init__(self, path: Path, timeout_s: float) -> None:
        super().__init__("localhost", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def _parts(address: str) -> tuple[SplitResult, int]:
    if not _is_plain(address):
        raise BadAddress(address, "has characters other than printable ASCII")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise BadAddress(address, "the host or port is none") from None
    if parts.scheme not in ("http", "https"):
        raise BadAddress(address, "does not begin with http:// or https://")
    if not parts.hostname:
        raise BadAddress(address, "has no host")
    if port == 0:
        raise BadAddress(address, "the host or port is none")
    if "@" in parts.netloc:
        raise BadAddress(address, "has a user name")
    if "?" in address or "#" in address:
        raise BadAddress(address, "has a query or a fragment")
    return parts, port or (443 if parts.scheme == "https" else 80)


def _is_plain(text: str) -> bool:
    return all("!" <= character <= "~" for character in text)


def _told(error: Exception) -> str:
    return "took too long" if isinstance(error, TimeoutError) else f"{type(error).__name__}: {error}"
