"""Set digests as arithmetic, and the messages that carry them: what is valid comes back, what is not is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.sync.compare import (
    Answer,
    Ping,
    Pong,
    Question,
    Row,
    SetDigest,
    answer_fields,
    digest_of,
    ping_fields,
    pong_fields,
    question_fields,
    read_answer,
    read_ping,
    read_pong,
    read_question,
)
from lintas.sync.opened import Opened, opened_fields, read_opened
from lintas.wire import cbor
from lintas.wire.limits import LIMITS, MIB
from lintas.wire.shape import Fields
from tests.sync.refusing import Reader, Wrong, cases, check_refused

ID16, ID32 = st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32)
COUNT = st.integers(0, 2**63 - 1)
DIGEST = st.builds(SetDigest, COUNT, st.integers(0, 2**256 - 1))
ACTS = st.lists(ID32, unique=True, max_size=12)


def carried(message: dict[int, object]) -> Fields:
    return Fields("message", cbor.decode(cbor.encode(message), size_max=8 * MIB))


@given(acts=ACTS, order=st.randoms(use_true_random=False), cut=st.integers(0, 12))
def test_a_digest_is_of_the_set_however_it_came_about(acts: list[bytes], order: Any, cut: int) -> None:
    whole = digest_of(acts)
    order.shuffle(acts)
    assert digest_of(acts) == whole
    some, rest = digest_of(acts[:cut]), digest_of(acts[cut:])
    assert some.plus(rest) == rest.plus(some) == whole
    assert whole.minus(rest) == some
    assert 0 <= whole.sum < 2**256


@given(one=ACTS, other=ACTS)
def test_other_sets_have_other_digests(one: list[bytes], other: list[bytes]) -> None:
    assert (digest_of(one) == digest_of(other)) == (set(one) == set(other))


def test_the_digest_of_one_act_is_what_the_specification_says() -> None:
    """SHA-256 of "lintas/set/1" and 32 zero bytes, as computed with coreutils."""
    assert digest_of([bytes(32)]) == SetDigest(1, 0x3361AAB3553E1FC1DDAFAAE3C0435DE9232A2BE6726B18B67BB785C7884AF087)


@given(held=st.none() | DIGEST, opened=st.lists(st.binary(max_size=20), max_size=3).map(tuple))
def test_a_ping_comes_back(held: SetDigest | None, opened: tuple[bytes, ...]) -> None:
    assert read_ping(carried(ping_fields(Ping(held, bytes(32), opened)))) == Ping(held, bytes(32), opened)


@given(pong=st.builds(Pong, st.none() | DIGEST, ID16, COUNT, ID32, COUNT))
def test_a_pong_comes_back(pong: Pong) -> None:
    assert read_pong(carried(pong_fields(pong))) == pong


@given(
    question=st.builds(Question, ID16, st.sampled_from([b"", bytes(24), b"c" * 24]), st.binary(max_size=40)),
    answer=st.builds(
        Answer, st.lists(st.builds(Row, st.binary(max_size=40), DIGEST, COUNT), max_size=3).map(tuple), st.booleans()
    ),
)
def test_a_question_and_its_answer_come_back(question: Question, answer: Answer) -> None:
    assert read_question(carried(question_fields(question))) == question
    assert read_answer(carried(answer_fields(answer))) == answer


@given(opened=st.builds(Opened, st.integers(1, 2**63 - 1), ID16, st.lists(ID32, max_size=3).map(tuple)))
def test_a_statement_comes_back(opened: Opened) -> None:
    assert read_opened(carried(opened_fields(opened))) == opened


SUM = bytes(32)
PING = ping_fields(Ping(SetDigest(1, 1), bytes(32), (b"statement",)))
PONG = pong_fields(Pong(SetDigest(1, 1), b"e" * 16, 7, b"a" * 32, 3))
QUESTION = question_fields(Question(b"d" * 16, b"c" * 24, b"after"))
ANSWER = answer_fields(Answer((Row(b"key", SetDigest(1, 1), 4),), True))
OPENED = opened_fields(Opened(1, b"d" * 16, (b"a" * 32,)))

WRONG: list[Wrong] = [
    (read_ping, PING, 8, [0, b"", [], [1], [1, bytes(31)], [-1, SUM], [1, SUM, 1], ["1", SUM]]),
    (read_ping, PING, 10, [bytes(31), None]),
    (read_ping, PING, 9, [{}, [1], [bytes(4 * 1024 + 1)], [b""] * (LIMITS.openings_max + 1)]),
    (read_pong, PONG, 8, [[1, bytes(33)]]),
    (read_pong, PONG, 9, [bytes(15)]),
    (read_pong, PONG, 10, [-1]),
    (read_pong, PONG, 11, [bytes(31)]),
    (read_pong, PONG, 12, [-1, "3"]),
    (read_question, QUESTION, 8, [bytes(15), None]),
    (read_question, QUESTION, 9, [bytes(23), bytes(25), None]),
    (read_question, QUESTION, 10, [bytes(41), 0]),
    (
        read_answer,
        ANSWER,
        8,
        [
            {},
            [b"key"],
            [[b"key", 1, SUM]],
            [[bytes(41), 1, SUM, 4]],
            [[b"key", -1, SUM, 4]],
            [[b"key", 1, bytes(31), 4]],
            [[b"key", 1, SUM, -1]],
            [[b"key", 1, SUM, 4]] * (LIMITS.compare_rows_max + 1),
        ],
    ),
    (read_answer, ANSWER, 9, [1]),
    (read_opened, OPENED, 8, [0, -1, "1"]),
    (read_opened, OPENED, 9, [bytes(15)]),
    (read_opened, OPENED, 10, [[bytes(31)], [bytes(32)] * (LIMITS.opened_acts_max + 1)]),
]
CASES = cases(WRONG)


@pytest.mark.parametrize(("reader", "message", "label", "value"), CASES, ids=range(len(CASES)))
def test_a_wrong_value_is_refused_by_its_label(
    reader: Reader, message: dict[int, object], label: int, value: object
) -> None:
    check_refused(reader, message, label, value)
