"""The rounds of a courier, driven by hand: what the peer refuses keeps nothing else from being done."""

from __future__ import annotations

from typing import Any

from lintas.node.courier import CHUNK, PING, ROUTES, Errand, Pace, Post
from lintas.node.lacking import RETRY_MS_MIN
from lintas.node.ports import PeerRefused
from lintas.node.refusals import refusal, status_of
from lintas.node.state import Node
from lintas.store.chunks import MemoryChunks
from lintas.wire.errors import LintasError
from tests.node.test_files import Sent

PACE = Pace(idle_ms=0, retry_ms_max=5_000, checkpoint_ms=10**9)


def go(errand: Errand, here: Node, there: Node) -> list[str]:
    """One round of everything; what was asked of the peer, by path."""
    asked, steps = list[str](), errand.rounds()
    answer: Any = None
    try:
        step = next(steps)
        while True:
            if not isinstance(step, Post):
                answer = step(here)
                here.commit()
            else:
                asked.append(step.path)
                try:
                    answer = ROUTES[step.path](there, step.body)
                    there.commit()
                except LintasError as error:
                    step = steps.throw(PeerRefused("https://aa.example", status_of(error), refusal(error)))
                    continue
            step = steps.send(answer)
    except StopIteration:
        return asked


def both_chunks(sent: Sent) -> list[bool]:
    return [sent.bb.chunks.has(address) for address in sent.file["chunks"]]


def test_chunks_are_fetched_once() -> None:
    sent = Sent()
    errand = Errand(sent.aa.identity.authority, PACE)
    assert go(errand, sent.bb, sent.aa).count(CHUNK) == 2
    assert both_chunks(sent) == [True, True]
    assert CHUNK not in go(errand, sent.bb, sent.aa)


def test_a_chunk_that_the_author_lost_stops_nothing_and_comes_when_the_author_has_it_again() -> None:
    sent = Sent()
    errand = Errand(sent.aa.identity.authority, PACE)
    kept, sent.aa.chunks, sent.fed.clock.step_ms = sent.aa.chunks, MemoryChunks(), 1
    asked = go(errand, sent.bb, sent.aa)
    assert asked.count(CHUNK) == 2
    assert asked[-1] == PING
    assert CHUNK not in go(errand, sent.bb, sent.aa), "not before its time"
    sent.aa.chunks = kept
    sent.fed.clock.now_ms += RETRY_MS_MIN
    assert go(errand, sent.bb, sent.aa).count(CHUNK) == 2
    assert both_chunks(sent) == [True, True]


def test_after_a_restart_chunks_are_missed_once_the_dossiers_were_read() -> None:
    sent = Sent()
    sent.bb = sent.fed.restart("bb-ca")
    errand = Errand(sent.aa.identity.authority, PACE)
    go(errand, sent.bb, sent.aa)
    go(errand, sent.bb, sent.aa)
    assert both_chunks(sent) == [True, True]
