"""The law register: treaties, parties, reservations, national law; each row signed, checked by others, amended openly.

Whoever is named checks a row. Any state may join the checkers; one that disputes holds it up until it checks again.
A row in force stays in force while its amendment is being checked. Whether it was law on a given day is in its dates.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Text, choice
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Reasons, Words

OFFER, HAND_OVER = hand_over("keeper")
PROPOSE, TAKE_OVER = take_over("keeper", by="state")


class Row(Body):
    """A row of law: what it says, from when to when, its source, and how sure we are of it."""

    instrument = Text
    article = Text.optional
    states = Text.optional
    row = Text
    valid_from = Date.optional
    valid_to = Date.optional
    source = Text
    text = File.optional
    confidence = choice("read in the original", "read in a summary", "recalled", "reported by the state")


AMENDED = "amend, amend what is in force"
RIGHT = some("checker", "found right", since=AMENDED, least=2)

DISPUTED = some("checker", "disputes")

ROW = Item(
    "row",
    roles=(one("owner"), many("checker")),
    verbs=(
        may("owner", "amend", Row, at="entered", persons=2, aside=True),
        may("owner", "amend what is in force", Row, at="in force, amending", to="amending", persons=2, aside=True),
        may("owner", "name another checker", Words, at="entered, in force, amending", seats="checker", aside=True),
        may("owner", "excuse a checker", Words, at="entered, in force, amending", unseats="checker", aside=True),
        may("state", "take part in checking", Words, takes="checker", aside=True),
        may("checker", "check", Reasons, at="-, found right, disputes", to="found right",
            needs=some("owner", "entered, amending")),
        may("checker", "dispute", Reasons, at="-, found right", to="disputes", aside=True),
        may("checker", "no longer dispute", at="disputes", to="found right", needs=some("owner", "in force")),
        may("owner", "put in force", at="entered, amending", to="in force", persons=2,
            needs=(RIGHT, no("checker", "disputes"))),
        may("owner", "repeal", Row, at="entered, in force, amending", to="repealed", persons=2, aside=True),
        may("keeper", "strike out what its owner left", Reasons, to="struck out", persons=2, aside=True),
    ),
    phases=(
        phase("repealed", some("owner", "repealed"), ends=True),
        phase("struck out", some("keeper", "struck out"), ends=True),
        phase("in force, disputed", some("owner", "in force"), DISPUTED),
        phase("in force", some("owner", "in force"), rests=True),
        phase("disputed", DISPUTED),
        phase("checked", RIGHT),
        phase("another checker is wanted", every("checker", "found right", since=AMENDED), rests=True),
        phase("nobody checks it", no("checker", "-, found right"), rests=True),
        phase("in force, amendment being checked", some("owner", "amending")),
        phase("being checked"),
    ),
)  # fmt: skip

KIND = kind(
    "law_register",
    "Law register",
    sentence="Every row says who entered it, who checked it, and whether it was law on the day of my request.",
    basis="decision of the senior officials",
    traits=frozenset({"register", "plain"}),
    roles=(one("keeper"), many("state")),
    verbs=(
        begins("open", Words, takes="keeper", seats="state", to="keeping"),
        may("keeper", "admit", Words, seats="state", aside=True),
        may("state", "leave", Words, leaves=True, aside=True),
        may("keeper, state", "enter", Row, opens="row", takes="owner", seats="checker", to="entered", persons=2),
        OFFER,
        PROPOSE,
    ),
    phases=(phase("kept", rests=True),),
    items=(ROW, HAND_OVER, TAKE_OVER),
)
