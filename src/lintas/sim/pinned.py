"""The kinds of the histories that tests keep for what they show.

What a seed leads to depends on the kinds that it is drawn from. A history that is kept is drawn from versions that are
named here, so that a new kind, or a new version of one, moves none of them; every other history is drawn from all. This
is the one place of the simulator that names a kind, and nothing asks what one of them is.
"""

from __future__ import annotations

from typing import Final

FIXED: Final = (("exchange", 1),)
"""A version that another has followed, so that nothing of it changes any more."""

PINNED: Final = tuple(
    (name, 1)
    for name in (
        "asset", "campaign", "exchange", "extradition", "hotline", "law_register", "meeting", "mla", "plan",
        "transfer_of_sentenced_person", "victim",
    )
)  # fmt: skip
"""More of them, for what one kind shows too seldom."""
