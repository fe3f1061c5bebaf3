"""The one table of `make bench`: each figure in a row, beside the least that it could cost.

Machines differ and are shared, so what counts is the ratio to a floor that was measured in the same run.
"""

from __future__ import annotations

WIDTHS = (58, 12, 16)


def row(what: str, figure: float, unit: str, floor: float | None = None, *, rate: bool = False) -> None:
    """Print one row. `floor` in the same unit; with `rate` more is better, and the ratio is the share of the floor."""
    shown = f"{figure:,.3f}" if figure < 100 else f"{figure:,.0f}"
    ratio = ""
    if floor:
        ratio = f"{figure / floor:.0%} of the floor's" if rate else f"{figure / floor:.2f} x floor"
    print(f"{what:<{WIDTHS[0]}}{shown:>{WIDTHS[1]}} {unit:<{WIDTHS[2]}}{ratio}".rstrip(), flush=True)


def note(text: str) -> None:
    """Print a line that is no figure."""
    print(f"  {text}", flush=True)
