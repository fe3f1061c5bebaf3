"""What a node needs of a hardware module in which its signing keys are: a port of a few methods (`store.token`)."""

from __future__ import annotations

from typing import Protocol

from lintas.crypto.ports import Algorithm, Signer
from lintas.wire.errors import LintasError


class TokenTrouble(LintasError):
    """The hardware module does not sign: it is away, does not know the key, or does not take the PIN."""

    def __init__(self, token: str, why: str) -> None:
        self.token = token
        self.why = why


class KeyModule(Protocol):
    """A hardware module that makes signing keys, keeps them and signs. Each method raises `TokenTrouble`."""

    def signer(self, public: bytes) -> Signer:
        """What signs with this key. The module is asked when it signs, and not before."""

    def make(self, algorithm: Algorithm) -> bytes:
        """Make a key, durable on return; its public half."""

    def take(self, algorithm: Algorithm, seed: bytes, public: bytes) -> None:
        """Bring a key into the module that was kept elsewhere, durable on return."""

    def check(self, public: bytes) -> None:
        """Raises unless the module answers and has this key."""
