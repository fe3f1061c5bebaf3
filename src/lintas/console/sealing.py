"""From a draft that is complete to a sealed act: prepared once, shown, answered for, and sealed as it was shown.

What is prepared lies with the draft (`node.prepare`), and the page that shows it carries its nonce, so that nobody
answers for what another tab changed meanwhile. The first officer's answer lies there too while a second is awaited.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final, TypeAlias

from lintas.console import drafting, taking
from lintas.console.asking import ask
from lintas.console.errors import ChangedSince
from lintas.console.models import Draft, Officer
from lintas.console.passkeys import has_passkey, touch_of
from lintas.console.refusals import words
from lintas.dossier.officers import AUTHOR, PASSKEY, SESSION, SHIFT, Answer, answer_fields, read_answer
from lintas.node import presence
from lintas.node.author import Authored
from lintas.node.order import BadBody
from lintas.node.prepare import (
    MethodNotEnough,
    Prepared,
    Wanted,
    prepare,
    read_prepared,
    seal_prepared,
    wanted,
    write_prepared,
)
from lintas.node.prepare_saying import (
    PreparedSaying,
    make_prepared,
    read_prepared_saying,
    wanted_saying,
    write_prepared_saying,
)
from lintas.node.shifts import NotOnShift, on_shift
from lintas.node.state import Node
from lintas.wire import cbor
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show
from lintas.wire.limits import LIMITS

ANSWER_BYTES_MAX: Final = 2 * LIMITS.header_bytes_max
"""A certificate, and a proof by a shift."""


Made: TypeAlias = Prepared | PreparedSaying
"""What a draft was prepared as: an act of a verb, or a recall or a release."""


def prepared_of(draft: Draft) -> tuple[Made, Wanted]:
    """What the draft would be sealed as, prepared now if it was not; raises what stands in the way."""
    if not draft.prepared:
        made, needed = ask(lambda node: _prepare(node, draft))
        _put(draft, made)
        draft.save()
        return made, needed
    before = kept(draft)
    return before, ask(lambda node: _wanted(node, before))


def _put(draft: Draft, made: Made) -> None:
    draft.prepared = write_prepared_saying(made) if isinstance(made, PreparedSaying) else write_prepared(made)


def obstacles(draft: Draft) -> list[tuple[str, str]]:
    """What stands in the way of preparing the draft: the field, or nothing, and why."""
    try:
        prepared_of(draft)
    except BadBody as error:
        return [(each.field, each.reason) for each in error.problems]
    except LintasError as error:
        return [("", words(error))]
    return []


def kept(draft: Draft) -> Made:
    """What the draft was prepared as, whether it can still be sealed or not; raises `Malformed` if it was not."""
    data = bytes(draft.prepared or b"")
    return read_prepared_saying(data) if draft.form else read_prepared(data)


def _wanted(node: Node, made: Made) -> Wanted:
    return wanted_saying(node, made) if isinstance(made, PreparedSaying) else wanted(node, made)


def _prepare(node: Node, draft: Draft) -> tuple[Made, Wanted]:
    if draft.form:
        return taking.prepare(node, draft)
    order = drafting.order_of(node, draft, ())
    return prepare(node, drafting.dossier_of(node, draft), draft.kind, order)


def method_for(officer: Officer, needed: Wanted) -> str:
    """How this officer answers: by the shift, if it suffices and there is one; by a touch; or by the session alone."""
    has, name = has_passkey(officer), officer.name
    if SHIFT not in needed.methods:
        return _other(needed, has=has)
    return ask(lambda node: _method(node, name, needed, has=has))


def _method(node: Node, name: str, needed: Wanted, *, has: bool) -> str:
    if SHIFT in needed.methods:
        with suppress(NotOnShift):
            on_shift(node, name)
            return SHIFT
    return _other(needed, has=has)


def _other(needed: Wanted, *, has: bool) -> str:
    return PASSKEY if PASSKEY in needed.methods and (SESSION not in needed.methods or has) else SESSION


def answered(draft: Draft, officer: Officer, role: str, nonce: str, touch: str) -> Answer:
    """The officer's answer for what the draft was prepared as; raises `ChangedSince`, `BadTouch`, or as `presence`.

    `nonce` is that of the page on which it was shown; `touch` what an authenticator gave, if it was asked.
    """
    made, needed = prepared_of(draft)
    if made.nonce.hex() != nonce:
        raise ChangedSince()
    method = method_for(officer, needed)
    if method == PASSKEY:
        touched = touch_of(touch)
        return ask(lambda node: presence.by_passkey(node, officer.name, role, made, touched))
    by = presence.by_shift if method == SHIFT else presence.by_session
    return ask(lambda node: by(node, officer.name, role, made))


def answered_at_once(draft: Draft) -> Answer | None:
    """Prepare the draft, and give its author's answer, if being signed in or on shift answers for it; None where a
    second person or the touch of a passkey is asked, for which it is kept as it was prepared. Raises as `prepared_of`.

    One job on the node: somebody waits before a line for what is said in it.
    """
    officer, has = draft.officer, has_passkey(draft.officer)

    def job(node: Node) -> tuple[Made, Answer | None]:
        made, needed = _prepare(node, draft)
        method = _method(node, officer.name, needed, has=has)
        if needed.persons > 1 or method == PASSKEY:
            return made, None
        by = presence.by_shift if method == SHIFT else presence.by_session
        return made, by(node, officer.name, AUTHOR, made)

    made, given = ask(job)
    _put(draft, made)
    if given is None:
        draft.save()
    return given


def by_word(draft: Draft, officer: Officer, role: str) -> Answer:
    """The officer's answer where a program shows a token, as what the draft says now: a word given while signed in.

    Raises `MethodNotEnough` where this authority's policy wants more for it.
    """
    made, needed = prepared_of(draft)
    if SESSION not in needed.methods:
        raise MethodNotEnough(SESSION, ", ".join(needed.methods))
    return ask(lambda node: presence.by_session(node, officer.name, role, made))


def keep(draft: Draft, given: Answer) -> None:
    """Keep the first officer's answer with the draft."""
    draft.answer = cbor.encode(answer_fields(given))
    draft.save()


def sealed(draft: Draft, given: Answer) -> tuple[str, str]:
    """Seal it with this answer, and the one that is kept if there is one; the dossier and the act, as text."""
    made = kept(draft)
    first = [read_answer(cbor.decode(bytes(draft.answer), size_max=ANSWER_BYTES_MAX))] if draft.answer else []
    done = ask(lambda node: _make(node, made, [*first, given]))
    return show(done.dossier), show(done.act)


def _make(node: Node, made: Made, answers: list[Answer]) -> Authored:
    if isinstance(made, PreparedSaying):
        return make_prepared(node, made, answers)
    return seal_prepared(node, made, answers)


def forget(draft: Draft) -> None:
    """What was prepared is void: the draft was changed, or goes back to its author."""
    draft.prepared, draft.answer = None, None
