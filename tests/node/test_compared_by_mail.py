"""Two that reach each other by mailboxes alone compare what they hold: seldom, and only what is missing and not under
way leads to anything.
"""

from __future__ import annotations

import pytest

from lintas.node.bag import take
from lintas.node.by_mail import COMPARE_MS
from lintas.node.deliver import STORED
from lintas.node.mail import Came
from lintas.node.outbox import Outbox
from lintas.node.passed import PASSED
from lintas.sync.bag import BUCKET_BYTES_MIN, read_bag
from lintas.sync.compare import COMPARE_KIND, PING_KIND
from lintas.sync.mail import read_left, write_left
from tests.node.hostile import TERMS, WORDS
from tests.node.post import AGAIN_MS, CODES, TTL_S, Mail
from tests.node.test_damage import on_disks
from tests.node.test_passed import rot
from tests.support.federation import Federation3

AA, BB, HH = CODES


class Guests(Mail):
    """aa and bb have mailboxes only, and a dossier; all is delivered."""

    def __init__(self) -> None:
        super().__init__(Federation3.build(CODES, keep=on_disks, kinds=("exchange",)))
        self.dossier = self.fed.open(AA, "exchange", "open", TERMS, {"member": (BB,)}).dossier
        self.exchange()

    def begin(self, code: str) -> None:
        """The node again, from what is durable."""
        self.fed.restart(code)
        for here, there in self.outboxes:
            if here == code:
                self.outboxes[here, there] = Outbox(self.fed.id(there), AGAIN_MS, owes=True)

    def day(self) -> int:
        """A day later, all that there is to say; how many files were taken."""
        self.fed.clock.now_ms += COMPARE_MS
        return self.exchange()

    def kinds(self, code: str, file: bytes) -> list[str]:
        """Of which kinds the messages of a file are, to be read by its owner alone."""
        node = self.node(code)
        return [kind for kind, _ in read_bag(node.suite, node.id, node.identity.recipient_seed, file)]


@pytest.fixture
def guests() -> Guests:
    return Guests()


def test_what_rotted_behind_the_cursor_is_found_and_comes_back(guests: Guests) -> None:
    said = guests.fed.act(AA, guests.dossier, "change the terms", TERMS).act
    guests.fed.open(AA, "exchange", "open", TERMS, {"member": (BB,)})
    guests.exchange()
    rot(guests.node(BB), said)
    guests.begin(BB)
    guests.exchange()
    assert said not in guests.node(BB).replica(guests.dossier).graph, "nothing waits for it, so that nobody is asked"
    for _ in range(2):
        guests.day()
    row = guests.node(BB).store.act(said)
    assert row
    assert row.body
    assert guests.same()


def test_who_left_by_an_act_that_lay_behind_a_hole_brings_it_to_a_mailbox_too(guests: Guests) -> None:
    terms = guests.fed.act(AA, guests.dossier, "change the terms", TERMS).act
    guests.exchange()
    left = guests.fed.act(BB, guests.dossier, "leave", WORDS).act
    rot(guests.node(BB), terms)
    guests.begin(BB)
    other = guests.fed.open(BB, "exchange", "open", TERMS, {"member": (AA,)}).dossier
    guests.exchange()
    # As where the program that went over it noted nothing.
    bb = guests.node(BB)
    bb.vault.change({}, bb.vault.secrets(PASSED))
    guests.begin(BB)
    for _ in range(4):
        guests.day()
    assert guests.node(AA).has(other)
    assert left in guests.node(AA).replica(guests.dossier).graph


class Losing(Guests):
    """The first file with a question of BB's is lost on the way."""

    lost = 0

    def leave(self, file: bytes, ttl_s: int = TTL_S) -> Came | None:
        if not self.lost and read_left(write_left(ttl_s, file)).outside.recipient == self.fed.id(AA):
            self.lost += COMPARE_KIND in self.kinds(AA, file)
            if self.lost:
                return None
        return super().leave(file, ttl_s)


def test_a_question_that_was_lost_with_its_file_is_asked_again_though_nothing_changed() -> None:
    guests = Losing()
    said = guests.fed.act(AA, guests.dossier, "change the terms", TERMS).act
    guests.fed.open(AA, "exchange", "open", TERMS, {"member": (BB,)})
    guests.exchange()
    rot(guests.node(BB), said)
    guests.begin(BB)
    for _ in range(6):
        guests.day()
    assert guests.lost
    assert guests.node(BB).store.act(said)


def test_on_a_quiet_day_one_small_file_goes_there_and_one_comes_back(guests: Guests) -> None:
    guests.day()
    for _ in range(10):
        guests.fed.clock.now_ms += COMPARE_MS
        there, back = guests.send(AA, BB), []
        guests.collect(BB)
        back = guests.send(BB, AA)
        guests.collect(AA)
        assert [len(there), len(back)] == [1, 1]
        assert guests.exchange() == 0
        assert max(map(len, (*there, *back))) < 2 * BUCKET_BYTES_MIN
        assert guests.kinds(BB, there[0]) == [PING_KIND]


def test_within_a_day_nothing_is_compared_again(guests: Guests) -> None:
    for _ in range(20):
        guests.fed.clock.now_ms += COMPARE_MS // 24
        guests.fed.act(AA, guests.dossier, "change the terms", TERMS)
        sent = guests.send(AA, BB)
        asked = [kind for file in sent for kind in guests.kinds(BB, file) if kind in {PING_KIND, COMPARE_KIND}]
        assert not asked
        guests.exchange()


def test_what_is_under_way_is_not_looked_for(guests: Guests) -> None:
    """Both say something each day, and collect only later: each ping finds another difference."""
    asked = list[str]()
    for number in range(8):
        guests.fed.clock.now_ms += COMPARE_MS
        for code in (AA, BB):
            verb, said = ("change the terms", TERMS) if code == AA else ("adopt the terms", WORDS)
            guests.fed.act(code, guests.dossier, verb, said)
        sent = {BB: guests.send(AA, BB), AA: guests.send(BB, AA)}
        asked += [kind for code, files in sent.items() for file in files for kind in guests.kinds(code, file)]
        if number % 2:
            for code in sent:
                guests.collect(code)
    guests.exchange()
    assert PING_KIND in asked
    assert COMPARE_KIND not in asked
    assert guests.same()


def test_whom_nothing_is_shared_with_is_not_written_to() -> None:
    post = Mail(Federation3.build(CODES, keep=on_disks, kinds=("exchange",)))
    for _ in range(3):
        post.fed.clock.now_ms += COMPARE_MS
        assert post.send(AA, BB) == []


def test_a_question_in_a_file_is_answered_to_parties_alone(guests: Guests) -> None:
    hidden = guests.fed.open(AA, "exchange", "open", TERMS, {"member": (HH,)}).dossier
    from lintas.node import bag
    from lintas.sync.compare import Question, question_fields
    from lintas.sync.envelope import Envelope, write

    aa, bb = guests.node(AA), guests.node(BB)
    for dossier in (hidden, b"?" * 16):
        envelope = Envelope(bb.id, aa.id, bb.entropy(16), bb.clock())
        data = write(bb.speaker(aa.id), COMPARE_KIND, envelope, question_fields(Question(dossier)))
        taken = take(aa, bag.seal(bb, aa.id, [(COMPARE_KIND, data)]))
        assert (taken.replies, taken.errors) == ([], ["UnknownDossier"])


def test_marks_after_all_that_say_what_is_so(guests: Guests) -> None:
    from tests.node.test_mail import marks

    guests.day()
    assert marks(guests, guests.dossier) == {STORED}
