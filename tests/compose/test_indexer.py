"""The thread beside a worker: woken by commits alone, and what waits for a rewrite of the index goes on after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lintas.compose.indexer import Indexer
from lintas.compose.worker import Worker
from lintas.node.recalls import Stage
from lintas.node.retention import erase_here
from lintas.node.search_index import SearchIndex, Wanted
from lintas.node.state import Node
from lintas.search.words import read_words
from lintas.store.errors import StoreFailed
from tests.compose.served import until
from tests.node.hostile import TERMS, shared
from tests.node.recalling import told
from tests.node.searching import Slow, with_indexes


@contextmanager
def beside(node: Node, index: SearchIndex, again_s: float = 30.0) -> Iterator[Worker]:
    """A worker on the node, with an indexer and nobody else who gives it jobs."""
    node.search, worker = index, Worker(node, lambda: None)
    indexer = Indexer(worker, index, again_s)
    worker.start()
    node.wake_indexer = indexer.wake
    indexer.start()
    try:
        yield worker
    finally:
        indexer.stop()
        worker.stop()


def found(index: SearchIndex, words: str) -> int:
    return len(index.matches(Wanted(read_words(words)), None, 100))


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
