"""Every mutant that the checkers must notice: one changed rule, the faults that bring it out, and seeds that do.

Numbers are those of the core decisions. `seeds` are seeds of that profile at which the mutant is caught.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.model import mutant_folds as wrong
from tests.model.rules import Rules


@dataclass(frozen=True, slots=True)
class Mutant:
    """What is changed in `Rules`, and the profile under which to look."""

    number: str
    profile: str
    changes: dict[str, Any] = field(default_factory=dict)
    seeds: tuple[int, ...] = ()

    @property
    def rules(self) -> Rules:
        return Rules(**self.changes)


def own(fold: type) -> dict[str, Any]:
    """A wrong fold at every node, beside the right one."""
    return {"fold": fold}


def instead(view: type) -> dict[str, Any]:
    """A wrong fold in the place of the right one: only the other checkers can notice."""
    return {"book": wrong.reading(view)}


UNCAUGHT = {
    "uncited forked acts count": "a bound: both branches show as two stories, and nobody has acted on the uncited one",
}
"""Mutants that no checker notices, and why that is not a fault of the checkers."""

MUTANTS = {
    "bodies by their author only": Mutant("1", "bodies", {"bodies_from": "author"}, seeds=(0, 1)),
    "bodies by anyone to anyone": Mutant("1", "bodies", {"bodies_from": "anyone"}, seeds=(0, 1)),
    "fold reads bodies": Mutant("2", "bodies", own(wrong.reading(wrong.ByBodies)), seeds=(0, 1)),
    "fold reads receipts": Mutant("2", "mixed", own(wrong.reading(wrong.ByReceipts)), seeds=(1, 2)),
    "fold reads arrival": Mutant("2", "mixed", own(wrong.reading(wrong.ByArrival)), seeds=(14, 44)),
    "lane per party": Mutant("3", "mixed", own(wrong.reading(wrong.OneLane)), seeds=(0, 1)),
    "judged by the present": Mutant("4", "mixed", own(wrong.ByPresent), seeds=(0, 1)),
    "crossing acts void": Mutant("4", "mixed", own(wrong.reading(wrong.Crossing)), seeds=(0, 1)),
    "no gate": Mutant("4", "mixed", own(wrong.NoGate), seeds=(0, 1)),
    "audience by the present": Mutant("4", "narrow", {"audience_by": "present"}, seeds=(1, 12)),
    "ignores discharge": Mutant("6", "discharge", {"audience_by": "nothing"}, seeds=(0, 1)),
    "no limit on citing": Mutant("5", "few", {"seen_max": 1000}, seeds=(0, 1)),
    "unfair citing": Mutant("5", "few", {"fair": False}, seeds=(17, 81)),
    "own acts not cited": Mutant("5", "mixed", {"cites_own": False}, seeds=(0, 1)),
    "last story wins": Mutant("5", "mixed", own(wrong.reading(wrong.LastWins)), seeds=(14, 44)),
    "fixed incarnation": Mutant("5", "links", {"incarnation": "fixed"}, seeds=(0, 1)),
    "counter for incarnation": Mutant("5", "links", {"incarnation": "counter"}, seeds=(1, 3)),
    "one branch or none": Mutant("6", "forks", instead(wrong.BothOrNeither), seeds=(0, 1)),
    "cited means named": Mutant("6", "forks", instead(wrong.Direct), seeds=(0, 1)),
    "uncited forked acts count": Mutant("6", "forks", instead(wrong.UncitedCount)),
    "bound on citing hides own acts": Mutant("6", "theft", {"spares_own": False}, seeds=(1, 3)),
    "newest registry admits": Mutant("6", "theft", {"admits_by": "newest"}, seeds=(1, 2)),
    "old key disowns": Mutant("6", "theft", {"disown_needs_revocation": False}, seeds=(2, 3)),
    "disowned after cited unflagged": Mutant("6", "theft", {"flags_disowned": False}, seeds=(2, 3)),
    "deposed convenor decides": Mutant("6", "take-over", instead(wrong.NobodyDeposed), seeds=(3, 6)),
    "take-over by majority": Mutant("6", "take-over", {"majority": True}, seeds=(1, 2)),
    "adopt silences objections": Mutant("8", "silence", {"silencing": True}, seeds=(1, 3)),
    "tips prove bodies": Mutant("9", "bodies", {"stored_by": "tips"}, seeds=(4, 5)),
    "receipt before commit": Mutant("9", "links", {"receipts_after": "receipt"}, seeds=(0, 1)),
    "batch without after": Mutant("10", "links", {"batch_after": False}, seeds=(0, 1)),
    "link epoch stays": Mutant("10", "links", {"epoch_per_boot": False}, seeds=(3, 9)),
    "cursor apart": Mutant("10", "links", {"cursor_with_acts": False}, seeds=(9, 24)),
    "no digest": Mutant("10", "links", {"digests": False}, seeds=(19,)),
    "newcomer in a live epoch": Mutant("12", "bodies", {"newcomer_in_live_epoch": True}, seeds=(0, 1)),
    "wraps in content": Mutant("13", "erase", {"wraps_in_content": True}, seeds=(0, 1)),
    "release in a body": Mutant("13", "erase", {"release_in_body": True}, seeds=(21, 25)),
    "epoch key kept": Mutant("13", "erase", {"keeps_epoch_key": True}, seeds=(0, 1)),
    "copy kept": Mutant("13", "erase", {"purges_copy": False}, seeds=(0, 1)),
    "ERASED early": Mutant("13", "erase", {"erased_after": "once"}, seeds=(0, 1)),
    "no replay": Mutant("13", "erase", {"replays": False}, seeds=(0, 1)),
    "stored again": Mutant("13", "erase", {"stores_recalled": True}, seeds=(0, 36)),
}
