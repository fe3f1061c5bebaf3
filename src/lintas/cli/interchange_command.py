"""`lintas interchange`: read a file of another tool, report, and write what fits the fields of an act."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from lintas.cli import exits
from lintas.cli.files import read as read_file
from lintas.cli.files import write as write_file
from lintas.cli.indicators_command import remarked
from lintas.cli.output import give
from lintas.cli.sentences import CliError
from lintas.cli.words import as_json
from lintas.dossier.entities import PERSON, Entity
from lintas.dossier.grammar import Verb
from lintas.dossier.offering import Offer, offer, takes
from lintas.interop.forms import read_any
from lintas.interop.found import Found
from lintas.interop.hostile_json import UnreadableFile
from lintas.kinds import all_kinds
from lintas.node.plain import plain

SHOWN_MAX = 50
"""How many entities the page shows; --json has them all."""


def interchange(options: argparse.Namespace) -> int:
    """`lintas interchange`."""
    wanted = [options.kind, options.verb, options.out]
    if any(wanted) and not all(wanted):
        raise CliError("Name --kind, --verb and --out, or none of them.")
    try:
        found = read_any(read_file(options.file))
    except UnreadableFile as error:
        raise CliError(f"{options.file}: {error.why}.", exits.FILE_TROUBLE) from None
    offered = _offered(found, options) if options.out else None
    if offered:
        write_file(options.out, (as_json(dict(offered.fields)) + "\n").encode())
    give(options, _data(found, offered), lambda: _page(found, offered, options.out))
    return exits.DONE


def _offered(found: Found, options: argparse.Namespace) -> Offer:
    """What fits the fields of the verb, of the entities that were chosen."""
    verb, held = _verb(options), found.held.entities
    if wrong := [number for number in (options.about or 1, *options.take) if not 0 < number <= len(held)]:
        raise CliError(f"There is no {wrong[0]}: the file holds {len(held)} entities.")
    chosen = [held[number - 1] for number in options.take] or [each for each in held if each.sort in takes(verb.says)]
    if options.about:
        about = held[options.about - 1]
        if about.sort != PERSON:
            raise CliError(f"{options.about} is no person.")
        chosen = [about, *(each for each in chosen if each != about)]
    return offer(verb.says, chosen)


def _verb(options: argparse.Namespace) -> Verb:
    kind = all_kinds().get(options.kind)
    if kind is None:
        raise CliError(f"There is no kind {options.kind}: `lintas kinds` lists them.")
    types = [path[-1] for path in kind.item.walk() if not options.item or path[-1].name == options.item]
    found = [verb for each in types for verb in each.verbs if verb.name == options.verb]
    if not found:
        raise CliError(f"There is no verb {options.verb} there: `lintas kinds {options.kind}` lists them.")
    if len({verb.says for verb in found}) > 1:
        raise CliError("Several items have such a verb, with other fields: name one with --item.")
    return found[0]


def _data(found: Found, offered: Offer | None) -> dict[str, Any]:
    report = found.report
    return {
        "form": found.form,
        "entities": [
            {"number": number, "id": each.id, "sort": each.sort, "says": [list(pair) for pair in each.says]}
            for number, each in enumerate(found.held.entities, 1)
        ],
        "links": [[bond.one, bond.relation, bond.other] for bond in found.held.bonds],
        "mended": [{"where": each.where, "what": each.what} for each in report.mended],
        "no meaning here": [{"where": each.where, "what": each.what} for each in report.unmapped],
        "remarks not shown": report.more,
        "fields": dict(offered.fields) if offered else {},
        "not taken": [{"value": value, "why": str(why)} for value, why in offered.left] if offered else [],
    }


def _page(found: Found, offered: Offer | None, out: object) -> str:
    held, report = found.held, found.report
    lines = [f"{found.form}: {len(held.entities)} entities, {len(held.bonds)} links"]
    lines += _entities(held.entities)
    lines += remarked("Mended", report.mended) + remarked("Without a meaning here", report.unmapped)
    if report.more:
        lines.append(f"{report.more} remarks more are not kept.")
    if offered:
        lines.append(f"Written to {out}: {', '.join(offered.fields) or 'no field'}.")
        lines += [f"  not taken: {value[:60]}: {why}" for value, why in offered.left[:SHOWN_MAX]]
        if len(offered.left) > SHOWN_MAX:
            lines.append(f"  and {len(offered.left) - SHOWN_MAX} more (--json)")
    return "\n".join(lines)


def _entities(held: Sequence[Entity]) -> list[str]:
    shown = [f"  {number:>5} {each.sort:<13}{_said(each)}" for number, each in enumerate(held[:SHOWN_MAX], 1)]
    return [*shown, f"  and {len(held) - SHOWN_MAX} more (--json)"] if len(held) > SHOWN_MAX else shown


def _said(each: Entity) -> str:
    return plain("; ".join(value for _, value in each.says[:4])[:120])
