"""A post or a secondment: announced, applied for, filled as its terms say, served and ended.

The terms say from the first act who chooses: all states by consensus, or the office that announced it. An application
goes to those whom the state that makes it has chosen; that it was made is seen by all, and what it says is not.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, clock, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, PersonName, Text, Wish, choice
from lintas.kinds.parts.papers import Reasons, Words


class Post(Body):
    """Where the post is, what is done there, what it asks for, who pays, from when to when, and the last day."""

    post = Text
    sort = choice("post at the secretariat", "secondment to the secretariat", "secondment to another state",
                  "liaison officer", "expert for a time")  # fmt: skip
    duties = Text
    asked_for = Text
    paid_by = Text
    from_day = Date
    to_day = Date.optional
    apply_by = Date
    terms = File.optional


class Application(Body):
    """Who is put forward, from which office, with which experience and languages, and the papers."""

    person = PersonName
    wish = Wish
    office = Text
    experience = Text
    languages = Text
    files = File.optional.several


class Dates(Body):
    """From which day to which day, and what is to be known beside."""

    from_day = Date
    to_day = Date.optional
    note = Text.optional


AGREED = every("state", "agrees", since="change the application")

APPLICATION = Item(
    "application",
    roles=(one("nominating"),),
    verbs=(
        may("nominating", "change the application", Application, at="put forward, before all", use="serve", aside=True),
        may("nominating", "withdraw the application", Reasons, at="put forward, before all", to="withdrawn",
            aside=True),
        may("announcing", "examine it", Words, at="-", to="examined"),
        may("announcing", "choose", Words, at="examined", to="chosen", persons=2,
            needs=some("nominating", "put forward")),
        may("state", "agree", at="-, agrees, objects", to="agrees", aside=True,
            needs=(some("nominating", "before all"), some("announcing", "examined"))),
        may("state", "object", Reasons, at="-, agrees", to="objects", aside=True,
            needs=(some("nominating", "before all"), some("announcing", "examined"))),
        may("announcing", "record that all agreed", Words, at="examined", to="chosen", persons=2,
            needs=(some("nominating", "before all"), AGREED)),
        may("announcing", "choose another", Words, at="-, examined", to="not chosen", aside=True),
        may("nominating", "accept the post", at="put forward, before all", to="accepted",
            needs=some("announcing", "chosen")),
    ),
    phases=(
        phase("accepted", some("nominating", "accepted"), ends=True),
        phase("withdrawn", some("nominating", "withdrawn"), ends=True),
        phase("not chosen", some("announcing", "not chosen"), ends=True),
        phase("chosen", some("announcing", "chosen")),
        phase("objected to", some("announcing", "examined"), some("state", "objects"), rests=True),
        phase("before all states", some("announcing", "examined"), some("nominating", "before all"), rests=True),
        phase("examined", some("announcing", "examined")),
        phase("received"),
    ),
)  # fmt: skip

ACCEPTED = some("application", "accepted")

KIND = kind(
    "post",
    "Post or secondment",
    sentence="I see which posts are open and how each is filled, and nobody reads our application who need not.",
    basis="terms of the post; agreements on secondment; ASEAN Charter art. 11",
    traits=frozenset({"protected"}),
    roles=(one("announcing"), many("state")),
    verbs=(
        begins("announce, to be filled by consensus", Post, takes="announcing", seats="state", to="open to all"),
        begins("announce, to be filled by us", Post, takes="announcing", seats="state", to="open"),
        may("announcing", "change the terms", Post, at="open, open to all", aside=True),
        may("announcing", "tell another state", Words, seats="state", aside=True),
        may("state", "leave", Words, leaves=True, aside=True),
        may("state", "apply", Application, opens="application", takes="nominating", to="put forward", use="serve",
            needs=some("announcing", "open")),
        may("state", "apply before all", Application, opens="application", takes="nominating", to="before all",
            use="serve", needs=some("announcing", "open to all")),
        may("announcing", "fill the post", Dates, at="open, open to all", to="filled", persons=2, needs=ACCEPTED),
        may("announcing", "withdraw the post", Reasons, at="open, open to all", to="withdrawn", persons=2,
            needs=no("application", "accepted"), aside=True),
        may("announcing", "record the start", Dates, at="filled", to="serving"),
        may("announcing", "extend", Dates, at="serving", aside=True),
        may("announcing", "record the end", Dates, at="filled, serving", to="ended"),
    ),
    phases=(
        phase("ended", some("announcing", "ended"), ends=True),
        phase("withdrawn", some("announcing", "withdrawn"), ends=True),
        phase("being served", some("announcing", "serving")),
        phase("filled", some("announcing", "filled")),
        phase("accepted by one", ACCEPTED),
        phase("open", rests=True),
    ),
    items=(APPLICATION,),
    clocks=(clock("start", "announcing", "fill the post", "from_day", "record the start, record the end"),),
)  # fmt: skip
