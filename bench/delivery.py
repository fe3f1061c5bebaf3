"""Delivering acts from one node to another: CPU of both nodes together, beside the least that it could cost.

Two nodes as processes on loopback, SQLite, real keys. Node A authors acts of about 1 KiB in eight dossiers, sixteen in
flight in each, and delivers them to B; the officer's proof is made and the receipts are kept. Counted is the user and
system time of both processes from the first act to the last receipt. The baseline is what no exchange of this kind can
avoid, measured in the same run: two signatures, two verifications, sealing and opening, one HTTP request and two
fsyncs per batch of 100.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from lintas.compose import folder as folders
from lintas.compose.service import Service
from lintas.compose.service import run as run_service
from lintas.compose.settings import Settings
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import write_genesis
from lintas.dossier.officers import AUTHOR
from lintas.node import desk
from lintas.node.author import Authored, Order, author, open_dossier
from lintas.node.status import status

DOSSIERS, IN_FLIGHT, BATCH = 8, 16, 100
TEXT = "x" * 700


def cpu_s() -> float:
    """User and system seconds of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def settings(code: str, port: int) -> Settings:
    """A node that never looks for checkpoints during the run."""
    address = f"http://127.0.0.1:{port}"
    return Settings(code, code, "", "police", address, port=port, checkpoint_ms=3_600_000)


def serve_b(folder: Path) -> None:
    """Node B until told to stop; prints its CPU seconds whenever a line is read from standard input."""
    node, found = folders.build(folder)

    def answer() -> None:
        for _ in sys.stdin:
            print(json.dumps({"cpu_s": cpu_s(), "acts": node.store.size()}), flush=True)

    threading.Thread(target=answer, daemon=True).start()
    run_service(folder, Service(node, found), lambda _: print("listening", flush=True))


class Sender:
    """Node A in this process, with its load."""

    def __init__(self, folder: Path, peer: str) -> None:
        """Serving; the peer is a party of all dossiers."""
        self.node, found = folders.build(folder)
        self.service = Service(self.node, found)
        token = desk.appoint(self.node, "load", (AUTHOR,)).token
        self.officers = (desk.sign_in(self.node, "load", token, AUTHOR),)
        self.peer = self.node.federation.by_code(peer).id
        self.service.start()
        self.dossiers = [self._open() for _ in range(DOSSIERS)]

    def _open(self) -> bytes:
        fields = {"terms": "an exercise", "languages": "English"}
        order = Order("open the line", fields, (self.peer,), self.officers, to={"end": (self.peer,)})
        return self.service.worker.do(lambda node: open_dossier(node, "hotline", order)).dossier

    def say(self, dossier: bytes) -> Future[Authored]:
        """One message."""
        fields = {"urgency": "today", "text": TEXT}
        order = Order("say", fields, (self.peer,), self.officers, to={"reader": (self.peer,)})
        return self.service.worker.submit(lambda node: author(node, dossier, order))

    def load(self, count: int) -> None:
        """So many messages, a bounded number in flight in each dossier."""
        flying: dict[Future[Authored], bytes] = {}
        sent = 0
        for dossier in self.dossiers:
            for _ in range(IN_FLIGHT):
                flying[self.say(dossier)] = dossier
                sent += 1
        while flying:
            done, _ = wait(flying, return_when=FIRST_COMPLETED)
            for each in done:
                each.result()
                dossier = flying.pop(each)
                if sent < count:
                    flying[self.say(dossier)] = dossier
                    sent += 1

    def delivered(self) -> bool:
        """Whether the peer's receipts cover everything."""
        return self.service.worker.do(lambda node: all(p.queued == 0 for p in status(node).peers))


def delivery(root: Path, count: int) -> tuple[float, float, int]:
    """CPU seconds of A and B together, wall seconds, and the acts at B."""
    ports, codes = (8601, 8602), ("aa", "bb")
    entries = [folders.make(root / code, settings(code, port)) for code, port in zip(codes, ports, strict=True)]
    genesis = write_genesis(entries, exercise=True)
    for code in codes:
        folders.adopt(root / code, genesis)
    command = [sys.executable, __file__, "--serve", str(root / "bb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peer:
        assert peer.stdin
        assert peer.stdout
        assert "listening" in peer.stdout.readline()
        sender = Sender(root / "aa", "bb")
        sender.load(DOSSIERS * IN_FLIGHT)
        _until(sender.delivered)
        before, start = _both_cpu_s(peer), time.perf_counter()
        sender.load(count)
        _until(sender.delivered)
        wall, after = time.perf_counter() - start, _both_cpu_s(peer)
        acts = _ask(peer)["acts"]
        sender.service.stop()
        peer.terminate()
    return after - before, wall, acts


def _ask(peer: subprocess.Popen[str]) -> dict[str, Any]:
    assert peer.stdin
    assert peer.stdout
    peer.stdin.write("\n")
    peer.stdin.flush()
    return dict(json.loads(peer.stdout.readline()))


def _both_cpu_s(peer: subprocess.Popen[str]) -> float:
    return cpu_s() + float(_ask(peer)["cpu_s"])


def _until(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.005)


class _Sink(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def floor(root: Path, count: int) -> float:
    """CPU seconds for the same number of acts, of what cannot be avoided."""
    suite = RealSuite()
    signer, body, head = suite.signer(bytes(32)), bytes(1024), bytes(420)
    server = HTTPServer(("127.0.0.1", 0), _Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line = HTTPConnection("127.0.0.1", server.server_port)
    start = cpu_s()
    with (root / "a").open("wb") as ours, (root / "b").open("wb") as theirs:
        for first in range(0, count, BATCH):
            for number in range(first, first + BATCH):
                key = suite.act_key(bytes(32), 1, number)
                sealed, commitment = suite.seal(key, body[:900], b"place")
                signature = signer.sign(head)
                proof = signer.sign(body[:32])
                ours.write(head + signature + sealed)
                suite.verify(signer.public, head, signature)
                suite.verify(signer.public, body[:32], proof)
                suite.open(key, sealed, commitment, b"place")
                theirs.write(head + signature + sealed)
            for file in (ours, theirs):
                file.flush()
                os.fsync(file.fileno())
            line.request("POST", "/", body=bytes(BATCH * 1600))
            line.getresponse().read()
    spent = cpu_s() - start
    line.close()
    server.shutdown()
    return spent


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", type=Path)
    parser.add_argument("--acts", type=int, default=4_000)
    arguments = parser.parse_args()
    if arguments.serve:
        serve_b(arguments.serve)
        return
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        least = floor(root, arguments.acts) / arguments.acts * 1000
        spent, wall, acts = delivery(root, arguments.acts)
    each = spent / arguments.acts * 1000
    print(f"floor, CPU s per 1,000 acts         {least:8.3f} (baseline)")
    print(f"lintas, CPU s per 1,000 acts        {each:8.3f}   {each / least:5.2f} x baseline, both nodes together")
    print(f"acts per second, wall               {arguments.acts / wall:8.0f}   ({acts} acts at the receiver)")


if __name__ == "__main__":
    main()
