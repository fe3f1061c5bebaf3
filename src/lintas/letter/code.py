"""A QR code (ISO/IEC 18004) as a drawing: a path of squares, which a printer of any resolution prints sharply."""

from __future__ import annotations

from typing import Final

from lintas.letter.errors import NoCode, NoTypesetter

CODE_BYTES_MAX: Final = 2_331
"""What the largest code holds with error correction M, by which 15 % of it may be unreadable."""
QUIET: Final = 4
"""Squares of white around a code, without which no reader finds it."""


def drawn(text: str) -> str:
    """The code of a text as SVG; raises `NoCode`, or `NoTypesetter` where the extra `letter` is not installed."""
    size = len(text.encode())
    if size > CODE_BYTES_MAX:
        raise NoCode(size, CODE_BYTES_MAX)
    try:
        from qrcode.constants import ERROR_CORRECT_M
        from qrcode.main import QRCode
        from qrcode.util import MODE_8BIT_BYTE, QRData
    except ModuleNotFoundError:
        raise NoTypesetter() from None
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE), optimize=0)
    rows = code.get_matrix()
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}">'
        f'<rect width="{len(rows)}" height="{len(rows)}" fill="#fff"/><path d="{"".join(squares)}" fill="#000"/></svg>'
    )
