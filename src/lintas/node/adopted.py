"""The law that this node goes by: the files that lintas brings along, and over them the rows of its law register.

Which register it relies on is its authority's own decision (`Policy.law_register`): anybody can open one and name us.
A row of it counts while it is in force: two officers of its owner answered for it, and two authorities found it right.
A state's own law is taken from an authority of that state alone. A file that would leave mistakes in the register is
left out, and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, Final

from lintas.crypto.errors import CryptoError
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Form
from lintas.dossier.position import Position
from lintas.kinds import law_register as declared
from lintas.law.findings import Finding
from lintas.law.reading import INSTRUMENTS, LAWS, examine
from lintas.law.register import Register
from lintas.node.ports import StoredAct
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import show

READ_MAX: Final = 8
"""How many states of the register are kept as they were read."""

Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A file of the register that is in force in a law register: its text, the act that brought it, and whose it is.

    `checked`: codes of those who found this text right; `disputed`: of those who dispute it.
    """

    path: str
    data: bytes
    act: bytes
    owner: str
    state: str
    checked: tuple[str, ...]
    disputed: tuple[str, ...]

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        told = f"adopted: entered by {self.owner} (act {show(self.act)[:8]}), checked by {', '.join(self.checked)}"
        return f"{told}; DISPUTED by {', '.join(self.disputed)}" if self.disputed else told


@dataclass(frozen=True, slots=True)
class Law:
    """The register that this node goes by, the rows that were adopted into it, and what was left out and why."""

    register: Register
    rows: tuple[Row, ...]
    faults: tuple[str, ...]


def law_of(node: Node) -> Law:
    """The law as this node has it now. Where it was given no files to begin with, there is none."""
    files, rows, faults = dict(node.policy.law), list[Row](), list[str]()
    found = list(_rows(node, faults)) if files else []
    for row in found:
        why = _misplaced(row) or next(map(str, _examined(tuple({**files, row.path: row.data}.items()))[1]), "")
        if why:
            faults.append(f"{row.path}, entered by {row.owner}, is left out: {why}")
            continue
        files[row.path] = row.data
        rows = [each for each in rows if each.path != row.path] + [row]
    register = _examined(tuple(files.items()))[0] if files else _examined(())[0]
    return Law(register, tuple(rows), tuple(faults))


def death_gate(node: Node) -> Callable[[str, str], bool]:
    """Whether the law of a state allows death for an offence, as the operator or a row of the law says: to be asked
    while one act is weighed. The law is read at the first question.
    """
    law = cache(lambda: law_of(node))

    def allows(state: str, offence: str) -> bool:
        if node.policy.death_for(state, offence):
            return True
        return bool(node.policy.law) and law().register.death(state, offence, _today(node)) is not None

    return allows


def _today(node: Node) -> date:
    return datetime.fromtimestamp(node.clock() / 1000, UTC).date()


@lru_cache(READ_MAX)
def _examined(files: Files) -> tuple[Register, list[Finding]]:
    return examine(dict(files))


def _misplaced(row: Row) -> str:
    """Why a file is not taken from this owner, or not at all."""
    if row.path.startswith(LAWS):
        state = row.path.removeprefix(LAWS).removesuffix(".toml")
        return "" if state == row.state else f"the law of {state} is entered by an authority of {state} alone"
    return "" if row.path.startswith(INSTRUMENTS) else f"only files of {INSTRUMENTS} and {LAWS} are adopted"


def _rows(node: Node, faults: list[str]) -> Iterator[Row]:
    """The rows in force, in the order in which they were put in force."""
    named = node.policy.law_register
    dossier = next((each for each in node.store.dossiers() if named and show(each) == named), None)
    replica = node.folded(dossier) if dossier else None
    if replica is None or dossier is None or replica.kind.name != declared.KIND.name:
        if named:
            faults.append(f"the law register {named} is not here")
        return
    now, stored = replica.now(), {row.id: row for row in node.store.acts(dossier)}
    done = [found for each in stored if (found := replica.graph.nodes.get(each)) and _counts(now, found)]
    newest = {each.act.header.item: each for each in done if each.act.header.verb == declared.PUT_IN_FORCE}
    for item, adopting in sorted(newest.items(), key=lambda each: stored[each[1].act.id].position):
        texts = [each for each in done if item and _brings(each, item) and adopting.saw(each)]
        if item and texts and not now.ended(item):
            said = _said(node, stored[texts[-1].act.id])
            if said.get("file") and said.get("rows"):
                checked = _standing(now.before(adopting), item, "found right", texts[-1])
                parties = (texts[-1].act.header.author, checked, _standing(now, item, "disputes", texts[-1]))
                yield _row(node, said, texts[-1].act.id, parties)


def _counts(now: Position, found: GraphNode) -> bool:
    return found.act.header.form is Form.VERB and now.effect(found)


def _brings(found: GraphNode, item: bytes) -> bool:
    """Whether the act brings a text of the row that is this item."""
    header = found.act.header
    return header.verb in declared.TEXTS and item in (header.item, found.act.id[:16])


def _said(node: Node, stored: StoredAct) -> Mapping[str, Any]:
    """What the act says; nothing where that is not here."""
    try:
        return read(node, stored)[1].fields
    except (CryptoError, Malformed):
        return {}


def _standing(view: Position, item: bytes, stand: str, text: GraphNode) -> list[bytes]:
    """The checkers that stand there in a view, having seen the text."""
    return [
        party
        for party in view.held(item, "checker")
        if any(story.stand == stand and story.by.saw(text) for story in view.stories(item, "checker", party))
    ]


def _row(node: Node, said: Mapping[str, Any], act: bytes, parties: tuple[bytes, list[bytes], list[bytes]]) -> Row:
    owner, checked, disputed = parties
    code, state = node.federation.code, node.federation.state(owner)
    return Row(
        str(said["file"]), str(said["rows"]).encode(), act, code(owner), state, tuple(sorted(map(code, checked))),
        tuple(sorted(map(code, disputed))),
    )  # fmt: skip
