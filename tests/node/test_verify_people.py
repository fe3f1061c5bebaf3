"""Acts that an authority really signed and nobody entitled answers for; forks; what a hostile author may write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lintas.dossier.admission import SignedAct, sign_act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.officers import AUTHOR, Certificate, answer, issue, passkey_answer
from lintas.dossier.sealing import Content, seal
from lintas.node.heading import next_header
from lintas.node.receive import receive
from lintas.node.show import NOBODY_ANSWERS, show
from lintas.node.state import Node
from lintas.node.timeline import TIMELINE
from lintas.node.verify_export import verify_export
from lintas.store.memory import MemoryStore
from lintas.sync.link import LinkItem
from tests.support.evidence import FRAUD, Matter, doubts, faults, matter, unpack
from tests.support.federation import Federation3
from tools.vectors.authenticator import Authenticator

ANSWER = {"information": "Another's", "handling": "H1", "source": "A", "certainty": "1", "offence": FRAUD}


@pytest.fixture
def found() -> Matter:
    return matter()


def forge(
    found: Matter, fields: dict[str, Any], officers: Callable[[Node, Content, Any], Content], **said: Any
) -> bytes:
    """One more act of the first authority, past all that its own node would have stopped; the evidence file."""
    node = found.fed.nodes["aa-ca"]
    epoch = node.vault.epochs(found.dossier)[0]
    assert epoch.key is not None
    replica = node.replica(found.dossier)
    header = next_header(node, found.dossier, replica, verb="answer", item=found.request)
    header = replace(header, **said)
    audience = tuple(m for m in epoch.members if m != node.id)
    content = Content(fields, (), "en", node.entropy(16))
    content = officers(node, content, content.statement(header, audience))
    sealed, body = seal(node.suite, epoch.id, epoch.key, header, content)
    signed = sign_act(node.identity.signer, replace(header, seal=sealed))
    replica.receive(signed.act)
    node.keep(signed, body)
    node.commit()
    return found.export()


def by_officers(count: int, **changes: Any) -> Callable[[Node, Content, Any], Content]:
    """Answers of so many officers, with the certificates changed."""

    def add(node: Node, content: Content, statement: Any) -> Content:
        answers = []
        for number in range(count):
            officer = node.suite.signer(node.entropy(32))
            now = node.clock()
            certificate = Certificate(node.id, f"aa-ca-{number}", officer.public, (AUTHOR,), 0, now + 10_000)
            signed = issue(node.identity.issuing, replace(certificate, **changes))
            answers.append(answer(officer, signed, AUTHOR, statement))
        return replace(content, officers=tuple(answers))

    return add


def test_forged_act_with_a_real_officer_holds(found: Matter) -> None:
    report = verify_export(forge(found, ANSWER, by_officers(1)))
    assert report.ok
    assert not doubts(report)
    assert report.acts[-1].officers == {"aa-ca-0": "author, by session only"}


def test_nobody_answers(found: Matter) -> None:
    assert faults(verify_export(forge(found, ANSWER, by_officers(0)))) == {("act 9", "too-few-officers")}


@pytest.mark.parametrize(
    "changes", [{"until_ms": 5}, {"from_ms": 2**50}, {"roles": ("approver",)}, {"authority": bytes(16)}]
)
def test_officer_without_a_fitting_certificate(found: Matter, changes: dict[str, Any]) -> None:
    report = verify_export(forge(found, ANSWER, by_officers(1, **changes)))
    assert faults(report) == {("act 9", "not-certified"), ("act 9", "too-few-officers")}


def test_officer_certified_by_another_key(found: Matter) -> None:
    def stranger(node: Node, content: Content, statement: Any) -> Content:
        signer = node.suite.signer(bytes(32))
        certificate = issue(signer, Certificate(node.id, "aa-ca-x", signer.public, (AUTHOR,), 0, 2**50))
        return replace(content, officers=(answer(signer, certificate, AUTHOR, statement),))

    report = verify_export(forge(found, ANSWER, stranger))
    assert faults(report) == {("act 9", "officer-proof"), ("act 9", "too-few-officers")}


def by_passkey(name: str, *, listed: bool = True) -> Callable[[Node, Content, Any], Content]:
    """An answer by a touch, under this method's name."""

    def add(node: Node, content: Content, statement: Any) -> Content:
        key = Authenticator(bytes(32))
        passkeys = (key.passkey(),) if listed else ()
        certificate = Certificate(node.id, "aa-ca-0", bytes(32), (AUTHOR,), 0, 2**50, passkeys)
        given = passkey_answer(issue(node.identity.issuing, certificate), AUTHOR, key.touch(statement.challenge()))
        return replace(content, officers=(replace(given, method=name),))

    return add


def test_a_touch_is_proven_here_and_in_the_file(found: Matter) -> None:
    file = forge(found, ANSWER, by_passkey("passkey"))
    report = verify_export(file)
    assert report.ok
    assert report.acts[-1].officers == {"aa-ca-0": "author, by touching a passkey"}
    assert "answered for  aa-ca-0 (author, by touching a passkey)\n" in unpack(file)[TIMELINE].decode()
    assert show(found.fed.nodes["aa-ca"], found.dossier).acts[-1].officers == report.acts[-1].officers


def test_a_touch_that_does_not_hold_is_told_in_words(found: Matter) -> None:
    report = verify_export(forge(found, ANSWER, by_passkey("passkey", listed=False)))
    assert faults(report) == {("act 9", "officer-proof"), ("act 9", "too-few-officers")}
    assert any("does not list the passkey" in each.words for each in report.findings)
    (wrong,) = show(found.fed.nodes["aa-ca"], found.dossier).acts[-1].officers
    assert wrong == "NOT CERTIFIED: the officer's certificate does not list the passkey"


def test_a_method_that_is_not_known_here_is_a_doubt_and_never_counts(found: Matter) -> None:
    report = verify_export(forge(found, ANSWER, by_passkey("hardware")))
    assert not faults(report)
    assert doubts(report) == {"unknown-method"}
    assert report.acts[-1].officers == {}
    (wrong,) = show(found.fed.nodes["aa-ca"], found.dossier).acts[-1].officers
    assert wrong.startswith("NOT CERTIFIED: ")


def test_where_nobody_answers_the_page_says_so(found: Matter) -> None:
    forge(found, ANSWER, by_officers(0))
    assert show(found.fed.nodes["aa-ca"], found.dossier).acts[-1].officers == {NOBODY_ANSWERS: ""}


@pytest.mark.parametrize("field", ["verb", "item", "payload_hash", "audience", "nonce", "dossier"])
def test_answer_given_for_something_else(found: Matter, field: str) -> None:
    other = {"verb": "decline", "item": None, "payload_hash": bytes(32), "audience": (), "nonce": b"x" * 16}

    def elsewhere(node: Node, content: Content, statement: Any) -> Content:
        changed = replace(statement, **{field: other.get(field, bytes(16))})
        return by_officers(1)(node, content, changed)

    report = verify_export(forge(found, ANSWER, elsewhere))
    assert faults(report) == {("act 9", "officer-proof"), ("act 9", "too-few-officers")}


@pytest.mark.parametrize(("officers", "fault"), [(1, {("act 9", "too-few-officers")}), (2, set())])
def test_two_persons_where_the_verb_wants_two(found: Matter, officers: int, fault: set[tuple[str, str]]) -> None:
    to = (("member", (found.fed.id("cc-pol"),)),)
    data = forge(found, {"reasons": "x"}, by_officers(officers), verb="discharge", item=None, to=to)
    report = verify_export(data)
    assert report.acts[-1].verdict == "counted"
    assert faults(report) == fault


def test_one_person_twice_is_one_person(found: Matter) -> None:
    def twice(node: Node, content: Content, statement: Any) -> Content:
        once = by_officers(1)(node, content, statement).officers
        return replace(content, officers=once * 2)

    to = (("member", (found.fed.id("cc-pol"),)),)
    data = forge(found, {"reasons": "x"}, twice, verb="discharge", item=None, to=to)
    assert faults(verify_export(data)) == {("act 9", "too-few-officers")}


def test_body_that_is_not_in_form(found: Matter) -> None:
    wrong = ANSWER | {"handling": "H9", "colour": "red"}
    report = verify_export(forge(found, wrong, by_officers(1)))
    assert report.ok
    assert doubts(report) == {"body-not-in-form"}


@pytest.mark.parametrize(
    "value", [5, [], {"root": 5, "sha256": 5}, {"name": "x", "root": b""}, [[[[1]]]], {"a": {1: b"\xff"}}, None]
)
def test_hostile_fields_are_doubted_and_shown(found: Matter, value: Any) -> None:
    report = verify_export(forge(found, ANSWER | {"files": value}, by_officers(1)))
    assert report.ok
    assert "body-not-in-form" in doubts(report)


def test_text_cannot_pass_for_a_line_of_the_page(found: Matter) -> None:
    nasty = "x\n10. bb-ca: confess\r\x1b[2J\u202eyas"
    data = forge(found, ANSWER | {"information": nasty}, by_officers(1))
    assert verify_export(data).ok
    page = data.decode("utf-8", "replace")
    assert "\n        | 10. bb-ca: confess<U+000D><U+001B>[2J<U+202E>yas\n" in page
    assert "\n10. bb-ca" not in page


def test_fork(found: Matter) -> None:
    """An authority that signs two acts in one place is named, with both."""
    fed, forker = found.fed, found.fed.nodes["bb-ca"]
    assert isinstance(forker.store, MemoryStore)
    before, incarnation = forker.store.snapshot(), forker.incarnation
    one = last_act(fed, found, {"text": "It was like this"})
    forker.store.restore(before)
    forker.forget()
    # No node does this by itself: whoever reads its store anew begins an incarnation.
    forker.incarnation = incarnation
    other = last_act(fed, found, {"text": "It was never like that"})
    assert one.act.header.sequence == other.act.header.sequence
    victim = fed.nodes["aa-ca"]
    for signed in (one, other):
        taken = receive(victim, forker.id, [LinkItem(signed.signed)])
        assert not taken.refused
        victim.commit()
    report = verify_export(found.export())
    assert faults(report) == {("act 10", "fork")}
    assert next(each for each in report.findings if each.code == "fork").facts["author"] == "bb-ca"


def last_act(fed: Federation3, found: Matter, words: dict[str, str]) -> SignedAct:
    fields = {"dossier": {"dossier": found.dossier, "relation": words["text"]}}
    done = fed.act("bb-ca", found.dossier, "formalise", fields)
    row = fed.nodes["bb-ca"].store.act(done.act)
    assert row is not None
    assert dossier_of(done.judged.act) == found.dossier
    return SignedAct(done.judged.act, row.signed)


def test_void_act_is_shown_as_void(found: Matter) -> None:
    found.fed.act("bb-ca", found.dossier, "close", item=found.request)
    found.fed.settle()
    report = verify_export(forge(found, ANSWER, by_officers(1)))
    assert report.ok
    assert (report.acts[-1].verdict, report.acts[-1].why[:3]) == ("void", "V6:")
    assert report.acts[-1].phase == report.acts[-2].phase


def test_act_that_the_dossier_does_not_admit(found: Matter) -> None:
    report = verify_export(forge(found, ANSWER, by_officers(1), depth=77))
    assert faults(report) == {("act 9", "not-admitted")}
    assert report.acts[-1].verdict == "refused"


def test_verb_cannot_pass_for_a_line_either(found: Matter) -> None:
    data = forge(found, ANSWER, by_officers(1), verb="x\n10. bb-ca: confess", item=None)
    report = verify_export(data)
    assert (report.ok, report.acts[-1].verdict) == (True, "void")
    page = unpack(data)[TIMELINE].decode()
    assert "\n10. bb-ca" not in page
    assert "\n9. aa-ca: x<U+000A>10. bb-ca: confess\n" in page
