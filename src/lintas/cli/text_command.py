"""`lintas text show`, `out` and `in`: a text that states settle together, its brackets, out to Word and in again."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from lintas.cli import exits, files
from lintas.cli.given import folder_of, said_by
from lintas.cli.handing import take_out
from lintas.cli.output import give
from lintas.cli.reach import Do, Reach
from lintas.cli.sentences import CliError
from lintas.cli.words import clean, quoted, short, when, wrapped
from lintas.compose.papers import SIDE, Papers, newest
from lintas.compose.papers import said as as_said
from lintas.office.making import as_document
from lintas.office.package import FILE_BYTES_MAX
from lintas.office.putting import Written
from lintas.office.returned import Proposal, Returned

LEFT_CHARS_MAX: Final = 200
"""How much the page shows of what stays in a file; --json has all of it."""


def show(options: argparse.Namespace) -> int:
    """`lintas text show`."""
    found = Reach(folder_of(options)).do("text", _asked(options))
    give(options, found, lambda: _page(found))
    return exits.DONE


def out(options: argparse.Namespace) -> int:
    """`lintas text out`."""
    with Reach(folder_of(options)).steady() as do:
        found = do("text", _asked(options))
        papers = _papers(do, options, found)
    which = SIDE if options.side_by_side else options.language
    made = Written(papers.clean(which), ()) if options.clean else papers.out(which)
    files.write(options.out, made.data)
    unplaced = [asdict(each) for each in made.unplaced]
    given = {"path": str(options.out), "bytes": len(made.data), "not placed": unplaced}
    lines = [f"wrote {options.out}: {len(made.data):,} bytes"]
    lines += [f"  not in this round, or more than once: {clean(each.written().strip())}" for each in made.unplaced]
    give(options, given, lambda: "\n".join(lines))
    return exits.DONE


def in_(options: argparse.Namespace) -> int:
    """`lintas text in`."""
    back = files.read(options.file)
    with Reach(folder_of(options)).steady() as do:
        found = do("text", _asked(options))
        came = _papers(do, options, found).back(back, SIDE if options.side_by_side else options.language)
    if options.fields_out:
        files.write(options.fields_out, _fields(found, _taken(came, options.take), on_behalf=options.on_behalf))
    give(options, _plain(came), lambda: _came(options, found, came))
    return exits.DONE


def _asked(options: argparse.Namespace) -> dict[str, Any]:
    return said_by(options) | {"dossier": options.dossier, "item": options.item}


def _papers(do: Do, options: argparse.Namespace, found: Mapping[str, Any]) -> Papers:
    """The newest round of each version; raises `CliError`, `UnreadableDocument` or what taking it out raises."""
    if not found["rounds"]:
        raise CliError("The text was not given to this authority, or was recalled.", exits.NO_SUCH_THING)
    documents = {each: _document(do, options, round_) for each, round_ in newest(found["rounds"]).items()}
    return Papers(documents, found["held"])


def _document(do: Do, options: argparse.Namespace, round_: Mapping[str, Any]) -> bytes:
    """A round as a document; raises as `_papers`."""
    by = said_by(options) | {"dossier": options.dossier}
    listed_file = next(each for each in do("files", by) if each["file"] == round_["file"])
    if listed_file["bytes"] > FILE_BYTES_MAX:
        raise CliError(f"The text has {listed_file['bytes']:,} bytes; at most {FILE_BYTES_MAX:,} are read.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text"
        take_out(do, by, listed_file, path, "")
        return as_document(path.read_bytes(), round_["title"] or round_["name"])


def _taken(came: Returned, numbers: str) -> list[Proposal]:
    """Those that were chosen, by number; all where none is named. Raises `CliError`."""
    wanted = [each.strip() for each in numbers.split(",") if each.strip()]
    if wrong := [each for each in wanted if not each.isdigit() or not 0 < int(each) <= len(came.proposals)]:
        raise CliError(f"There is no bracket {wrong[0]}: they are numbered from 1 to {len(came.proposals)}.")
    return [came.proposals[int(each) - 1] for each in wanted] if wanted else came.proposals


def _put(found: Mapping[str, Any], *, on_behalf: bool) -> tuple[str, str, bool]:
    """The verb by which they would be put, its field, and whether they are another state's; raises `CliError`."""
    for verb, field, another in found["puts"]:
        if another == on_behalf:
            return verb, field, another
    raise CliError(f"No bracket can be put by your authority at this text now{', for another' if on_behalf else ''}.")


def _fields(found: Mapping[str, Any], taken: list[Proposal], *, on_behalf: bool) -> bytes:
    """The body of the act that puts them: it replaces what we hold, which therefore goes with it."""
    _verb, field, another = _put(found, on_behalf=on_behalf)
    ours = [] if another else [held for held in found["held"] if held["party"] == found["us"]]
    said = [each for held in ours for each in held["brackets"] or ()]
    for each in taken:
        one = as_said(each)
        said += [one] if one not in said else []
    return json.dumps({field: said}, ensure_ascii=False, indent=1).encode()


def _plain(came: Returned) -> dict[str, Any]:
    """What came back, as plain data."""
    return {
        "brackets": [asdict(each) for each in came.proposals],
        "stays in the file": [asdict(each) for each in came.left],
    }


def _page(found: Mapping[str, Any]) -> str:
    lines = [f"{found['item_name']} {short(found['item'])}: {found['phase']}", "rounds"]
    for each in found["rounds"]:
        lines.append(
            f"  {each['number']}  {when(each['time_ms'])}  {each['author']}  {each['verb']}: {clean(each['name'])}"
            + (f"  [{clean(each['language'])}]" if each["language"] else "")
        )
    lines.append("brackets")
    for each in found["held"]:
        held = each["brackets"]
        count = "sealed, not for us" if held is None else f"{len(held)}"
        by = f", entered by {each['entered_by']} for a state without a node" if each["entered_by"] else ""
        lines.append(f"  {each['label']}: {count}, since round {each['round']}{by}")
        lines += [wrapped(clean(_said(said)), 6) for said in held or ()]
    lines += [] if found["held"] else ["  nobody holds one"]
    if found["annexed"]:
        lines.append("national positions annexed")
    for each in found["annexed"]:
        words = "sealed, not for us" if each["words"] is None else clean(each["words"])
        lines.append(wrapped(f"{each['label']}: {words}", 6, "  "))
    return "\n".join(lines)


def _said(said: Mapping[str, Any]) -> str:
    instead = f" \u2192 \u201c{said['instead']}\u201d" if said.get("instead") else ""
    why = f" ({said['why']})" if said.get("why") else ""
    language = f" [{said['language']}]" if said.get("language") else ""
    return f"{said['paragraph']}{language}: \u201c{said['words']}\u201d{instead}{why}"


def _came(options: argparse.Namespace, found: Mapping[str, Any], came: Returned) -> str:
    lines = [f"{len(came.proposals)} brackets that would be put"]
    for number, each in enumerate(came.proposals, 1):
        by = f"{each.author} {each.date}".strip() or "nobody tracked it"
        lines.append(wrapped(clean(f"{_said(asdict(each))}  [{by}]"), 5, f"{number:>3}  "))
    if came.left:
        lines.append("what stays in the file alone")
        for left in came.left:
            place = f"{left.paragraph}: " if left.paragraph else ""
            lines.append(wrapped(clean(f"{place}{left.what} {left.author}"[:LEFT_CHARS_MAX]), 5))
    if options.fields_out:
        verb = _put(found, on_behalf=options.on_behalf)[0]
        words = [options.dossier, quoted(verb), "--item", short(found["item"])]
        lines.append(f"wrote {options.fields_out}: look at it, and put them with")
        lines.append(f"  lintas act {' '.join(words)} --fields {options.fields_out} --for all")
    return "\n".join(lines)
