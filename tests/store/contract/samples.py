"""Acts and the like, made of a number: the same number, the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from lintas.node.ports import Evidence, NewAct, Store, StoredAct, WaitingAct

ALPHA, BETA = b"alpha".ljust(16, b"."), b"beta".ljust(16, b".")
AUTHORS = (ALPHA, BETA)
DOSSIERS = tuple(bytes((number,)) * 16 for number in (7, 3, 5))


def noise(label: str, number: int, size: int) -> bytes:
    return hashlib.shake_128(f"{label} {number}".encode()).digest(size)


def act(number: int, *, dossier: int = 0, author: bytes = ALPHA, body: bool = True, size: int = 1000) -> NewAct:
    return NewAct(
        id=noise("id", number, 32),
        dossier=DOSSIERS[dossier],
        author=author,
        signed=noise("signed", number, 400),
        body=noise("body", number, size) if body else None,
        salt=noise("salt", number, 32),
    )


def acts(numbers: Iterable[int]) -> list[NewAct]:
    return [act(number, dossier=number % 3, author=AUTHORS[number % 2]) for number in numbers]


def stored(new: NewAct, position: int) -> StoredAct:
    return StoredAct(new.id, new.dossier, new.author, new.signed, new.body, new.salt, position)


def waiting(number: int, *, since_ms: int = 0, body: bytes | None = None, parcel: bytes | None = None) -> WaitingAct:
    return WaitingAct(noise("id", number, 32), DOSSIERS[0], BETA, noise("signed", number, 400), body, parcel, since_ms)


def receipt(number: int, peer: bytes = ALPHA) -> Evidence:
    return Evidence("receipt", peer, noise("epoch", 0, 16), number, 1_000 + number, noise("receipt", number, 200))


def append(store: Store, new: list[NewAct]) -> int:
    with store.batch() as batch:
        return batch.append(new)


def everything(store: Store) -> list[object]:
    """All that the store answers, for comparing stores, or one store at two times."""
    peers = (*AUTHORS, b"nobody".ljust(16, b"."))
    held = store.since(0, 1_000_000)
    return [
        store.size(),
        held,
        list(store.dossiers()),
        [list(store.acts(dossier)) for dossier in DOSSIERS],
        [store.act(each.id) for each in held],
        [store.since(1, 3, author) for author in peers],
        list(store.waiting()),
        [(store.inbound(peer), store.outbound(peer), list(store.evidence(peer))) for peer in peers],
        list(store.evidence()),
        store.frontier(),
        store.checkpoint(),
        list(store.checkpoints()),
        [store.witnessed(origin) for origin in ("registry.example/log", "node.example/log")],
        [store.speaks(peer) for peer in peers],
    ]
