"""A file under a passphrase: the vault's backup, which holds every key of a node.

The bytes: a line that names the form, the salt, the cost, then chunks as attachments have them (`crypto.chunks`), each
behind its length in 4 bytes. The key is new for each file, since the salt is. Nothing opens without the passphrase, and
a file that was cut short does not open at its new end.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

from lintas.compose.archive import BadBackup
from lintas.crypto.chunks import address_of, open_chunk, seal_chunks
from lintas.crypto.errors import BadChunk, BadKey
from lintas.crypto.passphrase import SALT_BYTES, Stretch
from lintas.crypto.ports import TAG_BYTES
from lintas.wire.limits import LIMITS, MIB

MAGIC: Final = b"lintas/sealed-backup/1\n"
CHUNKS_MAX: Final = 1_000_000
_LENGTH: Final = struct.Struct(">I")


def is_sealed(source: BinaryIO) -> bool:
    """Whether the file, which is at its beginning and stays there, is one of these."""
    found = source.read(len(MAGIC)) == MAGIC
    source.seek(0)
    return found


def seal_file(source: BinaryIO, out: BinaryIO, passphrase: bytes, salt: bytes) -> None:
    """Write the sealed file; `salt` is 16 new random bytes. Raises `BadKey` for a short passphrase."""
    stretch = Stretch(salt)
    out.write(MAGIC + stretch.salt + bytes((stretch.cost_log2,)))
    parts = iter(lambda: source.read(MIB), b"")
    for chunk in seal_chunks(stretch.key(passphrase), parts, chunks_max=CHUNKS_MAX):
        out.write(_LENGTH.pack(len(chunk.ciphertext)) + chunk.ciphertext)


def open_file(source: BinaryIO, out: BinaryIO, passphrase: bytes, name: str) -> None:
    """Write what was sealed; raises `BadBackup` for another passphrase and for a file that was altered or cut short."""
    head = source.read(len(MAGIC) + SALT_BYTES + 1)
    if len(head) != len(MAGIC) + SALT_BYTES + 1:
        raise BadBackup(name, "it is cut short")
    try:
        key = Stretch(head[len(MAGIC) : -1], head[-1]).key(passphrase)
    except BadKey as error:
        raise BadBackup(name, f"the {error.what} cannot be used") from None
    for index, ciphertext, last in _chunks(source, name):
        try:
            out.write(open_chunk(key, index, ciphertext, last=last, address=address_of(ciphertext)))
        except BadChunk:
            raise BadBackup(name, "the passphrase is another one, or the file was altered or cut short") from None


def _chunks(source: BinaryIO, name: str) -> Iterator[tuple[int, bytes, bool]]:
    """Each chunk with its number, and whether it is the last."""
    index, held = 0, _chunk(source, name)
    if held is None:
        raise BadBackup(name, "it is cut short")
    while held is not None:
        following = _chunk(source, name)
        yield index, held, following is None
        index, held = index + 1, following


def _chunk(source: BinaryIO, name: str) -> bytes | None:
    head = source.read(_LENGTH.size)
    if not head:
        return None
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    if not TAG_BYTES <= size <= LIMITS.chunk_bytes_max + TAG_BYTES:
        raise BadBackup(name, "it is damaged")
    data = source.read(size)
    if len(data) != size:
        raise BadBackup(name, "it is cut short")
    return data
