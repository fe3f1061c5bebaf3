"""What a certificate came to: each check by its name, in the order in which they are made."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

PASSED, FAILED, UNKNOWN = "passed", "failed", "not known"
CHECKS: Final = ("form", "signer", "signature", "time", "right to sign this", "content")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name of `CHECKS`, what it came to, and why."""

    name: str
    result: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Of whom it is, as it says: to be held against a passport, and against nothing that is kept."""

    name: str = ""
    born: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks that could be made. `state` of the signer and `sort` are empty where they are not known.

    It holds only if every check passed: what is not known is not taken for good. `signer` is the certificate (DER) of
    the list that vouches for it. The holder stands in no text that is made of a verdict for a log.
    """

    checks: tuple[Check, ...]
    state: str = ""
    sort: str = ""
    holder: Holder = field(default=Holder(), repr=False)
    signer: bytes = field(default=b"", repr=False)

    @property
    def holds(self) -> bool:
        return len(self.checks) == len(CHECKS) and all(each.result == PASSED for each in self.checks)

    def result(self, name: str) -> str:
        """What a check came to; `not known` where it was not made."""
        return next((each.result for each in self.checks if each.name == name), UNKNOWN)

    def but(self, check: Check) -> Verdict:
        """The same with another outcome of one check, which was made."""
        return replace(self, checks=tuple(check if each.name == check.name else each for each in self.checks))
