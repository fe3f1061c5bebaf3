"""A call at an item of a dossier: who sits in it, what their browsers tell each other, and what is open to us there.

All of it is read from the acts by the meanings of what they say; no kind and no verb is named. Whoever takes a place
sits there until an act leaves that place; any other act of an authority at the call that brings none and connects
nothing takes all its people out of it. Whoever takes a place may take it in place of another of the same authority,
whose browser was lost (`heard`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lintas.console import drafting, drafts, one_step, sealing
from lintas.console.asking import ask
from lintas.console.errors import CallFull, NoSuchVerb
from lintas.console.models import Dossier, Draft, Officer
from lintas.console.one_step import Step
from lintas.dossier.header import Form
from lintas.dossier.meanings import SEATS, CallPlace, CallSignal, LeftPlace, Meaning
from lintas.dossier.officers import AUTHOR, PASSKEY
from lintas.dossier.verdict import Verdict
from lintas.node.part import Part, thread
from lintas.node.plain_data import DOSSIER_WORD, find_dossier, find_item
from lintas.node.shifts import NotOnShift
from lintas.node.show import Shown, ShownAct, show
from lintas.node.state import Node
from lintas.wire.identifiers import ACT_BYTES, ITEM_BYTES, read
from lintas.wire.identifiers import show as show_id

SEAT_WORDS: Final = MappingProxyType(dict(zip(SEATS, (_("Speaker"), _("Interpreter"), _("Note-taker")), strict=True)))
"""What a seat is called on a page."""
PEOPLE_MAX: Final = 6
"""Each browser sends to each other: more than so many is more than a line carries."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How a connection that is lost is made again: how long it may come back by itself, how long a try is, how many.

    `beat_ms`: how often a browser that sits there says so to its own node; `silent_ms_max`: how long nothing may be
    heard from it before its seat may be taken by another officer of the same authority.
    """

    lost_ms: int = 4_000
    try_ms: int = 12_000
    tries: int = 4
    beat_ms: int = 5_000
    silent_ms_max: int = 30_000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who sits in the call: of which authority, in which seat, as whom; `key` and `commitment` as the browser
    said them; `instead`: the key of the place of the same authority that was taken again, or nothing.
    """

    code: str
    seat: str
    sitting: str
    key: str
    commitment: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it stands. `us`: our code. `signals`: {of, to, sealed}, oldest first. `steps`: what is open to us."""

    phase: str
    ended: bool
    us: str
    people: tuple[Person, ...] = ()
    signals: tuple[Mapping[str, str], ...] = ()
    steps: tuple[Step, ...] = ()

    def sits(self) -> Step | None:
        """How somebody of ours sits down now, if that is open."""
        return next((step for step in self.steps if step.sits()), None)

    def step(self, meaning: Meaning | None) -> Step:
        """What says this meaning, or what a touch does; raises `NoSuchVerb`."""
        wanted = meaning.name if meaning else ""
        found = next((each for each in self.steps if each.made_in == wanted and (wanted or not each.asks)), None)
        if found is None:
            raise NoSuchVerb(wanted)
        return found


def call(node: Node, dossier: str, item: str) -> Call:
    """The call at an item, or that which could begin where the item is the dossier; raises as `find_item`."""
    of = find_dossier(node, dossier)
    now = node.replica(of).now()
    at = find_item(now, item)
    steps = tuple(one_step.steps(node, of, [at]))
    if item == DOSSIER_WORD:
        return Call("", False, node.federation.code(node.id), steps=tuple(each for each in steps if each.sits()))
    shown = show(node, of, Part(thread(node, of, at), (at,)))
    return _read(shown, now.phase(at), steps)


def _read(shown: Shown, phase: str, steps: tuple[Step, ...]) -> Call:
    ended = shown.items[0].ended
    acts = [act for act in shown.acts if _counts(act)]
    people = {} if ended else _people(acts)
    told = [(act.author, each) for act in acts for each in _all(act, CallSignal)]
    signals = [each for author, each in told if each["of"] in people and people[each["of"]].code == author]
    return Call(phase, ended, shown.us, tuple(people.values()), tuple(signals), steps)


def _counts(act: ShownAct) -> bool:
    return act.form == Form.VERB.name.lower() and act.verdict == Verdict.COUNTED.value and act.effect


def _people(acts: Iterable[ShownAct]) -> dict[str, Person]:
    """Who sits there, by key, in the order in which they came."""
    found: dict[str, Person] = {}
    for act in acts:
        places, left = list(_all(act, CallPlace)), {each["key"] for each in _all(act, LeftPlace)}
        gone = left if left or places or any(_all(act, CallSignal)) else set(found)
        again = next((key for key in left if places and key in found and found[key].code == act.author), "")
        found = {key: each for key, each in found.items() if each.code != act.author or key not in gone}
        new = (each for each in places if each["key"] not in found)
        found |= {each["key"]: Person(act.author, **each, instead=again) for each in new}
    return found


def _all(act: ShownAct, meaning: Meaning) -> Iterator[Mapping[str, str]]:
    """Every value of this meaning that the act says."""
    for value in (act.says or {}).values():
        yield from (each for each in (value if isinstance(value, list) else [value]) if meaning.check(each) is None)


def sit(officer: Officer, line: Dossier, item: str, said: Mapping[Meaning, Any], to: Sequence[str] = ()) -> str:
    """Somebody of ours sits down, with what the browser said; the call's item. `to`: whom a new call is for.

    `said` holds a place and signals, and, where one of ours is taken again, the place that is left by it: whether this
    officer may take it is asked before (`heard.to_take`). Raises `CallFull`, `NoSuchVerb`, `NotOnShift`, or what the
    node refuses it with.
    """
    found = ask(lambda node: call(node, line.pk, item))
    if len(found.people) >= PEOPLE_MAX and not said.get(LeftPlace):
        raise CallFull(PEOPLE_MAX)
    act = _sealed(officer, line, found.step(CallPlace), said, to)
    return show_id(read(act, ACT_BYTES)[:ITEM_BYTES]) if item == DOSSIER_WORD else item


def connect(officer: Officer, line: Dossier, item: str, signals: Sequence[Any]) -> None:
    """A browser of ours tells others what they need to reach it; raises as `sit`."""
    step = ask(lambda node: call(node, line.pk, item)).step(CallSignal)
    _sealed(officer, line, step, {CallSignal: signals})


def leave(officer: Officer, line: Dossier, item: str, key: str) -> None:
    """Somebody of ours gets up; the last of us, or whoever has no key, hangs up for all of us. Raises as `sit`."""
    found = ask(lambda node: call(node, line.pk, item))
    stay = [each for each in found.people if each.code == found.us and each.key != key]
    if key and stay:
        _sealed(officer, line, found.step(LeftPlace), {LeftPlace: {"key": key}})
    else:
        _sealed(officer, line, found.step(None), {})


def _sealed(officer: Officer, line: Dossier, step: Step, said: Mapping[Meaning, Any], to: Sequence[str] = ()) -> str:
    """Seal what was said, each meaning in the field that has it; the act. What is refused leaves no draft behind."""
    draft = step.draft(officer, line.pk, line.kind)
    fields = ask(lambda node: drafting.matter(node, draft)).verb.says.fields()
    draft.fields = {
        name: value
        for name, field in fields.items()
        for meaning, value in said.items()
        if field.says(meaning) and value
    }
    if step.seats and to:
        draft.to, draft.audience = {step.seats: list(to)}, list(to)
    draft.save()
    try:
        return _answered(draft)
    except Exception:
        drafts.drop(draft)
        raise


def _answered(draft: Draft) -> str:
    made, needed = sealing.prepared_of(draft)
    if sealing.method_for(draft.officer, needed) == PASSKEY:
        raise NotOnShift(draft.officer.name)
    _dossier, act = drafts.seal(draft, sealing.answered(draft, draft.officer, AUTHOR, made.nonce.hex(), ""))
    return act
