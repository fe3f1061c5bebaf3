"""What lies on a disk: whether the bytes of what was said to others are anywhere in a node's folder.

Looked for are the words in the clear, the ids of dossiers and acts, every sealed chunk of a file and every sealed body,
in slices, since a database may lay a long value over several pages. The same search over a party's own folder must find
them: else it would prove nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from lintas.compose.attachments import CHUNKS
from lintas.compose.folder import at_work, build_with
from lintas.dossier.admission import parse_act
from lintas.dossier.sealing import is_plain
from lintas.node.reading import audience_of

SLICE_BYTES, STRIDE_BYTES = 24, 256


def contents(folder: Path) -> Iterator[bytes]:
    """The bytes of every file below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.read_bytes()


def found(folder: Path, needles: Mapping[str, Sequence[bytes]]) -> set[str]:
    """The names of those needles of which at least one slice lies somewhere in the folder."""
    return {
        name for data in contents(folder) for name, slices in needles.items() if any(each in data for each in slices)
    }


def words(texts: Iterable[str]) -> dict[str, list[bytes]]:
    """Words in the clear."""
    return {f"the words {text[:40]!r}": [text.encode()] for text in texts}


def ids(texts: Iterable[str]) -> dict[str, list[bytes]]:
    """Ids in their text form, looked for as text and as bytes."""
    return {f"the id {text[:8]}": [text.encode(), _bytes(text)] for text in texts}


def chunks(folder: Path) -> dict[str, list[bytes]]:
    """The sealed chunks that a node's folder holds."""
    files = [path for path in sorted((folder / CHUNKS).rglob("*")) if path.is_file()]
    return {f"the chunk {path.name[:8]}": slices(path.read_bytes()) for path in files}


def bodies(folder: Path, stranger: str) -> dict[str, list[bytes]]:
    """The sealed bodies of a stopped node's own acts that were not for the authority with the code `stranger`."""
    needles = {}
    with at_work(folder) as (settings, given):
        node = build_with(folder, settings, given)
        who = node.federation.by_code(stranger).id
        for row in (row for dossier in node.store.dossiers() for row in node.store.acts(dossier)):
            act = parse_act(row.signed).act
            readers = None if is_plain(act) else audience_of(node, act)
            if row.author == node.id and row.body and readers is not None and who not in readers:
                needles[f"the body of act {row.id.hex()[:8]}"] = slices(row.body)
    return needles


def slices(data: bytes) -> list[bytes]:
    """Pieces of the data, close enough to each other that no page of a database falls between them."""
    return [data[at : at + SLICE_BYTES] for at in range(0, max(1, len(data) - SLICE_BYTES), STRIDE_BYTES)]


def _bytes(identifier: str) -> bytes:
    return base64.b32decode(identifier.upper() + "=" * (-len(identifier) % 8))
