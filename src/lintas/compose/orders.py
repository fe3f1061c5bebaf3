"""What a command says of an act to be made, read into an order: who signs in, the fields, the files.

Content moves from one act to another without retyping: `take` names acts whose fields are taken over where the new body
has a field of the same name and meaning; a field that is given in so many words prevails. What another authority gave
is taken over as far as it allowed (`node.originator`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lintas.dossier.correcting import corrections
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Meaning
from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.dossier.position import DOSSIER
from lintas.node import desk, uploads
from lintas.node.closed import check_named, closed, closed_kind, may_know
from lintas.node.order import OfficerAtWork, Order
from lintas.node.originator import Use, check_use
from lintas.node.plain_data import (
    NoSuchAct,
    NoSuchDossier,
    find_act,
    find_dossier,
    read_fields,
    read_parties,
)  # fmt: skip
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show as show_id

Args = Mapping[str, Any]


class BadFile(LintasError):
    """A file cannot be read or written."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        self.why = why


class Corrected(LintasError):
    """What an act said was corrected by another: it is not taken over as it was."""

    def __init__(self, act: str, by: str) -> None:
        self.act = act
        self.by = by


def order(
    node: Node,
    args: Args,
    name: str,
    verb: Verb | None,
    parties: frozenset[bytes],
    item: bytes | None,
    kind: str,
    answering: tuple[OfficerAtWork, ...] | None = None,
) -> Order:
    """The order, for a dossier of this kind; in its audience `all` are these parties and those whom it names.

    A verb that is not known here has no fields to read; the judgement on the draft then says so. `answering`: who
    answers for it, where the caller has signed them in; else those whom the arguments name, by their tokens.
    """
    answering = officers(node, args) if answering is None else answering
    to = {role: read_parties(node, codes, frozenset()) for role, codes in dict(args.get("to") or {}).items()}
    everybody = parties.union(*to.values())
    audience = read_parties(node, args.get("audience") or "", everybody)
    given = _with_files(node, args, dict(args.get("fields") or {})) if verb else {}
    read_here = read_fields(node, verb, given) if verb else {}
    return Order(
        verb=name,
        fields=_taken(node, args, verb, Use(audience, kind)) | read_here if verb else {},
        audience=audience,
        officers=answering,
        item=None if item == DOSSIER else item,
        to=to,
        re=_answered(node, args),
        language=str(args.get("language") or "en"),
        purpose=str(args.get("purpose") or ""),
    )


def signed_in(node: Node, args: Args) -> OfficerAtWork:
    """The officer who gives the command; raises `NotSignedIn`."""
    by = dict(args.get("as") or {})
    return desk.sign_in(node, str(by.get("name", "")), str(by.get("token", "")), AUTHOR)


def dossier_of(node: Node, args: Args) -> bytes:
    """The dossier that the command is about; raises `NoSuchDossier`, also where it is closed to who gives it, or
    `NotNamed` for who approves it.
    """
    found = find_for(node, args, str(args["dossier"]))
    if closed(node, found):
        check_named(node, _approving(args))
    return found


def find_for(node: Node, args: Args, text: str) -> bytes:
    """A dossier of which the officer who gives the command may know; raises `NoSuchDossier`."""
    found = find_dossier(node, text, officer_of(args))
    if not may_know(node, found, officer_of(args)):
        raise NoSuchDossier(text, 0)
    return found


def check_opens(node: Node, args: Args, kind: str) -> None:
    """Raises `NotNamed` unless all who answer may open a dossier of this kind, where those are closed."""
    if closed_kind(node, kind):
        check_named(node, (officer_of(args), *_approving(args)))


def _approving(args: Args) -> list[str]:
    return [str(dict(each).get("name", "")) for each in args.get("approve") or []]


def officers(node: Node, args: Args) -> tuple[OfficerAtWork, ...]:
    """Who gives the command and who approves it; raises `NotSignedIn`."""
    approving = [dict(each) for each in args.get("approve") or []]
    return (
        signed_in(node, args),
        *(desk.sign_in(node, str(each.get("name", "")), str(each.get("token", "")), APPROVER) for each in approving),
    )


def _answered(node: Node, args: Args) -> tuple[bytes, ...]:
    named = [str(text) for text in args.get("re") or []]
    if not named:
        return ()
    replica = node.replica(dossier_of(node, args))
    return tuple(sorted({find_act(replica, text) for text in named}))


def _taken(node: Node, args: Args, verb: Verb, use: Use) -> dict[str, object]:
    """The fields taken over from acts named as DOSSIER/ACT; a later one prevails."""
    found: dict[str, object] = {}
    for text in args.get("take") or []:
        name, _, act = str(text).partition("/")
        found |= _fields_of(node, find_for(node, args, name), act, verb, use)
    return found


def _fields_of(node: Node, dossier: bytes, text: str, verb: Verb, use: Use) -> dict[str, object]:
    replica = node.replica(dossier)
    row = node.store.act(find_act(replica, text))
    if row is None:
        raise NoSuchAct(text, 0)
    if by := corrections(replica.now()).get(row.id):
        raise Corrected(text, show_id(by[-1].act.id)[:8])
    signed, content = read(node, row)
    check_use(node, replica, signed.act, content, use)
    said = replica.verb(signed.act)
    source, target = said.says.fields() if said else {}, verb.says.fields()
    shared = (name for name in content.fields if name in source and name in target)
    taken = {name: _taken_as(source[name], target[name], content.fields[name]) for name in shared}
    return {name: value for name, value in taken.items() if value is not None}


def _taken_as(source: Meaning, target: Meaning, value: Any) -> object | None:
    """The value of one field as another one takes it; None if that one means something else, or has no such choice."""
    entries = value if source.many and isinstance(value, list) else [value]
    if not source.says(target) or (source.many and not target.many):
        return None
    if target.choices and any(entry not in target.choices for entry in entries):
        return None
    return entries if target.many else value


def officer_of(args: Args) -> str:
    """The name of the officer who gives the command; whether it is that officer, `signed_in` says."""
    return str(dict(args.get("as") or {}).get("name", ""))


def _with_files(node: Node, args: Args, fields: dict[str, Any]) -> dict[str, Any]:
    """Put in the files that were handed in, and are named by their upload; everything else is left as it is."""
    return {name: _handed_in(node, args, value) for name, value in fields.items()}


def _handed_in(node: Node, args: Args, value: Any) -> Any:
    if isinstance(value, list):
        return [_handed_in(node, args, entry) for entry in value]
    if not (isinstance(value, dict) and "upload" in value):
        return value
    return uploads.named(node, officer_of(args), str(value["upload"]))
