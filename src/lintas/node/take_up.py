"""What waited for a newer program is taken up by it, when it starts and before it serves.

Acts wait for acts that are not here. One whose whole past is here and that waits all the same was left by a program
that could not read it, or not the kind of its dossier: it is admitted as if it came now.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import admit_act, parse_act
from lintas.dossier.authority import TrustError
from lintas.dossier.header_bytes import UnknownVersion
from lintas.node.bodies import forget_waiting
from lintas.node.ports import WaitingAct
from lintas.node.raw import Raw
from lintas.node.receive import Taken, again, settle
from lintas.node.receive_raw import settle_raw
from lintas.node.state import Node
from lintas.wire.errors import Malformed

log = logging.getLogger(__name__)


def take_up(node: Node) -> None:
    """Take up what can be; nothing is durable before the commit."""
    for each in list(node.later):
        _admit(node, each)
    dossiers = dict.fromkeys(
        each.dossier for each in node.staged if each.id not in node.unproven and _ready(node, each)
    )
    for dossier in dossiers:
        for each in node.proven(dossier):
            _admit(node, each)
        waited = node.proven(dossier)
        _settle(node, dossier, waited)
        for each in waited:
            if each.body is None and each.id not in node.staged:
                # It waited without its body, and its author gave that once.
                node.lacking.note(parse_act(each.signed).act, None)


def _settle(node: Node, dossier: bytes, waited: Sequence[WaitingAct]) -> None:
    known = node.known(dossier)
    if isinstance(known, Raw):
        settle_raw(node, dossier, known)
    elif known is None:
        for each in waited:
            again(node, each, node.limits.waiting_acts_max)
    else:
        ids = {each.id for each in waited}
        settle(node, [judged for judged in known.judged.values() if judged.act.id in ids], Taken(), ours=True)


def _ready(node: Node, waiting: WaitingAct) -> bool:
    return all(node.store.act(each) for each in parse_act(waiting.signed).act.header.past)


def _admit(node: Node, waiting: WaitingAct) -> None:
    """Forget an act that this program knows and does not admit: the program before could only keep it."""
    try:
        admit_act(node.suite, node.federation, waiting.signed)
    except UnknownVersion:
        return
    except (Malformed, TrustError, CryptoError) as error:
        log.warning("forgot an act that was kept: %s, act %s", error, waiting.id.hex()[:16])
        node.later.drop(waiting.id)
        forget_waiting(node, waiting.id)
