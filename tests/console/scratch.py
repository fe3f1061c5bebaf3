"""A small server for the gallery: its pages and the console's assets under its policy, and what its scripts call.

It keeps the contracts in the heads of `live.js`, `upload.js`, `autosave.js` and `confirm.js` and nothing else, and
notes what it was sent. The views of the console are tested over HTTP with the node behind them, not here.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from typing import Final
from urllib.parse import parse_qs, urlsplit

ASSETS: Final = Path(__file__).resolve().parent.parent.parent / "src/lintas/console/static"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; worker-src 'self'; "
    "manifest-src 'self'; media-src 'self'"
)
TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
CHUNK: Final = 1 << 20
LOOK_S: Final = 0.02
"""How often the server looks whether it is to end."""


class Scratch:
    """What the server was sent, and what it is to say."""

    def __init__(self, pages: Path) -> None:
        self.pages = pages
        self.streams: list[tuple[str, Queue[bytes | None]]] = []
        self.saved: list[bytes] = []
        self.sealed: list[bytes] = []
        self.files: dict[str, tuple[dict[str, object], bytearray]] = {}
        self.parts_to_lose = 0
        self.away = False
        self.refused = 0

    def say(self, event: str, data: object, number: int) -> None:
        """An event to every open stream."""
        for _last, queue in self.streams:
            queue.put(f"id: {number}\nevent: {event}\ndata: {json.dumps(data)}\n\n".encode())

    def cut(self) -> None:
        """End every open stream."""
        while self.streams:
            self.streams.pop()[1].put(None)


class Handler(BaseHTTPRequestHandler):
    """Answers of the scratch server."""

    protocol_version = "HTTP/1.1"

    def __init__(self, scratch: Scratch, *args: object) -> None:
        self.scratch = scratch
        super().__init__(*args)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/live/":
            if self.scratch.away:
                self.scratch.refused += 1
                self._answer(503, b"", "text/plain")
            else:
                self._stream()
            return
        file = ASSETS / path.removeprefix("/static/") if path.startswith("/static/") else self.scratch.pages / path[1:]
        if file.is_file():
            self._answer(200, file.read_bytes(), TYPES[file.suffix])
        else:
            self._answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        body, url = self._body(), urlsplit(self.path)
        if url.path == "/autosave":
            self.scratch.saved.append(body)
            self._answer(204, b"", "text/plain")
        elif url.path == "/challenge":
            challenge = {
                "publicKey": {"challenge": "c2VhbCB0aGlz", "rpId": "localhost", "userVerification": "required"}
            }
            self._answer(200, json.dumps(challenge).encode(), "application/json")
        elif url.path == "/sealed":
            self.scratch.sealed.append(body)
            self._answer(200, b"<!doctype html><title>Sealed</title>", TYPES[".html"])
        elif upload := parse_qs(url.query).get("upload"):
            about, held = self.scratch.files[upload[0]]
            good = hashlib.sha256(held).hexdigest() == about["sha256"]
            answer = {"upload": upload[0], "bytes": len(held)} if good else {"error": "not what was announced"}
            self._answer(200 if good else 409, json.dumps(answer).encode(), "application/json")
        else:
            about = json.loads(body)
            _about, held = self.scratch.files.setdefault(about["sha256"][:8], (about, bytearray()))
            chunks = -(-about["bytes"] // CHUNK)
            answer = {"upload": about["sha256"][:8], "here": len(held) // CHUNK, "chunks": chunks}
            self._answer(200, json.dumps(answer).encode(), "application/json")

    def do_PUT(self) -> None:
        body, query = self._body(), parse_qs(urlsplit(self.path).query)
        about, held = self.scratch.files[query["upload"][0]]
        if self.scratch.parts_to_lose and held:
            self.scratch.parts_to_lose -= 1
            self._answer(503, b"", "text/plain")
            return
        assert int(query["at"][0]) * CHUNK == len(held)
        held += body
        here = len(held) // CHUNK if len(held) != about["bytes"] else -(-len(held) // CHUNK)
        self._answer(200, json.dumps({"here": here}).encode(), "application/json")

    def _stream(self) -> None:
        queue: Queue[bytes | None] = Queue()
        self.scratch.streams.append((self.headers.get("Last-Event-ID", ""), queue))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"retry: 100\n\n")
        while (event := queue.get()) is not None:
            self.wfile.write(event)
        self.close_connection = True

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _answer(self, status: int, body: bytes, media: str) -> None:
        self.send_response(status)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(pages: Path) -> Iterator[tuple[Scratch, str]]:
    """The server, and the address under which it is reached."""
    scratch = Scratch(pages)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, scratch))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(LOOK_S,), daemon=True)
    thread.start()
    try:
        yield scratch, f"http://localhost:{server.server_port}"
    finally:
        scratch.cut()
        server.shutdown()
        server.server_close()
        thread.join()
