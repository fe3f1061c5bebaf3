"""Files that a courier carries: writing what waits for a peer without a line, and taking what one brought.

The files are sealed: whoever works here sees how much of what came, and opens nothing by it. The file to carry back is
kept until the next one of the same peer, since paper and sticks get lost; nobody but the peer can open it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lintas.compose import carrying
from lintas.compose.carrying import ACTS, ASKED, BROUGHT, RECEIPTS, TOLD, Account
from lintas.console import access, trail
from lintas.console.asking import ask, catch_up
from lintas.console.disk import folder
from lintas.console.leaving import file_name, handed
from lintas.console.models import Officer
from lintas.console.models.officer import DUTY, OPERATOR
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS

SEALED: Final = "application/octet-stream"
FILE_BYTES_MAX: Final = 2 * LIMITS.bag_bytes_max
"""A file shows its size in powers of two only."""
_SORTS: Final[dict[str, Promise | str]] = {
    ACTS: gettext_lazy("packets of acts"),
    RECEIPTS: gettext_lazy("receipts"),
    ASKED: gettext_lazy("things that it asks us for"),
    BROUGHT: gettext_lazy("things that we had asked for"),
    TOLD: gettext_lazy("statements of what it holds"),
}


@only_for(DUTY, OPERATOR)
def carried(request: HttpRequest) -> HttpResponse:
    """`GET /carried/`: what waits for whom."""
    return render(request, "console/carried.html", _page())


def _page() -> dict[str, object]:
    kept = {file.stem for file in _folder().glob("*.bag")}
    return {"peers": [(each, each.code in kept) for each in ask(carrying.waiting)], "mib": FILE_BYTES_MAX >> 20}


@only_for(DUTY, OPERATOR)
@require_POST
def write(request: HttpRequest, code: str) -> HttpResponse:
    """`POST /carried/CODE/`: the sealed file for a peer."""
    try:
        data = ask(lambda node: carrying.packed(node, code))
    except LintasError as error:
        messages.error(request, words(error))
        return redirect("carried")
    if data is None:
        messages.info(request, _("Nothing waits for %(code)s: no file was written.") % {"code": code})
        return redirect("carried")
    trail.note(officer_of(request), "wrote a sealed file for a courier", detail=f"{code}, {len(data)} bytes")
    return handed(data, file_name(f"to-{code}.bag"), SEALED)


@only_for(DUTY, OPERATOR)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """`POST /carried/take/` with a `file`: what it brought, and what to carry back."""
    file = request.FILES.get("file")
    if file is None or file.size is None or file.size > FILE_BYTES_MAX:
        messages.error(request, words(carrying.NotASealedFile()))
        return redirect("carried")
    officer, data = officer_of(request), file.read()
    try:
        brought = ask(lambda node: carrying.take(node, data))
        found = ask(lambda node: carrying.account(node, brought))
    except LintasError as error:
        trail.note(officer, "could not take a sealed file", detail=type(error).__name__)
        messages.error(request, words(error))
        return redirect("carried")
    trail.note(officer, "took a sealed file of a courier", detail=_in_short(found))
    if found.reply is not None:
        _keep(found.peer, found.reply)
    catch_up()
    return render(request, "console/carried.html", _page() | _account(officer, found))


def _in_short(found: Account) -> str:
    refused = sum(found.refused.values())
    return f"{found.peer or 'of nobody known'}: {found.acts} acts, {found.confirmed} confirmed, {refused} refused"


def _account(officer: Officer, found: Account) -> dict[str, object]:
    """What is shown of it: of dossiers only those that the officer may see."""
    return {
        "found": found,
        "sorts": [(_SORTS[sort], count) for sort, count in found.sorts.items()],
        "refused": sorted(found.refused.items()),
        "lines": access.visible(officer).filter(pk__in=found.dossiers),
    }


@only_for(DUTY, OPERATOR)
def reply(request: HttpRequest, code: str) -> HttpResponse:
    """`GET /carried/CODE/reply/`: the newest file to carry back to a peer."""
    file = _folder() / f"{code}.bag"
    if code not in {each.code for each in ask(carrying.waiting)} or not file.is_file():
        raise Http404
    data = file.read_bytes()
    trail.note(
        officer_of(request), "wrote a sealed file for a courier", detail=f"{code}, {len(data)} bytes, the answer"
    )
    return handed(data, file_name(f"to-{code}.bag"), SEALED)


def _folder() -> Path:
    return folder() / "carried"


def _keep(code: str, data: bytes) -> None:
    """The file to carry back, whole or not at all."""
    _folder().mkdir(exist_ok=True)
    part = _folder() / f"{code}.part"
    part.write_bytes(data)
    part.replace(_folder() / f"{code}.bag")
