"""`lintas facts`: look up what is publicly known, take a row into an act, look for mistakes in files."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

from lintas.cli import exits
from lintas.cli.files import read as read_file
from lintas.cli.files import write as write_file
from lintas.cli.given import NODE_VARIABLE
from lintas.cli.output import give
from lintas.cli.sentences import CliError
from lintas.cli.words import as_json, wrapped
from lintas.compose.facts import Known, over_ours, read_all
from lintas.dossier.grammar import Verb
from lintas.facts.offering import Offered, offer, takes
from lintas.facts.reading import examine, read
from lintas.facts.register import Register, Thing
from lintas.facts.rows import LATEST, Fact
from lintas.kinds import all_kinds
from lintas.node.plain import plain

DIFFER = "SOURCES DIFFER"


def list_(options: argparse.Namespace) -> int:
    """`lintas facts list`."""
    known = _known(options)
    found = known.register.things(
        sort=options.sort, on=_day(options.on), known=_day(options.known) or LATEST, words=" ".join(options.words)
    )
    data = {"things": [data_of(each) for each in found], "faults": list(known.faults)}
    give(options, data, lambda: _list_page(known, found))
    return exits.DONE


def show(options: argparse.Namespace) -> int:
    """`lintas facts show`."""
    known, day = _known(options), _day(options.known) or LATEST
    thing = _thing(known.register, options)
    naming = known.register.naming(thing.id, day)
    data = data_of(thing) | {
        "sources": sources_of(known.register, thing),
        "named by": [data_of(each) for each in naming],
    }
    give(options, data, lambda: _page(known.register, thing, naming))
    return exits.DONE


def take(options: argparse.Namespace) -> int:
    """`lintas facts take`."""
    register = _known(options).register
    thing = _thing(register, options)
    if not 0 < options.row <= len(thing.rows):
        raise CliError(f"{thing.id} has {len(thing.rows)} rows, and no row {options.row}.", exits.NO_SUCH_THING)
    row = thing.rows[options.row - 1]
    verb = _verb(row, options)
    offered = offer(register, row, verb.says)
    write_file(options.out, (as_json(dict(offered.fields)) + "\n").encode())
    data = {"fields": dict(offered.fields), "left": dict(offered.left), "verified": row.verified, "sure": row.sure}
    give(options, data, lambda: _taken_page(row, offered, options.out))
    return exits.DONE


def validate(options: argparse.Namespace) -> int:
    """`lintas facts validate`."""
    register, findings = examine(over_ours(_folder(options.folder)))
    summary = f"{len(register.rows)} rows, {len(findings)} mistakes"
    lines = [*map(str, findings), summary]
    data = {"findings": [asdict(each) for each in findings], "summary": summary}
    give(options, data, lambda: "\n".join(lines))
    return exits.NOT_VERIFIED if findings else exits.DONE


def _known(options: argparse.Namespace) -> Known:
    """What lintas brings along, over it the node's own files, over these the folder that is named."""
    node = options.node or os.environ.get(NODE_VARIABLE)
    if options.register is None:
        return read_all(Path(node) if node else None)
    return Known(read(over_ours(_folder(options.register))))


def _folder(folder: Path) -> Mapping[str, bytes]:
    if not folder.is_dir():
        raise CliError(f"There is no folder {folder}.", exits.FILE_TROUBLE)
    files = {file.name: read_file(file) for file in sorted(folder.glob("*.toml"))}
    if not files:
        raise CliError(f"The folder {folder} has no file *.toml.", exits.FILE_TROUBLE)
    return files


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise CliError(f"{said!r} is no day: write it as 2026-01-31.", exits.USAGE) from None


def _thing(register: Register, options: argparse.Namespace) -> Thing:
    found = register.thing(options.id.upper(), _day(options.known) or LATEST)
    if found is None:
        raise CliError(f"Nothing is known of {options.id!r}: `lintas facts list` has the ids.", exits.NO_SUCH_THING)
    return found


def _verb(row: Fact, options: argparse.Namespace) -> Verb:
    kind = all_kinds().get(options.kind)
    if kind is None:
        raise CliError(f"There is no kind {options.kind}: `lintas kinds` lists them.", exits.USAGE)
    verbs = [verb for path in kind.item.walk() for verb in path[-1].verbs if takes(row, verb)]
    found = next((verb for verb in verbs if verb.name == options.verb), None)
    if found is None:
        others = ", ".join(repr(verb.name) for verb in verbs) or "none of this kind"
        raise CliError(f"{options.verb!r} begins nothing that {row.id} is about; what does: {others}.", exits.USAGE)
    return found


def data_of(thing: Thing) -> dict[str, object]:
    """A thing as plain data."""
    rows = [row.plain() for row in thing.rows]
    return {"id": thing.id, "sort": thing.sort.name, "differ": thing.differ, "rows": rows}


def sources_of(register: Register, thing: Thing) -> dict[str, dict[str, str]]:
    """The sources that its rows name, by their ids."""
    return {each.id: asdict(each) for row in thing.rows for each in register.sources_of(row)}


def beside(register: Register, found: list[Thing]) -> str:
    """What is publicly known of what a dossier is about, as a part of its page."""
    lines = ["publicly known of it   (found by name; nobody in this dossier signed any of it)"]
    for thing in found:
        lines.append(f"  {thing.sort.title}: {thing.id}" + (f"   {DIFFER}" if thing.differ else ""))
        for row in thing.rows:
            lines.append(wrapped(f"{plain(line_of(register, row))}  [{row.sure}]", 6))
            lines += [wrapped(f"source: {plain(each.title)}; {each.publisher}; {plain(each.where)}", 8)
                      for each in register.sources_of(row)]  # fmt: skip
    return "\n".join(lines)


def _list_page(known: Known, found: list[Thing]) -> str:
    lines = [f"left out: {fault}" for fault in known.faults]
    sort = ""
    for thing in found:
        if thing.sort.title != sort:
            sort = thing.sort.title
            lines += ["", sort]
        for number, row in enumerate(thing.rows):
            name = thing.id if number == 0 else ""
            lines.append(f"  {name:<24} {plain(line_of(known.register, row))}  [{row.sure}]")
        if thing.differ:
            lines.append(f"  {'':<24} {DIFFER}")
    return "\n".join(lines).strip() or "Nothing fits."


def line_of(register: Register, row: Fact) -> str:
    """A row in a line: what it is about, its next two columns, its times."""
    said = [words for _, words, _ in register.said(row)]
    return "; ".join([*said[:3], row.times] if not row.gap else said[:1])


def _page(register: Register, thing: Thing, naming: list[Thing]) -> str:
    lines = [f"{thing.sort.title}: {thing.id}"] + ([DIFFER] if thing.differ else [])
    for number, row in enumerate(thing.rows, 1):
        lines += ["", f"{number}. {row.sure}" + ("; it amends what was said before" if row.amends else "")]
        lines += [f"   {name}: {plain(words)}" for name, words, _ in register.said(row)]
        lines += [] if row.gap else [f"   time: {row.times}"]
        lines += [f"   said on: {row.as_of}"] if row.as_of else []
        lines += [f"   note: {plain(row.note)}"] if row.note else []
        lines += [f"   source: {plain(each.title)}; {each.publisher}; {plain(each.where)}"
                  for each in register.sources_of(row)]  # fmt: skip
        lines.append(f"   recorded: {row.recorded}")
    for each in naming:
        lines += ["", f"{each.sort.title}: {each.id}"]
        lines += [f"   {plain(line_of(register, row))}  [{row.sure}]" for row in each.rows]
    return "\n".join(lines)


def _taken_page(row: Fact, offered: Offered, out: Path) -> str:
    lines = [f"Written to {out}: {', '.join(offered.fields) or 'no field'}. The row is: {row.sure}."]
    return "\n".join([*lines, *(f"  left to you: {plain(value)}: {plain(why)}" for value, why in offered.left)])
