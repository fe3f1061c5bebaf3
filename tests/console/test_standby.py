"""Two processes of one node on one PostgreSQL: when the one that works dies, its console goes on in the other.

What the console alone knows lies in the folder, which the process that stands by needs for the vault anyway; sessions,
drafts, teams, the trail and the lists are there when it takes over, and open pages go on behind the last they read.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
import time
import urllib.parse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lintas.compose import settings as settings_file
from lintas.dossier.officers import AUTHOR
from lintas.node import desk, presence
from lintas.node.author import author
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.wire.identifiers import show
from tests.compose.served import TERMS, opened, served
from tests.processes.federation import Member, free_port, make
from tests.processes.test_standby import until
from tests.support.postgres import Server

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(600)]

LISTENERS = [50, pytest.param(200, marks=pytest.mark.soak), pytest.param(1_000, marks=pytest.mark.soak)]
ACTS, STEP = 500, 50
OURS, THEIRS = "aa-pol", "bb-pol"
PASSWORD = "a long enough sentence of words"
SILENCE_S_MAX = 60.0
AGAIN_S = 0.2


class Site:
    """The console of whichever process works, as a browser reaches it."""

    def __init__(self, member: Member) -> None:
        self.member, self.port = member, free_port()
        settings_file.change(member.folder, "console", f"127.0.0.1:{self.port}")
        settings_file.change(member.folder, "console_url", f"http://localhost:{self.port}")
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, said: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the page; cookies are kept."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SILENCE_S_MAX)
        headers = {"Host": f"localhost:{self.port}", "Cookie": self.cookie, "Referer": f"http://localhost:{self.port}/"}
        if said is not None:
            said = said | {"csrfmiddlewaretoken": self.cookies[f"lintas-csrf-{OURS}"]}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, urllib.parse.urlencode(said or {}), headers)
        answer = line.getresponse()
        for each in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        page = answer.read().decode()
        line.close()
        return answer.status, page

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def is_there(self) -> bool:
        try:
            return self.ask("GET", "/accounts/login/")[0] in {200, 302}
        except OSError:
            return False

    def sign_in(self, *roles: str) -> None:
        until(self.is_there)
        self.member.ask("console invite", name="one", roles=list(roles), exercise_password=PASSWORD)
        status, _page = self.ask("POST", "/accounts/login/", {"login": "one", "password": PASSWORD})
        assert status == 302


class Page(threading.Thread):
    """An open page: it reads the stream, and where that is cut it comes back with the id of the last it read."""

    def __init__(self, site: Site, after: int) -> None:
        super().__init__(daemon=True)
        self._site, self._last = site, after
        self.told: list[int] = []
        self.cuts = 0
        self.ended = False

    def run(self) -> None:
        while len(self.told) < ACTS and not self.ended:
            try:
                self._read()
            except OSError:
                time.sleep(AGAIN_S)
            self.cuts += 1

    def _read(self) -> None:
        with socket.create_connection(("127.0.0.1", self._site.port), timeout=SILENCE_S_MAX) as line:
            line.sendall(
                f"GET /live HTTP/1.1\r\nHost: localhost:{self._site.port}\r\nCookie: {self._site.cookie}\r\n"
                f"Last-Event-ID: {self._last}\r\n\r\n".encode()
            )
            with line.makefile("rb") as stream:
                for text in stream:
                    if text.startswith(b'data: {"position"'):
                        self.told.append(json.loads(text.removeprefix(b"data: "))["position"])
                        # A browser keeps the id of the event that it was given whole.
                        self._last = self.told[-1]
                    if len(self.told) >= ACTS:
                        return


@pytest.fixture
def site(tmp_path: Path, postgres_server: Server) -> Iterator[Site]:
    address = postgres_server.make_database(f"console-{tmp_path.name}")
    members = make(tmp_path, {OURS: "AA", THEIRS: "BB"}, {OURS: address})
    made = Site(members[OURS])
    members[OURS].start()
    try:
        yield made
    finally:
        members[OURS].kill()


def _write(node: Node, dossier: bytes, officer: Any, begin: int) -> None:
    parties = tuple(each for each in node.replica(dossier).now().parties if each != node.id)
    for number in range(begin, begin + STEP):
        author(node, dossier, Order("change the terms", TERMS | {"purpose": f"{number}"}, parties, (officer,)))
    node.commit()


def _officer(node: Node) -> Any:
    return presence.present(node, desk.appoint(node, "writer", (AUTHOR,)).name, AUTHOR)


def _acts(site: Site) -> int:
    return int(site.member.ask("status")["acts"])


@pytest.mark.parametrize("listeners", LISTENERS)
def test_listeners_get_every_act_once_though_the_process_dies_and_the_other_takes_over(
    site: Site, tmp_path: Path, listeners: int
) -> None:
    with served(tmp_path / THEIRS) as theirs:
        dossier = theirs.worker.do(lambda node: opened(node, OURS)).dossier
        officer = theirs.worker.do(_officer)
        site.sign_in("duty", "auditor")
        until(lambda: _acts(site) >= 1)
        until(lambda: show(dossier)[:8] in site.ask("GET", "/?tab=intake")[1])
        assert site.ask("POST", f"/dossiers/{show(dossier)}/notes/", {"text": "for who comes after"})[0] == 302
        log = site.member.folder / "log.txt"
        spare = site.member.launch()
        try:
            until(lambda: "standing by for" in log.read_text())
            pages = [Page(site, _acts(site) - 1) for _ in range(listeners)]
            for each in pages:
                each.start()
            for begin in range(0, ACTS, STEP):
                theirs.worker.do(partial(_write, dossier=dossier, officer=officer, begin=begin))
                if begin == ACTS // 2:
                    until(lambda: all(page.told for page in pages), SILENCE_S_MAX)
                    site.member.kill()
            site.member.process = spare
            for each in pages:
                each.join(4 * SILENCE_S_MAX)
            first = pages[0].told[0]
            assert all(each.told == list(range(first, first + ACTS)) for each in pages)
            assert all(each.cuts >= 2 for each in pages)
            _is_as_it_was(site, show(dossier))
        finally:
            for page in pages:
                page.ended = True
            spare.kill()
            spare.wait()


def _is_as_it_was(site: Site, dossier: str) -> None:
    """The session goes on, and notes, lists and the trail are there, whole."""
    page = site.ask("GET", f"/dossiers/{dossier}/")[1]
    assert "for who comes after" in page
    trail = site.ask("GET", "/trail/")[1]
    assert "wrote a note" in trail
    assert re.search(r"entries, each bound to the one before", trail)
