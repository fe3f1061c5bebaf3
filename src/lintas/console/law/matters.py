"""What is asked of the law about a draft or a dossier: kept, begun from what is known, answered each time it is shown.

The states come from the authorities concerned, the type from the kind where the register has one of its name, the items
that the request holds from the fields that are filled in. All else is the lawyer's, findings above all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.timezone import localdate

from lintas.console import drafting
from lintas.console.asking import ask
from lintas.console.models import Dossier, Draft, Officer, Question
from lintas.console.models.draft import SEALED
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Offence
from lintas.dossier.safeguards import ASK
from lintas.kinds.parts.contents import held_by
from lintas.law import Answer, assess
from lintas.node.adopted import Law, law_of
from lintas.node.looking import look
from lintas.node.plain_data import find_dossier
from lintas.node.show import Shown, ShownAct
from lintas.node.state import Node

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Matter:
    """A request under law. `fields`: what it says so far; `states`: of who asks, and of who is asked, where known.

    `law`: as this node has it now. `by`: the code of who asks, and `on`: when that was, of a request that was made.
    """

    key: str
    kind: str
    fields: Mapping[str, Any]
    states: tuple[str, str]
    question: Question
    law: Law
    by: str = ""
    on: datetime | None = None

    @property
    def said(self) -> Said:
        """The question, with what follows from the request itself."""
        kept = {"requesting": self.states[0], "requested": self.states[1], "date": localdate().isoformat()}
        kept |= {"type": self.kind} if self.kind in self.law.register.requests else {}
        kept |= self.question.said
        return kept | {"supplied": sorted({*kept.get("supplied", []), *self.held})}

    @property
    def held(self) -> Mapping[str, str]:
        """The items that its fields hold, each with the name of its field."""
        return held_by(self.fields)

    def answer(self) -> Answer:
        """What the law says of it now."""
        return assess(self.said, self.law.register)

    def keep(self, said: Said, officer: Officer) -> None:
        """The officer's question takes the place of what was asked before."""
        self.question.said, self.question.by = said, officer
        Question.objects.update_or_create(matter=self.key, defaults={"said": said, "by": officer})


def law() -> Law:
    """The law as this node has it now: what lintas brings along, and over it what its law register adopted."""
    return ask(law_of)


def is_request(verb: Verb) -> bool:
    """Whether an act of this verb asks others for something because of an offence, so that the law has a say in it."""
    return verb.use == ASK and any(each.says(Offence) for each in verb.says.fields().values())


def of_draft(draft: Draft, about: drafting.Matter) -> Matter:
    """The matter of a draft that is written now."""
    key = draft.dossier or _key(draft)
    codes = [code for named in draft.to.values() for code in named] or draft.audience
    us, others, now = ask(
        lambda node: (_state(node, [node.federation.code(node.id)]), _state(node, codes), law_of(node))
    )
    return Matter(key, about.kind.name, draft.fields, (us, others), _question(key), now)


def of_dossier(line: Dossier) -> Matter:
    """The matter of a dossier: what its newest request says, whoever asks."""
    shown, requests, states = ask(lambda node: _looked(node, line.pk))
    newest = requests[-1] if requests else None
    fields = newest.says or {} if newest else {}
    asking = newest.author if newest else shown.us
    others = [code for code in shown.parties if code != asking]
    pair = tuple(next(iter({states[code] for code in codes if states.get(code)}), "") for codes in ([asking], others))
    return Matter(line.pk, shown.kind, fields, (pair[0], pair[1]), _question(line.pk), law(), *_made(newest))


def _made(newest: ShownAct | None) -> tuple[str, datetime | None]:
    return (newest.author, datetime.fromtimestamp(newest.time_ms / 1000, UTC)) if newest else ("", None)


def _looked(node: Node, text: str) -> tuple[Shown, list[ShownAct], dict[str, str]]:
    dossier = find_dossier(node, text)
    shown, replica = look(node, dossier), node.replica(dossier)
    verbs = {act.id: replica.verb(replica.graph.nodes[act.id].act) for act in shown.acts}
    requests = [act for act in shown.acts if act.says and (verb := verbs[act.id]) and is_request(verb)]
    return shown, requests, {code: node.federation.by_code(code).state for code in shown.parties}


def _state(node: Node, codes: Iterable[str]) -> str:
    """The one state of these authorities; empty if there are several, or none."""
    known = {each.code: each.state for each in node.federation.authorities.values()}
    states = {known.get(code, "") for code in codes}
    return states.pop() if len(states) == 1 else ""


def _key(draft: Draft) -> str:
    return f"draft {draft.pk}"


def _question(key: str) -> Question:
    """What was asked about the matter; of a dossier that a draft here opened, what was asked about the draft."""
    if found := Question.objects.select_related("by").filter(matter=key).first():
        return found
    opening = Draft.objects.filter(dossier=key, state=SEALED).order_by("pk").first()
    before = Question.objects.filter(matter=_key(opening)).first() if opening else None
    return Question(matter=key, said=before.said if before else {}, by=before.by if before else None)
