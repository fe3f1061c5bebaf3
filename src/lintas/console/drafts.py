"""What officers do with drafts: begin one, ask a second person, seal it, send it back, drop it.

A draft is its author's alone while it is written, and the approver's who was asked while it waits; to everybody else
there is none. Pages and the API come here, so that one rule holds for both.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from lintas.console import access, drafting, sealing, trail
from lintas.console.asking import ask, catch_up, service
from lintas.console.errors import NoSecondPerson, UnknownLanguage
from lintas.console.languages import LANGUAGES
from lintas.console.models import Draft, Officer
from lintas.console.models.draft import DROPPED, SEALED, WAITING, WRITING
from lintas.console.models.officer import APPROVER
from lintas.dossier.officers import Answer
from lintas.node.closed import closed_kind


def begin(draft: Draft) -> Draft:
    """Keep a draft of what is open there; raises as `drafting.matter`, or `Http404` where what it would open is closed
    to its author. All who are in the dossier may read it.
    """
    if is_closed(draft) and not access.may_be_named(draft.officer):
        raise Http404
    about = ask(lambda node: drafting.matter(node, draft))
    if not about.seats:
        draft.audience = list(about.parties)
    draft.language = draft.officer.language
    draft.save()
    return draft


def speak(draft: Draft, language: str) -> None:
    """Its words are in this language; raises `UnknownLanguage` for one that the console does not know."""
    if language not in dict(LANGUAGES):
        raise UnknownLanguage(language)
    draft.language = language
    sealing.forget(draft)
    draft.save()


def own(officer: Officer, number: int) -> Draft:
    """A draft of the officer's that is being written, about what is still visible to the officer; raises `Http404`."""
    draft = get_object_or_404(Draft.objects.select_related("approver"), pk=number, officer=officer, state=WRITING)
    if draft.dossier:
        access.dossier_for(officer, draft.dossier)
    draft.officer = officer
    return draft


def is_closed(draft: Draft) -> bool:
    """Whether it is of a kind of which the dossiers are closed."""
    return closed_kind(service().node, draft.kind)


def approvers(draft: Draft) -> list[Officer]:
    """Who could be the second person for it; for what is closed, those who may be named for that."""
    others = Officer.objects.filter(is_active=True).exclude(pk=draft.officer_id).order_by("shown")
    found = [each for each in others if each.has(APPROVER)]
    return [each for each in found if access.may_be_named(each)] if is_closed(draft) else found


def second(draft: Draft, name: str) -> Officer:
    """The approver of this name; raises `NoSecondPerson`."""
    approver = next((each for each in approvers(draft) if each.name == name), None)
    if approver is None:
        raise NoSecondPerson(name)
    return approver


def ask_approval(draft: Draft, approver: Officer, given: Answer) -> None:
    """Put the draft before the approver, with the author's answer."""
    sealing.keep(draft, given)
    draft.approver, draft.state = approver, WAITING
    draft.save()
    detail = f"{draft.verb}: {approver.name}"
    trail.note(draft.officer, "asked for approval", dossier=draft.dossier, kind=draft.kind, detail=detail)


def waiting_for(officer: Officer) -> QuerySet[Draft]:
    """What waits for this officer's approval."""
    waiting = Draft.objects.filter(state=WAITING, approver=officer) if officer.has(APPROVER) else Draft.objects.none()
    if not access.may_be_named(officer):
        closed = [name for name in service().node.kinds if closed_kind(service().node, name)]
        waiting = waiting.exclude(kind__in=closed)
    return waiting.select_related("officer").order_by("changed")


def put_before(officer: Officer, number: int) -> Draft:
    """One draft that waits for this officer's approval; raises `Http404`."""
    draft = get_object_or_404(waiting_for(officer), pk=number)
    draft.approver = officer
    return draft


def send_back(draft: Draft, officer: Officer, why: str) -> None:
    """The approver does not approve: its author writes on."""
    draft.state, draft.approver = WRITING, None
    sealing.forget(draft)
    draft.save()
    trail.note(officer, "sent back", dossier=draft.dossier, kind=draft.kind, detail=why)


def seal(draft: Draft, given: Answer) -> tuple[str, str]:
    """Seal the draft with this answer, and the author's if it was kept; the dossier and the act.

    Raises what the node refuses it with, and the draft is as it was.
    """
    draft.dossier, draft.act = done = sealing.sealed(draft, given)
    draft.state = SEALED
    sealing.forget(draft)
    draft.save()
    catch_up()
    for officer, role in drafting.answers(draft):
        trail.note(officer, f"answered as {role}", dossier=draft.dossier, detail=f"{draft.verb} {draft.act[:8]}")
    return done


def drop(draft: Draft) -> None:
    """It will not be sealed."""
    draft.state = DROPPED
    draft.save()
