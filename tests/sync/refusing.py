"""A message with one wrong value is refused by the label of that value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lintas.wire.shape import BadShape, Fields

Reader = Callable[[Fields], Any]
Wrong = tuple[Reader, dict[int, object], int, list[object]]


def cases(wrong: list[Wrong]) -> list[tuple[Reader, dict[int, object], int, object]]:
    """One case for each wrong value."""
    return [(reader, message, label, value) for reader, message, label, values in wrong for value in values]


def check_refused(reader: Reader, message: dict[int, object], label: int, value: object) -> None:
    """The message can be read; with the value at the label it is refused, and the error names the label."""
    reader(Fields("message", message))
    with pytest.raises(BadShape) as caught:
        reader(Fields("message", {**message, label: value}))
    assert caught.value.label == label
