"""Words for the public as a paper: exactly those that were agreed, who makes them known, when, and until when.

It is made of `PublicWords` alone, which hold nothing else of their dossier, and nothing is attached to it.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from lintas.letter.saying import receipt_code
from lintas.letter.setting import compiled, is_tall
from lintas.node.public_words import PublicWords

BANNER: Final = "FOR THE PUBLIC"
NOT_STATED: Final = "not stated"
HOW: Final = (
    "These are the words as they were agreed. Give them on whole and unchanged.",
    "To be sure that the sheet is genuine, call the authority by a number that you knew before, and read out the code.",
)


def sheet(words: PublicWords, seal: str) -> bytes:
    """The PDF/A-3a. `seal`: in words, by whom it will be sealed; empty where nobody seals it.

    Raises `MissingGlyph` or `NoTypesetter`.
    """
    day = date.fromisoformat(words.on)
    rows = [
        ("Made known on", words.on),
        ("Made known by", words.by_whom),
        ("Languages", words.languages),
        ("Last day", words.until or NOT_STATED),
        ("Authority", f"{words.name} ({words.state})"),
        ("Code", receipt_code(words.act)),
    ]
    marks = [BANNER, *(["EXERCISE"] if words.exercise else [])]
    how = [*(["This is an exercise: nothing in it is real."] if words.exercise else []), *HOW]
    how += [f"Sealed electronically by {seal}."] if seal else ["Not sealed electronically."]
    data = {
        "title": words.title,
        "sender": words.name,
        "banner": " · ".join(marks),
        "foot": f"{words.name} · {receipt_code(words.act)}",
        "day": [day.year, day.month, day.day],
        "rows": rows,
        "words": [{"text": each, "tall": is_tall(each)} for each in words.words.splitlines() if each.strip()],
        "how": how,
    }
    return compiled("sheet.typ", data, words.time_ms)
