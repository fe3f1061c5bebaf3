"""What is done with several dossiers of a list at once: assign, put off, mark as looked at.

Nothing that binds is sealed so: each act is looked at before it is answered for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lintas.console import access, teams
from lintas.console.errors import ConsoleError
from lintas.console.models import Dossier, Officer
from lintas.console.models.officer import CASE_ROLES
from lintas.console.refusals import words
from lintas.console.signed_in import number, officer_of, only_for

PICKED_MAX: Final = 100
DAYS_MAX: Final = 366


@only_for(*CASE_ROLES)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """`POST /bulk/` with `picked`, `does` (assign, put off, looked), and `officer` or `days`; `back`: the query of the
    list. Of what one may not see nothing is done, as if it were not there.
    """
    officer, does = officer_of(request), request.POST.get("does", "")
    picked = set(request.POST.getlist("picked"))
    lines = list(access.visible(officer).filter(pk__in=list(picked)[:PICKED_MAX]))
    if does not in _DOES or len(lines) != len(picked):
        raise Http404
    done = 0
    for line in lines:
        try:
            _DOES[does](request, officer, line)
            done += 1
        except ConsoleError as error:
            messages.error(request, f"{line.title} {line.pk[:8]}: {words(error)}")
    messages.info(request, ngettext("%(n)d dossier: done.", "%(n)d dossiers: done.", done) % {"n": done})
    return _back(request)


def _assign(request: HttpRequest, officer: Officer, line: Dossier) -> None:
    teams.assign(officer, line, get_object_or_404(Officer, pk=number(request.POST.get("officer")), is_active=True))


def _put_off(request: HttpRequest, officer: Officer, line: Dossier) -> None:
    teams.put_off(officer, line, min(number(request.POST.get("days")), DAYS_MAX))


def _looked(request: HttpRequest, officer: Officer, line: Dossier) -> None:
    teams.looked(officer, line)


_DOES: Final[Mapping[str, Callable[[HttpRequest, Officer, Dossier], None]]] = MappingProxyType(
    {"assign": _assign, "put off": _put_off, "looked": _looked}
)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was; its address is read and written anew, so that it leads nowhere else."""
    return redirect(f"/?{QueryDict(request.POST.get('back', '')).urlencode()}")
