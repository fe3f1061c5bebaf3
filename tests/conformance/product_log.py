"""What lintas says to the vectors about logs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lintas.crypto.real import RealSuite
from lintas.log.both import LogKey, LogSigner, cosigned_both, read_both
from lintas.log.checkpoint import read
from lintas.log.merkle import Frontier, leaf, verify_consistency, verify_inclusion
from lintas.log.proof import parse_proof
from lintas.log.witness import Witness
from tools.vectors.files import read_octets

SUITE = RealSuite()
TIME_S = 1_760_000_000

Given = Mapping[str, Any]
Gives = dict[str, Any]


def _all(given: Given, *names: str) -> list[bytes]:
    return [read_octets(given[name]) for name in names]


def _hashes(given: Given, name: str = "proof") -> list[bytes]:
    return list(map(read_octets, given[name]))


def _key(given: Given) -> LogKey:
    return LogKey(read_octets(given["key"]), read_octets(given.get("lasting", "")))


def leaf_of(given: Given) -> Gives:
    return {"leaf": leaf(*_all(given, "salt", "act")).hex()}


def root_of(given: Given) -> Gives:
    return {"root": Frontier().extend(_hashes(given, "leaves")).root().hex()}


def inclusion(given: Given) -> Gives:
    hash_, root = _all(given, "leaf", "root")
    verify_inclusion(hash_, given["index"], given["size"], _hashes(given), root)
    return {}


def consistency(given: Given) -> Gives:
    old_root, new_root = _all(given, "old_root", "new_root")
    verify_consistency(given["old"], given["new"], old_root, new_root, _hashes(given))
    return {}


def checkpoint(given: Given) -> Gives:
    found = read_both(SUITE, given["note"].encode(), origin=given["origin"], key=_key(given))
    return {"size": found.size, "root": found.root.hex()}


def cosignature(given: Given) -> Gives:
    found = cosigned_both(SUITE, given["note"].encode(), name=given["name"], key=_key(given))
    return {"time_s": found.time_s}


def witness(given: Given) -> Gives:
    origin, key, known = given["origin"], read_octets(given["key"]), given["known"]
    witness = Witness(SUITE, LogSigner(SUITE.signer(bytes(32))), "lintas/xb-ca", origin, LogKey(key))
    held = read(SUITE, known.encode(), origin=origin, public=key) if known else None
    witness.cosign(held, given["offered"].encode(), _hashes(given), time_s=TIME_S)
    return {}


def proof(given: Given) -> Gives:
    witnesses = {each["name"]: read_octets(each["key"]) for each in given["witnesses"]}
    parse_proof(given["proof_file"].encode()).check(
        SUITE,
        read_octets(given["leaf"]),
        origin=given["origin"],
        public=read_octets(given["key"]),
        witnesses=witnesses,
        quorum=given["quorum"],
    )
    return {}


AREAS: dict[str, Callable[[Given], Gives]] = {
    "leaf": leaf_of,
    "root": root_of,
    "inclusion": inclusion,
    "consistency": consistency,
    "checkpoint": checkpoint,
    "cosignature": cosignature,
    "witness": witness,
    "proof": proof,
}
