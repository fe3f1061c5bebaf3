"""A dossier that is not folded here, shown as it is: who did what in it, and what this node can read. No phase, no
lanes, no verdicts, nothing open: those are for a fold to say.
"""

from __future__ import annotations

from lintas.crypto.errors import CryptoError
from lintas.dossier.header import Form
from lintas.dossier.position import DOSSIER
from lintas.node.part import Part
from lintas.node.ports import StoredAct
from lintas.node.raw import Raw
from lintas.node.reading import audience_of, read
from lintas.node.show import Shown, ShownAct, ShownItem, rows_of
from lintas.node.state import Node
from lintas.wire.errors import Malformed

NOT_JUDGED = "not judged"


def show_raw(node: Node, dossier: bytes, raw: Raw, part: Part | None = None) -> Shown:
    """The dossier, or the part of its acts; its parties are all who were ever named in it."""
    why = (
        f"this node does not know the kind {raw.kind}, version {raw.version}"
        if raw.kind
        else "its first act is missing"
    )
    name = raw.kind or "unknown"
    named = tuple(sorted(node.federation.code(party) for party in raw.named))
    return Shown(
        id=dossier,
        kind=name,
        version=raw.version,
        title=name,
        exercise=node.federation.exercise,
        us=node.federation.code(node.id),
        phase="not known here",
        ended=False,
        parties=named,
        awaited=(),
        items=(ShownItem(DOSSIER, name, None, "not known here", False, (), ()),),
        acts=tuple(_act(node, row, raw, why) for row in rows_of(node, dossier, part) if row.id in raw.acts),
        open_to_us=(),
        steps=(),
        clocks=(),
        waiting=len(node.staged.of(dossier)),
        later=len(node.later.of(dossier)),
        raw=why,
    )


def _act(node: Node, row: StoredAct, raw: Raw, why: str) -> ShownAct:
    act, code = raw.acts[row.id], node.federation.code
    says, sealed, language = None, "", ""
    try:
        content = read(node, row)[1]
        language = content.language
        says = content.fields if act.header.form is Form.VERB else None
    except (CryptoError, Malformed) as error:
        sealed = type(error).__name__
    readers = audience_of(node, act)
    return ShownAct(
        position=row.position,
        id=row.id,
        author=code(row.author),
        form=act.header.form.name.lower(),
        verb=act.header.verb,
        item=act.header.item or DOSSIER,
        item_name="",
        to={role: tuple(code(p) for p in parties) for role, parties in act.header.to},
        time_ms=act.header.time_ms,
        verdict=NOT_JUDGED,
        why=why,
        effect=True,
        says=says,
        sealed=sealed,
        readers=tuple(sorted(code(p) for p in readers)) if readers is not None else None,
        officers={},
        marks={},
        language=language,
    )
