"""The codes in a picture, of which the browser has made grey pixels: no file of an image is taken apart here.

The reader (`zxing-cpp`) is an extra; where it is not installed, a browser reads the code itself, or its text is given.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Final

from lintas.wire.errors import LintasError

PIXELS_MAX: Final = 3 * 1024 * 1024
READER: Final = "zxingcpp"


class BadPicture(LintasError):
    """These are not the pixels of a picture of this size; a pixel is one byte."""

    def __init__(self, width: int, height: int, size_bytes: int) -> None:
        self.width, self.height, self.size_bytes = width, height, size_bytes


class NoReader(LintasError):
    """This installation reads no pictures."""


def reads_pictures() -> bool:
    """Whether the reader is installed."""
    return find_spec(READER) is not None


def codes_in(grey: bytes, width: int, height: int) -> list[str]:
    """The text of each code, row by row of pixels from 0 (black) to 255; raises `BadPicture` or `NoReader`."""
    if not 0 < width * height <= PIXELS_MAX or width < 1 or len(grey) != width * height:
        raise BadPicture(width, height, len(grey))
    if not reads_pictures():
        raise NoReader
    reader = import_module(READER)
    found = reader.read_barcodes(memoryview(grey).cast("B", (height, width)), text_mode=reader.TextMode.Plain)
    return [str(each.text) for each in found]
