"""What lies in the streams of a PDF (ISO 32000-2, 7.3.8), without a reader of PDF: as it is, or deflated.

No structure of the file is believed: whoever takes something out of it holds a signature against it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

PDF_BYTES_MAX: Final = 16 * 1024 * 1024
STREAMS_MAX: Final = 10_000
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_END: Final = b"endstream"


def streams(pdf: bytes, size_max: int) -> Iterator[bytes]:
    """The content of each stream of at most `size_max` bytes, in the order in which they lie there."""
    for number, found in enumerate(_STREAM.finditer(pdf[:PDF_BYTES_MAX])):
        end = pdf.find(_END, found.end())
        if end < 0 or number >= STREAMS_MAX:
            return
        data = pdf[found.end() : end]
        unpacked = _inflated(data, size_max)
        if len(unpacked or data) <= size_max:
            yield unpacked or data


def _inflated(data: bytes, size_max: int) -> bytes:
    """Empty where it is no deflated stream, or a longer one."""
    reader = zlib.decompressobj()
    try:
        found = reader.decompress(data, size_max + 1)
    except zlib.error:
        return b""
    return found if len(found) <= size_max else b""
