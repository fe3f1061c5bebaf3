"""What was recalled, as this node knows it: kept in the vault, which outlives the content.

The vault says which ERASE acts are still to be carried out (*due*), which bodies are gone and how far (*gone*), and
what the copies of the vault still hold. A body that is gone is never stored again, whoever brings it and when.

That an act which is gone had told of a child stays known, and nothing of whom: what was withheld for it stays so.

An act is recalled by its own author and by nobody else. This is judged wherever ids of an ERASE are read: whoever names
the act of another in one achieves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from lintas.dossier.control import Erasure, control_of
from lintas.dossier.header import Act, Form
from lintas.dossier.header_bytes import dossier_of
from lintas.node.ports import Vault
from lintas.wire import cbor, shape

_DUE: Final = "recall/due/"
_GONE: Final = "recall/gone/"
_COUNT: Final = "recall/count"
REPLAY: Final = "recall/replay"
"""Set where the content may be older than the recalls, or the vault: everything is looked through at the next start."""
_COPY: Final = "vault-copy/"
_RECORD_BYTES_MAX: Final = 1024


class Stage(IntEnum):
    """How far a recall is here."""

    SHREDDED = 1
    PURGED = 2
    SAID = 3


@dataclass(frozen=True, slots=True)
class Gone:
    """A body that is gone here. `erase` is the ERASE that asked for it. `count` numbers the changes of the vault by
    which keys were destroyed: a copy of the vault that was made after it has them no more. `of_a_child`: it said that
    somebody may be under 18.
    """

    act: bytes
    dossier: bytes
    author: bytes
    epoch: bytes
    erase: bytes
    count: int
    at_ms: int
    stage: Stage = Stage.SHREDDED
    of_a_child: bool = False

    def to_bytes(self) -> bytes:
        """As it lies in the vault."""
        fields = {1: self.dossier, 2: self.author, 3: self.epoch, 4: self.erase, 5: self.count, 6: self.at_ms}
        return cbor.encode(fields | {7: int(self.stage)} | ({8: True} if self.of_a_child else {}))


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the vault: where it was written, when, and the number of the last destruction that it has seen."""

    file: str
    made_ms: int
    count: int


def act_key_name(act: bytes) -> str:
    """The name in the vault of the key of one act."""
    return f"act-key/{act.hex()}"


def due_name(erase: bytes) -> str:
    """The name in the vault of an ERASE that is to be carried out."""
    return _DUE + erase.hex()


def gone_name(act: bytes) -> str:
    """The name in the vault of what is known of a body that is gone."""
    return _GONE + act.hex()


def named(erase: Act) -> tuple[bytes, ...]:
    """The acts that an ERASE or ERASED names."""
    control = control_of(erase.header)
    return control.acts if isinstance(control, Erasure) else ()


def may_be_recalled(act: Act) -> bool:
    """Whether the act has a body that is sealed; what everybody was told cannot be taken back."""
    return act.header.seal is not None and not act.header.seal.plain


class Recalls:
    """The recalls that a node knows of. `todo`: ERASE acts of which something can be done now. `replays`: whether
    everything is to be looked through, since content or vault may be older than the recalls.
    """

    def __init__(self, vault: Vault) -> None:
        """As the vault has them."""
        self._vault = vault
        self.gone = {each.act: each for each in map(self._read, vault.secrets(_GONE))}
        self.due = {bytes.fromhex(n.removeprefix(_DUE)): vault.secret(n) or b"" for n in vault.secrets(_DUE)}
        self.todo = set(self.due)
        self.replays = vault.secret(REPLAY) is not None
        self._later: dict[bytes, int] = {}
        self._open = {act for act, each in self.gone.items() if each.stage is not Stage.SAID}
        self.retired = {(each.author, each.epoch) for each in self.gone.values()}
        self._named: dict[bytes, dict[bytes, bytes]] = {}
        self._of_children = dict[bytes, frozenset[bytes]]()
        self._remember(self.gone.values())

    def _remember(self, gone: Iterable[Gone]) -> None:
        for each in gone:
            if each.of_a_child:
                self._of_children[each.dossier] = self.of_children(each.dossier) | {each.act}

    def of_children(self, dossier: bytes) -> frozenset[bytes]:
        """The acts of the dossier that are gone and had said that somebody may be under 18."""
        return self._of_children.get(dossier, frozenset())

    def _read(self, name: str) -> Gone:
        fields = shape.read("recall", self._vault.secret(name) or b"", size_max=_RECORD_BYTES_MAX)
        return Gone(
            act=bytes.fromhex(name.removeprefix(_GONE)),
            dossier=fields.octets(1, 16),
            author=fields.octets(2, 16),
            epoch=fields.octets(3, 16),
            erase=fields.octets(4, 32),
            count=fields.uint(5),
            at_ms=fields.uint(6),
            stage=Stage(fields.uint(7, least=1, most=3)),
            of_a_child=fields.flag(8),
        )

    def note(self, act: Act) -> bool:
        """An act is kept, or was; whether it is an ERASE that is to be carried out."""
        for erase in self._named.get(act.id, ()):
            self.todo.add(erase)
        if act.header.form is not Form.ERASE:
            return False
        for each in named(act):
            self._named.setdefault(each, {})[act.id] = act.header.author
        self.due[act.id] = dossier_of(act)
        self.todo.add(act.id)
        return True

    def covers(self, act: Act) -> bool:
        """Whether the body of this act was recalled: it is not kept, not asked for, and not given to anybody."""
        return act.id in self.gone or act.header.author in self._named.get(act.id, {}).values()

    def retires(self, act: Act, epoch: bytes) -> bool:
        """Whether an act of that author's epoch was recalled, so that the key of the epoch is not kept any more."""
        return (act.header.author, epoch) in self.retired

    def begin(
        self, gone: Iterable[Gone], keys: dict[str, bytes], destroy: Iterable[tuple[bytes, bytes]]
    ) -> tuple[Gone, ...]:
        """Destroy the keys of these epochs and of these acts; keep those of others, and what is gone. Durable."""
        count, listed = destructions(self._vault) + 1, tuple(gone)
        made = tuple(replace(each, count=count) for each in listed)
        put = keys | {gone_name(each.act): each.to_bytes() for each in made} | {_COUNT: count.to_bytes(8, "big")}
        self._vault.change(put, [act_key_name(each.act) for each in made], destroy)
        self.gone |= {each.act: each for each in made}
        self._open |= {each.act for each in made}
        self.retired |= {(each.author, each.epoch) for each in made}
        self._remember(made)
        return made

    def reach(self, gone: Iterable[Gone], stage: Stage) -> None:
        """Each of these is as far as that, durably."""
        made = {each.act: replace(each, stage=stage) for each in gone}
        if made:
            self._vault.change({gone_name(each.act): each.to_bytes() for each in made.values()})
            self.gone |= made
            self._open = (self._open | made.keys()) if stage is not Stage.SAID else self._open - made.keys()

    def done(self, erase: bytes) -> None:
        """Nothing is left to be done for this ERASE."""
        self._vault.change({}, [due_name(erase)])
        self.due.pop(erase, None)
        self.todo.discard(erase)
        for erases in self._named.values():
            erases.pop(erase, None)

    def at(self, stage: Stage) -> list[Gone]:
        """Those that are exactly as far as that."""
        acts = self.gone if stage is Stage.SAID else self._open
        return [self.gone[act] for act in acts if self.gone[act].stage is stage]

    def replayed(self) -> None:
        """Everything was looked through."""
        self._vault.change({}, [REPLAY])
        self.replays = False

    def put_off(self, erase: bytes, until_ms: int) -> None:
        """Nothing can be done for this ERASE before that time, unless `again` is called."""
        self.todo.discard(erase)
        self._later[erase] = until_ms

    def rest(self, now_ms: int) -> bool:
        """Whether nothing can be done for any recall: none is open, or was put off until now."""
        if self.todo or self.replays or self._open:
            return False
        return not self._later or min(self._later.values()) > now_ms

    def again(self, now_ms: int, dossier: bytes | None = None) -> None:
        """What was put off until now, or in this dossier, may be done."""
        for erase, until_ms in list(self._later.items()):
            if until_ms <= now_ms or self.due.get(erase) == dossier:
                del self._later[erase]
                self.todo.add(erase)


def copies(vault: Vault) -> Iterator[Copy]:
    """The copies of the vault that were made and not said to be destroyed."""
    for name in vault.secrets(_COPY):
        fields = shape.read("copy of the vault", vault.secret(name) or b"", size_max=_RECORD_BYTES_MAX)
        yield Copy(name.removeprefix(_COPY), fields.uint(1), fields.uint(2))


def put_copy(vault: Vault, copy: Copy) -> None:
    """Note that a copy of the vault is, or is about to be, at a place."""
    vault.put_secret(_COPY + copy.file, cbor.encode({1: copy.made_ms, 2: copy.count}))


def forget_copy(vault: Vault, file: str) -> None:
    """The copy at that place was destroyed, says whoever operates the node."""
    vault.change({}, [_COPY + file])


def destructions(vault: Vault) -> int:
    """The number of the last destruction of keys in a vault, be it a copy."""
    return int.from_bytes(vault.secret(_COUNT) or b"", "big")


def set_replay(vault: Vault) -> None:
    """Let the next start look everything through."""
    vault.put_secret(REPLAY, b"\x01")
