"""Nodes of two versions of the line agree on what both speak, and nobody between them can talk them out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lintas.crypto.errors import CannotUnwrap
from lintas.dossier.admission import parse_act
from lintas.node import compare, line
from lintas.node.aside import at_once
from lintas.node.courier import PLAIN_ROUTES, ROUTES, Errand, Pace
from lintas.node.line import NoSuchPath
from lintas.node.lines import Lines
from lintas.node.ports import PeerRefused, Unreachable
from lintas.node.refusals import NOT_FOUND, refusal, status_of
from lintas.node.state import Node
from lintas.node.steps import LINK, PING, Post
from lintas.store.memory import MemoryStore
from lintas.sync.envelope import WrongNonce
from lintas.sync.line import NEWEST, PLAIN, SEALED, info, seal_request
from lintas.wire.errors import LintasError
from tests.node.pair import Pair

PACE = Pace(idle_ms=0, retry_ms_max=5_000, checkpoint_ms=10**9)
Passing = Callable[[Post], bytes | PeerRefused | Unreachable | None]


def held_to(node: Node, version: int) -> None:
    """The operator set the newest version; the node starts again."""
    node.policy = replace(node.policy, wire_version_max=version)
    node.forget()


def go(errand: Errand, here: Node, there: Node, on_line: Passing = lambda post: None) -> list[Post]:
    """One round; what went over the line. `on_line` may answer in the peer's place."""
    sent, steps, answer = list[Post](), errand.rounds(), None
    try:
        step: Any = next(steps)
        while True:
            if not isinstance(step, Post):
                answer = step(here)
                here.commit()
                step = steps.send(answer)
                continue
            sent.append(step)
            found = on_line(step) or _answer(there, step)
            step = steps.throw(found) if isinstance(found, Exception) else steps.send(found)
    except (StopIteration, PeerRefused, Unreachable):
        return sent


def _answer(there: Node, step: Post) -> bytes | PeerRefused:
    routes = ROUTES if there.policy.wire_version_max >= SEALED else PLAIN_ROUTES
    try:
        if step.path not in routes:
            return PeerRefused("https://bb.example", NOT_FOUND, b"")
        reply: bytes = at_once(there, routes[step.path](there, step.body))
        there.commit()
    except LintasError as error:
        return PeerRefused("https://bb.example", status_of(error), refusal(error))
    return reply


def errand(pair: Pair) -> Errand:
    return Errand(pair.bb.identity.authority, PACE)


def paths(sent: list[Post]) -> list[str]:
    return [each.path for each in sent]


def test_two_new_nodes_seal_everything_but_the_first_ping() -> None:
    pair = Pair()
    said = pair.say("a word that no header has")
    sent = go(errand(pair), pair.aa, pair.bb)
    assert paths(sent)[0] == PING
    assert set(paths(sent)[1:]) == {line.PATH}
    assert pair.same()
    header = parse_act(next(row.signed for row in pair.aa.store.acts(pair.dossier) if row.id == said)).act.header
    for part in (header.dossier, header.verb.encode(), header.prev):
        assert not any(part in each.body for each in sent)
    assert (pair.aa.store.speaks(pair.bb.id), pair.bb.store.speaks(pair.aa.id)) == (NEWEST, NEWEST)


def test_after_a_restart_nothing_goes_unsealed() -> None:
    pair = Pair()
    go(errand(pair), pair.aa, pair.bb)
    pair.aa.forget()
    pair.say()
    assert set(paths(go(errand(pair), pair.aa, pair.bb))) == {line.PATH}
    assert pair.same()


@pytest.mark.parametrize("older", ["aa", "bb"])
def test_an_older_node_on_either_side_is_spoken_to_as_it_understands(older: str) -> None:
    pair = Pair()
    held_to(getattr(pair, older), PLAIN)
    pair.say()
    sent = go(errand(pair), pair.aa, pair.bb)
    assert line.PATH not in paths(sent)
    assert LINK in paths(sent)
    assert pair.same()


def test_a_node_that_was_upgraded_is_spoken_to_anew_from_the_next_round_on() -> None:
    pair = Pair()
    held_to(pair.bb, PLAIN)
    ours = errand(pair)
    go(ours, pair.aa, pair.bb)
    held_to(pair.bb, NEWEST)
    go(Errand(pair.aa.identity.authority, PACE), pair.bb, pair.aa)
    pair.say()
    assert set(paths(go(ours, pair.aa, pair.bb))) == {line.PATH}
    assert pair.same()


def test_a_node_that_went_back_to_the_older_program_is_asked_and_believed() -> None:
    pair = Pair()
    ours = errand(pair)
    go(ours, pair.aa, pair.bb)
    held_to(pair.bb, PLAIN)
    pair.say()
    assert paths(go(ours, pair.aa, pair.bb)) == [line.PATH]
    sent = go(ours, pair.aa, pair.bb)
    assert paths(sent)[0] == PING
    assert LINK in paths(sent)
    assert pair.same()
    assert pair.aa.store.speaks(pair.bb.id) == PLAIN


def test_whoever_only_says_that_there_is_no_such_path_gets_nothing_unsealed_but_pings() -> None:
    pair = Pair()
    ours = errand(pair)
    go(ours, pair.aa, pair.bb)
    pair.say("words for bb only")

    def between(post: Post) -> PeerRefused | None:
        return PeerRefused("https://bb.example", NOT_FOUND, b"") if post.path == line.PATH else None

    for _ in range(5):
        sent = go(ours, pair.aa, pair.bb, between)
        assert set(paths(sent)) <= {line.PATH, PING}
        assert not any(pair.dossier in post.body for post in sent if post.path == PING)
    go(ours, pair.aa, pair.bb)
    assert pair.same()


def test_what_a_peer_said_before_its_upgrade_and_comes_late_talks_nobody_into_the_older_version() -> None:
    pair = Pair()
    ours = errand(pair)
    held_to(pair.bb, PLAIN)
    asked, question = compare.hello(pair.aa, pair.bb.id)
    late = compare.serve(pair.bb, question)
    held_to(pair.bb, NEWEST)
    go(ours, pair.aa, pair.bb)
    compare.take(pair.aa, asked, late)
    pair.aa.commit()
    pair.say()
    assert set(paths(go(ours, pair.aa, pair.bb))) == {line.PATH}
    assert pair.aa.store.speaks(pair.bb.id) == NEWEST


def test_a_peer_whose_clock_was_set_back_with_its_program_is_believed_once_it_is_asked() -> None:
    pair = Pair()
    ours = errand(pair)
    go(ours, pair.aa, pair.bb)
    held_to(pair.bb, PLAIN)
    clock = pair.bb.clock
    pair.bb.clock = lambda: clock() - 60_000
    pair.say()
    go(ours, pair.aa, pair.bb)
    assert LINK in paths(go(ours, pair.aa, pair.bb))
    assert pair.same()


def test_while_nothing_is_known_nothing_goes_but_a_ping_that_tells_nothing() -> None:
    pair = Pair()
    pair.say()
    while compare.read_one(pair.aa):
        pass
    sent = go(errand(pair), pair.aa, pair.bb, lambda post: Unreachable("https://bb.example", "gone"))
    assert paths(sent) == [PING]
    assert len(sent[0].body) < 250


def test_a_request_is_answered_once_however_often_it_comes() -> None:
    pair = Pair()
    kept = go(errand(pair), pair.aa, pair.bb)[-1]
    with pytest.raises(WrongNonce):
        ROUTES[kept.path](pair.bb, kept.body)


def test_only_the_one_who_is_asked_opens_it() -> None:
    pair = Pair()
    kept = go(errand(pair), pair.aa, pair.bb)[-1]
    with pytest.raises(CannotUnwrap):
        ROUTES[kept.path](pair.aa, kept.body)


def test_a_key_that_was_wrapped_for_another_authority_is_no_key_here_whosever_key_to_receive_it_names() -> None:
    pair = Pair()
    key, public = b"k" * 32, pair.bb.identity.authority.recipient
    wrapped = pair.bb.suite.wrap(public, key, info(pair.aa.id))
    with pytest.raises(CannotUnwrap):
        ROUTES[line.PATH](pair.bb, seal_request(key, wrapped, 1, PING, b""))


def test_a_sealed_request_for_a_path_that_is_not_there_is_refused() -> None:
    pair = Pair()
    key = b"k" * 32
    wrapped = pair.bb.suite.wrap(pair.bb.identity.authority.recipient, key, info(pair.bb.id))
    for path in ("/lintas/v1/nothing", line.PATH):
        with pytest.raises(NoSuchPath):
            ROUTES[line.PATH](pair.bb, seal_request(key, wrapped, 1, path, b""))
    assert status_of(NoSuchPath()) != NOT_FOUND


def test_a_line_gets_a_new_key_in_time_and_when_the_peers_key_is_another() -> None:
    pair = Pair()
    go(errand(pair), pair.aa, pair.bb)
    first = line.line_to(pair.aa, pair.bb.id, line.Line(0))
    assert line.line_to(pair.aa, pair.bb.id, first) is first
    first.count = line.REQUESTS_MAX
    assert line.line_to(pair.aa, pair.bb.id, first).key != first.key
    first.count, first.public = 0, b"another"
    assert line.line_to(pair.aa, pair.bb.id, first).wrapped != first.wrapped


def test_few_unwrapped_keys_are_remembered() -> None:
    lines, asked = Lines(MemoryStore(), keys_max=2), list[bytes]()

    def unwrap(wrapped: bytes) -> bytes:
        asked.append(wrapped)
        return wrapped

    for wrapped in (b"1", b"2", b"1", b"3", b"1", b"2"):
        lines.key(wrapped, unwrap)
    assert asked == [b"1", b"2", b"3", b"2"]
