"""`python -m lintas.demo`: plays a case over three nodes on this machine, then stays up so that more can be tried.

    python -m lintas.demo               play, then serve until Ctrl-C
    python -m lintas.demo --headless    play, check every claim, exit 0 or 1
    python -m lintas.demo --small       a dossier of every row between the same nodes, laid down before they serve
    python -m lintas.demo --full        a year of eleven states, a Secretariat and two partners, laid down so

Nothing is left behind unless --keep is given. The nodes listen on loopback only.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from lintas.demo.claims import Claims, DoesNotHold
from lintas.demo.federation import FOUNDERS, MY, PASSWORD, NotStarted, federation
from lintas.demo.play import play
from lintas.demo.terminal import Terminal, WentWrong
from lintas.demo.visitor import NotSeen
from lintas.demo.world import SHORT, World
from lintas.demo.year.served import weeks, year
from lintas.wire.errors import LintasError

HELD, BROKEN, INTERRUPTED = 0, 1, 130

Play = Callable[[World], Mapping[str, str]]
"""What is played: it gives the dossiers that are left open, by what they are."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Play; 0 if every claim held, 1 with the reason if one did not."""
    form = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(prog="lintas.demo", description=__doc__, formatter_class=form)
    parser.add_argument("--headless", action="store_true", help="play unattended, print a transcript, exit 0 or 1")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--small", action="store_true", help="a dossier of every row, in seconds")
    size.add_argument("--full", action="store_true", help="a year of fourteen authorities, in under a minute")
    parser.add_argument("--folder", metavar="DIR", help="where the nodes live; a new or empty folder")
    parser.add_argument("--keep", action="store_true", help="leave the folder behind")
    options = parser.parse_args(arguments)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _interrupt)
    folder = Path(options.folder).absolute() if options.folder else Path(tempfile.mkdtemp(prefix="lintas-"))
    if folder.exists() and any(folder.iterdir()):
        print(f"{folder} is not empty: name a new folder", file=sys.stderr)
        return BROKEN
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return _run(folder, _what(options), headless=options.headless, keep=options.keep)
    except KeyboardInterrupt:
        print("\ninterrupted; the nodes are stopped", file=sys.stderr)
        return INTERRUPTED


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _what(options: argparse.Namespace) -> Play:
    return year if options.full else weeks if options.small else play


def _run(folder: Path, what: Play, *, headless: bool, keep: bool) -> int:
    terminal = Terminal()
    with federation(folder, terminal, keep=keep) as nodes:
        try:
            dossiers = what(World(nodes, terminal, Claims()))
        except (DoesNotHold, WentWrong, NotStarted, NotSeen, LintasError) as error:
            print(f"\nTHE DEMONSTRATION FAILED\n{error}", flush=True)
            return BROKEN
        if not headless:
            _stay(folder, dossiers, nodes.consoles())
    return HELD


def _stay(folder: Path, dossiers: Mapping[str, str], consoles: Mapping[str, str]) -> None:
    """Say how to try more, with commands and in a browser, and wait for Ctrl-C."""
    print("\nThe nodes stay up. In another terminal:\n")
    print(f"  alias lintas='{sys.executable} -m lintas.cli'")
    print(f"  export LINTAS_NODE={folder / MY} LINTAS_OFFICER=aisyah\n")
    print("  lintas list")
    for what, dossier in dossiers.items():
        print(f"  lintas show {dossier[:SHORT]:<46}# {what}")
    print("  lintas kinds                                              # what else can be opened")
    print('  lintas kinds mla "ask for more"                           # which fields it takes')
    if case := dossiers.get("legal assistance"):
        print(f'  lintas act {case[:SHORT]} write --for all --field text="one more thing" --wait 5')
        print(f"  lintas verify {folder / 'case.zip'}")
    print(f"\nIn a browser, with the password {PASSWORD} for every name:\n")
    for founder in FOUNDERS:
        print(f"  {consoles[founder.code]:<40} {', '.join(each.name for each in founder.accounts)}")
    print("\nThe other nodes are " + ", ".join(f"{f.code} (officers {', '.join(f.officers)})" for f in FOUNDERS))
    print("Ctrl-C stops everything.", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print("\nstopping the nodes", flush=True)


if __name__ == "__main__":
    sys.exit(main())
