"""The kinds that the pinned seeds were found with.

What a seed leads to depends on the kinds that it is drawn from. A history that is kept for what it shows is drawn from
these, so that a new kind moves none of them; every other history is drawn from all. This is the one place of the
simulator that names a kind, and nothing asks what one of them is.
"""

from __future__ import annotations

from typing import Final

PINNED: Final = (
    "asset", "campaign", "exchange", "extradition", "hotline", "law_register", "meeting", "mla", "plan",
    "transfer_of_sentenced_person", "victim",
)  # fmt: skip
