"""The languages of the console, each by its own name. English is complete; the others are begun."""

from __future__ import annotations

from typing import Any, Final

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

WITHOUT_DJANGO: Final[dict[str, dict[str, Any]]] = {
    code: {"bidi": False, "code": code, "name": name, "name_local": dict(LANGUAGES)[code]}
    for code, name in (("lo", "Lao"), ("fil", "Filipino"), ("tet", "Tetum"))
}
"""Those that Django knows nothing of: its own words stay English in them, and ours do not."""

PLURALS: Final = {
    "pt": "nplurals=2; plural=(n != 1);",
    "tet": "nplurals=2; plural=(n != 1);",
    "fil": "nplurals=2; plural=(n > 1);",
}
"""The forms of a word after a number (GNU gettext manual 12.6); a language that is not here has one."""

OF_STATE: Final = {
    "BN": ("ms",), "ID": ("id",), "KH": ("km",), "LA": ("lo",), "MM": ("my",), "MY": ("ms",), "PH": ("fil",),
    "TH": ("th",), "TL": ("tet", "pt"), "VN": ("vi",),
}  # fmt: skip
"""Which of them a duty desk of a state speaks beside English, by ISO 3166-1."""
