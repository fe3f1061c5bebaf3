"""`lintas search`: in which acts words were said."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lintas.cli import exits
from lintas.cli.given import folder_of, said_by
from lintas.cli.output import give
from lintas.cli.parsing import Parsers, add, add_json
from lintas.cli.reach import Reach
from lintas.cli.words import banner, clean, listed, short, when, wrapped

Options = Callable[[argparse.ArgumentParser], None]
Data = Mapping[str, Any]


def add_search(commands: Parsers, node: Options, officer: Options) -> None:
    """The grammar. `node` and `officer` add what others take as well."""
    command = add(
        commands, "search", "find in what acts words were said",
        "Find acts by what they say, in any script. All words must be found; what stands in quotation marks is found\n"
        "as a phrase. Parts of words and numbers are found too, marks and spaces or hyphens in numbers do not matter;\n"
        "what is written exactly so comes first. Not found are secret fields, and whatever a dossier says that is\n"
        "closed, or about protected persons or children.",
        ["lintas search Nguyen mule", "lintas search '\"joint account\" 1234567' --kind mla",
         "lintas search fraud --party my-ca --from 2026-01-01 --order newest --json"],
    )  # fmt: skip
    command.add_argument("words", metavar="WORDS", nargs="+")
    command.add_argument("--kind", default="", metavar="KIND", help="in dossiers of this kind")
    command.add_argument("--party", default="", metavar="CODE", help="in dossiers in which this authority was named")
    command.add_argument("--author", default="", metavar="CODE", help="said by this authority")
    command.add_argument("--from", dest="since", default="", metavar="DATE", help="said on this day or later (UTC)")
    command.add_argument("--until", default="", metavar="DATE", help="said on this day or before (UTC)")
    command.add_argument("--meaning", default="", metavar="MEANING", help="in a field of this meaning, as `account`")
    command.add_argument("--order", choices=("best", "newest"), default="best", help="which hits come first (best)")
    command.add_argument("--limit", type=int, default=20, metavar="COUNT", help="how many hits (20; 100 at most)")
    command.add_argument("--after", default="", metavar="MARK", help="the next page, by the mark of the one before")
    command.add_argument("--purpose", default="", help="what for, where your authority asks for it")
    node(command)
    officer(command)
    add_json(command)


def search(options: argparse.Namespace) -> int:
    """`lintas search`."""
    names = ("kind", "party", "author", "since", "until", "meaning", "order", "limit", "after", "purpose")
    asked = {name: getattr(options, name) for name in names}
    found = Reach(folder_of(options)).do("search", said_by(options) | asked | {"words": " ".join(options.words)})
    give(options, found, lambda: banner(found["exercise"], "\n".join(_page(found))))
    return exits.DONE


def _page(found: Data) -> Iterator[str]:
    count = f"more than {found['count']:,}" if found["more"] else f"{found['count']:,}"
    kinds = listed(f"{kind} {hits:,}" for kind, hits in found["kinds"].items())
    yield f"found in {count} acts" + f" ({kinds})" * bool(found["kinds"])
    for hit in found["hits"]:
        yield (
            f"  {short(hit['dossier'])}  act {short(hit['act'])}  {hit['kind']}: {hit['verb']}, by {hit['author']}, "
            f"{when(hit['time_ms'])} UTC"
        )
        said = hit["snippet"]
        yield wrapped(clean(f"{said['field']}: {_marked(said['text'], said['marks'])}"), 6)
        if hit["corrected_by"]:
            yield wrapped(f"CORRECTED by act {listed(map(short, hit['corrected_by']))}", 6)
    if found["after"]:
        yield f"there are more: add --after {found['after']}"
    if found["behind"]:
        yield f"{found['behind']:,} acts are not indexed yet, and are not found"


def _marked(text: str, marks: list[list[int]]) -> str:
    """The text on one line, with what was found in brackets."""
    for start, end in reversed(marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return " ".join(text.split())
