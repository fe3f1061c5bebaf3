"""What the rest of lintas needs of cryptography: a `Signer` and a `Suite`.

A public key that signs says by its form what algorithm it is for (`algorithm_of`), and there is no other way to say it:
no message can choose. Sizes of signatures, seeds, act keys and commitments are the same for all suites and given here.
Sizes of recipient keys and wraps differ and are attributes of a suite.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Protocol

from lintas.crypto.errors import BadKey

SEED_BYTES: Final = 32
PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
KEY_BYTES: Final = 32
COMMITMENT_BYTES: Final = 32
TAG_BYTES: Final = 16


class Algorithm(Enum):
    """An algorithm that signs acts, by its number in COSE (RFC 9864)."""

    ED25519 = -19
    ES256 = -9
    """ECDSA on P-256 with SHA-256, which RFC 9864 calls ESP256."""


SIGNING_PUBLIC_BYTES: Final = {PUBLIC_BYTES: Algorithm.ED25519, 33: Algorithm.ES256}
"""How many bytes a public key has: that of RFC 8032, or a compressed point (SEC 1, 2.3.3)."""


def algorithm_of(public: bytes) -> Algorithm:
    """The algorithm of a public key that signs; raises `BadKey` for bytes of another size."""
    found = SIGNING_PUBLIC_BYTES.get(len(public))
    if found is None:
        raise BadKey("signing public key", len(public))
    return found


class Signer(Protocol):
    """Holds one signing key, here or in a hardware module."""

    @property
    def public(self) -> bytes:
        """The public key: as `algorithm_of` reads it, or of `lasting_public_bytes`."""

    def sign(self, message: bytes) -> bytes:
        """The signature over the message: 64 bytes, or longer if it is to last."""


class Suite(Protocol):
    """One choice of algorithms. Methods are pure but for the randomness inside `wrap`."""

    def __hash__(self) -> int:
        """A suite is a key of caches."""

    @property
    def name(self) -> str:
        """What a status page calls the suite."""

    @property
    def recipient_public_bytes(self) -> int:
        """The size of a recipient's public key."""

    @property
    def wrap_overhead_bytes(self) -> int:
        """How much longer a wrapped secret is than the secret."""

    def signer(self, seed: bytes, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
        """The signer of a 32 byte seed; raises `BadKey` for another size."""

    def verify(self, public: bytes, message: bytes, signature: bytes) -> None:
        """Raises `BadSignature` unless the signature is that key's over that message, by the key's algorithm."""

    @property
    def lasting_public_bytes(self) -> int:
        """The size of a public key for lasting signatures."""

    def lasting_signer(self, seed: bytes) -> Signer:
        """A signer whose signatures withstand quantum computers, but are long: for checkpoints, not for acts."""

    def lasting_verify(self, public: bytes, message: bytes, signature: bytes) -> None:
        """Raises `BadSignature` unless the lasting signature is that key's over that message."""

    def act_key(self, epoch_key: bytes, inc: int, seq: int) -> bytes:
        """The key of one act, 32 bytes, from its author's epoch key, incarnation and sequence number."""

    def seal(self, act_key: bytes, plaintext: bytes, aad: bytes) -> tuple[bytes, bytes]:
        """A body sealed under its act key: (ciphertext, commitment of 32 bytes).

        The ciphertext is as long as a bucket of `padding`. An act key seals one plaintext, ever. Raises `TooLarge`.
        """

    def open(self, act_key: bytes, ciphertext: bytes, commitment: bytes, aad: bytes) -> bytes:
        """The plaintext; raises `WrongKey` if the key does not match the commitment, else `BadCiphertext`."""

    def recipient_public(self, seed: bytes) -> bytes:
        """The public key to which others wrap secrets, from a 32 byte seed."""

    def wrap(self, public: bytes, secret: bytes, info: bytes) -> bytes:
        """The secret for the holder of `public`, bound to `info`; raises `BadKey`."""

    def unwrap(self, seed: bytes, wrapped: bytes, info: bytes) -> bytes:
        """The secret; raises `CannotUnwrap`."""
