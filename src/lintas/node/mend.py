"""Mending: finding which acts a peer has and this node lacks, step by step, and what to ask for.

A walk asks for dossiers, then for the chains of those that differ, then for the acts of the chains that differ; it
goes no deeper than it must. Each node mends itself alone: what the peer lacks, the peer finds with a walk of its own.
What a walk found and fetching did not bring (an act refused here, a body for somebody else) is left until either
digest changes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.sealing import begins_epoch, epoch_of, is_plain
from lintas.node.come_back import note_compared
from lintas.node.compare import refresh
from lintas.node.entitled import readers_listed, released_to
from lintas.node.expire import outside
from lintas.node.owed import owed
from lintas.node.raw import Raw
from lintas.node.sets import chain_key
from lintas.node.state import Node
from lintas.sync.compare import COMPARE_KIND, COMPARED_KIND, LEFT, Question, Row, question_fields, read_answer
from lintas.sync.envelope import Envelope, check_reply, read, write
from lintas.wire.identifiers import NULL16
from lintas.wire.limits import LIMITS

_SEQUENCE_BYTES = 8


class Walk:
    """One comparison with one peer, in questions and answers."""

    def __init__(self, peer: bytes) -> None:
        """Not begun."""
        self._peer = peer
        self._questions = deque([Question()])
        # By the nonce of the request.
        self._asked: dict[bytes, Question] = {}
        self._missing: dict[bytes, dict[bytes, None]] = {}
        self._ours: set[bytes] = set()
        self.whole = True
        """Whether each question was answered."""
        self.behind: list[bytes] = []
        """Acts of ours that the peer lacks in dossiers that we left: it alone takes us for a party there, so that it
        finds them nowhere.
        """

    def ask(self, node: Node) -> tuple[Envelope, bytes] | None:
        """The next question; None when there is none left."""
        if not self._questions:
            return None
        envelope = Envelope(node.id, self._peer, node.entropy(16), node.clock())
        question = self._asked[envelope.nonce] = self._questions.popleft()
        return envelope, write(node.speaker(envelope.recipient), COMPARE_KIND, envelope, question_fields(question))

    def take(self, node: Node, request: Envelope, data: bytes) -> None:
        """What the answer leads to; raises as `envelope.read` and `check_reply`."""
        reply, fields = read(node.suite, node.federation, COMPARED_KIND, data, to=node.id)
        check_reply(request, reply)
        answer, question = read_answer(fields), self._asked.pop(request.nonce)
        if not refresh(node):
            # The store was read anew on the way: what is here is counted first, and then compared again.
            self._questions.clear()
            self.whole = False
            return
        if answer.more and answer.rows and answer.rows[-1].key > question.after:
            self._questions.append(replace(question, after=answer.rows[-1].key))
        if question.dossier == NULL16:
            self._questions += self._dossiers(node, answer.rows)
        elif not question.chain:
            self._questions += _chains(node, question, answer.rows)
            self.behind += _left_behind(node, question, self._peer, answer.rows)
        else:
            self._acts(node, question, answer.rows)

    def missing(self) -> Iterator[tuple[bytes, tuple[bytes, ...]]]:
        """What to fetch: a dossier and as many acts of it as go into one request."""
        for dossier, acts in self._missing.items():
            named = tuple(acts)
            for start in range(0, len(named), LIMITS.bundle_items_max):
                yield dossier, named[start : start + LIMITS.bundle_items_max]

    def ended(self, node: Node) -> None:
        """What it found missing was asked for: whether all of ours that the peer has is here now is noted."""
        if self.whole and not self._questions and all(map(node.store.act, self._ours)):
            note_compared(node, self._peer)

    def _dossiers(self, node: Node, rows: tuple[Row, ...]) -> Iterator[Question]:
        for row in rows:
            if row.upto == LEFT and not node.sets.shares(row.key, self._peer):
                continue  # Both know that the peer left.
            if len(row.key) == len(NULL16) and row.key != NULL16 and node.sets.of(row.key) != row.held:
                yield Question(row.key)
            elif node.raw(row.key):
                node.sets.share(row.key, self._peer)

    def _acts(self, node: Node, question: Question, rows: tuple[Row, ...]) -> None:
        known = node.known(question.dossier)
        acts = known.acts if isinstance(known, Raw) else known.graph.nodes if known else {}
        parked = set() if known is None or isinstance(known, Raw) else known.waiting.keys()
        for row in rows:
            act = row.key[_SEQUENCE_BYTES:]
            if act not in acts and act not in parked and act not in node.staged:
                self._missing.setdefault(question.dossier, {})[act] = None
            if question.chain.startswith(node.id):
                self._ours.add(act)


def _chains(node: Node, question: Question, rows: tuple[Row, ...]) -> Iterator[Question]:
    """Chains that differ; of one that is whole here up to some act, only what comes behind that, unless the peer has
    more acts of it than there are sequence numbers: a fork may have begun before.
    """
    known = node.known(question.dossier)
    ours = {row.key: row for row in node.sets.chains(question.dossier, known)} if known else {}
    for row in rows:
        here = ours.get(row.key)
        if here is None or here.held != row.held:
            forked = row.held.count > row.upto
            whole = here is not None and not forked and here.held.count == here.upto < row.upto
            after = here.upto.to_bytes(_SEQUENCE_BYTES, "big") + b"\xff" * 32 if here and whole else b""
            yield Question(question.dossier, row.key, after)


def _left_behind(node: Node, question: Question, peer: bytes, theirs: tuple[Row, ...]) -> Iterator[bytes]:
    """Of a dossier of which we are no party, our acts that are in no chain of the peer, which is owed them."""
    replica, upto = node.folded(question.dossier), {row.key: row.upto for row in theirs}
    if replica is None or not outside(node, question.dossier):
        return
    for found in replica.graph.nodes.values():
        header, there = found.act.header, upto.get(chain_key(found.act), 0)
        if header.author == node.id and header.sequence > there and owed(replica, found, peer):
            yield found.act.id


def bodies(node: Node, peer: bytes) -> dict[bytes, tuple[bytes, ...]]:
    """Acts that are here without a body which is for this node and which the peer may have: what to ask it for."""
    found: dict[bytes, list[bytes]] = {}
    for act in node.lacking.due(peer, node.clock(), LIMITS.bundle_items_max):
        if outside(node, dossier_of(act)):
            # Nobody serves it to us: it is left until it is due again, when we may be a party again.
            continue
        if _for_us(node, act):
            found.setdefault(dossier_of(act), []).append(act.id)
        else:
            node.lacking.drop(act)
    return {dossier: tuple(acts) for dossier, acts in found.items()}


def _for_us(node: Node, act: Act) -> bool:
    """Whether the key is here, or perhaps comes with the body."""
    if is_plain(act):
        return True
    if node.recalls.covers(act):
        return False
    if node.id in released_to(node, act):
        return True
    identifier = epoch_of(act) or b""
    epoch = node.epoch(dossier_of(act), identifier)
    if node.id in readers_listed(node, act) or (epoch is not None and epoch.key is not None):
        return True
    if epoch is not None:
        return False
    # Where the act that began the epoch was recalled before it came, nobody learns from it who the members are.
    return begins_epoch(act) or act.header.author == node.id or node.recalls.retires(act, identifier)
