"""Parsers as every command has them: what it does, examples, `--json`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

Parsers = Any
"""What `add_subparsers` gives; argparse keeps its class to itself."""


def new(make: Any, name: str, description: str, epilog: str, **more: Any) -> argparse.ArgumentParser:
    """A parser, or a parser below another one, whose texts stay as they are written."""
    parsed: argparse.ArgumentParser = make(
        **({"prog": name} if make is argparse.ArgumentParser else {"name": name}),
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        **more,
    )
    return parsed


def add(parsers: Parsers, name: str, short: str, description: str, examples: Sequence[str]) -> argparse.ArgumentParser:
    """A command with its examples."""
    epilog = "examples:\n" + "\n".join(f"  {line}" for line in examples) if examples else ""
    return new(parsers.add_parser, name, description, epilog, help=short)


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option for programs."""
    parser.add_argument("--json", action="store_true", help="print plain data for programs")
