"""What is shown is what is sealed: prepared acts, answered for in people's own time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lintas.crypto.errors import BadSignature
from lintas.dossier.admission import parse_act
from lintas.dossier.officer_errors import NotCertified, TooFewOfficers, UnknownPasskey, WrongChallenge
from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.node.desk import UnknownOfficer, dismiss, officer, renew
from lintas.node.enrol import remove
from lintas.node.export import export
from lintas.node.order import BadBody, NotAParty, NotOpen, ReachesNobody
from lintas.node.prepare import (
    AlreadySealed,
    MethodNotEnough,
    NotAsPrepared,
    prepare,
    read_prepared,
    seal_prepared,
    wanted,
    write_prepared,
)
from lintas.node.presence import by_code, by_passkey, by_session, by_shift
from lintas.node.reading import audience_of, read
from lintas.node.show import show
from lintas.node.state import UnknownDossier, UnknownKind
from lintas.node.verify_export import verify_export
from lintas.wire import cbor
from lintas.wire.errors import Malformed
from tests.node.at_console import MESSAGE, TERMS, Console
from tests.support.federation import Federation3


@pytest.fixture
def at() -> Console:
    return Console()


def test_what_was_shown_is_sealed_to_whom_it_was_shown_and_readers_see_how_it_was_answered_for(at: Console) -> None:
    prepared, needed = at.say()
    assert (needed.persons, needed.methods) == (1, ("passkey", "shift"))
    assert prepared.order.audience == (at.fed.id("bb-ca"),)
    done = at.seal(prepared, at.touch("one", prepared))
    row = at.node.store.act(done.act)
    assert row
    _, content = read(at.node, row)
    assert (content.fields, content.nonce) == (MESSAGE, prepared.nonce)
    assert audience_of(at.node, parse_act(row.signed).act) == prepared.order.audience
    at.fed.settle()
    pseudonym = officer(at.node, "one").certificate.pseudonym
    for code in ("aa-ca", "bb-ca"):
        (line,) = (each for each in show(at.fed.nodes[code], at.line).acts if each.id == done.act)
        assert line.officers == {pseudonym: "author, by touching a passkey"}
    report = verify_export(export(at.fed.nodes["bb-ca"], at.line))
    assert report.ok, report.findings
    assert report.acts[-1].officers == {pseudonym: "author, by touching a passkey"}


def test_nothing_is_kept_of_what_is_only_prepared(at: Console) -> None:
    before = at.node.store.size()
    at.say()
    assert not at.node.pending
    at.node.commit()
    assert at.node.store.size() == before


def test_it_is_the_same_when_it_comes_back(at: Console) -> None:
    prepared, _ = at.say()
    again = read_prepared(write_prepared(prepared))
    assert again == prepared
    assert again.challenge == prepared.challenge
    given = at.touch("one", prepared)
    at.node = at.fed.restart("aa-ca")
    assert at.seal(again, given).judged.counted


def test_it_is_sealed_once_however_often_somebody_presses(at: Console) -> None:
    prepared, _ = at.say()
    given = at.touch("one", prepared)
    done = seal_prepared(at.node, prepared, [given])
    before = len(at.node.pending.acts)
    with pytest.raises(AlreadySealed) as caught:
        seal_prepared(at.node, prepared, [given])
    assert (caught.value.act, len(at.node.pending.acts)) == (done.act, before)
    at.node.commit()
    at.say()
    another, _ = at.say()
    at.seal(another, at.touch("one", another))
    at.node = at.fed.restart("aa-ca")
    with pytest.raises(AlreadySealed):
        at.seal(prepared, at.touch("two", prepared))
    opening, _ = prepare(at.node, None, "hotline", at.order("open the line", TERMS, to={"end": ["bb-ca"]}))
    at.seal(opening, at.touch("one", opening))
    with pytest.raises(AlreadySealed):
        at.seal(opening, at.touch("one", opening))


def test_two_drafts_of_the_same_words_are_two(at: Console) -> None:
    (one, _), (other, _) = at.say(), at.say()
    assert one.challenge != other.challenge
    with pytest.raises(WrongChallenge):
        at.seal(other, at.touch("one", one))


def test_a_second_person_answers_for_the_same_act_hours_later(at: Console) -> None:
    prepared, needed = at.close()
    assert (needed.persons, needed.methods) == (2, ("passkey",))
    first = at.touch("one", prepared)
    for answers in ([first], [first, at.touch("one", prepared, APPROVER)]):
        with pytest.raises(TooFewOfficers):
            at.seal(prepared, *answers)
    at.fed.clock.now_ms += 20 * 60 * 60 * 1000
    # What others did meanwhile is cited, and no reason to ask anew.
    at.fed.settle()
    at.fed.act("bb-ca", at.line, "come on duty")
    at.fed.settle()
    kept = read_prepared(write_prepared(prepared))
    done = at.seal(kept, first, at.touch("two", kept, APPROVER))
    at.fed.settle()
    (line,) = (each for each in show(at.fed.nodes["bb-ca"], at.line).acts if each.id == done.act)
    assert sorted(line.officers.values()) == ["approver, by touching a passkey", "author, by touching a passkey"]


@pytest.mark.parametrize(
    "changes",
    [
        {"fields": {**MESSAGE, "text": "No boat"}},
        {"verb": "test the line"},
        {"to": {"reader": ()}},
        {"re": (bytes(32),)},
        {"language": "vi"},
        {"purpose": "another"},
        {"salt": b"s" * 16},
    ],
)
def test_not_a_byte_of_it_may_be_another(at: Console, changes: dict[str, Any]) -> None:
    prepared, _ = at.say()
    given = at.touch("one", prepared)
    salt = changes.pop("salt", prepared.salt)
    tampered = replace(prepared, order=replace(prepared.order, **changes), salt=salt)
    assert tampered.challenge != prepared.challenge
    with pytest.raises((WrongChallenge, NotOpen, BadBody)):
        at.seal(tampered, given)
    with pytest.raises((WrongChallenge, NotOpen, BadBody)):
        at.seal(read_prepared(write_prepared(tampered)), given)


def test_nobody_more_reads_it_than_was_shown(at: Console) -> None:
    prepared, _ = at.say()
    both = tuple(sorted(map(at.fed.id, ("bb-ca", "cc-ca"))))
    wider = replace(prepared, order=replace(prepared.order, audience=both))
    with pytest.raises(WrongChallenge):
        at.seal(wider, at.touch("one", prepared))
    odd = replace(prepared, order=replace(prepared.order, audience=(at.node.id, *prepared.order.audience)))
    with pytest.raises(NotAsPrepared):
        at.seal(odd, at.touch("one", odd))


def test_what_is_no_longer_open_or_reaches_a_stranger_is_told_and_not_sealed(at: Console) -> None:
    prepared, _ = at.close()
    answers = at.touch("one", prepared), at.touch("two", prepared, APPROVER)
    at.fed.act("aa-ca", at.line, "hand over the desk", {"desk": "a", "to_desk": "b", "still_open": "nothing"})
    other, _ = at.close()
    at.seal(prepared, *answers)
    with pytest.raises(NotOpen):
        at.seal(other, at.touch("one", other), at.touch("two", other, APPROVER))
    with pytest.raises(NotOpen):
        at.say()


WRONG: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "a verb that there is not": ({"verb": "dance"}, NotOpen),
    "nobody reads it": ({"readers": ()}, ReachesNobody),
    "a field is missing": ({"fields": {"urgency": "now"}}, BadBody),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_sealed_is_said_when_it_is_prepared(at: Console, name: str) -> None:
    changes, cause = WRONG[name]
    said = {"verb": "say", "fields": MESSAGE, "to": {"reader": ["bb-ca"]}, **changes}
    with pytest.raises(cause):
        at.prepare(at.order(**said))


def test_a_stranger_is_no_reader_and_an_unknown_dossier_or_kind_is_named(at: Console) -> None:
    order = at.order("say", MESSAGE, to={"reader": ["bb-ca"]})
    with pytest.raises(NotAParty):
        at.prepare(replace(order, audience=(b"?" * 16,)))
    with pytest.raises(UnknownDossier):
        prepare(at.node, bytes(16), "hotline", order)
    with pytest.raises(UnknownKind):
        prepare(at.node, None, "cold line", order)


def test_a_dossier_is_opened_as_it_was_shown_by_a_touch_even_where_it_is_of_real_time(at: Console) -> None:
    order = at.order("open the line", TERMS, to={"end": ["bb-ca"]})
    prepared, needed = prepare(at.node, None, "hotline", order)
    assert needed.methods == ("passkey",)
    with pytest.raises(WrongChallenge):
        at.seal(replace(prepared, salt=bytes(16)), at.touch("one", prepared))
    done = at.seal(prepared, at.touch("one", prepared))
    assert done.dossier != at.line
    assert at.node.replica(done.dossier).kind.name == "hotline"
    for wrong in (at.order("say", MESSAGE), at.order("open the line", TERMS, to={"chief": ["bb-ca"]})):
        with pytest.raises(NotOpen):
            prepare(at.node, None, "hotline", wrong)


def test_a_method_that_does_not_suffice_here_seals_nothing(at: Console) -> None:
    at.shift()
    prepared, _ = at.say()
    for given in (by_session(at.node, "bare", AUTHOR, prepared), by_code(at.node, "bare", AUTHOR, prepared)):
        with pytest.raises(MethodNotEnough) as caught:
            at.seal(prepared, given)
        assert (caught.value.method, caught.value.wanted) == (given.method, "passkey, shift")
    at.seal(prepared, by_shift(at.node, "one", AUTHOR, prepared))
    # A touch beside it does not make good the word of the second.
    closing, _ = at.close()
    with pytest.raises(MethodNotEnough):
        at.seal(closing, at.touch("one", closing), by_session(at.node, "two", APPROVER, closing))


def test_in_an_exercise_a_session_suffices() -> None:
    at = Console(Federation3.build(["aa-ca", "bb-ca", "cc-ca"], kinds=["hotline"]))
    prepared, needed = at.close()
    assert "session" in needed.methods
    at.seal(prepared, by_session(at.node, "one", AUTHOR, prepared), by_code(at.node, "two", APPROVER, prepared))


def test_whoever_lost_the_power_since_answers_no_more(at: Console) -> None:
    prepared, _ = at.say()
    given, other = at.touch("one", prepared), at.touch("two", prepared)
    dismiss(at.node, "one")
    with pytest.raises(UnknownOfficer):
        at.seal(prepared, given)
    remove(at.node, "two", at.keys["two"].passkey().credential)
    with pytest.raises(UnknownPasskey):
        at.seal(prepared, other)


def test_the_newest_certificate_travels(at: Console) -> None:
    prepared, _ = at.say()
    given = at.touch("one", prepared)
    renew(at.node, "one")
    row = at.node.store.act(at.seal(prepared, given).act)
    assert row
    (sealed,) = read(at.node, row)[1].officers
    assert sealed.certificate == officer(at.node, "one").signed != given.certificate


def test_what_is_wrong_with_an_answer_is_told_to_whoever_gives_it(at: Console) -> None:
    prepared, _ = at.say()
    with pytest.raises(UnknownPasskey):
        by_passkey(at.node, "bare", AUTHOR, prepared, at.keys["one"].touch(prepared.challenge))
    with pytest.raises(WrongChallenge):
        by_passkey(at.node, "one", AUTHOR, prepared, at.keys["one"].touch(b"c" * 32))
    touch = replace(at.keys["one"].touch(prepared.challenge), signature=b"")
    with pytest.raises(BadSignature):
        by_passkey(at.node, "one", AUTHOR, prepared, touch)
    with pytest.raises(NotCertified):
        by_session(at.node, "bare", APPROVER, prepared)
    with pytest.raises(UnknownOfficer):
        by_session(at.node, "nobody", AUTHOR, prepared)
    with pytest.raises(TooFewOfficers):
        at.seal(prepared)


def test_what_comes_back_damaged_is_refused(at: Console) -> None:
    prepared, _ = at.say()
    fields = cbor.decode(write_prepared(prepared), size_max=1 << 20)
    wrong: list[tuple[int, Any]] = [
        (1, 2), (2, b"k"), (3, b"short"), (4, "x" * 65), (5, bytes(15)), (6, []), (6, {1: 2}), (7, [bytes(15)]),
        (8, {"reader": b""}), (8, {1: []}), (9, [bytes(31)]), (10, "x" * 36), (11, 1), (12, 0), (13, -1),
        (14, bytes(15)),
    ]  # fmt: skip
    for label, value in wrong:
        with pytest.raises(Malformed):
            read_prepared(cbor.encode({**fields, label: value}))
    with pytest.raises(Malformed):
        read_prepared(write_prepared(prepared) + b"\0")


def test_what_is_asked_for_is_asked_anew_when_it_is_looked_at_again(at: Console) -> None:
    prepared, needed = at.say()
    assert wanted(at.node, prepared) == needed
    at.node.policy = replace(at.node.policy, proofs=replace(at.node.policy.proofs, duty=frozenset({"passkey"})))
    assert wanted(at.node, prepared).methods == ("passkey",)
    at.shift()
    with pytest.raises(MethodNotEnough):
        at.seal(prepared, by_shift(at.node, "one", AUTHOR, prepared))
