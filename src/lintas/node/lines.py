"""What a node remembers of its lines, until it is read anew: what each peer speaks, and keys it unwrapped of late."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from lintas.node.ports import Store

KEYS_MAX: Final = 1_024
"""How many unwrapped keys are remembered; of one that is not, unwrapping costs a third of a millisecond again."""


class Lines:
    """The lines of one node, both ways."""

    def __init__(self, store: Store, keys_max: int = KEYS_MAX) -> None:
        """Nothing remembered beyond what the store says."""
        self._store, self._keys_max = store, keys_max
        self._spoken: dict[bytes, int] = {}
        self._doubted_ms: dict[bytes, int] = {}
        self._keys: OrderedDict[bytes, bytes] = OrderedDict()

    def speaks(self, peer: bytes) -> int:
        """The newest version that the peer says it speaks; 0 if that is to be asked."""
        if peer not in self._spoken:
            self._spoken[peer] = self._store.speaks(peer)
        return self._spoken[peer]

    def said(self, peer: bytes, version: int, asked_ms: int | None = None) -> bool:
        """Note what a peer says; whether that is news for the store. `asked_ms`: it answers what went at this time by
        our clock, in ms since 1970; None if it said so by itself.

        A lower version than before is believed of an answer to a doubt alone: a pong of before an upgrade that comes
        late, or was held back, talks nobody into it.
        """
        doubted_ms = self._doubted_ms.get(peer)
        answers_doubt = asked_ms is not None and doubted_ms is not None and asked_ms >= doubted_ms
        if version < max(self.speaks(peer), self._store.speaks(peer)) and not answers_doubt:
            return False
        self._doubted_ms.pop(peer, None)
        self._spoken[peer] = version
        return self._store.speaks(peer) != version

    def doubt(self, peer: bytes, now_ms: int) -> None:
        """What the peer speaks is to be asked again; `now_ms` by our clock, in ms since 1970."""
        self._spoken[peer], self._doubted_ms[peer] = 0, now_ms

    def key(self, wrapped: bytes, unwrap: Callable[[bytes], bytes]) -> bytes:
        """The key in a wrap, unwrapped once."""
        if wrapped in self._keys:
            self._keys.move_to_end(wrapped)
        else:
            self._keys[wrapped] = unwrap(wrapped)
            while len(self._keys) > self._keys_max:
                self._keys.popitem(last=False)
        return self._keys[wrapped]
