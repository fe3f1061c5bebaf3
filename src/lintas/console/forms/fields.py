"""A form field for each meaning of `dossier.meanings`; a meaning without an entry is a line of text.

Values go from the form to the node as the command line gives them (`node.plain_data`): text as people write it. What
a value must look like is said by its meaning alone; a field here only knows how it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from lintas.console.declared import declared
from lintas.dossier.meanings import (
    ENTRIES_MAX,
    PENALTY_BANDS,
    Annexed,
    BirthDate,
    Bracket,
    Count,
    Date,
    EMail,
    File,
    IPAddress,
    Language,
    Link,
    Marking,
    Meaning,
    Money,
    Offence,
    Party,
    Secret,
    Telephone,
    Text,
    Vehicle,
    Vessel,
)  # fmt: skip
from lintas.dossier.occasions import HELD, PARTS, Appointment, Delegate, Embargo, OnBehalf
from lintas.dossier.parts import named

RADIOS_MAX: Final = 6
"""Up to so many choices are all shown; more are a list that opens."""

Maker = Callable[[Meaning, Sequence[str]], forms.Field]


class PartsWidget(forms.MultiWidget):
    """Several inputs, each with a label of its own, that make one value: a map from names to texts."""

    template_name = "parts/widgets/parts.html"

    def __init__(self, parts: Mapping[str, tuple[Any, forms.Widget]]) -> None:
        self.parts = dict(parts)
        super().__init__({name: widget for name, (_label, widget) in parts.items()})

    def decompress(self, value: Any) -> list[Any]:
        return [value.get(name) if isinstance(value, dict) else None for name in self.parts]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for subwidget, (label, _widget) in zip(context["widget"]["subwidgets"], self.parts.values(), strict=True):
            subwidget["label"] = label
        return context


class PartsField(forms.MultiValueField):
    """One value of several parts, as a map without its empty ones."""

    def __init__(self, parts: Mapping[str, tuple[Any, forms.Field]], **options: Any) -> None:
        self._names = list(parts)
        widget = PartsWidget({name: (label, field.widget) for name, (label, field) in parts.items()})
        fields = [field for _label, field in parts.values()]
        super().__init__(fields, widget=widget, require_all_fields=False, **options)

    def compress(self, data_list: list[Any]) -> Any:
        found = {name: value for name, value in zip(self._names, data_list, strict=False) if value not in (None, "")}
        return found or None


class SeveralWidget(forms.Widget):
    """A list of the same input, numbered from 0, with room for one more."""

    template_name = "parts/widgets/several.html"
    use_fieldset = True

    def __init__(self, one: forms.Widget) -> None:
        super().__init__()
        self.one = one

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        numbers = range(ENTRIES_MAX)
        found = [self.one.value_from_datadict(data, files, f"{name}-{number}") for number in numbers]
        return [value for value in found if value and any(value if isinstance(value, list) else [value])]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return self.one.value_omitted_from_data(data, files, f"{name}-0")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        entries = [*(value or []), None][:ENTRIES_MAX]
        context["widget"]["entries"] = [
            self.one.get_context(f"{name}-{number}", entry, self._attrs(name, number))["widget"]
            for number, entry in enumerate(entries)
        ]
        return context

    def _attrs(self, name: str, number: int) -> dict[str, Any]:
        # The legend of the whole names the first of them to nobody who hears one input alone.
        return {"id": f"id_{name}_{number}", "aria-label": f"{label_of(name)} {number + 1}"}


class SeveralField(forms.Field):
    """A list of values of one field."""

    def __init__(self, one: forms.Field, **options: Any) -> None:
        self._one = one
        super().__init__(widget=SeveralWidget(one.widget), **options)

    def clean(self, value: Any) -> Any:
        found = [self._one.clean(entry) for entry in value or []]
        found = [entry for entry in found if entry not in (None, "")]
        if self.required and not found:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return found or None


class FilesWidget(forms.Widget):
    """Files that are handed in beside the form (`pages.uploads`): the form holds what they are called here."""

    template_name = "parts/widgets/files.html"

    def __init__(self, *, many: bool) -> None:
        super().__init__()
        self.many = many

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        named = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or []
        found = [dict(zip(("upload", "name"), each.split(" ", 1), strict=False)) for each in named if each]
        return found if self.many else next(iter(found), None)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        entries = value if isinstance(value, list) else [value] if value else []
        context["widget"] |= {"many": self.many, "uploads": entries}
        return context


def _line(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    return forms.CharField(required=False, max_length=1_024)


def _long(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 5}))


def _day(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    attrs = {"inputmode": "numeric", "placeholder": "2026-01-31", "autocomplete": "off"}
    return forms.CharField(required=False, max_length=10, widget=forms.TextInput(attrs=attrs))


def _count(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    return forms.IntegerField(required=False, min_value=0)


def _money(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    amount = forms.CharField(required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    currency = forms.CharField(required=False, max_length=3, widget=forms.TextInput(attrs={"size": 4}))
    return PartsField({"amount": (_("Amount"), amount), "currency": (_("Currency"), currency)}, required=False)


def _offence(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    bands = forms.ChoiceField(required=False, choices=[("", ""), *((band, band) for band in PENALTY_BANDS)])
    parts = {
        "name": (_("Offence"), forms.CharField(required=False)),
        "band": (_("Highest penalty in your law"), bands),
        "purpose": (_("What you pursue by it"), forms.CharField(required=False)),
    }
    return PartsField(parts, required=False)


def _bracket(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    def words() -> forms.Field:
        return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    parts = {
        "paragraph": (_("Paragraph"), forms.IntegerField(required=False, min_value=0)),
        "words": (_("Words that we cannot accept"), words()),
        "instead": (_("What we propose in their place"), words()),
        "why": (_("Why"), words()),
        "language": (_("Language, where the text has several"), forms.CharField(required=False, max_length=40)),
    }
    return PartsField(parts, required=False)


def _appointment(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    def line(**attrs: str) -> forms.Field:
        return forms.CharField(required=False, max_length=1_024, widget=forms.TextInput(attrs=attrs))

    zones = [("", ""), *((each, each) for each in sorted(available_timezones()))]
    held = [("", ""), *((each, declared(each)) for each in HELD)]
    parts = {
        "what": (_("What"), line()),
        "starts": (_("From, by the clock there"), line(placeholder="2026-01-31 09:30")),
        "ends": (_("Until, by the clock there"), line(placeholder="2026-01-31 11:00")),
        "zone": (_("Time zone there"), forms.ChoiceField(required=False, choices=zones)),
        "place": (_("Place"), line()),
        "held": (_("How"), forms.ChoiceField(required=False, choices=held)),
    }
    return PartsField(parts, required=False)


def _delegate(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    as_what = [("", ""), *((each, declared(each)) for each in PARTS)]
    parts = {
        "who": (_("Who, by name or post"), forms.CharField(required=False, max_length=1_024)),
        "as": (_("As what"), forms.ChoiceField(required=False, choices=as_what)),
        "office": (_("Office"), forms.CharField(required=False, max_length=1_024)),
    }
    return PartsField(parts, required=False)


def _party(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    return forms.ChoiceField(required=False, choices=[("", ""), *((code, code) for code in parties)])


def _choices(meaning: Meaning) -> list[tuple[str, str]]:
    words = meaning.plain or meaning.choices
    return [
        (choice, declared(said) if said == choice else f"{declared(choice)}: {declared(said)}")
        for choice, said in zip(meaning.choices, words, strict=True)
    ]


def _choice(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    choices = _choices(meaning)
    if meaning.many:
        return forms.MultipleChoiceField(required=False, choices=choices, widget=forms.CheckboxSelectMultiple)
    if len(choices) <= RADIOS_MAX:
        return forms.ChoiceField(required=False, choices=choices, widget=forms.RadioSelect)
    return forms.ChoiceField(required=False, choices=[("", ""), *choices])


def _files(meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    return forms.Field(required=False, widget=FilesWidget(many=meaning.many))


_MAKERS: Final[Mapping[str, Maker]] = {
    Text.name: _long, Annexed.name: _long, Secret.name: _long, Date.name: _day, BirthDate.name: _day,
    Count.name: _count, Money.name: _money, Offence.name: _offence, Party.name: _party, File.name: _files,
    Bracket.name: _bracket, Appointment.name: _appointment, Delegate.name: _delegate, Embargo.name: _day,
}  # fmt: skip
_WHOLE: Final = frozenset({File.name})
"""Meanings whose field takes several by itself."""
HINTS: Final[Mapping[str, Any]] = {
    Date.name: _("As 2026-01-31"),
    Embargo.name: _("As 2026-01-31: before that day nobody announces or quotes it"),
    BirthDate.name: _("As 1990-05-17; 1990-05 or 1990 if that is all that is known"),
    Telephone.name: _("With the code of its country before it, as +84 for Viet Nam"),
    EMail.name: _("As name@office.example"),
    IPAddress.name: _("As 192.0.2.7 or 2001:db8::7; when it was used, to the second, goes into the words beside it"),
    Vehicle.name: _("The plate, the VIN, what it is: EX-123.45, VIN EX0AAAA1AA0000001, a white van"),
    Vessel.name: _("The name, the number of the ship, what it is: MV Contoh, IMO 2000004, a tanker"),
    Link.name: _("The dossier, perhaps with an act, and the relation: DOSSIER/ACT formalised in"),
    OnBehalf.name: _("The two letters of the state, as LA. It has no node: attach what it sent."),
    Language.name: _("By its tag, as vi or zh-Hans"),
    Marking.name: _("The highest that anything in it has"),
    Secret.name: _("No list shows this and no search finds it"),
}


def field_for(name: str, meaning: Meaning, parties: Sequence[str]) -> forms.Field:
    """The form field of a meaning, with its label; `parties` are the codes that a party field offers."""
    field = (_choice if meaning.choices else _MAKERS.get(meaning.name, _line))(meaning, parties)
    if meaning.many and not meaning.choices and meaning.name not in _WHOLE:
        field = SeveralField(field, required=False)
    field.label = label_of(name)
    field.help_text = HINTS.get(meaning.name, "")
    field.optional = not meaning.required  # type: ignore[attr-defined]
    return field


def label_of(name: str) -> str:
    """The name of a field or a role as people read it."""
    return declared(named(name))
