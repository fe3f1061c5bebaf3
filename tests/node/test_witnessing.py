"""Checkpoints, and nodes as witnesses of each other's logs."""

from __future__ import annotations

import logging

import pytest

from lintas.crypto.errors import BadSignature
from lintas.log.both import cosign_both, cosigned_both, issue_both, read_both
from lintas.log.checkpoint import Checkpoint, parse_text
from lintas.log.cosignature import cosignature
from lintas.log.errors import Forked, HalfSigned, LogError, Rewound, RootMismatch, Unsigned
from lintas.log.note import parse
from lintas.log.submission import Submission
from lintas.node.leaves import Leaves
from lintas.node.state import Node
from lintas.node.witnessing import Asked, NoCheckpoint, ask, checkpoint, serve, take
from lintas.store.memory import MemoryStore
from lintas.sync.envelope import Envelope, WrongNonce, write
from lintas.sync.witness import COSIGN_KIND, COSIGNED_KIND, Cosigned, cosign_fields, cosigned_fields, origin_of
from tests.support.federation import Federation3

CODES = ("aa-ca", "bb-ca", "cc-pol")
TERMS = {"purpose": "Stolen boats", "basis": "Agreement of the invented states"}


@pytest.fixture
def fed() -> Federation3:
    return Federation3.build(CODES, kinds=("exchange",))


def grow(fed: Federation3, times: int = 1, code: str = "aa-ca") -> None:
    for _ in range(times):
        fed.open(code, "exchange", "open", TERMS, {"member": ("bb-ca",)})


def fresh(node: Node) -> bytes:
    note = checkpoint(node)
    node.commit()
    return note


def cosign(fed: Federation3, code: str, peer: str, known_size: int = 0) -> tuple[Asked, Cosigned]:
    node, witness = fed.nodes[code], fed.nodes[peer]
    asked = ask(node, witness.id, known_size)
    reply = serve(witness, asked.data)
    witness.commit()
    answer = take(node, asked, reply)
    node.commit()
    return asked, answer


def line_of(node: Node, witness: Node) -> int:
    newest = node.store.checkpoint()
    assert newest is not None
    authority = witness.identity.authority
    return cosigned_both(node.suite, newest[1], name=origin_of(authority), key=authority.log_key).time_s


def test_checkpoint_is_new_only_if_the_log_grew(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    empty = fresh(node)
    grow(fed)
    first = checkpoint(node)
    assert first != empty
    assert checkpoint(node) == first
    assert node.store.checkpoint() == (0, empty)
    node.commit()
    assert checkpoint(node) == first
    assert not node.pending
    found = read_both(fed.suite, first, origin="lintas/aa-ca", key=node.identity.authority.log_key)
    assert (found.size, found.root) == (node.frontier.size, node.frontier.root())


def test_checkpoint_refuses_a_store_that_is_not_what_it_was(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    assert isinstance(node.store, MemoryStore)
    grow(fed)
    early = node.store.snapshot()
    grow(fed)
    fresh(node)
    notes = dict(node.store.checkpoints())
    node.store.restore(early)
    with node.store.batch() as batch:
        batch.set_checkpoint(2, notes[2])
    node.forget()
    with pytest.raises(Rewound):
        checkpoint(node)
    grow(fed)
    with pytest.raises(Forked):
        checkpoint(node)


def test_cosignatures_of_two_are_merged(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    grow(fed, 3)
    fresh(node)
    for peer in ("bb-ca", "cc-pol"):
        _, answer = cosign(fed, "aa-ca", peer)
        assert answer.size == 3
        assert line_of(node, fed.nodes[peer]) * 1000 <= fed.clock.now_ms
    newest = node.store.checkpoint()
    assert newest is not None
    assert len(parse(newest[1]).signatures) == 6
    cosign(fed, "aa-ca", "bb-ca", 3)
    assert node.store.checkpoint() == newest


def test_answer_tells_the_size_so_that_the_next_request_fits(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    grow(fed, 3)
    fresh(node)
    cosign(fed, "aa-ca", "bb-ca")
    grow(fed, 4)
    fresh(node)
    _, answer = cosign(fed, "aa-ca", "bb-ca")
    assert answer == Cosigned(3, b"")
    with pytest.raises(Unsigned):
        line_of(node, fed.nodes["bb-ca"])
    _, answer = cosign(fed, "aa-ca", "bb-ca", answer.size)
    assert (answer.size, bool(answer.line)) == (7, True)
    assert line_of(node, fed.nodes["bb-ca"])


def test_leaves_may_be_kept(fed: Federation3) -> None:
    node, witness, leaves = fed.nodes["aa-ca"], fed.nodes["bb-ca"], Leaves()
    known = 0
    for _ in range(4):
        grow(fed, 2)
        fresh(node)
        asked = ask(node, witness.id, known, leaves)
        known = take(node, asked, serve(witness, asked.data)).size
        witness.commit()
        node.commit()
        assert known == node.store.size()
    assert line_of(node, witness)


def test_who_has_no_lasting_key_cosigns_and_is_cosigned() -> None:
    fed = Federation3.build(CODES, kinds=("exchange",), short=("aa-ca", "cc-pol"))
    grow(fed)
    fresh(fed.nodes["aa-ca"])
    for peer, lines in (("bb-ca", 3), ("cc-pol", 4)):
        assert cosign(fed, "aa-ca", peer)[1].line
        newest = fed.nodes["aa-ca"].store.checkpoint()
        assert newest is not None
        assert len(parse(newest[1]).signatures) == lines


def test_a_peer_is_offered_the_lines_of_the_log_alone(fed: Federation3) -> None:
    grow(fed)
    note = fresh(fed.nodes["aa-ca"])
    cosign(fed, "aa-ca", "bb-ca")
    assert ask(fed.nodes["aa-ca"], fed.id("cc-pol")).note == note


def test_witness_refuses_a_checkpoint_with_one_of_two_signatures(fed: Federation3) -> None:
    """Who can forge Ed25519 signatures, or ML-DSA-44 ones, gets nothing cosigned."""
    node, witness = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    grow(fed)
    text, lines = fresh(node).split(b"\n\n")
    for line in lines.splitlines(keepends=True):
        head = Envelope(node.id, witness.id, node.entropy(16), fed.clock())
        submission = Submission(0, (), text + b"\n\n" + line)
        with pytest.raises(HalfSigned):
            serve(witness, write(node.identity.signer, COSIGN_KIND, head, cosign_fields(submission)))
        assert not witness.pending


def test_an_answer_with_one_of_two_signatures_is_not_taken(fed: Federation3) -> None:
    node, witness = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    grow(fed)
    note = fresh(node)
    asked = ask(node, witness.id)
    both = cosign_both(witness.identity.log_signer, "lintas/bb-ca", parse_text(parse(note).text), fed.clock() // 1000)
    for line in both.splitlines(keepends=True):
        reply = Envelope(witness.id, node.id, asked.envelope.nonce, fed.clock())
        told = write(witness.identity.signer, COSIGNED_KIND, reply, cosigned_fields(Cosigned(1, line)))
        with pytest.raises(HalfSigned):
            take(node, asked, told)
        assert not node.pending


def test_nothing_to_cosign_before_there_is_a_durable_checkpoint(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    checkpoint(node)
    with pytest.raises(NoCheckpoint):
        ask(node, fed.id("bb-ca"))


def rewind(fed: Federation3, grows: int) -> Node:
    """A node that a witness has seen at size 4, restored to size 2, and grown again."""
    node = fed.nodes["aa-ca"]
    assert isinstance(node.store, MemoryStore)
    grow(fed, 2)
    early = node.store.snapshot()
    grow(fed, 2)
    fresh(node)
    cosign(fed, "aa-ca", "bb-ca")
    node.store.restore(early)
    node = fed.restart("aa-ca")
    grow(fed, grows)
    fresh(node)
    return node


@pytest.mark.parametrize(
    ("grows", "known", "error"), [(0, 0, Rewound), (1, 0, Rewound), (2, 0, Forked), (2, 4, Forked)]
)
def test_witness_refuses_a_rewound_or_forked_log(
    fed: Federation3, grows: int, known: int, error: type[LogError], caplog: pytest.LogCaptureFixture
) -> None:
    node, witness = rewind(fed, grows), fed.nodes["bb-ca"]
    before = witness.store.witnessed("lintas/aa-ca")
    with pytest.raises(error):
        serve(witness, ask(node, witness.id, known).data)
    assert [(r.levelno, "aa-ca" in r.getMessage()) for r in caplog.records] == [(logging.CRITICAL, True)]
    assert not witness.pending
    assert witness.store.witnessed("lintas/aa-ca") == before


def test_witness_refuses_a_fork_that_outgrew_what_it_knows(fed: Federation3) -> None:
    node, witness = rewind(fed, 5), fed.nodes["bb-ca"]
    _, answer = cosign(fed, "aa-ca", "bb-ca")
    assert answer == Cosigned(4, b"")
    with pytest.raises(RootMismatch):
        serve(witness, ask(node, witness.id, 4).data)


def test_owner_learns_that_it_was_rewound(fed: Federation3) -> None:
    node, witness = rewind(fed, 0), fed.nodes["bb-ca"]
    asked = ask(node, witness.id)
    reply = Envelope(witness.id, node.id, asked.envelope.nonce, fed.clock())
    told = write(witness.identity.signer, COSIGNED_KIND, reply, cosigned_fields(Cosigned(4, b"")))
    with pytest.raises(Rewound):
        take(node, asked, told)


def test_line_leaves_only_with_what_was_seen(fed: Federation3) -> None:
    """A witness that loses its commit has not seen the checkpoint, and one that has kept it holds to it."""
    node, witness = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    grow(fed)
    fresh(node)
    serve(witness, ask(node, witness.id).data)
    assert witness.store.witnessed("lintas/aa-ca") is None
    witness.forget()
    serve(witness, ask(node, witness.id).data)
    with pytest.raises(Forked):
        serve(witness, forked(fed, node, witness))
    witness.commit()
    with pytest.raises(Forked):
        serve(fed.restart("bb-ca"), forked(fed, node, witness))


def forked(fed: Federation3, node: Node, witness: Node) -> bytes:
    note = issue_both(node.identity.log_signer, Checkpoint("lintas/aa-ca", 1, b"\x07" * 32), fed.clock() // 1000)
    head = Envelope(node.id, witness.id, node.entropy(16), fed.clock())
    return write(node.identity.signer, COSIGN_KIND, head, cosign_fields(Submission(0, (), note)))


def test_another_cannot_offer_a_log_that_is_not_its_own(fed: Federation3) -> None:
    node, witness, thief = (fed.nodes[code] for code in CODES)
    grow(fed)
    note = fresh(node)
    head = Envelope(thief.id, witness.id, thief.entropy(16), fed.clock())
    data = write(thief.identity.signer, COSIGN_KIND, head, cosign_fields(Submission(0, (), note)))
    with pytest.raises(LogError):
        serve(witness, data)
    assert not witness.pending


def test_request_is_answered_once(fed: Federation3) -> None:
    node, witness = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    fresh(node)
    data = ask(node, witness.id).data
    serve(witness, data)
    with pytest.raises(WrongNonce):
        serve(witness, data)


@pytest.mark.parametrize("by", ["cc-pol", "aa-ca"])
def test_made_up_line_is_not_merged(fed: Federation3, by: str) -> None:
    node, witness = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    grow(fed)
    note = fresh(node)
    asked = ask(node, witness.id)
    reply = Envelope(witness.id, node.id, asked.envelope.nonce, fed.clock())
    line = cosignature(fed.nodes[by].identity.signer, "lintas/bb-ca", parse(note).text, 1_790_000_000)
    told = write(witness.identity.signer, COSIGNED_KIND, reply, cosigned_fields(Cosigned(1, line)))
    with pytest.raises((Unsigned, BadSignature)):
        take(node, asked, told)
    assert not node.pending
