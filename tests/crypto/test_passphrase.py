"""Keys from passphrases, against the vectors of RFC 7914 as far as the bounds allow, and the bounds."""

from __future__ import annotations

import hashlib

import pytest

from lintas.crypto.errors import BadKey
from lintas.crypto.passphrase import Stretch

LONG = b"an invented passphrase"


def test_the_function_is_scrypt() -> None:
    """RFC 7914 section 12, the third vector: the same function with the parameters that are used here."""
    found = hashlib.scrypt(b"pleaseletmein", salt=b"SodiumChloride", n=16384, r=8, p=1, dklen=64)
    assert found.hex().startswith("7023bdcb3afd7348461c06cd81fd38eb")
    salt = bytes(16)
    assert Stretch(salt, 14).key(LONG) == hashlib.scrypt(LONG, salt=salt, n=16384, r=8, p=1, dklen=32)


def test_another_salt_cost_or_passphrase_is_another_key() -> None:
    keys = {
        Stretch(bytes(16), 14).key(LONG),
        Stretch(b"s" * 16, 14).key(LONG),
        Stretch(bytes(16), 15).key(LONG),
        Stretch(bytes(16), 14).key(LONG + b"!"),
    }
    assert len(keys) == 4


@pytest.mark.parametrize(
    ("salt", "cost", "passphrase"), [(15, 14, LONG), (16, 13, LONG), (16, 21, LONG), (16, 14, b"short")]
)
def test_what_is_out_of_bounds_is_refused(salt: int, cost: int, passphrase: bytes) -> None:
    with pytest.raises(BadKey):
        Stretch(bytes(salt), cost).key(passphrase)
