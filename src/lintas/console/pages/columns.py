"""A plan in its columns: who reported what for which half-year, out as a spreadsheet, and in again as drafts.

What comes in is read and shown, and never kept: an officer chooses the reports that are meant, and each becomes a draft
like any other, of our own state or entered for one that has no node.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lintas.console import access, drafts, trail
from lintas.console.asking import ask
from lintas.console.forms.fields import label_of
from lintas.console.leaving import file_name, handed
from lintas.console.models import Dossier, Draft, Officer
from lintas.console.pages.dossier import said as in_words
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Date, Link
from lintas.interop.columns import CameBack, Proposal, read_columns, write_columns
from lintas.interop.hostile_json import FILE_BYTES_MAX, UnreadableFile
from lintas.interop.xlsx import MEDIA
from lintas.node.columns import NoColumns, Row, Table
from lintas.node.columns import columns as columns_of
from lintas.node.plain_data import find_dossier, plain
from lintas.node.state import Node
from lintas.wire.errors import LintasError

CHOSEN_MAX: Final = 200
"""How many drafts one sheet makes at most."""


def columns(request: HttpRequest, dossier: str) -> HttpResponse:
    """`/dossiers/ID/columns/?half=2026-06-30`; a POST with `sheet`, a file, shows what it would report."""
    officer, line, table = _found(request, dossier)
    trail.note(officer, "looked at a dossier", dossier=line.pk, detail="columns")
    came, wrong, status = None, "", 200
    if request.method == "POST":
        try:
            came = _came(request, table)
        except LintasError as error:
            wrong, status = words(error), 422
    context = _context(officer, line, table) | {"came": came, "wrong": wrong}
    if came:
        context["choices"] = [_choice(table, each) for each in came.proposals]
    return render(request, "console/columns.html", context, status=status)


def _context(officer: Officer, line: Dossier, table: Table) -> dict[str, Any]:
    return {
        "line": line,
        "marking": line.marking,
        "opening": list(in_words({name: said for name, said in table.opening.items() if Link.check(said) is not None})),
        "opening_links": _links(officer, table.opening),
        "half": table.half,
        "halves": table.halves,
        "heads": [label_of(name) for name in table.fields if name not in table.section_fields],
        "rows": [_drawn(officer, table, row) for row in table.rows],
        "open": [(_name_of(table, row), plain(each), list(in_words(each.said)))
                 for row in table.rows for each in row.opens],
        "another": table.another.name if table.another else "",
    }  # fmt: skip


def _drawn(officer: Officer, table: Table, row: Row) -> dict[str, Any]:
    """A row for a page: its columns as text, its reports, what it is linked to, and who has reported nothing."""
    fields = table.report.says.fields()
    return {
        "item": plain(row.item),
        "phase": row.phase,
        "over": row.over,
        "section": [str(row.section[name]) for name in table.section_fields if name in row.section],
        "provision": [row.says[name] for name in table.fields if name in table.section_fields and name in row.says],
        "cells": [
            (row.says.get(name, ""), _is_day(row.says.get(name)))
            for name in table.fields
            if name not in table.section_fields
        ],
        "links": _links(officer, row.says),
        "reports": [
            {
                **plain(each),
                "original": each.act.hex() if each.item else "",
                "parts": [
                    (label_of(name), each.said[name])
                    for name in fields
                    if each.said and name in each.said and not fields[name].many
                ],
                "links": _links(officer, each.said or {}),
            }
            for each in row.reports
        ],
        "nothing_from": row.nothing_from,
        "can_report": table.report.name in row.open_to_us,
        "can_enter": table.another is not None and table.another.name in row.open_to_us,
        "report": table.report.name,
    }


def _is_day(value: Any) -> bool:
    return Date.check(value) is None


def _name_of(table: Table, row: Row) -> str:
    return str(row.says.get(table.name, ""))


def _links(officer: Officer, said: Mapping[str, Any]) -> list[dict[str, str]]:
    """What it is linked to: the relation, the dossier, and the title of one that this officer may see."""
    found = [(name, each) for name, value in said.items() for each in (value if isinstance(value, list) else [value])
             if Link.check(each) is None]  # fmt: skip
    ids = [str(plain(each["dossier"])) for _name, each in found]
    titles = {line.pk: line.title for line in access.visible(officer).filter(pk__in=ids)} if ids else {}
    return [
        {"name": label_of(name), "relation": str(each["relation"]), "dossier": at, "title": titles.get(at, ""),
         "act": str(plain(each["act"])) if "act" in each else ""}
        for (name, each), at in zip(found, ids, strict=True)
    ]  # fmt: skip


def _choice(table: Table, proposal: Proposal) -> dict[str, Any]:
    """A line of the sheet as a choice: what it would report beside what stands now."""
    value = {"verb": proposal.verb, "item": plain(proposal.item), "fields": plain(proposal.fields)}
    changes = [
        (label_of(name), str(proposal.before.get(name, "")), str(new))
        for name, new in proposal.fields.items()
        if proposal.before.get(name) != new
    ]
    return {"said": proposal, "row": _name_of(table, proposal.row), "value": json.dumps(value), "changes": changes,
            "problems": [(label_of(name), why) for name, why in proposal.problems]}  # fmt: skip


def sheet(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/columns/sheet/?half=2026-06-30`: the same as XLSX."""
    officer, line, table = _found(request, dossier)
    trail.note(officer, "exported a dossier", dossier=line.pk, detail="columns as XLSX")
    name = file_name(f"{line.pk[:8]}-report-{table.half or 'none'}.xlsx")
    return handed(write_columns(table, line.marking), name, MEDIA)


@require_POST
def put(request: HttpRequest, dossier: str) -> HttpResponse:
    """`POST /dossiers/ID/columns/put/` with `report`, each as the page gave it: a draft of each."""
    officer, line, table = _found(request, dossier)
    chosen = [_read(each, table) for each in request.POST.getlist("report")]
    if not 0 < len(chosen) <= CHOSEN_MAX:
        raise BadRequest(_("Choose the reports to draft: at least one, and at most %(most)s.") % {"most": CHOSEN_MAX})
    try:
        made = [drafts.begin(Draft(officer=officer, dossier=line.pk, kind=line.kind, **each)) for each in chosen]
    except LintasError as error:
        raise BadRequest(words(error)) from None
    if len(made) == 1:
        return redirect("draft", made[0].pk)
    told = ngettext("%(n)s draft was begun. Nothing is sent.", "%(n)s drafts were begun. Nothing is sent.", len(made))
    messages.success(request, told % {"n": len(made)})
    return redirect("dossier", line.pk)


def _read(value: str, table: Table) -> dict[str, Any]:
    """A report as the page gave it; raises `BadRequest`."""
    try:
        said = json.loads(value)
        verb, item, fields = _verb(table, said["verb"]), str(said["item"]), dict(said["fields"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadRequest(_("That is not as this page sends it.")) from None
    if not set(fields) <= set(verb.says.fields()):
        raise BadRequest(_("That is not as this page sends it."))
    return {"verb": verb.name, "item": item, "fields": fields}


def _verb(table: Table, name: str) -> Verb:
    """One of the verbs that report; raises `KeyError`."""
    return {verb.name: verb for verb in (table.report, table.another, table.replace) if verb}[name]


def _found(request: HttpRequest, dossier: str) -> tuple[Officer, Dossier, Table]:
    """The table for the half-year that is asked for; raises `Http404` where the dossier has none for this officer."""
    officer = officer_of(request)
    line, half = access.dossier_for(officer, dossier), request.GET.get("half", "")
    try:
        return officer, line, ask(lambda node: _columns(node, line.pk, half))
    except NoColumns:
        raise Http404 from None
    except LintasError as error:
        raise BadRequest(words(error)) from None


def _columns(node: Node, dossier: str, half: str) -> Table:
    known = half if len(half) == len("2026-06-30") and half.replace("-", "").isdigit() and half.isascii() else ""
    return columns_of(node, find_dossier(node, dossier), known)


def _came(request: HttpRequest, table: Table) -> CameBack:
    given = request.FILES.get("sheet")
    if given is None:
        raise UnreadableFile(_("choose the spreadsheet that came back"))
    if (given.size or 0) > FILE_BYTES_MAX:
        raise UnreadableFile(f"it has {given.size} bytes; at most {FILE_BYTES_MAX} are read: split it")
    return read_columns(given.read(), table)
