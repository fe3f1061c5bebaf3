"""Nodes for measurements: one in this process that authors, others as processes of their own, on loopback.

`python -m bench.nodes FOLDER` serves a node and answers each line of standard input with what it has spent so far.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from bench.meter import cpu_s, metered, resident_mib
from lintas.compose import folder as folders
from lintas.compose.service import Service
from lintas.compose.serving import run as run_service
from lintas.compose.serving import settle
from lintas.compose.settings import Settings
from lintas.dossier.authority import write_genesis
from lintas.dossier.officers import AUTHOR
from lintas.node import desk
from lintas.node.author import Authored, author, open_dossier
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.transport.serve import TcpDoor, serve
from lintas.transport.server import application

ROOT = Path(__file__).resolve().parent.parent
DELIVERED_S_MAX = 300
# The body's other fields and the officer's certificate and proof take about so much of it.
BODY_EXTRA_BYTES = 500
INDEXED_S_MAX = 300
LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Spent:
    """What nodes have spent so far, together: CPU seconds, commits; acts of the one asked last, how many of them its
    search index lacks, its memory in MiB.
    """

    cpu_s: float = 0.0
    commits: int = 0
    acts: int = 0
    behind: int = 0
    resident_mib: float = 0.0

    def and_of(self, other: Spent) -> Spent:
        """Both together."""
        cpu_s, commits = self.cpu_s + other.cpu_s, self.commits + other.commits
        return Spent(cpu_s, commits, other.acts, other.behind, other.resident_mib)


def behind(node: Node) -> int:
    """How many acts the search index of a node lacks."""
    return node.store.size() - node.search.state().upto if node.search else 0


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def in_folder(_: str) -> str:
    """Where the acts of a node lie, by its code: in SQLite in its folder."""
    return ""


def federation(root: Path, codes: tuple[str, ...], store: Callable[[str], str] = in_folder) -> list[Path]:
    """Folders of nodes that know each other and are not cosigned during the run; `store` gives the setting of each."""
    folder = [root / code for code in codes]
    entries = []
    for code, place in zip(codes, folder, strict=True):
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        settings = Settings(code, code, "", "police", address, port=port, store=store(code), checkpoint_ms=3_600_000)
        entries.append(folders.make(place, settings))
    genesis = write_genesis(entries, exercise=True)
    for place in folder:
        folders.adopt(place, genesis)
    return folder


class PeerNode:
    """A node as a process."""

    def __init__(self, folder: Path) -> None:
        """Not yet running."""
        self.folder = folder
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Returns when it listens."""
        command = [sys.executable, "-m", "bench.nodes", str(self.folder)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)
        assert "listening" in self._pipes()[1].readline()

    def spent(self) -> Spent:
        """What it has spent since its start."""
        asking, answers = self._pipes()
        asking.write("\n")
        asking.flush()
        return Spent(**json.loads(answers.readline()))

    def kill(self) -> None:
        """SIGKILL."""
        assert self._process
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """SIGTERM, and waited for."""
        assert self._process
        self._process.terminate()
        self._process.communicate()

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._process
        assert self._process.stdin
        assert self._process.stdout
        return self._process.stdin, self._process.stdout


class Sender:
    """The node in this process. `body_bytes` is the size of a sealed body, padding and tag included."""

    def __init__(self, folder: Path, peers: tuple[str, ...], dossiers: int, body_bytes: int) -> None:
        """Serving; the peers are parties of all dossiers."""
        logging.getLogger("lintas").setLevel(logging.ERROR)
        self.folder = folder
        self.node, settings, self.store = metered(folder)
        self.service = Service(self.node, settings)
        token = desk.appoint(self.node, "load", (AUTHOR,)).token
        self._officers = (desk.sign_in(self.node, "load", token, AUTHOR),)
        self.peers = tuple(self.node.federation.by_code(code).id for code in peers)
        self._text = "x" * (body_bytes - BODY_EXTRA_BYTES)
        self.service.start()
        settle()
        self._serve(settings)
        self.dossiers = [self._open() for _ in range(dossiers)]

    def _serve(self, settings: Settings) -> None:
        listening, self._loop, self._stop = threading.Event(), asyncio.new_event_loop(), asyncio.Event()
        door = TcpDoor(application(self.service.peer_routes()), settings.host, settings.port)
        serving = serve([door], lambda _: listening.set(), self._stop)
        self._server = threading.Thread(target=self._loop.run_until_complete, args=(serving,), daemon=True)
        self._server.start()
        listening.wait()

    def _open(self) -> bytes:
        fields = {"terms": "an exercise", "languages": "English"}
        order = Order("open the line", fields, self.peers, self._officers, to={"end": self.peers})
        return self.service.worker.do(lambda node: open_dossier(node, "hotline", order)).dossier

    def say(self, dossier: bytes) -> Future[Authored]:
        """One message to all peers."""
        fields = {"urgency": "today", "text": self._text}
        order = Order("say", fields, self.peers, self._officers, to={"reader": self.peers[:1]})
        return self.service.worker.submit(lambda node: author(node, dossier, order))

    def load(self, count: int, in_flight: int) -> None:
        """So many messages, a number of them in flight in each dossier; each that ends brings the next."""
        _Load(self, count).run(in_flight)

    def pace(self, count: int, per_s: float) -> None:
        """So many messages at a steady rate, whether those before are through or not."""
        start, futures = time.perf_counter(), list[Future[Authored]]()
        for number in range(count):
            if (early_s := start + number / per_s - time.perf_counter()) > 0:
                time.sleep(early_s)
            futures.append(self.say(self.dossiers[number % len(self.dossiers)]))
        for future in futures:
            future.result()

    def until_delivered(self) -> None:
        """Returns when every peer's receipts cover everything, durably."""
        deadline, store = time.monotonic() + DELIVERED_S_MAX, self.node.store
        while any(store.outbound(peer).upto < store.size() for peer in self.peers):
            if time.monotonic() > deadline:
                raise TimeoutError("not delivered")
            self.store.committed.wait(1)
            self.store.committed.clear()

    def spent(self) -> Spent:
        """What this process has spent, the load with it."""
        return Spent(cpu_s(), self.store.commits, self.node.store.size(), behind(self.node), resident_mib())

    def stop(self) -> None:
        """End serving and working."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._server.join()
        self.service.stop()


class _Load:
    def __init__(self, sender: Sender, count: int) -> None:
        self._sender, self._left, self._undone = sender, count, count
        self._lock, self._done = threading.Lock(), threading.Event()
        self._failure: BaseException | None = None

    def run(self, in_flight: int) -> None:
        for dossier in self._sender.dossiers * in_flight:
            self._next(dossier)
        self._done.wait()
        if self._failure:
            raise self._failure

    def _next(self, dossier: bytes) -> None:
        with self._lock:
            if not self._left:
                return
            self._left -= 1
        self._sender.say(dossier).add_done_callback(lambda future: self._ended(future, dossier))

    def _ended(self, future: Future[Authored], dossier: bytes) -> None:
        self._failure = future.exception() or self._failure
        with self._lock:
            self._undone -= 1
        self._next(dossier)
        if not self._undone or self._failure:
            self._done.set()


class Pair:
    """A sender and its peers, all running; a context manager."""

    def __init__(
        self,
        root: Path,
        *,
        peers: int = 1,
        dossiers: int = 8,
        body_bytes: int = 1024,
        store: Callable[[str], str] = in_folder,
    ) -> None:
        """Returns when everybody has the first acts of all dossiers."""
        codes = tuple(f"node-{number}" for number in range(peers + 1))
        first, *others = federation(root, codes, store)
        self._stack = ExitStack()
        self.peers = [PeerNode(folder) for folder in others]
        for peer in self.peers:
            peer.start()
            self._stack.callback(peer.stop)
        self.sender = Sender(first, codes[1:], dossiers, body_bytes)
        self._stack.callback(self.sender.stop)
        self.sender.until_delivered()

    def __enter__(self) -> Pair:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def spent(self) -> Spent:
        """What all nodes have spent together."""
        total = self.sender.spent()
        for peer in self.peers:
            total = total.and_of(peer.spent())
        return total

    def cost(self, load: Callable[[], None]) -> tuple[Spent, float]:
        """What all nodes spend on a load until its last receipt, and wall seconds; raises if an act is missing."""
        before, start = self.spent(), time.perf_counter()
        load()
        self.sender.until_delivered()
        wall_s, after = time.perf_counter() - start, self.spent()
        for each in (self.sender.spent(), *(peer.spent() for peer in self.peers)):
            assert each.acts == after.acts, f"{each.acts} acts at one node, {after.acts} at another"
        return Spent(after.cpu_s - before.cpu_s, after.commits - before.commits, after.acts - before.acts), wall_s

    def indexed_s(self) -> float:
        """CPU seconds that all nodes spend until every search index is level, most of it once they rest; raises if
        one never is.
        """
        before, deadline = self.spent(), time.monotonic() + INDEXED_S_MAX
        while any(each.behind for each in (self.sender.spent(), *(peer.spent() for peer in self.peers))):
            if time.monotonic() > deadline:
                raise TimeoutError("not indexed")
            time.sleep(LOOK_S)
        return self.spent().cpu_s - before.cpu_s


def main() -> None:
    """Serve a node until SIGTERM."""
    node, settings, store = metered(Path(sys.argv[1]))

    def answer() -> None:
        for _ in sys.stdin:
            acts = node.store.size()
            spent = Spent(cpu_s(), store.commits, acts, behind(node), resident_mib())
            print(json.dumps(asdict(spent)), flush=True)

    logging.getLogger("lintas").setLevel(logging.ERROR)
    threading.Thread(target=answer, daemon=True).start()
    run_service(Path(sys.argv[1]), Service(node, settings), lambda _: print("listening", flush=True))


if __name__ == "__main__":
    main()
