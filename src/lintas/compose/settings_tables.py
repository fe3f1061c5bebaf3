"""The tables of the settings file, and those of them in which an authority says what it knows and decides, read.

Whatever is wrong with them is a `ValueError`, `TypeError`, `KeyError` or `AttributeError`; `settings` says in which
file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lintas.dossier.officers import SHIFT
from lintas.node.policy import Period, Policy
from lintas.node.proofs import METHODS, SHIFT_HOURS, SHIFT_HOURS_MAX, Proofs

TABLES: Final[Mapping[str, tuple[str, str]]] = {
    "death": (
        "LINTAS_DEATH",
        'By state, offences for which its law allows death, "*" for every offence: `XX = ["*"]`. Data of persons then '
        "wait for a ruling. What is not listed is not known.",
    ),
    "death_found": (
        "LINTAS_DEATH_FOUND",
        "By state, who found that its law allows death for no other offence than those that are listed, on which day "
        'and from what: `XX = "A. Lawyer, 2026-11-28: the Act"`. In earnest, data of persons wait for a ruling before '
        "they go to a state of which nobody found this and no row of the law that somebody looked up says it.",
    ),
    "protected": (
        "LINTAS_PROTECTED",
        "`names`: persons who seek or have protection: never searched for, never in an alert.",
    ),
    "barred": ("LINTAS_BARRED", "`sha256`: files that may never travel, by their hash in hexadecimal."),
    "ended": (
        "LINTAS_ENDED",
        "`with`: codes of authorities, or states, with which this node exchanges nothing. No third party is told.",
    ),
    "retention": (
        "LINTAS_RETENTION",
        "By kind, or `*`, for how long what a dossier says may stay here after its end: "
        '`mla = {days = 3650, source = "...", confidence = "not verified"}`. `lintas node recalls` lists what is due; '
        "nothing is erased by itself.",
    ),
    "proofs": (
        "LINTAS_PROOFS",
        "How officers answer in the console. `binding`: which of `passkey`, `totp`, `session` suffice for what binds "
        "the authority; `duty`: which of these and `shift` for what a duty desk does; `shift_hours`: for how long one "
        "touch holds there, 24 at most. The command line goes by token; in an exercise all suffice.",
    ),
    "closed": (
        "LINTAS_CLOSED",
        "`to`: names of the officers who may be named for closed dossiers, as matters of national security are. They "
        "alone learn of one that comes, and each knows of those for which he is named. Nobody is listed: what comes "
        "closed is seen by nobody here.",
    ),
    "bags": (
        "LINTAS_BAGS",
        "Peers without a line, by code: the folder in which files to them (`out`) and from them (`in`) lie, as "
        '`my-ca = "/mnt/bag"`.',
    ),
    "mailboxes": (
        "LINTAS_MAILBOXES",
        "`of`: codes of authorities without a line whose mailboxes this node keeps. It can read nothing in them.",
    ),
}
"""The tables of the file: the variable that stands for each, as JSON, and what it means."""


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
