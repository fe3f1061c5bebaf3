"""What an officer or operator at this machine asks of the node: the commands behind the command line and the socket.

A command takes plain arguments and gives plain data. Whoever reads or writes a case signs in as an officer with a
token; operating the node takes none beyond access to its folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from lintas.compose import (
    chasing,
    handing,
    interchange,
    letters,
    meeting_calendar,
    officers,
    orders,
    pictures,
    recalling,
    registry,
    registry_pages,
    releasing,
    searching,
    sheets,
    texts,
    training,
)
from lintas.compose import desk as desk_language
from lintas.compose.arguments import read_arguments
from lintas.compose.written import written
from lintas.crypto.errors import CryptoError
from lintas.dossier.position import DOSSIER
from lintas.node import author, bag, recovery, status
from lintas.node.adopted import law_of
from lintas.node.answers import open_recalls
from lintas.node.aside import Aside, at_once
from lintas.node.check_store import check_store
from lintas.node.closed import may_know
from lintas.node.export import export_to
from lintas.node.looking import look
from lintas.node.plain_data import find_item, item_of, plain
from lintas.node.report import Report
from lintas.node.state import Node, UnknownKind
from lintas.sync.envelope import NotForUs
from lintas.wire.errors import LintasError, Malformed
from lintas.wire.identifiers import NULL16
from lintas.wire.identifiers import show as show_id

Args = Mapping[str, Any]
Command = Callable[[Node, Args], Any]
NO_MORE: Final[Mapping[str, Command]] = MappingProxyType({})


class UnknownCommand(LintasError):
    """The node knows no such command."""

    def __init__(self, command: str) -> None:
        self.command = command


def run_command(node: Node, command: str, args: Args) -> Any:
    """What the command gives; raises `UnknownCommand`, `MissingArgument`, `BadArgument`, or what the command does."""
    return _shown(at_once(node, _begun(COMMANDS, node, command, args)))


def _begun(known: Mapping[str, Command], node: Node, command: str, args: Args) -> Any:
    found = known.get(command)
    if found is None:
        raise UnknownCommand(command)
    return found(node, read_arguments(args))


def _shown(result: Any) -> Any:
    """As plain data; what is bytes as a whole is a part of a file, and stays so."""
    return result if isinstance(result, bytes) else plain(result)


def answer(node: Node, data: bytes, more: Mapping[str, Command] = NO_MORE) -> bytes | Aside:
    """The answer to a request at the desk: the result, or the error. Raises `Malformed` for bad bytes.

    `more`: commands of what is served beside the node.
    """
    command, args = desk_language.read_request(data)
    return _answered(lambda: _begun({**more, **COMMANDS}, node, command, args))


def _answered(step: Callable[[], Any]) -> bytes | Aside:
    """What a step of a command gives, as an answer; an error, also one met beside the node, is an answer too."""
    try:
        result = step()
    except LintasError as error:
        return desk_language.error_answer(error)
    if not isinstance(result, Aside):
        return desk_language.write_answer(_shown(result))

    def work() -> Callable[[Node], Any]:
        try:
            return result.second(result.work())
        except LintasError as error:
            return _raising(error)

    return Aside(work, lambda node, second: _answered(lambda: second(node)))


def _raising(error: LintasError) -> Callable[[Node], Any]:
    def second(node: Node) -> Any:
        raise error

    return second


def _open(node: Node, args: Args) -> Any:
    kind = node.kinds.get(str(args["kind"]))
    if kind is None:
        raise UnknownKind(str(args["kind"]), 0)
    orders.check_opens(node, args, kind.name)
    begins = [verb.name for verb in kind.item.verbs if verb.begins]
    name = str(args.get("verb") or begins[0])
    order = orders.order(node, args, name, kind.item.verb(name), frozenset(), None, kind.name)
    return _done(node, author.open_dossier(node, kind.name, order))


def _act(node: Node, args: Args) -> Any:
    orders.signed_in(node, args)
    dossier, name = orders.dossier_of(node, args), str(args["verb"])
    replica, named = node.replica(dossier), str(args.get("item") or "")
    now = replica.now()
    item = find_item(now, named) if named else item_of(now, node.id, name)
    order = orders.order(node, args, name, now.type(item).verb(name), now.firm, item, replica.kind.name)
    return _done(node, author.author(node, dossier, order))


def _done(node: Node, done: author.Authored) -> dict[str, Any]:
    """What was done, and where the dossier stands with it."""
    now, header = node.replica(done.dossier).now(), done.judged.act.header
    item = header.item or DOSSIER
    opened = done.act[:16] if header.dossier != NULL16 and done.act[:16] in now.items else None
    return {
        "dossier": done.dossier,
        "act": done.act,
        "verb": header.verb,
        "item": item,
        "item_name": now.type(item).name,
        "item_phase": now.phase(item),
        "opened": opened,
        "opened_name": now.type(opened).name if opened else "",
        "phase": now.phase(DOSSIER),
        "awaited": sorted(node.federation.code(p) for p in now.awaited()),
        "readers": sorted(node.federation.code(p) for p in done.audience),
        "us": node.federation.code(node.id),
        "exercise": node.federation.exercise,
    }


def _show(node: Node, args: Args) -> Any:
    orders.signed_in(node, args)
    return look(node, orders.dossier_of(node, args))


def _list(node: Node, args: Args) -> Any:
    orders.signed_in(node, args)
    found, recalls = list[dict[str, Any]](), Counter(each.dossier for each in open_recalls(node))
    for dossier in node.store.dossiers():
        replica = node.folded(dossier)
        if not may_know(node, dossier, orders.officer_of(args)):
            continue
        if replica is None:
            found.append(_raw_line(node, dossier))
            continue
        now = replica.now()
        found.append({
            "id": show_id(dossier),
            "kind": replica.kind.name,
            "phase": now.phase(DOSSIER),
            "parties": sorted(node.federation.code(p) for p in now.parties),
            "awaited": sorted(node.federation.code(p) for p in now.awaited()),
            "recalls": recalls[dossier],
        })  # fmt: skip
    return found


def _raw_line(node: Node, dossier: bytes) -> dict[str, Any]:
    """A dossier that is not folded, in the list: all who were ever named in it."""
    raw = node.raw(dossier)
    named = sorted(node.federation.code(party) for party in raw.named) if raw else []
    kind = raw.kind if raw and raw.kind else "unknown"
    return {
        "id": show_id(dossier),
        "kind": kind,
        "phase": "not known here",
        "parties": named,
        "awaited": [],
        "recalls": 0,
    }


def _law(node: Node, args: Args) -> Any:
    """The rows in force in the law register that this node relies on, and what was left out of it."""
    law = law_of(node)
    rows = [{"path": row.path, "text": row.data.decode(), "source": row.source} for row in law.rows]
    return {"register": node.policy.law_register, "rows": rows, "faults": list(law.faults)}


def _export(node: Node, args: Args) -> Any:
    orders.signed_in(node, args)
    dossier, path = orders.dossier_of(node, args), Path(str(args["path"]))
    with written(path) as out:
        report = export_to(node, dossier, out)
    return {
        "path": str(path),
        "bytes": path.stat().st_size,
        "dossier": dossier,
        "acts": len(report.acts),
        "files": len(report.files),
        "exercise": report.exercise,
        "ok": report.ok,
        "findings": findings(report),
    }


def _interchange(node: Node, args: Args) -> Any:
    """Write a dossier in a form that tools of others read."""
    orders.signed_in(node, args)
    dossier, path = orders.dossier_of(node, args), Path(str(args["path"]))
    made = interchange.in_form(node, dossier, str(args["form"]))
    data = made.write()
    with written(path) as out:
        out.write(data)
    left = [{"act": each.act, "verb": each.verb, "why": str(each.why)} for each in made.extract.left_out]
    return {
        "path": str(path),
        "bytes": len(data),
        "form": made.form.title,
        "dossier": dossier,
        "entities": dict(made.counts()),
        "left_out": left,
        "unwritten": list(made.unwritten),
        "exercise": made.extract.exercise,
    }


def _letter(node: Node, args: Args) -> Aside:
    """Write the letter of a request of ours."""
    orders.signed_in(node, args)
    made = letters.letter(node, orders.dossier_of(node, args), str(args["act"]), str(args.get("language") or ""))
    return made.ending(_writing(args))


def _sheet(node: Node, args: Args) -> Aside:
    """Write the words for the public of a dossier."""
    orders.signed_in(node, args)
    return sheets.sheet_of(node, orders.dossier_of(node, args)).ending(_writing(args))


def _writing(args: Args) -> Callable[[Node, letters.Made | sheets.Sheet], dict[str, Any]]:
    """Puts a PDF where the command says, and tells what it is."""
    path = Path(str(args["path"]))

    def write(node: Node, made: letters.Made | sheets.Sheet) -> dict[str, Any]:
        with written(path) as out:
            out.write(made.pdf)
        said = {"path": str(path), "bytes": len(made.pdf), "code": made.code, "seal": made.seal}
        return said | {"exercise": made.exercise}

    return write


def _bring_seal(node: Node, args: Args) -> dict[str, Any]:
    passphrase = args.get("passphrase")
    name = letters.bring_seal(node, args["data"], None if passphrase is None else str(passphrase).encode())
    return {"seal": name}


def findings(report: Report) -> list[dict[str, Any]]:
    """What a check found, as plain data with its words."""
    return [plain(each) | {"words": each.words} for each in report.findings]


def _bundle(node: Node, args: Args) -> Any:
    """Write what a peer is owed, and what we ask it for, as a file sealed to it."""
    peer = node.federation.by_code(str(args["peer"]))
    data = bag.pack(node, peer.id)
    return _bag_file(node, str(args["path"]), peer.code, data)


def _take(node: Node, args: Args) -> Any:
    """Take a peer's file, and write the one to carry back. Nothing is said in it before what it says is durable."""
    path = Path(str(args["path"]))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise orders.BadFile(str(path), error.strerror or str(error)) from None
    try:
        taken = bag.take(node, data)
    except NotForUs:
        raise orders.BadFile(str(path), "it is sealed for another authority") from None
    except (Malformed, CryptoError):
        raise orders.BadFile(str(path), "it is no sealed file of a peer, or it was damaged") from None
    node.commit()
    answer = bag.answer(node, taken) if taken.sender else None
    written = _bag_file(node, str(args["reply"]), node.federation.code(taken.sender) if taken.sender else "", answer)
    return written | {"messages": taken.messages, "errors": taken.errors}


def _bag_file(node: Node, path: str, peer: str, data: bytes | None) -> dict[str, Any]:
    if data is not None:
        with written(Path(path)) as out:
            out.write(data)
    return {"path": path if data else "", "bytes": len(data or b""), "peer": peer, "exercise": node.federation.exercise}


def _status(node: Node, args: Args) -> Any:
    return status.status(node)


def _recovery(node: Node, args: Args) -> Any:
    return recovery.recovery(node, int(args["acts"]), int(args["restored_ms"]))


def _verify(node: Node, args: Args) -> Any:
    return check_data(check_store(node))


def check_data(report: Report) -> dict[str, Any]:
    """What the check of a node's store found, as plain data."""
    return {"ok": report.ok, "exercise": report.exercise, "findings": findings(report)}


def _registry(node: Node, args: Args) -> Any:
    return _done(node, registry.registry(node, args))


COMMANDS: dict[str, Command] = {
    "open": _open,
    "act": _act,
    "show": _show,
    "list": _list,
    "search": searching.searched,
    "files": handing.files,
    "file part": handing.part,
    "upload begin": handing.begin,
    "upload part": handing.append,
    "upload finish": handing.finish,
    "export": _export,
    "interchange": _interchange,
    "picture": pictures.drawn,
    "picture paper": pictures.paper,
    "calendar": meeting_calendar.calendar,
    "law": _law,
    "letter": _letter,
    "sheet": _sheet,
    "text": texts.shared_text,
    "certified": training.listed,
    "chase": chasing.chase,
    "training": training.written_certificate,
    "withdrawals": training.withdrawn,
    "authority keys": training.authority_keys,
    "letter seal": _bring_seal,
    "status": _status,
    "recovery": _recovery,
    "verify": _verify,
    "appoint": officers.appoint,
    "officers": officers.listed,
    "renew officer": officers.renew,
    "dismiss officer": officers.dismiss,
    "bundle": _bundle,
    "take": _take,
    "registry": _registry,
    "registry shown": registry_pages.shown,
    "disown": registry_pages.disowned,
    "registry bundle": registry_pages.bundle,
    "request": registry_pages.request,
    "location": registry_pages.location,
    "release": releasing.released,
    "recall": lambda node, args: _done(node, recalling.recalled(node, args)),
    "correct": lambda node, args: _done(node, recalling.corrected(node, args)),
    "corrections": recalling.corrections,
    "hold": recalling.hold,
    "lift": recalling.lift,
    "erase": recalling.erase,
    "recalls": recalling.recalls,
    "copies": recalling.listed_copies,
    "copy destroyed": recalling.copy_destroyed,
}
