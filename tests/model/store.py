"""What a node of the model keeps, and the tokens that stand for keys and ciphertexts.

Keys are tuples that only their holders have. What can be computed from what is said by `act_key` and `opened` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lintas.dossier.header import Act, Header

EpochKey = tuple[str, bytes, int]
ActKey = tuple[EpochKey, int, int]


class Cipher(NamedTuple):
    """A sealed body: the key that opens it, the text, and an act key that the text gives away (a mutant's release)."""

    lock: ActKey
    text: str
    gives: tuple[bytes, ActKey] | None = None


def act_key(key: EpochKey, header: Header) -> ActKey:
    """The key of one body under an epoch key."""
    return key, header.incarnation, header.sequence


@dataclass(slots=True)
class Content:
    """The file of acts. Backups of it are many and never purged."""

    acts: dict[bytes, Act] = field(default_factory=dict)
    log: list[bytes] = field(default_factory=list)
    waiting: dict[bytes, Act] = field(default_factory=dict)
    bodies: dict[bytes, Cipher] = field(default_factory=dict)
    cursors: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    signed: set[bytes] = field(default_factory=set)
    released: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    wraps: dict[bytes, EpochKey] = field(default_factory=dict)
    boots: int = 0

    def copy(self) -> Content:
        return Content(
            dict(self.acts),
            list(self.log),
            dict(self.waiting),
            dict(self.bodies),
            dict(self.cursors),
            set(self.signed),
            dict(self.released),
            dict(self.wraps),
            self.boots,
        )


@dataclass(slots=True)
class Vault:
    """The keys, apart from content, and what was recalled. Its backup is one, overwritten, so never far behind."""

    epochs: dict[bytes, EpochKey] = field(default_factory=dict)
    keys: dict[bytes, ActKey] = field(default_factory=dict)
    retired: set[bytes] = field(default_factory=set)
    recalled: set[bytes] = field(default_factory=set)

    def copy(self) -> Vault:
        return Vault(dict(self.epochs), dict(self.keys), set(self.retired), set(self.recalled))

    def opens(self, act: Act) -> ActKey | None:
        """The key of an act's body, if it is here or can be derived."""
        if act.id in self.keys:
            return self.keys[act.id]
        epoch = epoch_of(act)
        return act_key(self.epochs[epoch], act.header) if epoch in self.epochs else None

    def forget(self, act: Act, known: Iterable[Act], *, keeps_epoch_key: bool) -> None:
        """Recall one act: keep the keys of the others of its epoch, drop the epoch's and its own (13)."""
        epoch = epoch_of(act)
        for other in known:
            if other.header.seal and epoch_of(other) == epoch and other.id != act.id and (key := self.opens(other)):
                self.keys[other.id] = key
        self.retired.add(epoch)
        self.keys.pop(act.id, None)
        if not keeps_epoch_key:
            self.epochs.pop(epoch, None)


def epoch_of(act: Act) -> bytes:
    """The epoch under which an act is sealed: the first half of its KEY act's id."""
    seal = act.header.seal
    assert seal is not None
    return act.id[:16] if seal.epoch == bytes(16) else seal.epoch


def recoverable(act: Act, contents: Iterable[Content], vaults: Iterable[Vault]) -> bool:
    """Whether somebody with these files and the recipient's private key can read the body."""
    contents, vaults = list(contents), list(vaults)
    ciphers = [content.bodies[act.id] for content in contents if act.id in content.bodies]
    keys = {key for vault in vaults if (key := vault.opens(act))}
    for content in contents:
        wraps = Vault(dict(content.wraps))
        if key := wraps.opens(act):
            keys.add(key)
        keys |= {cipher.gives[1] for cipher in content.bodies.values() if cipher.gives and cipher.gives[0] == act.id}
    return any(cipher.lock in keys for cipher in ciphers)
