"""`lintas show`: a dossier as its node sees it, with what is publicly known of what it is about."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from typing import Any

from lintas.cli import exits
from lintas.cli.facts_commands import beside, data_of, sources_of
from lintas.cli.given import folder_of, named, said_by
from lintas.cli.output import give
from lintas.cli.reach import Reach
from lintas.cli.show_page import show_page, verb_at
from lintas.compose.facts import read_all
from lintas.dossier.grammar import Kind, Verb
from lintas.facts.about import about
from lintas.kinds import all_kinds


def show(options: argparse.Namespace) -> int:
    """`lintas show`."""
    folder = folder_of(options)
    shown = Reach(folder).do("show", said_by(options) | {"dossier": options.dossier})
    now_ms, newest = time.time_ns() // 1_000_000, all_kinds().get(shown["kind"])
    kind = newest.of_version(shown["version"]) if newest else None
    register = read_all(folder).register
    found = about(register, _begun(shown, kind))
    known = beside(register, found) if found else ""
    data = {**shown, "facts": [data_of(each) | {"sources": sources_of(register, each)} for each in found]}
    give(options, data, lambda: show_page(shown, kind, now_ms, named(options), known))
    return exits.DONE


def _begun(shown: Mapping[str, Any], kind: Kind | None) -> Iterator[tuple[Verb, Mapping[str, Any]]]:
    """The acts that say something and count, each with its verb."""
    for act in shown["acts"]:
        found = verb_at(shown, kind, act["item"], act["verb"]) if act["says"] and act["effect"] else None
        if found:
            yield found[0], act["says"]
