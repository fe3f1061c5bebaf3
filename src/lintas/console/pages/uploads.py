"""Files that an officer hands in from a browser, in parts: `static/lintas/upload.js` has the contract."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from lintas.console.asking import ask
from lintas.console.models.officer import CASE_ROLES
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.crypto.manifest import chunks_of
from lintas.node import uploads
from lintas.wire.errors import LintasError


@only_for(*CASE_ROLES)
@require_http_methods(["POST", "PUT"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """`/uploads/`: announce a file, send parts of it, have it checked."""
    officer, upload = officer_of(request).name, request.GET.get("upload", "")
    try:
        if request.method == "PUT":
            at = int(request.GET.get("at", ""))
            return JsonResponse({"here": ask(lambda node: uploads.append(node, officer, upload, at, request.body))})
        if upload:
            done = ask(lambda node: uploads.finish(node, officer, upload))
            return JsonResponse({"upload": done.file.hex(), "bytes": done.size_bytes})
        said = _said(request.body)
        found = ask(lambda node: uploads.begin(node, officer, said))
    except LintasError as error:
        return JsonResponse({"error": words(error)}, status=409)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return JsonResponse({"error": "not as the console sends it"}, status=400)
    return JsonResponse({
        "upload": found.file.hex(),
        "here": found.count,
        "chunks": chunks_of(found.size_bytes),
    })  # fmt: skip


def _said(body: bytes) -> dict[str, Any]:
    """What a browser announces; raises what a value of another form does."""
    said = json.loads(body)
    return {
        "name": str(said["name"]),
        "media": str(said["media"]),
        "bytes": int(said["bytes"]),
        "sha256": bytes.fromhex(said["sha256"]),
    }
