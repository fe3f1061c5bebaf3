"""Answers and rows as plain data, for programs and for pages."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from lintas.law.answer import Answer
from lintas.law.rows import FORCES


def plain(answer: Answer) -> dict[str, Any]:
    """The answer as plain data: what a case compares by its names, then all the rest."""
    said: dict[str, Any] = {"outcome": answer.outcome, "primary": answer.primary}
    said["missing"] = list(answer.missing)
    said["grounds"] = {force: list(answer.grounds_of(force)) for force in FORCES}
    whole = asdict(answer)
    whole["grounds_in_play"] = whole.pop("grounds")
    return said | {name: _plain(value) for name, value in whole.items()}


def plain_row(row: Any) -> dict[str, Any]:
    """A row of the register as plain data, without what it does not say."""
    said = {name: _plain(value) for name, value in asdict(row).items()}
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        # The ends of the calendar stand for a day that is not said.
        return None if value in (date.min, date.max) else value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
