"""Somebody who has a node's whole folder, every backup that was ever made, and all the time there is.

Every window of 32 bytes in every vault is tried as the key of an act and as the key of an epoch; everything that any
of them opens is read. What is looked for is looked for in those words as well as in all files as they lie there.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from lintas.crypto.errors import CryptoError
from lintas.crypto.hkdf import data_key
from lintas.crypto.real import RealSuite
from lintas.dossier.admission import parse_act
from lintas.dossier.sealing import act_key, place
from lintas.node.ports import StoredAct
from lintas.search.folding import key_of
from lintas.search.words import pairs

KEY_BYTES = 32


def files(*places: Path) -> dict[str, bytes]:
    """Every file below these places, those inside of backups as well."""
    found = dict[str, bytes]()
    for top in places:
        for path in [top] if top.is_file() else sorted(p for p in top.rglob("*") if p.is_file()):
            data = path.read_bytes()
            found[str(path)] = data
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    found |= {f"{path}:{name}": archive.read(name) for name in archive.namelist()}
    return found


def windows(found: dict[str, bytes]) -> set[bytes]:
    """Every run of 32 bytes in a file that may hold keys; runs of zeros are none."""
    vaults = [data for name, data in found.items() if "vault" in name.rpartition("/")[2].rpartition(":")[2]]
    runs = {data[at : at + KEY_BYTES] for data in vaults for at in range(len(data) - KEY_BYTES + 1)}
    return {run for run in runs if run.count(0) < KEY_BYTES // 2}


def opened(row: StoredAct, body: bytes, keys: Iterable[bytes]) -> bytes | None:
    """What the body says, with any of these keys as that of the act or of its epoch."""
    suite, header = RealSuite(), parse_act(row.signed).act.header
    assert header.seal
    for key in keys:
        for each in (key, act_key(suite, key, header)):
            if data_key(each)[1] == header.seal.commitment:
                try:
                    return suite.open(each, body, header.seal.commitment, place(header))
                except CryptoError:
                    continue
    return None


def traces(text: str) -> Iterator[bytes]:
    """The text and each two letters of it that stand together, as any program might write them, and as terms of the
    search index, which are numbers.
    """
    yield from (pair.to_bytes(6, "big") for pair in pairs(key_of(text)))
    for part in (text, *(text[at : at + 2] for at in range(len(text) - 1))):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
            yield part.encode(encoding)
        yield json.dumps(part)[1:-1].encode()


def found_in(text: str, places: dict[str, bytes]) -> list[str]:
    """The places that hold the text or two letters of it."""
    wanted = list(traces(text))
    return sorted(name for name, data in places.items() if any(trace in data for trace in wanted))
