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
        self._keys: OrderedDict[bytes, bytes] = OrderedDict()

    def speaks(self, peer: bytes) -> int:
        """The newest version that the peer says it speaks; 0 if that is to be asked."""
        if peer not in self._spoken:
            self._spoken[peer] = self._store.speaks(peer)
        return self._spoken[peer]

    def said(self, peer: bytes, version: int) -> bool:
        """Note what a peer says; whether that is news for the store."""
        self._spoken[peer] = version
        return self._store.speaks(peer) != version

    def doubt(self, peer: bytes) -> None:
        """What the peer speaks is to be asked again."""
        self._spoken[peer] = 0

    def key(self, wrapped: bytes, unwrap: Callable[[bytes], bytes]) -> bytes:
        """The key in a wrap, unwrapped once."""
        if wrapped in self._keys:
            self._keys.move_to_end(wrapped)
        else:
            self._keys[wrapped] = unwrap(wrapped)
            while len(self._keys) > self._keys_max:
                self._keys.popitem(last=False)
        return self._keys[wrapped]
