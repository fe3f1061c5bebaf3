"""A text that states settle together: its paragraphs with who still holds a bracket, out to Word, and in from Word.

What comes in from Word is read and shown, and never kept: an officer chooses the brackets that are meant, and they
become a draft like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lintas.compose import handing
from lintas.compose.papers import Papers, newest
from lintas.compose.papers import said as as_said
from lintas.console import access, drafts, trail
from lintas.console.asking import ask
from lintas.console.leaving import file_name, handed, parts_of
from lintas.console.models import Dossier, Draft, Officer
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.console.times import local
from lintas.dossier.meanings import ENTRIES_MAX, Bracket
from lintas.node.plain_data import find_dossier, find_item, plain
from lintas.node.state import Node
from lintas.node.texts import NoText
from lintas.node.texts import text as shared_text
from lintas.office.errors import UnreadableDocument
from lintas.office.lines import text_of
from lintas.office.making import as_document
from lintas.office.package import FILE_BYTES_MAX, MEDIA
from lintas.office.returned import Returned
from lintas.wire.errors import LintasError

CLEAN: Final = "clean"


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as a page needs it: what the node says of it, and its newest rounds as papers, or why there are none."""

    line: Dossier
    shared: Mapping[str, Any]
    papers: Papers
    why: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paragraph with the brackets that stand at it: label, words, instead, why."""

    number: int
    text: str
    brackets: Sequence[Mapping[str, Any]]
    language: str


def text(request: HttpRequest, dossier: str, item: str) -> HttpResponse:
    """`/dossiers/ID/texts/ITEM/`; a POST with `word`, a file, shows the brackets that it would put.

    `version`: of which language the file is, or `side` where it has all of them.
    """
    officer = officer_of(request)
    found = _found(officer, dossier, item)
    trail.note(officer, "looked at a dossier", dossier=found.line.pk, detail="text")
    came, wrong, status = None, "", 200
    if request.method == "POST":
        try:
            came = _came(request, found)
        except LintasError as error:
            wrong, status = words(error), 422
    return render(request, "console/text.html", _context(officer, found, came) | {"wrong": wrong}, status=status)


def _context(officer: Officer, found: _Text, came: Returned | None) -> dict[str, Any]:
    held = found.shared["held"]
    columns = {each: _drawn(text_of(data), held, each, found.papers.tabled) for each, data in _documents(found)}
    return {
        "line": found.line,
        "marking": found.line.marking,
        "text": found.shared,
        "why": found.why,
        "rounds": [
            (each, local(each["time_ms"], officer), each["file"].split("/"))
            for each in reversed(found.shared["rounds"])
        ],
        "held": [(each, len(each["brackets"] or ())) for each in held],
        "languages": list(columns),
        "rows": list(zip_longest(*(drawn for drawn, _elsewhere in columns.values()))),
        "elsewhere": [each for _drawn, elsewhere in columns.values() for each in elsewhere],
        "came": came,
        "choices": list(_choices(came, found.shared)) if came else [],
    }


def _documents(found: _Text) -> Iterable[tuple[str, bytes]]:
    """The versions by language; an empty one where the text cannot be read, so that brackets are shown all the same."""
    return found.papers.documents.items() or [("", b"")]


def _drawn(
    paragraphs: Sequence[str], held: Sequence[Mapping[str, Any]], language: str, tabled: str
) -> tuple[list[Drawn], list[dict[str, Any]]]:
    """Each paragraph of a version with its brackets, and those whose words are in none, or in several, of them."""
    at = dict[int, list[dict[str, Any]]]()
    elsewhere = list[dict[str, Any]]()
    for each in held:
        for said in each["brackets"] or ():
            if said.get("language", tabled) != language:
                continue
            bracket = {**said, "label": each["label"], "party": each["party"]}
            there = [number for number, words in enumerate(paragraphs, 1) if said["words"] in words]
            place = said["paragraph"] if said["paragraph"] in there else there[0] if len(there) == 1 else 0
            (at.setdefault(place, []) if place else elsewhere).append(bracket)
    drawn = [Drawn(number, words, at.get(number, ()), language) for number, words in enumerate(paragraphs, 1)]
    return drawn, elsewhere


def _choices(came: Returned, shared: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The brackets that we hold, which stay unless they are taken out, and those that came, as they would be put."""
    ours = [said for each in shared["held"] if each["party"] == shared["us"] for said in each["brackets"] or ()]
    others = {each["label"] for each in shared["held"] if each["party"] != shared["us"]}
    for said in ours:
        yield {"said": said, "value": json.dumps(said), "chosen": True, "by": "", "standing": True}
    for each in came.proposals:
        said = as_said(each)
        if said not in ours and each.words:
            yield {"said": said, "value": json.dumps(said), "chosen": each.author not in others, "by": each.author,
                   "date": each.date, "standing": False}  # fmt: skip


def word(request: HttpRequest, dossier: str, item: str) -> HttpResponse:
    """`GET /dossiers/ID/texts/ITEM/word/?form=clean&version=LANGUAGE`: for Word, with every bracket, or clean.

    A version, or with `version=side` all side by side.
    """
    officer = officer_of(request)
    found = _found(officer, dossier, item)
    if not found.papers.documents:
        raise BadRequest(found.why)
    form = CLEAN if request.GET.get("form") == CLEAN else "brackets"
    version = request.GET.get("version", "")
    try:
        made = found.papers.clean(version) if form == CLEAN else found.papers.out(version).data
    except LintasError as error:
        raise BadRequest(words(error)) from None
    trail.note(officer, "exported a dossier", dossier=found.line.pk, detail=f"text for Word, {form} {version}".strip())
    number = found.shared["rounds"][-1]["number"]
    named = "-".join(each for each in (f"{found.line.pk[:8]}-round-{number}", version, form) if each)
    return handed(made, file_name(f"{named}.docx"), MEDIA)


@require_POST
def put(request: HttpRequest, dossier: str, item: str, verb: str) -> HttpResponse:
    """`POST /dossiers/ID/texts/ITEM/put/VERB/` with `bracket`, each as it is to be put: a draft of them."""
    officer = officer_of(request)
    found = _found(officer, dossier, item)
    field = next((field for name, field, _for_another in found.shared["puts"] if name == verb), None)
    chosen = [_read(each) for each in request.POST.getlist("bracket")]
    if field is None or not 0 < len(chosen) <= ENTRIES_MAX:
        raise BadRequest(_("Choose the brackets to put: at least one, and at most %(most)s.") % {"most": ENTRIES_MAX})
    line = found.line
    new = Draft(officer=officer, dossier=line.pk, kind=line.kind, verb=verb, item=item, fields={field: chosen})
    try:
        return redirect("draft", drafts.begin(new).pk)
    except LintasError as error:
        raise BadRequest(words(error)) from None


def _read(value: str) -> Any:
    """A bracket as the page gave it; raises `BadRequest`."""
    try:
        said = json.loads(value)
    except (ValueError, RecursionError):
        said = None
    if Bracket.checks(said) is not None:
        raise BadRequest(_("That is not as this page sends it."))
    return said


def _found(officer: Officer, dossier: str, item: str) -> _Text:
    """What is shown of it; raises `Http404` where there is no such text for this officer."""
    line = access.dossier_for(officer, dossier)
    try:
        shared = ask(lambda node: plain(_shared(node, line.pk, item)))
    except NoText:
        raise Http404 from None
    except LintasError as error:
        raise BadRequest(words(error)) from None
    try:
        if not shared["rounds"]:
            raise UnreadableDocument(_("the text was not given to us, or was recalled"))
        documents = {each: _document(line, round_, officer) for each, round_ in newest(shared["rounds"]).items()}
        return _Text(line, shared, Papers(documents, shared["held"]), "")
    except LintasError as error:
        return _Text(line, shared, Papers({}, shared["held"]), words(error))


def _shared(node: Node, dossier: str, item: str) -> Any:
    found = find_dossier(node, dossier)
    return shared_text(node, found, find_item(node.replica(found).now(), item))


def _document(line: Dossier, round_: Mapping[str, Any], officer: Officer) -> bytes:
    """A round as a document that can be read; raises why it is none."""
    size = ask(lambda node: handing.find(node, find_dossier(node, line.pk), round_["file"])[1]["bytes"])
    if size > FILE_BYTES_MAX:
        raise UnreadableDocument(f"it has {size} bytes, and {FILE_BYTES_MAX} is the most")
    data = b"".join(
        parts_of(lambda at: _part(line, round_["file"], at, officer), 0, _part(line, round_["file"], 0, officer))
    )
    made = as_document(data, round_["title"] or round_["name"])
    text_of(made)
    return made


def _part(line: Dossier, file: str, at: int, officer: Officer) -> bytes:
    found: bytes = ask(lambda node: handing.part_of(node, find_dossier(node, line.pk), file, at, officer.name))
    return found


def _came(request: HttpRequest, found: _Text) -> Returned:
    """What the file that was handed in has that the text has not; raises `UnreadableDocument`."""
    given = request.FILES.get("word")
    if given is None:
        raise UnreadableDocument(_("choose the file that came back"))
    if (given.size or 0) > FILE_BYTES_MAX:
        raise UnreadableDocument(f"it has {given.size} bytes, and {FILE_BYTES_MAX} is the most")
    return found.papers.back(given.read(), request.POST.get("version", ""))
