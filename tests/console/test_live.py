"""Live pages: every listener is told of every act that its officer may see, in order, once."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
import time
from math import inf
from typing import Any

import pytest

from lintas.dossier.officers import AUTHOR
from lintas.node import desk, presence
from lintas.node.author import author
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.wire.identifiers import read as read_id
from tests.compose.served import TERMS
from tests.console.stage import HOST, OURS, PORT, Stage, door

pytestmark = pytest.mark.processes

LISTENERS = [50, pytest.param(200, marks=pytest.mark.soak), pytest.param(1_000, marks=pytest.mark.soak)]
ACTS = 500
SILENCE_S_MAX = 60.0


class Browser(threading.Thread):
    """One stream, read until so many acts were told; without a number, for as long as the door is open.

    Whoever waits for something else than acts gives no number: while lists are made anew, any act may be told.
    """

    def __init__(self, cookie: str, acts: float = inf, after: int = -1, path: str = "") -> None:
        super().__init__(daemon=True)
        self._cookie, self._acts, self._path = cookie, acts, path
        self._known = "" if path else f"Last-Event-ID: {after}\r\n"
        self.told: list[dict[str, Any]] = []
        self.marks, self.moved = 0, list[dict[str, int]]()
        self.open = threading.Event()

    def run(self) -> None:
        with socket.create_connection(("127.0.0.1", PORT), timeout=SILENCE_S_MAX) as line:
            line.sendall(
                f"GET {self._path or '/live'} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {self._cookie}\r\n"
                f"{self._known}\r\n".encode()
            )
            with line.makefile("rb") as stream:
                what = b""
                for text in stream:
                    self.open.set()
                    what = text if text.startswith(b"event: ") else what
                    if text.startswith(b"data: {"):
                        self._hear(what, json.loads(text.removeprefix(b"data: ")))
                    if len(self.told) >= self._acts:
                        return

    def _hear(self, what: bytes, said: dict[str, Any]) -> None:
        if what == b"event: marks\n":
            self.marks += 1
            self.moved.append(said)
        elif what == b"event: act\n":
            self.told.append(said)


def _cookie(stage: Stage, *roles: str) -> str:
    client = stage.browser(stage.officer(*roles))
    return f"lintas-{OURS}={client.cookies[f'lintas-{OURS}'].value}"


def _write(node: Node, dossier: str, officer: Any, count: int) -> None:
    parties = tuple(each for each in node.replica(read_id(dossier, 16)).now().parties if each != node.id)
    for number in range(count):
        author(
            node,
            read_id(dossier, 16),
            Order("change the terms", TERMS | {"purpose": f"purpose {number}"}, parties, (officer,)),
        )
    node.commit()


def _officer(stage: Stage) -> Any:
    def make(node: Node) -> Any:
        made = desk.appoint(node, f"there {len(node.vault.secrets('officer/'))}", (AUTHOR,))
        return presence.present(node, made.name, AUTHOR)

    return stage.there(make)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("count", LISTENERS)
def test_listeners_get_each_of_five_hundred_acts_in_order_once(stage: Stage, count: int) -> None:
    dossier, officer = stage.opened_by_them(), _officer(stage)
    begin = stage.ours.worker.do(lambda node: node.store.size())
    with door():
        cookie = _cookie(stage, "duty")
        listeners = [Browser(cookie, ACTS, begin - 1) for _ in range(count)]
        for each in listeners:
            each.start()
        assert all(each.open.wait(SILENCE_S_MAX) for each in listeners)
        for _ in range(0, ACTS, 50):
            stage.there(lambda node: _write(node, dossier, officer, 50))
        for each in listeners:
            each.join(SILENCE_S_MAX)
    for each in listeners:
        positions = [told["position"] for told in each.told if told["dossier"] == dossier]
        assert positions == sorted(set(positions))
        assert len(positions) == ACTS


def test_a_listener_that_comes_back_goes_on_behind_the_last_it_read(stage: Stage) -> None:
    dossier, officer = stage.opened_by_them(), _officer(stage)
    begin, cookie = stage.ours.worker.do(lambda node: node.store.size()), _cookie(stage, "duty")
    with door():
        first = Browser(cookie, 3, begin - 1)
        first.start()
        stage.there(lambda node: _write(node, dossier, officer, 5))
        first.join(SILENCE_S_MAX)
        stage.there(lambda node: _write(node, dossier, officer, 5))
        last = first.told[2]["position"]
        again = Browser(cookie, 7, last)
        again.start()
        again.join(SILENCE_S_MAX)
    positions = [told["position"] for told in (*first.told[:3], *again.told)]
    assert positions == list(range(positions[0], positions[0] + 10))


def test_marks_that_move_together_are_told_once_and_the_last_of_them_too(stage: Stage) -> None:
    from lintas.console.live.hub import Moved, hub
    from lintas.console.live.stream import MARKS_S

    def moved(times: int) -> None:
        for _ in range(times):
            hub.move([Moved()])
            time.sleep(MARKS_S / 100)

    with door():
        listener = Browser(_cookie(stage, "duty"))
        listener.start()
        assert listener.open.wait(SILENCE_S_MAX)
        time.sleep(2 * MARKS_S)
        before, began_s = listener.marks, time.monotonic()
        moved(20)
        stage.until(lambda: listener.marks > before)
        took_s = time.monotonic() - began_s
        assert took_s >= MARKS_S, "what moved them comes first"
        assert listener.marks - before <= took_s / MARKS_S
        time.sleep(2 * MARKS_S)
        told = listener.marks
        moved(1)
        stage.until(lambda: listener.marks == told + 1)


def test_where_marks_moved_is_told_to_those_who_may_see_it_and_to_nobody_else(stage: Stage) -> None:
    from lintas.console.live.hub import Moved, hub
    from lintas.console.live.stream import MARKS_S

    dossier = stage.opened_by_them()
    with door():
        may, may_not = (Browser(_cookie(stage, role)) for role in ("duty", "officer"))
        for each in (may, may_not):
            each.start()
            assert each.open.wait(SILENCE_S_MAX)
        time.sleep(2 * MARKS_S)
        told, before = len(may.moved), may_not.marks
        hub.move([Moved(dossier, 7), Moved(dossier, 5)])
        stage.until(lambda: len(may.moved) > told)
        assert may.moved[told:] == [{dossier: 5}], "the oldest, once"
        assert may_not.marks == before
        hub.move([Moved()])
        stage.until(lambda: may_not.marks > before)
        assert not any(may_not.moved), "that it may be any says nothing of one"


def test_a_stream_begins_with_the_marks_that_moved_while_its_page_was_on_its_way(stage: Stage) -> None:
    from lintas.console.live.hub import Moved, hub
    from lintas.console.live.stream import MARKS_AGAIN_MAX

    dossier = stage.opened_by_them()
    hub.move([Moved(dossier, 9) for _ in range(MARKS_AGAIN_MAX)])
    with door():
        listener = Browser(_cookie(stage, "duty"))
        listener.start()
        stage.until(lambda: listener.moved)
        assert listener.moved == [{dossier: 9}]


def test_what_is_held_no_more_of_marks_may_be_any() -> None:
    from lintas.console.live.hub import HELD_MAX, Hub, Moved

    hub = Hub()
    hub.move([Moved("a", number) for number in range(HELD_MAX)])
    assert hub.moved_after(HELD_MAX - 2) == (HELD_MAX, [Moved("a", HELD_MAX - 2), Moved("a", HELD_MAX - 1)])
    hub.move([Moved("b", 0)])
    assert hub.moved_after(0) == (HELD_MAX + 1, [Moved()])
    assert hub.moved_after(1)[1][-1] == Moved("b", 0)


def test_a_page_is_told_what_came_before_its_stream(stage: Stage) -> None:
    from lintas.console.models import Place

    dossier, officer = stage.opened_by_them(), _officer(stage)
    cookie = _cookie(stage, "duty")
    with door():
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=SILENCE_S_MAX)
        line.request("GET", "/", headers={"Host": HOST, "Cookie": cookie})
        page = line.getresponse().read().decode()
        line.close()
        before = stage.ours.worker.do(lambda node: node.store.size())
        stage.there(lambda node: _write(node, dossier, officer, 1))
        stage.until(lambda: Place.objects.get(name="lines").position > before)
        (path,) = re.findall(r'data-live="([^"]+)"', page)
        late = Browser(cookie, 1, path=path)
        late.start()
        late.join(SILENCE_S_MAX)
        assert [each["dossier"] for each in late.told] == [dossier]


def test_a_page_that_was_made_before_the_first_act_is_told_of_it(stage: Stage) -> None:
    dossier = stage.opened_by_them()
    with door():
        late = Browser(_cookie(stage, "duty"), 1, path="/live?after=-1")
        late.start()
        stage.until(lambda: late.told)
        assert [each["dossier"] for each in late.told] == [dossier]


def test_nobody_is_told_of_what_he_may_not_see(stage: Stage) -> None:
    dossier, officer = stage.opened_by_them(), _officer(stage)
    begin = stage.ours.worker.do(lambda node: node.store.size())
    with door():
        stranger = Browser(_cookie(stage, "officer"), 1, begin - 1)
        duty = Browser(_cookie(stage, "duty"), 5, begin - 1)
        for each in (stranger, duty):
            each.start()
            assert each.open.wait(SILENCE_S_MAX)
        stage.there(lambda node: _write(node, dossier, officer, 5))
        duty.join(SILENCE_S_MAX)
        assert len(duty.told) == 5
        assert stranger.told == []


def test_whoever_is_to_know_of_a_break_glass_is_told_at_once_and_nobody_else(stage: Stage) -> None:
    from lintas.console import glass

    dossier, operator = stage.opened_by_them(), stage.officer("operator")
    with door():
        told, others = ([_Heard(_cookie(stage, role)) for role in roles] for roles in (TOLD, NOT_TOLD))
        for each in (*told, *others):
            each.start()
            assert each.open.wait(SILENCE_S_MAX)
        glass.ask(operator, dossier, "somebody must look at this dossier now")
        for each in told:
            assert each.glass.wait(SILENCE_S_MAX)
        assert not any(each.glass.is_set() for each in others)


TOLD, NOT_TOLD = ("approver", "auditor"), ("officer", "operator")


class _Heard(threading.Thread):
    """A stream of which only the news of a break-glass counts."""

    def __init__(self, cookie: str) -> None:
        super().__init__(daemon=True)
        self._cookie, self.open, self.glass = cookie, threading.Event(), threading.Event()

    def run(self) -> None:
        with socket.create_connection(("127.0.0.1", PORT), timeout=SILENCE_S_MAX) as line:
            line.sendall(f"GET /live HTTP/1.1\r\nHost: {HOST}\r\nCookie: {self._cookie}\r\n\r\n".encode())
            with line.makefile("rb") as stream:
                for text in stream:
                    if text == b": quiet\n":
                        self.open.set()
                    if text == b"event: glass\n":
                        self.glass.set()
                        return
