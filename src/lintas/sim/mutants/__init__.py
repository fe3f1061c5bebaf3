"""Wrong rules, each a small replacement of a right one, with a profile and a seed at which a promise catches it.

A promise that nothing can break proves nothing; a rule that can be broken unseen is not watched. `TABLE` has them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final

from lintas.sim.mutants import carrying, keeping, knowing, recalling, sending
from lintas.sim.pinned import FIXED, PINNED
from lintas.sim.profile import QUIET, Profile

SMALL: Final = replace(QUIET, nodes=4, acts=30, kinds=1, span_ms=20_000, among=FIXED)
CRASHES: Final = replace(SMALL, crash=0.3, named_points=True)
RESTORES: Final = replace(SMALL, restore=0.15, crash=0.15)
ROT: Final = replace(SMALL, rot=0.15, full_disk=0.15)
FILES: Final = replace(RESTORES, files=0.5)
TWICE: Final = replace(SMALL, twice=0.3)
LOSS: Final = replace(SMALL, loss=0.2, delay_ms=300)
WORN: Final = replace(SMALL, files=0.8, rot=0.3, loss=0.2, delay_ms=300)
SEVERAL: Final = replace(LOSS, among=PINNED)
LATER: Final = replace(SMALL, acts=40, twice=0.3, delay_ms=400, partition=0.1)
RECALLS: Final = replace(SMALL, recalls=0.3)
HURRIED: Final = replace(RECALLS, crash=0.3)
BACK: Final = replace(RECALLS, restore=0.15, crash=0.1)
TAKEN_BACK: Final = replace(RECALLS, files=0.6, loss=0.2, crash=0.2)
SEALED: Final = replace(SMALL, sealed=0.7, loss=0.1)
RELEASES: Final = replace(SMALL, releases=0.4)
BEFORE: Final = replace(SMALL, renewals=0.3, restore=0.15, crash=0.1)
RENEWALS: Final = replace(SMALL, renewals=0.3)
LET_IN: Final = replace(SMALL, acts=40, renewals=0.5)
CARRIED: Final = replace(SMALL, carried=0.5, loss=0.2)
WORN_FILES: Final = replace(CARRIED, acts=40, rot=0.3)
UPGRADES: Final = replace(SMALL, sealed=0.5, upgrades=0.2)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong rule: what it does, the histories that show it, and the seed from which on they do (`sim.catch`)."""

    what: str
    wrong: Callable[[], AbstractContextManager[None]]
    profile: Profile
    seed: int


TABLE: Final[Mapping[str, Mutant]] = {
    "receipt-before-commit": Mutant("results are handed out before they are durable", keeping.late_commit, CRASHES, 0),
    "no-sync": Mutant("a commit is not synced to the disk", keeping.no_sync, CRASHES, 0),
    "waiting-in-memory": Mutant("acts that wait are not written down", keeping.waiting_in_memory, LOSS, 0),
    "cursor-before-acts": Mutant("a cursor moves before its acts are durable", keeping.early_cursor, CRASHES, 0),
    "keys-after-acts": Mutant("keys are kept after what they seal", keeping.late_keys, CRASHES, 1),
    "fixed-incarnation": Mutant("every start goes on in one incarnation", keeping.fixed_incarnation, RESTORES, 0),
    "counted-incarnation": Mutant("incarnations are counted, not drawn", keeping.counted_incarnation, RESTORES, 0),
    "incarnation-kept-when-read-anew": Mutant(
        "a node that reads its store anew goes on in its incarnation", keeping.kept_incarnation, ROT, 1
    ),
    "old-log-goes-on": Mutant("a restored node goes on with the log it had", keeping.no_era, RESTORES, 1),
    "link-epoch-stays": Mutant("a link epoch outlives a start", keeping.fixed_link_epoch, RESTORES, 6),
    "no-causal-gate": Mutant("acts are judged before what they saw is here", knowing.no_gate, LOSS, 0),
    "judged-by-the-present": Mutant("an act is judged by what is known now", knowing.by_present, LOSS, 4),
    "moves-others": Mutant("an act moves the lanes of others in its role", knowing.moves_others, SMALL, 2),
    "admitted-though-waiting": Mutant("a receipt calls admitted what waits", sending.no_waiting, LOSS, 0),
    "body-to-all": Mutant("bodies and keys go to every party", sending.body_to_all, SMALL, 0),
    "sealed-to-all": Mutant("an act is sealed to all, whomever the officer chose", sending.sealed_to_all, SMALL, 0),
    "begins-again": Mutant("who is elsewhere is brought all from the beginning", sending.begins_again, LATER, 390),
    "plain-at-first": Mutant("what a peer speaks is guessed", sending.plain_at_first, SEALED, 0),
    "release-is-words": Mutant("what was released is given to nobody", sending.release_is_words, RELEASES, 1),
    "no-digest": Mutant("digests are not compared", sending.no_digest, ROT, 1),
    "no-asking": Mutant("what a waiting act saw is not asked for", sending.no_asking, SEVERAL, 146),
    "no-back-off": Mutant("a peer that is away is asked again at once", sending.no_back_off, CRASHES, 0),
    "replays-answered": Mutant("a request is answered again when it comes again", sending.replays, TWICE, 0),
    "no-bodies-asked": Mutant("a body that lacks is not asked for", sending.no_bodies, RESTORES, 672),
    "late-files-lost": Mutant("files of a body that came late are not fetched", sending.late_files, FILES, 25),
    "one-file-blocks-all": Mutant("a lost file keeps others from coming", sending.one_blocks_all, WORN, 5),
    "no-scrub": Mutant("what was dropped is not scrubbed", recalling.no_scrub, RECALLS, 0),
    "epoch-key-stays": Mutant("a recall leaves the key of the epoch", recalling.epoch_key_stays, RECALLS, 0),
    "erased-early": Mutant("ERASED is said while a copy has the key", recalling.erased_early, HURRIED, 0),
    "no-replay": Mutant("a restore does not carry out recalls again", recalling.no_replay, BACK, 162),
    "chunk-served": Mutant("a chunk of a recalled act is served", recalling.chunk_served, TAKEN_BACK, 0),
    "chunk-to-all": Mutant("a chunk is given to every party", recalling.chunk_to_all, FILES, 0),
    "served-when-out": Mutant("who left goes on getting", recalling.served_when_out, SMALL, 1),
    "newest-key-alone": Mutant("who lost a renewal is spoken to under it", recalling.newest_key_alone, BEFORE, 106),
    "old-key-speaks": Mutant("a replaced key is believed", recalling.old_key_speaks, RENEWALS, 1),
    "bare-file": Mutant("a file that is carried is not sealed", carrying.bare_file, CARRIED, 0),
    "file-taken-again": Mutant("a file that comes again is answered again", carrying.taken_again, CARRIED, 0),
    "asked-in-answers": Mutant("what nobody has is asked for in each answer", carrying.asked_in_answers, WORN_FILES, 0),
    "handed-out-once": Mutant("a mailbox deletes what it hands out", carrying.handed_out_once, CARRIED, 0),
    "learnt-once": Mutant("what a peer speaks is learnt once", carrying.learnt_once, UPGRADES, 0),
    "deputy-unheard": Mutant("what a deputy enters is passed over", carrying.deputy_unheard, LET_IN, 33),
    "admitted-in-words": Mutant("the admission of a state enters nothing", carrying.admitted_in_words, LET_IN, 0),
}  # fmt: skip
