"""Vectors of a silence procedure: a role beside the chair settles what the chair asked, and acts of both may cross.

Whether what one of two roles did still counts hangs on what it had seen of the other: a need names both roles, and its
`since` the verbs of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lintas.dossier.declare import begins, kind, many, may, no, one, phase, some
from tools.vectors.files import Vector
from tools.vectors.story import A, B, C, D, Story, kind_vector, position

_CLOSERS: Final = "chair, closer"
_SETTLED: Final = some(_CLOSERS, "adopted", since="reopen")
_OPEN: Final = no(_CLOSERS, "adopted", since="reopen")
_NEWEST: Final = "object, take back, reopen"
_OVERTAKEN: Final = no(_CLOSERS, "adopted", since=_NEWEST)

SILENCE: Final = kind(
    "silence",
    "Silence procedure",
    sentence="I see whether the text was adopted, by whom, and whether anybody objected.",
    basis="made for vectors",
    roles=(one("chair"), one("closer"), many("member")),
    verbs=(
        begins("open", takes="chair", seats="closer, member", to="silence"),
        may("member", "object", at="-, content", to="objects", needs=(some("chair", "silence"), _OPEN), aside=True),
        may("member", "drop", at="objects", to="content"),
        may(_CLOSERS, "adopt", at="-, silence, adopted", to="adopted",
            needs=(some("chair", "silence"), _OPEN, no("member", "objects"))),
        may("chair", "take back", at="silence", to="back", needs=_OPEN),
        may("chair", "put again", at="back", to="silence", needs=_OPEN),
        may("chair", "reopen", at="silence, adopted, back", to="back", needs=(_SETTLED, _OVERTAKEN)),
    ),
    phases=(
        phase("adopted", some(_CLOSERS, "adopted", since=_NEWEST), ends=True),
        phase("contested", _SETTLED, crossing=True),
        phase("objected to", some("member", "objects")),
        phase("under silence", some("chair", "silence")),
        phase("taken back"),
    ),
)  # fmt: skip


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield kind_vector(SILENCE)
    story = _story()
    story.add("adopt", B, "open", "adopt")
    yield story.vector(
        "silence-closed", "a role beside the chair settles what the chair asked", "fold.md 7", "adopt", "counted",
        **_lanes("adopted", b="adopted"),
    )  # fmt: skip
    story.add("late", C, "adopt", "object")
    yield story.vector(
        "silence-object-late", "an objection by who saw that the silence was closed", "fold.md 7 V6", "late", "void V6",
        **_lanes("adopted", ["late"], b="adopted"),
    )  # fmt: skip
    story = _story()
    story.add("object", C, "open", "object")
    story.add("over", B, "object", "adopt")
    yield story.vector(
        "silence-over-objection", "nobody closes a silence over an objection that it saw", "fold.md 7 V7", "over",
        "void V7", **_lanes("objected to", ["over"], c="objects"),
    )  # fmt: skip
    story = _story()
    story.add("adopt", B, "open", "adopt")
    story.add("object", C, "open", "object")
    yield story.vector(
        "silence-object-crossed", "an objection that crossed what the other role settled", "fold.md 6.4", "object",
        "counted", **_lanes("contested", b="adopted", c="objects"),
    )  # fmt: skip
    yield from _taken_back()


def _taken_back() -> Iterator[Vector]:
    """The chair takes back what another closes at the same time, answers, and asks anew."""
    story = _story()
    story.add("adopt", B, "open", "adopt")
    story.add("back", A, "open", "take back")
    yield story.vector(
        "silence-taken-back-crossed", "the chair took it back while another closed it: contested", "fold.md 6.4",
        "back", "counted", **_lanes("contested", a="back", b="adopted"),
    )  # fmt: skip
    story.add("put", A, "adopt back", "put again")
    yield story.vector(
        "silence-put-while-settled", "what counts as settled is reopened first", "fold.md 7 V7", "put", "void V7",
        **_lanes("contested", ["put"], a="back", b="adopted"),
    )  # fmt: skip
    story = _story()
    story.add("adopt", B, "open", "adopt")
    story.add("back", A, "open", "take back")
    story.add("reopen", A, "adopt back", "reopen")
    story.add("again", A, "reopen", "put again")
    yield story.vector(
        "silence-again", "what was settled before it was reopened does not count after", "fold.md 6.4", "again",
        "counted", **_lanes("under silence", a="silence", b="adopted"),
    )  # fmt: skip
    story.add("anew", B, "adopt again", "adopt")
    yield story.vector(
        "silence-closed-anew", "and the same role settles it again", "fold.md 6.4", "anew", "counted",
        **_lanes("adopted", a="silence", b="adopted"),
    )  # fmt: skip


def _story() -> Story:
    """A opened the silence, B may close it beside A; C and D are members."""
    return Story((C, D), SILENCE, closer=(B,))


def _lanes(phase_name: str, lost: list[str] | None = None, **stands: str) -> dict[str, Any]:
    """What all acts together show, by where A, B and C stand in their roles."""
    roles = {"a": "chair", "b": "closer", "c": "member"}
    found = {"a": "silence", "b": "-", "c": "-"} | stands
    return position(b"abcd", phase_name, {f"dossier/{roles[who]}/{who}": found[who] for who in roles}, lost or [])
