"""Reminders as the Secretariat, or a chair's office, sends them: a text for each party, and a form for Word for a state
without a node.

The words are polite and say no more than what is to come and by when: nobody is called late, and nobody reads of
anybody else. They are given out as text, to be sent by whatever way the two use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lintas.compose import orders
from lintas.compose.written import written
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import File, Meaning
from lintas.dossier.parts import named
from lintas.node.chasing import Party, Programme, ToCome, programme, to_fill_in
from lintas.node.state import Node
from lintas.office.making import new_document
from lintas.wire.errors import LintasError

Args = Mapping[str, Any]
SHORT: Final = 8
LINE: Final = "_" * 40
_TOGETHER: Final = "\u00a0"
"""A space at which no line ends."""
REVISE: Final = "If a day cannot be kept, tell us the day that can: it is entered as a revised date."
WITHOUT_NODE: Final = (
    "Your authority has no node yet. Fill in the form that comes with this, sign it as you do at home, and send it "
    "back by any way. We enter it for you with your original beside it; once you have a node, you confirm it there."
)

WITHOUT_FORM: Final = (
    "Your authority has no node yet. Send us your words in writing, by any way. We enter them as ours, and name your "
    "paper as their source."
)


class NoForm(LintasError):
    """There is no form of this name for a state without a node; `offered` are those that there are."""

    def __init__(self, name: str, offered: str) -> None:
        self.name = name
        self.offered = offered


@dataclass(frozen=True, slots=True)
class Reminder:
    """A text, and to whom it goes: the code of a party, or the name of a state without a node."""

    to: str
    text: str


def reminders(found: Programme) -> list[Reminder]:
    """One for each party from whom something is to come, by code."""
    return [Reminder(each.code, _text(found, _office(each), _lines(each))) for each in
            sorted(found.parties, key=lambda party: party.code)]  # fmt: skip


def reminder_without_node(found: Programme, state: str) -> Reminder:
    """The text for a state that has no node: what every party owes, and how a paper comes in for it."""
    lines = [_dated(each) for each in found.common()] or ["- nothing with a date"]
    how = WITHOUT_NODE if found.forms else WITHOUT_FORM
    return Reminder(state, _text(found, state, [*lines, "", how]))


def _office(party: Party) -> str:
    return f"{party.name} ({', '.join(filter(None, (party.code, party.state)))})"


def _text(found: Programme, to: str, lines: list[str]) -> str:
    about = f"{found.kind}: {found.about}" if found.about else found.kind
    head = ["EXERCISE: nothing in this is real."] if found.exercise else []
    return "\n".join([
        *head, f"To: {to}", f"From: {found.us}", f"About: {about}", f"Our reference: {found.reference[:SHORT]}", "",
        "This is still to come from your side:", *lines, "", REVISE,
    ])  # fmt: skip


def _lines(party: Party) -> list[str]:
    return [*map(_dated, party.owes), *(f"- {step}" for step in party.steps)]


def _dated(each: ToCome) -> str:
    return f"- {each.what} ({each.item}){f', by {each.until}' if each.until else ''}"


def form(found: Programme, state: str, name: str = "") -> bytes:
    """A form for Word with what a paper must say that is entered for a state: `name` is that of the verb, where there
    are several. Raises `NoForm`.
    """
    verb = next((each for each in found.forms if name in ("", each.name)), None)
    if verb is None:
        raise NoForm(name, ", ".join(each.name for each in found.forms))
    about = f"{found.kind}: {found.about}" if found.about else found.kind
    head = [f"State: {state}", f"About: {about}", f"Reference of {found.us}: {found.reference[:SHORT]}"]
    foot = ["Name, office and signature: " + LINE, "Date: " + LINE]
    title = f"{'EXERCISE, nothing in this is real. ' if found.exercise else ''}Paper of {state}"
    return new_document(title, [*head, *_asked(verb), *foot])


def _asked(verb: Verb) -> Iterator[str]:
    for name, meaning in to_fill_in(verb):
        needed = "" if meaning.required else " (if there is one)"
        yield f"{named(name).capitalize()}{needed}: {_answer(meaning)}"


def _answer(meaning: Meaning) -> str:
    if meaning.choices:
        return "   ".join(f"\u2610 {each}".replace(" ", _TOGETHER) for each in meaning.choices)
    return "attach the file" if meaning.says(File) else LINE


def chase(node: Node, args: Args) -> dict[str, Any]:
    """Command: the reminders of a dossier; with a `state`, the one for it, and its form written to `path` if given."""
    orders.signed_in(node, args)
    found = programme(node, orders.dossier_of(node, args))
    state, path = str(args.get("state") or ""), str(args.get("path") or "")
    texts = [reminder_without_node(found, state)] if state else reminders(found)
    if state and path:
        data = form(found, state, str(args.get("verb") or ""))
        with written(Path(path)) as out:
            out.write(data)
    forms = [each.name for each in found.forms]
    said = [{"to": each.to, "text": each.text} for each in texts]
    return {"reminders": said, "forms": forms, "path": path if state else "", "exercise": found.exercise}
