"""The languages of the console, each by its own name. English is complete; the others are begun."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = [
    ("en", "English"),
    ("vi", "Tiếng Việt"),
    ("th", "ไทย"),
    ("id", "Bahasa Indonesia"),
    ("ms", "Bahasa Melayu"),
    ("lo", "ລາວ"),
    ("km", "ខ្មែរ"),
    ("my", "မြန်မာ"),
    ("fil", "Filipino"),
    ("tet", "Tetun"),
    ("pt", "Português"),
]
