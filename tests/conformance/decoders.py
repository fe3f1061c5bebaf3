"""Every decoder of lintas, as a function of bytes that returns what it read or raises a `LintasError`."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from lintas.compose import calendars, desk, settings, settings_tables
from lintas.crypto import padding, passkey
from lintas.crypto.chunks import open_chunks, seal_chunks
from lintas.crypto.real import RealSuite
from lintas.dossier.admission import parse_act
from lintas.dossier.authority import Federation, read_entry
from lintas.dossier.control import control_of
from lintas.dossier.header_bytes import read_act
from lintas.dossier.officers import parse_certificate
from lintas.dossier.passkeys import check_assertion, read_assertion
from lintas.dossier.sealing import read_content
from lintas.dossier.shifts import check_shift
from lintas.log.checkpoint import parse_text
from lintas.log.merkle import Frontier
from lintas.log.note import parse, parse_lines, read_verifier_key
from lintas.log.proof import parse_proof
from lintas.log.submission import parse_submission
from lintas.node.case import read_case, read_case_act
from lintas.node.joining import read_bundle
from lintas.node.prepare import read_prepared
from lintas.node.prepare_saying import read_prepared_saying
from lintas.node.verify_export import verify_export
from lintas.sync import chunk, compare, fetch, link, mail, opened, witness
from lintas.sync.bag import BUCKET_BYTES_MIN, read_bag, read_outside, write_bag
from lintas.sync.carried import carried
from lintas.wire import cbor, identifiers, shape
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields
from tools.vectors.authenticator import Authenticator

SUITE = RealSuite()
SEED, US = bytes(range(32)), b"u" * 16
PUBLIC = SUITE.recipient_public(SEED)
KEY = b"k" * 32

CHALLENGE = b"c" * 32
AUTHENTICATOR = Authenticator(KEY)
TOUCH = AUTHENTICATOR.touch(CHALLENGE)

Decoder = Callable[[bytes], object]


def touch(data: bytes) -> object:
    return check_assertion(SUITE, read_assertion(data), [AUTHENTICATOR.passkey()], CHALLENGE)


def client_data(data: bytes) -> object:
    """What a browser says, of which a signature holds."""
    return check_assertion(SUITE, AUTHENTICATOR.touch(CHALLENGE, client=data), [AUTHENTICATOR.passkey()], CHALLENGE)


def signature(data: bytes) -> object:
    return check_assertion(SUITE, replace(TOUCH, signature=data), [AUTHENTICATOR.passkey()], CHALLENGE)


def shift(data: bytes) -> object:
    return check_shift(SUITE, data, [AUTHENTICATOR.passkey()], CHALLENGE, kind="errand", verb="ask", at_ms=1)


def message(read: Callable[[Fields], object]) -> Decoder:
    """The reader of a message, behind its signature."""
    return lambda data: read(shape.read("message", data, size_max=LIMITS.request_bytes_max, depth_max=8))


def with_bodies(read: Callable[[Fields, list[bytes]], object]) -> Decoder:
    def decode(data: bytes) -> object:
        signed, bodies = carried(data)
        return read(shape.read("message", signed, size_max=LIMITS.request_bytes_max, depth_max=8), bodies)

    return decode


def act(data: bytes) -> object:
    return control_of(parse_act(data).act.header)


def header(data: bytes) -> object:
    return control_of(read_act(data).header)


def sealed(data: bytes) -> object:
    """A text that an author sealed as it liked."""
    return read_content(padding.unpad(data))


def bag_text(data: bytes) -> object:
    """The text of a file that somebody sealed for us."""
    padded = data.ljust(max(BUCKET_BYTES_MIN, 1 << (len(data) - 1).bit_length()), b"\0")
    chunks = [each.ciphertext for each in seal_chunks(KEY, [padded])]
    wrapped = SUITE.wrap(PUBLIC, KEY, cbor.encode(["lintas/bag/1", US]))
    return read_bag(SUITE, US, SEED, cbor.encode({1: 1, 2: US, 3: wrapped, 4: chunks}))


def text_of(read: Callable[[str], object]) -> Decoder:
    """A reader of text: bytes that are none are not its business."""
    return lambda data: read(data.decode("utf-8", "replace"))


def settings_file(folder: Path) -> Decoder:
    def decode(data: bytes) -> object:
        (folder / settings.FILE).write_bytes(data)
        return settings.read(folder, {})

    return decode


def calendar_file(folder: Path) -> Decoder:
    def decode(data: bytes) -> object:
        (folder / calendars.FOLDER).mkdir(exist_ok=True)
        (folder / calendars.FOLDER / "VN.toml").write_bytes(data)
        return calendars.read_all(folder)

    return decode


def settings_variable(folder: Path) -> Decoder:
    """Variables in place of lines of the file; a process has no variable with a zero byte."""

    def decode(data: bytes) -> object:
        text = data.decode("utf-8", "replace").replace("\0", "")
        found: list[Any] = []
        for name in (
            "LINTAS_PORT",
            "LINTAS_MONITOR",
            "LINTAS_STORE",
            *(name for name, _ in settings_tables.TABLES.values()),
        ):
            try:
                found.append(settings.read(folder, {name: text}))
            except settings.BadSettings as error:
                found.append(error)
        return found

    return decode


DECODERS: dict[str, Decoder] = {
    "cbor": lambda data: cbor.decode(data, size_max=LIMITS.request_bytes_max, tags=(18,)),
    "identifier": text_of(lambda text: identifiers.read(text, 16)),
    "act": act,
    "header": header,
    "content": read_content,
    "sealed content": sealed,
    "certificate": parse_certificate,
    "touch": touch,
    "client data": client_data,
    "signature of a passkey": signature,
    "key of a passkey": passkey.public_of,
    "proof by a shift": shift,
    "prepared act": lambda data: read_prepared(data).challenge,
    "prepared recall": lambda data: read_prepared_saying(data).challenge,
    "entry": lambda data: read_entry(SUITE, data),
    "genesis": lambda data: Federation(SUITE, data),
    "bundle": read_bundle,
    "carried": carried,
    "link": with_bodies(link.read_batch),
    "fetched": with_bodies(fetch.read_fetched),
    "receipt": message(link.read_receipt),
    "fetch": message(fetch.read_fetch),
    "ping": message(compare.read_ping),
    "pong": message(compare.read_pong),
    "compare": message(compare.read_question),
    "compared": message(compare.read_answer),
    "opened": message(opened.read_opened),
    "chunk": message(chunk.read_chunk),
    "chunked": with_bodies(chunk.read_chunked),
    "leave": mail.read_left,
    "outside of a bag": read_outside,
    "collect": message(mail.read_collect),
    "collected": message(mail.read_collected),
    "cosign": message(witness.read_cosign),
    "cosigned": message(witness.read_cosigned),
    "parcel": lambda data: SUITE.unwrap(SEED, data, b""),
    "chunk of a file": lambda data: b"".join(open_chunks(KEY, [data[:32]], [data[32:]])),
    "bag": lambda data: read_bag(SUITE, US, SEED, data),
    "bag text": bag_text,
    "note": parse,
    "signature lines": parse_lines,
    "checkpoint": lambda data: parse_text(parse(data).text),
    "submission": parse_submission,
    "proof": parse_proof,
    "verifier key": text_of(read_verifier_key),
    "frontier": Frontier.from_bytes,
    "case": read_case,
    "case act": read_case_act,
    "export": lambda data: verify_export(io.BytesIO(data)),
    "desk request": desk.read_request,
}


IN_FOLDER: dict[str, Callable[[Path], Decoder]] = {
    "settings file": settings_file,
    "settings variable": settings_variable,
    "calendar": calendar_file,
}
"""What reads files of a node's folder. For variables its settings must be there."""


def bag(messages: list[tuple[str, bytes]]) -> bytes:
    """A file for the one who decodes here."""
    return write_bag(SUITE, US, PUBLIC, KEY, messages)
