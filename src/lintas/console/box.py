"""The box in which an act of one step is written: kept as a draft until it is sealed, so that nothing typed is lost."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from lintas.console import drafting, sealing
from lintas.console.asking import ask
from lintas.console.declared import reason
from lintas.console.forms.sections import sections_of
from lintas.console.models import Dossier, Draft, Officer
from lintas.console.models.draft import WRITING
from lintas.console.one_step import Step
from lintas.console.refusals import words
from lintas.wire.errors import LintasError

TO: Final = "to"


class Box:
    """One officer's box for one step. `form` is None for an act without words."""

    def __init__(self, officer: Officer, line: Dossier, step: Step, data: Any = None) -> None:
        """With what was kept; `data`: what a browser sent."""
        self.step = step
        self.draft = _kept(officer, line, step) or step.draft(officer, line.pk, line.kind)
        verb = ask(lambda node: drafting.matter(node, self.draft)).verb
        section = next(iter(sections_of(verb.says)), None)
        self.form = (
            section.form({**self.draft.fields, TO: self.draft.audience}, list(step.to), data) if section else None
        )
        if self.form and step.seats:
            self.form.fields[TO] = _to(step)

    def keep(self) -> None:
        """What was sent takes the place of what was kept, be it right or wrong."""
        sealing.forget(self.draft)
        if self.form is None:
            return
        self.form.is_valid()
        cleaned = dict(self.form.cleaned_data)
        self.draft.audience = cleaned.pop(TO, []) if self.step.seats else list(self.step.to)
        self.draft.to = {self.step.seats: self.draft.audience} if self.step.seats else {}
        self.draft.fields = {name: value for name, value in cleaned.items() if value not in (None, "", [])}
        self.draft.save()

    def wrong(self) -> bool:
        """Whether it would be refused for what it says; the form then has the reason at each field."""
        if self.form is None:
            return False
        if not self.form.errors:
            for name, why in self._problems():
                self.form.add_error(name if name in self.form.fields else None, reason(why))
        return bool(self.form.errors)

    def _problems(self) -> list[tuple[str, str]]:
        try:
            return ask(lambda node: drafting.problems(node, self.draft, drafting.answers(self.draft)))
        except LintasError as error:
            return [("", words(error))]

    def needed(self) -> list[Any]:
        """The fields without which nothing is said."""
        return [field for field in self.form or () if not getattr(field.field, "optional", False)]

    def more(self) -> list[Any]:
        """The fields that may be left out."""
        return [field for field in self.form or () if getattr(field.field, "optional", False)]


def _kept(officer: Officer, line: Dossier, step: Step) -> Draft | None:
    drafts = Draft.objects.filter(officer=officer, state=WRITING, dossier=line.pk, item=step.item, verb=step.verb)
    return drafts.order_by("-changed").first()


def _to(step: Step) -> forms.Field:
    """Whom it is for: not asked where there is one alone."""
    widget = forms.CheckboxSelectMultiple() if len(step.to) > 1 else forms.MultipleHiddenInput()
    return forms.MultipleChoiceField(label=_("To"), choices=[(code, code) for code in step.to], widget=widget)
