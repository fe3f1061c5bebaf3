"""Logs: leaves, roots and proofs, checkpoint notes, cosignatures, and what a witness refuses to sign."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any, Final

from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Signer
from lintas.log.checkpoint import Checkpoint, issue
from lintas.log.cosignature import cosignature
from lintas.log.errors import LogError
from lintas.log.lasting import lasting_cosignature, lasting_cosigned_at
from lintas.log.merkle import EMPTY_ROOT, Frontier, consistency_proof, inclusion_proof, leaf
from lintas.log.proof import LogProof
from lintas.wire.limits import LIMITS
from tools.vectors.files import ACCEPTED, FOLDER, Vector
from tools.vectors.people import ES256_KEY, SUITE, seed, signer

ORIGIN: Final = "lintas/xa-ca"
NAME: Final = "lintas/xb-ca"
TIME_S: Final = 1_760_000_000
_KEY, _WITNESS = signer("a"), signer("b")
_KEY_LASTS, _WITNESS_LASTS = SUITE.lasting_signer(seed("a lasts")), SUITE.lasting_signer(seed("b lasts"))
SALTS: Final = [seed(f"salt {number}")[:16] for number in range(13)]
LEAVES: Final = [leaf(salt, seed(f"act {number}")) for number, salt in enumerate(SALTS)]
FORKED: Final = [*LEAVES[:5], seed("another leaf"), *LEAVES[6:]]


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _leaves()
    yield from _inclusion()
    yield from _consistency()
    yield from _checkpoints()
    yield from _cosignatures()
    yield from _witness()
    yield from _proofs()


def root(size: int, leaves: list[bytes] = LEAVES) -> bytes:
    """The root of the first leaves."""
    return Frontier().extend(leaves[:size]).root()


def note(size: int, leaves: list[bytes] = LEAVES, origin: str = ORIGIN, *more: str) -> bytes:
    """A checkpoint note of the log."""
    return issue(_KEY, Checkpoint(origin, size, root(size, leaves), more))


def _leaves() -> Iterator[Vector]:
    for number in range(2):
        given: dict[str, Any] = {"salt": SALTS[number], "act": seed(f"act {number}")}
        yield Vector(f"leaf/{number}", "the leaf of an act", "log.md 1", ACCEPTED, given, {"leaf": LEAVES[number]})
    for size in (0, 1, 2, 3, 8, 13):
        given = {"leaves": LEAVES[:size]}
        yield Vector(f"root/{size}", f"the root of {size} leaves", "log.md 1", ACCEPTED, given, {"root": root(size)})


def _inclusion() -> Iterator[Vector]:
    def one(name: str, scenario: str, verdict: str, at: int, of: int, **changes: Any) -> Vector:
        given = {"leaf": LEAVES[at], "index": at, "size": of, "root": root(of)}
        given |= {"proof": inclusion_proof(LEAVES, at, of), **changes}
        return Vector(f"inclusion/{name}", scenario, "log.md 2", verdict, given)

    for index, size in ((0, 1), (0, 2), (1, 2), (2, 3), (6, 8), (0, 13), (7, 13), (12, 13)):
        yield one(f"{index}-of-{size}", f"leaf {index} of a tree of {size}", ACCEPTED, index, size)
    path = inclusion_proof(LEAVES, 7, 13)
    yield one("other-leaf", "another leaf", "RootMismatch", 7, 13, leaf=LEAVES[6])
    yield one("other-index", "another place", "RootMismatch", 7, 13, index=6)
    yield one("other-root", "another tree", "RootMismatch", 7, 13, root=root(13, FORKED))
    yield one("hash-missing", "a hash missing", "BadProofLength", 7, 13, proof=path[:-1])
    yield one("hash-more", "a hash too many", "BadProofLength", 7, 13, proof=[*path, bytes(32)])
    yield one("hash-short", "a hash of 31 bytes", "BadProofHash", 7, 13, proof=[path[0][:-1], *path[1:]])
    yield one("order", "two hashes exchanged", "RootMismatch", 7, 13, proof=[path[1], path[0], *path[2:]])
    yield one("index-beyond", "a place behind the last", "BadProofSize", 7, 13, index=13)
    yield one("empty-tree", "a leaf of an empty tree", "BadProofSize", 0, 1, size=0, root=EMPTY_ROOT)


def _consistency() -> Iterator[Vector]:
    def one(name: str, scenario: str, verdict: str, first: int, last: int, **changes: Any) -> Vector:
        proof = consistency_proof(LEAVES, first, last) if first else []
        given = {"old": first, "new": last, "old_root": root(first), "new_root": root(last), "proof": proof}
        given |= changes
        return Vector(f"consistency/{name}", scenario, "log.md 2", verdict, given)

    for old, new in ((1, 2), (2, 3), (3, 8), (4, 8), (6, 13), (8, 13), (12, 13), (13, 13)):
        yield one(f"{old}-to-{new}", f"a tree of {old} that grew to {new}", ACCEPTED, old, new)
    path = consistency_proof(LEAVES, 6, 13)
    yield one("forked", "a tree whose sixth leaf is another", "RootMismatch", 6, 13, new_root=root(13, FORKED))
    yield one("other-old", "another old root", "RootMismatch", 6, 13, old_root=root(6, FORKED))
    yield one("same-size", "two roots for one size", "RootMismatch", 6, 6, new_root=root(6, FORKED))
    yield one("same-size-proof", "hashes where nothing grew", "BadProofLength", 6, 6, proof=[bytes(32)])
    yield one("hash-missing", "a hash missing", "BadProofLength", 6, 13, proof=path[1:])
    yield one("hash-more", "a hash too many", "BadProofLength", 6, 13, proof=[*path, bytes(32)])
    yield one("shrunk", "a tree that became smaller", "BadProofSize", 6, 6, old=7, old_root=root(7))
    yield one("from-nothing", "from an empty tree, of which there is nothing to prove", "NothingToProve", 0, 6)


def _checkpoints() -> Iterator[Vector]:
    one, good = _checkpoint, note(6)
    text, lines = good.split(b"\n\n")
    yield one("signed", "a checkpoint of six acts", ACCEPTED, good, size=6, root=root(6))
    yield one("empty", "a checkpoint of an empty log", ACCEPTED, note(0), size=0, root=EMPTY_ROOT)
    extended = note(6, LEAVES, ORIGIN, "a line of a later version")
    yield one("extension", "a line that is not understood", ACCEPTED, extended, size=6, root=root(6))
    cosigned = good + cosignature(_WITNESS, NAME, text + b"\n", TIME_S)
    yield one("cosigned", "a checkpoint with a line of a witness", ACCEPTED, cosigned, size=6, root=root(6))
    yield one("other-origin", "the log of another", "WrongOrigin", note(6, LEAVES, "lintas/xc-ca"))
    yield one(
        "other-era", "the log begun anew after a restore", "WrongOrigin", note(6, LEAVES, f"{ORIGIN}/aaaaaaaaaaaaa")
    )
    stranger = issue(signer("c"), Checkpoint(ORIGIN, 6, root(6)))
    yield one("other-key", "a signature of another key", "Unsigned", stranger)
    id_of_a = base64.b64decode(lines.split(b" ")[2])[:4]
    forged = base64.b64encode(id_of_a + signer("c").sign(text + b"\n")).decode()
    line = f"\N{EM DASH} {ORIGIN} {forged}\n".encode()
    yield one("forged", "a signature of another key under this key's id", "BadSignature", text + b"\n\n" + line)
    yield one("size-changed", "another size than was signed", "BadSignature", good.replace(b"\n6\n", b"\n7\n"))
    yield one("no-signature", "no signature", "BadNote", text + b"\n\n")
    yield one("no-blank-line", "no blank line", "BadNote", text + b"\n" + lines)
    yield one("size-spelled", "a size with a zero before it", "BadNote", good.replace(b"\n6\n", b"\n06\n"))
    yield one("size-negative", "a size below nothing", "BadNote", good.replace(b"\n6\n", b"\n-6\n"))
    yield one("root-short", "a root of 31 bytes", "BadNote",
              good.replace(base64.b64encode(root(6)), base64.b64encode(root(6)[:31])))  # fmt: skip
    yield one("root-of-nothing", "an empty log with a root", "BadNote", good.replace(b"\n6\n", b"\n0\n"))
    yield one("control-character", "a carriage return", "BadNote", good.replace(b"\n6\n", b"\r\n6\n"))
    yield one("hyphen", "a hyphen in place of the dash", "BadNote", good.replace("\N{EM DASH}".encode(), b"-"))
    many = good + cosignature(_WITNESS, NAME, text + b"\n", TIME_S) * LIMITS.note_signatures_max
    yield one("signatures-beyond", "129 signatures", "TooLarge", many)
    yield from _two_keys(good)


def _two_keys(good: bytes) -> Iterator[Vector]:
    """A log with an ES256 key, and one with a lasting key beside its Ed25519 key."""
    one = _checkpoint
    other = issue(ES256_KEY, Checkpoint(ORIGIN, 6, root(6)))
    yield Vector("checkpoint/es256", "a log whose key is for ES256", "log.md 3", ACCEPTED,
                 {"note": other.decode(), "origin": ORIGIN, "key": ES256_KEY.public},
                 {"size": 6, "root": root(6)})  # fmt: skip
    lasting = _lasting("checkpoint/both", _KEY_LASTS, ORIGIN)
    public, both = _KEY_LASTS.public, good + lasting
    yield one("both", "a log with a lasting key, signed with both", ACCEPTED, both, public,
              size=6, root=root(6))  # fmt: skip
    yield one("lasting-unknown", "a line of a key that the reader does not know", ACCEPTED, both, size=6,
              root=root(6))  # fmt: skip
    yield one("not-lasting", "a log with a lasting key, signed with Ed25519 alone", "HalfSigned", good, public)
    alone = good.split(b"\n\n")[0] + b"\n\n" + lasting
    yield one("lasting-alone", "a log signed with its lasting key alone", "HalfSigned", alone, public)
    yield one("lasting-alone-unknown", "that, for a reader who does not know the lasting key", "Unsigned", alone)
    yield one("lasting-forged", "a lasting signature of another size", "BadSignature", note(7) + lasting, public)


def _checkpoint(name: str, scenario: str, verdict: str, data: bytes, lasting: bytes = b"", **gives: Any) -> Vector:
    given = {"note": data.decode(), "origin": ORIGIN, "key": _KEY.public}
    given |= {"lasting": lasting} if lasting else {}
    return Vector(f"checkpoint/{name}", scenario, "log.md 3", verdict, given, gives)


def _cosignatures() -> Iterator[Vector]:
    def one(name: str, scenario: str, verdict: str, data: bytes, lasting: bytes = b"", **gives: Any) -> Vector:
        given = {"note": data.decode(), "name": NAME, "key": _WITNESS.public}
        given |= {"lasting": lasting} if lasting else {}
        return Vector(f"cosignature/{name}", scenario, "log.md 4", verdict, given, gives)

    text = note(6).split(b"\n\n")[0] + b"\n"
    line = cosignature(_WITNESS, NAME, text, TIME_S)
    later = cosignature(_WITNESS, NAME, text, TIME_S + 60)
    yield one("signed", "a witness that signed", ACCEPTED, note(6) + line, time_s=TIME_S)
    yield one(
        "twice", "a witness that signed twice: the earlier counts", ACCEPTED, note(6) + later + line, time_s=TIME_S
    )
    yield one("absent", "a witness that did not sign", "Unsigned", note(6))
    yield one("other-name", "the same key under another name", "Unsigned",
              note(6) + cosignature(_WITNESS, "lintas/xc-ca", text, TIME_S))  # fmt: skip
    yield one("other-note", "a signature of another checkpoint", "BadSignature", note(7) + line)
    wrong = base64.b64decode(line.split(b" ")[2])
    moved = wrong[:4] + (TIME_S + 1).to_bytes(8, "big") + wrong[12:]
    claimed = f"\N{EM DASH} {NAME} {base64.b64encode(moved).decode()}\n".encode()
    yield one("other-time", "another time than was signed", "BadSignature", note(6) + claimed)
    stamped = bytes(8) + _WITNESS.sign(b"cosignature/v1\ntime 0\n" + text)
    never = f"\N{EM DASH} {NAME} {base64.b64encode(wrong[:4] + stamped).decode()}\n".encode()
    yield one("no-time", "a cosignature of the time 0, which is none", "BadSignature", note(6) + never)
    yield one("one-wrong-line", "a right line and a wrong one", "BadSignature", note(6) + line + claimed)
    other = note(6) + cosignature(ES256_KEY, NAME, text, TIME_S)
    yield Vector("cosignature/es256", "a witness whose key is for ES256", "log.md 4", ACCEPTED,
                 {"note": other.decode(), "name": NAME, "key": ES256_KEY.public}, {"time_s": TIME_S})  # fmt: skip
    lasting, public = _lasting("cosignature/both", _WITNESS_LASTS, NAME), _WITNESS_LASTS.public
    yield one("both", "a witness with a lasting key that signed with both", ACCEPTED, note(6) + line + lasting, public,
              time_s=TIME_S)  # fmt: skip
    yield one("two-times", "two keys that state two times: what both bear out counts", ACCEPTED,
              note(6) + later + lasting, public, time_s=TIME_S + 60)  # fmt: skip
    earlier = cosignature(_WITNESS, NAME, text, TIME_S - 60)
    yield one("two-times-lasting-later", "the same, the lasting key stating the later time", ACCEPTED,
              note(6) + earlier + lasting, public, time_s=TIME_S)  # fmt: skip
    yield one("not-lasting", "a witness with a lasting key that signed with Ed25519 alone", "HalfSigned",
              note(6) + line, public)  # fmt: skip
    yield one("lasting-alone", "a witness that signed with its lasting key alone", "HalfSigned", note(6) + lasting,
              public)  # fmt: skip
    yield one("lasting-absent", "a witness that signed with neither", "Unsigned", note(6), public)
    yield one("lasting-forged", "a lasting signature of another checkpoint", "BadSignature", note(7) + lasting, public)
    yield one("lasting-of-the-log", "the lasting signature of the log itself", "HalfSigned",
              note(6) + line + _lasting("checkpoint/both", _KEY_LASTS, ORIGIN), public)  # fmt: skip


def _lasting(name: str, signer: Signer, by: str) -> bytes:
    """The lasting line in the file of this vector, if it holds: such signatures draw chance, so that no second one
    would be the same.
    """
    path = FOLDER / f"{name}.json"
    if path.exists():
        held = str(json.loads(path.read_text())["given"]["note"]).encode()
        try:
            lasting_cosigned_at(SUITE, held, name=by, public=signer.public)
            return held.splitlines(keepends=True)[-1]
        except (LogError, BadSignature):
            pass
    return lasting_cosignature(signer, by, Checkpoint(ORIGIN, 6, root(6)), TIME_S)


def _witness() -> Iterator[Vector]:
    def one(name: str, scenario: str, verdict: str, known: bytes | None, offered: bytes, proof: list[bytes]) -> Vector:
        given: dict[str, Any] = {"known": known and known.decode(), "offered": offered.decode(), "proof": proof}
        given |= {"origin": ORIGIN, "key": _KEY.public}
        return Vector(f"witness/{name}", scenario, "log.md 4", verdict, given)

    proof = consistency_proof(LEAVES, 6, 13)
    yield one("first", "the first checkpoint that a witness sees", ACCEPTED, None, note(6), [])
    yield one("grown", "a log that grew", ACCEPTED, note(6), note(13), proof)
    yield one("same", "the same checkpoint again", ACCEPTED, note(6), note(6), [])
    yield one("from-empty", "a log that was empty before", ACCEPTED, note(0), note(6), [])
    yield one("rewound", "a log that became smaller", "Rewound", note(13), note(6), [])
    yield one("forked", "a log with another root at the same size", "Forked", note(6), note(6, FORKED), [])
    yield one("forked-and-grown", "a log that forked before it grew", "RootMismatch", note(6), note(13, FORKED), proof)
    yield one("no-proof", "a log that grew, without proof", "BadProofLength", note(6), note(13), [])
    yield one("proof-of-nothing", "hashes for a log that is not known", "BadProofLength", None, note(6), proof)
    yield one("other-origin", "the log of another", "WrongOrigin", note(6), note(13, LEAVES, "lintas/xc-ca"), proof)


def _proofs() -> Iterator[Vector]:
    cosigned = note(13) + cosignature(_WITNESS, NAME, note(13).split(b"\n\n")[0] + b"\n", TIME_S)
    good = LogProof(7, tuple(inclusion_proof(LEAVES, 7, 13)), cosigned)

    def one(name: str, scenario: str, verdict: str, data: bytes, **changes: Any) -> Vector:
        given = {"proof_file": data.decode(), "leaf": LEAVES[7], "origin": ORIGIN, "key": _KEY.public, "quorum": 1}
        given |= {"witnesses": [{"name": NAME, "key": _WITNESS.public}], **changes}
        return Vector(f"proof/{name}", scenario, "log.md 5", verdict, given)

    yield one("holds", "the place of an act, in a log that a witness saw", ACCEPTED, good.to_bytes())
    extra = LogProof(good.index, good.hashes, good.note, b"where to look")
    yield one("extra", "a proof with data that nobody signed", ACCEPTED, extra.to_bytes())
    yield one("other-leaf", "another act", "RootMismatch", good.to_bytes(), leaf=LEAVES[6])
    yield one("quorum", "fewer witnesses than are asked for", "TooFewCosignatures", good.to_bytes(), quorum=2)
    alone = LogProof(good.index, good.hashes, note(13))
    yield one("no-witness", "a log that nobody else saw", "TooFewCosignatures", alone.to_bytes())
    yield one("one-key-twice", "one witness under two names", "TooFewCosignatures", good.to_bytes(), quorum=2,
              witnesses=[{"name": NAME, "key": _WITNESS.public}, {"name": ORIGIN, "key": _WITNESS.public}])  # fmt: skip
    yield one("version", "a proof of a later version", "BadNote", good.to_bytes().replace(b"@v1", b"@v2"))
    yield one(
        "index-spelled", "an index with a zero before it", "BadNote", good.to_bytes().replace(b"index 7", b"index 07")
    )
    many = LogProof(7, (bytes(32),) * (LIMITS.proof_hashes_max + 1), good.note)
    yield one("hashes-beyond", "64 hashes", "TooLarge", many.to_bytes())
    much = LogProof(good.index, good.hashes, good.note, bytes(LIMITS.proof_extra_bytes_max + 1))
    yield one("extra-beyond", "extra data above 4 KiB", "TooLarge", much.to_bytes())
