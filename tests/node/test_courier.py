"""The rounds of a courier, driven by hand: what the peer refuses keeps nothing else from being done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from lintas.node import courier, line
from lintas.node.aside import Aside, at_once
from lintas.node.bulk import SOON_MS, Bulk
from lintas.node.courier import GATHER_MS, GATHER_MS_MAX, PLAIN_ROUTES, Errand, Pace, Patience
from lintas.node.deliver import hold_back, next_batch
from lintas.node.lacking import RETRY_MS_MIN, Lacking
from lintas.node.ports import PeerRefused, Unreachable
from lintas.node.refusals import refusal, status_of
from lintas.node.state import Node
from lintas.node.steps import CHUNK, LINK, PING, WITNESS, Post
from lintas.node.unfetched import Unfetched
from lintas.store.chunks import MemoryChunks
from lintas.sync.envelope import StaleRequest
from lintas.wire.errors import LintasError
from tests.node.pair import Pair
from tests.node.test_chunks import Sent

PACE = Pace(idle_ms=0, retry_ms_max=5_000, checkpoint_ms=10**9)


class Round(list[str]):
    """What was asked of the peer, by path; `rest_ms`, how long the link rests then; `jobs`, how many the node did."""

    rest_ms = -1
    jobs = 0


def heard(asked: list[str]) -> Callable[[str, Node, bytes], bytes | Aside]:
    """Answers as a node does, and notes the paths, also those in sealed requests."""

    def route(path: str) -> Callable[[Node, bytes], bytes | Aside]:
        def run(node: Node, data: bytes) -> bytes | Aside:
            asked.append(path)
            return PLAIN_ROUTES[path](node, data)

        return run

    plain = {path: route(path) for path in PLAIN_ROUTES}
    routes: dict[str, Callable[[Node, bytes], bytes | Aside]] = {**plain, line.PATH: partial(line.serve, plain)}
    return lambda path, node, data: routes[path](node, data)


def go(errand: Errand | Bulk, here: Node, there: Node, meanwhile: Callable[[], object] = lambda: None) -> Round:
    """One round of everything. `meanwhile`: what happens here while a request is under way."""
    asked, steps = Round(), errand.rounds()
    serve = heard(asked)
    answer: Any = None
    try:
        step = next(steps)
        while True:
            if not isinstance(step, Post):
                answer = at_once(here, step(here))
                here.commit()
                asked.jobs += 1
            else:
                meanwhile()
                try:
                    answer = at_once(there, serve(step.path, there, step.body))
                    there.commit()
                except LintasError as error:
                    step = steps.throw(PeerRefused("https://aa.example", status_of(error), refusal(error)))
                    continue
            step = steps.send(answer)
    except StopIteration as ended:
        asked.rest_ms = ended.value
        return asked


def test_files_are_fetched_once_by_a_courier_of_their_own() -> None:
    sent = Sent()
    sent.fed.clock.step_ms = 1
    errand, bulk = Errand(sent.aa.identity.authority, PACE), Bulk(sent.aa.identity.authority)
    assert CHUNK not in go(errand, sent.bb, sent.aa)
    assert go(bulk, sent.bb, sent.aa) == [CHUNK, CHUNK]
    assert sent.here(sent.bb) == [True] * 3
    assert go(bulk, sent.bb, sent.aa) == []


def test_on_a_slow_line_a_request_asks_for_one_chunk() -> None:
    sent = Sent()
    sent.fed.clock.step_ms = SOON_MS
    assert go(Bulk(sent.aa.identity.authority), sent.bb, sent.aa) == [PING, CHUNK, CHUNK, CHUNK]


def test_a_chunk_that_the_author_lost_stops_nothing_and_comes_when_the_author_has_it_again() -> None:
    sent = Sent()
    bulk = Bulk(sent.aa.identity.authority)
    kept, sent.aa.chunks, sent.fed.clock.step_ms = sent.aa.chunks, MemoryChunks(), 1
    assert go(bulk, sent.bb, sent.aa) == [PING, CHUNK]
    assert go(bulk, sent.bb, sent.aa) == [], "not before its time"
    sent.aa.chunks = kept
    sent.fed.clock.now_ms += RETRY_MS_MIN
    assert go(bulk, sent.bb, sent.aa) == [CHUNK, CHUNK]
    assert sent.here(sent.bb) == [True] * 3


def test_after_a_restart_chunks_are_missed_once_the_dossiers_were_read() -> None:
    sent = Sent()
    sent.bb = sent.fed.restart("bb-ca")
    errand, bulk = Errand(sent.aa.identity.authority, PACE), Bulk(sent.aa.identity.authority)
    go(errand, sent.bb, sent.aa)
    go(bulk, sent.bb, sent.aa)
    assert sent.here(sent.bb) == [True] * 3


def test_a_link_rests_after_it_brought_what_there_was_and_not_before() -> None:
    pair = Pair()
    errand = Errand(pair.bb.identity.authority, PACE)
    pair.say()
    assert go(errand, pair.aa, pair.bb).rest_ms == GATHER_MS
    assert pair.same()
    quiet = go(errand, pair.aa, pair.bb)
    assert (quiet.count(LINK), quiet.rest_ms) == (0, 0)


def test_a_link_under_load_rests_longer_so_that_more_goes_together_and_never_longer_than_is_noticed() -> None:
    pair = Pair()
    errand = Errand(pair.bb.identity.authority, PACE)
    rests = list[int]()
    for acts in (1, 2, 3, 20):
        for _ in range(acts):
            pair.say()
        rests.append(go(errand, pair.aa, pair.bb).rest_ms)
    assert rests[1:] == [2 * GATHER_MS, 3 * GATHER_MS, GATHER_MS_MAX]
    assert pair.same()


def test_a_look_is_one_job_and_a_batch_one_more() -> None:
    pair = Pair()
    errand = Errand(pair.bb.identity.authority, replace(PACE, idle_ms=10**9))
    go(errand, pair.aa, pair.bb)
    assert go(errand, pair.aa, pair.bb).jobs == 1
    pair.say()
    brought = go(errand, pair.aa, pair.bb)
    assert (brought, brought.jobs) == ([LINK], 2)
    assert pair.same()


def test_where_nothing_else_is_to_be_done_a_look_has_the_ping_ready_and_its_pong_the_bodies() -> None:
    pair = Pair()
    errand = Errand(pair.bb.identity.authority, PACE)
    go(errand, pair.aa, pair.bb)
    quiet = go(errand, pair.aa, pair.bb)
    assert (quiet, quiet.jobs) == ([PING], 2)


def test_a_checkpoint_that_is_durable_is_offered_by_the_job_that_looks_for_it() -> None:
    pair = Pair()
    errands = [Errand(pair.bb.identity.authority, replace(PACE, idle_ms=10**9)) for _ in range(2)]
    first, second = (go(errand, pair.aa, pair.bb) for errand in errands)
    assert first.count(WITNESS) == 1
    # The peer tells the other courier from which size it needs proof. The jobs: a look, the offer, for each request its
    # answer, and what the second and the ping ask.
    assert (second, second.jobs) == ([WITNESS, WITNESS, PING], 7)


def test_who_refuses_our_time_is_asked_after_the_longest_wait_whatever_it_asks_meanwhile() -> None:
    stale = PeerRefused("https://bb.example", 403, refusal(StaleRequest(1)))
    patience = Patience(5_000)
    assert patience.failed(stale) == 5_000
    assert not patience.heard(anew=False)
    assert patience.failed(stale) == 5_000
    assert patience.heard(anew=True), "it has begun again, perhaps with another clock"
    assert patience.failed(Unreachable("https://bb.example", "down")) == courier.RETRY_MS_MIN
    assert patience.heard(anew=False)
    patience.failed(stale)
    patience.calm()
    assert patience.failed() == courier.RETRY_MS_MIN


def test_where_the_clock_was_set_back_both_still_compare_and_have_their_logs_cosigned() -> None:
    pair = Pair()
    pair.fed.clock.step_ms = 0
    errand = Errand(pair.bb.identity.authority, replace(PACE, idle_ms=8_000, checkpoint_ms=60_000))
    go(errand, pair.aa, pair.bb)
    pair.say()
    assert go(errand, pair.aa, pair.bb) == [LINK], "neither is due yet"
    look = errand.rounds()
    seen = next(look)(pair.aa)  # type: ignore[operator]
    assert errand.is_over(seen)
    pair.fed.clock.now_ms -= 10 * 60_000
    assert not errand.is_over(next(errand.rounds())(pair.aa))  # type: ignore[operator]
    assert go(errand, pair.aa, pair.bb) == [WITNESS, PING]


def test_where_the_clock_was_set_back_nothing_that_was_put_off_waits_for_the_old_time() -> None:
    pair = Pair()
    act, now_ms = next(iter(pair.aa.replica(pair.dossier).graph.nodes.values())).act, 10**12
    lacking, unfetched = Lacking(pair.bb.id), Unfetched(pair.bb.id)
    lacking.note(act, None)
    assert list(lacking.due(pair.aa.id, now_ms, 9))
    assert not list(lacking.due(pair.aa.id, now_ms, 9))
    assert list(lacking.due(pair.aa.id, now_ms - 10 * 60_000, 9))
    unfetched.note(replace(act, header=replace(act.header, attachments=(bytes(32),))))
    unfetched.refused(pair.aa.id, act.id, now_ms)
    assert unfetched.next(pair.aa.id, now_ms) is None
    assert unfetched.next(pair.aa.id, now_ms - 10 * 60_000)
    pair.say()
    hold_back(pair.aa, pair.bb.id, 60_000)
    assert next_batch(pair.aa, pair.bb.id) is None
    pair.fed.clock.now_ms -= 10 * 60_000
    assert next_batch(pair.aa, pair.bb.id)


def test_what_is_made_while_a_batch_is_under_way_waits_for_the_next_and_goes_together() -> None:
    pair = Pair()
    errand = Errand(pair.bb.identity.authority, PACE)
    pair.say()
    asked = go(errand, pair.aa, pair.bb, meanwhile=pair.say)
    assert asked.count(LINK) == 1, "or a busy link would never come to anything else"
    assert asked.count(PING) == 2, "and at first contact one to agree on the version of the line"
    assert go(errand, pair.aa, pair.bb).count(LINK) == 1
    assert pair.same()


def test_what_a_full_batch_leaves_behind_follows_at_once() -> None:
    pair = Pair()
    errand = Errand(pair.bb.identity.authority, PACE)
    pair.say()
    go(errand, pair.aa, pair.bb)
    pair.aa.limits = replace(pair.aa.limits, bundle_items_max=2)
    for _ in range(5):
        pair.say()
    assert go(errand, pair.aa, pair.bb).count(LINK) == 3
    assert pair.same()
