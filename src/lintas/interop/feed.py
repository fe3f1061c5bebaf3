"""A file of indicators as it was read: its form, the whole document, what can be looked for in it, and the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lintas.interop.observables import Indicator
from lintas.interop.report import Report


@dataclass(frozen=True, slots=True)
class Feed:
    """`document` has everything that was in the file, in the form of its standard, mended; `held` counts its parts."""

    form: str
    document: Any
    indicators: tuple[Indicator, ...]
    held: Mapping[str, int]
    report: Report
