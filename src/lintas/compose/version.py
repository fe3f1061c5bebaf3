"""Which lintas this is, as the installed package says."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Final

UNKNOWN: Final = "0+unknown"


def _version() -> str:
    try:
        return version("lintas")
    except PackageNotFoundError:
        return UNKNOWN


VERSION: Final = _version()
