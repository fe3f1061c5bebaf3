from __future__ import annotations

import pickle

import pytest

from lintas.wire import errors


def test_the_message_is_made_of_the_facts() -> None:
    error = errors.TooLarge("header", 20000, size_max=16384)
    assert str(error) == "TooLarge(what='header', size=20000, size_max=16384)"
    assert str(errors.LintasError()) == "LintasError()"


def test_long_bytes_are_cut_in_a_message() -> None:
    class WrongBytes(errors.LintasError):
        def __init__(self, data: bytes) -> None:
            self.data = data

    assert str(WrongBytes(b"\x01\xff")) == "WrongBytes(data=01ff)"
    assert len(str(WrongBytes(bytes(10**6)))) < 200


@pytest.mark.parametrize(
    "error", [errors.TooLarge("header", 2, size_max=1), errors.ForbiddenTag(2, offset=7), errors.Truncated(3)]
)
def test_an_error_crosses_a_process_boundary(error: errors.LintasError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert vars(copy) == vars(error)
    assert str(copy) == str(error)


def test_bad_bytes_are_told_apart_from_other_errors() -> None:
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, Exception) and name != "LintasError":
            assert issubclass(value, errors.Malformed)
            assert value.__doc__
            assert "\n" not in value.__doc__
