"""Files in bodies: which an act sends, and what they say.

The header of an act names its files by their ids, so that whoever serves them knows what belongs to which act, and
whoever recalls it knows what goes, without opening anything. Key, size and the root of the manifest lie in the body.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from lintas.crypto.manifest import file_id
from lintas.dossier.meanings import File
from lintas.node.ports import Chunks
from lintas.node.tree import Tree
from lintas.wire.errors import LintasError, TooLarge
from lintas.wire.limits import LIMITS


class DamagedFile(LintasError):
    """What the chunks hold is not the file that the body describes."""

    def __init__(self, name: str) -> None:
        self.name = name


def ids_in(fields: Mapping[str, Any]) -> tuple[bytes, ...]:
    """The ids of all files in a body; raises `TooLarge` above what one act may have."""
    found = tuple(dict.fromkeys(file_id(file["key"]) for file in files_in(fields)))
    if len(found) > LIMITS.attachments_max:
        raise TooLarge("files in one act", len(found), LIMITS.attachments_max)
    return found


def files_in(fields: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The files in a body, in order; what is not in the form of a file is passed over."""
    for value in fields.values():
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, dict) and is_file(entry):
                yield entry


def is_file(entry: Mapping[str, Any]) -> bool:
    """Whether it is in the form of a file."""
    return "root" in entry and File.check(dict(entry)) is None


def read_file(chunks: Chunks, file: Mapping[str, Any]) -> Iterator[bytes]:
    """The parts of a file whose chunks are here; raises `NoSuchChunk`, `BadChunk` or, at either end, `DamagedFile`."""
    if not is_file(file):
        raise DamagedFile(str(file.get("name", "")))
    whole, size = hashlib.sha256(), 0
    for part in Tree(chunks, file).parts():
        whole.update(part)
        size += len(part)
        yield part
    if (size, whole.digest()) != (file["bytes"], file["sha256"]):
        raise DamagedFile(str(file.get("name", "")))
