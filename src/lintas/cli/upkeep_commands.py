"""`lintas node backup`, `restore` and `rebuild`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from lintas.cli import exits
from lintas.cli.output import give, progress
from lintas.cli.reach import need_folder, need_short
from lintas.cli.sentences import CliError
from lintas.cli.words import when, wrapped
from lintas.compose import change_store as changing
from lintas.compose import rebuild as rebuilding
from lintas.compose.backup import Saved, back_up
from lintas.compose.restore import Restored
from lintas.compose.restore import restore as restore_from

SHOWN_MAX = 20
SQLITE = "sqlite"


def backup(options: argparse.Namespace) -> int:
    """`lintas node backup`."""
    folder, file = Path(options.folder), Path(options.file)
    need_folder(folder)
    vault = Path(options.vault) if options.vault else None
    if vault and vault.absolute() == file.absolute():
        raise CliError("Content and vault are two files: keys beside what they open are no protection.")
    if options.passphrase and not vault:
        raise CliError("A passphrase seals the vault, and --without-vault leaves it out.")
    saved = back_up(folder, file, vault, _passphrase(options), progress)
    give(options, asdict(saved), lambda: _saved_page(saved))
    return exits.DONE


def _saved_page(saved: Saved) -> str:
    about = saved.about
    lines = [
        f"wrote {saved.content}: {about.acts:,} acts and {saved.chunks:,} chunks of {about.code}, "
        f"{saved.content_bytes:,} bytes, as of {when(about.made_ms)} UTC",
        "  it holds sealed bodies and no key: keep as many as you like",
    ]
    if saved.vault:
        how = "sealed under the passphrase" if saved.sealed else "NOT sealed: whoever has it has every key"
        lines += [
            f"wrote {saved.vault}: the vault, {saved.vault_bytes:,} bytes, {how}",
            "  it replaced the copy before it: keep this one only, and apart from the content",
        ]
    return "\n".join(lines)


def restore(options: argparse.Namespace) -> int:
    """`lintas node restore`."""
    folder = Path(options.folder)
    need_short(folder)
    for name in (options.file, options.vault):
        if not Path(name).is_file():
            raise CliError(f"There is no file {name}.", exits.FILE_TROUBLE)
    done = restore_from(folder, Path(options.file), Path(options.vault), _passphrase(options), progress)
    give(options, asdict(done), lambda: _restored_page(done))
    return exits.DONE


def _restored_page(done: Restored) -> str:
    doubts = [wrapped(f"doubt: {each}", 4) for each in done.doubts[:SHOWN_MAX]]
    if len(done.doubts) > SHOWN_MAX:
        doubts.append(f"  and {len(done.doubts) - SHOWN_MAX} more: `lintas node verify {done.folder}` lists them")
    return "\n".join(
        [
            f"restored {done.content.code} in {done.folder}: {done.mark.acts:,} acts, "
            f"as of {when(done.mark.made_ms)} UTC; every act, body, file and receipt was checked",
            *doubts,
            *_store_told(done),
            "What this node signed or took after that is not here. Its peers have what they confirmed.",
            "next:",
            "  make sure that the old node never runs again: two nodes of one authority tell two stories",
            f"  lintas node serve {done.folder}      it asks its peers for what was lost",
            f"  lintas node status {done.folder}     lists what came back, and what peers have that did not",
            "  let officers act when nothing is missing there; an act signed before that may tell a second story,",
            "  which `lintas show` names until an act of yours has seen both",
        ]
    )


def _store_told(done: Restored) -> list[str]:
    if not done.store:
        return []
    return [
        f"Its acts lay in a database, and lie in SQLite now; `lintas node change-store {done.folder}` carries them."
    ]


def rebuild(options: argparse.Namespace) -> int:
    """`lintas node rebuild`."""
    folder = Path(options.folder)
    need_folder(folder)
    if options.search:
        progress("reading every act for the search index ...")
        acts = rebuilding.rebuild_search(folder)
        give(options, {"acts": acts}, lambda: f"the search index is made anew from {acts:,} acts")
        return exits.DONE
    progress("computing everything again from the acts ...")
    done = rebuilding.rebuild(folder, look=options.look)
    told = [f"  {each}" for each in done.differences] or ["  everything was as it follows from them"]
    kept = f"the database is made anew; the old one is {folder / rebuilding.OLD}" if done.replaced else ""
    page = "\n".join([f"{done.acts:,} acts, each signed by its author", *told, *([kept] if kept else [])])
    give(options, asdict(done), lambda: page)
    return exits.NOT_VERIFIED if options.look and done.differences else exits.DONE


def change_store(options: argparse.Namespace) -> int:
    """`lintas node change-store`."""
    folder = Path(options.folder)
    need_folder(folder)
    progress("copying the acts ...")
    to = "" if options.store == SQLITE else options.store
    done = changing.change_store(folder, to, lambda acts: progress(f"copied {acts:,} acts"))
    page = f"{done.acts:,} acts lie in {done.store} now, and the settings name it\n  the old store is kept: {done.old}"
    give(options, asdict(done), lambda: page)
    return exits.DONE


def _passphrase(options: argparse.Namespace) -> bytes | None:
    if not options.passphrase:
        return None
    try:
        lines = Path(options.passphrase).read_bytes().splitlines()
    except OSError as error:
        raise CliError(f"The file {options.passphrase} cannot be read: {error.strerror}.", exits.FILE_TROUBLE) from None
    if not lines or not lines[0].strip():
        raise CliError(f"There is no passphrase in the first line of {options.passphrase}.")
    return lines[0].strip()
