"""Where a node's attachments lie: in its folder, or in a bucket that the settings name.

The key to the bucket is in no settings file: it comes from the environment, or from a file of its own in the folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lintas.compose.finding import FAULT, NOTE, Finding
from lintas.compose.settings import BadSettings, Settings
from lintas.node.ports import Chunks, StoreError
from lintas.store.chunks import FolderChunks
from lintas.store.s3 import S3Chunks, read_bucket
from lintas.store.signing import Credentials
from lintas.wire.limits import MIB

CHUNKS: Final = "chunks"
S3_KEY: Final = "s3.key"
"""A file of two lines, the access key and the secret key, for its owner alone (mode 0600)."""
ACCESS_VARIABLE, SECRET_VARIABLE = "LINTAS_S3_ACCESS_KEY", "LINTAS_S3_SECRET_KEY"


def open_chunks(folder: Path, settings: Settings) -> Chunks:
    """The chunks that the settings choose; nothing is asked of a bucket yet. Raises `BadSettings` or `StoreFailed`."""
    if settings.chunks:
        return _bucket(folder, settings)
    return FolderChunks(folder / CHUNKS, settings.disk_free_min_mib * MIB)


def check_attachments(folder: Path, settings: Settings) -> Iterator[Finding]:
    """Whether the bucket works: one object is put into it, read and removed. Of a folder nothing is to be said here."""
    if not settings.chunks:
        return
    try:
        versions = _bucket(folder, settings).check()
    except (BadSettings, StoreError) as error:
        yield Finding(
            "attachments", FAULT, f"attachments cannot be kept or read: {error}",
            "mend the setting chunks, the key or the store; acts go on meanwhile, and files are fetched once it works",
        )  # fmt: skip
        return
    if versions:
        yield Finding(
            "bucket-versions", NOTE, f"the bucket keeps versions ({versions}): a recall removes them one by one",
            "see that no lock on objects, replica or backup of the bucket keeps chunks longer than your law allows",
        )  # fmt: skip


def _bucket(folder: Path, settings: Settings) -> S3Chunks:
    return S3Chunks(read_bucket(settings.chunks), _credentials(folder / S3_KEY, os.environ))


def _credentials(file: Path, environ: Mapping[str, str]) -> Credentials:
    found = environ.get(ACCESS_VARIABLE, ""), environ.get(SECRET_VARIABLE, "")
    if all(found):
        return Credentials(*found)
    try:
        lines = file.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        lines = []
    if len(lines) != 2:
        needed = f"write access key and secret key, a line each, or set {ACCESS_VARIABLE} and {SECRET_VARIABLE}"
        raise BadSettings(str(file), needed)
    if file.stat().st_mode & 0o077:
        raise BadSettings(str(file), "others may read it: chmod 600")
    return Credentials(*lines)
