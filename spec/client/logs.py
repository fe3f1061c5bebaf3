"""Logs: leaves, proofs, checkpoint notes, cosignatures (`log.md`)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Any

from spec.client import sign1
from spec.client.cbor import Refused, need

EMPTY = hashlib.sha256(b"").digest()


def sha256(*parts: bytes) -> bytes:
    """Of the parts, one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def root(leaves: list[bytes]) -> bytes:
    """The root over leaf hashes (RFC 9162 section 2.1.1)."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01", root(leaves[:split]), root(leaves[split:]))


def path(index: int, size: int) -> list[bool]:
    """Of each hash of the audit path, from the leaf upwards: whether it stands on the right."""
    if size == 1:
        return []
    split = 1 << (size - 1).bit_length() - 1
    return [*path(index, split), True] if index < split else [*path(index - split, size - split), False]


def check_inclusion(given: dict[str, Any]) -> dict[str, Any]:
    """RFC 9162 section 2.1.3."""
    leaf, index, size, proof = given["leaf"], given["index"], given["size"], given["proof"]
    need(all(len(hash_) == 32 for hash_ in (leaf, given["root"], *proof)), "BadProofHash")
    need(0 <= index < size, "BadProofSize")
    sides = path(index, size)
    need(len(proof) == len(sides), "BadProofLength")
    for hash_, right in zip(proof, sides, strict=True):
        leaf = sha256(b"\x01", leaf, hash_) if right else sha256(b"\x01", hash_, leaf)
    need(leaf == given["root"], "RootMismatch")
    return {}


def subproof(old: int, new: int, proof: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    """The roots of the old tree and of the new that the proof leads to (RFC 9162 section 2.1.4); eats the proof."""
    if old == new:
        whole = known if known is not None else next_hash(proof)
        return whole, whole
    split = 1 << (new - 1).bit_length() - 1
    top = next_hash(proof)
    if old <= split:
        before, after = subproof(old, split, proof, known)
        return before, sha256(b"\x01", after, top)
    before, after = subproof(old - split, new - split, proof, None)
    return sha256(b"\x01", top, before), sha256(b"\x01", top, after)


def next_hash(proof: list[bytes]) -> bytes:
    """The last hash of the proof, which is the highest in the tree."""
    need(bool(proof), "BadProofLength")
    return proof.pop()


def check_consistency(given: dict[str, Any]) -> dict[str, Any]:
    """That a tree grew from another."""
    old, new, proof = given["old"], given["new"], list(given["proof"])
    need(all(len(hash_) == 32 for hash_ in (given["old_root"], given["new_root"], *proof)), "BadProofHash")
    need(0 <= old <= new, "BadProofSize")
    need(old > 0, "NothingToProve")
    before, after = subproof(old, new, proof, given["old_root"])
    need(not proof, "BadProofLength")
    need((before, after) == (given["old_root"], given["new_root"]), "RootMismatch")
    return {}


def decode64(text: str) -> bytes:
    """Base64 in its one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("BadNote") from None
    need(base64.b64encode(data).decode() == text, "BadNote")
    return data


def number(text: str) -> int:
    """A number in its one decimal spelling."""
    need(bool(re.fullmatch("0|[1-9][0-9]{0,18}", text, re.ASCII)) and int(text) < 2**63, "BadNote")
    return int(text)


def parse(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text of a note, and its signatures by name."""
    text, blank, lines = note.rpartition("\n\n")
    need(bool(blank) and lines.endswith("\n") and not re.search("[\x00-\x09\x0b-\x1f]", note), "BadNote")
    signatures = []
    need(lines.count("\n") <= 128, "TooLarge")
    for line in lines[:-1].split("\n"):
        found = re.fullmatch("\N{EM DASH} ([^ +]+) ([^ ]+)", line)
        need(found is not None, "BadNote")
        assert found
        signatures.append((found[1], decode64(found[2])))
        need(len(signatures[-1][1]) > 4, "BadNote")
    return text + "\n", signatures


def parse_checkpoint(text: str) -> tuple[str, int, bytes]:
    """Origin, size and root."""
    lines = text.split("\n")[:-1]
    need(len(lines) >= 3 and all(lines), "BadNote")
    size, hash_ = number(lines[1]), decode64(lines[2])
    need(len(hash_) == 32 and (size > 0 or hash_ == EMPTY), "BadNote")
    return lines[0], size, hash_


def signed_by(
    signatures: list[tuple[str, bytes]], name: str, kind: int, key: bytes, *, half: bool = False
) -> list[bytes]:
    """What stands on the lines of this name and key; `half` of what goes together is there already."""
    typed = bytes((kind,)) if sign1.algorithm_of(key) == sign1.ED25519 else b"\xfflintas/es256/%d\n" % kind
    identifier = sha256(name.encode(), b"\n", typed, key)[:4]
    found = [data[4:] for other, data in signatures if (other, data[:4]) == (name, identifier)]
    need(bool(found), "HalfSigned" if half else "Unsigned")
    return found


def check_checkpoint(given: dict[str, Any]) -> dict[str, Any]:
    """A checkpoint of a log whose key is known."""
    text, signatures = parse(given["note"])
    origin, size, hash_ = parse_checkpoint(text)
    need(origin == given["origin"], "WrongOrigin")
    lasting = check_lasting(given, signatures, origin, text)
    for signature in signed_by(signatures, origin, 1, given["key"], half=bool(lasting)):
        sign1.check(given["key"], text.encode(), signature)
    need(bool(lasting) or not given.get("lasting"), "HalfSigned")
    return {"size": size, "root": hash_}


def check_lasting(given: dict[str, Any], signatures: list[tuple[str, bytes]], name: str, text: str) -> list[int]:
    """The times on the lines of the lasting key, where there is one."""
    key, times = given.get("lasting", b""), []
    origin, size, hash_ = parse_checkpoint(text)
    identifier = sha256(name.encode(), b"\n\x06", key)[:4]
    for data in [data[4:] for other, data in signatures if key and (other, data[:4]) == (name, identifier)]:
        names = [bytes((len(each.encode()),)) + each.encode() for each in (name, origin)]
        tree = bytes(8) + size.to_bytes(8, "big") + hash_
        sign1.check_lasting(key, b"subtree/v1\n\0" + names[0] + data[:8] + names[1] + tree, data[8:])
        times.append(int.from_bytes(data[:8], "big"))
    return times


def check_cosignature(given: dict[str, Any]) -> dict[str, Any]:
    """That a witness saw it, and when."""
    text, signatures = parse(given["note"])
    times, lasting = [], check_lasting(given, signatures, given["name"], text)
    for stamped in signed_by(signatures, given["name"], 4, given["key"], half=bool(lasting)):
        times.append(int.from_bytes(stamped[:8], "big"))
        message = f"cosignature/v1\ntime {times[-1]}\n{text}".encode()
        sign1.check(given["key"], message, stamped[8:])
        need(0 < times[-1] < 2**63, "BadSignature")
    need(bool(lasting) or not given.get("lasting"), "HalfSigned")
    return {"time_s": max(min(times), min(lasting, default=0))}


def check_witness(given: dict[str, Any]) -> dict[str, Any]:
    """What a witness does before it signs."""
    new = check_checkpoint({**given, "note": given["offered"]})
    old = check_checkpoint({**given, "note": given["known"]}) if given["known"] else {"size": 0, "root": EMPTY}
    need(new["size"] >= old["size"], "Rewound")
    need(new["size"] > old["size"] or new["root"] == old["root"], "Forked")
    if old["size"] == 0:
        need(not given["proof"], "BadProofLength")
        return {}
    sizes = {"old": old["size"], "new": new["size"], "old_root": old["root"], "new_root": new["root"]}
    return check_consistency({**sizes, "proof": given["proof"]})


def check_proof(given: dict[str, Any]) -> dict[str, Any]:
    """A leaf in a log that enough witnesses saw (C2SP tlog-proof)."""
    head, _, note = given["proof_file"].partition("\n\n")
    lines = head.split("\n")
    need(lines.pop(0) == "c2sp.org/tlog-proof@v1", "BadNote")
    if lines[:1] and lines[0].startswith("extra "):
        extra = decode64(lines.pop(0)[6:])
        need(bool(extra), "BadNote")
        need(len(extra) <= 4_096, "TooLarge")
    need(bool(lines) and lines[0].startswith("index "), "BadNote")
    need(len(lines) <= 64, "TooLarge")
    index, proof = number(lines[0][6:]), [decode64(line) for line in lines[1:]]
    tree = check_checkpoint({**given, "note": note})
    check_inclusion({**tree, "leaf": given["leaf"], "index": index, "proof": proof})
    keys = set()
    for witness in given["witnesses"]:
        try:
            check_cosignature({"note": note, **witness})
        except Refused as refused:
            need(refused.verdict == "Unsigned", refused.verdict)
        else:
            keys.add(witness["key"])
    need(len(keys) >= given["quorum"], "TooFewCosignatures")
    return {}


CHECKS = {
    "leaf": lambda given: {"leaf": sha256(b"\0", sha256(given["salt"], given["act"]))},
    "root": lambda given: {"root": root(given["leaves"])},
    "inclusion": check_inclusion,
    "consistency": check_consistency,
    "checkpoint": check_checkpoint,
    "cosignature": check_cosignature,
    "witness": check_witness,
    "proof": check_proof,
}
