"""The page of a dossier in which people talk: messages with what was done about each, and a box to answer at once.

A message is an item; its acts stand under it in order, the newest message at the bottom. Which acts are open in one
touch or one step `one_step` derives from the kind; no verb is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lintas.console import access, climbing, drafting, one_step, phrases, sealing, teams, trail, translations
from lintas.console.asking import ask, begin
from lintas.console.box import Box
from lintas.console.climbing import Climbing
from lintas.console.htmx import by_htmx, by_itself, gone_to
from lintas.console.models import Dossier
from lintas.console.one_step import Step
from lintas.console.owed import Owed, owed
from lintas.console.pages.acting import seal
from lintas.console.pages.dossier import Line, drawn, upto_of
from lintas.console.refusals import words
from lintas.console.signed_in import number, officer_of
from lintas.console.spelling import read_back
from lintas.console.times import local
from lintas.dossier.header import Form
from lintas.dossier.meanings import CallSignal
from lintas.dossier.position import DOSSIER
from lintas.node.answer_times import Tried, answer_times
from lintas.node.looking import looked_at, tell
from lintas.node.part import Part, behind, talk
from lintas.node.plain_data import DOSSIER_WORD, find_dossier, plain
from lintas.node.show import Shown, ShownAct, ShownItem
from lintas.node.state import Node
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show

Row = TypeVar("Row")

THREADS_SHOWN: Final = 10
"""What was said last; before it stands only that to which somebody still owes an answer."""
OWED_SHOWN: Final = 70
TESTS_SHOWN: Final = 10
WHOLE: Final = "conversation"
MOVING: Final = "conversation_moving"
CAME: Final = "conversation_came"
SAID: Final = "conversation_said"
"""The templates of the page: all of it, what moves, what came since, and what changes when something is said on it."""
_NOT_SPOKEN: Final = Form.KEY.name.lower()
"""Acts that nodes do for themselves: the timeline has them, a conversation does not."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A message with its acts and what is open to us there, or one act of the dossier itself; `came`: since the page
    was drawn that asks for it.
    """

    id: str
    item: ShownItem | None
    acts: list[Line]
    owed: list[Owed]
    climbing: list[Climbing]
    steps: list[Step]
    read_back: str
    tried: Tried | None
    came: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is read of the node for one page; `order` as `drafting.fields_in_order`; `upto`: the newest act by then;
    `came`: the acts behind that with which the page was drawn.
    """

    upto: int
    came: Container[str]
    part: Part
    shown: Shown
    order: Mapping[tuple[str, str], Sequence[str]]
    steps: list[Step]
    tests: Sequence[Tried]
    states: Sequence[str]


class _Beside:
    """What stands beside the acts of each thread, found by the id of what it is about."""

    def __init__(self, seen: _Seen, missing: Iterable[Owed], waits: Iterable[Climbing]) -> None:
        self._items = {item.id: item for item in seen.shown.items}
        self._tests = {each.item: each for each in seen.tests}
        self._owed = _by(missing, lambda each: each.item)
        self._climbing = _by(waits, lambda each: each.held.item)
        self._steps = _by(seen.steps, lambda each: each.item)
        self._came = seen.came

    def thread(self, about: bytes, acts: list[Line]) -> Thread:
        """What was said about this, with all that stands beside it."""
        name = plain(about)
        return Thread(
            name,
            self._items.get(about),
            acts,
            self._owed.get(name, []),
            self._climbing.get(name, []),
            self._steps.get(name, []),
            read_back(name),
            self._tests.get(about),
            acts[0].act["id"] in self._came,
        )


def conversation(request: HttpRequest, line: Dossier) -> HttpResponse:
    """`GET /dossiers/ID/?upto=THREAD` of one that the officer may see, the newest up to this one; for htmx, only what
    moves, or what came of it behind the position `since` of the node's log, and what was said from the position `marks`
    on, of which the marks moved.
    """
    return _page(request, line, None)


def say(request: HttpRequest, dossier: str, item: str, verb: str) -> HttpResponse:
    """`/dossiers/ID/say/ITEM/VERB/`: the page with the box for this act; a POST seals it.

    Sent by itself while somebody types (`X-Autosave`), it is kept and nothing more. What is refused is kept too. Sent
    by htmx, it is answered with what changes on the page of the line, or with the address where it goes on.
    """
    line = access.dossier_for(officer_of(request), dossier)
    answer = _said(request, line, item, verb)
    if not (by_htmx(request) and isinstance(answer, HttpResponseRedirect)):
        return answer
    return _page(request, line, None) if answer.url == _address(line) else gone_to(answer.url)


def _said(request: HttpRequest, line: Dossier, item: str, verb: str) -> HttpResponse:
    try:
        step = ask(lambda node: one_step.step(node, find_dossier(node, line.pk), item, verb))
    except LintasError:
        raise Http404 from None
    if step.made_in:
        return redirect("call", line.pk, item)
    box = Box(officer_of(request), line, step, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, line, box if step.asks else None)
    if step.done:
        messages.info(request, _("That was done already."))
        return redirect("dossier", line.pk)
    box.keep()
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=204)
    return _page(request, line, box) if box.wrong() else _sealed(request, box)


def _sealed(request: HttpRequest, box: Box) -> HttpResponse:
    """Seal it, if being signed in or on shift answers for it; else on to the page where a passkey is touched for it."""
    try:
        given = sealing.answered_at_once(box.draft)
    except LintasError as error:
        messages.error(request, words(error))
        return redirect(request.path)
    if given is None:
        return redirect("draft_check", box.draft.pk)
    return seal(request, box.draft, given) or redirect(request.path)


def _page(request: HttpRequest, line: Dossier, box: Box | None) -> HttpResponse:
    officer, part, upto = officer_of(request), _part_of(request), upto_of(request)
    since, marks = _since(request) if part in (CAME, SAID) else -1, _marks(request)
    seen = ask(lambda node: _read(node, line.pk, upto, since, marks))
    # What the page shows is made while it becomes durable that it was opened.
    told = begin(lambda node: tell(node, seen.shown))
    if part == WHOLE:
        trail.note(officer, "looked at a dossier", dossier=line.pk)
        teams.looked(officer, line)
    first = next((step for step in seen.steps if step.speaks()), None)
    refused = box is not None and request.method == "POST"
    if box is None and first is not None and part in (WHOLE, SAID):
        box = Box(officer, line, first)
    items = seen.shown.items
    missing = owed(seen.shown.clocks, seen.shown.us, officer, {item.id for item in items if item.ended})
    made = translations.of(line.pk)
    beside = _Beside(seen, missing, climbing.waiting([line.pk], officer))
    threads = [
        beside.thread(about, [drawn(act, officer, seen.order, made=made) for act in acts])
        for about, acts in _by_message(seen.shown).items()
    ]
    context = {
        "line": line,
        "marking": line.marking,
        "shown": seen.shown,
        "threads": threads,
        "part": seen.part,
        "earlier": show(seen.part.earlier) if seen.part.earlier else "",
        "seats": plain([lane for item in items if item.id == DOSSIER for lane in item.lanes]),
        "steps": [step for step in seen.steps if step.item == DOSSIER_WORD and step != first],
        "first": first,
        "ours": sum(each.ours for each in missing),
        "rings": sum(each.rings for each in missing),
        "box": box,
        "here": part == SAID or (request.path == _address(line) and not upto),
        "upto": seen.upto,
        "since": since,
        "tests": [(each, local(each.at_ms, officer)) for each in seen.tests],
    }
    if part == WHOLE:
        columns = phrases.columns(seen.states, officer.language)
        context |= {"columns": columns, "cards": phrases.cards(columns)}
    answer = render(request, f"console/{part}.html", context, status=422 if refused else 200)
    told()
    return answer


def _part_of(request: HttpRequest) -> str:
    if not by_htmx(request):
        return WHOLE
    if not by_itself(request):
        return SAID
    return MOVING if _since(request) < 0 else CAME


def _since(request: HttpRequest) -> int:
    """The newest act that the page was drawn with; -1 if it does not say."""
    said = request.GET.get("since", "")
    return number(said) if said else -1


def _marks(request: HttpRequest) -> int | None:
    """The oldest act of which a mark moved since the page was drawn."""
    said = request.GET.get("marks", "")
    return number(said) if said else None


def _address(line: Dossier) -> str:
    return reverse("dossier", args=[line.pk])


def _read(node: Node, text: str, upto: bytes, since: int, marks: int | None) -> _Seen:
    dossier = find_dossier(node, text)
    moved = since if marks is None else min(since, marks - 1)
    part = talk(node, dossier, THREADS_SHOWN, OWED_SHOWN, upto, moved)
    order, steps = drafting.fields_in_order(node, text), one_step.steps(node, dossier, part.items)
    states = [node.federation.state(each) for each in sorted(node.replica(dossier).now().firm)]
    behind_it = behind(node, dossier, since) if since >= 0 else frozenset[bytes]()
    came = frozenset(map(show, part.acts if behind_it is None else behind_it))
    shown, tests = looked_at(node, dossier, part), answer_times(node, dossier, TESTS_SHOWN)
    return _Seen(node.store.size() - 1, came, part, shown, order, steps, tests, states)


def _by_message(shown: Shown) -> dict[bytes, list[ShownAct]]:
    """The acts by the item that they opened or at which they were done; each act of the dossier itself stands alone."""
    items = {item.id for item in shown.items} - {DOSSIER}
    found = dict[bytes, list[ShownAct]]()
    for act in shown.acts:
        if act.form == _NOT_SPOKEN or _connects(act):
            continue
        opened = act.id[: len(DOSSIER)]
        about = opened if opened in items else act.item if act.item in items else act.id
        found.setdefault(about, []).append(act)
    return found


def _by(rows: Iterable[Row], name: Callable[[Row], str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for each in rows:
        found.setdefault(name(each), []).append(each)
    return found


def _connects(act: ShownAct) -> bool:
    """Whether browsers say something to each other by it, and people nothing."""
    said = list((act.says or {}).values())
    return bool(said) and all(CallSignal.several.check(value) is None for value in said)
