"""`lintas open` and `lintas act`: making an act."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from typing import Any

from lintas.cli import exits
from lintas.cli.done_page import done_page
from lintas.cli.given import folder_of, order_of
from lintas.cli.handing import hand_in
from lintas.cli.output import give, progress
from lintas.cli.reach import Reach

POLL_S = 0.1


def open_dossier(options: argparse.Namespace) -> int:
    """`lintas open`."""
    return _order(options, "open", {"kind": options.kind} | order_of(options))


def act(options: argparse.Namespace) -> int:
    """`lintas act`."""
    said = {"dossier": options.dossier, "item": options.item or "", "re": list(options.re)}
    return _order(options, "act", said | order_of(options))


def _order(options: argparse.Namespace, command: str, args: dict[str, Any]) -> int:
    reach = Reach(folder_of(options))
    with reach.steady() as do:
        fields = hand_in(do, {"as": args["as"]}, args["fields"], options.despite_scan)
        done = do(command, args | {"fields": fields})
    running = reach.serves()
    marks = _wait(reach, args, done, options.wait) if options.wait and running else {}
    data = done | {"serving": running, "marks": marks}
    give(options, data, lambda: done_page(done, marks, running))
    return exits.DONE


def _wait(reach: Reach, args: Mapping[str, Any], done: Mapping[str, Any], seconds: int) -> dict[str, str]:
    """The act's marks, once every party's receipt is here or the time is over."""
    until = time.monotonic() + seconds
    while True:
        shown = reach.do("show", {"dossier": done["dossier"], "as": args["as"]})
        marks: dict[str, str] = next(each["marks"] for each in shown["acts"] if each["id"] == done["act"])
        if all(mark in {"stored", "opened"} for mark in marks.values()) or time.monotonic() >= until:
            return marks
        progress("waiting for receipts ...")
        time.sleep(POLL_S)
