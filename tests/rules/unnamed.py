"""Sentences of the specification that say what must be, or what is refused, and have no identifier of a rule.

A sentence runs to the next full stop or colon; rows of tables are left out, since they list names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tests.rules.found import SPEC
from tests.rules.table import PAGES

_NAMED: Final = re.compile(r"\*\*[AEGLMSWX][1-9]\d*\*\*|^(?:- )?(?:[1-9]\.\d|[RV]\d) ")
_BINDS: Final = re.compile(r"\b(?:is|are) refused\b|\bmust\b|\bMUST\b|\(`[A-Z]\w+`\)")
_PARAGRAPH: Final = re.compile(r"\n\n|\n(?=[-|] ?)")
_SENTENCE: Final = re.compile(r"(?<=[.:])\s+(?=[A-Z`*(])")


def unnamed() -> Iterator[tuple[str, str]]:
    """The page, and the sentence on one line."""
    for page in PAGES:
        for paragraph in _PARAGRAPH.split((SPEC / f"{page}.md").read_text()):
            if not paragraph.startswith("|"):
                for sentence in _SENTENCE.split(" ".join(paragraph.split())):
                    if _BINDS.search(sentence) and not _NAMED.search(sentence):
                        yield page, sentence
