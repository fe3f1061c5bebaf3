"""Carrying out recalls: keys, bodies, chunks and what waits are destroyed, and then that is said (`spec/recall.md`).

An ERASE is obeyed once it is durable, in an order that a crash can cut anywhere: the vault first (the keys of the other
acts are kept one by one, those of the epoch and of the recalled acts destroyed), then the content, then the disk. Each
step may be done again. What is under a legal hold stays as it is, and nothing is said of it.

ERASED is said when it is true: after all of that, and after every copy of the vault was replaced.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain

from lintas.dossier.admission import parse_act, sign_act
from lintas.dossier.control import Erasure, erasure_fields
from lintas.dossier.header import Act, Form
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import act_key, epoch_of, is_plain
from lintas.node.entitled import erased_by, released_to
from lintas.node.files import ids_in
from lintas.node.heading import next_header
from lintas.node.holds import held
from lintas.node.indexing import forget_words
from lintas.node.known_children import tells_of_a_child
from lintas.node.pending import upload_name
from lintas.node.ports import StoredAct, WaitingAct
from lintas.node.raw import Raw
from lintas.node.reading import kept_key, read
from lintas.node.recalls import Gone, Stage, act_key_name, copies, may_be_recalled, named
from lintas.node.state import Node
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import NULL32
from lintas.wire.limits import LIMITS

log = logging.getLogger(__name__)

PAGE_ROWS = 64


def is_done(node: Node) -> bool:
    """Whether nothing is to be carried out, be it of recalls or of what waits in vain (`node.expire`)."""
    now_ms = node.clock()
    return now_ms < node.expiry_due_ms and node.recalls.rest(now_ms)


def obey(node: Node) -> bool:
    """Do all that can be done now, after a commit; whether acts were made (ERASED). They are durable on return."""
    _carry_all_out(node)
    made = bool(node.pending.acts)
    node.commit()
    return made


def _carry_all_out(node: Node) -> None:
    """What fails is logged, and tried again at the next call."""
    recalls = node.recalls
    try:
        recalls.again(node.clock())
        if recalls.replays:
            _replay(node)
        for erase in sorted(recalls.todo):
            _carry_out(node, erase)
        if unfinished := recalls.at(Stage.SHREDDED):
            _purge(node, unfinished)
        if purged := recalls.at(Stage.PURGED):
            _say(node, purged)
    except LintasError as error:
        log.error("a recall could not be carried out yet: %s", error)


def _replay(node: Node) -> None:
    """Content or vault may be older than the recalls: look at every act, and purge again whatever is gone."""
    for row in _rows(node):
        if (act := parse_act(row.signed).act).header.form is Form.ERASE:
            node.recalls.note(act)
    node.recalls.reach(list(node.recalls.gone.values()), Stage.SHREDDED)
    for erase in sorted(node.recalls.todo):
        _carry_out(node, erase)
    _purge(node, node.recalls.at(Stage.SHREDDED))
    _drop_what_nothing_opens(node)
    node.recalls.replayed()


def _drop_what_nothing_opens(node: Node) -> None:
    """A body came back whose epoch's key was destroyed while its act was lost, so that its own was not kept: without it
    the act lacks its body, which whoever may read it gives again with the key.
    """
    shut = [act for row in _rows(node) if row.body is not None and _is_shut(node, act := parse_act(row.signed).act)]
    with node.store.batch() as batch:
        for act in shut:
            batch.erase_body(act.id)
    for act in shut:
        node.unfetched.drop(act)
        node.lacking.note(act, None)


def _is_shut(node: Node, act: Act) -> bool:
    epoch = None if is_plain(act) else node.epoch(dossier_of(act), epoch_of(act) or b"")
    return epoch is not None and epoch.key is None and kept_key(node, act.id) is None


def _carry_out(node: Node, erase: bytes) -> None:
    """One ERASE, as far as its acts are known here and not held."""
    row = node.store.act(erase)
    if row is None:
        node.recalls.todo.discard(erase)
        return
    header, acts = parse_act(row.signed).act.header, known_acts(node, row.dossier)
    asked = [acts[each] for each in named(parse_act(row.signed).act) if each in acts]
    targets = [each for each in asked if may_be_recalled(each) and each.header.author == header.author]
    if is_disowned(node, row):
        node.recalls.done(erase)
        return
    left = [each for each in targets if each.id not in node.recalls.gone]
    kept = {each.id: hold for each in left if (hold := held(node, row.dossier, each.id))}
    if free := [each for each in left if each.id not in kept]:
        purge(node, row.dossier, free, erase)
    if kept:
        node.recalls.put_off(erase, min(hold.until_ms for hold in kept.values()))
    elif len(asked) == len(named(parse_act(row.signed).act)):
        node.recalls.done(erase)
    else:
        node.recalls.todo.discard(erase)


def is_disowned(node: Node, row: StoredAct) -> bool:
    """Whether the author has disowned the key under which an act was made."""
    replica = node.folded(row.dossier)
    return bool(replica and row.id in replica.graph and replica.now().disowned(replica.graph.nodes[row.id]))


def known_acts(node: Node, dossier: bytes) -> dict[bytes, Act]:
    """Every act of a dossier of which the header is here: those that wait included, and those that are stored and not
    folded, since an act before them was lost.
    """
    known = node.known(dossier)
    waiting = {each.id: parse_act(each.signed).act for each in node.staged.of(dossier)}
    if isinstance(known, Raw):
        return waiting | known.acts
    folded = {each: found.act for each, found in known.graph.nodes.items()} if known else {}
    others = (row for row in node.store.acts(dossier) if row.id not in folded)
    return waiting | folded | {row.id: parse_act(row.signed).act for row in others}


def purge(node: Node, dossier: bytes, targets: Iterable[Act], erase: bytes = NULL32) -> None:
    """Destroy the keys of these acts and of their epochs, and then all else that is here of them."""
    _purge(node, _shred(node, dossier, tuple(targets), erase))


def _shred(node: Node, dossier: bytes, targets: tuple[Act, ...], erase: bytes) -> tuple[Gone, ...]:
    """The keys: of the other acts of each epoch its own is kept, since that of the epoch is destroyed."""
    gone, keys, destroy, now_ms = list[Gone](), dict[str, bytes](), list[tuple[bytes, bytes]](), node.clock()
    going, today = {each.id for each in targets}, datetime.fromtimestamp(now_ms / 1000, UTC).date()
    others = [a for a in known_acts(node, dossier).values() if a.id not in going and a.id not in node.recalls.gone]
    for each in targets:
        identifier, author = epoch_of(each) or b"", each.header.author
        of_a_child = tells_of_a_child(node, each, today)
        gone.append(Gone(each.id, dossier, author, identifier, erase, 0, now_ms, of_a_child=of_a_child))
        epoch = node.vault.epoch(dossier, identifier)
        # Anybody can name an epoch of another in a header of its own.
        if epoch is None or epoch.author != author or (dossier, identifier) in destroy:
            continue
        destroy.append((dossier, identifier))
        for other in others if epoch.key else ():
            if (other.header.author, epoch_of(other)) == (author, identifier):
                keys[act_key_name(other.id)] = act_key(node.suite, epoch.key or b"", other.header)
    # The key of a file lies in the vault from its hand-over until the act that sends it is durable, or a crash later.
    node.vault.change({}, [upload_name(file) for each in targets for file in each.header.attachments])
    return node.recalls.begin(gone, keys, destroy)


def _purge(node: Node, gone: Iterable[Gone]) -> None:
    """Words that can be found, bodies, parcels that wait, chunks, and the bytes that a database keeps of them."""
    going = {each.act: each for each in gone}
    if not going:
        return
    epochs = {(each.dossier, each.author, each.epoch) for each in going.values()}
    with node.store.batch() as batch:
        for identifier in going:
            batch.erase_body(identifier)
        for waiting in list(node.staged):
            act = parse_act(waiting.signed).act
            if act.id in going or (waiting.dossier, act.header.author, epoch_of(act)) in epochs:
                bare = replace(waiting, body=None, parcel=None)
                batch.drop_waiting([act.id])
                batch.put_waiting(bare)
                node.staged.put(bare)
    dossiers = dict.fromkeys(each.dossier for each in going.values())
    headers = [a for d in dossiers for a in known_acts(node, d).values() if a.id in going]
    for act in headers:
        node.lacking.drop(act)
        node.unfetched.drop(act)
    drop_files(node, {file for act in headers for file in act.header.attachments})
    if all([forget_words(node, going.keys()), node.store.scrub()]):
        node.recalls.reach(going.values(), Stage.PURGED)


def drop_files(node: Node, files: Iterable[bytes]) -> None:
    """Remove the chunks of these files (ids), but of none that another act here sends as well: a file may have been
    taken over into another dossier. A header alone keeps nothing: anybody who saw a file's id can write it into one.
    """
    left = set(files)
    rows: Iterable[StoredAct | WaitingAct] = chain(_rows(node), list(node.staged))
    for row in rows if left else ():
        if row.id not in node.recalls.gone and row.body is not None and any(file in row.signed for file in left):
            left -= _sent_by(node, row)
    for file in left:
        node.chunks.drop(file)


def _sent_by(node: Node, row: StoredAct | WaitingAct) -> set[bytes]:
    """The files of an act that is not recalled, as its body has them; of one that waits, as its header says."""
    if isinstance(row, WaitingAct):
        return set(parse_act(row.signed).act.header.attachments)
    try:
        return set(ids_in(read(node, row)[1].fields))
    except LintasError:
        return set()


def _rows(node: Node) -> Iterator[StoredAct]:
    at = 0
    while rows := node.store.since(at, PAGE_ROWS):
        yield from rows
        at = rows[-1].position + 1


def _say(node: Node, purged: Iterable[Gone]) -> None:
    """Say of what is purged that it is, where that is true of every copy of the vault, and where we may speak."""
    replaced = min((copy.count for copy in copies(node.vault)), default=None)
    by_dossier: dict[bytes, list[Gone]] = {}
    for gone in purged:
        if (replaced is None or gone.count <= replaced) and was_reader(node, gone):
            by_dossier.setdefault(gone.dossier, []).append(gone)
    # In one order, whatever the order in which the copies were purged: a history can be played again.
    for dossier, each in sorted(by_dossier.items()):
        replica = node.folded(dossier)
        if replica is not None and node.id in replica.now().parties:
            _say_in(node, dossier, replica, each)


def _say_in(node: Node, dossier: bytes, replica: Replica, purged: list[Gone]) -> None:
    durable = (found.act for found in erased_by(replica, node.id) if node.store.act(found.act.id))
    said = {act for each in durable for act in named(each)}
    done = [gone for gone in purged if gone.act in said]
    node.recalls.reach(done, Stage.SAID)
    left = sorted({gone.act for gone in purged} - {gone.act for gone in done})
    for start in range(0, len(left), LIMITS.erased_max):
        control = erasure_fields(Erasure(tuple(left[start : start + LIMITS.erased_max])))
        header = next_header(node, dossier, replica, form=Form.ERASED, control=control)
        draft = replica.draft(header)
        if draft.judged.counted:
            signed = sign_act(node.identity.signer, header)
            replica.receive_drafted(signed.act, draft)
            node.keep(signed, None)


def was_reader(node: Node, gone: Gone) -> bool:
    """Whether we wrote the act, or were given its key: whoever never could read it has nothing to say.

    Who reads a first act stands in its body, which may have been recalled before it came: then those answer whom its
    header names. The members of another epoch may become known later. To whom an act was released is in a header.
    """
    replica = node.folded(gone.dossier)
    found = replica.graph.nodes.get(gone.act) if replica else None
    if found is not None and node.id in released_to(node, found.act):
        return True
    epoch = node.vault.epoch(gone.dossier, gone.epoch)
    if epoch is not None or gone.author == node.id:
        return gone.author == node.id or (epoch is not None and node.id in epoch.members)
    row = node.store.act(gone.act) if gone.act[:16] == gone.dossier else None
    return row is not None and any(node.id in parties for _, parties in parse_act(row.signed).act.header.to)
