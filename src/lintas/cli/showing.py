"""`lintas show`: a dossier as its node sees it."""

from __future__ import annotations

import argparse
import time

from lintas.cli import exits
from lintas.cli.given import folder_of, named, said_by
from lintas.cli.output import give
from lintas.cli.reach import Reach
from lintas.cli.show_page import show_page
from lintas.kinds import all_kinds


def show(options: argparse.Namespace) -> int:
    """`lintas show`."""
    shown = Reach(folder_of(options)).do("show", said_by(options) | {"dossier": options.dossier})
    now_ms, newest = time.time_ns() // 1_000_000, all_kinds().get(shown["kind"])
    kind = newest.of_version(shown["version"]) if newest else None
    give(options, shown, lambda: show_page(shown, kind, now_ms, named(options)))
    return exits.DONE
