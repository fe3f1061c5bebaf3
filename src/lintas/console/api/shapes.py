"""What goes into the API and comes out of it. Times are ms since 1970, or ISO 8601 where they are written."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field, Schema

from lintas.console.models.officer import NAME_CHARS_MAX
from lintas.wire.limits import LIMITS

PAGE: int = 50
PAGE_MAX: int = 200
NUMBER_MAX: int = 2**63 - 1
PURPOSE_CHARS_MAX: int = 500
ID_CHARS_MAX: int = 64
NOTE_CHARS_MAX: int = 10_000

Number = Annotated[int, Field(ge=-1, le=NUMBER_MAX)]
Count = Annotated[int, Field(ge=1, le=PAGE_MAX)]
Id = Annotated[str, Field(max_length=ID_CHARS_MAX)]
Name = Annotated[str, Field(max_length=NAME_CHARS_MAX)]
Words = Annotated[str, Field(max_length=PURPOSE_CHARS_MAX)]


class Line(Schema):
    """A dossier in the worklist."""

    id: str
    kind: str
    title: str
    phase: str
    ended: bool
    parties: list[str]
    awaited: list[str]
    awaits_us: bool
    next_step: str
    due_ms: int | None
    marking: str
    opened_ms: int
    last_ms: int


class Worklist(Schema):
    """One page of lines in the order of their ids, and how many lie in each tab. `next`: what to give as `after`."""

    lines: list[Line]
    next: str | None
    counts: dict[str, int]


class Begin(Schema):
    """What a draft is to be: the first act of a dossier of a `kind`, or an act in a `dossier`, at an `item` there."""

    verb: Id
    kind: Id = ""
    dossier: Id = ""
    item: Id = "dossier"


class Fill(Schema):
    """What a draft is to say from now on. A field that is null is taken out; what is not named stays as it is."""

    fields: Annotated[dict[str, Any], Field(default_factory=dict)]
    to: dict[str, list[str]] | None = None
    audience: list[str] | None = None
    purpose: Words | None = None
    language: Id | None = None
    re: Annotated[list[Id], Field(max_length=LIMITS.re_max)] | None = None


class Problem(Schema):
    """What is not yet as it must be: the field, or nothing, and why."""

    field: str
    why: str


class ShownDraft(Schema):
    """A draft in a list."""

    draft: int
    state: str
    author: str
    kind: str
    verb: str
    dossier: str
    item: str


class WholeDraft(ShownDraft):
    """A draft with all that it says. `seats`: roles that it fills, and whether with several; `problems`: what stands
    in the way of sealing; `officers`: how many must answer; `approvers`: who could be the second.
    """

    fields: dict[str, Any]
    to: dict[str, list[str]]
    audience: list[str]
    purpose: str
    language: str
    re: list[str]
    seats: dict[str, bool]
    parties: list[str]
    officers: int
    approvers: list[str]
    problems: list[Problem]


class Seal(Schema):
    """Who is to approve it, where it needs a second person."""

    approver: Name = ""


class Sealed(Schema):
    """`sealed`, with the dossier and the act; or `waiting` for the approver."""

    state: str
    dossier: str = ""
    act: str = ""
    approver: str = ""


class Why(Schema):
    """The reason."""

    why: Words = ""


class Text(Schema):
    """Words for colleagues."""

    text: Annotated[str, Field(min_length=1, max_length=NOTE_CHARS_MAX)]


class Announced(Schema):
    """A file to be handed in: its size in bytes, and its SHA-256 in hexadecimal."""

    name: Annotated[str, Field(max_length=LIMITS.line_bytes_max)]
    media: Annotated[str, Field(max_length=LIMITS.line_bytes_max)]
    bytes: Annotated[int, Field(ge=0, le=NUMBER_MAX)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
