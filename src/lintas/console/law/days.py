"""The last day that the law gives for what a reply starts, beside the field that holds it: never filled in by itself.

The number of days is that of the instrument between the two states, or of the law of the state that is asked. A court
or a practice may set another day: whoever writes the reply says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.utils.timezone import localdate

from lintas.console import access
from lintas.console.forms.fields import label_of
from lintas.console.law import matters
from lintas.console.models import Draft, Question
from lintas.kinds.parts.contents import LAST_DAYS, ON
from lintas.law.answer import Answer, Deadline
from lintas.law.question import EVENTS
from lintas.law.running import WHAT


def beside(draft: Draft, fields: Iterable[str]) -> list[tuple[str, Answer, Deadline | None]]:
    """Of those fields that hold such a day: the label, what the law says of the request, and the day by it."""
    wanted = {name: fact for name, fact in LAST_DAYS.items() if name in fields}
    return list(_found(draft, wanted)) if wanted and draft.dossier else []


def _found(draft: Draft, wanted: Mapping[str, str]) -> Iterator[tuple[str, Answer, Deadline | None]]:
    matter = matters.of_dossier(access.dossier_for(draft.officer, draft.dossier))
    start = str(draft.fields.get(ON) or localdate().isoformat())
    for name, fact in wanted.items():
        facts = {**matter.question.said.get("facts", {}), fact: start}
        question = Question(matter=matter.key, said={**matter.question.said, "facts": facts}, by=matter.question.by)
        answer = replace(matter, question=question).answer()
        what = next(WHAT[event][0] for event, names in EVENTS.items() if fact in names)
        yield label_of(name), answer, next((each for each in answer.deadlines if each.what == what), None)
