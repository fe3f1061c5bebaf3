"""Which instruments come into question between two states on a day: bases, support, rejected, outside (R1, R4).

An instrument that both states have to do with is first measured by its scope, then by whether it binds both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lintas.law.question import Question
from lintas.law.register import Register
from lintas.law.rows import Instrument, Party

EXTRADITION = "extradition"


@dataclass(frozen=True, slots=True)
class Judged:
    """An instrument, and why it is where it is."""

    instrument: Instrument
    why: str


@dataclass(slots=True)
class Sorted:
    """The instruments between two states. `ask`: what would have to be known to sort them all."""

    bases: list[Judged] = field(default_factory=list)
    support: list[Judged] = field(default_factory=list)
    rejected: list[Judged] = field(default_factory=list)
    outside: list[Judged] = field(default_factory=list)
    ask: list[str] = field(default_factory=list)


def sort_out(register: Register, question: Question) -> Sorted:
    """Every instrument of the question's function with which both states have to do."""
    found, valid = Sorted(), list[Judged]()
    for each in register.by_function.get(question.request.function, ()):
        asks, asked = each.parties.get(question.requesting.code), each.parties.get(question.requested.code)
        if not asks or not asked:
            continue
        fits, why = in_scope(each, register, question)
        unbound = [_unbound(rows, question.day) for rows in (asks, asked) if not _binds(rows, question.day)]
        if fits is not True:
            found.outside.append(Judged(each, why))
            if fits is None and not unbound:
                found.ask.append(f"{each.id}: {why}")
        elif unbound or not each.standing.in_law(question.day):
            found.rejected.append(Judged(each, "; ".join(unbound) or "it is no longer law"))
        else:
            valid.append(Judged(each, why))
    _place(valid, register, question, found)
    return found


def binds(each: Instrument, question: Question) -> bool:
    """Whether the instrument is in force for both states on the day of the request."""
    return all(
        _binds(each.parties.get(state.code, ()), question.day) for state in (question.requesting, question.requested)
    )


def _binds(rows: tuple[Party, ...], day: date) -> bool:
    return any(row.bound_on(day) and row.standing.in_law(day) for row in rows)


def _unbound(rows: tuple[Party, ...], day: date) -> str:
    for row in reversed(rows):
        if row.left and row.left <= day:
            return f"{row.state} left it with effect from {row.left}"
    row = rows[-1]
    if row.in_force:
        return f"in force for {row.state} only from {row.in_force}"
    if row.bound:
        return f"{row.state} is bound from {row.bound}, and no entry into force is recorded"
    if row.signed:
        return f"{row.state} signed it on {row.signed}, and it is not in force; signature alone never suffices"
    return f"{row.state} is not known to be bound" + (f" ({row.standing.note})" if row.standing.note else "")


def in_scope(each: Instrument, register: Register, question: Question) -> tuple[bool | None, str]:
    """Whether the offence is within the instrument, and why; None if it is not said what decides that."""
    scope = each.scope
    if scope.rule in ("any", "threshold"):
        return True, "any criminal matter" if scope.rule == "any" else "offences above the threshold that it sets"
    listed = sorted(question.categories & scope.offences)
    if scope.rule == "untoc":
        return _organized(each, register, question, listed)
    if listed:
        return True, f"it lists {', '.join(listed)}"
    evidence = question.electronic_evidence and question.request.function != EXTRADITION
    if scope.rule == "list_or_any_eevidence" and evidence:
        return True, "electronic evidence of any offence"
    serious = _serious(question, scope.serious_years)
    if scope.rule == "list_or_serious" and evidence and serious:
        return True, "electronic evidence of a serious offence"
    if not question.categories:
        return None, "the category of the offence is not said"
    return False, f"it does not list {', '.join(sorted(question.categories))}"


def _serious(question: Question, years: float | None) -> bool:
    penalty = question.penalty_requesting if question.penalty_requesting is not None else question.penalty_requested
    return penalty is not None and years is not None and penalty >= years


def _organized(each: Instrument, register: Register, question: Question, listed: list[str]) -> tuple[bool | None, str]:
    """UNTOC articles 2, 3 and 18(1): the offence, and transnational, and an organized criminal group."""
    protocols = [
        other.id
        for other in register.instruments.values()
        if other.supplements == each.id and question.categories & other.scope.offences and binds(other, question)
    ]
    serious = _serious(question, each.scope.serious_years)
    if not (listed or protocols or serious):
        return False, f"neither a listed offence nor one punishable by {each.scope.serious_years:g} years or more"
    absent = [
        words
        for said, words in (
            (question.transnational, "transnational"),
            (question.organized_group, "of an organized group"),
        )
        if not said
    ]
    if absent:
        return False, f"nobody has found that the offence is {' and '.join(absent)}: enter it if it is"
    why = f"it lists {', '.join(listed)}" if listed else f"an offence of {protocols[0]}" if protocols else ""
    return True, f"{why or 'serious crime'}, transnational, by an organized group"


def _place(valid: list[Judged], register: Register, question: Question, found: Sorted) -> None:
    treaty = any(not each.instrument.convention for each in valid)
    for each in valid:
        if each.instrument.supplements and question.request.function != EXTRADITION:
            found.support.append(each)
        elif not each.instrument.convention or question.request.function != EXTRADITION:
            found.bases.append(each)
        else:
            _place_convention(each, register, question, found, treaty)


def _place_convention(each: Judged, register: Register, question: Question, found: Sorted, treaty: bool) -> None:
    """R4: a convention is a basis of extradition only for a requested state that takes it as one."""
    takes, says = position(each.instrument, register, question)
    if takes is False:
        found.rejected.append(Judged(each.instrument, f"{question.requested.code} does not take it as basis: {says}"))
        found.support.append(each)
    elif takes and not treaty and not each.instrument.supplements:
        found.bases.append(Judged(each.instrument, f"{each.why}; {question.requested.code} takes it as basis: {says}"))
    else:
        found.support.append(each)
        if takes is None:
            found.ask.append(
                f"{each.instrument.id}: whether {question.requested.code} takes it as basis of extradition is not known"
            )


def position(each: Instrument, register: Register, question: Question) -> tuple[bool | None, str]:
    """Whether the requested state takes the convention as basis of extradition, and its words; None if not known.

    A protocol shares the position on the convention that it supplements.
    """
    instrument = register.instruments.get(each.supplements, each)
    for row in instrument.declarations:
        if (
            row.state == question.requested.code
            and row.extradition_basis is not None
            and row.standing.in_law(question.day)
        ):
            article = f"{instrument.cite(row.article)}, " if row.article else ""
            return row.extradition_basis, f"{row.text} ({article}{row.standing.sure})"
    return None, ""
