"""The law that this node goes by: the files that lintas brings along, and over them the rows of its law register.

Which register it relies on is its authority's own decision (`Policy.law_register`): anybody can open one and name us.
A row of it counts while it is in force: two officers of its owner answered for it, and two authorities found it right.
A state's own law is taken from an authority of that state alone. A file that would leave mistakes in the register is
left out, and told.

No kind is named here: a law register is one whose items have texts with the fields `FIELDS`, and stand where the words
below say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.position import Position
from lintas.law.reading import INSTRUMENTS, LAWS, examine
from lintas.law.register import Register
from lintas.node.brought import brings, counts, said
from lintas.node.state import Node
from lintas.wire.identifiers import show

READ_MAX: Final = 8
"""How many states of the register are kept as they were read."""

FIELDS: Final = frozenset({"file", "rows"})
"""What a text of an item says: the path of a file of the register, and the whole file."""
CHECKER, IN_FORCE, FOUND_RIGHT, DISPUTES = "checker", "in force", "found right", "disputes"
"""The role that checks, and where the owner and the checkers of an item stand."""

Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A file of the register that is in force in a law register: its text, the act that brought it, and whose it is.

    `adopted_ms`: when its owner says that it put this text in force, in ms since 1970. `checked`: codes of those who
    found this text right; `disputed`: of those who dispute it.
    """

    path: str
    data: bytes
    act: bytes
    owner: str
    state: str
    adopted_ms: int
    checked: tuple[str, ...]
    disputed: tuple[str, ...]

    @property
    def adopted_on(self) -> date:
        """The day in UTC on which it was put in force."""
        return _day(self.adopted_ms)

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        told = f"adopted on {self.adopted_on}: entered by {self.owner} (act {show(self.act)[:8]})"
        told = f"{told}, checked by {', '.join(self.checked)}"
        return f"{told}; DISPUTED by {', '.join(self.disputed)}" if self.disputed else told


@dataclass(frozen=True, slots=True)
class Law:
    """The register that this node goes by, the rows that were adopted into it, and what was left out and why."""

    register: Register
    rows: tuple[Row, ...]
    faults: tuple[str, ...]

    def adopted(self, path: str) -> Row | None:
        """The row that brought this file, unless it is as lintas brings it along."""
        return next((row for row in self.rows if row.path == path), None)


def law_of(node: Node) -> Law:
    """The law as this node has it now. Where it was given no files to begin with, there is none."""
    faults = list[str]()
    found = tuple(_rows(node, faults)) if node.policy.law else ()
    return _laid_over(tuple(node.policy.law.items()), found, tuple(faults))


@lru_cache(READ_MAX)
def _laid_over(shipped: Files, found: tuple[Row, ...], faults: tuple[str, ...]) -> Law:
    """The rows over the files, one after the other: one that would leave a mistake harms no other."""
    register, files, rows, told = examine(dict(shipped))[0], dict(shipped), list[Row](), list(faults)
    for row in found:
        over, findings = examine({**files, row.path: row.data})
        why = _misplaced(row) or next(map(str, findings), "")
        if why:
            told.append(f"{row.path}, entered by {row.owner}, is left out: {why}")
            continue
        register, files[row.path] = over, row.data
        rows = [each for each in rows if each.path != row.path] + [row]
    return Law(register, tuple(rows), tuple(told))


def _day(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date()


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
    texts_by, adopted_by = _verbs(replica.kind) if replica else (frozenset(), frozenset())
    if replica is None or dossier is None or not adopted_by:
        if named:
            faults.append(f"{named} is no register of the law" if replica else f"the law register {named} is not here")
        return
    now, stored = replica.now(), {row.id: row for row in node.store.acts(dossier)}
    done = [found for each in stored if (found := replica.graph.nodes.get(each)) and counts(now, found)]
    newest = {each.act.header.item: each for each in done if each.act.header.verb in adopted_by}
    for item, adopting in sorted(newest.items(), key=lambda each: stored[each[1].act.id].position):
        texts = [each for each in done if item and brings(each, item, texts_by) and adopting.saw(each)]
        if item and texts and not now.ended(item):
            text = said(node, stored[texts[-1].act.id])
            if text.get("file") and text.get("rows"):
                checked = _standing(now.before(adopting), item, FOUND_RIGHT, texts[-1])
                parties = (texts[-1].act.header.author, checked, _standing(now, item, DISPUTES, texts[-1]))
                yield _row(node, text, texts[-1].act.id, adopting.act.header.time_ms, parties)


def _verbs(kind: Kind) -> tuple[frozenset[str], frozenset[str]]:
    """The verbs that bring a text, and those that put one in force; none if it is no register of the law."""
    types = [each[-1].verbs for each in kind.item.walk()]
    with_texts = [verbs for verbs in types if any(map(_is_text, verbs))]
    texts = frozenset(verb.name for verbs in with_texts for verb in verbs if _is_text(verb))
    return texts, frozenset(verb.name for verbs in with_texts for verb in verbs if verb.to == IN_FORCE)


def _is_text(verb: Verb) -> bool:
    return verb.says.fields().keys() >= FIELDS


def _standing(view: Position, item: bytes, stand: str, text: GraphNode) -> list[bytes]:
    """The checkers that stand there in a view, having seen the text."""
    return [
        party
        for party in view.held(item, CHECKER)
        if any(story.stand == stand and story.by.saw(text) for story in view.stories(item, CHECKER, party))
    ]


def _row(
    node: Node, text: Mapping[str, Any], act: bytes, adopted_ms: int, parties: tuple[bytes, list[bytes], list[bytes]]
) -> Row:
    owner, checked, disputed = parties
    code, state = node.federation.code, node.federation.state(owner)
    return Row(
        str(text["file"]), str(text["rows"]).encode(), act, code(owner), state, adopted_ms,
        tuple(sorted(map(code, checked))), tuple(sorted(map(code, disputed))),
    )  # fmt: skip
