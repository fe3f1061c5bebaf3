"""Pictures of codes, drawn for a test by the library that reads them."""

from __future__ import annotations

import struct
import zlib
from typing import Final

MODULE_PX: Final = 4


def drawn(text: str) -> tuple[bytes, int, int]:
    """A QR code of the text: its pixels in grey, width and height."""
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    image = zxingcpp.write_barcode_to_image(code, scale=MODULE_PX, add_quiet_zones=True)
    height, width = image.shape[:2]
    pixels = memoryview(image).cast("B")  # type: ignore[arg-type]
    return bytes(pixels), width, height


def filmed(pixels: bytes, width: int, height: int) -> bytes:
    """A film of a camera before which it lies (YUV4MPEG2), on white, five pictures a second."""
    wide, high = (max(640, -(-width // 2) * 2), max(480, -(-height // 2) * 2))
    rows = [pixels[at : at + width].ljust(wide, b"\xff") for at in range(0, width * height, width)]
    frame = b"".join(rows).ljust(wide * high, b"\xff") + b"\x80" * (wide * high // 2)
    return f"YUV4MPEG2 W{wide} H{high} F5:1 Ip A1:1 C420jpeg\n".encode() + (b"FRAME\n" + frame) * 2


def png(pixels: bytes, width: int, height: int) -> bytes:
    """The same as a file of an image (RFC 2083)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
