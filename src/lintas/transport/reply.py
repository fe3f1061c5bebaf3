"""One reply to one request, read as its bytes come: HTTP/1.1 (RFC 9112) by llhttp, which our server reads with too.

Nothing here waits or touches a socket. What is no HTTP, more than was allowed, or goes on behind its end is refused.
"""

from __future__ import annotations

from typing import Final

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from lintas.wire.limits import KIB

# Status line, headers and the framing of chunks, beside the body of a reply.
FRAME_BYTES_MAX: Final = 256 * KIB
_FRAMED: Final = frozenset({b"content-length", b"transfer-encoding"})


class NotAReply(Exception):
    """The bytes are not one reply within its bounds; what they are instead."""


class Reply:
    """A reply of which the body may have so many bytes. `count` is how many bytes came, framing included; `status`,
    `body` and `stays` (whether the connection does) hold once `whole` is true.
    """

    def __init__(self, body_bytes_max: int) -> None:
        """Nothing came yet."""
        self.count = self.status = 0
        self.whole = self.stays = False
        self._parts: list[bytes] = []
        self._body_bytes, self._body_bytes_max = 0, body_bytes_max
        self._in_body = self._framed = self._goes_on = False
        self._parser = HttpResponseParser(self)

    @property
    def body(self) -> bytes:
        """The body of the reply."""
        return b"".join(self._parts)

    def take(self, data: bytes) -> None:
        """Some more bytes of it, or none where the other side ended; raises `NotAReply`. Nothing comes after that, nor
        once it is whole.
        """
        try:
            self._read(data)
        except NotAReply:
            self._let_go()
            raise
        if self.whole:
            self._let_go()

    def _let_go(self) -> None:
        # The parser holds what it calls: a reply of many MiB would stay in memory until somebody looked for circles.
        del self._parser

    def _read(self, data: bytes) -> None:
        if not data:
            self._end()
            return
        self.count += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            raise NotAReply("another protocol") from None
        except HttpParserError as error:
            raise NotAReply(type(error).__name__) from None
        if self._goes_on:
            raise NotAReply("more than one reply")
        head_bytes = 0 if self._in_body else self.count
        if max(head_bytes, self.count - self._body_bytes) > FRAME_BYTES_MAX or self._body_bytes > self._body_bytes_max:
            raise NotAReply("too large")

    def _end(self) -> None:
        """A body without a declared length ends with the connection; all else broke off."""
        if not self._in_body or self._framed:
            raise NotAReply("broke off")
        self.whole = True

    # What the parser calls.

    def on_message_begin(self) -> None:
        self._goes_on = self.whole

    def on_header(self, name: bytes, value: bytes) -> None:
        self._framed = self._framed or name.lower() in _FRAMED

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        self._in_body = self.status >= 200

    def on_body(self, data: bytes) -> None:
        self._body_bytes += len(data)
        self._parts.append(data)

    def on_message_complete(self) -> None:
        # What comes before the reply proper (RFC 9110 section 15.2) is passed over.
        self.whole = self.status >= 200
        self.stays = self.whole and self._parser.should_keep_alive()
