"""Files at the desk: an officer hands them in and is handed them, a few MiB a time, so that either can go on later.

The commands carry parts, not paths: whoever runs the command reads and writes the files with rights of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from lintas.compose import orders
from lintas.crypto.manifest import chunks_of, file_id
from lintas.dossier.sealing import Content
from lintas.node import opened, scans, uploads
from lintas.node.aside import Aside
from lintas.node.files import files_in
from lintas.node.plain import safe_name
from lintas.node.ports import StoredAct
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.node.tree import Tree
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS

Args = Mapping[str, Any]


class NoSuchFile(LintasError):
    """No act of the dossier sends such a file, or not to this authority."""

    def __init__(self, file: str) -> None:
        self.file = file


def begin(node: Node, args: Args) -> dict[str, Any]:
    """Announce a file, or go on with it: its `upload`, and how many of its `chunks` of 1 MiB are `here`."""
    orders.signed_in(node, args)
    said = {"name": args["name"], "media": args["media"], "bytes": args["bytes"], "sha256": args["sha256"]}
    found = uploads.begin(node, orders.officer_of(args), said)
    return {"upload": found.file.hex(), "here": found.count, "chunks": chunks_of(found.size_bytes)}


def append(node: Node, args: Args) -> Aside:
    """Hand in the chunks of an `upload` from `at` on; how many are here then."""
    orders.signed_in(node, args)
    return uploads.append(node, orders.officer_of(args), str(args["upload"]), args["at"], args["data"])


def finish(node: Node, args: Args) -> Any:
    """Have the whole of an `upload` checked, and looked through; `despite`: why it is sent if the scanner objects."""
    orders.signed_in(node, args)
    uploaded = uploads.finish(node, orders.officer_of(args), str(args["upload"]), str(args.get("despite") or ""))
    return _mapped(uploaded, lambda found: {"upload": found.file.hex(), "bytes": found.size_bytes})


def files(node: Node, args: Args) -> list[dict[str, Any]]:
    """The files of a dossier that this node may read, each with the name under which it is written."""
    orders.signed_in(node, args)
    return files_of(node, orders.dossier_of(node, args))


def files_of(node: Node, dossier: bytes) -> list[dict[str, Any]]:
    """What `files` gives, for a caller in this process that has signed the officer in itself."""
    found = list[dict[str, Any]]()
    for row in node.store.acts(dossier):
        content = _content(node, row)
        for number, file in enumerate(files_in(content.fields) if content else ()):
            scan = scans.found(node, file_id(file["key"]))
            found.append({
                "path": f"{row.position:06d}-{number:02d}-{safe_name(str(file['name']))}",
                "file": f"{row.id.hex()}/{number}",
                "name": file["name"],
                "author": node.federation.code(row.author),
                "bytes": file["bytes"],
                "chunks": chunks_of(file["bytes"]),
                "sha256": file["sha256"].hex(),
                "scan": scan.verdict,
                "despite": [officer for officer, _, _ in scan.despite],
            })  # fmt: skip
    return found


def part(node: Node, args: Args) -> Any:
    """What a `file` says from the chunk `at` on, a few MiB; `despite` as in `finish`. The author learns of it."""
    orders.signed_in(node, args)
    dossier, despite = orders.dossier_of(node, args), str(args.get("despite") or "")
    return part_of(node, dossier, str(args["file"]), args["at"], orders.officer_of(args), despite)


def part_of(node: Node, dossier: bytes, named: str, at: int, officer: str, despite: str = "") -> Any:
    """What `part` gives, for a caller in this process that has signed the officer in itself."""
    row, file = find(node, dossier, named)
    tree = Tree(node.chunks, file)

    def handed(node: Node) -> Any:
        # Said once, however often it is called: whoever goes on in the middle opens it too.
        opened.tell(node, row.dossier, [(row.author, row.id)])
        return Aside(lambda: b"".join(islice(tree.parts(at), LIMITS.chunks_asked_max)), lambda node, data: data)

    if not 0 <= at < tree.count:
        raise NoSuchFile(f"{named} at {at}")
    return scans.cleared(node, file, officer, despite, handed)


def find(node: Node, dossier: bytes, text: str) -> tuple[StoredAct, dict[str, Any]]:
    """The act that sends the `file` that `files` calls so, and what it says of it; raises `NoSuchFile`."""
    act, _, number = text.partition("/")
    try:
        row = node.store.act(bytes.fromhex(act))
    except ValueError:
        raise NoSuchFile(text) from None
    content = _content(node, row) if row and row.dossier == dossier else None
    found = list(files_in(content.fields)) if content else []
    if row is None or not number.isascii() or not number.isdigit() or int(number) >= len(found):
        raise NoSuchFile(text)
    return row, found[int(number)]


def _content(node: Node, row: StoredAct) -> Content | None:
    try:
        return read(node, row)[1]
    except LintasError:
        return None


def _mapped(result: Any, show: Any) -> Any:
    """The result as it is shown, now or when it is there."""
    if isinstance(result, Aside):
        return Aside(result.work, lambda node, value: _mapped(result.then(node, value), show))
    return show(result)
