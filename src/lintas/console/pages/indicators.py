"""Indicators of a response team: a file is read and told of before it goes into a draft, and written out in any form.

What is handed in is sealed as it came, so that nothing of it is lost; the page says what of it was mended, and what has
no meaning here. The person seals, as ever.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lintas.console import access, drafts, indicators, trail
from lintas.console.asking import ask
from lintas.console.forms.fields import FilesWidget
from lintas.console.leaving import file_name, handed
from lintas.console.models import Dossier, Draft
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.interop.feed import Feed
from lintas.interop.hostile_json import UnreadableFile
from lintas.node.plain_data import DOSSIER_WORD
from lintas.wire.errors import LintasError

FIELD: Final = "file"
INDICATORS_SHOWN: Final = 50
REMARKS_SHOWN: Final = 20


def sets(request: HttpRequest, dossier: str) -> HttpResponse:
    """`/dossiers/ID/indicators/`; a POST with a `file` shows what stands in it, with `does=draft` a draft has it."""
    officer, line = officer_of(request), _line(request, dossier)
    held, verb = ask(lambda node: (indicators.held(node, line.pk), indicators.open_to_us(node, line.pk)))
    context = {"line": line, "marking": line.marking, "held": held, "verb": verb, "widget": _widget()}
    if request.method != "POST" or not verb:
        trail.note(officer, "looked at the indicators", dossier=line.pk)
        return render(request, "console/indicators.html", context)
    said = FilesWidget(many=False).value_from_datadict(request.POST, None, FIELD)
    if not said:
        context["refused"] = _("Hand in a file first.")
        return render(request, "console/indicators.html", context, status=422)
    try:
        name, feed = indicators.of_upload(officer.name, said["upload"])
    except UnreadableFile as error:
        context["refused"] = _("This file cannot be read: %(why)s. Nothing was sent.") % {"why": error.why}
        return render(request, "console/indicators.html", context, status=422)
    except LintasError as error:
        raise BadRequest(words(error)) from None
    if request.POST.get("does") == "draft":
        return _draft(line, Draft(officer=officer, verb=verb), indicators.fields_of(said["upload"], name, feed))
    context |= {"upload": said["upload"], "name": name} | _told(feed)
    return render(request, "console/indicators_read.html", context)


def _line(request: HttpRequest, dossier: str) -> Dossier:
    """The dossier, if its kind has indicators; raises `Http404`."""
    line = access.dossier_for(officer_of(request), dossier)
    if not indicators.known(line.kind):
        raise Http404
    return line


def _widget() -> dict[str, Any]:
    context: dict[str, Any] = FilesWidget(many=False).get_context(FIELD, None, {"id": f"id_{FIELD}"})["widget"]
    return context


def _draft(line: Dossier, draft: Draft, fields: dict[str, Any]) -> HttpResponse:
    draft.dossier, draft.kind, draft.item, draft.fields = line.pk, line.kind, DOSSIER_WORD, fields
    try:
        return redirect("draft", drafts.begin(draft).pk)
    except LintasError as error:
        raise BadRequest(words(error)) from None


def one(request: HttpRequest, dossier: str, act: str, number: int) -> HttpResponse:
    """`GET /dossiers/ID/indicators/ACT/N/`: what stands in one file; with `form`, all of it in that form."""
    officer, line = officer_of(request), _line(request, dossier)
    held = ask(lambda node: indicators.held(node, line.pk))
    if not any((each.act, each.number) == (act, str(number)) for each in held):
        raise Http404
    form = request.GET.get("form", "")
    if form and form not in (indicators.SAME, *indicators.SUFFIXES):
        raise Http404
    context: dict[str, Any] = {"line": line, "marking": line.marking, "act": act, "number": number}
    try:
        name, feed = indicators.of_act(line.pk, f"{act}/{number}", officer.name)
    except UnreadableFile as error:
        why = _("This file cannot be read: %(why)s. It is among the files as it came.") % {"why": error.why}
        context["refused"] = why
        return render(request, "console/indicators_read.html", context)
    except LintasError as error:
        raise BadRequest(words(error)) from None
    did = "wrote out indicators" if form else "looked at the indicators"
    trail.note(officer, did, dossier=line.pk, detail=" ".join(filter(None, (name, form))))
    if form:
        return _out(feed, form, name)
    context |= {"name": name, "forms": _forms(feed)} | _told(feed)
    return render(request, "console/indicators_read.html", context)


def _out(feed: Feed, form: str, name: str) -> HttpResponse:
    stem = name.rpartition(".")[0] or name
    kind = indicators.OWN[feed.form] if form == indicators.SAME else form
    return handed(
        indicators.written(feed, form, name), file_name(f"{stem}.{indicators.SUFFIXES[kind]}"), indicators.MEDIA[kind]
    )


def _forms(feed: Feed) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """Each form in which it can be written out: its name in the address, in words, and what that leaves behind."""
    names = {indicators.SAME: _("as it came, mended"), **{form: name for name, form in indicators.OWN.items()}}
    return [(form, name, sorted(indicators.lost(feed, form).items())) for form, name in names.items()]


def _told(feed: Feed) -> dict[str, Any]:
    """What was found, mended, and kept without a meaning here."""
    report, found = feed.report, feed.indicators
    tags = Counter(tag for each in found for tag in each.tags)
    return {
        "form": feed.form,
        "count": len(found),
        "sorts": sorted(Counter(each.sort for each in found).items()),
        "sharing": sorted(Counter(each.sharing or "—" for each in found).items()),
        "tags": tags.most_common(REMARKS_SHOWN),
        "parts": sorted((name, count) for name, count in feed.held.items()),
        "shown": found[:INDICATORS_SHOWN],
        "mended": report.mended[:REMARKS_SHOWN],
        "mended_more": max(0, len(report.mended) - REMARKS_SHOWN),
        "unmapped": report.unmapped[:REMARKS_SHOWN],
        "unmapped_more": max(0, len(report.unmapped) - REMARKS_SHOWN),
        "unsaid": report.more,
    }
