"""The tables of the settings file in which an authority says what it knows and decides: read into its policy.

Whatever is wrong with them is a `ValueError`, `TypeError`, `KeyError` or `AttributeError`; `settings` says in which
file.
"""

from __future__ import annotations

from typing import Any

from lintas.dossier.officers import SHIFT
from lintas.node.policy import Period, Policy
from lintas.node.proofs import METHODS, SHIFT_HOURS, SHIFT_HOURS_MAX, Proofs


def policy_of(
    death: Any, death_found: Any, protected: Any, barred: Any, ended: Any, retention: Any, proofs: Any, closed: Any
) -> Policy:
    """What the tables of these names say."""
    return Policy(
        death={state: tuple(map(str, offences)) for state, offences in death.items()},
        death_found={str(state): _finder(state, said) for state, said in death_found.items()},
        protected=frozenset(map(str, protected.get("names", []))),
        barred=frozenset(bytes.fromhex(digest) for digest in barred.get("sha256", [])),
        ended=frozenset(map(str, ended.get("with", []))),
        retention={str(kind): _period(said) for kind, said in retention.items()},
        proofs=_proofs(proofs),
        closed_to=frozenset(map(str, closed.get("to", []))),
    )


def _finder(state: str, said: Any) -> str:
    """Who found it, and from what; a finding that names nobody is refused."""
    if not isinstance(said, str) or not said.strip():
        raise ValueError(f'death_found: say who found it and from what, as {state} = "name, day: source"')
    return said


def _proofs(said: Any) -> Proofs:
    """Which methods suffice; raises `ValueError` for one that there is not, and for none at all."""
    if unknown := sorted(said.keys() - {"binding", "duty", "shift_hours"}):
        raise ValueError(f"proofs: knows no {unknown[0]}")
    given = {name: frozenset(map(str, said[name])) for name in ("binding", "duty") if name in said}
    for name, methods in given.items():
        allowed = METHODS if name == "duty" else METHODS - {SHIFT}
        if not methods or methods - allowed:
            raise ValueError(f"proofs: {name} is some of {', '.join(sorted(allowed))}")
    hours = said.get("shift_hours", SHIFT_HOURS)
    if type(hours) is not int or not 1 <= hours <= SHIFT_HOURS_MAX:
        raise ValueError(f"proofs: shift_hours is not from 1 to {SHIFT_HOURS_MAX}")
    usual = Proofs()
    return Proofs(given.get("binding", usual.binding), given.get("duty", usual.duty), hours)


def _period(said: Any) -> Period:
    """How long, on which authority, how sure; a period without a source is refused."""
    found = Period(int(said["days"]), str(said["source"]), str(said["confidence"]))
    if found.days < 0 or not found.source:
        raise ValueError("retention: a period has days, a source and a confidence")
    return found
