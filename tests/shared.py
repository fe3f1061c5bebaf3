"""Published test data, kept in a folder `shared` beside the checkout or where the variable LINTAS_SHARED says."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "LINTAS_SHARED"


def folder() -> Path:
    """Where the data should be, whether it is or not."""
    return Path(os.environ.get(VARIABLE) or Path(__file__).resolve().parents[2] / "shared")


def shared(path: str) -> Path:
    """A file or folder of the published data, such as "standards/cose"; skips the test, saying so, if it is absent."""
    found = folder() / path
    if not found.exists():
        pytest.skip(f"published test data not found: {found} (set {VARIABLE} to the folder that holds it)")
    return found


def shared_json(path: str) -> Any:
    """A JSON file of the published data; skips the test if it is absent."""
    return json.loads(shared(path).read_bytes())
