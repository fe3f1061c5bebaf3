"""Signing keys in a hardware module (PKCS#11 v3.0): made there, used there, never read out.

A key is known by its public half; its id in the module is the beginning of a hash of that. The module is opened when it
is first needed and again when it went away in between, so that a node outlives a restart of the module. What it cannot
do is told as `TokenTrouble`, and nothing was signed then.

The driver is the extra `pkcs11`.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag, ObjectClass

from lintas.crypto.es256 import join, scalar
from lintas.crypto.ports import Algorithm, algorithm_of
from lintas.node.key_module import TokenTrouble

PIN_BYTES_MAX: Final = 256
_ID_BYTES: Final = 20
_BITS_ASKED: Final = 8
_OCTETS: Final = b"\x04"
_TYPES: Final = {Algorithm.ED25519: KeyType.EC_EDWARDS, Algorithm.ES256: KeyType.EC}
_CURVES: Final = {
    # Object identifiers in DER: 1.3.101.112 (RFC 8410), 1.2.840.10045.3.1.7 (RFC 5480).
    Algorithm.ED25519: bytes.fromhex("06032b6570"),
    Algorithm.ES256: bytes.fromhex("06082a8648ce3d030107"),
}
_MAKES: Final = {
    Algorithm.ED25519: Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
    Algorithm.ES256: Mechanism.EC_KEY_PAIR_GEN,
}
_PRIVATE: Final = {
    Attribute.TOKEN: True,
    Attribute.PRIVATE: True,
    Attribute.SENSITIVE: True,
    Attribute.EXTRACTABLE: False,
    Attribute.SIGN: True,
}
T = TypeVar("T")


class TokenSigner:
    """A signing key in a module. Asks the module at each signature, and not before."""

    __slots__ = ("_public", "_token")

    def __init__(self, token: Token, public: bytes) -> None:
        self._token, self._public = token, public

    @property
    def public(self) -> bytes:
        return self._public

    def sign(self, message: bytes) -> bytes:
        return self._token.sign(self._public, message)


class Token:
    """The port `KeyModule` over the token with this label, in the module whose library lies at `module`.

    `label` is what the keys are called in the token. The PIN is read from its file each time that the token is opened.
    """

    def __init__(self, module: str, token: str, label: str, pin_file: Path) -> None:
        """Nothing is opened yet."""
        self._module, self._name, self._label, self._pin_file = module, token, label, pin_file
        self._lock = threading.Lock()
        self._session: Any = None

    def signer(self, public: bytes) -> TokenSigner:
        return TokenSigner(self, public)

    def make(self, algorithm: Algorithm) -> bytes:
        return self._do(lambda session: _make(session, algorithm, self._label))

    def take(self, algorithm: Algorithm, seed: bytes, public: bytes) -> None:
        value = seed if algorithm is Algorithm.ED25519 else scalar(seed).to_bytes(32, "big")
        self._do(lambda session: _take(session, algorithm, value, self._label, _id(public)))

    def check(self, public: bytes) -> None:
        self._do(lambda session: _private(session, public))

    def sign(self, public: bytes, message: bytes) -> bytes:
        """The signature of the key with this public half; raises `TokenTrouble`."""
        return self._do(lambda session: _sign(_private(session, public), public, message))

    def _do(self, work: Callable[[Any], T]) -> T:
        """What the work gives; where the token does not answer it is opened anew, once."""
        with self._lock:
            try:
                if self._session is not None:
                    # A search in a session that is gone would be left behind unfinished; chance is asked at once.
                    self._session.generate_random(_BITS_ASKED)
                    return work(self._session)
            except pkcs11.PKCS11Error:
                # It was taken out, or its process began anew. Whether it is there now is found out below.
                self._leave()
            try:
                self._session = self._open()
                return work(self._session)
            except (pkcs11.PKCS11Error, RuntimeError) as error:
                self._leave()
                raise TokenTrouble(self._name, _why(error)) from None

    def _open(self) -> Any:
        pin = self._pin()
        library = pkcs11.lib(self._module)
        # What the library knows of its slots is as old as its start.
        library.reinitialize()
        return library.get_token(token_label=self._name).open(rw=True, user_pin=pin)

    def _pin(self) -> str:
        try:
            with self._pin_file.open("rb") as file:
                return file.read(PIN_BYTES_MAX).decode().strip()
        except (OSError, UnicodeDecodeError) as error:
            raise TokenTrouble(self._name, f"its PIN cannot be read from {self._pin_file}: {error}") from None

    def _leave(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            try:
                session.close()
            except pkcs11.PKCS11Error:
                # It is gone already.
                return


def _make(session: Any, algorithm: Algorithm, label: str) -> bytes:
    parameters = session.create_domain_parameters(
        _TYPES[algorithm], {Attribute.EC_PARAMS: _CURVES[algorithm]}, local=True
    )
    made, private = parameters.generate_keypair(
        mechanism=_MAKES[algorithm],
        store=True,
        label=label,
        capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY,
        private_template=_PRIVATE,
    )
    public = _public(algorithm, bytes(made[Attribute.EC_POINT]))
    private[Attribute.ID] = made[Attribute.ID] = _id(public)
    return public


def _take(session: Any, algorithm: Algorithm, value: bytes, label: str, identifier: bytes) -> None:
    what = {
        Attribute.CLASS: ObjectClass.PRIVATE_KEY,
        Attribute.KEY_TYPE: _TYPES[algorithm],
        Attribute.EC_PARAMS: _CURVES[algorithm],
        Attribute.VALUE: value,
        Attribute.LABEL: label,
        Attribute.ID: identifier,
    }
    session.create_object(what | _PRIVATE)


def _public(algorithm: Algorithm, point: bytes) -> bytes:
    """The key in its one form; modules give the point as it is or inside an octet string (PKCS#11 v3.0 2.3.3)."""
    if len(point) in {34, 67} and point[:1] == _OCTETS and point[1] == len(point) - 2:
        point = point[2:]
    if algorithm is Algorithm.ES256 and len(point) == 65:
        return bytes((2 + point[-1] % 2,)) + point[1:33]
    return point


def _private(session: Any, public: bytes) -> Any:
    key_type = _TYPES[algorithm_of(public)]
    return session.get_key(object_class=ObjectClass.PRIVATE_KEY, key_type=key_type, id=_id(public))


def _sign(private: Any, public: bytes, message: bytes) -> bytes:
    if algorithm_of(public) is Algorithm.ED25519:
        return bytes(private.sign(message, mechanism=Mechanism.EDDSA))
    made = bytes(private.sign(hashlib.sha256(message).digest(), mechanism=Mechanism.ECDSA))
    return join(int.from_bytes(made[:32], "big"), int.from_bytes(made[32:], "big"))


def _id(public: bytes) -> bytes:
    return hashlib.sha256(b"lintas/token/1" + public).digest()[:_ID_BYTES]


def _why(error: Exception) -> str:
    """The error in words: most of the driver's have a name and nothing else."""
    return str(error) or type(error).__name__
