"""The thread beside a worker: it works when the node rests, when somebody searches, and when a recall waits for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from lintas.compose.indexer import LEVEL_S_MAX, PASSED_ACTS_MAX, Indexer
from lintas.compose.worker import Worker
from lintas.node.recalls import Stage
from lintas.node.retention import erase_here
from lintas.node.search import Asked, Everything, Found, search
from lintas.node.search_index import SearchIndex, Wanted
from lintas.node.state import Node
from lintas.search.words import read_words
from lintas.store.errors import StoreFailed
from lintas.store.search_memory import MemorySearchIndex
from tests.compose.served import until
from tests.node.hostile import TERMS, shared
from tests.node.recalling import told
from tests.node.searching import Slow, with_indexes


@contextmanager
def beside(node: Node, index: SearchIndex, *, again_s: float = 30.0, rest_s: float = 0.01) -> Iterator[Worker]:
    """A worker on the node, with an indexer and nobody else who gives it jobs."""
    node.search, worker = index, Worker(node, lambda: None)
    indexer = Indexer(worker, index, again_s, rest_s)
    worker.start()
    node.indexer = indexer
    indexer.start()
    try:
        yield worker
    finally:
        indexer.stop()
        node.indexer = None
        worker.stop()


def found(index: SearchIndex, words: str) -> int:
    return len(index.matches(Wanted(read_words(words)), None, 100))


def asked(worker: Worker, words: str) -> Found:
    result = worker.whole(lambda node: search(node, Asked(words), Everything()))
    assert isinstance(result, Found)
    return result


NEVER_S = 3_600.0


def test_while_acts_pass_nothing_is_indexed_and_a_search_finds_all_of_them() -> None:
    fed = with_indexes()
    dossier, aa, index = shared(fed, "bb-ca"), fed.nodes["aa-ca"], MemorySearchIndex()
    with beside(aa, index, rest_s=NEVER_S) as worker:
        for number in range(3):
            worker.do(lambda _: fed.act("aa-ca", dossier, "change the terms", {**TERMS, "crimes": "one more"}))
            if number == 0:
                time.sleep(0.2)
                assert index.state().upto == 0
            assert found(index, "one more") == number
            assert asked(worker, "one more").count == number + 1
            assert asked(worker, "one more").behind == 0


def test_after_so_many_acts_it_does_not_wait_for_the_node_to_rest() -> None:
    fed, _, _, _ = told()
    aa, index = fed.nodes["aa-ca"], MemorySearchIndex()
    with beside(aa, index, rest_s=NEVER_S):
        assert aa.indexer is not None
        aa.indexer.note(PASSED_ACTS_MAX)
        assert index.state().upto == 0
        aa.indexer.note(1)
        until(lambda: index.state().upto == aa.store.size())


def test_a_search_does_not_wait_for_an_index_that_cannot_be_written_and_tells() -> None:
    fed, _, _, _ = told()
    aa, index = fed.nodes["aa-ca"], Failing()
    index.left = 1_000
    with beside(aa, index, rest_s=NEVER_S) as worker:
        assert asked(worker, "words").behind == aa.store.size()
        index.left = 0
        assert asked(worker, "words").count == 2


def test_who_waits_when_it_ends_is_told() -> None:
    fed, _, _, _ = told()
    with beside(fed.nodes["aa-ca"], MemorySearchIndex(), rest_s=NEVER_S) as worker:
        indexer = fed.nodes["aa-ca"].indexer
        assert indexer is not None
        worker.stop()
        began = time.monotonic()
        indexer.level()
        indexer.level()
        assert time.monotonic() - began < LEVEL_S_MAX / 2


def test_a_commit_wakes_it() -> None:
    fed = with_indexes()
    dossier, aa = shared(fed, "bb-ca"), fed.nodes["aa-ca"]
    index = Slow()
    with beside(aa, index) as worker:
        until(lambda: index.state().upto == aa.store.size())
        worker.do(lambda node: fed.act("aa-ca", dossier, "change the terms", {**TERMS, "crimes": "another crime"}))
        until(lambda: found(index, "another crime") == 1)


def test_what_waits_for_a_rewrite_goes_on_without_anybody_else() -> None:
    fed, dossier, act, _ = told()
    aa, index = fed.nodes["aa-ca"], Slow()
    with beside(aa, index) as worker:
        until(lambda: found(index, "words") == 2)
        worker.do(lambda node: erase_here(node, dossier, [act]))
        until(lambda: aa.recalls.gone[act].stage is not Stage.SHREDDED)
        assert found(index, "words") == 1


class Failing(Slow):
    """An index that cannot write at first."""

    left = 2

    def put(self, *args: object) -> None:
        self.left -= 1
        if self.left >= 0:
            raise StoreFailed("search.db", "a test")
        super().put(*args)  # type: ignore[arg-type]


def test_what_could_not_be_written_is_tried_again() -> None:
    fed, _, _, _ = told()
    index = Failing()
    with beside(fed.nodes["aa-ca"], index, again_s=0.01):
        until(lambda: found(index, "words") == 2)
