"""Promises about a history as a whole, broken where it cannot go on."""

from __future__ import annotations


def a_federation_comes_to_rest() -> None:
    """Once everybody has everything, next to nothing is said: no two nodes go on telling each other the same."""


def no_job_breaks_a_node() -> None:
    """Whatever comes from officers or peers, a node answers it or refuses it: nothing else is ever raised."""
