"""Bodies for simulated acts: made from the declared fields of whatever a verb says, so that every kind has a load.

Every free word carries `SECRET`, so that a body that travels or lies anywhere unsealed is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

from lintas.dossier.meanings import SEATS, Body, File, Meaning, SignedEntry, SignedLocation
from lintas.dossier.occasions import PARTS

SECRET: Final = "simulated-secret"
OPEN: Final = "simulated-words"
"""What takes its place where bodies are not sealed at all."""
OPTIONAL: Final = 0.3
SEVERAL_MAX: Final = 3
"""How many entries a field of several gets at most."""

Put = Callable[[], dict[str, Any]]
"""Puts a file on the node's shelf; what a body says of it."""


def fillable(says: type[Body]) -> bool:
    """Whether a body can be made up: what an authority signs of itself cannot."""
    said = says.fields().values()
    return not any(meaning.says(SignedEntry) or meaning.says(SignedLocation) for meaning in said)


def filled(rng: Random, says: type[Body], put: Put, files: float, *, plain: bool) -> dict[str, Any]:
    """The required fields and some of the others; an optional file with this chance. `plain`: it will not be sealed."""
    found = {}
    mark = OPEN if plain else SECRET
    for name, meaning in says.fields().items():
        likely = files if meaning.says(File) else OPTIONAL
        if meaning.required or rng.random() < likely:
            found[name] = _value(rng, meaning, put, mark)
    return found


def _value(rng: Random, meaning: Meaning, put: Put, mark: str) -> Any:
    if meaning.many:
        return [_one(rng, meaning, put, mark) for _ in range(rng.randint(1, SEVERAL_MAX))]
    return _one(rng, meaning, put, mark)


def _one(rng: Random, meaning: Meaning, put: Put, mark: str) -> Any:
    if meaning.says(File):
        return put()
    if meaning.choices:
        return rng.choice(meaning.choices)
    return _VALUES[meaning.name](rng, mark)


def _words(rng: Random, mark: str) -> str:
    return f"{mark} {rng.getrandbits(32):08x}"


def _key(rng: Random) -> str:
    """A public key as a browser writes it in a call."""
    return f"{rng.getrandbits(87 * 4):087x}"


_VALUES: Final[Mapping[str, Callable[[Random, str], Any]]] = {
    "text": _words,
    "annexed position": _words,
    "secret": _words,
    "place": _words,
    "person's name": _words,
    "document number": _words,
    "account": _words,
    "telephone number": lambda rng, mark: f"+999 {rng.randrange(10**8, 10**9)}",
    "e-mail address": lambda rng, mark: f"{mark}-{rng.getrandbits(32):08x}@exercise.example",
    "IP address": lambda rng, mark: f"192.0.2.{rng.randrange(256)}",
    "vehicle": _words,
    "vessel": _words,
    "date": lambda rng, mark: f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
    "date of birth": lambda rng, mark: f"19{rng.randint(50, 90)}-{rng.randint(1, 12):02}",
    "money": lambda rng, mark: {"amount": f"{rng.randint(1, 10**6)}.50", "currency": "MYR"},
    "count": lambda rng, mark: rng.randint(0, 1_000),
    "party": lambda rng, mark: rng.randbytes(16),
    "link": lambda rng, mark: {"dossier": rng.randbytes(16), "act": rng.randbytes(32), "relation": _words(rng, mark)},
    "language": lambda rng, mark: rng.choice(("en", "vi", "th")),
    "delegate": lambda rng, mark: {"who": _words(rng, mark), "as": rng.choice(PARTS)},
    "on behalf of": lambda rng, mark: "ZZ",
    "embargo": lambda rng, mark: f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
    "appointment": lambda rng, mark: {
        "what": _words(rng, mark),
        "starts": f"2026-{rng.randint(1, 12):02}-28 09:30",
        "zone": "Asia/Jakarta",
    },
    "bracket": lambda rng, mark: {"paragraph": rng.randint(0, 40), "words": _words(rng, mark)},
    "offence": lambda rng, mark: {"name": _words(rng, mark), "band": "10 years or more"},
    "place in a call": lambda rng, mark: {
        "seat": rng.choice(SEATS),
        "sitting": _words(rng, mark),
        "key": _key(rng),
        "commitment": _key(rng)[:43],
    },
    "signal in a call": lambda rng, mark: {"of": _key(rng), "to": _key(rng), "sealed": _words(rng, mark)},
    "place left in a call": lambda rng, mark: {"key": _key(rng)},
}
"""A value of every field type that is not a choice among words."""
