"""Files that a program hands in, in parts of whole MiB: announce, send parts, have the whole checked."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router

from lintas.console.api.door import Bearer, officer_of
from lintas.console.api.shapes import Announced
from lintas.console.asking import ask
from lintas.console.tokens import DRAFT
from lintas.crypto.manifest import chunks_of
from lintas.node import uploads
from lintas.wire.limits import LIMITS

router = Router(tags=["files"])
At = Annotated[int, Field(ge=0, le=LIMITS.chunks_max)]
_PART = {"requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


@router.post("/files", auth=Bearer(DRAFT))
def announce(request: HttpRequest, said: Announced) -> dict[str, Any]:
    """Announce a file, or go on with one: its `upload`, and how many of its `chunks` of 1 MiB are `here`."""
    announced = {**said.dict(), "sha256": bytes.fromhex(said.sha256)}
    found = ask(lambda node: uploads.begin(node, officer_of(request).name, announced))
    return {"upload": found.file.hex(), "here": found.count, "chunks": chunks_of(found.size_bytes)}


@router.put("/files/{upload}", auth=Bearer(DRAFT), openapi_extra=_PART)
def part(request: HttpRequest, upload: str, at: At) -> dict[str, Any]:
    """Hand in the chunks from `at` on, each of 1 MiB unless it is the last; how many are here then."""
    data = request.body
    return {"here": ask(lambda node: uploads.append(node, officer_of(request).name, upload, at, data))}


@router.post("/files/{upload}/finish", auth=Bearer(DRAFT))
def finish(request: HttpRequest, upload: str) -> dict[str, Any]:
    """Have the whole checked: a field of a draft can then say `{"upload": UPLOAD}`."""
    done = ask(lambda node: uploads.finish(node, officer_of(request).name, upload))
    return {"upload": done.file.hex(), "bytes": done.size_bytes}
