"""Drafts: begin, fill, look what is wrong, seal; and what waits for the approval of the owner of the token.

A recall or a release is not here: it is drafted in the browser, or ordered on the command line.

To seal by token is to answer by a word given while signed in (`session`): where the authority's policy wants a touch
for it, it is refused, and the officer seals the same draft in the browser.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Status

from lintas.console import access, drafting, drafts, filling, sealing
from lintas.console.api.door import Bearer, officer_of
from lintas.console.api.shapes import PAGE, Begin, Count, Fill, Number, Seal, Sealed, ShownDraft, WholeDraft, Why
from lintas.console.asking import ask
from lintas.console.models import Draft, Officer
from lintas.console.models.draft import VERB, WAITING, WRITING
from lintas.console.models.officer import ANALYST, APPROVER, DUTY, OFFICER
from lintas.console.tokens import DRAFT, READ, SEAL
from lintas.dossier.meanings import Problem
from lintas.dossier.officers import APPROVER as APPROVES
from lintas.dossier.officers import AUTHOR
from lintas.node.order import BadBody

router = Router(tags=["drafts"])
OPENS = (OFFICER, DUTY, ANALYST)


@router.get("/drafts", auth=Bearer(READ), response=list[ShownDraft])
def own(request: HttpRequest, after: Number = 0, limit: Count = PAGE) -> list[dict[str, Any]]:
    """The drafts of the owner of the token that are being written or wait for approval, oldest first."""
    mine = Draft.objects.filter(officer=officer_of(request), form=VERB)
    found = mine.filter(state__in=(WRITING, WAITING), pk__gt=after)
    return [_line(each) for each in found.select_related("officer").order_by("pk")[:limit]]


@router.post("/drafts", auth=Bearer(DRAFT), response={201: WholeDraft})
def begin(request: HttpRequest, said: Begin) -> Status[dict[str, Any]]:
    """Begin a draft: with `kind`, of the first act of a dossier; with `dossier`, of an act there."""
    officer = officer_of(request)
    if said.dossier:
        line = access.dossier_for(officer, said.dossier)
        new = Draft(officer=officer, dossier=line.pk, kind=line.kind, verb=said.verb, item=said.item)
    elif officer.has(*OPENS):
        new = Draft(officer=officer, kind=said.kind, verb=said.verb, item="dossier")
    else:
        raise Http404
    return Status(201, _whole(drafts.begin(new)))


@router.get("/drafts/{draft}", auth=Bearer(READ), response=WholeDraft)
def one(request: HttpRequest, draft: int) -> dict[str, Any]:
    """A draft that the owner of the token is writing, and what stands in the way of sealing it."""
    return _whole(drafts.own(officer_of(request), draft))


@router.patch("/drafts/{draft}", auth=Bearer(DRAFT), response=WholeDraft)
def fill(request: HttpRequest, draft: int, said: Fill) -> dict[str, Any]:
    """Say more in a draft. What is half written is kept; `problems` tells what is missing or wrong."""
    found = drafts.own(officer_of(request), draft)
    about = ask(lambda node: drafting.matter(node, found))
    filling.fill(found, about, said.fields)
    if said.to is not None or said.audience is not None:
        filling.address(found, about, said.to, said.audience)
    found.purpose = found.purpose if said.purpose is None else said.purpose
    found.re = found.re if said.re is None else said.re
    if said.language is not None:
        drafts.speak(found, said.language)
    sealing.forget(found)
    found.save()
    return _whole(found)


@router.delete("/drafts/{draft}", auth=Bearer(DRAFT), response={204: None})
def drop(request: HttpRequest, draft: int) -> Status[None]:
    """It will not be sealed."""
    drafts.drop(drafts.own(officer_of(request), draft))
    return Status(204, None)


@router.post("/drafts/{draft}/seal", auth=Bearer(SEAL), response=Sealed)
def seal(request: HttpRequest, draft: int, said: Seal) -> dict[str, str]:
    """Seal a draft; where it needs a second person, put it before the `approver`, and nothing is sealed yet."""
    found = drafts.own(officer_of(request), draft)
    whole = _whole(found)
    if whole["problems"]:
        raise BadBody([Problem(each["field"], each["why"]) for each in whole["problems"]])
    if whole["officers"] > 1:
        approver = drafts.second(found, said.approver)
        drafts.ask_approval(found, approver, sealing.by_word(found, found.officer, AUTHOR))
        return {"state": WAITING, "approver": approver.name}
    return _sealed(found, found.officer, AUTHOR)


@router.get("/approvals", auth=Bearer(READ, (APPROVER,)), response=list[ShownDraft])
def approvals(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits for the approval of the owner of the token."""
    return [_line(each) for each in drafts.waiting_for(officer_of(request)).filter(form=VERB)]


@router.get("/approvals/{draft}", auth=Bearer(READ, (APPROVER,)), response=WholeDraft)
def approval(request: HttpRequest, draft: int) -> dict[str, Any]:
    """All that would be sealed."""
    return _whole(drafts.put_before(officer_of(request), draft))


@router.post("/approvals/{draft}/approve", auth=Bearer(SEAL, (APPROVER,)), response=Sealed)
def approve(request: HttpRequest, draft: int) -> dict[str, str]:
    """Approve it: it is sealed at once."""
    officer = officer_of(request)
    return _sealed(drafts.put_before(officer, draft), officer, APPROVES)


@router.post("/approvals/{draft}/send-back", auth=Bearer(DRAFT, (APPROVER,)), response={204: None})
def send_back(request: HttpRequest, draft: int, said: Why) -> Status[None]:
    """Do not approve it: its author writes on."""
    officer = officer_of(request)
    drafts.send_back(drafts.put_before(officer, draft), officer, said.why)
    return Status(204, None)


def _sealed(draft: Draft, officer: Officer, role: str) -> dict[str, str]:
    dossier, act = drafts.seal(draft, sealing.by_word(draft, officer, role))
    return {"state": draft.state, "dossier": dossier, "act": act}


def _line(draft: Draft) -> dict[str, Any]:
    return {
        "draft": draft.pk, "state": draft.state, "author": draft.officer.name, "kind": draft.kind,
        "verb": draft.verb, "dossier": draft.dossier, "item": draft.item,
    }  # fmt: skip


def _whole(draft: Draft) -> dict[str, Any]:
    about = ask(lambda node: drafting.matter(node, draft))
    approvers = drafts.approvers(draft)
    answering = drafting.answers(draft, next(iter(approvers), None))
    wrong = ask(lambda node: drafting.problems(node, draft, answering)) or sealing.obstacles(draft)
    officers = max(about.verb.persons, 1) if wrong else sealing.prepared_of(draft)[1].persons
    return _line(draft) | {
        "fields": draft.fields, "to": draft.to, "audience": draft.audience, "purpose": draft.purpose, "re": draft.re,
        "language": draft.language,
        "seats": about.seats, "parties": list(about.parties), "officers": officers,
        "approvers": [each.name for each in approvers] if officers > 1 else [],
        "problems": [{"field": name, "why": why} for name, why in wrong],
    }  # fmt: skip
