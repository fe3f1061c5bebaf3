"""A bundle for a court: our requests as letters, and the papers that may be shown there. Police-only items stay out.

Left out, and counted in the list that comes with it: whatever carries a handling code, since it was given to police and
is no evidence until it was obtained by a request (`formalise`), and pointers to other dossiers. It is no proof: that is
the evidence file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from lintas.compose import letters
from lintas.dossier.meanings import Body
from lintas.kinds.parts.codes import is_handling
from lintas.letter.errors import NoLetter
from lintas.node.aside import Aside
from lintas.node.container import Writer
from lintas.node.files import files_in, read_file
from lintas.node.looking import look
from lintas.node.plain import safe_name
from lintas.node.scans import may_leave
from lintas.node.show import ShownAct
from lintas.node.state import Node
from lintas.wire.identifiers import show

LIST: Final = "contents.txt"


@dataclass(frozen=True, slots=True)
class Sorted:
    """What goes into the bundle: acts with a letter, and files by name; and why each other act stays out."""

    requests: tuple[bytes, ...]
    files: Mapping[str, dict[str, Any]]
    left_out: tuple[str, ...]


def bundle(node: Node, dossier: bytes, out: BinaryIO) -> Aside:
    """Write the bundle to a seekable, empty file; what was sorted out. Raises as `letters.letter`."""
    found = sort_out(node, dossier)
    steps = [letters.letter(node, dossier, show(act), court=True) for act in found.requests]
    chunks, exercise = node.chunks, node.federation.exercise

    def work() -> Sorted:
        writer = Writer(out)
        writer.add(LIST, [contents(found, show(dossier), exercise=exercise).encode()])
        for act, step in zip(found.requests, steps, strict=True):
            writer.add(f"letters/{show(act)[:12]}.pdf", [step.work().pdf])
        for name, value in found.files.items():
            writer.add(name, read_file(chunks, value))
        writer.close()
        return found

    return Aside(work, lambda node, found: found)


def sort_out(node: Node, dossier: bytes) -> Sorted:
    """What of a dossier may be shown to a court. A request that one officer alone answers for is informal: a draft."""
    requests, files, left_out = list[bytes](), dict[str, dict[str, Any]](), list[str]()
    replica, shown = node.replica(dossier), look(node, dossier)
    for act in shown.acts:
        verb = replica.verb(replica.graph.nodes[act.id].act)
        if verb is None or act.says is None or act.recall:
            continue
        if why := _police_only(verb.says, act.says):
            left_out.append(f"{_name(act)}: {why}")
            continue
        try:
            if letters.is_request(letters.sealed_act(node, shown, act).verb) and verb.persons > 1:
                requests.append(act.id)
        except NoLetter:
            pass
        for file in files_in(act.says):
            if may_leave(node, file):
                files[f"files/{show(act.id)[:12]}-{len(files) + 1}-{safe_name(file['name'])}"] = file
            else:
                left_out.append(f"{_name(act)}: {file['name']} did not pass the scanner")
    return Sorted(tuple(requests), files, tuple(left_out))


def _name(act: ShownAct) -> str:
    return f"act {show(act.id)[:12]} of {act.author}"


def _police_only(body: type[Body], said: Mapping[str, Any]) -> str:
    """Why what an act says is not for a court; empty if it is."""
    codes = [said[name] for name, meaning in body.fields().items() if is_handling(meaning) and name in said]
    return next((f"given to police, with the handling code {code}" for code in codes), "")


def contents(found: Sorted, dossier: str, *, exercise: bool) -> str:
    """The list that comes with a bundle."""
    return "\n".join([*_lines(found, dossier, exercise), ""])


def _lines(found: Sorted, dossier: str, exercise: bool) -> Iterator[str]:
    if exercise:
        yield "EXERCISE: nothing in it is real."
    yield f"For a court, from dossier {dossier}. Pointers to other dossiers are left out of the letters."
    yield from (f"letters/{show(act)[:12]}.pdf" for act in found.requests)
    yield from (f"{name}  SHA-256 {file['sha256'].hex()}" for name, file in found.files.items())
    yield f"Left out: {len(found.left_out)}"
    yield from (f"  {each}" for each in found.left_out)
