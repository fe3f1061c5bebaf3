"""The trust registry: states that all have admitted, each keeping its own authorities, nodes and desks.

Its bodies are plain: they hold no person, only public keys and addresses. A state is written by its one registry desk.
Once all have assented any state may record the admission, so that none can hold it up.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Party, Text, choice
from lintas.kinds.parts.papers import Reasons


class Root(Body):
    """A state, its root keys, and its commitment to the next ones."""

    state = Text
    desk = Party
    keys = File
    next_keys = File


class Entry(Body):
    """An authority, a node or a desk: its name, what it is competent for, where it is reached, and its keys."""

    what = choice("authority", "node", "desk", "officers")
    name = Text
    competence = Text.optional
    address = Text.optional
    keys = File.optional
    valid_from = Date.optional


class Tested(Body):
    """When the contact was last tried, and whether a person answered."""

    on = Date
    answered = choice("answered", "did not answer")


ASSENTED = every("state", "assents", since="change the entry")

CANDIDACY = Item(
    "candidacy",
    roles=(one("sponsor"), one("recorder")),
    verbs=(
        may("state", "assent", at="-, assents, took back", to="assents"),
        may("state", "take back assent", at="assents", to="took back", aside=True),
        may("sponsor", "change the entry", Root, at="proposes", aside=True),
        may(
            "state",
            "admit",
            Root,
            at="assents",
            to="admits",
            takes="recorder",
            seats="state",
            persons=2,
            needs=ASSENTED,
        ),
        may("sponsor", "drop", Reasons, at="proposes", to="dropped", aside=True),
    ),
    phases=(
        phase("admitted", some("recorder", "-"), ends=True),
        phase("dropped", some("sponsor", "dropped"), ends=True),
        phase("assented to by all", ASSENTED),
        phase("no state is left", no("state", "-, assents, took back, admits"), rests=True),
        phase("proposed"),
    ),
)

ENTRY = Item(
    "entry",
    roles=(one("keeper"),),
    verbs=(
        may("keeper", "amend", Entry, at="listed"),
        may("keeper", "renew keys", Entry, at="listed", persons=2),
        may("keeper", "record a test", Tested, at="listed"),
        may("keeper", "suspend", Reasons, at="listed", to="suspended", aside=True),
        may("keeper", "restore", Entry, at="suspended", to="listed", persons=2, aside=True),
        may("keeper", "retire", Reasons, at="listed, suspended", to="retired", persons=2, aside=True),
    ),
    phases=(
        phase("retired", some("keeper", "retired"), ends=True),
        phase("suspended", some("keeper", "suspended"), rests=True),
        phase("listed", rests=True),
    ),
)

KIND = kind(
    "registry",
    "Registry",
    sentence="No state is let in unless all agree, nobody puts another out, and I keep my own keys.",
    basis="consensus of the member states",
    traits=frozenset({"register", "plain"}),
    roles=(many("state"),),
    verbs=(
        begins("found", Root, takes="state", seats="state", to="member"),
        may("state", "confirm", Root, at="-", to="member", persons=2),
        may("state", "rotate root", Root, at="member", persons=2),
        may("state", "propose a state", Root, at="member", opens="candidacy", takes="sponsor", to="proposes"),
        may("state", "list", Entry, at="member", opens="entry", takes="keeper", to="listed", persons=2),
        may("state", "leave", Reasons, leaves=True, persons=2, aside=True),
    ),
    phases=(
        phase("a state has yet to confirm", some("state", "-")),
        phase("in force", rests=True),
    ),
    items=(CANDIDACY, ENTRY),
)
