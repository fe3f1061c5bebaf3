"""What a store can be caught at, beside what `node.ports` names."""

from __future__ import annotations

from lintas.node.ports import StoreError


class StoreDamaged(StoreError):
    """What was written is not what is read. `advice` says what the operator should do."""

    def __init__(self, path: str, detail: str) -> None:
        self.path = path
        self.detail = detail
        self.advice = "stop the node, keep this file for examination, check the disk, restore the last backup"


class DamagedChunk(StoreDamaged):
    """A chunk is not the one at its address. Put again, it is mended."""

    def __init__(self, path: str, address: bytes) -> None:
        super().__init__(path, "the hash is another one")
        self.address = address
        self.advice = "fetch the chunk again from its author or a member of the audience, and check the disk"


class WrongSchema(StoreError):
    """The file was written by another version, or by another program. `found` is None where it says nothing."""

    def __init__(self, path: str, found: str | None, expected: str) -> None:
        self.path = path
        self.found = found
        self.expected = expected


class NewerSchema(WrongSchema):
    """The file was written, or carried over, by a newer version of the program."""


class OlderSchema(WrongSchema):
    """The database is of an older version, and who opened it only reads, or has not claimed it."""


class StoreFailed(StoreError):
    """The database could not do it: no such folder, no right, an I/O error, or another program holds it."""

    def __init__(self, path: str, detail: str) -> None:
        self.path = path
        self.detail = detail


class StoreLost(StoreFailed):
    """The connection to the database is gone. Whoever wrote must open the store anew and read afresh what it holds."""


class StoreClosed(StoreError):
    """The store was used after its end."""


class OtherOwner(StoreError):
    """The store belongs to another node."""

    def __init__(self, path: str, owner: str, asked: str) -> None:
        self.path = path
        self.owner = owner
        self.asked = asked


class Duplicate(StoreError):
    """A row with this key is there already; whoever inserts turns it into what it means."""


class BadChunkAddress(StoreError):
    """The bytes to be kept have another hash than the address that was given for them."""

    def __init__(self, address: bytes) -> None:
        self.address = address
