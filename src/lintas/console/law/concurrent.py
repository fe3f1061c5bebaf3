"""Requests for the same person side by side: what competes, and what the law says of each. Nothing is decided here.

They are found by the person's name among what the officer may see, as every search does, and each is looked at as its
own page looks at it: by the one access function. Whoever prefers one request records that as an act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lintas.console import access, trail
from lintas.console.asking import ask_beside
from lintas.console.law import matters
from lintas.console.law.matters import Matter
from lintas.console.models import Dossier, Officer
from lintas.dossier.meanings import PersonName
from lintas.law.answer import OUTCOMES, Answer
from lintas.law.register import Register
from lintas.law.rows import Provision
from lintas.node.search import Asked, Found, search
from lintas.wire.identifiers import DOSSIER_BYTES, read, show

PERSON: Final = "person"
"""The field of a request that names the person."""
TOPIC: Final = "concurrent"
"""What provisions on requests that compete are about."""
BESIDE_MAX: Final = 6
"""So many requests are shown beside the one that is looked at."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One request: what it says, where it stands, what the law says of it alone, and what its instrument says of
    requests that compete. `line`: its dossier, if it is in one.
    """

    matter: Matter
    line: Dossier | None
    answer: Answer
    outcome: str
    provisions: tuple[tuple[str, Provision], ...]

    @property
    def offence(self) -> str:
        """The offence as the request names it, and its penalty."""
        said: Mapping[str, Any] = self.matter.fields.get("offence") or {}
        return "; ".join(str(said[each]) for each in ("name", "band") if said.get(each)) if said else ""

    @property
    def silent(self) -> bool:
        """Whether the register says nothing of requests that compete, for what governs."""
        return not self.provisions


def beside(officer: Officer, matter: Matter, line: Dossier | None, purpose: str) -> list[Beside]:
    """The request and those that name the same person, the newest first; the request alone where it names nobody.

    Raises what a search raises, above all where a purpose is asked for.
    """
    found = [_shown(matter, line)]
    person = str(matter.fields.get(PERSON) or "").replace('"', " ").strip()
    if person:
        found += _others(officer, person, line.pk if line else "", purpose)
    return found


def _others(officer: Officer, person: str, own: str, purpose: str) -> Iterator[Beside]:
    seen = access.visible(officer).exclude(pk=own)
    visible = frozenset(read(pk, DOSSIER_BYTES) for pk in seen.values_list("pk", flat=True))
    asked = Asked(person, meaning=PersonName.name, order="newest", purpose=purpose)
    found: Found = ask_beside(lambda node: search(node, asked, visible))
    # Written down before anything is shown.
    trail.note(officer, "searched", dossier=own, detail=f"concurrent requests: {person}", purpose=purpose)
    for dossier in list(dict.fromkeys(show(hit.dossier) for hit in found.hits))[:BESIDE_MAX]:
        line = access.dossier_for(officer, dossier)
        matter = matters.of_dossier(line)
        if matter.fields:
            trail.note(officer, "looked at a dossier", dossier=line.pk, detail="law")
            yield _shown(matter, line)


def _shown(matter: Matter, line: Dossier | None) -> Beside:
    answer = matter.answer()
    return Beside(matter, line, answer, OUTCOMES[answer.outcome], tuple(_provisions(matter.law.register, answer)))


def _provisions(law: Register, answer: Answer) -> Iterator[tuple[str, Provision]]:
    for each in answer.bases:
        instrument = law.instruments.get(each.id)
        for row in instrument.provisions if instrument else ():
            if row.topic == TOPIC:
                yield each.id, row
