"""Promises about files: what is packed, what lies in a mailbox, what is taken."""

from __future__ import annotations

from typing import Final

from lintas.node import batches
from lintas.node.mail import Came
from lintas.node.ports import Inbound
from lintas.sim.host import Host
from lintas.sim.promises import wire
from lintas.sim.truth import Truth
from lintas.sync.bag import Message
from lintas.sync.chunk import CHUNK_KIND, CHUNKED_KIND
from lintas.sync.fetch import FETCHED_KIND
from lintas.sync.link import LINK_KIND, RECEIPT_KIND, read_receipt
from lintas.sync.mail import COLLECT_KIND, read_collect
from lintas.wire.identifiers import NULL32

ANSWERS_MAX: Final = 50
"""So many files in a row may answer each other: what one asks for comes in several, and a history sends no more."""


def packed(truth: Truth, host: Host, owner: bytes, file: bytes, messages: tuple[Message, ...]) -> None:
    """Look at a file that an honest node packed."""
    a_file_shows_nobody_who_sent_it(truth, host, file)
    for kind, data in messages:
        if kind == LINK_KIND:
            wire.gives(truth, host, owner, wire.batch_in(data).items)
        if kind == FETCHED_KIND:
            wire.gives(truth, host, owner, wire.items_in(data))


def opens(truth: Truth, host: Host, messages: tuple[Message, ...]) -> None:
    """Note what the cursor of a node will cover that is about to take a file."""
    at: dict[bytes, Inbound] = {}
    assert host.node is not None
    for batch, sender in ((wire.batch_in(data), wire.sender_of(data)) for kind, data in messages if kind == LINK_KIND):
        inbound = at.get(sender) or batches.inbound_of(host.node, sender)
        if batches.fits(batch, inbound) and batch.upto >= inbound.upto:
            wire.note_covered(truth, host, sender, batch)
            last = truth.id_of(batch.items[-1].signed) if batch.items else NULL32
            at[sender] = Inbound(batch.epoch, batch.upto, last)


def opened(truth: Truth, host: Host, file: bytes, messages: tuple[Message, ...], came: Came) -> None:
    """Look at what a node made of a file, which is durable."""
    a_file_is_taken_once(truth, host, file)
    assert came.taken is not None
    receipts = [data for kind, data in came.taken.replies if kind == RECEIPT_KIND]
    batches = [wire.batch_in(data) for kind, data in messages if kind == LINK_KIND]
    # Of a file of which a batch was refused, nobody can say here which receipt is for which.
    for batch, data in zip(batches, receipts, strict=True) if len(batches) == len(receipts) else ():
        receipt = read_receipt(wire.fields_in(RECEIPT_KIND, data))
        wire.a_log_only_grows(truth, host, receipt)
        wire.what_a_receipt_says_is_so(truth, host, batch, receipt)
    if any(kind == CHUNKED_KIND for kind, _ in came.taken.replies):
        for data in (data for kind, data in messages if kind == CHUNK_KIND):
            wire.chunks_go_to_their_audience_only(truth, host, data)


def a_file_shows_nobody_who_sent_it(truth: Truth, host: Host, file: bytes) -> None:
    """Whoever carries a file, or keeps a mailbox, sees for whom it is and how large it is: neither who sent it, nor any
    act, nor a word.
    """
    acts = [act for act in truth.acts if act in file]
    if host.id in file or acts:
        truth.breaks(a_file_shows_nobody_who_sent_it, f"a file of {host.code} shows who sent it, or what is in it")
    wire.nothing_travels_unsealed(truth, host, "a file", file)


def an_exchange_of_files_ends(truth: Truth, host: Host, owner: str, answers: int) -> None:
    """Files that answer each other become fewer until nobody has anything to say: nobody asks in each of them for what
    the other one has not.
    """
    if answers > ANSWERS_MAX:
        truth.breaks(
            an_exchange_of_files_ends, f"{host.code} packs a file for {owner}: {answers} in a row answer each other"
        )


def a_file_is_taken_once(truth: Truth, host: Host, file: bytes) -> None:
    """A file that is handed out again does not make a node answer again, as long as it runs."""
    key = (host.number, host.boot, file)
    if key in truth.answered:
        truth.breaks(a_file_is_taken_once, f"{host.code} answered one file twice")
    truth.answered.add(key)


def asked_for(truth: Truth, host: Host, data: bytes) -> None:
    """Note what the owner of a mailbox says that it took, before the mailbox acts on it: what is answered in one group
    with it finds that gone already.
    """
    kept = truth.mail.get(host.number, {})
    for name in read_collect(wire.fields_in(COLLECT_KIND, data)).taken:
        kept.pop(name, None)


def a_mailbox_loses_nothing(truth: Truth, host: Host, data: bytes) -> None:
    """What lies in a mailbox lies there until its owner says that it was taken."""
    owner = wire.fields_in(COLLECT_KIND, data).octets(1, 16)
    kept = truth.mail.setdefault(host.number, {})
    here = {letter.name for letter in host.letters.listed()}
    for name in [name for name, whose in kept.items() if whose == owner and name not in here]:
        del kept[name]
        truth.breaks(a_mailbox_loses_nothing, f"{host.code} deleted a file that {truth.names.get(owner)} has not taken")
