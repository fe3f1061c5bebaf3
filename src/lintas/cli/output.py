"""Where results go: a page for people or plain data for programs, on standard output; progress on standard error."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

from lintas.cli.words import as_json


def give(options: argparse.Namespace, data: Any, page: Callable[[], str]) -> None:
    """Print plain data with --json, else the page."""
    print(as_json(data) if getattr(options, "json", False) else page())


def progress(text: str) -> None:
    """Say what is under way, where a person is watching."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)
