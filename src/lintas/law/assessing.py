"""The evaluator: from a question and the register to an answer. Pure: the same two give the same answer.

It computes consequences of findings that officers entered. Whether an offence is political, a risk substantial, or
conduct an offence is never decided here; what nobody found is listed as open, and what the register does not know is
answered with *ask*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from lintas.law import answer as outcomes
from lintas.law.answer import Answer, Basis, Item
from lintas.law.choosing import ASSISTANCE, Chosen, choose
from lintas.law.opinion import opinion
from lintas.law.question import Problem, Question, Reading
from lintas.law.refusing import Refusal, refuse
from lintas.law.register import Register
from lintas.law.requiring import require
from lintas.law.rows import LATEST, NationalLaw, Party, least_sure
from lintas.law.running import run
from lintas.law.sorting import Judged, Sorted, sort_out
from lintas.law.taking import day_of

REGISTERS_KEPT = 8
ASK = "not in the register: ask"


def judge(said: object, register: Register) -> Answer:
    """The answer to a question in plain data. Never raises: what is wrong with the question is in the answer."""
    if not isinstance(said, Mapping):
        problem = Problem(
            "question", f"{type(said).__name__} is no question", "give names and values: {type: mla, ...}"
        )
        return _unanswered((problem,), ())
    known = said.get("known")
    day = day_of(known)
    if known is not None and day is None:
        problem = Problem("known", f"{known!r} is no day", "say as of which day the register is to be read")
        return _unanswered((problem,), ())
    register = _as_known(register, day or LATEST)
    reading = Reading(said, register)
    question = reading.question()
    remarks = tuple(reading.remarks)
    if question is None:
        return _unanswered(tuple(reading.problems), remarks)
    return _answered(question, register, remarks)


@lru_cache(maxsize=REGISTERS_KEPT)
def _as_known(register: Register, day: date) -> Register:
    return register.known(day)


def _unanswered(problems: tuple[Problem, ...], remarks: tuple[str, ...]) -> Answer:
    answer = Answer(outcomes.CANNOT_ASSESS, problems=problems, remarks=remarks)
    return replace(answer, trace=opinion(answer, {}))


def _answered(question: Question, register: Register, remarks: tuple[str, ...]) -> Answer:
    law = register.law(question.requested.code, question.request.function, question.day)
    found = sort_out(register, question)
    chosen = choose(question, found, law)
    contents = require(register, question, found, chosen, law)
    refusal = refuse(register, question, found, chosen, law)
    if refusal.problems:
        return _unanswered(refusal.problems, remarks)
    outcome = _outcome(chosen, contents, refusal)
    consult = outcome in (outcomes.MUST_REFUSE, outcomes.MAY_REFUSE, outcomes.POSTPONE)
    answer = Answer(
        outcome,
        type=question.request.id,
        requesting=question.requesting.code,
        requested=question.requested.code,
        date=question.day,
        primary=chosen.id,
        bases=_bases(question, found, chosen),
        support=tuple(_basis(each, question) for each in found.support),
        rejected=tuple(_basis(each, question) for each in found.rejected),
        outside=tuple(_basis(each, question) for each in found.outside),
        contents=contents,
        grounds=refusal.grounds,
        deadlines=run(question, found, chosen, law),
        consult=consult,
        send_to=_send_to(question),
        asks=_asks(question, found, chosen, refusal),
        open_findings=refusal.open,
        remarks=(*remarks, *_remarks(question, chosen, law)),
        rules=_rules(question, found, chosen, law, refusal, consult),
        safeguards=tuple(_safeguard(each, register) for each in question.request.safeguards),
    )
    return replace(answer, trace=opinion(answer, register.rules))


def _outcome(chosen: Chosen, contents: tuple[Item, ...], refusal: Refusal) -> str:
    """The first that fits."""
    forces = {each.force for each in refusal.grounds}
    if chosen.lacking:
        return chosen.lacking
    if "mandatory" in forces:
        return outcomes.MUST_REFUSE
    if any(each.missing for each in contents):
        return outcomes.RETURN
    if "discretionary" in forces:
        return outcomes.MAY_REFUSE
    return outcomes.POSTPONE if "postpone" in forces else outcomes.PROCEED


def _bases(question: Question, found: Sorted, chosen: Chosen) -> tuple[Basis, ...]:
    """What governs comes first."""
    bases = [_basis(each, question) for each in found.bases]
    if chosen.law:
        bases.insert(0, Basis(chosen.law.id, chosen.law.name, chosen.why, chosen.law.standing.sure))
    elif chosen.id and not chosen.instrument:
        bases.insert(0, Basis(chosen.id, chosen.id.replace("_", " ").lower(), chosen.why, ""))
    return tuple(sorted(bases, key=lambda each: each.id != chosen.id))


def _basis(each: Judged, question: Question) -> Basis:
    """As sure as the least sure of its rows: the scope, and what binds each of the two states or does not."""
    instrument = each.instrument
    parties = list[Party]()
    for state in (question.requesting, question.requested):
        rows = instrument.parties[state.code]
        parties += [row for row in rows if row.bound_on(question.day)] or rows
    standing = least_sure(instrument.scope.standing, *(row.standing for row in parties))
    return Basis(instrument.id, instrument.title, each.why, standing.sure)


def _rules(
    question: Question, found: Sorted, chosen: Chosen, law: NationalLaw | None, refusal: Refusal, consult: bool
) -> tuple[str, ...]:
    """The rules of precedence that shaped the answer."""
    function = question.request.function
    treaties = [each for each in found.bases if each.instrument.of_general_scope]
    applied = {
        "R1": bool(found.rejected),
        "R2": function in ASSISTANCE and chosen.mutual_assistance_treaty and len(found.bases) > len(treaties),
        "R3": function in ASSISTANCE and len(treaties) > 1,
        "R4": function == "extradition",
        "R5": function == "asset",
        "R6": function == "tsp" and chosen.instrument is None,
        "R7": law is not None,
        "R8": any(each.force == "barred" for each in refusal.grounds),
        "R9": consult,
    }
    return tuple(rule for rule, shaped in applied.items() if shaped)


def _send_to(question: Question) -> str:
    for each in question.requested.authorities:
        if question.request.function in each.functions and each.standing.in_law(question.day):
            return f"{each.name} ({each.standing.sure})"
    return ASK


def _safeguard(name: str, register: Register) -> str:
    known = register.safeguards.get(name)
    if known is None:
        return name.replace("_", " ")
    gate = f"; {known.gate}" if known.gate else ""
    return f"{name.replace('_', ' ')}: {known.rule} ({'; '.join(known.articles)}){gate}"


def _asks(question: Question, found: Sorted, chosen: Chosen, refusal: Refusal) -> tuple[str, ...]:
    asks = list(refusal.asks)
    if chosen.instrument is None:
        asks += found.ask
    if not question.categories:
        asks.append("the category of the offence: without it only instruments of general scope are considered")
    return tuple(dict.fromkeys(asks))


def _remarks(question: Question, chosen: Chosen, law: NationalLaw | None) -> tuple[str, ...]:
    remarks = []
    state = question.requested
    alone = chosen.instrument is not None and not chosen.mutual_assistance_treaty
    if alone and not state.conventions_alone and question.request.function in ASSISTANCE:
        remarks.append(f"{state.name} does not act on a convention alone: {state.mla_without_treaty}.")
    if law is None:
        remarks.append(f"The register has no law of {state.name} for this; its law applies all the same (R7): ask.")
    elif law.standing.valid_from == date.min:
        remarks.append(f"The register does not say since when {law.name} is law; it is taken as law on {question.day}.")
    return tuple(remarks)
