"""A dossier: where it stands, whose move it is, what was done, who has it, and what one may do now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lintas.console import access, glass, indicators, public_facts, teams, trail, translations
from lintas.console.asking import ask, service
from lintas.console.calls import SEAT_WORDS
from lintas.console.declared import declared
from lintas.console.drafting import fields_in_order
from lintas.console.forms.fields import label_of
from lintas.console.htmx import by_itself
from lintas.console.meets import meets
from lintas.console.models import Dossier, Draft, Membership, Note, Officer, Translation
from lintas.console.models.draft import WAITING, WRITING
from lintas.console.officers import colleagues
from lintas.console.refusals import words
from lintas.console.signed_in import number, officer_of
from lintas.console.sources import CONFIDENCE, FIELDS, SOURCE, differing
from lintas.console.templatetags.lintas import stands
from lintas.console.times import due_between, due_words, local
from lintas.dossier.grammar import START, Kind
from lintas.dossier.meanings import Bracket, CallPlace, CallSignal, File, LeftPlace, Link, Offence
from lintas.dossier.occasions import Appointment, Delegate, delegate_in_words, in_words
from lintas.node.appointments import Occasion, occasions
from lintas.node.certified import certifies
from lintas.node.chasing import is_programme
from lintas.node.columns import has_columns
from lintas.node.crossed import Crossed, crossed
from lintas.node.delegations import Delegation, delegations
from lintas.node.looking import look
from lintas.node.part import Part, newest
from lintas.node.picture import returns_of
from lintas.node.plain_data import DOSSIER_WORD, SHORT, find_dossier, plain
from lintas.node.public_words import NoSheet, has_public_words, public_words
from lintas.node.show import Shown, ShownAct
from lintas.node.state import Node
from lintas.node.texts import texts as texts_of
from lintas.wire.errors import BadIdentifier, LintasError
from lintas.wire.identifiers import ACT_BYTES, ITEM_BYTES, read, show

ACTS_SHOWN: Final = 50
ITEMS_SHOWN: Final = 50
_NOT_YET_SENT: Final = "upload"
_NONE_MADE: Final[Mapping[str, Sequence[Translation]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Line:
    """An act on the timeline, as the page draws it."""

    act: dict[str, Any]
    when: str
    said: list[tuple[str, Any]]
    crossed: Sequence[Crossed] = ()
    lang: str = ""
    unofficial: Sequence[Translation] = ()


@dataclass(frozen=True, slots=True)
class _Beside:
    """The items that are about a text which is settled in brackets, when people meet, and who comes; and whether words
    for the public were made known.
    """

    texts: list[str]
    meet: Sequence[Occasion]
    come: Sequence[Delegation]
    public: bool


def dossier(request: HttpRequest, line: Dossier) -> HttpResponse:
    """`GET /dossiers/ID/?upto=ACT` of one that the officer may see, the newest acts up to this one; for htmx, only what
    moves.
    """
    officer, upto = officer_of(request), upto_of(request)
    part, shown, crossings = ask(lambda node: _looked(node, line.pk, upto))
    moving = by_itself(request)
    if not moving:
        trail.note(officer, "looked at a dossier", dossier=line.pk)
        teams.looked(officer, line)
    order, beside = ask(lambda node: (fields_in_order(node, line.pk), _beside(node, line.pk)))
    plainly, made = plain(shown), translations.of(line.pk)
    known, known_more = public_facts.beside(officer, line.pk, part.items)
    context = {
        "line": line,
        "shown": plainly,
        "items": [item for item in plainly["items"] if item["id"] != DOSSIER_WORD],
        "texts": beside.texts,
        "meets": [meets(each, officer) for each in beside.meet],
        "delegations": beside.come,
        "public_words": beside.public,
        "due": due_between(line.due_ms, officer, line.parties),
        "timeline": [drawn(act, officer, order, crossings.get(act.id, ()), made) for act in reversed(shown.acts)],
        "part": part,
        "earlier": show(part.earlier) if part.earlier else "",
        "parties": _parties(shown),
        "marking": line.marking,
        "steps": list(_open(shown, steps=True)),
        "others": list(_open(shown, steps=False)),
        "clocks": [(clock, due_words(clock.due_ms, officer)) for clock in shown.clocks],
        "mine": Membership.objects.filter(dossier=line.pk, officer=officer).exists(),
        "team": Membership.objects.filter(dossier=line.pk).select_related("officer__cover").order_by("since"),
        "colleagues": colleagues(),
        "notes": [
            (note, local(int(note.at.timestamp() * 1000), officer))
            for note in Note.objects.filter(dossier=line.pk).select_related("officer").order_by("at")
        ],
        "has_indicators": indicators.known(line.kind),
        **_of_kind(line.kind),
        "known": known,
        "known_more": known_more,
        "sources": [(row.name, [_stated(act, order) for act in row.acts]) for row in differing(shown)],
        "glass_of": [(each, local(each.asked_ms, officer)) for each in glass.of(line.pk)],
        "drafts": Draft.objects.filter(dossier=line.pk, state__in=(WRITING, WAITING)).select_related("officer"),
    }
    return render(request, "console/dossier_moving.html" if moving else "console/dossier.html", context)


def _of_kind(name: str) -> dict[str, bool]:
    """What dossiers of the kind have pages for; nothing of one that this node does not have."""
    kind = service().node.kinds.get(name)
    if kind is None:
        return {}
    return {
        "certifies": certifies(kind),
        "is_programme": is_programme(kind),
        "has_columns": has_columns(kind.item),
        "has_figures": returns_of(kind.item) is not None,
    }


def upto_of(request: HttpRequest) -> bytes:
    """The act, or the item, up to which a page is asked for; empty for the newest."""
    text = request.GET.get("upto", "")
    for length in (ACT_BYTES, ITEM_BYTES):
        with suppress(BadIdentifier):
            return read(text, length)
    return b""


def _looked(node: Node, text: str, upto: bytes) -> tuple[Part, Shown, Mapping[bytes, Sequence[Crossed]]]:
    dossier = find_dossier(node, text)
    part = newest(node, dossier, ACTS_SHOWN, ITEMS_SHOWN, upto)
    return part, look(node, dossier, part), crossed(node, dossier, part.acts)


def _beside(node: Node, dossier: str) -> _Beside:
    found = find_dossier(node, dossier)
    texts = [show(item) for item in texts_of(node, found)]
    return _Beside(texts, occasions(node, found), delegations(node, found), _made_known(node, found))


def _made_known(node: Node, dossier: bytes) -> bool:
    """Whether there is a sheet for the public; a dossier that is kept raw has none."""
    replica = node.folded(dossier)
    if replica is None or not has_public_words(replica.kind):
        return False
    try:
        public_words(node, dossier)
    except NoSheet:
        return False
    return True


def _parties(shown: Shown) -> list[dict[str, Any]]:
    """The parties, and how far our newest act has come with each."""
    names = {each.code: each.name for each in service().node.federation.authorities.values()}
    marks = next((act.marks for act in reversed(shown.acts) if act.marks), {})
    roles: dict[str, list[str]] = {}
    newest = service().node.kinds.get(shown.kind)
    kind = newest.of_version(shown.version) if newest else None
    for role, code, where in next(iter(shown.items)).lanes:
        roles.setdefault(code, []).append(_seat(role, where, kind))
    return [
        {"code": code, "name": names.get(code, ""), "ours": code == shown.us, "role": ", ".join(roles.get(code, [])),
         "mark": marks.get(code, "")}
        for code in shown.parties
    ]  # fmt: skip


def _seat(role: str, where: Sequence[str], kind: Kind | None) -> str:
    """A role with where its party stands in it, if it can stand anywhere: by that one sees who has done what."""
    if tuple(where) == (START,):
        return f"{declared(role)}: {_('nothing yet')}" if kind and kind.item.moves(role) else declared(role)
    return declared(role) if tuple(where) == (role,) else f"{declared(role)}: {stands(list(where))}"


def drawn(
    act: ShownAct,
    officer: Officer,
    order: Mapping[tuple[str, str], Sequence[str]],
    crossings: Sequence[Crossed] = (),
    made: Mapping[str, Sequence[Translation]] = _NONE_MADE,
) -> Line:
    """The act for this officer's eyes; `order`: the names of the fields of each verb, by item and verb; `made`: what
    was translated here, by act.
    """
    says = _in_order(act, order)
    unofficial = made.get(str(plain(act.id)), ()) if says else ()
    return Line(plain(act), local(act.time_ms, officer), list(said(says)), crossings, act.language, unofficial)


def _in_order(act: ShownAct, order: Mapping[tuple[str, str], Sequence[str]]) -> dict[str, Any]:
    """What the act says, as its form asks for it."""
    names = [*order.get((act.item_name, act.verb), ()), *(act.says or ())]
    return {name: act.says[name] for name in names if act.says and name in act.says}


def _stated(act: ShownAct, order: Mapping[tuple[str, str], Sequence[str]]) -> dict[str, Any]:
    """What a source says, as a line of a table."""
    says = _in_order(act, order)
    words = {name: value for name, value in says.items() if name not in FIELDS}
    confidence = str(says.get(CONFIDENCE, ""))
    return {"source": says[SOURCE], "words": list(said(words)), "confidence": confidence, "author": act.author}


def said(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What an act says, field by field, as text and lists of text."""
    for name, value in fields.items():
        if any(meaning.check(value) is None for meaning in _FOR_BROWSERS):
            continue
        yield label_of(name), [_text(entry) for entry in value] if isinstance(value, list) else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return next((words(value) for meaning, words in _IN_WORDS if meaning.check(value) is None), _listed(value))
    if isinstance(value, bytes):
        authority = service().node.federation.authorities.get(value)
        return authority.code if authority else str(plain(value))
    return str(value)


def _listed(value: Mapping[str, Any]) -> str:
    return ", ".join(_text(each) for name, each in value.items() if name != _NOT_YET_SENT)


def _of_file(value: Mapping[str, Any]) -> str:
    return f"{value['name']} ({filesizeformat(value['bytes'])})"


def _of_offence(value: Mapping[str, Any]) -> str:
    said = [value["name"], declared(value["band"]), value.get("purpose", "")]
    return ", ".join(each for each in said if each)


def _of_link(value: Mapping[str, Any]) -> str:
    """The relation, and the dossier by the short reference that people use."""
    return f"{value['relation']} {str(plain(value['dossier']))[:SHORT]}"


def _of_bracket(value: Mapping[str, Any]) -> str:
    """The paragraph, the words, and what is proposed in their place."""
    words = value["words"] if not value.get("instead") else f"{value['words']} \u2192 {value['instead']}"
    place = f"{value['paragraph']}: " if value["paragraph"] else ""
    return f"{place}{words}" + (f" ({value['why']})" if value.get("why") else "")


def _of_place(value: Mapping[str, Any]) -> str:
    return f"{SEAT_WORDS[value['seat']]}: {value['sitting']}"


_IN_WORDS: Final = (
    (File, _of_file),
    (Offence, _of_offence),
    (Link, _of_link),
    (Bracket, _of_bracket),
    (CallPlace, _of_place),
    (Appointment, in_words),
    (Delegate, delegate_in_words),
)
_FOR_BROWSERS: Final = (CallSignal.several, LeftPlace)
"""What browsers say to each other in a call, and means nothing to people."""


def _open(shown: Shown, *, steps: bool) -> Iterator[dict[str, str]]:
    """What is open to us: what takes the matter on, or all else."""
    names = {item.id: item.name for item in shown.items}
    for item, verb in dict.fromkeys((item, verb) for item, verb, _role in shown.open_to_us):
        if ((item, verb) in shown.steps) == steps:
            yield {"item": str(plain(item)), "item_name": names[item], "verb": verb}


@require_POST
def team(request: HttpRequest, dossier: str) -> HttpResponse:
    """`POST /dossiers/ID/team/` with `officer` and `does` (add, remove, assign): who is on the team, who has it."""
    officer, line = officer_of(request), access.dossier_for(officer_of(request), dossier)
    other = get_object_or_404(Officer, pk=number(request.POST.get("officer")), is_active=True)
    change = {"remove": teams.take_off, "assign": teams.assign}.get(request.POST.get("does", ""), teams.put_on)
    try:
        change(officer, line, other)
    except LintasError as error:
        messages.error(request, words(error))
    still = access.visible(officer).filter(pk=line.pk).exists()
    return redirect("dossier", line.pk) if still else redirect("worklist")


@require_POST
def add_note(request: HttpRequest, dossier: str) -> HttpResponse:
    """`POST /dossiers/ID/notes/` with `text`: words for colleagues alone."""
    officer, line = officer_of(request), access.dossier_for(officer_of(request), dossier)
    if text := request.POST.get("text", "").strip():
        for each in teams.write_note(officer, line, text):
            messages.warning(request, _("%(name)s may not see this dossier, and was not told.") % {"name": each})
    return redirect("dossier", line.pk)
