"""The dossiers that a visitor finds open, one for each row of the mechanism: what the offices of two states do in each.

Everything in them is invented, and nobody in them does anything that a state would not like to read of itself.
"""

from __future__ import annotations

from lintas.demo.rows import deciding, information, law, operations, people
from lintas.demo.rows.row import Row

__all__ = ["ROWS", "Row"]

ROWS: tuple[Row, ...] = (
    *information.ROWS, *operations.ROWS, *people.ROWS, *law.ROWS, *deciding.ROWS,
)  # fmt: skip
"""In the order in which they are shown."""
