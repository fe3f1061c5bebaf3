"""Filling a draft at one go, as a program does: what the forms would take, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lintas.console.drafting import Matter
from lintas.console.forms.whom import WhomForm
from lintas.console.models import Draft
from lintas.dossier.meanings import Problem
from lintas.node.order import BadBody


def fill(draft: Draft, about: Matter, fields: Mapping[str, Any]) -> None:
    """Put these values in; None takes one out. Raises `BadBody` for a name that the form has not."""
    known = about.verb.says.fields()
    if unknown := [name for name in fields if name not in known]:
        raise BadBody([Problem(name, f"there is no such field; there are: {', '.join(known)}") for name in unknown])
    draft.fields = {name: value for name, value in {**draft.fields, **fields}.items() if value not in (None, "", [])}


def address(
    draft: Draft, about: Matter, to: Mapping[str, Sequence[str]] | None, audience: Sequence[str] | None
) -> None:
    """Say who takes which role and who may read it, where these are given; raises `BadBody`, as the form would."""
    to, audience = draft.to if to is None else to, draft.audience if audience is None else audience
    if unknown := [role for role in to if role not in about.seats]:
        raise BadBody([Problem(role, "there is no such role to be filled") for role in unknown])
    if single := [role for role, codes in to.items() if not about.seats[role] and len(codes) > 1]:
        raise BadBody([Problem(role, "name one authority") for role in single])
    said = {f"to_{role}": list(codes) if about.seats[role] else next(iter(codes), "") for role, codes in to.items()}
    named = {code for codes in to.values() for code in codes}
    readers = [code for code in audience if code not in named]
    if readers and not about.parties:
        raise BadBody([Problem("audience", "those whom it names will read it, and nobody else is there")])
    form = WhomForm(about.seats, about.parties, about.everybody, about.us, said | {"audience": readers})
    if not form.is_valid():
        raise BadBody([Problem(name.removeprefix("to_"), str(why[0])) for name, why in form.errors.items()])
    draft.to, draft.audience = form.to(), form.audience()
