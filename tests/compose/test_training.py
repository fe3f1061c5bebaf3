"""An organiser's certificates: of what it certified and still stands, checked at other nodes and without any."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lintas.compose import training
from lintas.compose.training import NotCertifiable, checked
from lintas.dossier.position import DOSSIER
from lintas.interop.training import keys
from lintas.interop.training.checking import (
    WITHDRAWN,
    Outcome,
    certificate_in,
    check_training,
    read_withdrawals,
)
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN
from lintas.node.aside import at_once
from lintas.node.certified import STANDS, certified, certifies, no_longer
from lintas.node.correct import CorrectionOrder, correct
from lintas.node.recall import RecallOrder, recall
from lintas.node.uploads import add_file
from lintas.wire.identifiers import show
from tests.interop.training.samples import NOW
from tests.kinds.samples import body
from tests.support.federation import Federation3

ORGANISER, SENDING, OTHER, STRANGER = "sg-ti", "vn-mps", "my-kdn", "th-pol"
PERSON = "Exercise Participant Lan"
SAID = {"person": PERSON, "wish": "a treaty binds us", "course": "Tracing assets", "from_day": "2026-11-16",
        "to_day": "2026-11-20", "attained": "passed", "hours": 30}  # fmt: skip


class Course:
    """A course of one authority, in which another's officer was enrolled, came, and is certified."""

    def __init__(self, **of_federation: Any) -> None:
        codes = (ORGANISER, SENDING, OTHER, STRANGER)
        self.fed = Federation3.build(codes, kinds=("course",), **of_federation)
        self.kind = self.fed.nodes[ORGANISER].kinds["course"]
        verbs = {verb.name: verb for types in self.kind.item.walk() for verb in types[-1].verbs}
        self.said = {name: body(verb.says) for name, verb in verbs.items()}
        opened = self.fed.open(ORGANISER, "course", "announce", self.said["announce"], {"state": (SENDING, OTHER)})
        self.dossier = opened.dossier
        self.fed.settle()
        enrolled = self.fed.act(SENDING, self.dossier, "enrol", self.said["enrol"], readers=(ORGANISER,))
        self.item = enrolled.act[:16]
        self.fed.settle()
        for verb in ("admit the person", "record attendance"):
            self.do(verb)
        self.certified = self.do("certify", SAID)

    def do(self, verb: str, said: dict[str, Any] | None = None) -> bytes:
        """An act of the organiser at the enrolment, to the state that sent the person."""
        fields = said or self.said[verb]
        done = self.fed.act(ORGANISER, self.dossier, verb, fields, item=self.item, readers=(SENDING,))
        self.fed.settle()
        return done.act

    def withdraw(self, act: bytes) -> None:
        """The organiser corrects what it certified."""
        order = CorrectionOrder((act,), "withdrawn", "another person sat the test", self.fed.desks[ORGANISER])
        correct(self.fed.nodes[ORGANISER], self.dossier, order)
        self.fed.nodes[ORGANISER].commit()
        self.fed.settle()

    def write(self, act: bytes, form: str = training.JSON, by: str = ORGANISER) -> bytes:
        """The certificate of an act."""
        node = self.fed.nodes[by]
        made: training.Made = at_once(node, training.certificate(node, self.dossier, show(act), form))
        return made.data

    def ring(self) -> keys.Keyring:
        """The keys, from a node that is not in the course."""
        return keys.read(json.loads(training.keys_file(self.fed.nodes[STRANGER])))

    def offline(self, data: bytes, *lists: bytes) -> Outcome:
        """What somebody without a node finds."""
        ring = self.ring()
        return check_training(data, ring, [read_withdrawals(each, ring) for each in lists], NOW)

    def at(self, code: str, data: bytes) -> Outcome:
        """What a node finds."""
        return checked(self.fed.nodes[code], data)


@pytest.fixture
def course() -> Course:
    return Course()


def withdrawal(outcome: Outcome) -> str:
    found = outcome.check(WITHDRAWN)
    return found.result if found else ""


def test_it_holds_offline_with_keys_from_another_node_and_at_every_node(course: Course) -> None:
    data = course.write(course.certified)
    outcome = course.offline(data)
    assert outcome.holds
    assert outcome.certified is not None
    assert (outcome.certified.person, outcome.certified.course) == (PERSON, "Tracing assets")
    assert outcome.certified.issuer == f"Authority {ORGANISER} of an invented state ({ORGANISER}, SG)"
    assert outcome.certified.exercise
    found = {code: withdrawal(course.at(code, data)) for code in course.fed.nodes}
    assert found == {ORGANISER: PASSED, SENDING: PASSED, OTHER: PASSED, STRANGER: UNKNOWN}


def test_an_authority_that_signs_with_es256_certifies_as_well() -> None:
    course = Course(es256=(ORGANISER,))
    assert course.offline(course.write(course.certified)).holds


def test_a_withdrawal_is_known_at_once_in_the_course_and_elsewhere_with_a_list(course: Course) -> None:
    organiser = course.fed.nodes[ORGANISER]
    data, before = course.write(course.certified), training.withdrawal_list(organiser)
    assert withdrawal(course.offline(data, before)) == PASSED
    course.withdraw(course.certified)
    assert withdrawal(course.offline(data)) == UNKNOWN
    assert withdrawal(course.offline(data, before, training.withdrawal_list(organiser))) == FAILED
    assert not course.offline(data, training.withdrawal_list(organiser)).holds
    found = {code: withdrawal(course.at(code, data)) for code in course.fed.nodes}
    assert found == {ORGANISER: FAILED, SENDING: FAILED, OTHER: FAILED, STRANGER: UNKNOWN}
    with pytest.raises(NotCertifiable, match="no longer stands"):
        course.write(course.certified)


def test_it_can_still_be_withdrawn_when_the_course_is_over(course: Course) -> None:
    report = {"title": "Report", "file": add_file(course.fed.nodes[ORGANISER], "r.txt", "text/plain", [b"a report"])}
    course.fed.act(ORGANISER, course.dossier, "report on the course", report)
    course.fed.act(ORGANISER, course.dossier, "close the course", course.said["close the course"])
    course.fed.settle()
    assert course.fed.nodes[SENDING].replica(course.dossier).now().ended(DOSSIER)
    course.withdraw(course.certified)
    assert [act for act, _ in no_longer(course.fed.nodes[ORGANISER])] == [course.certified]


def test_a_name_that_was_wrong_is_certified_anew_and_the_first_certificate_no_longer_stands(course: Course) -> None:
    first = course.write(course.certified)
    again = course.do("certify", SAID | {"person": "Exercise Participant Lân"})
    data = course.write(again)
    listed = training.withdrawal_list(course.fed.nodes[ORGANISER])
    assert (course.offline(first, listed).holds, course.offline(data, listed).holds) == (False, True)
    assert [each.standing == STANDS for each in certified(course.fed.nodes[ORGANISER], course.dossier)] == [False, True]


def test_erasing_the_words_is_no_withdrawal(course: Course) -> None:
    data = course.write(course.certified)
    node = course.fed.nodes[ORGANISER]
    recall(node, course.dossier, RecallOrder((course.certified,), "its time is over", course.fed.desks[ORGANISER]))
    node.commit()
    course.fed.settle()
    assert list(no_longer(node)) == []
    assert withdrawal(course.offline(data, training.withdrawal_list(node))) == PASSED
    with pytest.raises(NotCertifiable, match="not here any more"):
        course.write(course.certified)


def test_nobody_writes_what_another_certified_and_not_every_act_certifies(course: Course) -> None:
    with pytest.raises(NotCertifiable, match="is not ours"):
        course.write(course.certified, by=SENDING)
    attendance = next(
        each.act.id for each in course.fed.nodes[ORGANISER].replica(course.dossier).graph.nodes.values()
        if each.act.header.verb == "record attendance"
    )  # fmt: skip
    with pytest.raises(NotCertifiable, match="certifies nothing"):
        course.write(attendance)
    assert certifies(course.kind)


@pytest.mark.slow
def test_the_paper_holds_the_same_certificate(course: Course) -> None:
    pdf = course.write(course.certified, training.PDF)
    assert course.offline(certificate_in(pdf)).holds
