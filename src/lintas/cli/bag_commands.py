"""Files between nodes without a line: writing what a peer is owed, and taking what a peer wrote."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.given import folder_of
from lintas.cli.output import give
from lintas.cli.reach import Reach
from lintas.cli.words import banner, listed


def bundle(options: argparse.Namespace) -> int:
    """`lintas node bundle`."""
    path = str(Path(options.file).absolute())
    data = Reach(folder_of(options)).do("bundle", {"peer": options.peer, "path": path})
    give(options, data, lambda: banner(data["exercise"], _wrote(data, f"{data['peer']} is owed nothing")))
    return exits.DONE


def take(options: argparse.Namespace) -> int:
    """`lintas node take`."""
    path = str(Path(options.file).absolute())
    reply = str(Path(options.reply).absolute()) if options.reply else path + ".reply"
    data = Reach(folder_of(options)).do("take", {"path": path, "reply": reply})
    lines = [f"took {data['messages']} messages" + (f" of {data['peer']}" if data["peer"] else "")]
    if data["errors"]:
        lines.append(f"{len(data['errors'])} messages were refused: {listed(sorted(set(data['errors'])))}")
    lines.append(_wrote(data, "there is nothing to carry back"))
    give(options, data, lambda: banner(data["exercise"], "\n".join(lines)))
    return exits.NOT_VERIFIED if data["errors"] else exits.DONE


def _wrote(data: dict[str, Any], nothing: str) -> str:
    if not data["path"]:
        return f"{nothing}; no file was written"
    return f"wrote {data['path']}: {data['bytes']:,} bytes, which only {data['peer']} can open"
