"""Which signers of certificates this node's state trusts, by the registers that it is in.

A signer is announced by an authority of its own state, and trusted or not by each other state alone. What counts here
is what authorities of our own state said: those whom they trust, and those whom they announced themselves. One of them
that does not trust a signer is enough to leave it out. Trust is in the texts that were seen when it was said: a renewed
certificate counts once it was trusted again.

No kind is named here: a register of signers is one whose items have texts with the fields `FIELDS`, and stand where
the words below say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from lintas.crypto.errors import CryptoError
from lintas.dossier.grammar import Kind
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.position import Position
from lintas.node.aside import Aside
from lintas.node.brought import brings, counts, said
from lintas.node.files import DamagedFile, is_file, read_file
from lintas.node.ports import Chunks, StoredAct
from lintas.node.state import Node
from lintas.node.tree import NoSuchChunk
from lintas.wire.limits import KIB

FIELDS: Final = frozenset({"certificate", "form", "sorts", "until"})
"""What a text of an item says: the certificate (a file), its form, what it may attest, and the last day of all that."""
ANNOUNCING, ANNOUNCED = "announcing", "announced"
RELYING, TRUSTS, DISTRUSTS = "relying", "trusts", "distrusts"
CERTIFICATE_BYTES_MAX: Final = 16 * KIB


@dataclass(frozen=True, slots=True)
class TrustedSigner:
    """A signer that our state trusts: for what, until which day, who announced it, who of ours trusts it.

    `certificate` is its file as it was sent, empty where that is not here or too long.
    """

    form: str
    sorts: frozenset[str]
    until: str
    announced_by: str
    state: str
    trusted_by: tuple[str, ...]
    certificate: bytes = b""


def lists_signers(kind: Kind) -> bool:
    """Whether dossiers of the kind are registers of signers."""
    return bool(_texts(kind))


def signers(node: Node, dossiers: Iterable[bytes]) -> Aside:
    """The signers in these dossiers that our state trusts today, each with its certificate: a tuple."""
    today = datetime.fromtimestamp(node.clock() / 1000, UTC).date().isoformat()
    found, chunks = [each for dossier in dossiers for each in _of_dossier(node, dossier, today)], node.chunks

    def work() -> tuple[TrustedSigner, ...]:
        return tuple(replace(signer, certificate=_certificate(chunks, file)) for signer, file in found)

    return Aside(work, lambda node, done: done)


Found = tuple[TrustedSigner, Mapping[str, Any]]
"""A signer, and the file that is its certificate."""


def _of_dossier(node: Node, dossier: bytes, today: str) -> Iterator[Found]:
    replica = node.folded(dossier)
    texts_by = _texts(replica.kind) if replica else frozenset[str]()
    if replica is None or not texts_by:
        return
    now, stored = replica.now(), {row.id: row for row in node.store.acts(dossier)}
    done = [found for each in stored if (found := replica.graph.nodes.get(each)) and counts(now, found)]
    for item in now.items:
        texts = [each for each in done if brings(each, item, texts_by)]
        if texts and not now.over(item):
            yield from _of_item(node, now, item, texts, stored, today)


def _of_item(
    node: Node, now: Position, item: bytes, texts: list[GraphNode], stored: Mapping[bytes, StoredAct], today: str
) -> Iterator[Found]:
    ours = node.federation.state(node.id)
    trusting = _ours_that_stand(node, now, item, (RELYING, TRUSTS), ours)
    announcing = _ours_that_stand(node, now, item, (ANNOUNCING, ANNOUNCED), ours)
    if _ours_that_stand(node, now, item, (RELYING, DISTRUSTS), ours):
        return
    for text in texts:
        author = text.act.header.author
        who = {party for party, by in trusting if by.saw(text)} | {party for party, _ in announcing if party == author}
        says = said(node, stored[text.act.id])
        if who and says.keys() >= FIELDS and str(says["until"]) >= today:
            code, state = node.federation.code, node.federation.state(author)
            sorts, trusted_by = frozenset(map(str, says["sorts"])), tuple(sorted(map(code, who)))
            signer = TrustedSigner(str(says["form"]), sorts, str(says["until"]), code(author), state, trusted_by)
            yield signer, says["certificate"]


def _ours_that_stand(
    node: Node, now: Position, item: bytes, where: tuple[str, str], state: str
) -> list[tuple[bytes, GraphNode]]:
    """The authorities of our state, ourselves among them, that stand there, each with the act that brought it there."""
    role, stand = where
    return [
        (party, story.by)
        for party in now.held(item, role)
        if party == node.id or (state and node.federation.state(party) == state)
        for story in now.stories(item, role, party)
        if story.stand == stand
    ]


def _texts(kind: Kind) -> frozenset[str]:
    """The verbs that bring the text of a signer."""
    verbs = (verb for types in kind.item.walk() for verb in types[-1].verbs)
    return frozenset(verb.name for verb in verbs if verb.says.fields().keys() >= FIELDS)


def _certificate(chunks: Chunks, file: Mapping[str, Any]) -> bytes:
    """The whole file; nothing where it is not here, or longer than a certificate."""
    if not is_file(file) or file["bytes"] > CERTIFICATE_BYTES_MAX:
        return b""
    try:
        return b"".join(read_file(chunks, file))
    except (NoSuchChunk, DamagedFile, CryptoError):
        return b""
