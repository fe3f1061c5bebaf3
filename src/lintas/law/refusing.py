"""Which grounds of refusal the findings bring into play, and with what force (R7, R8).

Only what an officer found brings a ground into play; what nobody found is listed as open. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lintas.law.answer import Cite, InPlay, strongest
from lintas.law.choosing import ASSISTANCE, Chosen
from lintas.law.question import Problem, Question
from lintas.law.register import Register
from lintas.law.rows import FORCES, Ground, Instrument, NationalLaw
from lintas.law.sorting import Sorted

MIN_PENALTY = "MIN_PENALTY"


@dataclass(frozen=True, slots=True)
class Applicable:
    """A ground that an instrument or a law between the two states knows, with its force in this matter."""

    row: Ground
    force: str
    cite: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The grounds in play, what nobody has found yet, and findings that contradict the question."""

    grounds: tuple[InPlay, ...]
    open: tuple[str, ...]
    asks: tuple[str, ...]
    problems: tuple[Problem, ...]


def refuse(register: Register, question: Question, found: Sorted, chosen: Chosen, law: NationalLaw | None) -> Refusal:
    """The grounds that the findings bring into play."""
    by_code: dict[str, list[Applicable]] = {}
    open_, problems = dict[str, None](), list[Problem]()
    asks = dict[str, None]()
    for each in _applicable(question, found, chosen, law):
        code = register.grounds[each.row.code]
        finding = question.findings.get(code.fact)
        raised = None if finding is None else finding == code.when
        if each.row.code == MIN_PENALTY:
            reckoned = _below(question, each.row)
            if raised is False and reckoned:
                problems.append(_contradiction(question, each))
            if reckoned is None and raised is None:
                asks[f"the highest penalty in both states, for {each.cite}"] = None
            raised = raised or reckoned
        if raised:
            by_code.setdefault(each.row.code, []).append(each)
        elif raised is None and each.force != "barred":
            open_[code.fact] = None
    grounds = [_in_play(register, rows) for rows in by_code.values()]
    grounds.sort(key=lambda each: FORCES.index(each.force))
    return Refusal(tuple(grounds), tuple(open_), tuple(asks), tuple(problems))


def _applicable(question: Question, found: Sorted, chosen: Chosen, law: NationalLaw | None) -> Iterator[Applicable]:
    function = question.request.function
    rests = [each.instrument for each in found.bases]
    # R2: under a treaty of mutual assistance the conventions still bar grounds, and add none of their own.
    only_bars = function in ASSISTANCE and chosen.mutual_assistance_treaty
    for instrument in [*rests, *(each.instrument for each in found.support)]:
        bars = only_bars and not instrument.of_general_scope
        for row in instrument.grounds.get(function, ()):
            force = _force(row, instrument, question, instrument in rests)
            if force and row.standing.in_law(question.day) and (force == "barred" or not bars):
                yield Applicable(row, force, instrument.cite(row.article))
    for row in (*(law.grounds if law else ()), *question.request.grounds):
        if row.standing.in_law(question.day):
            yield Applicable(row, row.force, row.article)


def _force(row: Ground, instrument: Instrument, question: Question, rests: bool) -> str:
    if row.force == "barred_if_basis":
        return "barred" if rests else ""
    if row.force == "discretionary_if_reservation":
        reserved = any(
            each.state == question.requested.code
            and each.article == row.reservation
            and each.standing.in_law(question.day)
            for each in instrument.declarations
        )
        listed = question.categories & instrument.scope.offences
        return "discretionary" if reserved and not listed else ""
    return row.force


def _below(question: Question, row: Ground) -> bool | None:
    """Whether the lower of the two highest penalties is below the threshold; None if no penalty is said."""
    penalty = question.lower_penalty
    if penalty is None or row.years is None:
        return None
    return penalty < row.years or (row.strictly_more and penalty == row.years)


def _contradiction(question: Question, each: Applicable) -> Problem:
    return Problem(
        "facts.below_min_penalty",
        f"the finding says that the penalty suffices, and {question.lower_penalty:g} years are below {each.cite}",
        "mend the finding or the penalty",
    )


def _in_play(register: Register, rows: list[Applicable]) -> InPlay:
    code = register.grounds[rows[0].row.code]
    force = strongest(*(each.force for each in rows))
    rows.sort(key=lambda each: FORCES.index(each.force))
    cites = dict.fromkeys(Cite(each.cite, each.row.standing.sure) for each in rows)
    return InPlay(code.code, code.label, force, code.fact, tuple(cites), code.cure)
