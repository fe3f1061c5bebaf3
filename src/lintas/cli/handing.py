"""Handing files to a node and being handed them: part by part, going on where an earlier command was cut off."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from io import BufferedIOBase
from pathlib import Path
from typing import Any, Final

from lintas.cli import exits
from lintas.cli.output import progress
from lintas.cli.reach import Do
from lintas.cli.sentences import CliError
from lintas.wire.limits import LIMITS, MIB

PART_BYTES: Final = LIMITS.chunks_asked_max * LIMITS.chunk_bytes_max
CHUNK_BYTES: Final = LIMITS.chunk_bytes_max


def hand_in(do: Do, by: Mapping[str, Any], fields: Any, despite: str) -> Any:
    """The fields with every file that is named by its path handed in, and named as the node knows it then."""
    if isinstance(fields, dict) and "path" in fields:
        return _handed_in(do, by, Path(str(fields["path"])), str(fields.get("media") or ""), despite)
    if isinstance(fields, dict):
        return {name: hand_in(do, by, value, despite) for name, value in fields.items()}
    return [hand_in(do, by, value, despite) for value in fields] if isinstance(fields, list) else fields


def _handed_in(do: Do, by: Mapping[str, Any], path: Path, media: str, despite: str) -> dict[str, str]:
    try:
        with path.open("rb") as source:
            size, sha256 = _sums(source)
            said = {"name": path.name, "media": media or "application/octet-stream", "bytes": size, "sha256": sha256}
            begun = do("upload begin", {**by, **said})
            here = begun["here"]
            while here < begun["chunks"]:
                source.seek(here * CHUNK_BYTES)
                data = source.read(PART_BYTES)
                here = do("upload part", {**by, "upload": begun["upload"], "at": here, "data": data})
                progress(f"handing in {path.name}: {min(size, here * CHUNK_BYTES) // MIB:,} of {size // MIB:,} MiB")
    except OSError as error:
        raise CliError(f"The file {path} cannot be read: {error.strerror}.", exits.FILE_TROUBLE) from None
    do("upload finish", {**by, "upload": begun["upload"], "despite": despite})
    return {"upload": begun["upload"]}


def _sums(source: BufferedIOBase) -> tuple[int, bytes]:
    digest = hashlib.file_digest(source, "sha256")
    return source.tell(), digest.digest()


def take_out(do: Do, by: Mapping[str, Any], listed: Mapping[str, Any], path: Path, despite: str) -> None:
    """Write a file that `files` listed, going on with what an earlier command left of it; whole or not there at all."""
    part, size = path.with_name(path.name + ".part"), int(listed["bytes"])
    try:
        if path.is_file() and path.stat().st_size == size and _hash_of(path) == listed["sha256"]:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("r+b" if part.exists() else "w+b") as out:
            _fill(do, {**by, "file": listed["file"], "despite": despite}, listed, out)
            out.seek(0)
            if _sums(out) != (size, bytes.fromhex(listed["sha256"])):
                out.truncate(0)
                raise CliError(
                    f"{path.name} did not come out as its author's hash says: try again.", exits.FILE_TROUBLE
                )
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        raise CliError(f"The file {path} cannot be written: {error.strerror}.", exits.FILE_TROUBLE) from None


def _fill(do: Do, args: dict[str, Any], listed: Mapping[str, Any], out: BufferedIOBase) -> None:
    """Write what is left of the file, from the last whole chunk that is there."""
    at = min(out.seek(0, os.SEEK_END) // CHUNK_BYTES, int(listed["chunks"]) - 1)
    out.seek(at * CHUNK_BYTES)
    out.truncate()
    while at < int(listed["chunks"]):
        data = do("file part", {**args, "at": at})
        out.write(data)
        at += max(1, -(-len(data) // CHUNK_BYTES))
        progress(f"writing {listed['path']}: {out.tell() // MIB:,} of {int(listed['bytes']) // MIB:,} MiB")


def _hash_of(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
