"""The form in which a lawyer asks what the law says of a request: the question of `lintas.law`, and its findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from lintas.law.lists import DERIVED_NEEDS, NEEDS
from lintas.law.register import Register

UNKNOWN: Final = ""
YES, NO = "yes", "no"
ANSWERS: Final = ((UNKNOWN, _("not found")), (YES, _("yes")), (NO, _("no")))
FINDING: Final = "finding-"
SUPPLIED: Final = "supplied"
OFFENCE: Final = (
    "categories", "max_penalty_requesting_years", "max_penalty_requested_years", "transnational", "organized_group",
    "electronic_evidence",
)  # fmt: skip
EVENTS: Final = ("arrested_on", "oral_request_on", "final_order_on", "preserved_on")
_TRUTH: Final = {YES: True, NO: False}


def _day(label: Any) -> forms.CharField:
    attrs = {"inputmode": "numeric", "placeholder": "2026-01-31", "autocomplete": "off"}
    return forms.CharField(label=label, required=False, max_length=10, widget=forms.TextInput(attrs=attrs))


def _years(label: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label, required=False, min_value=0, help_text=_("In years; 99 for life, and for death")
    )


def _found(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=ANSWERS)


class QuestionForm(forms.Form):
    """The question, but for findings and for what is supplied, which follow from the answer (`said`)."""

    type = forms.ChoiceField(label=_("Type of request"), required=False)
    requesting = forms.ChoiceField(label=_("State that asks"), required=False)
    requested = forms.ChoiceField(label=_("State that is asked"), required=False)
    date = _day(_("Day of the request: its law decides"))
    categories = forms.MultipleChoiceField(
        label=_("Offence, in the categories of treaties"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    max_penalty_requesting_years = _years(_("Highest penalty where it is asked from"))
    max_penalty_requested_years = _years(_("Highest penalty where it is asked"))
    transnational = _found(_("Is the offence transnational?"))
    organized_group = _found(_("Was it an organized group?"))
    electronic_evidence = _found(_("Is electronic evidence sought?"))
    convicted = _found(_("Is the person convicted already?"))
    needs = forms.MultipleChoiceField(
        label=_("What the request involves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    arrested_on = _day(_("Day of the arrest"))
    oral_request_on = _day(_("Day of the request by word"))
    final_order_on = _day(_("Day of the final order"))
    preserved_on = _day(_("Day of the preservation"))

    def __init__(self, register: Register, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        states = [("", ""), *((code, f"{each.name} ({code})") for code, each in register.states.items())]
        for name in ("requesting", "requested"):
            self.fields[name].choices = states  # type: ignore[attr-defined]
        self.fields["type"].choices = [  # type: ignore[attr-defined]
            ("", ""), *((name, each.title) for name, each in register.requests.items())
        ]  # fmt: skip
        self.fields["categories"].choices = list(register.offences.items())  # type: ignore[attr-defined]
        needs = [name for name in NEEDS if name not in DERIVED_NEEDS]
        self.fields["needs"].choices = [(name, in_words(name)) for name in needs]  # type: ignore[attr-defined]


def in_words(name: str) -> str:
    """A finding or a need as people read it."""
    return name.replace("_", " ")


def initial(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of a question."""
    shown = {name: said.get(name, "") for name in ("type", "requesting", "requested", "date")}
    offence, facts = said.get("offence", {}), said.get("facts", {})
    shown |= {name: _shown(offence.get(name)) for name in OFFENCE}
    shown |= {name: facts.get(name, "") for name in EVENTS}
    return shown | {"convicted": _shown(facts.get("convicted")), "needs": list(said.get("needs", {}))}


def _shown(value: Any) -> Any:
    return {True: YES, False: NO, None: UNKNOWN}[value] if value is None or isinstance(value, bool) else value


def said(cleaned: Mapping[str, Any], data: MultiValueDict[str, str], register: Register) -> dict[str, Any]:
    """The question of a form that was sent; what nobody said is left out."""
    offence = {name: value for name in OFFENCE if (value := _said(cleaned.get(name))) not in (None, "", [])}
    facts: dict[str, Any] = {name: cleaned[name] for name in EVENTS if cleaned.get(name)}
    facts |= dict(_findings(data, register.facts))
    if (convicted := _said(cleaned.get("convicted"))) is not None:
        facts |= {"convicted": convicted}
    plain = {name: cleaned[name] for name in ("type", "requesting", "requested", "date") if cleaned.get(name)}
    supplied = [code for code in data.getlist(SUPPLIED) if code in register.contents]
    needs = dict.fromkeys(cleaned.get("needs", []), True)
    return plain | {"offence": offence, "facts": facts, "needs": needs, SUPPLIED: supplied}


def _said(value: Any) -> Any:
    """Yes and no as truth; nothing for what was not found."""
    return _TRUTH.get(value) if value in (UNKNOWN, YES, NO) else value


def _findings(data: MultiValueDict[str, str], facts: Iterable[str]) -> Iterable[tuple[str, bool]]:
    for fact in facts:
        if (found := _TRUTH.get(data.get(f"{FINDING}{fact}", ""))) is not None:
            yield fact, found
