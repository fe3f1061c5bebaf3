"""The dossiers of working and deciding together that a visitor finds open: what the offices of two states do in each.

Everything in them is invented, and nobody in them does anything that a state would not like to read of itself.
"""

from __future__ import annotations

from lintas.demo.rows import deciding, information, operations, people
from lintas.demo.rows.row import Row

__all__ = ["ROWS", "Row"]

ROWS: tuple[Row, ...] = (*information.ROWS, *operations.ROWS, *people.ROWS, *deciding.ROWS)
"""In the order in which they are shown."""
