"""Invented treaties, as files of a register of law."""

from __future__ import annotations


def treaty(identifier: str, function: str, *states: str) -> str:
    """A treaty between two states, of one function, in force since the first day of 2026."""
    parties = "".join(f"{state} = {{in_force = 2026-01-01}}\n" for state in states)
    return f"""
id = "{identifier}"
title = "Treaty of the exercise"
kind = "bilateral"
functions = ["{function}"]
entry_into_force = 2026-01-01
recorded = 2026-11-01
[scope]
rule = "any"
text = "any offence"
confidence = "high"
source = ["DEPOSITARY"]
[parties]
{parties}"""
