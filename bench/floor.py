"""What no exchange of signed, sealed acts can avoid: the floor beside which the scripts show their figures.

For each act two signatures (authority and officer), sealing, and at each receiver two verifications and opening. For
each batch one HTTP request and two fsyncs. No format, no judging, no store: bytes appended to two files.
"""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import BinaryIO, ClassVar

from bench.meter import cpu_s
from lintas.crypto.real import RealSuite

BATCH, HEADER_BYTES = 100, 420


Answer = Callable[[bytes], bytes]


class _Sink(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one segment: otherwise each reply waits 40 ms for the acknowledgement of its head.
    wbufsize = -1
    disable_nagle_algorithm = True

    answer: ClassVar[Answer]

    def do_POST(self) -> None:
        reply = type(self).answer(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@contextmanager
def _line(answer: Answer) -> Iterator[HTTPConnection]:
    sink = type("Sink", (_Sink,), {"answer": staticmethod(answer)})
    with HTTPServer(("127.0.0.1", 0), sink) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        line = HTTPConnection("127.0.0.1", server.server_port)
        yield line
        line.close()
        server.shutdown()


class _Floor:
    def __init__(self, body_bytes: int) -> None:
        self.suite = RealSuite()
        self.signer, self.body, self.head = self.suite.signer(bytes(32)), bytes(body_bytes), bytes(HEADER_BYTES)
        self.number = 0

    def made(self) -> tuple[bytes, bytes, bytes, bytes]:
        self.number += 1
        key = self.suite.act_key(bytes(32), 1, self.number)
        sealed, commitment = self.suite.seal(key, self.body, b"place")
        self.proof = self.signer.sign(self.body[:32])
        return key, commitment, self.signer.sign(self.head), sealed

    def taken(self, key: bytes, commitment: bytes, signature: bytes, sealed: bytes) -> None:
        self.suite.verify(self.signer.public, self.head, signature)
        self.suite.verify(self.signer.public, self.body[:32], self.proof)
        self.suite.open(key, sealed, commitment, b"place")


def _durable(*files: BinaryIO) -> None:
    for file in files:
        file.flush()
        os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds per 1,000 acts, and acts a second."""

    cpu_s: float
    per_s: float


def floor_cost(folder: Path, acts: int, body_bytes: int, receivers: int = 1) -> Cost:
    """What acts in batches of `BATCH` cost, one process doing all of it, one batch after another."""
    floor, receiver = _Floor(body_bytes), range(receivers)
    with _line(lambda _: b"ok") as line, (folder / "ours").open("wb") as ours, (folder / "theirs").open("wb") as theirs:
        start, began = cpu_s(), time.perf_counter()
        for _ in range(0, acts, BATCH):
            sent_bytes = 0
            for _ in range(BATCH):
                key, commitment, signature, sealed = floor.made()
                ours.write(floor.head + signature + sealed)
                sent_bytes += len(floor.head + signature + sealed)
                for _ in receiver:
                    floor.taken(key, commitment, signature, sealed)
                    theirs.write(floor.head + signature + sealed)
            _durable(ours)
            for _ in receiver:
                _durable(theirs)
                line.request("POST", "/", body=bytes(sent_bytes))
                line.getresponse().read()
        return Cost((cpu_s() - start) / acts * 1000, acts / (time.perf_counter() - began))


def floor_rest_ms(folder: Path, acts: int, body_bytes: int, pause_s: float = 0.0) -> float:
    """Milliseconds for a single act until its signed receipt is durable, one after the other; the median.

    What follows from what was before waits for it: the act is durable before it is sent, and there before the receipt
    is signed. `pause_s` between two acts: a processor that rested has colder caches and wakes more slowly.
    """
    floor, spent = _Floor(body_bytes), list[float]()
    with (folder / "one").open("wb") as ours, (folder / "other").open("wb") as theirs:

        def taken(request: bytes) -> bytes:
            key, commitment, signature = made
            floor.taken(key, commitment, signature, request)
            theirs.write(floor.head + signature + request)
            _durable(theirs)
            return floor.signer.sign(floor.head)

        with _line(taken) as line:
            for _ in range(acts):
                time.sleep(pause_s)
                start = time.perf_counter()
                *made, sealed = floor.made()
                ours.write(floor.head + made[2] + sealed)
                _durable(ours)
                line.request("POST", "/", body=sealed)
                receipt = line.getresponse().read()
                floor.suite.verify(floor.signer.public, floor.head, receipt)
                ours.write(receipt)
                _durable(ours)
                spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)
