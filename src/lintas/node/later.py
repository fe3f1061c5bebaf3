"""Acts of a later version than this program knows: kept as they are until a program that knows it takes them up.

What every version keeps is enough to know whose they are, that their author signed them, and to which dossier they
belong (`spec/act.md` 5). They are durable, count against their sender's allowance, hold up nobody's link, and are shown
as waiting; nothing of them is judged, served or sent. Their bodies are asked for once their headers can be read.
"""

from __future__ import annotations

from lintas.dossier.admission import admit_later
from lintas.dossier.header_bytes import UnknownVersion
from lintas.node.ports import WaitingAct
from lintas.node.state import Node


def keep_later(node: Node, sender: bytes, signed: bytes) -> bytes:
    """Keep an act of a later version; its id.

    Raises a `TrustError` or `BadSignature`; `UnknownVersion` in the registry, whose acts are taken with their bodies or
    not at all; `WaitingFull`. What is refused comes again by comparison, when both speak of the same acts.
    """
    act = admit_later(node.suite, node.federation, signed)
    if act.dossier == node.federation.registry:
        raise UnknownVersion(act.version)
    if act.id not in node.later:
        waiting = WaitingAct(act.id, act.dossier, sender, signed, None, None, node.clock())
        node.later.check(waiting, node.limits.waiting_acts_max, node.limits.waiting_bytes_max)
        node.later.put(waiting)
        node.pending.waiting[act.id] = waiting
    return act.id
