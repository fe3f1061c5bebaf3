"""The first page of a draft: who takes which role by it, and who will be able to read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lintas.console.forms.fields import label_of


class WhomForm(forms.Form):
    """`seats`: roles in which the verb names others, and whether each holds many. `parties`: those who are in the
    dossier, who may read. `us`: code and name, where we may be one of many.
    """

    def __init__(
        self,
        seats: Mapping[str, bool],
        parties: Sequence[str],
        everybody: Mapping[str, str],
        us: tuple[str, str] | None,
        *args: Any,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._seats, self._us = tuple(seats), us
        names = [(code, f"{name} ({code})") for code, name in everybody.items()]
        ours = [(us[0], f"{us[1]} ({us[0]})")] if us else []
        for role, many in seats.items():
            self.fields[f"to_{role}"] = _field(label_of(role), [*names, *ours] if many else names, many=many)
        if parties:
            self.fields["audience"] = forms.MultipleChoiceField(
                label=_("Who may read it"),
                help_text=_(
                    "Everybody else in the dossier sees that it was done, by whom and when, and no word of it."
                ),
                choices=[(code, f"{everybody.get(code, code)} ({code})") for code in parties],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def to(self) -> dict[str, list[str]]:
        """Who takes which role."""
        said = {role: self.cleaned_data[f"to_{role}"] for role in self._seats}
        return {role: codes if isinstance(codes, list) else [codes] for role, codes in said.items() if codes}

    def audience(self) -> list[str]:
        """Who may read it: those chosen, and those whom it names."""
        named = [code for codes in self.to().values() for code in codes if self._us is None or code != self._us[0]]
        return sorted({*self.cleaned_data.get("audience", []), *named})


def _field(label: str, names: list[tuple[str, str]], *, many: bool) -> forms.ChoiceField:
    """Authorities to be named: any number of them for a role that many hold."""
    if many:
        return forms.MultipleChoiceField(
            label=label, choices=names, widget=forms.CheckboxSelectMultiple, required=False
        )
    return forms.ChoiceField(label=label, choices=names, widget=forms.RadioSelect, required=False)
