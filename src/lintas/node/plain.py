"""Text of others made harmless: for a line on a page, and for the name of a file.

The rules are fixed lists of characters and ask no Unicode database, whose answers change from one Python to the next:
whoever verifies a page later must get the same text.
"""

from __future__ import annotations

from typing import Final

NAME_CHARS_MAX: Final = 80
_ASCII_KEPT: Final = frozenset(".-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_FIRST_BEYOND_CONTROLS: Final = 0xA0
# Marks and isolates that turn the direction of a line, separators of lines, and what shows nothing at all.
_TURNING: Final = frozenset((0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070)))
_HIDDEN: Final = frozenset((0xAD, 0x180E, 0x200B, 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)))
_NO_NAME: Final = frozenset((0xA0, 0x1680, 0x3000, *range(0x2000, 0x2070)))


def is_plain(char: str) -> bool:
    """Whether the character shows as itself, and leaves the rest of the line as it is."""
    code = ord(char)
    return 0x20 <= code < 0x7F or (code >= _FIRST_BEYOND_CONTROLS and code not in _TURNING and code not in _HIDDEN)


def plain(text: str) -> str:
    """The text for one line: every other character by its number."""
    return "".join(char if is_plain(char) else f"<U+{ord(char):04X}>" for char in text)


def safe_name(name: str) -> str:
    """The name of a file, fit for any file system: the end of it, so that its ending stays; all else is `_`."""
    kept = "".join(char if _in_name(char) else "_" for char in name[-NAME_CHARS_MAX:])
    return kept.strip("._-") or "file"


def _in_name(char: str) -> bool:
    return char in _ASCII_KEPT if char.isascii() else is_plain(char) and ord(char) not in _NO_NAME
