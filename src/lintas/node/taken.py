"""Which files that came by mail were taken, as long as this process runs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

REMEMBERED_MAX: Final = 10_000
"""How many files that were taken are remembered, of 32 bytes each."""


class Taken:
    """The names of files of which what they brought is durable. It outlives that a node reads its store anew."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self._names: OrderedDict[bytes, None] = OrderedDict()

    def __contains__(self, name: bytes) -> bool:
        return name in self._names

    def note(self, names: Iterable[bytes]) -> None:
        """What came in these is durable."""
        self._names.update(dict.fromkeys(names))
        while len(self._names) > REMEMBERED_MAX:
            self._names.popitem(last=False)
