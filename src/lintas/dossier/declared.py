"""What a kind declares, as plain data for programs: verbs, fields with their meanings, choices with their words."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

from lintas.dossier.grammar import Kind, Verb


def help_of(verb: Verb) -> str:
    """What the body of the verb says of itself."""
    return cleandoc(verb.says.__doc__ or "")


def kind_data(kind: Kind) -> dict[str, Any]:
    """A kind as plain data."""
    return {
        "kind": kind.name,
        "title": kind.title,
        "version": kind.version,
        "sentence": kind.sentence,
        "basis": kind.basis,
        "items": [
            {
                "item": path[-1].name,
                "roles": [{"name": role.name, "several": role.many} for role in path[-1].roles],
                "verbs": [verb_data(verb) for verb in path[-1].verbs],
                "phases": [row.name for row in path[-1].phases],
                "clocks": [{"name": c.name, "owed_by": c.owed_by, "starts": c.starts} for c in path[-1].clocks],
            }
            for path in kind.item.walk()
        ],
    }


def verb_data(verb: Verb) -> dict[str, Any]:
    """A verb as plain data."""
    return {
        "verb": verb.name,
        "begins": verb.begins,
        "by": list(verb.by),
        "officers": verb.persons,
        "opens": verb.opens,
        "names": [*verb.seats, *verb.unseats],
        "help": help_of(verb),
        "fields": [
            {
                "name": name,
                "type": meaning.name,
                "needed": meaning.required,
                "several": meaning.many,
                "choices": list(meaning.choices),
                "words": list(meaning.plain),
            }
            for name, meaning in verb.says.fields().items()
        ],
    }
