"""Messages between nodes: whose, for whom, when, and what their labels must hold. Entries of authorities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lintas.crypto.cose import sign1
from lintas.crypto.ports import Signer
from lintas.sync.carried import carry
from lintas.wire import cbor
from lintas.wire.identifiers import digest
from lintas.wire.limits import LIMITS
from tools.vectors.files import ACCEPTED, Vector
from tools.vectors.people import ES256_KEY, FIRST, SUITE, TIME_MS, A, B, C, changed, ids, seed, signed, signer

_ACT: Final = signed(FIRST, "a")
_HEAD: Final[dict[int, Any]] = {1: A, 2: B, 3: seed("nonce")[:16], 4: TIME_MS}
_LINK: Final = {**_HEAD, 8: seed("link epoch")[:16], 9: 5, 10: 6, 11: seed("anchor"), 12: [[_ACT, 3, None]]}
_RECEIPT: Final = {
    **_HEAD,
    8: seed("link epoch")[:16],
    9: 6,
    10: seed("anchor"),
    11: True,
    12: 40,
    13: seed("root"),
    14: {seed("dossier")[:16]: ids(2)},
    15: [[seed("act"), "BadSignature"]],
    16: [seed("waits")],
    17: 9,
    18: 0,
}
_FETCH: Final = {**_HEAD, 8: seed("dossier")[:16], 9: ids(2)}
_PING: Final = {**_HEAD, 8: [7, seed("sum")], 9: [], 10: seed("genesis")}
_COMPARE: Final = {**_HEAD, 8: seed("dossier")[:16], 9: A + bytes(8), 10: b""}

Changes = Mapping[int, Any]

# kind, name, what it is, what differs, verdict, label at fault
CASES: Final[list[tuple[str, str, str, Changes, str, int | None]]] = [
    ("link", "link", "a batch of one act with its body", {}, ACCEPTED, None),
    ("link", "link-empty", "a batch of nothing, as a greeting", {9: 6, 12: []}, ACCEPTED, None),
    ("link", "link-backwards", "a batch that ends before it begins", {9: 7}, "BadShape", 10),
    ("link", "link-item", "an item of two parts", {12: [[_ACT, None]]}, "BadShape", 12),
    ("link", "link-body-size", "a body of another length than the item says", {12: [[_ACT, 4, None]]}, "BadShape", 12),
    ("link", "link-body-beyond", "a body of 256 KiB and one byte", {12: [[_ACT, 262_145, None]]}, "BadShape", 12),
    ("link", "link-body-missing", "two items with a body, and one body", {12: [[_ACT, 3, None]] * 2}, "BadShape", 12),
    ("link", "link-body-more", "a body that no item has", {12: [[_ACT, None, None]]}, "BadShape", 12),
    ("link", "link-items-beyond", "1,001 items", {12: [[b"", None, None]] * 1_001}, "BadShape", 12),
    ("link", "link-parcel-beyond", "a parcel above 4 KiB", {12: [[_ACT, 3, bytes(4_097)]]}, "BadShape", 12),
    ("receipt", "receipt", "a receipt", {}, ACCEPTED, None),
    ("receipt", "receipt-era", "a receipt of a log begun anew", {24: "aaaaaaaaaaaaa"}, ACCEPTED, None),
    ("receipt", "receipt-not-taken", "a batch that did not fit", {11: False, 14: {}, 15: [], 16: []}, ACCEPTED, None),
    ("receipt", "receipt-tips-beyond", "65 tips of a dossier", {14: {bytes(16): ids(65)}}, "BadShape", 14),
    ("receipt", "receipt-taken", "taken that is a number", {11: 1}, "BadShape", 11),
    ("receipt", "receipt-refusal", "a refusal without a name", {15: [[seed("act")]]}, "BadShape", 15),
    ("fetch", "fetch", "a question for what is lacking", {}, ACCEPTED, None),
    ("fetch", "fetch-named", "a question for these acts", {10: ids(3)}, ACCEPTED, None),
    ("fetch", "fetch-beyond", "1,001 acts named", {10: ids(1_001)}, "BadShape", 10),
    ("ping", "ping", "a ping", {}, ACCEPTED, None),
    ("ping", "ping-unread", "a ping of one that still reads", {8: None}, ACCEPTED, None),
    ("ping", "ping-sum-short", "a sum of 31 bytes", {8: [7, bytes(31)]}, "BadShape", 8),
    ("ping", "ping-no-genesis", "a ping that names no genesis", {10: ...}, "BadShape", 10),
    ("ping", "ping-speaks", "a ping of one that speaks version 2 of the line", {11: 2}, ACCEPTED, None),
    ("ping", "ping-speaks-later", "a ping of one that speaks a version to come", {11: 9}, ACCEPTED, None),
    ("ping", "ping-speaks-nothing", "version 0 of the line", {11: 0}, "BadShape", 11),
    ("compare", "compare", "a question about a chain", {}, ACCEPTED, None),
    ("compare", "compare-chain-short", "a chain of 23 bytes", {9: bytes(23)}, "BadShape", 9),
    ("ping", "nonce-short", "a nonce of 15 bytes", {3: bytes(15)}, "BadShape", 3),
    ("ping", "for-another", "a message for another", {2: C}, "NotForUs", None),
    ("ping", "of-nobody", "a sender who is in no federation", {1: C}, "UnknownAuthority", None),
    ("ping", "as-another", "a message in another's name", {1: B, 2: B}, "BadSignature", None),
    ("ping", "age-at-limit", "a message as old as it may be", {4: TIME_MS - LIMITS.request_age_ms_max}, ACCEPTED, None),
    ("ping", "stale", "a message too old by 1 ms", {4: TIME_MS - LIMITS.request_age_ms_max - 1}, "StaleRequest", None),
    (
        "ping",
        "early",
        "a message too young by 1 ms",
        {4: TIME_MS + LIMITS.request_age_ms_max + 1},
        "StaleRequest",
        None,
    ),
]
LABELS: Final = {"link": _LINK, "receipt": _RECEIPT, "fetch": _FETCH, "ping": _PING, "compare": _COMPARE}


def vectors() -> Iterator[Vector]:
    """All of them."""
    for kind, name, scenario, changes, verdict, label in CASES:
        message = sign1(signer("a"), cbor.encode(changed(LABELS[kind], changes)), kind=kind)
        data = (
            carry(message, [b"abc"] if kind == "link" and name != "link-empty" else []) if kind == "link" else message
        )
        yield _message(name, scenario, kind, data, verdict, label)
    wrong = sign1(signer("a"), cbor.encode(_PING), kind="pong")
    yield _message("other-kind", "a pong in place of a ping", "ping", wrong, "WrongHeader", None)
    alone = sign1(signer("a"), cbor.encode(_LINK), kind="link")
    yield _message("link-alone", "a batch that is not in a pair with its bodies", "link", alone, "ForbiddenTag", None)
    yield _message("link-triple", "a batch with something more beside it", "link", cbor.encode([alone, [], 0]),
                   "NotCarried", None)  # fmt: skip
    whole = bytes(LIMITS.request_bytes_max + 1)
    yield _message("too-large", "a message above 5 MiB", "ping", whole, "TooLarge", None)
    yield from _entries()


def _message(name: str, scenario: str, kind: str, data: bytes, verdict: str, label: int | None) -> Vector:
    keys = [{"authority": A, "key": signer("a").public}, {"authority": B, "key": signer("b").public}]
    given = {"role": kind, "message": data, "to": B, "at_ms": TIME_MS, "keys": keys}
    return Vector(f"message/{name}", scenario, "sync.md 1", verdict, given, {} if label is None else {"label": label})


def _entries() -> Iterator[Vector]:
    public = signer("a").public
    entry: dict[int, Any] = {
        1: "xa-ca",
        2: "Authority of an invented state",
        3: "XA",
        4: "central authority",
        5: public,
        6: SUITE.recipient_public(seed("a receives")),
        7: signer("a issues").public,
        8: "https://xa.example",
        10: digest("lintas/next-key/1", signer("a anew").public),
    }
    identifier = digest("lintas/authority/1", cbor.encode({1: "xa-ca", 2: entry[2], 3: "XA", 4: public}))[:16]
    later = {**entry, 11: identifier, 12: 1}
    renamed = {**later, 2: "Authority under another name"}
    renewed = {**later, 5: signer("a anew").public, 10: digest("lintas/next-key/1", signer("a again").public)}
    stolen = {**later, 5: signer("thief").public}
    recommitted = {**later, 10: digest("lintas/next-key/1", signer("thief").public)}

    yield _entry("first", "the first entry of an authority", ACCEPTED, entry, id=identifier)
    yield _entry("renamed", "an entry with another name", ACCEPTED, renamed, after=entry, id=identifier)
    yield _entry("renewed", "an entry with the key that the one before committed to", ACCEPTED, renewed, "a anew",
                 entry, id=identifier)  # fmt: skip
    yield _entry("stolen", "a key that nothing committed to", "does not succeed", stolen, "thief", entry)
    yield _entry(
        "recommitted", "another commitment before the key was used", "does not succeed", recommitted, after=entry
    )
    yield _entry("other-code", "another code", "does not succeed", {**renamed, 1: "xa-mp"}, after=entry)
    moved = {**later, 8: "https://new.xa.example"}
    yield _entry("moved", "another first address", "does not succeed", moved, after=entry)
    yield _entry("number-skipped", "entry 2 right after the first", "does not succeed", {**later, 12: 2}, after=entry)
    yield _entry("number-again", "entry 1 after entry 1", "does not succeed", renamed, after=later)
    yield _entry("number-zero", "a number of 0", "BadShape", {**later, 12: 0}, label=12)
    yield _entry("number-missing", "an id without a number", "BadShape", {**entry, 11: identifier}, label=12)
    yield _entry("id-missing", "a number without an id", "BadShape", {**entry, 12: 1}, label=11)
    yield _entry("code-letters", "a code with a capital letter", "BadShape", {**entry, 1: "XA-ca"}, label=1)
    yield _entry("name-line", "a name that breaks the line", "BadShape", {**entry, 2: "Authority\nof"}, label=2)
    yield _entry(
        "name-direction", "a name that turns the line", "BadShape", {**entry, 2: "Authority \u202e of"}, label=2
    )
    yield _entry("other-hand", "an entry that another signed", "BadSignature", entry, "b")
    yield _entry("code-beyond", "a code of 33 characters", "BadShape", {**entry, 1: "x" * 33}, label=1)
    yield _entry("state-beyond", "a state of three letters", "BadShape", {**entry, 3: "XAX"}, label=3)
    yield _entry("recipient-short", "a recipient key of 1,215 bytes", "BadShape", {**entry, 6: entry[6][:-1]}, label=6)
    yield _entry("too-large", "an entry above 16 KiB", "TooLarge", {**entry, 99: bytes(16_384)})
    yield _entry("next-short", "a commitment of 31 bytes", "BadShape", {**entry, 10: bytes(31)}, label=10)
    yield from _lasting(entry, later, renewed, identifier)
    yield from _es256(entry)


def _lasting(entry: Changes, later: Changes, renewed: Changes, identifier: bytes) -> Iterator[Vector]:
    lasting = SUITE.lasting_signer(seed("a lasts")).public
    yield _entry("lasting", "a first entry with a lasting key", ACCEPTED, {**entry, 13: lasting}, id=identifier)
    yield _entry("lasting-short", "a lasting key of 1,311 bytes", "BadShape", {**entry, 13: lasting[1:]}, label=13)
    yield _entry("lasting-renewed", "a lasting key that comes with a new signing key", ACCEPTED,
              {**renewed, 13: lasting}, "a anew", entry, id=identifier)  # fmt: skip
    yield _entry("lasting-added", "a lasting key that comes under the old signing key", "does not succeed",
              {**later, 13: lasting}, after=entry)  # fmt: skip
    yield _entry("lasting-dropped", "a renewal without the lasting key that there was", "does not succeed", renewed,
              "a anew", {**entry, 13: lasting})  # fmt: skip


def _es256(entry: Changes) -> Iterator[Vector]:
    """Of an authority whose signing keys are for ES256."""
    first = {**entry, 5: ES256_KEY.public}
    identifier = digest("lintas/authority/1", cbor.encode({**{n: first[n] for n in (1, 2, 3)}, 4: first[5]}))[:16]

    def one(name: str, scenario: str, verdict: str, fields: Changes, signer: Signer, **gives: Any) -> Vector:
        made = sign1(signer, cbor.encode(dict(fields)), kind="entry")
        return Vector(f"entry/{name}", scenario, "registry.md 1", verdict, {"entry": made}, gives)

    yield one("es256", "a first entry under an ES256 key", ACCEPTED, first, ES256_KEY, id=identifier)
    yield one("es256-claims-ed25519", "an entry that claims another algorithm than its key", "WrongAlgorithm", first,
              signer("a"))  # fmt: skip
    yield one("signing-beyond", "a signing key of 34 bytes", "BadShape", {**first, 5: bytes(34)}, ES256_KEY, label=5)
    whole = b"\x04" + bytes(64)
    yield one("signing-whole", "a signing key that is a whole point", "BadShape", {**first, 5: whole}, ES256_KEY,
              label=5)  # fmt: skip


def _entry(
    name: str,
    scenario: str,
    verdict: str,
    fields: Changes,
    by: str = "a",
    after: Changes | None = None,
    **gives: Any,
) -> Vector:
    made = sign1(signer(by), cbor.encode(dict(fields)), kind="entry")
    given: dict[str, Any] = {"entry": made}
    given |= {"after": sign1(signer("a"), cbor.encode(dict(after)), kind="entry")} if after else {}
    return Vector(f"entry/{name}", scenario, "registry.md 1", verdict, given, gives)
