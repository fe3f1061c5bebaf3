"""The acts that wait here: by id, by dossier, and what they take of their senders' allowances.

Who sends acts that cannot be judged fills its own allowance and nobody else's. An act that can be judged at once never
waits, so that a full allowance does not keep out what the waiting ones wait for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lintas.node.ports import WaitingAct
from lintas.wire.errors import LintasError


class WaitingFull(LintasError):
    """The sender has as many acts waiting here as it may."""

    def __init__(self, acts: int, size_bytes: int) -> None:
        self.acts = acts
        self.size_bytes = size_bytes


class DossierFull(LintasError):
    """The dossier has as many acts as it may."""

    def __init__(self, acts: int) -> None:
        self.acts = acts


class Waiting:
    """The acts that wait."""

    def __init__(self, acts: Iterable[WaitingAct] = ()) -> None:
        """With these, whatever the allowances."""
        self._acts: dict[bytes, WaitingAct] = {}
        self._dossiers: dict[bytes, dict[bytes, WaitingAct]] = {}
        self._taken: dict[bytes, tuple[int, int]] = {}
        for act in acts:
            self.put(act)

    def __len__(self) -> int:
        """How many."""
        return len(self._acts)

    def __contains__(self, identifier: bytes) -> bool:
        """Whether this act waits."""
        return identifier in self._acts

    def __iter__(self) -> Iterator[WaitingAct]:
        """All of them, in the order in which they came."""
        return iter(self._acts.values())

    def get(self, identifier: bytes) -> WaitingAct | None:
        """The act with this id, if it waits."""
        return self._acts.get(identifier)

    def of(self, dossier: bytes) -> tuple[WaitingAct, ...]:
        """The acts of a dossier, in the order in which they came."""
        return tuple(self._dossiers.get(dossier, {}).values())

    def check(self, act: WaitingAct, acts_max: int, size_bytes_max: int) -> None:
        """Raises `WaitingFull` if the act, or what was added to it, is more than its sender may have waiting here."""
        old = self._acts.get(act.id)
        count, size = self._taken.get(act.sender, (0, 0))
        count, size = count + (old is None), size + act.size_bytes - (old.size_bytes if old else 0)
        if count > acts_max or size > size_bytes_max:
            raise WaitingFull(count, size)

    def room(self, sender: bytes, acts_max: int, size_bytes_max: int) -> int:
        """How many bytes more the sender may have waiting here; 0 also where it has as many acts as it may."""
        count, size = self._taken.get(sender, (0, 0))
        return max(0, size_bytes_max - size) if count < acts_max else 0

    def put(self, act: WaitingAct) -> None:
        """Add an act, or replace it by itself with more beside it."""
        self.drop(act.id)
        self._acts[act.id] = act
        self._dossiers.setdefault(act.dossier, {})[act.id] = act
        self._count(act, 1)

    def drop(self, identifier: bytes) -> None:
        """Forget an act; one that does not wait is no error."""
        act = self._acts.pop(identifier, None)
        if act is None:
            return
        self._count(act, -1)
        here = self._dossiers[act.dossier]
        del here[identifier]
        if not here:
            del self._dossiers[act.dossier]

    def _count(self, act: WaitingAct, sign: int) -> None:
        count, size = self._taken.get(act.sender, (0, 0))
        count, size = count + sign, size + sign * act.size_bytes
        if count:
            self._taken[act.sender] = count, size
        else:
            self._taken.pop(act.sender, None)
