"""The words in which references are read back."""

from __future__ import annotations

import pytest

from lintas.console.spelling import READ_BACK, WORDS, read_back, spelled
from lintas.wire.identifiers import show


def test_every_sign_of_a_reference_has_a_word_of_its_own() -> None:
    signs = {sign for byte in range(256) for sign in show(bytes([byte, 255 - byte] * 5))}
    assert signs == WORDS.keys()
    assert len(set(WORDS.values())) == len(WORDS)


def test_a_reference_is_said_sign_by_sign() -> None:
    assert spelled("7gx") == "seven Golf X-ray"
    assert len(read_back(show(bytes(16))).split()) == READ_BACK
    with pytest.raises(KeyError):
        spelled("0")
