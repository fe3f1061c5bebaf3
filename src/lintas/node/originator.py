"""The rule of the third party: what another authority gave is taken over into another act only as it allowed.

The handling code of an act says what may be done with it. Taking it over needs leave of its author where the code asks
for it, and leave is an act of that author which lifts the restriction, found in the same dossier. What the author says
in words beside the code, and what an officer types anew, is for officers to observe. Nodes themselves never pass on a
body that another sealed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from lintas.crypto.errors import CryptoError
from lintas.dossier.header import Act
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import Content
from lintas.kinds.parts.codes import FREE, NO_OTHER_READERS, NO_OTHER_USE, Lifted, is_handling
from lintas.node.entitled import had
from lintas.node.order import NotSealed
from lintas.node.reading import read
from lintas.node.state import Node


class NeedsLeave(NotSealed):
    """What is to be taken over carries a code for which its author must give leave first."""

    def __init__(self, act: bytes, provider: str, handling: str, why: str) -> None:
        self.act = act
        self.provider = provider
        self.handling = handling
        self.why = why


@dataclass(frozen=True, slots=True)
class Use:
    """What something is taken over for: who will read it, in a dossier of which kind."""

    readers: tuple[bytes, ...]
    kind: str


def check_use(node: Node, replica: Replica, act: Act, content: Content, use: Use) -> None:
    """Raises `NeedsLeave` unless the author of an act allowed such a use of what it says."""
    author, handling = act.header.author, handling_of(node, replica, act, content)
    if author == node.id or handling in {"", FREE}:
        return
    code = node.federation.code
    others = set(use.readers) - had(node, act) - {node.id}
    if others and handling not in NO_OTHER_USE:
        why = f"{', '.join(sorted(map(code, others)))} could not read it"
        raise NeedsLeave(act.id, code(author), handling, why)
    if use.kind != replica.kind.name and handling not in NO_OTHER_READERS:
        raise NeedsLeave(act.id, code(author), handling, f"it was given for {replica.kind.title}, not for {use.kind}")


def handling_of(node: Node, replica: Replica, act: Act, content: Content) -> str:
    """The code under which the act stands now: as its author lifted it, or as the act itself says; empty for none."""
    return next(_leaves(node, replica, act), "") or _handling(replica, act, content)


def _handling(replica: Replica, act: Act, content: Content) -> str:
    """The code that the act itself carries."""
    verb = replica.verb(act)
    fields = verb.says.fields() if verb else {}
    return next((str(content.fields[f]) for f, m in fields.items() if is_handling(m) and f in content.fields), "")


def _leaves(node: Node, replica: Replica, act: Act) -> Iterator[str]:
    """The codes that now apply to the act by leave of its author, the newest first."""
    now, found = replica.now(), list[tuple[int, bytes, str]]()
    for (item, name), track in now.records.marks.items():
        verb, asked = now.type(item).verb(name), now.records.items[item].by
        if verb is None or not issubclass(verb.says, Lifted) or asked is None or act.id not in asked.act.header.re:
            continue
        for marks in track.newest(now.vector):
            for by in marks:
                row = node.store.act(by.act.id)
                if row and row.author == act.header.author and now.effect(by):
                    with suppress(CryptoError):
                        given = _handling(replica, by.act, read(node, row)[1])
                        found.append((-by.act.header.depth, by.act.id, given))
    yield from (given for _, _, given in sorted(found))
