"""What of a dossier may leave for another tool, as entities, and what may not, with the reason.

The rules are those of the pages and of the index: what this node cannot read is not here; what was recalled, corrected,
disowned or has no effect stays; of a dossier in which a person may be under 18, and of one whose kind is protected, a
pseudonym leaves and no words; whoever this authority protects is in no file. What another authority gave leaves only
for what its handling code allows. What an officer writes in free words escapes the rules that hang on meanings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, auto
from typing import Any, Final

from lintas.dossier import entities as form
from lintas.dossier import staying
from lintas.dossier.entities import Bond, Entities, Entity, Source
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Marking, Meaning
from lintas.dossier.parts import marking_in
from lintas.dossier.reasons import Reason
from lintas.dossier.replica import Replica
from lintas.dossier.safeguards import personal, young
from lintas.dossier.traits import PROTECTED
from lintas.kinds.parts.codes import (
    FREE,
    NO_OTHER_READERS,
    NO_OTHER_USE,
    Certainty,
    Handling,
    coded,
)
from lintas.kinds.parts.codes import (
    Source as SourceCode,
)
from lintas.node.looking import look
from lintas.node.originator import handling_of
from lintas.node.reading import read
from lintas.node.show import Shown, ShownAct
from lintas.node.state import Node
from lintas.node.timeline import utc
from lintas.search.passages import names_any, passages
from lintas.wire.identifiers import show

CHILD: Final = "child"
HIDDEN: Final = "protected person"
"""Pseudonyms, in place of a name."""
_STAYS: Final = {CHILD: staying.CHILD, HIDDEN: staying.PROTECTED}


class Purpose(Enum):
    """What a file is for. OWN: work with a tool in this house. PASSED_ON: others will read it. EVIDENCE: a court."""

    OWN = auto()
    PASSED_ON = auto()
    EVIDENCE = auto()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An act, by its short reference and its verb, and why it, or something in it, does not leave."""

    act: str
    verb: str
    why: Reason


@dataclass(frozen=True, slots=True)
class Extract:
    """What leaves: the dossier as entities, with the one that says what this is (`EXPORT`) first."""

    exercise: bool
    held: Entities
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """An act whose words are open here."""

    act: ShownAct
    verb: Verb
    handling: str


def extract(node: Node, dossier: bytes, purpose: Purpose) -> Extract:
    """What may leave of a dossier for a purpose. Its authors learn that it was opened here, as by looking at it.

    Raises `UnknownDossier`, or a `NotFolded` where this node cannot say what its acts mean.
    """
    return extracts(node, dossier, (purpose,))[purpose]


def extracts(node: Node, dossier: bytes, purposes: Iterable[Purpose]) -> Mapping[Purpose, Extract]:
    """The same for several purposes, of which it is looked at once."""
    replica = node.replica(dossier)
    shown, today = look(node, dossier), datetime.fromtimestamp(node.clock() / 1000, UTC).date()
    hidden = _pseudonym(node, replica, shown, today)
    return {purpose: _extract(node, replica, shown, hidden, purpose) for purpose in purposes}


def _extract(node: Node, replica: Replica, shown: Shown, hidden: str, purpose: Purpose) -> Extract:
    parts, out, markings = [Entities(tuple(_authorities(node, shown)))], list[LeftOut](), list[str]()
    for act in shown.acts:
        if not act.verb:
            continue
        said = _said(node, replica, act, purpose)
        if isinstance(said, Reason):
            out.append(_left(act, said))
            continue
        part, left = _part(node, shown.id, said, hidden)
        parts.append(part)
        out += left
        markings.append(_marking(said))
    marking = max(filter(None, markings), key=Marking.choices.index, default="")
    whole = form.merged(parts)
    top = Entity(form.entity_id(shown.id, form.EXPORT), form.EXPORT, tuple(_top(shown, marking, out)))
    held = Entities((top, *whole.entities), whole.bonds)
    return Extract(shown.exercise, held, tuple(out))


def _said(node: Node, replica: Replica, act: ShownAct, purpose: Purpose) -> _Said | Reason:
    """The act with its words; or why it does not leave."""
    verb = replica.verb(replica.graph.nodes[act.id].act)
    if why := _unfit(act):
        return why
    row = node.store.act(act.id)
    if verb is None or row is None or act.says is None:
        return staying.NOT_OPEN
    signed, content = read(node, row)
    handling = handling_of(node, replica, signed.act, content)
    if row.author != node.id and (why := _bound(handling, purpose)):
        return why
    return _Said(act, verb, handling)


def _unfit(act: ShownAct) -> Reason | None:
    if act.disowned:
        return staying.DISOWNED
    if act.recall:
        return staying.RECALLED
    if act.corrected:
        return staying.CORRECTED
    return None if act.effect else staying.NO_EFFECT


def _bound(handling: str, purpose: Purpose) -> Reason | None:
    """Why the code forbids the purpose, if it does: `originator` has the rule."""
    if purpose is Purpose.OWN or handling in {"", FREE}:
        return None
    allowed = NO_OTHER_USE if purpose is Purpose.PASSED_ON else NO_OTHER_READERS
    return None if handling in allowed else staying.bound(handling)


def _pseudonym(node: Node, replica: Replica, shown: Shown, today: date) -> str:
    """What every person of the dossier is called, if names do not leave; empty if they do."""
    if PROTECTED in replica.kind.item.traits:
        return HIDDEN
    if node.recalls.of_children(shown.id):
        return CHILD
    verbs = ((replica.verb(replica.graph.nodes[act.id].act), act.says) for act in shown.acts if act.says)
    return CHILD if any(verb and young(verb.says, says, today) for verb, says in verbs if says) else ""


def _left(act: ShownAct, why: Reason) -> LeftOut:
    return LeftOut(show(act.id)[:8], act.verb, why)


def _authorities(node: Node, shown: Shown) -> Iterator[Entity]:
    """The parties, and all who acted; of one that is listed no more, the code alone."""
    known = {each.code: each for each in node.federation.authorities.values()}
    for code in sorted({*shown.parties, *(act.author for act in shown.acts)}):
        says = [(form.CODE, code), *_exercise(shown.exercise)]
        if each := known.get(code):
            says += [(form.NAME, each.name), *([(form.STATE, each.state)] if each.state else [])]
        yield Entity(_authority_id(shown.id, code), form.ORGANISATION, tuple(says))


def _authority_id(dossier: bytes, code: str) -> str:
    return form.entity_id(dossier, form.ORGANISATION, code)


def _exercise(exercise: bool) -> Iterator[tuple[str, str]]:
    if exercise:
        yield form.EXERCISE, "EXERCISE"


def _part(node: Node, dossier: bytes, said: _Said, hidden: str) -> tuple[Entities, list[LeftOut]]:
    """What one act gives."""
    act, says, fields = said.act, said.verb.says, dict(said.act.says or {})
    code, out = node.federation.code, list[LeftOut]()
    source = Source(dossier, act.id, code, tuple(_origin(node, said)))
    if not hidden and names_any(passages(said.verb, fields), node.policy.protected):
        hidden = HIDDEN
    if hidden:
        named, words = _hidden(source, says, hidden), []
        out.append(_left(act, _STAYS[hidden]))
    else:
        named, words = form.entities_in(says, fields, source), list(form.words_in(says, fields, code))
        out += [_left(act, staying.unlisted(name)) for name in form.kept_back(says, fields)]
    it = form.act_id(dossier, act.id)
    told = [(form.VERB, act.verb), (form.ITEM, act.item_name), (form.TIME, utc(act.time_ms))]
    told += [(form.SAYS, line) for line in words]
    entity = Entity(it, form.ACT, (*((name, value) for name, value in told if value), *source.origin))
    made = Bond(_authority_id(dossier, act.author), form.MADE, it)
    return form.merged([Entities((entity,), (made,)), named]), out


def _hidden(source: Source, says: Any, pseudonym: str) -> Entities:
    """That a person is named, by a pseudonym, and nothing that would tell who it is."""
    if not personal(says):
        return Entities(())
    made = form.entity_id(source.dossier, form.PERSON, show(source.act), pseudonym)
    who = Entity(made, form.PERSON, ((form.NAME, pseudonym), *source.origin))
    return Entities((who,), (Bond(made, form.NAMED_IN, form.act_id(source.dossier, source.act)),))


def _origin(node: Node, said: _Said) -> Iterator[tuple[str, str]]:
    """Where it comes from, and what may be done with it."""
    act = said.act
    yield from _exercise(node.federation.exercise)
    yield form.MARKING, _marking(said) or "none stated"
    yield form.SAID_BY, act.author
    yield form.SAID_AT, utc(act.time_ms)
    for name, codes in ((form.HANDLING, Handling), (form.SOURCE, SourceCode), (form.CERTAINTY, Certainty)):
        value = said.handling if name == form.HANDLING else _coded(said, codes)
        if value:
            yield name, _plainly(codes, value)


def _marking(said: _Said) -> str:
    return marking_in(said.verb.says, said.act.says or {})


def _coded(said: _Said, codes: Meaning) -> str:
    says, fields = said.act.says or {}, said.verb.says.fields()
    return next((str(says[name]) for name in fields if name in says and coded(fields[name], codes)), "")


def _plainly(codes: Meaning, value: str) -> str:
    words = dict(zip(codes.choices, codes.plain, strict=True)).get(value, "")
    return f"{value}: {words}" if words else value


def _top(shown: Shown, marking: str, out: list[LeftOut]) -> Iterator[tuple[str, str]]:
    yield from _exercise(shown.exercise)
    yield form.MARKING, marking or "none stated"
    yield form.DOSSIER, show(shown.id)
    yield form.KIND, shown.title
    yield form.BY, shown.us
    yield from ((form.PARTY, code) for code in shown.parties)
    yield from ((form.LEFT_OUT, f"{each.act} {each.verb}: {each.why}") for each in out)
