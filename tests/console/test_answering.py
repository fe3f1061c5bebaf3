"""How pages are answered: each on one thread, by all of the middleware, with nothing left open behind it."""

from __future__ import annotations

import http.client
import itertools
import socket
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.console.stage import HOST, OURS, PORT, Stage, door

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

pytestmark = pytest.mark.processes

GONE_S_MAX = 20.0


@pytest.fixture
def cookie(stage: Stage) -> str:
    client = stage.browser(stage.officer("duty"))
    return f"lintas-{OURS}={client.cookies[f'lintas-{OURS}'].value}"


def _asked(path: str, cookie: str = "", method: str = "GET", body: bytes | None = None) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)) as line:
        line.request(method, path, body, {"Host": f"{HOST}:{PORT}", "Cookie": cookie})
        answer = line.getresponse()
        answer.read()
        return answer


def test_a_page_has_what_all_of_the_middleware_gives_it(stage: Stage, cookie: str) -> None:
    with door():
        page = _asked("/desk/", cookie)
        assert page.status == 200
        assert "default-src 'none'" in (page.headers["Content-Security-Policy"] or "")
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert _asked("/desk/").status == 302, "nobody is signed in"
        assert _asked("/nothing/here/", cookie).status == 404
        assert _asked("/desk/", cookie, "POST", b"x=1").status == 403, "a form without its token"


def test_only_what_has_no_end_is_answered_on_the_event_loop() -> None:
    from lintas.console.answering import is_stream

    assert is_stream("/live")
    assert is_stream("/api/1/stream")
    assert not any(map(is_stream, ("/", "/desk/", "/nothing/here/", "/uploads/", "/api/1/events")))


def test_a_page_is_made_on_one_thread_and_leaves_no_connection_open(
    stage: Stage, cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db.backends.sqlite3.base import DatabaseWrapper

    opened, closed = list[str](), list[str]()
    connect, close = DatabaseWrapper.get_new_connection, DatabaseWrapper.close

    def connecting(self: DatabaseWrapper, asked: dict[str, object]) -> object:
        opened.append(threading.current_thread().name)
        return connect(self, asked)

    def closing_it(self: DatabaseWrapper) -> None:
        closed.append(threading.current_thread().name)
        close(self)

    monkeypatch.setattr(DatabaseWrapper, "get_new_connection", connecting)
    monkeypatch.setattr(DatabaseWrapper, "close", closing_it)
    with door():
        assert _asked("/accounts/me/", cookie).status == 200
    pages = [name for name in opened if name.startswith("lintas-page")]
    assert len(pages) == 1
    assert [name for name in closed if name.startswith("lintas-page")] == pages


def _endless(_request: HttpRequest) -> HttpResponseBase:
    from lintas.console import leaving

    return leaving.streamed(itertools.repeat(bytes(1 << 16)), "x.bin", "application/octet-stream", 1 << 40, GONE.set)


GONE = threading.Event()
urlpatterns: list[object] = []


def test_a_file_that_nobody_takes_any_more_is_let_go(stage: Stage) -> None:
    from django.test import override_settings
    from django.urls import path

    urlpatterns[:] = [path("language/endless/", _endless)]
    with override_settings(ROOT_URLCONF=__name__), door():
        with socket.create_connection(("127.0.0.1", PORT), timeout=30) as line:
            line.sendall(f"GET /language/endless/ HTTP/1.1\r\nHost: {HOST}:{PORT}\r\n\r\n".encode())
            assert b" 200 " in line.recv(1 << 12)
            assert not GONE.is_set()
        assert GONE.wait(GONE_S_MAX)
