"""Whether what two nodes do not both hold is missing, or only under way.

Acts that are under way are others at each ping; what is missing stays the same. While traffic never rests the two
cannot be told apart, so that a node looks after a number of pings in any case.
"""

from __future__ import annotations

from lintas.sync.compare import SetDigest

UNEQUAL_PINGS_MAX = 10
"""How many pings in a row may find a difference, each time another, before it is looked into."""

Pair = tuple[SetDigest, SetDigest]


class Doubt:
    """What the last pings with one peer found. Both digests are given: ours, and the peer's."""

    def __init__(self) -> None:
        """Nothing found yet."""
        self._lack: SetDigest | None = None
        self._unequal = 0
        self._left: Pair | None = None
        self._was_refused = False

    def founded(self, differs: Pair | None) -> bool:
        """A ping found this, or no difference (None); whether it is time to look what is missing."""
        lack = differs[1].minus(differs[0]) if differs else None
        same, self._lack = lack == self._lack, lack
        self._unequal = self._unequal + 1 if differs else 0
        lasts = self._unequal >= UNEQUAL_PINGS_MAX
        return differs not in {None, self._left} and (lasts or (same and not self._was_refused))

    def looked(self, differs: Pair | None) -> None:
        """It was looked into: what that did not bring is left alone until either digest changes."""
        self._left, self._unequal, self._was_refused = differs, 0, False

    def refused(self) -> None:
        """It was looked into, and the peer refused part of that, be it for a moment: it is looked into again, after as
        many pings as where traffic never rests.
        """
        self._left, self._unequal, self._was_refused = None, 0, True
