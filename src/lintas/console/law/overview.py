"""Who can ask whom for what, under which treaty: the answers of the law as a table, and as a map for one state."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lintas.law import assess
from lintas.law.answer import Answer
from lintas.law.matrix import Matrix, matrix
from lintas.law.register import Register

MARKS: Final[Mapping[str, Promise | str]] = {
    "B": _("bilateral treaty"),
    "R": _("regional instrument"),
    "M": _("multilateral convention"),
    "d": _("the requested state's law, without a treaty"),
    "a": _("arrangement for the case, or the police channel"),
    "-": _("no basis"),
    "?": _("not known: ask"),
    "!": _("cannot be answered for this pair"),
}
CLASSES: Final = {"-": "none", "?": "ask", "!": "ask"}
"""What marks that are no letters are called in style sheets."""
USUAL: Final[Mapping[str, Any]] = {"type": "mla", "category": "fraud", "years": 10.0, "group": "ASEAN", "state": "VN"}


class OverviewForm(forms.Form):
    """What is asked for, because of which offence, and from where the map is seen."""

    type = forms.ChoiceField(label=_("Type of request"))
    category = forms.ChoiceField(label=_("Offence"))
    years = forms.FloatField(label=_("Highest penalty in both, in years"), min_value=0, max_value=99)
    group = forms.ChoiceField(label=_("States"), required=False)
    state = forms.ChoiceField(label=_("The map: who asks"))

    def __init__(self, law: Register, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["type"].choices = [(name, each.title) for name, each in law.requests.items()]  # type: ignore[attr-defined]
        self.fields["category"].choices = list(law.offences.items())  # type: ignore[attr-defined]
        groups = dict.fromkeys(each.group for each in law.states.values())
        named = [("", _("all")), *((each, each) for each in groups)]
        self.fields["group"].choices = named  # type: ignore[attr-defined]
        states = [(code, f"{each.name} ({code})") for code, each in law.states.items()]
        self.fields["state"].choices = states  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Cell:
    """A pair of states: its mark with its meaning, and the instrument that governs. No mark: nothing was asked."""

    mark: str = ""
    words: Promise | str = ""
    css: str = ""
    primary: str = ""
    instrument: bool = False
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A state on the map."""

    code: str
    path: str
    x: int
    y: int
    cell: Cell
    asks: bool


def asked(law: Register, chosen: Mapping[str, Any]) -> Matrix:
    """The question for every pair of states of a group, and of the one that the map is seen from, as of today."""
    states = [
        code for code, each in law.states.items() if chosen["group"] in ("", each.group) or code == chosen["state"]
    ]
    question = {
        "type": chosen["type"],
        "date": localdate().isoformat(),
        "offence": {
            "categories": [chosen["category"]],
            "max_penalty_requesting_years": chosen["years"],
            "max_penalty_requested_years": chosen["years"],
            "transnational": True,
            "organized_group": True,
        },
    }
    return matrix(law, lambda said: assess(said, law), states, question)


def rows(table: Matrix) -> list[tuple[str, list[tuple[str, Cell]]]]:
    """Each state that asks, with a cell for each that is asked."""
    return [(asks, [(asked, cell(table, asks, asked)) for asked in table.states]) for asks in table.states]


def cell(table: Matrix, asks: str, asked: str) -> Cell:
    """The cell of a pair; without a mark where nothing was asked, as of a state of itself."""
    if (asks, asked) not in table.answers:
        return Cell()
    mark, answer = table.mark(asks, asked), table.answers[asks, asked]
    primary = answer.primary or ""
    known = primary in table.register.instruments
    return Cell(mark, MARKS[mark], CLASSES.get(mark, mark), primary, known, _sure(answer))


def _sure(answer: Answer) -> str:
    return next((each.sure for each in answer.bases if each.id == answer.primary), "")


def legend(table: Matrix) -> list[tuple[str, str, Promise | str, int]]:
    """The marks that the table has: the mark, its style, its words, how many pairs have it."""
    counted = table.count()
    return [(mark, CLASSES.get(mark, mark), text, counted[mark]) for mark, text in MARKS.items() if counted[mark]]


@cache
def _map() -> Any:
    return json.loads(files("lintas.console.law").joinpath("map.json").read_text(encoding="utf-8"))


def drawn(table: Matrix, asks: str) -> dict[str, Any]:
    """The map as one state sees it."""
    wide, high = _map()["size"]
    return {"wide": wide, "high": high, "states": list(_outlines(table, asks)), "disputed": _map()["disputed"]}


def _outlines(table: Matrix, asks: str) -> Iterator[Outline]:
    for code, each in _map()["states"].items():
        x, y = each["at"]
        yield Outline(code, each["path"], x, y, cell(table, asks, code), code == asks)
