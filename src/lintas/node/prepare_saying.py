"""A recall or a release prepared and shown, answered for in people's own time, then made as it was shown.

As for a verb (`prepare`): what is shown is what is made, its nonce is a hash of all the rest, and it is made once. What
officers answer for names the acts, and of a release to whom they are given (`spec/act.md` 3), so that a touch for one
recall holds for no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lintas.dossier.control import Erasure, Release, erasure_fields, release_fields
from lintas.dossier.header import Form
from lintas.dossier.officers import NONCE_BYTES, SHIFT, Answer, Statement
from lintas.dossier.sealing import Content
from lintas.node.author import Authored
from lintas.node.prepare import LANGUAGE_CHARS_MAX, PREPARED_BYTES_MAX, VERSION, Wanted, check_once, given_for
from lintas.node.recall import RecallOrder, weigh_recall
from lintas.node.release import NotReleasable, ReleaseOrder, weigh_release
from lintas.node.saying import Saying, say
from lintas.node.state import Node
from lintas.wire import cbor, shape
from lintas.wire.identifiers import digest
from lintas.wire.limits import LIMITS

FORMS: Final = (Form.ERASE, Form.RELEASE)
_LABEL: Final = "lintas/prepared-saying/1"


@dataclass(frozen=True, slots=True)
class PreparedSaying:
    """A recall, or a release to `parties`, of `acts`, as it is shown before it is made. `audience`: who will read why;
    `after`: how many acts there were here; `salt`: 16 bytes of chance.
    """

    kind: str
    dossier: bytes
    form: Form
    acts: tuple[bytes, ...]
    parties: tuple[bytes, ...]
    fields: Mapping[str, Any]
    audience: tuple[bytes, ...]
    language: str
    purpose: str
    after: int
    salt: bytes

    @property
    def because(self) -> str:
        """Why."""
        return str(self.fields.get("because", ""))

    @property
    def nonce(self) -> bytes:
        """The nonce of the draft: a hash of all of it."""
        return digest(_LABEL, write_prepared_saying(self))[:NONCE_BYTES]

    @property
    def statement(self) -> Statement:
        """What officers answer for: the acts among it, and to whom they are given."""
        given = Release(self.acts, self.parties)
        control = erasure_fields(Erasure(self.acts)) if self.form is Form.ERASE else release_fields(given)
        said = Content(self.fields).payload_hash()
        return Statement(self.dossier, "", None, said, self.audience, self.nonce, self.form, control)

    @property
    def challenge(self) -> bytes:
        """For what a passkey is to be touched: 32 bytes."""
        return self.statement.challenge()


def prepare_recall(node: Node, dossier: bytes, order: RecallOrder) -> tuple[PreparedSaying, Wanted]:
    """The recall of this order (its officers are passed over), as it would be made now, and who must answer.

    Raises as `recall.weigh_recall`. Nothing is kept.
    """
    return _prepared(node, dossier, weigh_recall(node, dossier, order), tuple(sorted(set(order.acts))), "")


def prepare_release(node: Node, dossier: bytes, order: ReleaseOrder) -> tuple[PreparedSaying, Wanted]:
    """The same of a release; raises as `release.weigh_release`, and `NotReleasable` for more acts than one takes."""
    acts, saying = _one(node, dossier, order)
    return _prepared(node, dossier, saying, acts, order.purpose)


def wanted_saying(node: Node, prepared: PreparedSaying) -> Wanted:
    """Who must answer for what was prepared, as things stand now; raises as it was prepared."""
    return _wanted(node, _weigh(node, prepared))


def make_prepared(node: Node, prepared: PreparedSaying, answers: Sequence[Answer]) -> Authored:
    """Make what was prepared, once, with the answers of these officers; raises as `prepare.seal_prepared` does, or as
    it was prepared.
    """
    check_once(node, prepared.statement, prepared.after)
    saying = _weigh(node, prepared)
    officers = given_for(node, prepared.statement, _wanted(node, saying), answers)
    return say(node, prepared.dossier, node.replica(prepared.dossier), saying, officers, prepared.nonce)


def _one(node: Node, dossier: bytes, order: ReleaseOrder) -> tuple[tuple[bytes, ...], Saying]:
    weighed = weigh_release(node, dossier, order)
    if len(weighed.sayings) > 1:
        raise NotReleasable(b"", f"one release gives {LIMITS.released_max} acts at most: name fewer")
    return tuple(sorted(weighed.acts)), weighed.sayings[0]


def _weigh(node: Node, prepared: PreparedSaying) -> Saying:
    acts, because, language = prepared.acts, prepared.because, prepared.language
    if prepared.form is Form.ERASE:
        return weigh_recall(node, prepared.dossier, RecallOrder(acts, because, (), language))
    order = ReleaseOrder(prepared.parties, acts, (), because, language, prepared.purpose)
    return _one(node, prepared.dossier, order)[1]


def _prepared(
    node: Node, dossier: bytes, saying: Saying, acts: tuple[bytes, ...], purpose: str
) -> tuple[PreparedSaying, Wanted]:
    prepared = PreparedSaying(
        kind=node.replica(dossier).kind.name,
        dossier=dossier,
        form=saying.form,
        acts=acts,
        parties=saying.audience if saying.form is Form.RELEASE else (),
        fields=saying.fields,
        audience=saying.audience,
        language=saying.language,
        purpose=purpose,
        after=node.store.size(),
        salt=node.entropy(NONCE_BYTES),
    )
    # By its bytes, so that it is now as it will be when it comes back.
    return read_prepared_saying(write_prepared_saying(prepared)), _wanted(node, saying)


def _wanted(node: Node, saying: Saying) -> Wanted:
    # A shift is for verbs: no terms of one name a recall, in an exercise neither.
    methods = node.policy.proofs.to_bind(exercise=node.federation.exercise) - {SHIFT}
    return Wanted(saying.persons, tuple(sorted(methods)))


def write_prepared_saying(prepared: PreparedSaying) -> bytes:
    """The bytes of what was prepared, for whoever keeps it: canonical CBOR."""
    fields: dict[int, object] = {1: VERSION, 2: prepared.kind, 3: prepared.dossier, 4: int(prepared.form)}
    fields |= {5: list(prepared.acts), 6: list(prepared.parties), 7: dict(prepared.fields), 8: list(prepared.audience)}
    fields |= {9: prepared.language, 10: prepared.purpose, 11: prepared.after, 12: prepared.salt}
    return cbor.encode(fields)


def read_prepared_saying(data: bytes) -> PreparedSaying:
    """What was prepared; raises `Malformed`. Whether it is what was shown, the officers' answers say."""
    fields = shape.read("prepared recall or release", data, size_max=PREPARED_BYTES_MAX)
    fields.uint(1, VERSION, VERSION)
    said, form = fields.take(7, dict), fields.uint(4)
    if any(type(name) is not str for name in said):
        raise fields.bad(7, "has a name that is no text")
    if form not in FORMS:
        raise fields.bad(4, "is neither a recall nor a release")
    return PreparedSaying(
        kind=fields.text(2, LIMITS.verb_chars_max),
        dossier=fields.octets(3, 16),
        form=Form(form),
        acts=fields.ids(5, max(LIMITS.erased_max, LIMITS.released_max)),
        parties=fields.ids(6, LIMITS.recipients_max, 16),
        fields=said,
        audience=fields.ids(8, LIMITS.recipients_max, 16),
        language=fields.text(9, LANGUAGE_CHARS_MAX),
        purpose=fields.text(10, LIMITS.text_bytes_max),
        after=fields.uint(11),
        salt=fields.octets(12, NONCE_BYTES),
    )
