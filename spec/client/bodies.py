"""Bodies, parcels and chunks (`act.md` 3 and 4)."""

from __future__ import annotations

import hashlib
from typing import Any

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from spec.client.acts import is_bytes, is_ids, is_uint, read_header
from spec.client.cbor import Refused, decode, need
from spec.client.officers import check_officers

BODY_MAX = 262_144
CHUNK_MAX = 2**20 + 16


def expand(key: bytes, info: bytes, size: int) -> bytes:
    """HKDF-Expand (RFC 5869)."""
    return HKDFExpand(hashes.SHA256(), size, info).derive(key)


def data_key(act_key: bytes) -> tuple[bytes, bytes]:
    """The key that seals, and the commitment."""
    both = expand(act_key, b"lintas/dek/1", 64)
    return both[:32], both[32:]


def decrypt(key: bytes, sealed: bytes, aad: bytes, verdict: str) -> bytes:
    """AES-256-GCM with a nonce of zeros."""
    try:
        return bytes(AESGCM(key).decrypt(bytes(12), sealed, aad))
    except (InvalidTag, ValueError):
        raise Refused(verdict) from None


def bucket(size: int) -> int:
    """How long a sealed body with a text of so many bytes is."""
    need(size <= BODY_MAX - 17, "TooLarge")
    return max(512, 1 << (size + 16).bit_length())


def unpad(padded: bytes) -> bytes:
    """The text, which ends before the last byte 80."""
    text = padded.rstrip(b"\0")
    need(text.endswith(b"\x80") and bucket(len(text) - 1) == len(padded) + 16, "BadPadding")
    return text[:-1]


def read_content(text: bytes) -> Any:
    """What a body says."""
    fields = decode(text, BODY_MAX, 16)
    need(isinstance(fields, dict) and all(type(label) is int for label in fields), "BadShape", 0)
    said, officers = fields.get(1), fields.get(2)
    need(isinstance(said, dict) and all(type(name) is str for name in said), "BadShape", 1)
    need(isinstance(officers, list) and len(officers) <= 8, "BadShape", 2)
    need(all(isinstance(each, list) and len(each) == 4 for each in officers), "BadShape", 1)
    need(type(fields.get(3)) is str and len(fields[3]) <= 35, "BadShape", 3)
    need(is_bytes(fields.get(4), 16), "BadShape", 4)
    need(is_ids(fields.get(5, []), 256, 16), "BadShape", 5)
    return fields


def place(header: dict[int, Any]) -> bytes:
    """What a body is bound to."""
    return b"".join((header[2], header[3], header[4].to_bytes(8, "big"), header[5].to_bytes(8, "big")))


def check_body(given: dict[str, Any]) -> dict[str, Any]:
    """A body, opened."""
    header, body = read_header(given["payload"]), given["body"]
    need(14 in header, "NoBody")
    need(len(body) == header[15] and hashlib.sha256(body).digest() == header[14], "BodyMismatch")
    if 12 not in header:
        read_content(body)
        return {"text": body}
    info = b"lintas/act-key/1" + place(header)[32:]
    act_key = given["act_key"] if "act_key" in given else expand(given["epoch_key"], info, 32)
    key, commitment = data_key(act_key)
    need(commitment == header[13], "WrongKey")
    text = unpad(decrypt(key, body, place(header), "BadCiphertext"))
    read_content(text)
    return {"act_key": act_key, "text": text}


def check_seal(given: dict[str, Any]) -> dict[str, Any]:
    """A body, sealed."""
    text = given["text"]
    key, commitment = data_key(given["act_key"])
    padded = (text + b"\x80").ljust(bucket(len(text)) - 16, b"\0")
    body = AESGCM(key).encrypt(bytes(12), padded, given["place"])
    return {"commitment": commitment, "body_hash": hashlib.sha256(body).digest(), "body_bytes": len(body)}


def unwrap(seed: bytes, wrapped: bytes, info: bytes) -> bytes:
    """What was wrapped to the key of a seed."""
    halves = hashlib.shake_256(seed).digest(96)
    key = hpke.MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(halves[:64]), X25519PrivateKey.from_private_bytes(halves[64:])
    )
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    try:
        return suite.decrypt(wrapped, key, info)
    except (InvalidTag, ValueError):
        raise Refused("CannotUnwrap") from None


def check_parcel(given: dict[str, Any]) -> dict[str, Any]:
    """An epoch key for one reader."""
    info = cbor2.dumps(["lintas/parcel/1", *(given[n] for n in ("dossier", "epoch", "author", "recipient"))])
    return {"epoch_key": unwrap(given["seed"], given["parcel"], info)}


def check_chunk(given: dict[str, Any]) -> dict[str, Any]:
    """A part of a file."""
    chunk = given["chunk"]
    need(len(chunk) <= CHUNK_MAX, "TooLarge")
    need(is_uint(given["index"]) and hashlib.sha256(chunk).digest() == given["address"], "BadChunk")
    return {"part": open_chunk(given["file_key"], given["index"], given["last"], chunk)}


def open_chunk(file_key: bytes, index: int, last: bool, chunk: bytes) -> bytes:
    """The part of a file at a place."""
    info = b"lintas/chunk/1" + index.to_bytes(8, "big") + bytes((last,))
    part = decrypt(expand(file_key, info, 32), chunk, b"", "BadChunk")
    need(len(part) <= 2**20 and (last or len(part) == 2**20) and (index == 0 or len(part) > 0), "BadChunk")
    return part


def check_list(given: dict[str, Any]) -> dict[str, Any]:
    """A list of the manifest of a file."""
    sealed, level, index, size = (given[name] for name in ("list", "level", "index", "bytes"))
    need(is_uint(size) and size <= 2**40, "TooLarge")
    chunks = max(1, -(-size // 2**20))
    below = chunks if level == 1 else -(-chunks // 1024)
    need(hashlib.sha256(sealed).digest() == given["address"], "BadChunk")
    info = b"lintas/list/1" + bytes((level,)) + index.to_bytes(8, "big")
    text = decrypt(expand(given["file_key"], info, 32), sealed, b"", "BadChunk")
    need(len(text) == 32 * min(1024, below - 1024 * index), "BadChunk")
    addresses = [text[at : at + 32] for at in range(0, len(text), 32)]
    return {"file_id": expand(given["file_key"], b"lintas/file/1", 32), "addresses": addresses}


CHECKS = {
    "body": check_body,
    "seal": check_seal,
    "officer": check_officers,
    "parcel": check_parcel,
    "chunk": check_chunk,
    "list": check_list,
}
