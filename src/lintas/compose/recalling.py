"""The commands of correction, recall and retention: correct, recall, hold, lift, erase here, and what is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Protocol, TypeVar

from lintas.compose import orders
from lintas.node import holds as kept
from lintas.node.answers import open_recalls
from lintas.node.author import Authored
from lintas.node.closed import closed
from lintas.node.correct import CorrectionOrder, correct
from lintas.node.corrections import open_corrections
from lintas.node.plain_data import find_act
from lintas.node.recall import RecallOrder, recall
from lintas.node.recalls import copies, forget_copy
from lintas.node.retention import due_here, erase_here
from lintas.node.state import Node
from lintas.wire.errors import LintasError

Args = Mapping[str, Any]


class _Listed(Protocol):
    @property
    def dossier(self) -> bytes: ...


T = TypeVar("T", bound=_Listed)


class NoSuchCopy(LintasError):
    """No copy of the vault is known at that place."""

    def __init__(self, file: str) -> None:
        self.file = file


def recalled(node: Node, args: Args) -> Authored:
    """Recall acts of ours."""
    officers, dossier = orders.officers(node, args), orders.dossier_of(node, args)
    return recall(
        node,
        dossier,
        RecallOrder(_acts(node, dossier, args), str(args["because"]), officers, str(args.get("language") or "en")),
    )


def _acts(node: Node, dossier: bytes, args: Args) -> tuple[bytes, ...]:
    replica = node.replica(dossier)
    return tuple(dict.fromkeys(find_act(replica, str(text)) for text in args.get("chosen") or []))


def corrected(node: Node, args: Args) -> Authored:
    """Correct what acts of ours said."""
    officers, dossier = orders.officers(node, args), orders.dossier_of(node, args)
    language, cause, text = str(args.get("language") or "en"), str(args["cause"]), str(args["because"])
    return correct(node, dossier, CorrectionOrder(_acts(node, dossier, args), cause, text, officers, language))


def corrections(node: Node, args: Args) -> Any:
    """Corrections of ours that have not come to everybody who holds what they correct."""
    return {"open": _told(node, open_corrections(node)), "exercise": node.federation.exercise}


def hold(node: Node, args: Args) -> Any:
    """Hold a dossier, or acts of it, against erasure here."""
    orders.signed_in(node, args)
    dossier = orders.dossier_of(node, args)
    try:
        until = datetime.combine(date.fromisoformat(str(args["until"])), time.max, UTC)
    except ValueError:
        raise kept.HoldUnclear("say until when as a date, 2027-06-30") from None
    officer, until_ms = str(dict(args["as"])["name"]), int(until.timestamp() * 1000)
    for act in _acts(node, dossier, args) or (b"",):
        kept.hold(node, kept.Hold(dossier, act, officer, str(args["because"]), node.clock(), until_ms))
    return {"holds": [each for each in kept.holds(node) if each.dossier == dossier]}


def lift(node: Node, args: Args) -> Any:
    """End a hold; what was recalled meanwhile goes now."""
    orders.signed_in(node, args)
    dossier = orders.dossier_of(node, args)
    for act in _acts(node, dossier, args) or (b"",):
        kept.lift(node, dossier, act)
    return {"holds": [each for each in kept.holds(node) if each.dossier == dossier]}


def erase(node: Node, args: Args) -> Any:
    """Erase here what others' acts said, as an officer of ours decides when its time is over."""
    orders.signed_in(node, args)
    dossier = orders.dossier_of(node, args)
    return {"dossier": dossier, "erased": erase_here(node, dossier, _acts(node, dossier, args))}


def _told(node: Node, listed: Iterable[T]) -> list[T]:
    """What anybody at this machine is told: nothing of what is closed."""
    return [each for each in listed if not closed(node, each.dossier)]


def recalls(node: Node, args: Args) -> Any:
    """Recalls that somebody must still answer, what is held here, and what is due to be erased by its age."""
    return {
        "open": _told(node, open_recalls(node)),
        "holds": _told(node, kept.holds(node)),
        "due": _told(node, due_here(node)),
        "now_ms": node.clock(),
        "exercise": node.federation.exercise,
    }


def listed_copies(node: Node, args: Args) -> Any:
    """The copies of the vault, and how many recalls wait for one to be replaced."""
    gone = node.recalls.gone.values()
    return [
        {"file": each.file, "made_ms": each.made_ms, "holds_keys_of": sum(each.count < g.count for g in gone)}
        for each in copies(node.vault)
    ]


def copy_destroyed(node: Node, args: Args) -> Any:
    """Whoever operates the node says that a copy of the vault is no more."""
    file = str(args["file"])
    if all(each.file != file for each in copies(node.vault)):
        raise NoSuchCopy(file)
    forget_copy(node.vault, file)
    return listed_copies(node, args)
