"""Mailboxes: what they hold, who may collect, and that whatever they do is no worse than a bad line."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress

import pytest

from lintas.crypto.errors import BadSignature
from lintas.node import mail
from lintas.node.bag import pack, seal
from lintas.node.deliver import SENT, STORED
from lintas.node.files import read_file
from lintas.node.mailbox import Hosting, MailboxFull, NoMailbox
from lintas.node.marks import OPENED, QUEUED
from lintas.node.opened import tell
from lintas.node.policy import Policy
from lintas.node.show import show
from lintas.node.uploads import add_file
from lintas.store.mailbox import MemoryLetters
from lintas.sync.bag import BUCKET_BYTES_MIN
from lintas.sync.compare import PING_KIND
from lintas.sync.envelope import Envelope, WrongNonce, write
from lintas.sync.link import LINK_KIND
from lintas.sync.mail import COLLECT_KIND, FILE_BYTES_MAX, Collect, collect_fields, name_of, read_left, write_left
from lintas.wire.errors import TooLarge
from lintas.wire.limits import KIB, LIMITS, MIB
from lintas.wire.shape import BadShape
from tests.dossier.people import XC, office
from tests.dossier.people import federation as people
from tests.node.hostile import TERMS
from tests.node.post import AGAIN_MS, HOST, TTL_S, Mail
from tests.node.test_bag import QUESTION


def opened(post: Mail) -> bytes:
    return post.fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)}).dossier


def say(post: Mail, dossier: bytes, text: str) -> bytes:
    return post.fed.act("aa-ca", dossier, "change the terms", TERMS | {"crimes": text}).act


def marks(post: Mail, dossier: bytes, code: str = "aa-ca", peer: str = "bb-ca") -> set[str]:
    return {act.marks[peer] for act in show(post.node(code), dossier).acts if act.marks}


def test_there_and_back_and_then_silence() -> None:
    post = Mail()
    dossier = opened(post)
    assert marks(post, dossier) == {QUEUED}
    assert len(post.send("aa-ca", "bb-ca")) == 1
    assert marks(post, dossier) == {SENT}, "what lies in a mailbox is not stored"
    assert post.collect("bb-ca") == 1
    assert marks(post, dossier) == {SENT}, "the receipt is on its way"
    assert len(post.send("bb-ca", "aa-ca")) == 1
    assert post.collect("aa-ca") == 1
    assert marks(post, dossier) == {STORED}
    assert post.exchange() == 0
    assert post.same()
    assert not post.letters.listed()


def test_what_was_left_is_not_written_again_with_what_is_new() -> None:
    post = Mail()
    dossier = opened(post)
    for number in range(3):
        say(post, dossier, f"number {number}")
        assert len(post.send("aa-ca", "bb-ca")) == 1
    taken = [post.take("bb-ca", post.letters.get(each) or b"") for each in post.letters.listed()]
    assert [dict(each.taken.kinds) for each in taken if each.taken] == [
        {LINK_KIND: 1, PING_KIND: 1},
        *[{LINK_KIND: 1}] * 2,
    ]
    post.exchange()
    assert post.same()
    assert marks(post, dossier) == {STORED}


def test_withheld_for_ever_it_is_handed_over_without_a_receipt_and_left_again() -> None:
    post = Mail()
    dossier = opened(post)
    post.send("aa-ca", "bb-ca")
    post.letters.drop(post.letters.listed())
    assert post.exchange() == 0
    assert marks(post, dossier) == {SENT}
    post.fed.clock.now_ms += AGAIN_MS
    assert post.exchange() == 2
    assert post.same()
    assert marks(post, dossier) == {STORED}


def test_one_lost_among_several_is_made_good_by_the_receipt_for_the_next() -> None:
    post = Mail()
    dossier = opened(post)
    post.exchange()
    say(post, dossier, "lost")
    post.send("aa-ca", "bb-ca")
    post.letters.drop(post.letters.listed())
    say(post, dossier, "not lost")
    post.exchange()
    assert post.same()
    assert marks(post, dossier) == {STORED}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_lost_late_again_and_out_of_order(seed: int) -> None:
    """A mailbox that loses, keeps back, repeats and shuffles; at last an honest one, after a while."""
    chance, post = random.Random(seed), Mail()
    dossier = opened(post)
    post.exchange()
    kept = list[tuple[str, bytes]]()
    for number in range(12):
        say(post, dossier, f"number {number}")
        if chance.random() < 0.5:
            post.fed.act("bb-ca", dossier, "adopt the terms", {"text": f"answer {number}"})
        for here, there in (("aa-ca", "bb-ca"), ("bb-ca", "aa-ca")):
            kept += [(there, file) for file in post.send(here, there)]
        post.letters.drop(post.letters.listed())
        chance.shuffle(kept)
        for there, file in kept[: chance.randrange(4)]:
            post.take(there, file)
        if chance.random() < 0.2:
            post.fed.restart(chance.choice(["aa-ca", "bb-ca"]))
        post.fed.clock.now_ms += chance.randrange(AGAIN_MS)
    post.fed.clock.now_ms += AGAIN_MS
    post.exchange()
    assert post.same()
    assert marks(post, dossier) == {STORED}


def test_what_comes_again_is_answered_once() -> None:
    post = Mail()
    opened(post)
    (file,) = post.send("aa-ca", "bb-ca")
    assert post.take("bb-ca", file).taken
    for _ in range(3):
        assert post.take("bb-ca", file).taken is None
    assert len(post.send("bb-ca", "aa-ca")) == 1


def test_what_comes_twice_before_anything_is_durable_is_answered_once() -> None:
    post = Mail()
    opened(post)
    (file,) = post.send("aa-ca", "bb-ca")
    node, intake = post.node("bb-ca"), post.intakes["bb-ca"]
    assert intake.take(node, file).taken
    assert intake.take(node, file).taken is None
    node.forget()
    assert intake.take(node, file).taken
    node.commit()
    assert intake.take(node, file).taken is None


def test_a_file_is_deleted_only_when_its_owner_has_taken_it() -> None:
    post = Mail()
    dossier = opened(post)
    (first,) = post.send("aa-ca", "bb-ca")
    say(post, dossier, "more")
    (second,) = post.send("aa-ca", "bb-ca")
    assert post.ask("bb-ca") == first == post.ask("bb-ca")
    assert post.ask("bb-ca", [bytes(32)]) == first, "what nobody left is nothing"
    assert post.ask("aa-ca", [name_of(first)]) is None, "another's file is not named into nothing"
    assert post.ask("bb-ca", held=[name_of(first)]) == second, "what is held is passed over"
    assert post.ask("bb-ca") == first, "and kept"
    assert post.ask("bb-ca", [name_of(first)]) == second
    assert post.ask("bb-ca", [name_of(second)]) is None
    assert not post.letters.listed()


def test_only_its_owner_collects() -> None:
    post = Mail()
    opened(post)
    post.send("aa-ca", "bb-ca")
    host, thief = post.node(HOST), post.node("aa-ca")
    envelope, request = mail.ask(post.node("bb-ca"), host.id, Collect())
    assert mail.take_reply(post.node("bb-ca"), envelope, post.boxes.serve(host, request)).file
    with pytest.raises(WrongNonce):
        post.boxes.serve(host, request)
    envelope = Envelope(post.fed.id("bb-ca"), host.id, thief.entropy(16), thief.clock())
    with pytest.raises(BadSignature):
        post.boxes.serve(host, write(thief.identity.signer, COLLECT_KIND, envelope, collect_fields(Collect())))


def test_a_guest_is_not_given_what_lies_there_for_another_and_deletes_nothing_of_it() -> None:
    post = Mail()
    opened(post)
    (file,) = post.send("aa-ca", "bb-ca")
    assert post.ask("aa-ca") is None
    assert post.ask("aa-ca", [name_of(file)]) is None
    assert post.ask("bb-ca") == file


def test_a_file_that_is_too_large_or_is_to_be_kept_for_too_long_is_refused() -> None:
    post = Mail()
    opened(post)
    (file,) = post.send("aa-ca", "bb-ca")
    with pytest.raises(BadShape):
        read_left(write_left(LIMITS.mail_ttl_s_max + 1, file))
    assert read_left(write_left(LIMITS.mail_ttl_s_max, file)).ttl_s == LIMITS.mail_ttl_s_max
    aa = post.node("aa-ca")
    large = seal(aa, post.fed.id("bb-ca"), [("ping", bytes(LIMITS.mail_bytes_max))])
    with pytest.raises(TooLarge):
        read_left(write_left(60, large))


def test_no_more_files_are_named_than_an_owner_may_hold() -> None:
    post = Mail()
    named = tuple(each.to_bytes(32, "big") for each in range(LIMITS.mail_taken_max + 1))
    assert post.ask("bb-ca", named[1:], named[1:]) is None
    for taken, held in ((named, ()), ((), named)):
        with pytest.raises(BadShape):
            post.ask("bb-ca", taken, held)


def test_whoever_is_no_guest_has_no_mailbox() -> None:
    post = Mail(hosting=Hosting(frozenset({"aa-ca"})))
    opened(post)
    with pytest.raises(NoMailbox):
        post.send("aa-ca", "bb-ca")
    with pytest.raises(NoMailbox):
        post.ask("bb-ca")
    assert marks(post, next(iter(post.node("aa-ca").store.dossiers()))) == {QUEUED}


@pytest.mark.parametrize("limit", ["box_bytes_max", "all_bytes_max"])
def test_a_full_mailbox_says_so_and_nothing_is_lost(limit: str) -> None:
    post = Mail(hosting=Hosting(frozenset({"aa-ca", "bb-ca"}), **{limit: 2 * BUCKET_BYTES_MIN}))
    dossier = opened(post)
    post.send("aa-ca", "bb-ca")
    say(post, dossier, "no room")
    for _ in range(2):
        with pytest.raises(MailboxFull):
            post.send("aa-ca", "bb-ca")
    with pytest.raises(MailboxFull) as full:
        post.send("aa-ca", "bb-ca")
    assert (full.value.code, full.value.bytes_max) == ("bb-ca", 2 * BUCKET_BYTES_MIN)
    assert post.boxes.turned_away == 3
    assert marks(post, dossier) == {SENT, QUEUED}
    assert len(post.letters.listed()) == 1
    for _ in range(4):
        for here, there in post.outboxes:
            post.collect(there)
            with suppress(MailboxFull):
                post.send(here, there)
    assert post.same()
    assert marks(post, dossier) == {STORED}


def test_a_file_ends_when_its_sender_or_the_mailbox_says() -> None:
    post = Mail(hosting=Hosting(frozenset({"aa-ca", "bb-ca"}), ttl_s_max=TTL_S))
    dossier = opened(post)
    first = post.send("aa-ca", "bb-ca")[0]
    say(post, dossier, "more")
    outgoing = post.outboxes["aa-ca", "bb-ca"].next(post.node("aa-ca"))
    assert outgoing
    post.leave(outgoing.file, ttl_s=60)
    post.fed.clock.now_ms += 60_000
    assert [state.files for state in post.boxes.states(post.node(HOST))] == [0, 1]
    assert post.ask("bb-ca") == first
    post.fed.clock.now_ms += 1000 * TTL_S
    assert post.ask("bb-ca") is None


@pytest.mark.slow
def test_files_come_by_mail_too() -> None:
    """An attachment of many chunks is asked for, and brought in files of a bounded size."""
    post = Mail()
    dossier = opened(post)
    post.exchange()
    parts = [bytes([number]) * MIB for number in range(20)]
    sent = add_file(post.node("aa-ca"), "photo.jpg", "image/jpeg", parts)
    post.fed.act("aa-ca", dossier, "ask", QUESTION | {"files": [sent]}, {"asked": ("bb-ca",)})
    sizes = list[int]()
    for _ in range(12):
        sizes += [len(file) for here, there in post.outboxes for file in post.send(here, there)]
        post.collect("aa-ca")
        post.collect("bb-ca")
    assert b"".join(read_file(post.node("bb-ca").chunks, sent)) == b"".join(parts)
    assert max(sizes) <= FILE_BYTES_MAX
    assert sum(sizes) < 40 * MIB, "a chunk is asked for once"


def test_that_it_was_opened_comes_by_mail() -> None:
    post = Mail()
    dossier = opened(post)
    post.exchange()
    bb = post.node("bb-ca")
    acts = [(row.author, row.id) for row in bb.store.acts(dossier)]
    tell(bb, dossier, acts)
    bb.commit()
    assert post.exchange() == 2, "the statement, and that it is there"
    assert marks(post, dossier) == {OPENED}
    assert post.exchange() == 0


def test_an_exchange_that_was_ended_takes_nothing_by_mail() -> None:
    post = Mail()
    opened(post)
    (file,) = post.send("aa-ca", "bb-ca")
    bb = post.node("bb-ca")
    bb.policy = Policy(ended=frozenset({"aa-ca"}))
    came = post.intakes["bb-ca"].take(bb, file)
    assert came.taken
    assert came.taken.errors == ["ExchangeEnded"] * 2
    bb.commit()
    assert not bb.store.size()


def everything(post: Mail) -> bytes:
    letters = post.letters
    assert isinstance(letters, MemoryLetters)
    return b"".join(letters.get(each) or b"" for each in letters.listed())


def secrets(post: Mail, dossier: bytes) -> Iterator[bytes]:
    """Every id, word and key of the case, and who takes part in it."""
    for code in ("aa-ca", "bb-ca"):
        node = post.node(code)
        yield from (node.identity.recipient_seed, code.encode(), node.identity.authority.name.encode())
        yield from (epoch.key for epoch in node.vault.epochs(dossier) if epoch.key)
        yield from (epoch.id for epoch in node.vault.epochs(dossier))
        for row in node.store.acts(dossier):
            yield from (row.id, row.signed, row.signed[-64:])
            yield from (row.body,) if row.body else ()
    yield from (dossier, b"exchange", b"change the terms", TERMS["purpose"].encode(), b"the words of the case")
    yield post.fed.id("aa-ca")


def test_who_holds_the_disk_of_a_mailbox_sees_the_owner_the_size_and_the_time() -> None:
    post = Mail()
    dossier = opened(post)
    say(post, dossier, "the words of the case")
    post.send("aa-ca", "bb-ca")
    seen = everything(post)
    found = [secret for secret in secrets(post, dossier) if secret in seen]
    assert not found
    assert post.fed.id("bb-ca") in seen
    (letter,) = post.letters.listed()
    assert letter.owner == post.fed.id("bb-ca")
    say(post, dossier, "longer words " * 1000)
    post.send("aa-ca", "bb-ca")
    assert len({each.size_bytes for each in post.letters.listed()}) == 1, "one bucket, whatever is in it"


def test_who_leaves_a_file_for_the_host_itself_has_it_taken_at_once() -> None:
    post = Mail()
    post.fed.open("aa-ca", "exchange", "open", TERMS, {"member": (HOST,)})
    file = pack(post.node("aa-ca"), post.fed.id(HOST))
    assert file
    came = post.leave(file)
    assert came
    assert came.taken
    assert came.taken.messages == 1
    assert not post.letters.listed()


def test_a_host_that_has_only_a_mailbox_itself_keeps_none() -> None:
    guest, host = office("xa-ca", address="mailbox:xb-ca"), office("xb-ca", address="mailbox:xc-ca")
    known = people(guest, host, XC)
    assert mail.place_of(known, guest.authority.id) == mail.Place("", host.authority.id)
    assert mail.place_of(known, host.authority.id) == mail.Place("https://xc-ca.example", XC.authority.id)


def test_a_file_that_is_left_again_takes_no_more_room() -> None:
    post = Mail(hosting=Hosting(frozenset({"bb-ca"}), box_bytes_max=BUCKET_BYTES_MIN + 4 * KIB))
    opened(post)
    (file,) = post.send("aa-ca", "bb-ca")
    assert post.leave(file) is None
    assert len(post.letters.listed()) == 1
