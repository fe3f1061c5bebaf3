"""What a node of the model does, as switches, and the faults of a run: a mutant turns one switch."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.model.second_fold import SecondFold


@dataclass(frozen=True, slots=True)
class Rules:
    """The behaviour of honest nodes (core decisions, numbers in brackets). The defaults are the rules."""

    fold: type[SecondFold] | None = None  # a fold of its own at every node, instead of the shared one
    book: type[SecondFold] = SecondFold  # the fold that all nodes share
    silencing: bool = False  # [8] the kind in which an adoption hides the objection that it crossed
    majority: bool = False  # [6] a take-over by two assents
    bodies_from: str = "audience"  # [1] author, audience or anyone
    audience_by: str = "past"  # [4] past, present, or nothing: audiences are kept whatever was discharged
    seen_max: int | None = None  # [5] None: the bound of the profile
    fair: bool = True  # [5] one act per author in turn, oldest first
    cites_own: bool = True  # [5] the first act of an incarnation cites all own acts
    incarnation: str = "random"  # [5] random, fixed or counter
    spares_own: bool = True  # [6] the bound on citing forked chains spares one's own acts
    admits_by: str = "ancestors"  # [6] ancestors of `reg`, or the newest registry
    disown_needs_revocation: bool = True  # [6]
    flags_disowned: bool = True  # [6] what others cited stays listed
    stored_by: str = "link item"  # [9] or tips
    receipts_after: str = "commit"  # [9] or receipt before it is durable
    batch_after: bool = True  # [10] a batch names where it begins
    epoch_per_boot: bool = True  # [10] a link epoch is new at every boot
    cursor_with_acts: bool = True  # [10] the cursor lies in the transaction of the acts
    digests: bool = True  # [10]
    newcomer_in_live_epoch: bool = False  # [12]
    wraps_in_content: bool = False  # [13]
    release_in_body: bool = False  # [13]
    keeps_epoch_key: bool = False  # [13] K_e survives a recall
    purges_copy: bool = True  # [13] before ERASED is said
    erased_after: str = "purge"  # [13] or at once
    replays: bool = True  # [13] recalls, after a restore
    stores_recalled: bool = False  # [13] a recalled body that arrives again


@dataclass(frozen=True, slots=True)
class Profile:
    """The faults of a run, as chances for each act or message unless said otherwise.

    One of `kinds` is drawn; where there are none, one of those that the project declares.
    """

    name: str
    kinds: tuple[str, ...] = ("circle", "session", "request")
    acts: int = 55
    loss: float = 0.1
    twice: float = 0.1
    delay_ms: float = 80.0
    crash: float = 0.03
    restore: float = 0.015
    rot: float = 0.01
    partition: float = 0.04
    holder_cut: float = 0.0
    equivocators: tuple[int, ...] = (0, 0, 1, 1, 2)
    theft: float = 0.35
    sealed: float = 0.5
    erase: float = 0.04
    release: float = 0.02
    backup: float = 0.08
    seen_max: int = 64
    likes: dict[str, float] = field(default_factory=dict)


HANDING = {"propose": 6.0, "assent": 10.0, "take over": 30.0, "give up": 0.5, "enrol": 4.0, "discharge": 4.0}

PROFILES = {
    found.name: found
    for found in (
        Profile("mixed"),
        Profile("declared", kinds=()),
        Profile("calm", loss=0.0, twice=0.0, crash=0.0, restore=0.0, rot=0.0, equivocators=(0,), theft=0.0),
        Profile("few", seen_max=2, acts=40, delay_ms=200.0, partition=0.1, theft=0.0, erase=0.0),
        Profile(
            "narrow",
            kinds=("circle",),
            seen_max=1,
            acts=40,
            sealed=0.9,
            theft=0.0,
            erase=0.0,
            equivocators=(0,),
            likes={"enrol": 20.0, "discharge": 12.0},
        ),
        Profile("forks", equivocators=(1,), theft=0.0, sealed=0.1, erase=0.0),
        Profile("collude", equivocators=(2,), theft=0.0, sealed=0.1, erase=0.0),
        Profile("theft", theft=1.0, equivocators=(0,), sealed=0.1, erase=0.0),
        Profile(
            "take-over",
            kinds=("circle",),
            partition=0.12,
            holder_cut=0.7,
            sealed=0.1,
            erase=0.0,
            theft=0.0,
            likes=HANDING,
        ),
        Profile(
            "silence",
            kinds=("session",),
            delay_ms=250.0,
            restore=0.03,
            sealed=0.0,
            erase=0.0,
            theft=0.0,
            likes={
                "table": 5.0,
                "open silence": 20.0,
                "object": 12.0,
                "adopt": 25.0,
                "maintain": 8.0,
                "reopen": 4.0,
                "say": 0.1,
                "show out": 0.1,
                "close": 0.0,
                "leave": 0.05,
                "withdraw": 0.1,
            },
        ),
        Profile(
            "erase",
            loss=0.25,
            delay_ms=150.0,
            sealed=0.9,
            erase=0.15,
            release=0.1,
            crash=0.06,
            restore=0.05,
            backup=0.2,
            equivocators=(0,),
            theft=0.0,
        ),
        Profile(
            "bodies",
            sealed=0.9,
            restore=0.06,
            erase=0.0,
            equivocators=(0,),
            theft=0.0,
            likes={"enrol": 5.0, "invite": 5.0},
        ),
        Profile(
            "discharge",
            kinds=("circle",),
            sealed=0.9,
            erase=0.0,
            theft=0.0,
            likes={"discharge": 8.0, "enrol": 10.0, "leave": 1.0},
        ),
        Profile("links", loss=0.3, twice=0.2, crash=0.1, restore=0.02, rot=0.03, equivocators=(0,), theft=0.0),
    )
}
