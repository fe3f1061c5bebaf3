"""The API put together: its operations, its description, its errors."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from ninja import NinjaAPI

from lintas.console.api import dossiers, drafts, events, files, records, work
from lintas.console.api.answers import answer_errors
from lintas.console.api.door import ANY
from lintas.console.api.reading import Reader

api: Final = NinjaAPI(
    title="lintas console",
    version="1",
    description="What the console's pages do, for programs: with a token from /accounts/tokens/.",
    # The page that ninja has for it comes from elsewhere in the net; the description is an operation like others.
    docs_url=None,
    openapi_url=None,
    parser=Reader(),
)
for each in (work, dossiers, drafts, files, events, records):
    api.add_router("", each.router)
answer_errors(api)


@api.get("/openapi.json", auth=ANY, include_in_schema=False)
def description(request: HttpRequest) -> dict[str, Any]:
    """The description of the API (OpenAPI 3.1)."""
    return dict(api.get_openapi_schema())
