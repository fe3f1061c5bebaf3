"""A recall or a release is shown, answered for by a touch, and made as it was shown: for these acts and no others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from lintas.dossier.control import Erasure, erasure_fields
from lintas.dossier.officer_errors import NotInShift, TooFewOfficers, WrongChallenge
from lintas.dossier.officers import APPROVER, Answer
from lintas.node.desk import UnknownOfficer, dismiss, officer
from lintas.node.export import export
from lintas.node.obey import obey
from lintas.node.prepare import AlreadySealed, MethodNotEnough, NotAsPrepared, Wanted
from lintas.node.prepare_saying import (
    PreparedSaying,
    make_prepared,
    prepare_recall,
    prepare_release,
    read_prepared_saying,
    wanted_saying,
    write_prepared_saying,
)
from lintas.node.presence import by_session, by_shift
from lintas.node.recall import NotRecallable, RecallOrder
from lintas.node.release import NotReleasable, ReleaseOrder
from lintas.node.show import show
from lintas.node.verify_export import verify_export
from lintas.wire.errors import Malformed
from tests.node.at_console import Console
from tests.node.recalling import fetch_bodies
from tests.support.federation import Federation3

pytestmark = pytest.mark.slow


class Desk(Console):
    """The desk of aa, which has said something to bb twice."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.said = [self.seal(made, self.touch("one", made)).act for made, _ in (self.say(), self.say())]
        self.fed.settle()

    def recall(self, *acts: bytes) -> tuple[PreparedSaying, Wanted]:
        return prepare_recall(self.node, self.line, RecallOrder(acts, "the name is another's", ()))

    def release(self, *acts: bytes) -> tuple[PreparedSaying, Wanted]:
        return prepare_release(self.node, self.line, ReleaseOrder((self.fed.id("cc-ca"),), acts, (), "for the shift"))

    def make(self, prepared: PreparedSaying, *answers: Answer) -> bytes:
        done = make_prepared(self.node, prepared, answers)
        self.node.commit()
        self.fed.settle()
        fetch_bodies(self.fed, "cc-ca", "aa-ca")
        return done.act


Prepare = Callable[[Desk, bytes], tuple[PreparedSaying, Wanted]]
BOTH = pytest.mark.parametrize("prepare", [Desk.recall, Desk.release], ids=["recall", "release"])


@pytest.fixture
def at() -> Desk:
    return Desk()


@BOTH
def test_what_was_shown_is_made_by_a_touch_that_every_reader_checks(at: Desk, prepare: Prepare) -> None:
    prepared, needed = prepare(at, at.said[0])
    assert (needed.persons, needed.methods) == (1, ("passkey",))
    assert (prepared.acts, prepared.because) == ((at.said[0],), prepared.fields["because"])
    done = at.make(prepared, at.touch("one", prepared))
    reader = at.fed.nodes["bb-ca" if prepare is Desk.recall else "cc-ca"]
    (line,) = (each for each in show(reader, at.line).acts if each.id == done)
    assert line.officers == {officer(at.node, "one").certificate.pseudonym: "author, by touching a passkey"}
    report = verify_export(export(reader, at.line))
    assert report.ok, report.findings


def test_a_recall_by_touch_is_carried_out(at: Desk) -> None:
    prepared, _ = at.recall(at.said[0])
    at.make(prepared, at.touch("one", prepared))
    for code in ("aa-ca", "bb-ca"):
        obey(at.fed.nodes[code])
        acts = {each.id: each for each in show(at.fed.nodes[code], at.line).acts}
        assert acts[at.said[0]].says is None
        assert acts[at.said[1]].says is not None


def test_a_release_by_touch_is_read_by_the_newcomer(at: Desk) -> None:
    prepared, _ = at.release(at.said[0])
    at.make(prepared, at.touch("one", prepared))
    says = {each.id: each.says for each in show(at.fed.nodes["cc-ca"], at.line).acts}
    assert says[at.said[0]] is not None
    assert says[at.said[1]] is None


@BOTH
def test_a_touch_for_other_acts_makes_nothing(at: Desk, prepare: Prepare) -> None:
    one, _ = prepare(at, at.said[0])
    for other in (prepare(at, at.said[1])[0], replace(one, acts=(at.said[1],)), replace(one, salt=b"s" * 16)):
        assert other.challenge != one.challenge
        with pytest.raises((WrongChallenge, NotAsPrepared)):
            at.make(other, at.touch("one", one))
    assert not at.node.pending.acts


@BOTH
@pytest.mark.parametrize("changes", [{"language": "vi"}, {"purpose": "another"}, {"after": 0}])
def test_not_a_byte_of_what_was_shown_may_be_another(at: Desk, prepare: Prepare, changes: dict[str, Any]) -> None:
    prepared, _ = prepare(at, at.said[0])
    with pytest.raises(WrongChallenge):
        at.make(replace(prepared, **changes), at.touch("one", prepared))


def test_what_officers_answer_for_names_the_acts_beside_the_nonce(at: Desk) -> None:
    prepared, _ = at.recall(at.said[0])
    said = prepared.statement
    other = replace(said, control=erasure_fields(Erasure((at.said[1],))))
    assert other.challenge() != said.challenge()
    assert prepared.challenge == said.challenge()


@BOTH
def test_a_word_or_a_shift_does_not_take_back_or_give(at: Desk, prepare: Prepare) -> None:
    prepared, _ = prepare(at, at.said[0])
    with pytest.raises(MethodNotEnough):
        at.make(prepared, by_session(at.node, "one", "author", prepared))
    at.shift()
    with pytest.raises(NotInShift):
        by_shift(at.node, "one", "author", prepared)


def test_in_an_exercise_every_method_suffices_but_a_shift_which_is_for_verbs() -> None:
    desk = Desk(fed=Federation3.build(["aa-ca", "bb-ca", "cc-ca"], kinds=["hotline"]))
    assert desk.recall(desk.said[0])[1].methods == ("passkey", "session", "totp")


@BOTH
def test_it_is_made_once_and_by_who_is_in_service(at: Desk, prepare: Prepare) -> None:
    prepared, _ = prepare(at, at.said[0])
    given = at.touch("one", prepared)
    again = read_prepared_saying(write_prepared_saying(prepared))
    assert again == prepared
    at.make(again, given)
    with pytest.raises(AlreadySealed):
        at.make(prepared, given)
    with pytest.raises((NotRecallable, NotReleasable)):
        wanted_saying(at.node, prepared)
    other, _ = prepare(at, at.said[1])
    given = at.touch("one", other)
    dismiss(at.node, "one")
    with pytest.raises(UnknownOfficer):
        at.make(other, given)


def test_as_many_answer_as_for_what_is_recalled(at: Desk) -> None:
    closing, _ = at.close()
    at.seal(closing, at.touch("one", closing), at.touch("two", closing, APPROVER))
    (closed,) = {each.id for each in show(at.node, at.line).acts if each.verb == "close our end"}
    prepared, needed = at.recall(closed)
    assert needed.persons == 2
    with pytest.raises(TooFewOfficers):
        at.make(prepared, at.touch("one", prepared))
    at.make(prepared, at.touch("one", prepared), at.touch("two", prepared, APPROVER))


@pytest.mark.parametrize("changes", [{4: 0}, {4: 5}, {5: [b"short"]}, {7: {1: "because"}}, {1: 2}])
def test_what_is_no_recall_and_no_release_is_not_read(at: Desk, changes: Mapping[int, Any]) -> None:
    from lintas.wire import cbor

    whole = cbor.decode(write_prepared_saying(at.recall(at.said[0])[0]), size_max=10_000)
    with pytest.raises(Malformed):
        read_prepared_saying(cbor.encode({**whole, **changes}))
