"""What the check of an evidence file or of a node's store says: findings, and what is proven beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lintas.node.findings import Finding, Severity

NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class ActReport:
    """One act of the case, as far as it is proven.

    `verdict` is refused, void, counted, or not judged; `readers` is None where nobody can tell, `says` where the
    body was not opened. `officers` are those whose answers hold, by pseudonym, and how each answered; `witnessed_s`
    is the earliest time, in s since 1970, at which another had cosigned a log that holds the act; `received` who
    confirmed the header, and when, in ms since 1970, as that peer states it. `recalled` is the act by which its
    author took back what it says; `corrected` those by which its author corrected it; `erased` who says to have
    erased it, and when, by its own claim; `released` to which newcomers its author gave it later, and by which act.
    `disowned` is the act by which its author says that it did not make it, its key being stolen; `disowned_after` who
    had received and cited it before that was known there.
    """

    number: int
    id: bytes
    author: str
    form: str
    verb: str
    item: str
    opens: str
    to: Mapping[str, tuple[str, ...]]
    re: tuple[str, ...]
    time_ms: int
    proven: bool
    verdict: str
    why: str
    phase: str
    readers: tuple[str, ...] | None
    says: Mapping[str, Any] | None
    marking: str
    officers: Mapping[str, str]
    witnessed_s: int | None
    received: tuple[tuple[str, int], ...]
    recalled: str = ""
    corrected: tuple[str, ...] = ()
    erased: tuple[tuple[str, int], ...] = ()
    released: tuple[tuple[str, str], ...] = ()
    disowned: str = ""
    disowned_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """An attachment: its entry, its name, size and SHA-256 as the act states them, and which acts sent it."""

    path: str
    name: str
    size_bytes: int
    sha256: bytes
    acts: tuple[int, ...]
    here: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `witnesses` are those who cosigned the newest cosigned checkpoint: (code, time in s since
    1970, whether the cosignature lasts). `lasting`: whether the newest checkpoint was signed to last.
    """

    findings: tuple[Finding, ...]
    subject: str = ""
    kind: str = ""
    title: str = ""
    exercise: bool = False
    genesis: str = ""
    exporter: str = ""
    acts: tuple[ActReport, ...] = ()
    parties: tuple[str, ...] = ()
    files: tuple[FileReport, ...] = ()
    phase: str = ""
    checkpoint_size: int = 0
    lasting: bool = False
    witnesses: tuple[tuple[str, int, bool], ...] = ()
    codes: Mapping[bytes, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing is other than it claims to be. Doubts and notes remain to be read."""
        return not any(each.severity is Severity.FAULT for each in self.findings)
