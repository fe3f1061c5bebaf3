"""The files of a dossier: what there is, and taking one out. Whoever sent it learns that it was opened here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lintas.compose import handing
from lintas.console import access, trail
from lintas.console.asking import ask
from lintas.console.leaving import BadRange, Span, parts_of, span, streamed
from lintas.console.models import Dossier
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.node.plain import safe_name
from lintas.node.plain_data import find_dossier
from lintas.node.scans import BadReason, NotClean
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS


@dataclass(frozen=True, slots=True)
class _Asked:
    """The file that is asked for, by whom, and why all the same if the scanner objects."""

    dossier: str
    named: str
    officer: str
    despite: str


def files(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/files/`."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    found = ask(lambda node: handing.files_of(node, find_dossier(node, line.pk)))
    trail.note(officer, "looked at the files", dossier=line.pk)
    listed = [each | dict(zip(("act", "number"), each["file"].split("/"), strict=True)) for each in found]
    return render(request, "console/files.html", {"line": line, "marking": line.marking, "files": listed})


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, dossier: str, act: str, number: int) -> HttpResponseBase:
    """`/dossiers/ID/files/ACT/N/`, or a range of it; a POST with `despite` takes it out though the scanner objects."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    asked = _Asked(line.pk, f"{act}/{number}", officer.name, request.POST.get("despite", ""))
    try:
        name, size, sha256 = ask(lambda node: _facts(handing.find(node, find_dossier(node, line.pk), asked.named)[1]))
        wanted = _wanted(request, size, sha256)
        first = _part(asked, _chunk(wanted.start if wanted else 0))
    except handing.NoSuchFile:
        return _refused(request, line, handing.NoSuchFile(asked.named), 404)
    except BadRange as error:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{error.size}"})
    except LintasError as error:
        return _refused(request, line, error, 409)
    trail.note(officer, "took out a file", dossier=line.pk, detail=f"{name} of {act[:8]}", purpose=asked.despite)
    taken = wanted or Span(0, size, size)
    parts = _cut(parts_of(lambda at: _part(asked, at), _chunk(taken.start), first), taken)
    response = streamed(parts, name, "application/octet-stream", taken.end - taken.start, lambda: None)
    response["Accept-Ranges"], response["ETag"] = "bytes", f'"{sha256}"'
    if wanted:
        response.status_code = 206
        response["Content-Range"] = f"bytes {taken.start}-{taken.end - 1}/{size}"
    return response


def _facts(file: dict[str, Any]) -> tuple[str, int, str]:
    return safe_name(file["name"]), file["bytes"], file["sha256"].hex()


def _wanted(request: HttpRequest, size: int, sha256: str) -> Span | None:
    """The range, unless it is a range of another file (RFC 9110, 13.1.5)."""
    if request.headers.get("If-Range", f'"{sha256}"') != f'"{sha256}"':
        return None
    return span(request.headers.get("Range", ""), size)


def _chunk(at: int) -> int:
    return at // LIMITS.chunk_bytes_max


def _part(asked: _Asked, at: int) -> bytes:
    found: bytes = ask(
        lambda node: handing.part_of(
            node, find_dossier(node, asked.dossier), asked.named, at, asked.officer, asked.despite
        )
    )
    return found


def _cut(parts: Iterator[bytes], taken: Span) -> Iterator[bytes]:
    """The bytes of the span, of parts that begin at the chunk in which it begins."""
    at = _chunk(taken.start) * LIMITS.chunk_bytes_max
    for part in parts:
        kept = part[max(0, taken.start - at) : max(0, taken.end - at)]
        at += len(part)
        if kept:
            yield kept
        if at >= taken.end:
            return


def _refused(request: HttpRequest, line: Dossier, error: LintasError, status: int) -> HttpResponse:
    context = {
        "line": line,
        "marking": line.marking,
        "why": words(error),
        "scan": isinstance(error, NotClean | BadReason),
    }
    return render(request, "console/file_refused.html", context, status=status)
