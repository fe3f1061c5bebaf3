"""What the demonstration claims, and the check behind each claim: nothing is printed as true that was not looked at."""

from __future__ import annotations

import sys
from dataclasses import dataclass


class DoesNotHold(Exception):
    """A claim of the demonstration does not hold; the reason says what was found instead."""

    def __init__(self, claim: str, reason: str) -> None:
        """`claim` is the sentence that would have been printed."""
        super().__init__(f"{claim}: {reason}")
        self.claim, self.reason = claim, reason


@dataclass(slots=True)
class Claims:
    """Counts the claims that held."""

    held: int = 0

    def check(self, holds: bool, claim: str, reason: str = "it is not so") -> None:
        """Print the claim if it holds; raises `DoesNotHold`."""
        if not holds:
            raise DoesNotHold(claim, reason)
        self.held += 1
        print(f"    checked: {claim}")
        sys.stdout.flush()
