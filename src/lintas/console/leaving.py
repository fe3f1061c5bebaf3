"""What leaves the console as a file: its name, its headers, and sending it part by part, from where a browser asks.

Parts are read on threads of their own while the event loop goes on: gigabytes cost no memory and hold up nobody.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from lintas.console.asking import service
from lintas.node.plain import safe_name
from lintas.wire.limits import LIMITS


class BadRange(Exception):
    """Nothing of what is asked for is in a file of this size in bytes."""

    def __init__(self, size: int) -> None:
        self.size = size


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes `start` to `end`, the latter not included, of `size`."""

    start: int
    end: int
    size: int


def span(asked: str, size: int) -> Span | None:
    """The one range of bytes that a browser asks for (RFC 9110, 14.2); None for the whole. Raises `BadRange`."""
    found = re.fullmatch(r"bytes=(\d{1,19})?-(\d{1,19})?", asked.strip(), re.ASCII)
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        raise BadRange(size)
    return Span(start, end, size)


def file_name(*parts: str) -> str:
    """The name of an export: whose it is, and that it is an exercise if it is one, stand first."""
    node = service().node
    words = ["EXERCISE"] if node.federation.exercise else []
    return safe_name("-".join([*words, node.identity.authority.code, *parts]))


def handed(data: bytes, name: str, media: str) -> HttpResponse:
    """A file in memory."""
    return HttpResponse(data, content_type=media, headers=_headers(name))


def streamed(
    parts: Iterator[bytes], name: str, media: str, size: int, close: Callable[[], None]
) -> StreamingHttpResponse:
    """A file of so many bytes; `close` is called at the end, whether or not all of it was taken."""
    response = StreamingHttpResponse(_Parts(parts, close), content_type=media, headers=_headers(name))
    response["Content-Length"] = str(size)
    return response


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }


class _Parts:
    def __init__(self, parts: Iterator[bytes], close: Callable[[], None]) -> None:
        self._parts, self.close = parts, close

    async def __aiter__(self) -> AsyncIterator[bytes]:
        following = sync_to_async(self._following, thread_sensitive=False)
        while (part := await following()) is not None:
            yield part

    def _following(self) -> bytes | None:
        return next(self._parts, None)


def parts_of(part: Callable[[int], bytes], at: int, first: bytes) -> Iterator[bytes]:
    """All of a file from the chunk `at` on, of which `first` is there already; `part`: what follows from a chunk on."""
    found = first
    while found:
        yield found
        at += LIMITS.chunks_asked_max
        whole = len(found) == LIMITS.chunks_asked_max * LIMITS.chunk_bytes_max
        found = part(at) if whole else b""
