"""Checking an evidence file (`export.md`) without lintas.

    python -m spec.client.export FILE [HASH OF THE GENESIS]

It names what is wrong by the codes of that page. It does not fold the acts, reads no registry (an act under a key that
the registry entered is told as `not-checked`), and does not look at the pages for people.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cbor2

from spec.client import logs, sign1
from spec.client.acts import act_id, read_header
from spec.client.bodies import data_key, decrypt, place, read_content, unpad
from spec.client.cbor import Refused, decode

Finding = tuple[str, str]
CASE_MAX, NULL = 512 * 2**20, bytes(32)


class Examined:
    """A case on the table."""

    def __init__(self, data: bytes) -> None:
        self.case = decode(data, CASE_MAX, 16, 2_000_000)
        self.reg = hashlib.sha256(b"lintas/genesis/1" + self.case[2]).digest()
        entries = [read_entry(entry) for entry in decode(self.case[2], 4 * 2**20)[2]]
        self.keys = {identifier: (code, key) for identifier, code, key, _ in entries}
        self.lasting = {identifier: lasting for identifier, _, _, lasting in entries}
        self.acts: dict[bytes, tuple[str, dict[int, Any], dict[int, Any]]] = {}
        self.findings: list[Finding] = []

    def tell(self, code: str, where: str) -> None:
        """Note a finding."""
        self.findings.append((where, code))

    def read_acts(self) -> None:
        """Each act: readable, of this dossier, signed by its author."""
        for number, data in enumerate(self.case[6], 1):
            where = f"act {number}"
            try:
                given = decode(data, 2**20)
                payload, signature = sign1.open1(given[1], "act", 16_384 + 256)
                header = read_header(payload)
            except Refused:
                self.tell("unreadable-act", where)
                continue
            if header[16] != self.reg:
                self.tell("not-checked", where)
            elif header[3] not in self.keys:
                self.tell("unknown-author", where)
                continue
            elif not holds(self.keys[header[3]][1], "act", payload, signature):
                self.tell("bad-signature", where)
                continue
            identifier = act_id(payload)
            if (identifier[:16] if header[2] == bytes(16) else header[2]) != self.case[4]:
                self.tell("wrong-dossier", where)
            elif identifier in self.acts:
                self.tell("double-act", where)
            else:
                self.acts[identifier] = where, header, given

    def check_chains(self) -> None:
        """Nothing missing, nothing twice at one place."""
        places: dict[tuple[bytes, int, int], bytes] = {}
        for identifier, (where, header, _) in self.acts.items():
            for named in {header[6], *header[7]} - {NULL} - self.acts.keys():
                self.tell("missing-act", f"{where}: {named.hex()[:12]}")
            if places.setdefault((header[3], header[4], header[5]), identifier) != identifier:
                self.tell("fork", where)
            before = self.acts.get(header[6])
            follows = before is None or (before[1][3], before[1][4], before[1][5] + 1) == (
                header[3],
                header[4],
                header[5],
            )
            if not follows or (header[6] == NULL) != (header[5] == 1):
                self.tell("broken-chain", where)

    def open_bodies(self) -> None:
        """Each body by its key, where both are here."""
        for where, header, given in self.acts.values():
            body, key = given[2], given[3]
            if body is None:
                continue
            if 14 not in header:
                self.tell("body-without-act", where)
            elif (len(body), hashlib.sha256(body).digest()) != (header[15], header[14]):
                self.tell("tampered-body", where)
            elif 12 in header and key is not None and data_key(key)[1] != header[13]:
                self.tell("wrong-key", where)
            elif 12 not in header or key is not None:
                try:
                    read_content(
                        unpad(decrypt(data_key(key)[0], body, place(header), "BadCiphertext")) if key else body
                    )
                except Refused:
                    self.tell("bad-body", where)

    def check_log(self) -> None:
        """Checkpoints grow into the newest, which has every act at its place."""
        code, key = self.keys[self.case[3]]
        trees = []
        for number, (note, proof) in enumerate(self.case[7], 1):
            where = f"checkpoint {number}"
            try:
                text = note.decode()
                origin = text.split("\n")[0]
                if origin != f"lintas/{code}" and not origin.startswith(f"lintas/{code}/"):
                    raise Refused("WrongOrigin")
                offered = {"note": text, "origin": origin, "key": key, "lasting": self.lasting[self.case[3]]}
                tree = logs.check_checkpoint(offered)
            except (Refused, UnicodeDecodeError):
                self.tell("checkpoint-forged", where)
            else:
                trees.append((where, tree, proof))
        if not trees:
            self.tell("no-checkpoint", "log")
            return
        newest = max((tree for _, tree, _ in trees), key=lambda tree: int(tree["size"]))
        for where, tree, proof in trees:
            if tree is not newest and tree["size"] and not grew(tree, newest, proof):
                self.tell("checkpoint-contradicts", where)
        for identifier, (where, _, given) in self.acts.items():
            leaf = logs.sha256(b"\0", logs.sha256(given[4], identifier))
            try:
                logs.check_inclusion({**newest, "leaf": leaf, "index": given[5], "proof": given[6]})
            except Refused:
                self.tell("bad-inclusion", where)

    def check_receipts(self) -> None:
        """Receipts are the peers'; no log became smaller; what they confirm is here."""
        found = []
        for number, data in enumerate(self.case[8], 1):
            where = f"receipt {number}"
            try:
                payload, signature = sign1.open1(data, "receipt", 5 * 2**20)
                fields = decode(payload, 5 * 2**20, 8)
            except Refused:
                self.tell("receipt-forged", where)
                continue
            key = self.keys.get(fields[1], ("", b""))[1]
            if fields[2] != self.case[3] or not holds(key, "receipt", payload, signature):
                self.tell("receipt-forged", where)
                continue
            found.append((fields[4], fields[12], where, fields))
            for _ in set(fields[14].get(self.case[4], [])) - self.acts.keys():
                self.tell("act-known-elsewhere", where)
        sizes: dict[tuple[bytes, str], int] = {}
        roots: dict[tuple[bytes, str, int], bytes] = {}
        for _, size, where, fields in sorted(found, key=lambda each: each[:2]):
            log = fields[1], fields.get(24, "")
            if size < sizes.get(log, 0):
                self.tell("log-rewound", where)
            sizes[log] = size
            if roots.setdefault((*log, size), fields[13]) != fields[13]:
                self.tell("log-contradicts", where)


def holds(key: bytes, kind: str, payload: bytes, signed: tuple[int, bytes]) -> bool:
    """Whether this key signed it."""
    try:
        sign1.check1(key, kind, payload, signed)
    except Refused:
        return False
    return True


def grew(old: dict[str, Any], new: dict[str, Any], proof: list[bytes]) -> bool:
    """Whether the newer tree begins with the older."""
    sizes = {"old": old["size"], "new": new["size"], "old_root": old["root"], "new_root": new["root"]}
    try:
        logs.check_consistency({**sizes, "proof": proof})
    except Refused:
        return False
    return True


def read_entry(signed: bytes) -> tuple[bytes, str, bytes, bytes]:
    """Id, code, signing key and lasting key of a founder (registry.md 1)."""
    payload, signature = sign1.open1(signed, "entry", 16_384)
    fields = decode(payload, 16_384)
    sign1.check1(fields[5], "entry", payload, signature)
    first = cbor2.dumps({1: fields[1], 2: fields[2], 3: fields[3], 4: fields[5]})
    identifier = hashlib.sha256(b"lintas/authority/1" + first).digest()[:16]
    return identifier, fields[1], fields[5], fields.get(13, b"")


def examine(file: Path, genesis: bytes | None = None) -> Iterator[Finding]:
    """Where something is wrong, and what."""
    with zipfile.ZipFile(file) as archive:
        exam = Examined(archive.read("case.cbor"))
    if genesis not in (None, exam.reg):
        exam.tell("other-genesis", "founding file")
    exam.read_acts()
    exam.check_chains()
    exam.open_bodies()
    exam.check_log()
    exam.check_receipts()
    yield from exam.findings


def main(file: str, genesis: str = "") -> int:
    """Print what is wrong; 0 if nothing is."""
    found = list(examine(Path(file), bytes.fromhex(genesis) if genesis else None))
    for where, code in found:
        print(f"{where}: {code}")
    print(f"{len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
