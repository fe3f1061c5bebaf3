"""Officers' answers, parcels, and chunks of files: what else is opened or checked beside a body."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lintas.crypto.chunks import CHUNK_BYTES, seal_chunks
from lintas.crypto.cose import sign1
from lintas.crypto.errors import CannotUnwrap
from lintas.crypto.manifest import file_id, seal_list
from lintas.wire import cbor
from lintas.wire.identifiers import digest
from tools.vectors.files import ACCEPTED, FOLDER, Vector, read_octets
from tools.vectors.people import DOSSIER, SUITE, TIME_MS, A, B, C, seed, signer

_RULE: Final = "act.md 3"
KIND: Final = "errand"
STATEMENT: Final[dict[str, Any]] = {
    "dossier": DOSSIER,
    "verb": "ask",
    "item": None,
    "payload_hash": digest("lintas/payload/1", cbor.encode({"text": "Whose boat?"})),
    "audience": sorted([A, C]),
    "nonce": seed("nonce")[:16],
}
_CERTIFICATE: Final[dict[int, Any]] = {
    1: B,
    2: "xb-aaaaaaaa",
    3: signer("officer").public,
    4: ["author", "approver"],
    5: TIME_MS - 1000,
    6: TIME_MS + 1000,
}


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _officers()
    yield from _parcels()
    yield from _chunks()
    yield from _lists()


def challenge(**changes: Any) -> bytes:
    """What officers answer for."""
    said = {**STATEMENT, **changes}
    control = [cbor.decode(said.pop("control"), size_max=16_384)] if "control" in said else []
    return digest("lintas/officer-proof/1", cbor.encode([*said.values(), *control]))


def certified(changes: Mapping[int, Any], issuer: str = "b issues") -> bytes:
    """The certificate of the officer, with some fields changed."""
    return sign1(signer(issuer), cbor.encode({**_CERTIFICATE, **changes}), kind="officer")


def _answer(
    role: str = "author",
    certificate: Mapping[int, Any] | None = None,
    issuer: str = "b issues",
    method: str = "session",
    officer: str = "officer",
    **said: Any,
) -> dict[str, Any]:
    signed = certified(certificate or {}, issuer)
    proof = signer(officer).sign(challenge(**said))
    return {"role": role, "certificate": signed, "method": method, "proof": proof}


def _officers() -> Iterator[Vector]:
    second = {2: "xb-bbbbbbbb", 3: signer("second officer").public}
    approver = _answer("approver", second, officer="second officer")
    cases: list[tuple[str, str, str, list[Any], int]] = [
        ("one", "an officer who answers", ACCEPTED, [_answer()], 1),
        ("two", "two officers where two are needed", ACCEPTED, [_answer(), approver], 2),
        ("one-twice", "one officer in two roles where two are needed", "TooFewOfficers",
         [_answer(), _answer("approver")], 2),
        ("none", "nobody", "TooFewOfficers", [], 1),
        ("role", "a role that the certificate does not have", "NotCertified", [_answer("chief")], 1),
        ("early", "a certificate that begins later", "NotCertified", [_answer(certificate={5: TIME_MS + 1})], 1),
        ("late", "a certificate that has ended", "NotCertified", [_answer(certificate={6: TIME_MS - 1})], 1),
        ("other-authority", "a certificate of another authority", "NotCertified", [_answer(certificate={1: A})], 1),
        ("other-issuer", "a certificate that the authority did not issue", "BadSignature",
         [_answer(issuer="a issues")], 1),
        ("method", "a method that is not known", "UnknownMethod", [_answer(method="nod")], 1),
        ("other-key", "a proof by another key", "BadSignature", [_answer(officer="second officer")], 1),
        ("other-verb", "a proof over another verb", "BadSignature", [_answer(verb="answer")], 1),
        ("other-audience", "a proof for other readers", "BadSignature", [_answer(audience=[A])], 1),
        ("other-nonce", "a proof over another draft", "BadSignature", [_answer(nonce=bytes(16))], 1),
        ("certificate-beyond", "a certificate above 16 KiB", "TooLarge", [_answer(certificate={9: bytes(16_400)})], 1),
    ]  # fmt: skip
    for name, scenario, verdict, answers, persons in cases:
        yield officers(name, scenario, verdict, answers, persons)
    yield from _taken_back_and_given()


def _taken_back_and_given() -> Iterator[Vector]:
    """What is no verb: officers answer for the acts that it names."""
    one, other = seed("one act"), seed("another act")
    recall = {"verb": "", "form": 4, "control": cbor.encode({1: [one]})}
    release = {"verb": "", "form": 6, "control": cbor.encode({1: [one], 2: [C]})}
    cases: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
        ("recall", "an officer who answers for a recall", ACCEPTED, recall, {}),
        ("recall-other-act", "a proof for the recall of another act", "BadSignature", recall,
         {"control": cbor.encode({1: [other]})}),
        ("recall-more", "a proof for the recall of one act, of two that are recalled", "BadSignature",
         {**recall, "control": cbor.encode({1: sorted([one, other])})}, {"control": recall["control"]}),
        ("recall-as-erased", "a proof of one form for another", "BadSignature", recall, {"form": 5}),
        ("release", "an officer who answers for a release", ACCEPTED, release, {}),
        ("release-other-party", "a proof for a release to another", "BadSignature", release,
         {"control": cbor.encode({1: [one], 2: [A]})}),
    ]  # fmt: skip
    for name, scenario, verdict, said, signed in cases:
        yield officers(name, scenario, verdict, [_answer(**{**said, **signed})], **said)


def officers(name: str, scenario: str, verdict: str, answers: list[Any], persons: int = 1, **said: Any) -> Vector:
    """A vector of the area `officer`, for the statement with what is said of it changed."""
    given = {"authority": B, "issuing": signer("b issues").public, "at_ms": TIME_MS, "persons": persons}
    given |= {"kind": KIND, "statement": {**STATEMENT, **said}, "answers": answers}
    gives = {"challenge": challenge(**said)} if verdict == ACCEPTED else {}
    return Vector(f"officer/{name}", scenario, _RULE, verdict, given, gives)


def _parcels() -> Iterator[Vector]:
    key, receives = seed("epoch key"), seed("b receives")
    epoch = seed("epoch")[:16]
    wrapped = _wrapped(receives, key, cbor.encode(["lintas/parcel/1", DOSSIER, epoch, A, B]))
    flipped = wrapped[:-1] + bytes((wrapped[-1] ^ 1,))
    good = {"dossier": DOSSIER, "epoch": epoch, "author": A, "recipient": B, "seed": receives, "parcel": wrapped}
    cases: list[tuple[str, str, str, dict[str, Any]]] = [
        ("opens", "a parcel that opens", ACCEPTED, {}),
        ("other-dossier", "a parcel of another dossier", "CannotUnwrap", {"dossier": bytes(16)}),
        ("other-epoch", "a parcel of another epoch", "CannotUnwrap", {"epoch": bytes(16)}),
        ("other-author", "a parcel of another author", "CannotUnwrap", {"author": C}),
        ("other-recipient", "a parcel for another recipient", "CannotUnwrap", {"recipient": C}),
        ("other-key", "a parcel opened with another's key", "CannotUnwrap", {"seed": seed("c receives")}),
        ("altered", "a parcel with one bit changed", "CannotUnwrap", {"parcel": flipped}),
        ("short", "a parcel that ends early", "CannotUnwrap", {"parcel": wrapped[:1120]}),
    ]
    for name, scenario, verdict, changes in cases:
        gives = {"epoch_key": key} if verdict == ACCEPTED else {}
        yield Vector(f"parcel/{name}", scenario, "act.md 4", verdict, {**good, **changes}, gives)


def _wrapped(receives: bytes, key: bytes, info: bytes) -> bytes:
    """The parcel of the files, if it holds this: wrapping draws chance, so that no second one would be the same."""
    path = FOLDER / "parcel/opens.json"
    if path.exists():
        held = read_octets(json.loads(path.read_text())["given"]["parcel"])
        try:
            if SUITE.unwrap(receives, held, info) == key:
                return held
        except CannotUnwrap:
            pass
    return SUITE.wrap(SUITE.recipient_public(receives), key, info)


def _chunks() -> Iterator[Vector]:
    (only,) = seal_chunks(seed("file key"), [b"a small file"])
    good = {"file_key": seed("file key"), "index": 0, "last": True, "address": only.address, "chunk": only.ciphertext}
    flipped = only.ciphertext[:-1] + bytes((only.ciphertext[-1] ^ 1,))
    cases: list[tuple[str, str, str, dict[str, Any]]] = [
        ("only", "the only chunk of a file", ACCEPTED, {}),
        ("other-address", "a chunk at another address", "BadChunk", {"address": bytes(32)}),
        ("altered", "a chunk with one bit changed", "BadChunk", {"chunk": flipped}),
        ("altered-address", "an altered chunk under the address that it then has", "BadChunk",
         {"chunk": flipped, "address": hashlib.sha256(flipped).digest()}),
        ("other-place", "the chunk at another place", "BadChunk", {"index": 1}),
        ("not-last", "the last chunk in the middle: a file that went on", "BadChunk", {"last": False}),
        ("other-key", "the chunk under another file's key", "BadChunk", {"file_key": seed("other file key")}),
        ("beyond", "a chunk above 1 MiB and its tag", "TooLarge", {"chunk": bytes(CHUNK_BYTES + 17)}),
    ]  # fmt: skip
    for name, scenario, verdict, changes in cases:
        gives = {"part": b"a small file"} if verdict == ACCEPTED else {}
        yield Vector(f"chunk/{name}", scenario, "act.md 3", verdict, {**good, **changes}, gives)


def _lists() -> Iterator[Vector]:
    """Lists of manifests: of 3 chunks on level 1, and the one on top of a file of 1,025."""
    key = seed("file key")
    addresses = [seed(f"chunk {number}") for number in range(3)]
    low, top = seal_list(key, 1, 0, addresses), seal_list(key, 2, 0, addresses[:2])
    good = {"file_key": key, "bytes": 2 * CHUNK_BYTES + 1, "level": 1, "index": 0}
    good |= {"address": low.address, "list": low.ciphertext}
    large = {"bytes": 1024 * CHUNK_BYTES + 1, "level": 2, "address": top.address, "list": top.ciphertext}
    flipped = low.ciphertext[:-1] + bytes((low.ciphertext[-1] ^ 1,))
    cases: list[tuple[str, str, str, dict[str, Any]]] = [
        ("level-1", "the only list of a file of three chunks", ACCEPTED, {}),
        ("level-2", "the list on top of a file of 1,025 chunks", ACCEPTED, large),
        ("other-address", "a list at another address", "BadChunk", {"address": bytes(32)}),
        ("altered", "an altered list under the address that it then has", "BadChunk",
         {"list": flipped, "address": hashlib.sha256(flipped).digest()}),
        ("other-level", "a list of chunks in the place of one of lists", "BadChunk", {**large, "level": 1}),
        ("other-place", "the list of a later part of the file", "BadChunk",
         {"bytes": 1027 * CHUNK_BYTES, "index": 1}),
        ("too-short", "a list of fewer addresses than the file has chunks", "BadChunk", {"bytes": 4 * CHUNK_BYTES}),
        ("too-long", "a list of more addresses than the file has chunks", "BadChunk", {"bytes": 2 * CHUNK_BYTES}),
        ("other-key", "the list under another file's key", "BadChunk", {"file_key": seed("other file key")}),
        ("beyond", "a list of a file above 1 TiB", "TooLarge", {"bytes": 2**40 + 1}),
    ]  # fmt: skip
    for name, scenario, verdict, changes in cases:
        listed = addresses[:2] if "level" in changes else addresses
        gives = {"file_id": file_id(key), "addresses": listed} if verdict == ACCEPTED else {}
        yield Vector(f"list/{name}", scenario, "act.md 3", verdict, {**good, **changes}, gives)
