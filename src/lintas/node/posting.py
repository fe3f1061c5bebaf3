"""How one courier asks its peer: on a line of its own, in the highest version that both speak (`node.line`)."""

from __future__ import annotations

from lintas.crypto.errors import BadSignature
from lintas.node import compare, line
from lintas.node.ports import PeerRefused
from lintas.node.refusals import NOT_FOUND, name_of
from lintas.node.state import Node
from lintas.node.steps import PING, Post, Steps
from lintas.sync.line import PLAIN


class Posting:
    """The line to one peer, from round to round."""

    def __init__(self, peer: bytes) -> None:
        """Nothing known of it."""
        self._peer, self._line = peer, line.Line(0)

    def agree(self) -> Steps[None]:
        """Know which version of the line both speak."""
        if not (yield self.known):
            yield from self.hello()

    def known(self, node: Node) -> bool:
        """Whether it is known which version both speak; a job on the node, which readies the line."""
        self._line = line.line_to(node, self._peer, self._line)
        return bool(self._line.version)

    def hello(self) -> Steps[None]:
        """Ask the peer which version it speaks, with a ping, which every version has."""
        envelope, data = yield lambda node: compare.hello(node, self._peer)
        self._line = line.Line(PLAIN)
        reply = yield from self.ask(PING, data)
        yield lambda node: compare.take(node, envelope, reply)
        yield self.known

    def ask(self, path: str, message: bytes) -> Steps[bytes]:
        """Ask the peer; the reply. Sealed both ways if both speak version 2."""
        try:
            reply: bytes = yield Post(*self._line.seal(path, message))
        except PeerRefused as refused:
            if refused.status == NOT_FOUND:
                # It may be an older program now. Nobody has signed that, so it is asked.
                yield lambda node: node.lines.doubt(self._peer, node.clock())
            elif name_of(refused) == BadSignature.__name__:
                yield lambda node: node.turn_down(self._peer)
            raise
        return self._line.opened(reply)
