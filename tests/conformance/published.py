"""What the published sets ask for, and what lintas says: for each set, a function from a case to both.

`wanted` is None where a set leaves the verdict open. A case that must be reproduced wants True.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lintas.crypto import hkdf, passkey
from lintas.crypto.cose import SIGN1_TAG, sig_structure
from lintas.crypto.errors import BadKey, BadSignature
from lintas.crypto.es256 import ORDER
from lintas.crypto.real import RealSuite
from lintas.log.errors import BadProof
from lintas.log.merkle import verify_consistency, verify_inclusion
from lintas.wire import cbor
from lintas.wire.errors import Malformed
from tests.crypto.test_published import xwing_decapsulate

Case = dict[str, Any]
Verdict = tuple[bool | None, bool]
SUITE = RealSuite()
X25519_KEY = SUITE.recipient_public(bytes(32))[1184:]


def octets(case: Case, *names: str) -> list[bytes]:
    return [bytes.fromhex(case[name]) for name in names]


def result(case: Case) -> bool | None:
    return {"valid": True, "invalid": False, "acceptable": None}[case["result"]]


def run_cbor(case: Case) -> Verdict:
    """Well formed, and in the encoding that RFC 8949 prefers."""
    (data,) = octets(case, "hex")
    try:
        read = cbor.encode(cbor.decode(data, size_max=1024)) == data
    except Malformed:
        read = False
    return case["well_formed"] and case["preferred"], read


def verified(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        SUITE.verify(public, message, signature)
    except BadSignature:
        return False
    return True


def run_cose(case: Case) -> Verdict:
    item = cbor2.loads(bytes.fromhex(case["output"]["cbor"]))
    protected, _, payload, signature = item.value
    message = sig_structure(protected, payload, bytes.fromhex(case["input"]["sign0"].get("external", "")))
    same = message.hex() == case["intermediates"]["ToBeSign_hex"].lower()
    same = same and item.tag == SIGN1_TAG
    return not case.get("fail"), same and verified(_cose_key(case["input"]["sign0"]["key"]), message, signature)


def _cose_key(key: Case) -> bytes:
    def coordinate(name: str) -> bytes:
        given = key.get(f"{name}_hex")
        return bytes.fromhex(given) if given else base64.urlsafe_b64decode(key[name] + "=")

    return compressed(coordinate("x"), coordinate("y")) if key["crv"] == "P-256" else coordinate("x")


def compressed(x: bytes, y: bytes) -> bytes:
    return bytes((2 + y[-1] % 2,)) + x


def run_es256(case: Case) -> Verdict:
    """The set has signatures in DER; here they are taken out of it."""
    point, message, signature = octets(case, "pk", "msg", "sig")
    try:
        r, s = decode_dss_signature(signature)
        raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    except (ValueError, OverflowError):
        return result(case), False
    return result(case), verified(compressed(point[1:33], point[33:]), message, raw)


def run_es256_raw(case: Case) -> Verdict:
    """As our messages have them: r and s, one after the other."""
    point, message, signature = octets(case, "pk", "msg", "sig")
    return result(case), verified(compressed(point[1:33], point[33:]), message, signature)


def run_mldsa(case: Case) -> Verdict:
    """With an empty context, which is all that the protocol has: one that a case has is not told to anybody."""
    public, message, signature = octets(case, "pk", "msg", "sig")
    try:
        SUITE.lasting_verify(public, message, signature)
    except BadSignature:
        return result(case), False
    return result(case), True


def run_der(case: Case) -> Verdict:
    """As a passkey writes it."""
    point, message, signature = octets(case, "pk", "msg", "sig")
    key = cbor.encode({1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
    try:
        passkey.verify(SUITE, passkey.public_of(key), message, signature)
    except BadSignature:
        return result(case), False
    return result(case), True


def has_high_s(case: Case) -> bool:
    """Whether the s of a signature is the one of the two that we refuse."""
    return decode_dss_signature(bytes.fromhex(case["sig"]))[1] > ORDER // 2


def has_high_s_raw(case: Case) -> bool:
    """The same of r and s one after the other."""
    return int(case["sig"][64:], 16) > ORDER // 2


def run_ed25519(case: Case) -> Verdict:
    return result(case), verified(*octets(case, "pk", "msg", "sig"))


def run_corners(case: Case) -> Verdict:
    """The set gives no verdicts, since libraries differ; this is the rule of `spec/wire.md` 3."""
    public, signature = octets(case, "key", "sig")
    refused = {"non_canonical_R", "low_order_residue"} & set(case["flags"] or ())
    return not refused, verified(public, case["msg"].encode(), signature)


def run_hkdf(case: Case) -> Verdict:
    ikm, salt, info = octets(case, "ikm", "salt", "info")
    try:
        return result(case), hkdf.expand(hkdf.extract(salt, ikm), info, case["size"]).hex() == case["okm"]
    except ValueError:
        return result(case), False


def run_aes_gcm(case: Case) -> Verdict:
    key, nonce, aad, text, sealed, tag = octets(case, "key", "iv", "aad", "msg", "ct", "tag")
    try:
        return result(case), AESGCM(key).decrypt(nonce, sealed + tag, aad) == text
    except InvalidTag:
        return result(case), False


def run_x25519(case: Case) -> Verdict:
    public, private = octets(case, "public", "private")
    key = X25519PrivateKey.from_private_bytes(private)
    try:
        return result(case), key.exchange(X25519PublicKey.from_public_bytes(public)).hex() == case["shared"]
    except ValueError:
        return result(case), False


def run_mlkem(case: Case) -> Verdict:
    seed, sealed = octets(case, "seed", "c")
    try:
        return result(case), MLKEM768PrivateKey.from_seed_bytes(seed).decapsulate(sealed).hex() == case["K"]
    except ValueError:
        return result(case), False


def taken(key: bytes) -> bool:
    """Whether lintas wraps to a recipient with this ML-KEM key."""
    try:
        SUITE.wrap(key + X25519_KEY, b"secret", b"")
    except BadKey:
        return False
    return True


def run_mlkem_keys(case: Case) -> Verdict:
    return result(case), taken(*octets(case, "ek"))


def run_modulus(case: Case) -> Verdict:
    return False, taken(*octets(case, "ek"))


def run_xwing(case: Case) -> Verdict:
    seed, sealed = octets(case, "seed", "ct")
    same = (SUITE.recipient_public(seed).hex(), xwing_decapsulate(seed, sealed).hex())
    return True, same == (case["pk"], case["ss"])


def proven(verify: Callable[..., None], *arguments: Any) -> bool:
    try:
        verify(*arguments)
    except BadProof:
        return False
    return True


def hashes(case: Case, *names: str) -> list[bytes]:
    return [base64.b64decode(case[name]) for name in names]


def run_inclusion(case: Case) -> Verdict:
    leaf, root = hashes(case, "leafHash", "root")
    proof = list(map(base64.b64decode, case["proof"] or []))
    return not case["wantErr"], proven(verify_inclusion, leaf, case["leafIdx"], case["treeSize"], proof, root)


def run_consistency(case: Case) -> Verdict:
    roots = hashes(case, "root1", "root2")
    proof = list(map(base64.b64decode, case["proof"] or []))
    return not case["wantErr"], proven(verify_consistency, case["size1"], case["size2"], *roots, proof)


RUN: dict[str, Callable[[Case], Verdict]] = {
    "cbor": run_cbor,
    "cose": run_cose,
    "ed25519": run_ed25519,
    "es256": run_es256,
    "es256-raw": run_es256_raw,
    "mldsa": run_mldsa,
    "ed25519-corners": run_corners,
    "hkdf": run_hkdf,
    "aes-gcm": run_aes_gcm,
    "x25519": run_x25519,
    "mlkem": run_mlkem,
    "mlkem-keys": run_mlkem_keys,
    "mlkem-modulus": run_modulus,
    "xwing": run_xwing,
    "inclusion": run_inclusion,
    "consistency": run_consistency,
}
