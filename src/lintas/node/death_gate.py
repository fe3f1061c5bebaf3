"""Before data of a person go: whether the law of a state that will read them allows death for the offence.

It allows it where the operator or a row of the law says so, however sure the row is. It does not where somebody read
that in a source, or where the operator put down who found it. All else is not known, and holds data up as the first
does: a list that was recalled would else let them go. In an exercise nobody is real, and only what is said stops data.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache

from lintas.law.rows import Death
from lintas.node.adopted import law_of
from lintas.node.state import Node


def death_gate(node: Node) -> Callable[[str, str], str]:
    """Why data of a person wait for a ruling before they go to a state, for an offence of this name; empty if they need
    not. To be asked while one act is weighed: the law is read at the first question.
    """
    law = cache(lambda: law_of(node))

    def why(state: str, offence: str) -> str:
        if node.policy.death_for(state, offence):
            return f"the law of {state} allows death for this (the settings of this node)"
        rows = law().register.deaths_on(state, _today(node)) if node.policy.law else ()
        if row := next((each for each in rows if each.covers(offence)), None):
            return f"the law of {state} allows death for this ({_sure(row)})"
        known = not node.policy.law or state in node.policy.death_found or any(_excludes(row, offence) for row in rows)
        return "" if known or node.federation.exercise else _unknown(state, rows)

    return why


def _excludes(row: Death, offence: str) -> bool:
    """Whether it can be relied on that the row, which does not cover the offence, leaves it out.

    Its words are English: they are not found in a name that is in another language, or in none.
    """
    return row.standing.verified and (not row.words or (offence.isascii() and bool(offence.strip())))


def _unknown(state: str, rows: tuple[Death, ...]) -> str:
    said = "; ".join(map(_sure, rows)) or "no row"
    told = f"whether the law of {state} allows death for this is not verified ({said})"
    return f"{told}, and death_found in the settings names nobody who found it"


def _sure(row: Death) -> str:
    return f"{row.article}; {row.standing.sure}"


def _today(node: Node) -> date:
    return datetime.fromtimestamp(node.clock() / 1000, UTC).date()
