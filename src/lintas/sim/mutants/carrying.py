"""Wrong rules of files that are carried, of other programs, and of what desks enter."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from lintas.crypto.ports import Suite
from lintas.dossier.graph import Node as GraphNode
from lintas.node import bag
from lintas.node.lines import Lines
from lintas.node.mailbox import Mailboxes
from lintas.node.register import Register
from lintas.node.state import Node
from lintas.node.taken import Taken
from lintas.sim.mutants.swap import swapped
from lintas.sync.bag import Message
from lintas.wire import cbor


def bare_file() -> AbstractContextManager[None]:
    """A file is not sealed."""

    def bare(suite: Suite, recipient: bytes, public: bytes, key: bytes, messages: Sequence[Message]) -> bytes:
        return cbor.encode([recipient, [list(each) for each in messages]])

    return swapped((bag, "write_bag", bare))


def taken_again() -> AbstractContextManager[None]:
    """Which files were taken is not remembered."""
    return swapped((Taken, "note", lambda self, names: None))


def asked_in_answers() -> AbstractContextManager[None]:
    """A file that answers another asks for whatever is missing here."""
    return swapped((bag, "answer", lambda node, taken: bag._packed(node, taken.sender, taken.replies, asks=True)))


def handed_out_once() -> AbstractContextManager[None]:
    """A mailbox deletes what it hands out, before its owner has taken it."""
    serve = Mailboxes.serve

    def once(self: Mailboxes, node: Node, data: bytes) -> bytes:
        reply = serve(self, node, data)
        self._letters.drop(self._letters.listed()[:1])
        return reply

    return swapped((Mailboxes, "serve", once))


def learnt_once() -> AbstractContextManager[None]:
    """What a peer speaks is learnt once, and for ever."""
    said = Lines.said

    def first(self: Lines, peer: bytes, version: int, asked_ms: int | None = None) -> bool:
        return not self.speaks(peer) and said(self, peer, version, asked_ms)

    return swapped((Lines, "said", first))


def deputy_unheard() -> AbstractContextManager[None]:
    """What a deputy of a desk enters is passed over."""
    return _enters_nothing("renew the desk's keys")


def admitted_in_words() -> AbstractContextManager[None]:
    """The admission of a state enters nothing."""
    return _enters_nothing("admit")


def _enters_nothing(verb: str) -> AbstractContextManager[None]:
    enter = Register._enter

    def all_but_one(self: Register, node: GraphNode, body: bytes | None) -> Any:
        return None if node.act.header.verb == verb else enter(self, node, body)

    return swapped((Register, "_enter", all_but_one))
