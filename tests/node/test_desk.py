"""The desk: officers are appointed once, sign in with their token, and their certificates bind their authority."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.dossier.officer_errors import NotCertified
from lintas.dossier.officers import APPROVER, AUTHOR, Statement, answer, check_certified
from lintas.node import desk
from lintas.node.desk import (
    CERTIFICATE_DAYS,
    NotSignedIn,
    OfficerExists,
    UnknownOfficer,
    UnknownRole,
    appoint,
    dismiss,
    former_officers,
    officers,
    renew,
    sign_in,
)
from lintas.node.state import Node
from tests.node.hostile import federation

DAY_MS = 24 * 60 * 60 * 1000


@pytest.fixture
def node() -> Node:
    return federation("aa-ca", "bb-ca").nodes["aa-ca"]


def test_an_appointed_officer_signs_in_with_the_token_that_was_shown_once(node: Node) -> None:
    made = appoint(node, "first", (AUTHOR,))
    at_work = sign_in(node, "first", made.token, AUTHOR)
    assert at_work.role == AUTHOR
    certificate = dict(officers(node))["first"]
    assert certificate.pseudonym == made.pseudonym
    assert certificate.public == at_work.signer.public
    assert certificate.authority == node.id
    assert certificate.until_ms - certificate.from_ms == CERTIFICATE_DAYS * DAY_MS


def test_neither_name_nor_token_can_be_guessed_from_what_is_kept_or_sent(node: Node) -> None:
    made = appoint(node, "a name of a person", (AUTHOR,))
    kept = node.vault.secret(desk.PREFIX + "a name of a person") or b""
    assert made.token.encode() not in kept
    at_work = sign_in(node, "a name of a person", made.token, AUTHOR)
    assert b"a name of a person" not in at_work.certificate
    assert made.pseudonym.encode() in at_work.certificate
    assert "a name of a person" not in made.pseudonym


def test_who_has_no_token_of_this_name_does_not_sign_in(node: Node) -> None:
    first, second = appoint(node, "first", (AUTHOR,)), appoint(node, "second", (AUTHOR,))
    for name, token in (
        ("first", second.token),
        ("first", ""),
        ("first", first.token[:-1]),
        ("first", first.token.upper()),
        ("third", first.token),
        ("", first.token),
        ("first", "ข้อความ"),
    ):
        with pytest.raises(NotSignedIn):
            sign_in(node, name, token, AUTHOR)


def test_a_name_is_given_once_and_a_role_must_exist(node: Node) -> None:
    token = appoint(node, "first", (AUTHOR,)).token
    with pytest.raises(OfficerExists):
        appoint(node, "first", (APPROVER,))
    assert sign_in(node, "first", token, AUTHOR).role == AUTHOR
    with pytest.raises(UnknownRole):
        appoint(node, "second", (AUTHOR, "minister"))
    assert "second" not in dict(officers(node))


def test_an_officer_answers_only_in_the_roles_of_the_certificate_and_while_it_lasts(node: Node) -> None:
    token = appoint(node, "first", (AUTHOR,)).token
    ours, now = node.identity.authority, node.clock()
    for role, at_ms, entitled in (
        (AUTHOR, now, True),
        (APPROVER, now, False),
        (AUTHOR, now + (CERTIFICATE_DAYS + 1) * DAY_MS, False),
        (AUTHOR, now - DAY_MS, False),
    ):
        at_work = sign_in(node, "first", token, role)
        statement = Statement(bytes(16), "say", None, bytes(32), (), bytes(16))
        given = answer(at_work.signer, at_work.certificate, at_work.role, statement)
        if entitled:
            assert check_certified(node.suite, given, ours, at_ms=at_ms).authority == node.id
        else:
            with pytest.raises(NotCertified):
                check_certified(node.suite, given, ours, at_ms=at_ms)


def test_officers_are_listed_and_outlive_a_restart() -> None:
    fed = federation("aa-ca", "bb-ca")
    node = fed.nodes["aa-ca"]
    before = len(officers(node))
    token = appoint(node, "zoe", (AUTHOR, APPROVER)).token
    node = fed.restart("aa-ca")
    assert len(officers(node)) == before + 1
    assert sign_in(node, "zoe", token, APPROVER).role == APPROVER
    assert len({certificate.pseudonym for _, certificate in officers(node)}) == before + 1


def test_a_renewed_officer_is_the_same_for_another_year(node: Node) -> None:
    made = appoint(node, "first", (AUTHOR,))
    before = dict(officers(node))["first"]
    renewed = renew(node, "first")
    assert replace(renewed, from_ms=before.from_ms, until_ms=before.until_ms) == before
    assert renewed.from_ms > before.from_ms
    assert renewed.until_ms - renewed.from_ms == CERTIFICATE_DAYS * DAY_MS
    assert sign_in(node, "first", made.token, AUTHOR).certificate == desk.officer(node, "first").signed
    with pytest.raises(UnknownOfficer):
        renew(node, "nobody")


def test_who_is_dismissed_signs_in_no_more_and_the_pseudonym_can_still_be_resolved(node: Node) -> None:
    made, other = appoint(node, "first", (AUTHOR,)), appoint(node, "second", (AUTHOR,))
    certificate = dict(officers(node))["first"]
    gone = dismiss(node, "first")
    with pytest.raises(NotSignedIn):
        sign_in(node, "first", made.token, AUTHOR)
    assert "first" not in dict(officers(node))
    assert list(former_officers(node)) == [gone]
    assert (gone.name, gone.certificate) == ("first", certificate)
    assert sign_in(node, "second", other.token, AUTHOR).role == AUTHOR
    with pytest.raises(UnknownOfficer):
        dismiss(node, "first")
    # Another person of that name is another officer.
    again = appoint(node, "first", (AUTHOR,))
    assert again.pseudonym != made.pseudonym
    dismiss(node, "first")
    assert {each.certificate.pseudonym for each in former_officers(node)} == {made.pseudonym, again.pseudonym}
