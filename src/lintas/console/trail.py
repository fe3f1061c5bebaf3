"""Writing the trail, and checking it: who saw and did what, in a chain of hashes.

An entry's hash covers the entry and the hash before it, so that a line that was changed, taken out or put in between
shows. Whoever can write the whole file can still write a whole new chain: the newest hash is therefore what an auditor
notes elsewhere, and what each later check must still find.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from lintas.console.asking import ask, service
from lintas.console.models import Dossier, Entry, Officer
from lintas.node.closed import closed, closed_kind
from lintas.wire.identifiers import DOSSIER_BYTES, read

FIRST: Final = "0" * 64
USED_CLOSED: Final = "used a closed dossier"
_COVERED: Final = ("at_ms", "officer", "did", "dossier", "detail", "purpose", "before")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many entries, the newest hash, and the number of the first that does not fit, if any."""

    entries: int
    newest: str
    broken_at: int | None


def note(officer: Officer, did: str, *, dossier: str = "", kind: str = "", detail: str = "", purpose: str = "") -> None:
    """Write down what an officer saw or did, and by which token if by one. Of a closed dossier, or a draft of one of
    this kind, who used one and when, and nothing more: what was never written needs no page to hide it.
    """
    if _is_closed(dossier, kind):
        did, dossier, detail, purpose = USED_CLOSED, "", "", ""
    detail = f"{detail} by token {officer.token}".strip() if officer.token else detail
    _write(officer.name, did, dossier, detail, purpose)


def note_by_itself(did: str, *, dossier: str = "", detail: str = "") -> None:
    """Write down what the console did by itself: no officer stands there."""
    _write("", did, dossier, detail, "")


def _write(officer: str, did: str, dossier: str, detail: str, purpose: str) -> None:
    with transaction.atomic():
        last = Entry.objects.order_by("-id").first()
        entry = Entry(
            at_ms=time.time_ns() // 1_000_000,
            officer=officer,
            did=did,
            dossier=dossier,
            detail=detail[:500],
            purpose=purpose[:500],
            before=last.hash if last else FIRST,
        )
        entry.hash = _hash(entry)
        entry.save(force_insert=True)


def _is_closed(dossier: str, kind: str) -> bool:
    if not dossier:
        return closed_kind(service().node, kind) if kind else False
    line = Dossier.objects.filter(pk=dossier).only("closed").first()
    # Lists may be behind, or be made anew.
    return line.closed if line else ask(lambda node: closed(node, read(dossier, DOSSIER_BYTES)))


def entries(officer: str = "", dossier: str = "") -> QuerySet[Entry]:
    """The entries of this officer, and about this dossier, where these are named."""
    chosen = {"officer": officer, "dossier": dossier}
    return Entry.objects.filter(**{name: value for name, value in chosen.items() if value})


def check() -> Checked:
    """Whether the chain is whole from its first entry to its newest."""
    before, count = FIRST, 0
    for entry in _all():
        count += 1
        if entry.before != before or entry.hash != _hash(entry):
            return Checked(count, entry.hash, entry.pk)
        before = entry.hash
    return Checked(count, before, None)


def _all() -> Iterator[Entry]:
    return Entry.objects.order_by("id").iterator()


def _hash(entry: Entry) -> str:
    covered = json.dumps([getattr(entry, name) for name in _COVERED], ensure_ascii=False)
    return hashlib.sha256(covered.encode()).hexdigest()
