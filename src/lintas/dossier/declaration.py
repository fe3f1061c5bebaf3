"""The canonical declaration of a kind: what the fold and the readers of bodies depend on, as plain data, and its hash.

A dossier pins its kind by name, version and this hash. In: items, roles, verbs, needs, phases, clocks, totals, traits,
the fields of bodies with their choices and what codes mean. Out: title, sentence, legal basis and help texts, which may
be put better without changing what an act means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lintas.dossier.control import Pin
from lintas.dossier.grammar import Clock, Item, Kind, Length, Need, Verb, Within, WorkingDays
from lintas.dossier.meanings import Body, Meaning
from lintas.wire import cbor
from lintas.wire.identifiers import digest

LABEL = "lintas/kind/1"
PINS_KEPT_MAX = 1_000
_pins: dict[int, tuple[Kind, Pin]] = {}


def pin(kind: Kind) -> Pin:
    """Name, version and hash of the kind, as a first act carries them. Worked out once for each: a kind is constant."""
    known = _pins.get(id(kind))
    if known is None:
        if len(_pins) >= PINS_KEPT_MAX:
            _pins.clear()
        # The kind is kept beside its pin, so that nothing else can have its id.
        known = _pins[id(kind)] = (kind, _pin(kind))
    return known[1]


def pinned_kind(kinds: Mapping[str, Kind], pinned: Pin) -> Kind | None:
    """The kind, or a former version of it, that a dossier pinned; None where it is not among these."""
    newest = kinds.get(pinned.name)
    versions = (newest, *newest.former) if newest else ()
    return next((each for each in versions if pin(each) == pinned), None)


def _pin(kind: Kind) -> Pin:
    return Pin(kind.name, kind.version, digest(LABEL, cbor.encode(declaration(kind))))


def declaration(kind: Kind) -> dict[str, Any]:
    """The declaration as maps, lists, text, integers and booleans; lists keep the order of the declaration."""
    return {"name": kind.name, "version": kind.version, "item": _item(kind.item)}


def _item(item: Item) -> dict[str, Any]:
    return {
        "name": item.name,
        "roles": [[role.name, role.many] for role in item.roles],
        "verbs": [_verb(verb) for verb in item.verbs],
        "phases": [
            {
                "name": row.name,
                "when": [_need(need) for need in row.when],
                "ends": row.ends,
                "rests": row.rests,
                "crossing": row.crossing,
            }
            for row in item.phases
        ],
        "items": [_item(child) for child in item.items],
        "clocks": [_clock(clock) for clock in item.clocks],
        "totals": [[total.name, total.verb, total.field] for total in item.totals],
        "traits": sorted(item.traits),
    }


def _verb(verb: Verb) -> dict[str, Any]:
    return {
        "name": verb.name,
        "by": list(verb.by),
        "says": _body(verb.says),
        "at": None if verb.at is None else list(verb.at),
        "to": verb.to,
        "needs": [_need(need) for need in verb.needs],
        "opens": verb.opens,
        "takes": verb.takes,
        "seats": list(verb.seats),
        "unseats": list(verb.unseats),
        "convokes": verb.convokes,
        "save": verb.save,
        "leaves": verb.leaves,
        "once": verb.once,
        "deposes": verb.deposes,
        "persons": verb.persons,
        "aside": verb.aside,
        "use": verb.use,
        "begins": verb.begins,
        **({"quota": verb.quota} if verb.quota else {}),
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "who": list(need.who),
        "stand": list(need.stand),
        "least": need.least,
        "most": need.most,
        "since": list(need.since),
    }


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "name": clock.name,
        "owed_by": clock.owed_by,
        "starts": clock.starts,
        "within": _within(clock.within),
        "stops": list(clock.stops),
        "pauses": list(clock.pauses),
        "resumes": list(clock.resumes),
        **({"own": True} if clock.own else {}),
    }


def _within(within: Within) -> dict[str, Any]:
    return {
        "seconds": None if within.always is None else _length(within.always),
        "by_field": within.by_field,
        "by_value": {value: _length(length) for value, length in within.by_value.items()},
        "until": within.until,
    }


def _length(length: Length) -> int | str:
    """Seconds, or the number of working days in words."""
    return f"{length.count} working days" if isinstance(length, WorkingDays) else int(length.total_seconds())


def _body(says: type[Body]) -> list[list[Any]]:
    return [[name, *_meaning(meaning)] for name, meaning in says.fields().items()]


def _meaning(meaning: Meaning) -> list[Any]:
    return [meaning.name, meaning.required, meaning.many, list(meaning.choices), list(meaning.plain)]
