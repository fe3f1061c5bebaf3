"""Sealed bodies that came: whether they are for this node, and keeping them beside their acts.

A body is kept, also beside an act that waits, only if it opens, and this node is of its audience or was given it later:
nothing else ever reaches the store. Headers come from any party and bodies from their author, so that a body may come
after its act.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import SignedAct, parse_act
from lintas.dossier.control import Release, control_of
from lintas.dossier.header import Act, Form
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import (
    Content,
    act_key,
    begins_epoch,
    check_body,
    epoch_of,
    is_plain,
    key_info,
    read_plain,
    unseal,
    wrap_info,
)  # fmt: skip
from lintas.dossier.traits import PLAIN
from lintas.node.entitled import first_of, readers_listed, released_to
from lintas.node.ports import Epoch, WaitingAct
from lintas.node.reading import NoKey, kept_key, key_of
from lintas.node.recalls import named
from lintas.node.state import Node
from lintas.sync.link import LinkItem
from lintas.wire.errors import Malformed

log = logging.getLogger(__name__)


class NotOfTheAudience(CryptoError):
    """The body came with a key, and was neither sealed to us, as all its readers know, nor released to us."""

    def __init__(self, act: bytes) -> None:
        self.act = act


def add_to(node: Node, waiting: WaitingAct, act: Act, item: LinkItem) -> None:
    """The act waits here as a header, and its author sends the body. Raises `WaitingFull`."""
    if waiting.body is None and item.body is not None:
        more = for_us(node, act, replace(waiting, body=item.body, parcel=item.parcel))
        node.staged.check(more, node.limits.dossier_acts_max, node.limits.waiting_bytes_max)
        node.staged.put(more)
        if act.id not in node.pending.waiting:
            node.pending.stored_waiting.add(act.id)
        node.pending.waiting[act.id] = more


def add_body(node: Node, act: Act, item: LinkItem) -> None:
    """The act is here as a header, and its author sends the body."""
    if item.body is None or act.id in node.pending.bodies or _has_body(node, act.id):
        return
    body = body_of_ours(node, act, item.body, item.parcel)
    if body is None:
        node.lacking.missed(act)
    else:
        node.pending.bodies[act.id] = body
        node.read_registry(act, body)
        node.lacking.drop(act)
        node.unfetched.note(act)
        if begins_epoch(act):
            _note_lacking(node, act)


def _note_lacking(node: Node, begun: Act) -> None:
    """The key of the epoch that an act begins came, or never will: bodies under it may have been passed over before."""
    for row in [*node.store.acts(dossier_of(begun)), *node.pending.acts]:
        if (
            row.dossier == dossier_of(begun)
            and row.body is None
            and epoch_of(act := parse_act(row.signed).act) == epoch_of(begun)
        ):
            node.lacking.note(act, None)


def keep_waiting(node: Node, waiting: WaitingAct, act: Act) -> None:
    """Keep an act that waited, with its body if that is for us."""
    forget_waiting(node, act.id)
    keep_with_body(node, waiting, act)


def keep_with_body(node: Node, waiting: WaitingAct, act: Act) -> None:
    """Keep an act that waits no longer, with its body if that is for us."""
    body = body_of_ours(node, act, waiting.body, waiting.parcel)
    node.keep(SignedAct(act, waiting.signed), body)
    _note_told(node, act)
    if body is not None:
        node.lacking.drop(act)
    else:
        # What its author gave without a body is for others, unless its epoch is ours: then the author had lost it when
        # it gave the header. A body that came and could not be kept is asked for again, also of its author.
        ours = waiting.body is not None or _is_ours_to_read(node, act) or node.id in released_to(node, act)
        node.lacking.note(act, None if ours else waiting.sender)


def look_again(node: Node, act: Act, body: bytes | None) -> None:
    """An act that lay in the store behind a hole counts only now: what it says may be for us, or tell of others."""
    _note_told(node, act)
    if body is None:
        node.lacking.note(act, None)


def _note_told(node: Node, act: Act) -> None:
    """What was passed over before may be for us now, by what this act tells of it: its author, who gave the header
    alone, is asked.
    """
    replica = node.folded(dossier_of(act)) if act.header.form in {Form.RELEASE, Form.ERASE, Form.ERASED} else None
    if replica and act.header.form is Form.RELEASE:
        _note_released(node, replica, act)
    elif replica and first_of(replica).id in named(act):
        # Nobody learns any more from the first act who reads what is sealed under its epoch.
        _note_lacking(node, first_of(replica))


def _note_released(node: Node, replica: Replica, act: Act) -> None:
    control = control_of(act.header)
    if isinstance(control, Release) and node.id in control.parties:
        for each in control.acts:
            if each in replica.graph and not _has_body(node, each):
                node.lacking.note(replica.graph.nodes[each].act, None)


def _is_ours_to_read(node: Node, act: Act) -> bool:
    """Whether its epoch is here, with its key or with us among the members: after a recall a key may come by itself."""
    epoch = None if is_plain(act) else node.epoch(dossier_of(act), epoch_of(act) or b"")
    return epoch is not None and (epoch.key is not None or node.id in epoch.members)


def forget_waiting(node: Node, identifier: bytes) -> None:
    """The act waits no longer."""
    node.staged.drop(identifier)
    if node.pending.waiting.pop(identifier, None) is None or identifier in node.pending.stored_waiting:
        node.pending.arrived.add(identifier)


def _has_body(node: Node, identifier: bytes) -> bool:
    stored = node.store.act(identifier)
    if stored is None:
        return any(new.id == identifier and new.body is not None for new in node.pending.acts)
    return stored.body is not None


def for_us(node: Node, act: Act, waiting: WaitingAct) -> WaitingAct:
    """The act as it may wait: with its body only if that opens with a key that is here, or that waits here too."""
    if waiting.body is None or _recalled(node, act):
        return replace(waiting, body=None, parcel=None)
    try:
        if is_plain(act):
            check_body(act, waiting.body)
            return replace(waiting, parcel=None)
        unseal(node.suite, _key_to_wait(node, act, waiting), act, waiting.body)
    except (Malformed, CryptoError) as error:
        log.warning("dropped a body: %s, act %s", error, act.id.hex()[:16])
        node.lacking.missed(act)
        return replace(waiting, body=None, parcel=None)
    needs_parcel = begins_epoch(act) or _epoch_destroyed(node, act)
    return waiting if needs_parcel else replace(waiting, parcel=None)


def _recalled(node: Node, act: Act) -> bool:
    return node.recalls.covers(act) and not is_plain(act)


def _epoch_destroyed(node: Node, act: Act) -> bool:
    """Whether the key of the act's epoch was destroyed here, or is never to be kept."""
    epoch = node.epoch(dossier_of(act), epoch_of(act) or b"")
    return node.recalls.retires(act, epoch_of(act) or b"") or (epoch is not None and epoch.key is None)


def _key_to_wait(node: Node, act: Act, waiting: WaitingAct) -> bytes:
    """The act's key, which is not kept yet."""
    if not _epoch_destroyed(node, act):
        with suppress(CryptoError):
            return act_key(node.suite, _epoch_key(node, act, waiting), act.header)
    return kept_key(node, act.id) or _open_key(node, act, waiting.parcel)


def _open_key(node: Node, act: Act, parcel: bytes | None) -> bytes:
    """The key of one act, from the parcel beside it; raises `NoKey` or `CannotUnwrap`."""
    return _unwrapped(node, act, parcel, key_info(dossier_of(act), act.id, act.header.author, node.id))


def _epoch_key(node: Node, act: Act, waiting: WaitingAct) -> bytes:
    identifier = epoch_of(act) or b""
    known = node.epoch(waiting.dossier, identifier)
    if known and known.key:
        return known.key
    if begins_epoch(act):
        return _open_parcel(node, act, waiting.parcel)
    begun = next((w for w in node.proven(waiting.dossier) if w.id[:16] == identifier), None)
    if begun is None:
        raise NoKey(act.id)
    return _open_parcel(node, parse_act(begun.signed).act, begun.parcel)


def _open_parcel(node: Node, act: Act, parcel: bytes | None) -> bytes:
    """The key of the epoch that the act begins."""
    return _unwrapped(node, act, parcel, wrap_info(dossier_of(act), epoch_of(act) or b"", act.header.author, node.id))


def _unwrapped(node: Node, act: Act, parcel: bytes | None, info: bytes) -> bytes:
    if parcel is None:
        raise NoKey(act.id)
    for seed in node.identity.older_seeds:
        with suppress(CryptoError):
            return node.suite.unwrap(seed, parcel, info)
    return node.suite.unwrap(node.identity.recipient_seed, parcel, info)


def body_of_ours(node: Node, act: Act, body: bytes | None, parcel: bytes | None) -> bytes | None:
    """The sealed body, if this node is of its audience and it opens; else None, and the reason is logged."""
    if body is None or _recalled(node, act):
        return None
    try:
        if is_plain(act):
            return _plain_body(node, act, body)
        if begins_epoch(act):
            _begin_epoch(node, act, body, parcel)
        else:
            _open(node, act, body, parcel)
    except (Malformed, CryptoError) as error:
        log.warning("dropped a body: %s, act %s", error, act.id.hex()[:16])
        return None
    return body


def _plain_body(node: Node, act: Act, body: bytes) -> bytes | None:
    """A body that is not sealed; kept only where the kind says that its bodies are plain."""
    read_plain(act, body)
    replica = node.folded(dossier_of(act))
    return body if replica and PLAIN in replica.kind.item.traits else None


def _begin_epoch(node: Node, act: Act, body: bytes, parcel: bytes | None) -> None:
    """Read who the members are and keep the key, by the parcel if it is not here; raises if anything does not fit."""
    check_body(act, body)
    dossier, identifier = dossier_of(act), epoch_of(act) or b""
    known = node.epoch(dossier, identifier)
    if _epoch_destroyed(node, act):
        content = _keep_key(node, act, body, parcel)
        node.pending.epochs.append(Epoch(dossier, identifier, act.header.author, content.members, None))
        return
    try:
        key = known.key if known and known.key else _open_parcel(node, act, parcel)
    except CryptoError:
        # Its author recalled an act of the epoch before this one came here, and gives the key of this act alone.
        content = _keep_key(node, act, body, parcel)
        node.pending.epochs.append(Epoch(dossier, identifier, act.header.author, content.members, None))
        return
    content = unseal(node.suite, act_key(node.suite, key, act.header), act, body)
    _check_reader(node, act, content.members)
    node.pending.epochs.append(Epoch(dossier, identifier, act.header.author, content.members, key))


def _open(node: Node, act: Act, body: bytes, parcel: bytes | None) -> None:
    """Open a body by the keys that are here, or by the one beside it; raises if it does not open."""
    try:
        key = key_of(node, act)
    except NoKey:
        _keep_key(node, act, body, parcel)
    else:
        unseal(node.suite, key, act, body)


def _keep_key(node: Node, act: Act, body: bytes, parcel: bytes | None) -> Content:
    """Keep the key of one act of an epoch whose key is not kept; what it says. Raises if anything does not fit."""
    key = kept_key(node, act.id)
    if key is None:
        try:
            key = _open_key(node, act, parcel)
        except CryptoError:
            # A parcel of the epoch that was under way: it is used for its act and forgotten.
            key = act_key(node.suite, _open_parcel(node, act, parcel), act.header)
    content = unseal(node.suite, key, act, body)
    _check_reader(node, act, content.members if begins_epoch(act) else readers_listed(node, act))
    node.pending.act_keys[act.id] = key
    return content


def _check_reader(node: Node, act: Act, members: tuple[bytes, ...]) -> None:
    """Nobody reads in silence: raises `NotOfTheAudience` unless the list of readers, or a release, names us."""
    if node.id not in {act.header.author, *members, *released_to(node, act)}:
        raise NotOfTheAudience(act.id)
