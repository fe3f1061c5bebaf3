"""The answer as an opinion: sentences that say what applies and why, each with its article and how sure we are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lintas.law.answer import OUTCOMES, Answer, Basis, Cite, Deadline, InPlay, Item
from lintas.law.rows import Rule

VERBS = {
    "barred": "cannot be refused because of",
    "mandatory": "must be refused because of",
    "discretionary": "may be refused, or granted on conditions, because of",
    "postpone": "may be postponed because of",
}


def opinion(answer: Answer, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """The sentences, in the order in which a lawyer would write them."""
    return tuple(_sentences(answer, rules))


def _sentences(answer: Answer, rules: Mapping[str, Rule]) -> Iterator[str]:
    for each in answer.problems:
        yield f"Cannot be answered: {each}."
    if answer.date:
        yield f"Judged by the law of {answer.date}; {answer.requesting} asks {answer.requested} ({answer.type})."
    yield from (_basis(each, answer.primary) for each in answer.bases)
    yield from (f"{each.id} supports: {each.why}{_sure(each.sure)}." for each in answer.support)
    yield from (_not_basis(each) for each in answer.rejected)
    yield from _outside(answer.outside)
    yield from (_item(each) for each in answer.contents if each.missing)
    yield from (_ground(each) for each in answer.grounds)
    yield from (_deadline(each) for each in answer.deadlines)
    yield from (f"Unknown: ask. {each[:1].upper()}{each[1:]}." for each in answer.asks)
    if answer.open_findings:
        named = ", ".join(answer.open_findings)
        yield f"Nobody has entered a finding on {named}; what is not entered counts for nothing."
    yield from answer.remarks
    yield OUTCOMES[answer.outcome]
    yield from (_rule(rules[name]) for name in answer.rules if name in rules)


def _rule(rule: Rule) -> str:
    return f"{rule.id}: {rule.text} ({rule.article}){_sure(rule.standing.sure)}"


def _outside(outside: tuple[Basis, ...]) -> Iterator[str]:
    """Those that one reason leaves outside are named together."""
    for why in dict.fromkeys(each.why for each in outside):
        yield f"Outside {', '.join(each.id for each in outside if each.why == why)}: {why}."


def _sure(text: str) -> str:
    return f" [{text}]" if text else ""


def _listed(cites: tuple[Cite, ...]) -> str:
    return "; ".join(str(each) for each in cites)


def _basis(each: Basis, primary: str | None) -> str:
    verb = "governs" if each.id == primary else "applies too"
    return f"{each.id} ({each.title}) {verb}: {each.why}{_sure(each.sure)}."


def _not_basis(each: Basis) -> str:
    return f"{each.id} is no basis: {each.why}{_sure(each.sure)}."


def _item(each: Item) -> str:
    return f"Still needed: {each.code}, {each.label} ({_listed(each.cites)})."


def _ground(each: InPlay) -> str:
    cure = f" What cures it: {each.cure}." if each.cure and each.force != "barred" else ""
    because = f"{each.code}, {each.label} ({_listed(each.cites)})"
    return f"It {VERBS[each.force]} {because}; finding entered: {each.fact}.{cure}"


def _deadline(each: Deadline) -> str:
    what = each.what.replace("_", " ")
    if each.date is None:
        return f"{what.capitalize()}: {each.text} ({each.cite or 'no article'}), from {each.start}."
    return (
        f"{what.capitalize()}: {each.date}, in {each.owed_by}; {each.days} calendar days from {each.start} "
        f"({each.cite})."
    )
