"""`lintas doctor`: what is wrong with a node, and what to do."""

from __future__ import annotations

import argparse
import os
from typing import Any

from lintas.cli import exits
from lintas.cli.given import folder_of
from lintas.cli.output import give, progress
from lintas.cli.reach import Reach, need_folder
from lintas.cli.words import clean, wrapped
from lintas.compose.archive import BadBackup
from lintas.compose.desk import DeskError
from lintas.compose.doctor import examine
from lintas.compose.doctor_peers import examine_peers
from lintas.compose.finding import FAULT, NOTE, ORDER, Finding
from lintas.compose.folder import now_ms
from lintas.compose.restore import mark_of
from lintas.node.plain_data import plain
from lintas.node.ports import PeerError


def doctor(options: argparse.Namespace) -> int:
    """`lintas doctor`."""
    options.node = options.folder
    folder = folder_of(options)
    need_folder(folder)
    reach = Reach(folder)
    serves = reach.serves()
    progress("looking at the folder, the databases and the log ...")
    found = examine(folder, os.environ, serves=serves, now_ms=now_ms())
    if serves:
        progress("asking the node about its peers ...")
        found += _asked(reach)
    found.sort(key=lambda each: ORDER.index(each.weight))
    well = all(each.weight == NOTE for each in found)
    data: dict[str, Any] = {"well": well, "serving": serves, "findings": plain(found)}
    give(options, data, lambda: _page(found, well=well))
    return exits.DONE if well else exits.NOT_VERIFIED


def _asked(reach: Reach) -> list[Finding]:
    try:
        mark = mark_of(reach.folder)
        said = {"acts": mark.acts, "restored_ms": mark.restored_ms} if mark else None
        return examine_peers(reach.do("vitals", {}), reach.do("recovery", said) if said else None)
    except (PeerError, DeskError, BadBackup) as error:
        what = f"the node does not say how it does: {error}"
        return [Finding("no-answer", FAULT, what, "its log says why; if it has hung, stop it and start it again")]


def _page(found: list[Finding], *, well: bool) -> str:
    lines = []
    for each in found:
        lines.append(wrapped(clean(f"{each.weight}: {each.what}"), 4, "  "))
        if each.weight != NOTE:
            lines.append(wrapped(clean(f"-> {each.do}"), 8))
    return "\n".join(["well: nothing needs anybody" if well else "something needs somebody:", *lines])
