"""The kinds that the every-kind tests run on: those of lintas, or those of another package.

`LINTAS_KINDS_UNDER_TEST` names that package, so that whoever writes a kind elsewhere can run the same tests on it.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping

from lintas.dossier.grammar import Kind
from lintas.kinds import all_kinds, load_kinds

PACKAGE = "LINTAS_KINDS_UNDER_TEST"


def every_kind() -> Mapping[str, Kind]:
    """The kinds under test, by name."""
    package = os.environ.get(PACKAGE)
    return load_kinds(importlib.import_module(package)) if package else all_kinds()
