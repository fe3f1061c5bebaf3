"""`lintas kinds`: what may be done, and which fields it takes."""

from __future__ import annotations

import argparse

from lintas.cli import exits
from lintas.cli.kinds_page import kind_page, kinds_page, verb_page, verbs_named
from lintas.cli.output import give
from lintas.cli.sentences import CliError
from lintas.dossier.declared import kind_data, verb_data
from lintas.kinds import all_kinds


def kinds(options: argparse.Namespace) -> int:
    """`lintas kinds`."""
    known = all_kinds()
    if not options.kind:
        data = [{"kind": k.name, "title": k.title, "sentence": k.sentence} for k in known.values()]
        give(options, data, lambda: kinds_page(known))
        return exits.DONE
    kind = known.get(options.kind)
    if kind is None:
        names = ", ".join(sorted(known))
        raise CliError(f"There is no kind {options.kind!r}; there are: {names}.", exits.NO_SUCH_THING)
    if not options.verb:
        give(options, kind_data(kind), lambda: kind_page(kind))
        return exits.DONE
    found = verbs_named(kind, options.verb)
    if not found:
        raise CliError(
            f"{kind.title} has no verb {options.verb!r}: `lintas kinds {kind.name}` lists them.", exits.NO_SUCH_THING
        )
    data = [{"item": item.name} | verb_data(verb) for item, verb in found]
    give(options, data, lambda: "\n\n".join(verb_page(kind, item, verb) for item, verb in found))
    return exits.DONE
