"""What every request of a peer goes through before it is looked at."""

from __future__ import annotations

from lintas.node.state import Node
from lintas.sync.envelope import Envelope, read
from lintas.wire.shape import Fields


def request(node: Node, kind: str, data: bytes, *, former: bool = False) -> tuple[Envelope, Fields]:
    """The request, if a peer signed it for us, and of late, and it comes for the first time;
    with a `former` key where that will do.

    The peer is taken note of in `Node.heard`. Raises as `envelope.read` and `Node.hear`.
    """
    envelope, fields = read(node.suite, node.federation, kind, data, to=node.id, former=former)
    node.hear(envelope)
    node.heard.setdefault(envelope.sender, False)
    return envelope, fields
