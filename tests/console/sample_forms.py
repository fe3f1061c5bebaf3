"""A form with every kind of input that the console has, half filled in and wrong in places."""

from __future__ import annotations

from typing import Any

from django import forms


class PartsWidget(forms.MultiWidget):
    """An amount and its currency, each with a label."""

    template_name = "parts/widgets/parts.html"
    labels = ("Amount", "Currency")

    def decompress(self, value: Any) -> list[Any]:
        return list(value or ("", ""))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for subwidget, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            subwidget["label"] = label
        return context


class Parts(forms.MultiValueField):
    """An amount and its currency, as they were written."""

    def compress(self, data_list: list[Any]) -> list[Any]:
        return data_list


class FilesWidget(forms.Widget):
    """Files, one of which is here."""

    template_name = "parts/widgets/files.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {"many": True, "uploads": [{"upload": "a0", "name": "certificate-of-the-bank.pdf"}]}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name)


class Ask(forms.Form):
    """One field for each input."""

    subject = forms.CharField(label="Subject", help_text="In a few words, without names.")
    facts = forms.CharField(label="Facts", widget=forms.Textarea(attrs={"rows": 4}))
    urgency = forms.ChoiceField(
        label="Urgency", choices=[("o", "ordinary"), ("u", "urgent: somebody is in danger")], widget=forms.RadioSelect
    )
    measures = forms.MultipleChoiceField(
        label="Measures", required=False, choices=[("r", "records"), ("s", "search"), ("f", "freezing")],
        widget=forms.CheckboxSelectMultiple, help_text="Whatever applies.",
    )  # fmt: skip
    treaty = forms.ChoiceField(label="Treaty", choices=[("", ""), ("a", "ASEAN MLAT 2004"), ("b", "UNTOC art. 18")])
    party = forms.ChoiceField(label="Who is asked", choices=[("th-ago", "th-ago · Attorney General of Thailand")])
    by = forms.CharField(
        label="Needed by", help_text="Year, month, day, such as 2026-01-31.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "date"}),
    )  # fmt: skip
    accounts = forms.IntegerField(label="How many accounts", min_value=0, required=False)
    worth = Parts(
        label="Worth", fields=(forms.CharField(), forms.CharField()),
        widget=PartsWidget([forms.TextInput(attrs={"inputmode": "decimal"}), forms.TextInput(attrs={"size": 4})]),
    )  # fmt: skip
    papers = forms.Field(label="Papers", required=False, widget=FilesWidget())

    def clean_by(self) -> str:
        raise forms.ValidationError("31 February is no day; write one such as 2026-02-28.")


def ask(facts: str) -> Ask:
    """The form, sent with mistakes."""
    return Ask(
        {
            "subject": "",
            "facts": facts,
            "urgency": "u",
            "measures": ["r"],
            "by": "2026-02-31",
            "worth_0": "2100000",
            "worth_1": "THB",
        }
    )
