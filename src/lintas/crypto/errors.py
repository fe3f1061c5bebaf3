"""What can fail when keys are used. None says more about a secret than that it did not fit."""

from __future__ import annotations

from lintas.wire.errors import LintasError


class CryptoError(LintasError):
    """A key, a signature or a sealed text does not hold."""


class BadSignature(CryptoError):
    """The signature is not one of this key over these bytes."""

    def __init__(self, public: bytes) -> None:
        self.public = public


class WrongAlgorithm(BadSignature):
    """The message claims another algorithm than the one of the key."""

    def __init__(self, public: bytes, claimed: int) -> None:
        super().__init__(public)
        self.claimed = claimed


class BadKey(CryptoError):
    """The bytes are not a key of the kind that is needed."""

    def __init__(self, what: str, size: int) -> None:
        self.what = what
        self.size = size


class WrongKey(CryptoError):
    """The key is not the one that the author committed to."""

    def __init__(self, commitment: bytes) -> None:
        self.commitment = commitment


class UnsupportedKey(CryptoError):
    """A passkey signs with an algorithm that is not taken here; its number in COSE: RS256 is -257."""

    def __init__(self, algorithm: int) -> None:
        self.algorithm = algorithm


class BadCiphertext(CryptoError):
    """The key is right, but the sealed bytes or what they are bound to were altered."""

    def __init__(self, size: int) -> None:
        self.size = size


class BadPadding(BadCiphertext):
    """The author padded the text in a way that the specification does not have."""


class CannotUnwrap(CryptoError):
    """The wrapped secret is not for this recipient, not for this purpose, or was altered."""

    def __init__(self, size: int) -> None:
        self.size = size


class BadChunk(CryptoError):
    """A chunk of an attachment is not the one at this address and place."""

    def __init__(self, index: int, why: str) -> None:
        self.index = index
        self.why = why


class UnsafeSuite(CryptoError):
    """The suite without protection was asked for without saying so."""
