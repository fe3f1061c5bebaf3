"""The signed notes of the tests of golang.org/x/mod/sumdb/note, which nothing here was written with.

Two keys, one text with a signature of each, and what its authors refuse. Source and licence of the strings:
`tests/data/published/README.md`, `LICENSE.go`.
"""

from __future__ import annotations

import pytest

from lintas.crypto.errors import BadSignature
from lintas.crypto.real import RealSuite
from lintas.log.errors import BadNote
from lintas.log.note import Note, VerifierKey, parse, read_verifier_key
from lintas.wire.errors import LintasError, TooLarge
from lintas.wire.limits import LIMITS

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_SIGNED = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_SIGNED = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)


def refused(text: str) -> bool:
    try:
        read_verifier_key(text)
    except LintasError:
        return True
    return False


def check(note: Note, text: str) -> int:
    """How many signatures of this key the note has; raises `BadSignature` where one does not hold."""
    key = read_verifier_key(text)
    found = note.signed_by(key.name, bytes.fromhex(text.split("+")[1]))
    for signature in found:
        RealSuite().verify(key.public, note.text, signature)
    return len(found)


def test_a_key_is_read_and_no_part_of_it_and_none_with_a_letter_of_another() -> None:
    assert read_verifier_key(PETER).text() == PETER
    size = len(PETER)
    parts = [PETER[i:j] for i in range(size + 1) for j in range(i + 1, size + 1) if (i, j) != (0, size)]
    others = [PETER[:at] + chr(ord(PETER[at]) + 1) + PETER[at + 1 :] for at in range(size)]
    assert [each for each in (*parts, *others) if not refused(each)] == []
    assert refused("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")


def test_a_key_of_an_unknown_type_is_read_as_what_it_is() -> None:
    """Its authors refuse it on reading. Here it is read with its type, and is no key of any log or witness."""
    text = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert read_verifier_key(text) == VerifierKey("PeterNeumann", 0x65, read_verifier_key(PETER).public)


def test_a_note_has_the_signatures_that_its_authors_find_in_it() -> None:
    note = parse(f"{TEXT}\n{PETER_SIGNED}{ENOCH_SIGNED}".encode())
    assert note.text.decode() == TEXT
    assert (check(note, PETER), check(note, ENOCH)) == (1, 1)
    assert check(parse(f"{TEXT}\n{ENOCH_SIGNED}".encode()), PETER) == 0
    unknown = ENOCH_SIGNED[:60] + "ABCD" + ENOCH_SIGNED[60:]
    doubled = parse(f"{TEXT}\n{PETER_SIGNED}{PETER_SIGNED}{ENOCH_SIGNED}{ENOCH_SIGNED}{unknown}".encode())
    assert check(doubled, PETER) == 2
    with pytest.raises(BadSignature):
        check(doubled, ENOCH)


@pytest.mark.parametrize("note", [
    TEXT, f"{TEXT}\n", f"{TEXT}\n{PETER_SIGNED[:-1]}", f"\x01{TEXT}\n{PETER_SIGNED}",
    f"{TEXT}\n— Bad Name {PETER_SIGNED.split()[-1]}", f"{TEXT}\n{PETER_SIGNED}Unexpected line.\n",
])  # fmt: skip
def test_a_note_that_its_authors_call_malformed_is_refused(note: str) -> None:
    with pytest.raises(BadNote):
        parse(note.encode())


def test_a_note_that_is_no_utf_8_is_refused() -> None:
    with pytest.raises(BadNote):
        parse(b"\xff" + f"{TEXT}\n{PETER_SIGNED}".encode())


def test_a_signature_with_more_in_it_is_wrong_and_too_many_are_not_read() -> None:
    """Its authors stop at 100; C2SP asks for at least 16, and the limit here is a power of two."""
    with pytest.raises(BadSignature):
        check(parse(f"{TEXT}\n{PETER_SIGNED[:60]}ABCD{PETER_SIGNED[60:]}".encode()), PETER)
    assert len(parse(f"{TEXT}\n{PETER_SIGNED * 101}".encode()).signatures) == 101
    with pytest.raises(TooLarge):
        parse(f"{TEXT}\n{PETER_SIGNED * (LIMITS.note_signatures_max + 1)}".encode())


def test_a_line_under_another_name_or_key_is_not_this_ones() -> None:
    for line in (PETER_SIGNED.replace("PeterNeumann", "CarmenSandiego"), PETER_SIGNED.replace("x08g", "xxxx")):
        assert check(parse(f"{TEXT}\n{line}".encode()), PETER) == 0
