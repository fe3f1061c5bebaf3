"""What each author chose to give each newcomer of what it had said before; from headers alone, alike at every node.

A newcomer to an author is a party by an act that the author had not seen when it spoke, be it that it came later, or
left and came back. The choice is what was released: nothing, so that it reads from now on, all, or some acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lintas.dossier.header import Form
from lintas.dossier.position import Position
from lintas.node.recalls import may_be_recalled
from lintas.node.state import Node


@dataclass(frozen=True, slots=True)
class ShownNewcomer:
    """A newcomer and an author: since when it is a party, by the claim of who included it (ms since 1970), how many
    acts of the author's are from before that, and how many of these it released to the newcomer.
    """

    party: str
    author: str
    since_ms: int
    earlier: int
    released: int


def newcomers(node: Node, now: Position) -> Iterator[ShownNewcomer]:
    """Every newcomer with every author who had said something before."""
    code = node.federation.code
    for party, acts in sorted(now.seated_by.items(), key=lambda each: code(each[0])):
        if any(by.act.header.first for by in acts):
            continue
        since_ms = min(by.act.header.time_ms for by in acts)
        for author, (earlier, released) in sorted(_choices(now, party).items(), key=lambda each: code(each[0])):
            yield ShownNewcomer(code(party), code(author), since_ms, earlier, released)


def _choices(now: Position, party: bytes) -> dict[bytes, tuple[int, int]]:
    """By author, how many of its acts did not know the party, and how many of them were released to it."""
    found: dict[bytes, tuple[int, int]] = {}
    for node in now.graph.nodes.values():
        header = node.act.header
        said = header.form is Form.VERB and may_be_recalled(node.act)
        if said and header.author != party and not now.knew(node, party):
            earlier, released = found.get(header.author, (0, 0))
            found[header.author] = earlier + 1, released + (party in now.released(node))
    return found
