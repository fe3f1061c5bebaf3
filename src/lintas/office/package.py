"""A DOCX as a package of parts (ISO/IEC 29500-2), taken from a stranger: read whole or refused, never half.

Refused are what a word processor would run (macros, controls, embedded objects), what it would fetch by itself
(templates, pictures, frames from elsewhere; a link that a reader may click is none), encrypted and damaged packages,
and sizes beyond the limits. What is not understood is kept byte for byte.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from lintas.office.errors import UnreadableDocument
from lintas.wire.limits import MIB


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """How large a document may be as it travels, how many parts it may have, and how large these are once unpacked."""

    file_bytes_max: int = 16 * MIB
    parts_max: int = 2_000
    part_bytes_max: int = 32 * MIB
    unpacked_bytes_max: int = 64 * MIB


LIMITS: Final = PackageLimits()
FILE_BYTES_MAX: Final = LIMITS.file_bytes_max
MEDIA: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

CONTENT_TYPES: Final = "[Content_Types].xml"
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a document of Word 97 begins, and one with a password."""
_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every part that is written: the same document gives the same bytes."""
_STORED_OR_DEFLATED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGED: Final = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What `zipfile` raises for bytes that are no package (NotImplementedError is a RuntimeError)."""
_RUNS: Final = re.compile(
    rb"vbaProject|vbaData|macroEnabled|/relationships/(?:oleObject|control|aFChunk|subDocument|frame)\b|activeX",
    re.IGNORECASE,
)
_ACTIVE: Final = "it holds a macro, a control or an embedded object: save it without, as .docx"
_DTD: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)")
_UTF8: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"'](?!(?:utf-8|us-ascii)[\"'])", re.IGNORECASE)


def read_package(data: bytes, limits: PackageLimits = LIMITS) -> dict[str, bytes]:
    """Its parts by name, in the order of the file; raises `UnreadableDocument`."""
    if len(data) > limits.file_bytes_max:
        raise UnreadableDocument(f"it has {len(data)} bytes, and {limits.file_bytes_max} is the most")
    if data.startswith(_OLE):
        raise UnreadableDocument("it is of Word 97, or has a password: save it as .docx without one")
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = _unpacked(packed, limits)
    except _DAMAGED:
        raise UnreadableDocument("it is no DOCX, or damaged: save it again as .docx") from None
    if CONTENT_TYPES not in parts:
        raise UnreadableDocument("it is no DOCX: save it again as .docx")
    for name, part in parts.items():
        _check(name, part)
    return parts


def _unpacked(packed: zipfile.ZipFile, limits: PackageLimits) -> dict[str, bytes]:
    entries = [each for each in packed.infolist() if not each.is_dir()]
    if len(entries) > limits.parts_max:
        raise UnreadableDocument(f"it has {len(entries)} parts, and {limits.parts_max} is the most")
    found = dict[str, bytes]()
    left = limits.unpacked_bytes_max
    for entry in entries:
        if entry.flag_bits & 1:
            raise UnreadableDocument("it has a password: save it without one")
        if entry.filename in found or _strange(entry.filename) or entry.compress_type not in _STORED_OR_DEFLATED:
            raise UnreadableDocument(f"its part {entry.filename[:80]} is not as it should be: save it again as .docx")
        most = min(limits.part_bytes_max, left)
        with packed.open(entry) as part:
            # What the package says of sizes may be a lie: no more is ever unpacked than may be there.
            found[entry.filename] = part.read(most + 1)
        if len(found[entry.filename]) > most:
            raise UnreadableDocument(f"unpacked, it or its part {entry.filename[:80]} is too large: make it smaller")
        left -= len(found[entry.filename])
    return found


def _strange(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or not name.isprintable()


def _check(name: str, part: bytes) -> None:
    lower = name.lower()
    if "vbaproject" in lower or "activex" in lower or "/embeddings/" in lower:
        raise UnreadableDocument(_ACTIVE)
    if lower.endswith((".xml", ".rels")):
        if b"\0" in part or _UTF8.match(part):
            raise UnreadableDocument(f"its part {name} is not in UTF-8: save it again as .docx")
        if _DTD.search(part):
            raise UnreadableDocument(f"its part {name} defines entities, which no word processor writes")
    if (lower == CONTENT_TYPES.lower() or lower.endswith(".rels")) and _RUNS.search(part):
        raise UnreadableDocument(_ACTIVE)


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The package of these parts; the same parts give the same bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(parts, key=lambda each: each != CONTENT_TYPES):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, parts[name])
    return made.getvalue()
