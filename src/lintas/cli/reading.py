"""`lintas list`, `files` and `export`: what a node holds, and what leaves it as files."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.given import folder_of, said_by
from lintas.cli.handing import take_out
from lintas.cli.output import give, progress
from lintas.cli.reach import Reach
from lintas.cli.words import banner, listed, short


def list_dossiers(options: argparse.Namespace) -> int:
    """`lintas list`."""
    reach = Reach(folder_of(options))
    found = reach.do("list", said_by(options))
    give(options, found, lambda: _list_page(found, reach.do("status", {})))
    return exits.DONE


def _list_page(found: list[dict[str, Any]], status: Mapping[str, Any]) -> str:
    us = status["code"]
    if not found:
        return banner(status["exercise"], f"{us} has no dossier yet: `lintas kinds` says what can be opened")
    ours = [each for each in found if us in each["awaited"]]
    theirs = [each for each in found if each["awaited"] and us not in each["awaited"]]
    resting = [each for each in found if not each["awaited"]]
    lines, width = [], max(len(each["kind"]) for each in found) + 2
    for title, rows in (("it is our move", ours), ("waiting for others", theirs), ("nobody's move", resting)):
        if rows:
            lines += [f"{title} ({len(rows)})", *(_row(each, width) for each in rows)]
    return banner(status["exercise"], "\n".join(lines))


def _row(each: Mapping[str, Any], width: int) -> str:
    waits = f"; next move {listed(each['awaited'])}" if each["awaited"] else ""
    waits += f"; {each['recalls']} recalls not answered by all" * bool(each["recalls"])
    return f"  {short(each['id'])}  {each['kind']:<{width}}{each['phase']}{waits}; parties {listed(each['parties'])}"


def files(options: argparse.Namespace) -> int:
    """`lintas files`."""
    by, folder = said_by(options) | {"dossier": options.dossier}, Path(options.folder).absolute()
    with Reach(folder_of(options)).steady() as do:
        found = do("files", by)
        for each in found:
            take_out(do, by, each, folder / each["path"], options.despite_scan)
        written = [each | {"path": str(folder / each["path"])} for each in do("files", by)]
    rows = [_file_row(each) for each in written]
    page = "\n".join([f"wrote {len(written)} files, each as its author's hash says", *rows])
    give(options, written, lambda: page if written else "the dossier has no files that this node may read")
    return exits.DONE


def _file_row(each: Mapping[str, Any]) -> str:
    row = f"  {each['path']}  {each['bytes']:,} bytes\n    sha256 {each['sha256']}"
    row += f"\n    the scanner said: {each['scan']}" * bool(each["scan"])
    return row + f"\n    handed over despite the scanner to {listed(each['despite'])}" * bool(each["despite"])


def export(options: argparse.Namespace) -> int:
    """`lintas export`."""
    if options.form:
        return _in_form(options)
    path = Path(options.file)
    progress(f"writing {path} with all proofs ...")
    args = said_by(options) | {"dossier": options.dossier, "path": str(path.absolute())}
    done = Reach(folder_of(options)).do("export", args)
    page = (
        f"wrote {path}: {done['acts']} acts, {done['files']} files, {done['bytes']:,} bytes\n"
        f"anybody can check it, without a node and without a network: lintas verify {path}"
    )
    give(options, done, lambda: banner(done["exercise"], page))
    return exits.DONE


def _in_form(options: argparse.Namespace) -> int:
    """`lintas export --form`."""
    args = said_by(options) | {"dossier": options.dossier, "path": str(Path(options.file).absolute())}
    done = Reach(folder_of(options)).do("interchange", args | {"form": options.form})
    held = ", ".join(f"{sort}: {count}" for sort, count in done["entities"].items())
    lines = [f"wrote {options.file} as {done['form']}: {done['bytes']:,} bytes; {held}"]
    if done["left_out"]:
        lines.append(f"left out ({len(done['left_out'])}):")
        lines += [f"  {each['act']}  {each['verb']}: {each['why']}" for each in done["left_out"]]
    lines += [f"not in this form: {each}" for each in done["unwritten"]]
    give(options, done, lambda: banner(done["exercise"], "\n".join(lines)))
    return exits.DONE
