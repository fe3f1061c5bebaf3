"""What this authority's own node knows and decides beside the wire: asked before sealing, never part of the fold.

What the law register says comes beside what the operator listed (`adopted`); what nobody listed is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lintas.calendars.calendar import Calendar, unknown
from lintas.node.proofs import Proofs
from lintas.sync.line import NEWEST

EVERY_OFFENCE = "*"


EVERY_KIND = "*"


@dataclass(frozen=True, slots=True)
class Period:
    """For how many days after the end of a dossier what is in it may stay, on which authority, and how sure that is."""

    days: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Policy:
    """`death`: by state, words of offences for which its law allows death (`*`: treat every offence so). `death_found`:
    by state, who found that it allows death for no other than is listed, and from what. `protected`:
    names of persons who seek or have protection. `barred`: SHA-256 of files that may never travel. `calendars`: by
    state, on which days people work. `tell_opened`: whether authors are told that an officer opened what they sent.
    `recall_days`: after how many days an authority that has not answered a recall is late here. `retention`: by kind
    (`*`: any other) how long what a dossier says may stay here after its end. `ended`: codes of authorities and states
    with which this node exchanges nothing: its own decision, not told to anybody. `wire_version_max`: the newest
    version of the line between nodes that this node speaks (`sync.line`). `proofs`: which ways to answer for an act
    suffice. `search_purpose`: whether a search says what it is for. `closed_to`: names of the officers who may be named
    for closed dossiers (`closed`).
    `transfer_gateway`: whether our law asks on what each transfer of personal data to another state rests. `law`: the
    files of the register of law to begin with, by their paths; `law_register`: the dossier, by its id in words, whose
    rows in force come before these.
    """

    death: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    death_found: Mapping[str, str] = field(default_factory=dict)
    protected: frozenset[str] = frozenset()
    barred: frozenset[bytes] = frozenset()
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    tell_opened: bool = True
    recall_days: int = 30
    retention: Mapping[str, Period] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()
    wire_version_max: int = NEWEST
    proofs: Proofs = field(default_factory=Proofs)
    search_purpose: bool = False
    closed_to: frozenset[str] = frozenset()
    transfer_gateway: bool = False
    law: Mapping[str, bytes] = field(default_factory=dict)
    law_register: str = ""

    def period(self, kind: str) -> Period | None:
        """How long what a dossier of this kind says may stay here after its end; None if nobody has said."""
        return self.retention.get(kind) or self.retention.get(EVERY_KIND)

    def has_ended(self, code: str, state: str) -> bool:
        """Whether we have ended our exchange with the authority of this code and state."""
        return code in self.ended or (bool(state) and state in self.ended)

    def death_for(self, state: str, offence: str) -> bool:
        """Whether the operator listed the state with this offence, or with every one."""
        words = self.death.get(state, ())
        return EVERY_OFFENCE in words or any(word.casefold() in offence.casefold() for word in words)

    def is_protected(self, name: str) -> bool:
        """Whether the name is on the list of the protected."""
        return name.casefold() in {known.casefold() for known in self.protected}

    def is_barred(self, sha256: bytes) -> bool:
        """Whether the file may never travel."""
        return sha256 in self.barred

    def calendar(self, state: str) -> Calendar:
        """The calendar of the state; one without holidays, in UTC, where none is known."""
        return self.calendars.get(state) or unknown(state)
