"""Putting something else in place of a rule for a while. Only for mutants: nothing else may change what rules do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

_open: list[None] = []


def is_something_wrong() -> bool:
    """Whether anything stands in place of a rule now."""
    return bool(_open)


@contextmanager
def swapped(*changes: tuple[Any, str, Any]) -> Iterator[None]:
    """Each (owner, name, replacement), until the block ends."""
    with ExitStack() as stack:
        _open.append(None)
        stack.callback(_open.pop)
        for owner, name, value in changes:
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, value)
        yield
