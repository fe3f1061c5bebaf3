"""The rows of the law register: what an instrument or a national law says, each with its source and how sure we are.

A row has two times. *In law* it holds from `valid_from` to `valid_to`; *in the register* it stands from `recorded`
until it is `struck`. An old request is judged by the law of its date; `Register.known` gives what was known on a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

KINDS: Final = ("bilateral", "regional", "multilateral")
"""In the order in which they are preferred (R3, R4)."""

FORCES: Final = ("barred", "mandatory", "discretionary", "postpone")
"""What a ground does to the answer, the strongest first; *barred*: the other side may not refuse for it (R8)."""

CONDITIONAL_FORCES: Final = ("barred_if_basis", "discretionary_if_reservation")
LEVELS: Final = ("must", "if", "where_possible")
CONFIDENCES: Final = ("high", "medium", "low")
SCOPES: Final = ("any", "threshold", "list", "untoc", "list_or_serious", "list_or_any_eevidence")
FUNCTIONS: Final = (
    "mla", "extradition", "tsp", "asset", "preservation", "jit", "controlled_delivery", "police", "spontaneous",
)  # fmt: skip
CLOCKS: Final = ("arrest", "oral_request", "final_order", "preservation")
WITHOUT_TREATY: Final = ("no", "reciprocity_undertaking", "special_direction", "case_by_case")

LATEST: Final = date.max
"""The day on which everything is recorded, and what was struck is gone."""

RECALLED: Final = "MEM"
"""The source of what somebody remembered and nobody looked up."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a row goes. `valid_to` is the last day on which it is law; on the day `struck` it left the register."""

    confidence: str
    source: tuple[str, ...]
    recorded: date
    struck: date = LATEST
    valid_from: date = date.min
    valid_to: date = date.max
    note: str = ""

    def in_law(self, day: date) -> bool:
        """Whether the row is law on this day."""
        return self.valid_from <= day <= self.valid_to

    def known(self, day: date) -> bool:
        """Whether the row stood in the register on this day; `LATEST` asks for what stands in it at last."""
        return self.recorded <= day and (day < self.struck or self.struck == LATEST)

    @property
    def verified(self) -> bool:
        """Whether somebody looked it up: it is not recalled, and more than a lead."""
        return RECALLED not in self.source and self.confidence != "low"

    @property
    def sure(self) -> str:
        """How sure we are, in words."""
        if self.source == (RECALLED,):
            return "RECALLED, NOT VERIFIED"
        if RECALLED in self.source:
            return "PARTLY RECALLED, NOT VERIFIED"
        return {"high": "read in the source", "medium": "from one secondary source", "low": "A LEAD, NOT VERIFIED"}[
            self.confidence
        ]


def least_sure(first: Standing, *others: Standing) -> Standing:
    """The one of these that is least to be relied on."""
    return max((first, *others), key=lambda each: (RECALLED in each.source, CONFIDENCES.index(each.confidence)))


@dataclass(frozen=True, slots=True)
class Party:
    """What binds a state to an instrument. `left`: the day from which it is bound no longer."""

    state: str
    standing: Standing
    signed: date | None = None
    bound: date | None = None
    how: str = ""
    in_force: date | None = None
    left: date | None = None

    def bound_on(self, day: date) -> bool:
        """Whether the instrument is in force for the state on this day."""
        return self.in_force is not None and self.in_force <= day and (self.left is None or day < self.left)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which offences an instrument covers, by one of the `SCOPES`. `serious_years`: a highest penalty that suffices."""

    rule: str
    text: str
    standing: Standing
    offences: frozenset[str] = frozenset()
    serious_years: float | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration or reservation. `extradition_basis`: whether the state takes the convention as one, if said."""

    state: str
    text: str
    standing: Standing
    article: str = ""
    extradition_basis: bool | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """What an article says, in our words."""

    article: str
    topic: str
    text: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of refusal in an instrument or a law.

    `years`, `months`: the threshold of MIN_PENALTY and RESIDUE. `reservation`: the article that the requested state
    must have reserved for `discretionary_if_reservation`.
    """

    code: str
    article: str
    force: str
    standing: Standing
    years: float | None = None
    months: float | None = None
    strictly_more: bool = False
    reservation: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """An item that a request must hold; with the level `if`, only where the need `when` is there."""

    code: str
    article: str
    level: str
    standing: Standing
    when: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A number of calendar days from an event, or words where there is no number. `when`: only without a treaty."""

    start: str
    article: str
    standing: Standing
    days: int | None = None
    text: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty or convention. A `convention` is a basis of extradition only for a state that takes it as one (R4)."""

    id: str
    title: str
    kind: str
    functions: frozenset[str]
    scope: Scope
    standing: Standing
    entry_into_force: date | None = None
    convention: bool = False
    preference: int = 0
    supplements: str = ""
    depositary: str = ""
    parties: Mapping[str, tuple[Party, ...]] = field(default_factory=dict)
    declarations: tuple[Declaration, ...] = ()
    provisions: tuple[Provision, ...] = ()
    clocks: tuple[Clock, ...] = ()
    grounds: Mapping[str, tuple[Ground, ...]] = field(default_factory=dict)
    contents: Mapping[str, tuple[Content, ...]] = field(default_factory=dict)

    @property
    def of_general_scope(self) -> bool:
        """Whether it covers any criminal matter, as a treaty of mutual assistance does."""
        return self.kind != "multilateral" and self.scope.rule == "any"

    def cite(self, article: str) -> str:
        """How an article of it is cited."""
        return f"{self.id} {article}"


@dataclass(frozen=True, slots=True)
class NationalLaw:
    """A state's own law for some functions; it applies on top of any treaty (R7), and alone where it allows that."""

    state: str
    functions: frozenset[str]
    name: str
    without_treaty: str
    article: str
    standing: Standing
    grounds: tuple[Ground, ...] = ()
    contents: tuple[Content, ...] = ()
    arrest_contents: tuple[Content, ...] = ()
    clocks: tuple[Clock, ...] = ()

    @property
    def id(self) -> str:
        """What it is called where it is the basis."""
        return f"DOMESTIC_{self.state}"


EVERY_OFFENCE: Final = "*"


@dataclass(frozen=True, slots=True)
class Death:
    """Offences for which a state's law allows death: words of their names, or `*` for every one."""

    words: tuple[str, ...]
    article: str
    standing: Standing

    def covers(self, offence: str) -> bool:
        """Whether the offence of this name is one of them."""
        name = offence.casefold()
        return any(word == EVERY_OFFENCE or word.casefold() in name for word in self.words)


@dataclass(frozen=True, slots=True)
class Authority:
    """To whom a state's requests for some functions go."""

    functions: frozenset[str]
    name: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class State:
    """A state, or a territory with a law of its own. `since`: before that day there was none."""

    code: str
    name: str
    group: str
    standing: Standing
    since: date | None = None
    authorities: tuple[Authority, ...] = ()
    extradition_without_treaty: str = ""
    mla_without_treaty: str = ""
    conventions_alone: bool = True


@dataclass(frozen=True, slots=True)
class GroundCode:
    """What a ground of refusal is called, the finding that brings it into play, and what cures it."""

    code: str
    label: str
    fact: str
    when: bool
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of precedence among instruments, R1 to R9."""

    id: str
    text: str
    article: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row was read."""

    title: str
    seen: str
    url: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What a person must look at before a request goes out or is answered."""

    id: str
    rule: str
    articles: tuple[str, ...]
    gate: str = ""


@dataclass(frozen=True, slots=True)
class RequestType:
    """A type of request. `fallback`: on what it rests where there is neither treaty nor law."""

    id: str
    title: str
    function: str
    legal: tuple[str, ...]
    standing: Standing
    fallback: str = ""
    safeguards: tuple[str, ...] = ()
    contents: tuple[Content, ...] = ()
    grounds: tuple[Ground, ...] = ()
