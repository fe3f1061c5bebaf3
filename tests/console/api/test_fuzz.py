"""Whatever a program sends, in every role: it is answered or refused, and never a failure of ours.

Requests are made up from the description of the API. Where one names a thing, every second one names a thing that is
there and is the sender's own, so that what lies behind the first look-up is tried too.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from requests import Request

from tests.console.asked import API, program
from tests.console.stage import HOST, Stage

pytestmark = [pytest.mark.processes, pytest.mark.slow]

EXAMPLES = 50
SEED = 20_261_128
ROLES = ("officer", "approver", "duty", "analyst", "minister", "operator", "auditor")
AT_THE_DOOR = 5
"""Whoever was refused so often by the scope alone is not sent again: nothing of the request is read before."""
GRANTED = {200, 201, 204, 409, 422}
NOT_ENDING = f"{API}/stream"


@dataclass(frozen=True, slots=True)
class Sender:
    """A token of one role, and what its owner has: by the name of the part of a path, what stands there."""

    role: str
    secret: str
    own: dict[str, str]


def _sender(stage: Stage, role: str, dossier: str) -> Sender:
    from lintas.console.models import Draft

    officer = stage.officer(role)
    draft = Draft.objects.create(officer=officer, kind="exchange", verb="open", item="dossier")
    own = {"dossier": dossier, "draft": str(draft.pk), "officer": officer.name, "kind": "exchange"}
    return Sender(role, program(stage, officer).secret, own)


def _put_on_the_team(sender: Sender) -> None:
    from lintas.console.models import Membership, Officer

    officer = Officer.objects.get(name=sender.own["officer"])
    Membership.objects.get_or_create(dossier=sender.own["dossier"], officer=officer, defaults={"by": officer})


def _draft_as_it_was(sender: Sender, path: str) -> None:
    """The draft of the sender, which the request before may have dropped, sealed or put before somebody."""
    from django.db.models import F

    from lintas.console.models import Draft

    waits = path.startswith(f"{API}/approvals/")
    state, approver = ("waiting", F("officer")) if waits else ("writing", None)
    Draft.objects.filter(pk=sender.own["draft"]).update(state=state, approver=approver)


@pytest.mark.timeout(600)
def test_no_request_makes_it_fail(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    from lintas.console.api.root import api

    # Thousands of refusals are meant: to keep a line of each would cost more than to make it.
    caplog.set_level(logging.ERROR, "django.request")
    served = stage.ours.settings
    stage.ours.settings = replace(served, api_per_min=1_000_000)
    dossier = stage.opened_by_them()
    senders = [_sender(stage, role, dossier) for role in ROLES]
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
    operations: list[Any] = [each.ok() for each in schema.get_all_operations()]  # type: ignore[union-attr]
    tried = [_try(each, senders) for each in operations if each.path != NOT_ENDING]
    stage.ours.settings = served
    assert len(tried) == len(operations) - 1
    assert all(GRANTED & answers.keys() for answers in tried), "an operation was never got into"


def _try(operation: Any, senders: list[Sender]) -> Counter[int]:
    """Which answers there were, by status."""
    answers, refused = Counter[int](), Counter[str]()
    for sender in senders:
        _put_on_the_team(sender)

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(), own=st.booleans())
    def tried(case: Any, own: bool) -> None:
        made_up = dict(case.path_parameters or {})
        for sender in senders:
            if refused[sender.role] >= AT_THE_DOOR:
                continue
            known = {name: value for name, value in sender.own.items() if own and name in made_up}
            case.path_parameters = made_up | known
            if "draft" in known:
                _draft_as_it_was(sender, operation.path)
            status = _send(sender, case)
            assert status < 500, (sender.role, case.method, case.formatted_path, case.query, case.body)
            answers[status] += 1
            refused[sender.role] += status == 403

    tried()
    return answers


def _send(sender: Sender, case: Any) -> int:
    said = Request(**case.as_transport_kwargs(base_url=f"http://{HOST}")).prepare()
    from django.test import Client

    body = said.body.encode() if isinstance(said.body, str) else said.body or b""
    headers = {"host": HOST, "authorization": f"Bearer {sender.secret}"}
    path, kind = str(said.url).removeprefix(f"http://{HOST}"), str(said.headers.get("Content-Type", "application/json"))
    client = Client(raise_request_exception=False)
    return int(client.generic(str(case.method), path, body, content_type=kind, headers=headers).status_code)
