"""What is new, for whoever asks now and then, and for whoever stays connected."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router

from lintas.console.api.door import Bearer, officer_of
from lintas.console.api.shapes import PAGE, Count, Number
from lintas.console.live.stream import newest, seen_after, streamed
from lintas.console.models import Token
from lintas.console.tokens import READ

router = Router(tags=["events"])


@router.get("/events", auth=Bearer(READ))
def events(request: HttpRequest, after: Number = -1, limit: Count = PAGE) -> dict[str, Any]:
    """Acts behind a position, oldest first, in dossiers that the owner of the token may see; `next`: give it as
    `after`. Whoever is put on a team later finds what was there before in the dossier.
    """
    told = seen_after(officer_of(request), after, limit)
    return {"events": [asdict(each) for each in told], "next": told[-1].position if told else after}


@router.get("/stream", auth=Bearer(READ), openapi_extra={"responses": {200: {"content": {"text/event-stream": {}}}}})
async def stream(request: HttpRequest, after: Number | None = None) -> StreamingHttpResponse:
    """The same as it comes, as server-sent events, from now on or from behind a position; it ends with the token."""
    token: Token = request.auth  # type: ignore[attr-defined]
    start = await sync_to_async(newest)() if after is None else after
    return streamed(token.officer, start, lambda: _in_force(token))


def _in_force(token: Token) -> bool:
    return Token.objects.filter(pk=token.pk, expires__gt=datetime.now(UTC), officer__is_active=True).exists()
