"""Hostile messages to a node, signed by a party of its dossiers: each route answers or refuses with an error of
its own, and the node works on as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lintas.dossier.admission import parse_act
from lintas.node import compare, fetch, witnessing
from lintas.node.aside import at_once
from lintas.node.courier import ROUTES
from lintas.node.deliver import next_batch
from lintas.node.group import Groups
from lintas.node.refusals import body_of, status_of
from lintas.node.state import Node
from lintas.node.steps import CHUNK, COMPARE, FETCH, LINK, PING, WITNESS
from lintas.sync.compare import COMPARE_KIND, Question, question_fields
from lintas.sync.envelope import Envelope, write
from lintas.transport.server import Reply
from lintas.wire import cbor
from tests.conformance.messages import chunk_request
from tests.conformance.mutations import Nested, mutated
from tests.support.evidence import TERMS, Matter, matter

ROUTE = {"link": LINK, "fetch": FETCH, "chunk": CHUNK, "cosign": WITNESS, "ping": PING, "compare": COMPARE}
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


@dataclass
class Table:
    """bb is asked; aa, a party of the same dossier, is hostile."""

    found: Matter

    @property
    def hostile(self) -> Node:
        return self.found.fed.nodes["aa-ca"]

    @property
    def asked(self) -> Node:
        return self.found.fed.nodes["bb-ca"]

    def good(self) -> dict[str, bytes]:
        """A good request for each route."""
        us, them, dossier = self.hostile, self.asked.id, self.found.dossier
        acts = [parse_act(row.signed).act for row in us.store.acts(dossier)]
        act = next(act for act in acts if act.header.attachments)
        self.found.fed.act("aa-ca", dossier, "change the terms", TERMS)
        sent = next_batch(us, them)
        assert sent
        question = question_fields(Question(dossier, us.id + us.incarnation.to_bytes(8, "big")))
        return {
            "link": sent.data,
            "fetch": fetch.ask(us, them, dossier)[1],
            "chunk": chunk_request(us, self.asked, act),
            "cosign": witnessing.ask(us, them).data,
            "ping": compare.ask(us, them)[1],
            "compare": write(us.identity.signer, COMPARE_KIND, self.envelope(), question),
        }

    def envelope(self) -> Envelope:
        return Envelope(self.hostile.id, self.asked.id, self.hostile.entropy(16), self.asked.clock())

    def fresh(self, message: Nested) -> None:
        """A nonce and a time of now, so that what is looked at is what comes behind them."""
        said = message if message.kind else message.item[0]
        said.item |= {3: self.hostile.entropy(16), 4: self.asked.clock()}

    def ask(self, path: str, data: bytes) -> Reply:
        """As the worker of a node does."""
        groups = Groups(self.asked)
        (outcome,) = groups.run([lambda node: at_once(node, ROUTES[path](node, data))])
        groups.commit()
        if outcome.refusal:
            assert str(outcome.refusal)
            return Reply(status_of(outcome.refusal), body_of(outcome.refusal))
        return Reply(200, outcome.result)


@pytest.fixture(scope="module")
def table() -> Table:
    return Table(matter())


@pytest.fixture(scope="module")
def good(table: Table) -> dict[str, bytes]:
    return table.good()


def check(table: Table, seed: bytes, rule: str, data: st.DataObject) -> None:
    signers: dict[bytes, Any] = {table.hostile.id: table.hostile.identity.signer}
    reply = table.ask(ROUTE[rule], data.draw(mutated([seed], signers, table.fresh)))
    assert reply.status in {200, 400, 403, 429, 503}
    assert cbor.decode(reply.body, size_max=1 << 23, tags=(18,)) is not None


@pytest.mark.slow
@pytest.mark.parametrize("rule", ROUTE)
def test_a_good_request_is_answered(table: Table, good: dict[str, bytes], rule: str) -> None:
    assert table.ask(ROUTE[rule], good[rule]).status == 200


@pytest.mark.slow
@pytest.mark.parametrize("rule", ROUTE)
@given(data=st.data())
@settings(max_examples=120, suppress_health_check=QUIET)
def test_a_route_answers_or_refuses(table: Table, good: dict[str, bytes], rule: str, data: st.DataObject) -> None:
    check(table, good[rule], rule, data)


@pytest.mark.soak
@pytest.mark.parametrize("rule", ROUTE)
@given(data=st.data())
@settings(suppress_health_check=QUIET)
def test_a_route_for_long(table: Table, good: dict[str, bytes], rule: str, data: st.DataObject) -> None:
    check(table, good[rule], rule, data)


@pytest.mark.slow
def test_the_node_works_on(table: Table, good: dict[str, bytes]) -> None:
    """After all this, what was said before stands, and the next act is taken."""
    fed, before = table.found.fed, table.asked.store.size()
    fed.act("aa-ca", table.found.dossier, "change the terms", TERMS)
    fed.settle()
    assert table.asked.store.size() > before
    assert table.asked.replica(table.found.dossier).tips() == table.hostile.replica(table.found.dossier).tips()
