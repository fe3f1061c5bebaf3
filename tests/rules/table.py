"""Every rule of the specification with what breaks it, and what catches that.

A rule of `spec/` has an identifier: a bold word such as **W1** before the words that state it, or in the fold the
number of the paragraph, or R1 to R6 and V1 to V8. A row (`rows/`) names one, says what its mutant does, and which
change of one place of the code does it; what catches it is an area of the vectors (`vectors:act`), a test, a mutant of
the simulator (`sim:no-sync`) or one of the model (`model:no gate`), which then are the mutants of the rule.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROWS: Final = Path(__file__).parent / "rows"
PAGES: Final = ("wire", "act", "fold", "sync", "recall", "release", "log", "export", "registry")


@dataclass(frozen=True, slots=True)
class Row:
    """A rule, what its mutant does, what is changed where (empty where the simulator or the model has the mutant), and
    what catches it.
    """

    id: str
    what: str
    caught_by: str
    module: str = ""
    old: str = ""
    new: str = ""


def _rows() -> tuple[Row, ...]:
    files = (tomllib.loads((ROWS / f"{page}.toml").read_text()) for page in PAGES)
    return tuple(Row(**each) for file in files for each in file["rule"])


TABLE: Final = _rows()
