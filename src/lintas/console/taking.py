"""Taking back what our acts said, and giving it to newcomers: a recall or a release as a draft, and as an order."""

from __future__ import annotations

from lintas.console.models import Draft
from lintas.console.models.draft import RECALL
from lintas.node.plain_data import find_act, find_dossier, read_parties
from lintas.node.prepare import Wanted
from lintas.node.prepare_saying import PreparedSaying, prepare_recall, prepare_release
from lintas.node.recall import RecallOrder, recallable
from lintas.node.release import ReleaseOrder, releasable
from lintas.node.state import Node


def prepare(node: Node, draft: Draft) -> tuple[PreparedSaying, Wanted]:
    """The draft of a recall or a release as it would be made now; raises as `prepare_saying` does."""
    dossier = find_dossier(node, draft.dossier)
    replica = node.replica(dossier)
    acts = tuple(find_act(replica, text) for text in draft.re)
    because = str(draft.fields.get("because", ""))
    if draft.form == RECALL:
        return prepare_recall(node, dossier, RecallOrder(acts, because, (), draft.language))
    parties = read_parties(node, draft.audience, frozenset())
    order = ReleaseOrder(parties, acts, (), because, draft.language, draft.purpose)
    return prepare_release(node, dossier, order)


def choices(node: Node, dossier: bytes, form: str) -> frozenset[bytes]:
    """The acts of ours that can be recalled, or released to somebody, now."""
    return recallable(node, dossier) if form == RECALL else releasable(node, dossier)
