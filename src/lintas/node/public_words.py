"""The words for the public that were agreed and made known, and nothing else of their dossier.

A kind says by its fields what stands on a sheet for the public (`Meaning.public`): one act proposes the words, another
makes them known, and a third may name a last day. The kind has the words agreed to before they can be made known; here
they are found again: those that the newest act which made some known had seen last. What was proposed since is not
made known yet, and what is over is given out no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lintas.dossier.grammar import Item, Kind, Verb
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.graph import undominated
from lintas.dossier.position import DOSSIER, Position
from lintas.node.clocks import done_at
from lintas.node.state import Node
from lintas.node.totals import well_said
from lintas.wire.errors import LintasError

WORDS, LANGUAGES, BY_WHOM, ON, UNTIL = "words", "languages", "by whom", "on", "until"


class NoSheet(LintasError):
    """There are no words for the public here that were agreed and made known."""

    def __init__(self, why: str) -> None:
        self.why = why


@dataclass(frozen=True, slots=True)
class PublicWords:
    """What the public may read. Days are ISO 8601, `until` empty where no last day is named or none can be read.

    `title`: of the kind; `act`: the one that made the words known; `code`, `name`, `state`: of the authority whose act
    it is.
    """

    title: str
    words: str
    languages: str
    by_whom: str
    on: str
    until: str
    act: bytes
    time_ms: int
    code: str
    name: str
    state: str
    exercise: bool


def has_public_words(kind: Kind) -> bool:
    """Whether dossiers of the kind may come to words for the public."""
    return any(_says(verb, WORDS) for verb in kind.item.verbs) and any(_says(verb, ON) for verb in kind.item.verbs)


def public_words(node: Node, dossier: bytes) -> PublicWords:
    """The words as they stand now; raises `NoSheet`, or `UnknownDossier`."""
    replica = node.replica(dossier)
    kind, now = replica.kind, replica.now()
    if not has_public_words(kind):
        raise NoSheet("nothing is made known to the public in a dossier of this kind")
    known = undominated(_done(now, kind.item, ON))
    if not known:
        raise NoSheet("nothing was made known to the public yet")
    if len(known) > 1:
        raise NoSheet("two acts that crossed made words known: make them known again")
    if now.over(DOSSIER):
        raise NoSheet("it is over, and its words are given out no more")
    (release,) = known
    agreed = undominated(each for each in _done(now, kind.item, WORDS) if release.saw(each))
    if len(agreed) != 1:
        raise NoSheet("it cannot be told which words were agreed to")
    said, made = _fields(node, kind.item, agreed[0]), _fields(node, kind.item, release)
    if not said or not made:
        raise NoSheet("the words were not for us, or were taken back")
    last = undominated(_done(now, kind.item, UNTIL))
    author = release.act.header.author
    code = node.federation.code(author)
    authority = node.federation.authorities.get(author)
    return PublicWords(
        title=kind.title,
        words=said[WORDS],
        languages=said.get(LANGUAGES, ""),
        by_whom=made.get(BY_WHOM, ""),
        on=made[ON],
        until=(_fields(node, kind.item, last[0]) if len(last) == 1 else {}).get(UNTIL, ""),
        act=release.act.id,
        time_ms=release.act.header.time_ms,
        code=code,
        name=authority.name if authority else code,
        state=node.federation.state(author),
        exercise=node.federation.exercise,
    )


def _says(verb: Verb, part: str) -> bool:
    return any(meaning.public == part for meaning in verb.says.fields().values())


def _done(now: Position, item: Item, part: str) -> Iterator[GraphNode]:
    """The acts with effect that say this part."""
    for verb in item.verbs:
        if _says(verb, part):
            yield from done_at(now, DOSSIER, verb.name)


def _fields(node: Node, item: Item, found: GraphNode) -> dict[str, str]:
    """What an act says of a sheet, part by part, and nothing else that it says; empty where it cannot be read here."""
    verb = item.verb(found.act.header.verb)
    said = well_said(node, found, verb.says) if verb else None
    if verb is None or said is None:
        return {}
    return {meaning.public: str(said[name]) for name, meaning in verb.says.fields().items()
            if meaning.public and name in said}  # fmt: skip
