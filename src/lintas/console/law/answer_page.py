"""The answer of the law as a page shows it: what applies in order, what is missing, what stands against it, by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lintas.console.forms.fields import label_of
from lintas.console.law.matters import Matter
from lintas.console.law.question_form import NO, UNKNOWN, YES, in_words
from lintas.kinds.parts.contents import FILES, PAPERS
from lintas.law.answer import OUTCOMES, Answer, InPlay, Item
from lintas.law.reading import INSTRUMENTS, LAWS
from lintas.node.adopted import Law
from lintas.node.adopted import Row as Adopted

FORCES: Final[Mapping[str, tuple[Promise | str, str]]] = {
    "barred": (_("cannot be a reason to refuse"), "good"),
    "mandatory": (_("must be refused"), "bad"),
    "discretionary": (_("may be refused, or granted on conditions"), "ours"),
    "postpone": (_("may be postponed"), "ours"),
}
"""Each force in words, and the colour of its mark."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item of the checklist. `field`: the field of the request that holds it, where one does; `paper`: it goes as a
    file.
    """

    item: Item
    field: str
    paper: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding, and what was found. `here`: it was entered, or a ground that may be raised here asks for it."""

    name: str
    words: str
    found: str
    here: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground in play, as it is drawn."""

    ground: InPlay
    words: Promise | str
    colour: str


def shown(matter: Matter) -> dict[str, Any]:
    """What the templates of an answer need."""
    answer = matter.answer()
    findings = list(_findings(matter, answer))
    needed = [row for row in _rows(matter, answer) if row.item.needed]
    return {
        "answer": answer,
        "outcome": OUTCOMES[answer.outcome],
        "checklist": needed,
        "in_it": sum(not row.item.missing for row in needed),
        "not_needed": [each for each in answer.contents if not each.needed],
        "grounds": [Ground(each, *FORCES[each.force]) for each in answer.grounds],
        "findings": [each for each in findings if each.here],
        "other_findings": [each for each in findings if not each.here],
        "by": matter.question.by,
        "attached": [str(each.get("name", "")) for each in matter.fields.get(FILES, ())],
        "adopted": list(_adopted(matter.law, answer)),
        "faults": matter.law.faults,
    }


def _adopted(law: Law, answer: Answer) -> Iterator[Adopted]:
    """The files behind the answer that are not as lintas brings them along."""
    named = {f"{INSTRUMENTS}{each.id}.toml" for each in (*answer.bases, *answer.support, *answer.rejected)}
    named |= {f"{LAWS}{state}.toml" for state in (answer.requesting, answer.requested)}
    return (row for row in law.rows if row.path in named)


def _rows(matter: Matter, answer: Answer) -> Iterator[Row]:
    for item in answer.contents:
        name = matter.held.get(item.code, "")
        yield Row(item, label_of(name) if name else "", item.code in PAPERS)


def _findings(matter: Matter, answer: Answer) -> Iterator[Finding]:
    """Every finding that some ground asks for, those that matter here first, each named by its grounds."""
    law = matter.law.register
    entered: Mapping[str, Any] = matter.said.get("facts", {})
    here = {each.fact for each in answer.grounds} | set(answer.open_findings) | entered.keys()
    for fact in sorted(law.facts, key=lambda fact: (fact not in here, fact)):
        labels = [each.label for each in law.grounds.values() if each.fact == fact]
        found = {True: YES, False: NO}.get(entered.get(fact, ""), UNKNOWN)
        yield Finding(fact, f"{in_words(fact).capitalize()} ({'; '.join(labels)})", found, fact in here)
