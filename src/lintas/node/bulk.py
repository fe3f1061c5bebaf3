"""What a second courier does for one peer: it fetches files, so that no file ever stands in the way of an act.

Steps are those of `node.steps`; the line is its own. A request asks for one chunk at first, then for more as long as
replies come soon: on a slow line others get their turn, on a fast one the way to and fro costs little.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from lintas.dossier.authority import Authority
from lintas.node import chunks
from lintas.node.ports import PeerRefused
from lintas.node.posting import Posting
from lintas.node.refusals import retry_ms
from lintas.node.state import Node
from lintas.node.steps import CHUNK, Steps
from lintas.wire.limits import LIMITS

log = logging.getLogger(__name__)

SOON_MS: Final = 2_000


class Bulk:
    """The rounds for one peer, with how much a request asks for."""

    def __init__(self, peer: Authority) -> None:
        """Nothing asked yet."""
        self._peer, self._id, self._most, self._line = peer, peer.id, 1, Posting(peer.id)

    def hurry(self) -> None:
        """Nothing is put off between rounds."""

    def rounds(self) -> Steps[int]:
        """Fetch all that the peer's acts send and that is not here; it need not rest then."""
        while asked := (yield lambda node: chunks.ask(node, self._id, self._most)):
            yield from self._line.agree()
            try:
                reply = yield from self._line.ask(CHUNK, asked.data)
            except PeerRefused as refused:
                if retry_ms(refused):
                    raise
                log.warning("%s has no chunk for us: %s", self._peer.code, refused)
                yield _refused_job(asked)
            else:
                self._pace((yield _take_job(asked, reply)))
        return 0

    def is_over(self, asked: chunks.Asked | None) -> bool:
        """Whether a round is over of which the first job gave this: there is nothing to ask for."""
        return asked is None

    def idle(self, node: Node) -> bool:
        """Whether a round would find nothing to ask for now."""
        return node.unfetched.next(self._id, node.clock()) is None

    def _pace(self, took_ms: int) -> None:
        self._most = min(LIMITS.chunks_asked_max, 2 * self._most) if took_ms < SOON_MS else max(1, self._most // 2)


def _refused_job(asked: chunks.Asked) -> Callable[[Node], None]:
    return lambda node: chunks.refused(node, asked)


def _take_job(asked: chunks.Asked, reply: bytes) -> Callable[[Node], Any]:
    return lambda node: chunks.take(node, asked, reply)
