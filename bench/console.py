"""What a page of the console costs in an authority with many dossiers, and in a dossier with many acts: CPU time of
this process, which is the node and its console, for each request.

    .venv/bin/python -m bench.console [DOSSIERS [ACTS]]

The acts are real ones of two nodes: a question, its acknowledgement and its settlement on a hotline, and a timeline of
changed terms. The lines of the other dossiers are filled by the code that follows the log, from what a node would say
of them. The floor of each page is the same page with a hundred dossiers or acts.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.nodes import Sender, federation, free_port
from bench.table import note, row
from lintas.compose.settings import Settings
from lintas.compose.settings import read as read_settings
from lintas.console.configure import configure
from lintas.node.author import author, open_dossier
from lintas.node.order import Order
from lintas.node.standing import News, Standing
from lintas.wire.identifiers import show

if TYPE_CHECKING:
    from lintas.console.models import Officer

DOSSIERS, ACTS, FEW = 100_000, 10_000, 100
AT_ONCE = 50
BATCH_LINES = 500
OPEN_MESSAGES = 30
SAME_S_MAX = 60
ROUNDS = 5
OFFICERS_OWN = 50
TERMS = {"purpose": "an exercise", "basis": "an exercise"}
HOST = "lintas.localhost"
DAY_MS = 86_400_000


class Two:
    """Two nodes that play a hotline, and a long exchange."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Serving; the first has the console."""
        self.ours = Sender(folders[0], (folders[1].name,), 0, 1024)
        self.theirs = Sender(folders[1], (folders[0].name,), 0, 1024)

    def line(self, acts: int) -> bytes:
        """A hotline of so many acts: all but the last messages are acknowledged and settled."""
        dossier = self.ours._open()
        self._same(dossier)
        while (left := acts - self._count(self.ours, dossier)) > 3 * AT_ONCE:
            self._round(dossier, AT_ONCE, AT_ONCE)
        self._round(dossier, left // 2, left // 2 - OPEN_MESSAGES // 2)
        return dossier

    def _round(self, dossier: bytes, said: int, settled: int) -> None:
        """So many messages, of which so many are acknowledged there and settled."""
        messages = [self.ours.say(dossier).result().act[:16] for _ in range(said)]
        self._same(dossier)
        for message in messages[:settled]:
            self._do(self.theirs, dossier, "acknowledge", message)
        self._same(dossier)
        for message in messages[:settled]:
            self._do(self.ours, dossier, "settle", message)
        self._same(dossier)

    def exchange(self, acts: int) -> bytes:
        """An exchange in which our terms changed so many times."""
        ours = self.ours
        order = Order("open", TERMS, ours.peers, ours._officers, to={"member": ours.peers})
        dossier = ours.service.worker.do(lambda node: open_dossier(node, "exchange", order)).dossier
        again = Order("change the terms", TERMS, ours.peers, ours._officers)
        for _ in range(acts - 1):
            ours.service.worker.do(lambda node: author(node, dossier, again))
        self._same(dossier)
        return dossier

    def _do(self, who: Sender, dossier: bytes, verb: str, item: bytes) -> None:
        order = Order(verb, {}, who.peers, who._officers, item=item)
        who.service.worker.do(lambda node: author(node, dossier, order))

    def _count(self, who: Sender, dossier: bytes) -> int:
        found = who.service.worker.do(lambda node: node.folded(dossier))
        return len(found.graph.nodes) if found else 0

    def _same(self, dossier: bytes) -> None:
        """Returns when both have the same acts of it."""
        end = time.monotonic() + SAME_S_MAX
        while self._count(self.ours, dossier) != self._count(self.theirs, dossier):
            if time.monotonic() > end:
                raise TimeoutError("not delivered")
            time.sleep(0.02)

    def stop(self) -> None:
        """End both."""
        self.theirs.stop()
        self.ours.stop()


@contextmanager
def console(folder: Path, two: Two) -> Iterator[Any]:
    """The console beside our node, its lists in step; a follower of its log."""
    settings: Settings = replace(read_settings(folder), console=f"{HOST}:{free_port()}", console_url=f"http://{HOST}")
    configure(folder, settings)
    from lintas.console import asking
    from lintas.console.follow import Follower
    from lintas.console.live.hub import hub

    follower = Follower(two.ours.service, hub)
    asking.serve_from(two.ours.service, follower.catch_up)
    follower.catch_up()
    yield follower


def officer(name: str, *roles: str) -> Officer:
    """Somebody with an account."""
    from lintas.console.models import Officer

    return Officer.objects.create(name=name, shown=name, roles=list(roles))


def write_lines(count: int, first: int, everything: Officer, own: Officer) -> None:
    """So many dossiers as the follower fills their lines: all are one officer's, and a few the other's."""
    from lintas.console.follow import fill
    from lintas.console.models import Dossier, Membership
    from lintas.console.models.listed import COLUMNS

    chance, now_ms = random.Random(first), time.time_ns() // 1_000_000
    for start in range(first, first + count, BATCH_LINES):
        lines, places = list[Dossier](), list[Membership]()
        for at in range(start, min(start + BATCH_LINES, first + count)):
            standing = _standing(chance, now_ms)
            line = Dossier(pk=standing.id, opened_ms=now_ms - at, taken=True)
            fill(line, standing, [News(at, "", standing.id, "node-1", False, "ask", now_ms - at, "restricted", ())])
            lines.append(line)
            columns = {name: getattr(line, name) for name in COLUMNS}
            few = [own] if chance.random() < OFFICERS_OWN / DOSSIERS else []
            places += [Membership(dossier=line.pk, officer=who, by=everything, **columns) for who in (everything, *few)]
        Dossier.objects.bulk_create(lines)
        Membership.objects.bulk_create(places)


def _standing(chance: random.Random, now_ms: int) -> Standing:
    ours, ended = chance.random() < 0.4, chance.random() < 0.5
    return Standing(
        id=show(chance.randbytes(16)),
        kind=(kind := chance.choice(("mla", "exchange", "asset", "extradition"))),
        title=kind,
        traits=("case",),
        phase="waiting",
        ended=ended,
        raw=False,
        parties=("node-0", "node-1"),
        awaited=() if ended else ("node-0",) if ours else ("node-1",),
        awaits_us=ours and not ended,
        step="answer" if ours and not ended else "",
        owed=((now_ms + chance.randrange(-30, 90) * DAY_MS, ours),) if chance.random() < 0.7 else (),
    )


def browser(who: Officer) -> Callable[[str], float]:
    """A request's CPU time in ms, the least of several, as this officer makes it."""
    from django.test import Client

    client = Client(headers={"host": HOST})
    client.force_login(who)

    def asked(path: str) -> float:
        took = []
        for _ in range(ROUNDS):
            start = time.process_time()
            answer = client.get(path)
            took.append((time.process_time() - start) * 1_000)
            assert answer.status_code == 200, (path, answer.status_code)
        return min(took)

    return asked


PAGES = {
    "our move": "/?tab=ours",
    "our move, by news": "/?tab=ours&sort=news",
    "ended, one kind": "/?tab=ended&kind=mla",
    "with a party that is in none": "/?tab=ours&party=zz-none",
}


def measure(root: Path, dossiers: int, acts: int) -> None:
    """Print the rows."""
    folders = federation(root, ("node-0", "node-1"))
    two = Two(folders)
    try:
        lines = [(two.line(each), two.exchange(each)) for each in (FEW, acts)]
        with console(folders[0], two):
            _measure(dossiers, lines, acts)
    finally:
        two.stop()


def _measure(dossiers: int, lines: list[tuple[bytes, bytes]], acts: int) -> None:
    everything, own, duty = officer("all", "officer"), officer("own", "officer"), officer("duty", "duty")
    seen, few = dict[tuple[str, str], float](), dict[tuple[str, str], float]()
    for found, size, first in ((few, FEW, 0), (seen, dossiers - FEW, FEW)):
        start = time.process_time()
        write_lines(size, first, everything, own)
        note(f"{size:,} lines written, {(time.process_time() - start) * 1_000 / size:.2f} ms CPU each")
        for who in (everything, own, duty):
            ask = browser(who)
            found |= {(who.name, name): ask(path) for name, path in PAGES.items()}
    for (whose, name), took in seen.items():
        row(f"worklist of {dossiers:,}, {whose}: {name}", took, "ms CPU", few[whose, name])
    ask = browser(everything)
    from lintas.console.models import Dossier
    from lintas.console.teams import join

    for small, large, what in zip(*lines, ("hotline, as talk", "exchange"), strict=True):
        for each in (small, large):
            join(Dossier.objects.get(pk=show(each)), everything, everything)
        floor = ask(f"/dossiers/{show(small)}/")
        row(f"dossier of {acts:,} acts: {what}", ask(f"/dossiers/{show(large)}/"), "ms CPU", floor)
        record = f"/dossiers/{show(large)}/?view=record"
        row(f"dossier of {acts:,} acts: {what}, its timeline", ask(record), "ms CPU", floor)


def main() -> None:
    """Measure with as many as are asked for."""
    dossiers = int(sys.argv[1]) if len(sys.argv) > 1 else DOSSIERS
    acts = int(sys.argv[2]) if len(sys.argv) > 2 else ACTS
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), dossiers, acts)


if __name__ == "__main__":
    main()
