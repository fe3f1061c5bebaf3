"""The checks that one act must pass wherever it is found, in an evidence file or in a store. Findings, never raises."""

from __future__ import annotations

from lintas.crypto.cose import check1, open1
from lintas.crypto.errors import BadSignature, CryptoError, WrongKey
from lintas.crypto.ports import Suite
from lintas.dossier.admission import ACT_KIND, SignedAct, admit_act, parse_act
from lintas.dossier.authority import Federation, TrustError
from lintas.dossier.header import Act
from lintas.dossier.officer_errors import NotCertified, OfficerError, UnknownMethod
from lintas.dossier.officers import Answer, check_answer
from lintas.dossier.sealing import BodyMismatch, Content, NoBody, check_body, read_plain, unseal
from lintas.node.findings import Finding, found
from lintas.node.methods import answered_by, wrong_words
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import show
from lintas.wire.limits import LIMITS


def short(identifier: bytes) -> str:
    """The beginning of an identifier as people see it."""
    return show(identifier)[:12]


def check_signed(
    suite: Suite, federation: Federation, signed: bytes, where: str
) -> tuple[SignedAct | None, list[Finding]]:
    """The act in these bytes, if it can be read, and what is wrong with it; proven if nothing is."""
    try:
        return admit_act(suite, federation, signed), []
    except TrustError as error:
        finding = found("unknown-author", where, why=str(error))
    except BadSignature:
        act = parse_act(signed).act
        signer = _signer(suite, federation, signed)
        author = federation.code(act.header.author)
        if signer in {None, author}:
            finding = found("bad-signature", where, author=author)
        else:
            finding = found("wrong-signer", where, author=author, signer=signer or "")
    except Malformed as error:
        return None, [found("unreadable-act", where, why=str(error))]
    return parse_act(signed), [finding]


def _signer(suite: Suite, federation: Federation, signed: bytes) -> str | None:
    """Whose key signed these bytes."""
    opened = open1(signed, kind=ACT_KIND, size_max=2 * LIMITS.header_bytes_max)
    for authority in federation.authorities.values():
        try:
            check1(suite, opened, authority.signing)
        except CryptoError:
            continue
        return authority.code
    return None


def check_sealed(act: Act, body: bytes, author: str, where: str) -> list[Finding]:
    """Whether the sealed body is the one of the header."""
    try:
        check_body(act, body)
    except BodyMismatch:
        return [found("tampered-body", where, author=author)]
    except NoBody:
        return [found("body-without-act", where)]
    return []


def open_body(
    suite: Suite, act: Act, body: bytes, key: bytes, author: str, where: str
) -> tuple[Content | None, list[Finding]]:
    """What the body says, and what is wrong with body or key."""
    if wrong := check_sealed(act, body, author, where):
        return None, wrong
    try:
        return unseal(suite, key, act, body), []
    except WrongKey:
        return None, [found("wrong-key", where, author=author)]
    except (CryptoError, Malformed) as error:
        return None, [found("bad-body", where, why=str(error))]


def open_plain(act: Act, body: bytes, author: str, where: str) -> tuple[Content | None, list[Finding]]:
    """What a plain body says, and what is wrong with it."""
    if wrong := check_sealed(act, body, author, where):
        return None, wrong
    try:
        return read_plain(act, body), []
    except Malformed as error:
        return None, [found("bad-body", where, why=str(error))]


def check_officers(
    suite: Suite,
    federation: Federation,
    act: Act,
    content: Content,
    audience: tuple[bytes, ...],
    persons: int,
    kind: str,
    where: str,
) -> tuple[dict[str, str], list[Finding]]:
    """By pseudonym, how those officers answered whose answers hold, as of the time that the act claims; what is wrong.

    `audience` is without the author; `persons` is how many must answer; `kind` is the name that the dossier pinned.
    """
    statement = content.statement(act.header, audience)
    authority = federation.as_of(act.header.reg, act.header.author).authority
    held, findings, unknown = list[tuple[str, Answer]](), list[Finding](), 0
    for each in content.officers:
        try:
            certificate = check_answer(suite, each, statement, authority, kind=kind, at_ms=act.header.time_ms)
            held.append((certificate.pseudonym, each))
        except UnknownMethod as error:
            unknown += 1
            findings.append(found("unknown-method", where, method=error.method))
        except NotCertified as error:
            findings.append(found("not-certified", where, pseudonym=error.pseudonym, why=error.why))
        except (OfficerError, CryptoError, Malformed) as error:
            findings.append(found("officer-proof", where, why=wrong_words(error)))
    answered = answered_by(held)
    if len(answered) + unknown < persons:
        findings.append(found("too-few-officers", where, found=len(answered), needed=persons))
    return answered, findings
