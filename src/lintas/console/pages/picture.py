"""The regional picture of returns as a page and as a paper, and one's own return, suggested from one's own dossiers.

What is suggested is counted from the dossiers that the officer may see, and is nothing yet: the officer says of each
dossier where it belongs, and what comes of it are drafts, which a second person approves before they are signed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lintas.compose.pictures import paper_of
from lintas.console import access, drafts, trail
from lintas.console.asking import ask, ask_beside, service
from lintas.console.forms.fields import label_of
from lintas.console.leaving import file_name, handed
from lintas.console.models import Dossier, Draft, Officer
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.dossier.position import DOSSIER
from lintas.figures.bars import Bar, bars
from lintas.figures.suppress import RETURNS_MIN, TOTAL, Shown
from lintas.node.picture import NoPicture, Picture, Returns, returns_of
from lintas.node.picture import picture as picture_of
from lintas.node.plain_data import DOSSIER_WORD, find_dossier, plain
from lintas.node.prefill import CASE, Suggested, handed_in, suggested
from lintas.node.state import Node
from lintas.node.totals import opening
from lintas.wire.errors import LintasError

SUGGESTED_MAX: Final = 400
"""How many dossiers one page suggests, the newest: a browser sends two fields for each."""
ROW_PX, BAR_PX, LABEL_PX, TOTAL_PX = 30, 480, 250, 90
PICKED: Final = "column"
AREA: Final = "row"


def picture(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/picture/`: the table and its bars, or why there is none yet."""
    officer, line = _line(request, dossier)
    trail.note(officer, "looked at a dossier", dossier=line.pk, detail="picture")
    context: dict[str, Any] = {"line": line, "marking": line.marking}
    try:
        context |= _drawn(ask(lambda node: picture_of(node, find_dossier(node, line.pk))))
    except NoPicture as error:
        context |= {"why": error, "least": RETURNS_MIN}
    except LintasError as error:
        raise BadRequest(words(error)) from None
    return render(request, "console/picture.html", context)


def _drawn(found: Picture) -> dict[str, Any]:
    table = found.table
    return {
        "picture": found,
        "call": [(label_of(name), value) for name, value in found.call.items()],
        "heads": [_words(name) for name in table.columns],
        "rows": [
            (_words(row), row == TOTAL, [table.value(row, column) for column in table.columns]) for row in table.rows
        ],
        "plot": _plot(table),
    }


def _words(name: str) -> str:
    """A row, a column or the word for their totals, in the language of the page."""
    return _("Total") if name == TOTAL else label_of(name).capitalize()


def _plot(table: Shown) -> dict[str, Any]:
    """The bars in pixels of a drawing; colours are classes, and each piece says its figure as well."""
    found, columns = bars(table), [each for each in table.columns if each != TOTAL]
    return {
        "wide": LABEL_PX + BAR_PX + TOTAL_PX,
        "high": ROW_PX * len(found),
        "legend": [(f"tone-{at}", _words(name)) for at, name in enumerate(columns)],
        "bars": [_bar(bar, at, columns) for at, bar in enumerate(found)],
        "label_at": LABEL_PX - 10,
    }


def _bar(bar: Bar, at: int, columns: list[str]) -> dict[str, Any]:
    end = max((each.start + each.length for each in bar.pieces), default=0)
    return {
        "row": _words(bar.row),
        "y": at * ROW_PX + 5,
        "text_y": at * ROW_PX + 20,
        "total": bar.total,
        "total_x": LABEL_PX + end * BAR_PX // 1000 + 8,
        "pieces": [
            {"x": LABEL_PX + each.start * BAR_PX // 1000, "wide": max(each.length * BAR_PX // 1000, 1),
             "tone": f"tone-{columns.index(each.column)}" if each.column else "tone-none",
             "words": f"{_words(each.column) if each.column else _('left out, together')}: {each.value}"}
            for each in bar.pieces
        ],
    }  # fmt: skip


def paper(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/picture/paper/`: the same as a PDF."""
    officer, line = _line(request, dossier)
    try:
        made: bytes = ask_beside(lambda node: paper_of(node, find_dossier(node, line.pk), line.marking))
    except LintasError as error:
        raise BadRequest(words(error)) from None
    trail.note(officer, "exported a dossier", dossier=line.pk, detail="picture as PDF")
    return handed(made, file_name(f"{line.pk[:8]}-picture.pdf"), "application/pdf")


def figures(request: HttpRequest, dossier: str) -> HttpResponse:
    """`/dossiers/ID/picture/figures/`; a POST with `row-N` and `column-N` for each dossier makes drafts."""
    officer, line = _line(request, dossier)
    declared, call, done, found = _suggested(officer, line)
    if request.method == "POST":
        return _begun(request, officer, line, declared, done)
    trail.note(officer, "looked at a dossier", dossier=line.pk, detail="figures suggested")
    titles = {each.pk: each.title for each in access.visible(officer).filter(pk__in=[plain(s.dossier) for s in found])}
    context = {
        "line": line,
        "marking": line.marking,
        "call": [(label_of(name), value) for name, value in call.items()],
        "suggested": [
            {"said": each, "dossier": plain(each.dossier), "title": titles.get(str(plain(each.dossier)), "")}
            for each in found
        ],
        "areas": declared.areas.items(),
        "columns": [(name, _words(name)) for name in declared.columns],
        "done": sorted(done),
        "most": SUGGESTED_MAX,
    }
    return render(request, "console/picture_figures.html", context)


def _suggested(
    officer: Officer, line: Dossier
) -> tuple[Returns, Mapping[str, Any], Mapping[str, str], tuple[Suggested, ...]]:
    """How figures are declared, what was called for, what of it we handed in, and the dossiers that may be cases."""
    kinds = [name for name, kind in service().node.kinds.items() if CASE in kind.item.traits]
    mine = access.visible(officer).filter(closed=False, kind__in=kinds).order_by("-opened_ms")
    ids = list(mine.values_list("pk", flat=True)[:SUGGESTED_MAX])

    def job(node: Node) -> Any:
        now = node.replica(find_dossier(node, line.pk)).now()
        declared, call = returns_of(now.type(DOSSIER)), opening(node, now)
        assert declared is not None, "the line was found by it"
        first, last = (str(call.get(name, "")) for name in ("first_day", "last_day"))
        found = suggested(node, [find_dossier(node, each) for each in ids], declared, first, last or "9999")
        done = {row: str(plain(item)) for row, item in handed_in(node, now, declared).items()}
        return declared, call, done, found

    try:
        found: tuple[Returns, Mapping[str, Any], Mapping[str, str], tuple[Suggested, ...]] = ask(job)
    except LintasError as error:
        raise BadRequest(words(error)) from None
    return found


def _begun(
    request: HttpRequest, officer: Officer, line: Dossier, declared: Returns, done: Mapping[str, str]
) -> HttpResponse:
    """A draft for each row that the officer counted something in; of one that we handed in already, to replace it."""
    counted = Counter[tuple[str, str]]()
    for name, row in request.POST.dict().items():
        column = request.POST.get(name.replace(AREA, PICKED, 1), "")
        if name.startswith(f"{AREA}-") and row:
            if row not in declared.areas or column not in declared.columns:
                raise BadRequest(_("That is not as this page sends it."))
            counted[row, column] += 1
    rows = list(dict.fromkeys(row for row, _column in counted))
    if not rows:
        messages.error(request, _("Say of one dossier at least where it belongs."))
        return redirect("picture_figures", line.pk)
    try:
        for row in rows:
            fields = {declared.row: row, **{column: counted[row, column] for column in declared.columns}}
            verb, item = (declared.replace, done[row]) if row in done else (declared.opener, DOSSIER_WORD)
            drafts.begin(Draft(officer=officer, dossier=line.pk, kind=line.kind, verb=verb.name, item=item,
                               fields=fields))  # fmt: skip
    except LintasError as error:
        raise BadRequest(words(error)) from None
    told = ngettext("%(n)s draft was begun. Nothing is sent.", "%(n)s drafts were begun. Nothing is sent.", len(rows))
    messages.success(request, told % {"n": len(rows)})
    return redirect("dossier", line.pk)


def _line(request: HttpRequest, dossier: str) -> tuple[Officer, Dossier]:
    """The dossier, if figures are handed in there; raises `Http404`."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    if not ask(lambda node: _has_figures(node, line.kind)):
        raise Http404
    return officer, line


def _has_figures(node: Node, kind: str) -> bool:
    known = node.kinds.get(kind)
    return known is not None and returns_of(known.item) is not None
