"""`lintas certificate`: at a counter without a network, and wherever somebody shows a training certificate."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.files import read
from lintas.cli.output import give
from lintas.cli.sentences import CliError
from lintas.cli.words import banner, clean
from lintas.crypto.certificate import BadCertificate, from_pem_or_der
from lintas.interop.hostile_json import UnreadableFile, load
from lintas.interop.report import Report
from lintas.interop.training import keys
from lintas.interop.training.attached import PDF_BYTES_MAX
from lintas.interop.training.checking import (
    Outcome,
    Withdrawals,
    certificate_in,
    check_training,
    is_training,
    read_withdrawals,
)
from lintas.interop.travel.checking import CODE_BYTES_MAX, Signer, check_code
from lintas.interop.travel.verdict import PASSED, Check, Verdict

SIGNERS_MAX = 10_000
_PDF, _TABLE = b"%PDF", b"{"


def certificate(options: argparse.Namespace) -> int:
    """`lintas certificate`."""
    data, now = _code(options.file), _time(options.at)
    return _training(options, data, now) if is_training(data) else _travel(options, data, now)


def _travel(options: argparse.Namespace, data: bytes, now: datetime) -> int:
    verdict = check_code(data, _trusted(options.trust), now)
    plain = {"holds": verdict.holds, "state": verdict.state, "sort": verdict.sort}
    give(options, plain | {"checks": [asdict(each) for each in verdict.checks]}, lambda: _page(verdict, now))
    return exits.DONE if verdict.holds else exits.NOT_VERIFIED


def _training(options: argparse.Namespace, data: bytes, now: datetime) -> int:
    outcome = check_training(data, *_keys(options.trust), now)
    plain = {"holds": outcome.holds, "certified": asdict(outcome.certified) if outcome.certified else None}
    exercise = bool(outcome.certified and outcome.certified.exercise)
    checks = {"checks": [asdict(each) for each in outcome.checks]}
    give(options, plain | checks, lambda: banner(exercise, _training_page(outcome, now)))
    return exits.DONE if outcome.holds else exits.NOT_VERIFIED


def _code(file: Path) -> bytes:
    data = sys.stdin.buffer.read(PDF_BYTES_MAX + 1) if str(file) == "-" else read(file)
    if data.startswith(_PDF):
        found = certificate_in(data)
        if not found:
            raise CliError(f"No training certificate is attached to {file}, or more than one.", exits.FILE_TROUBLE)
        return found
    if len(data) > CODE_BYTES_MAX:
        raise CliError(f"A code holds at most {CODE_BYTES_MAX} bytes; {file} has more.", exits.FILE_TROUBLE)
    return data


def _files(trust: Path) -> Iterator[tuple[Path, bytes]]:
    """What lies in the folder, or the one file."""
    if not trust.exists():
        raise CliError(f"There is no folder and no file {trust}.", exits.FILE_TROUBLE)
    found = sorted(each for each in trust.iterdir() if each.is_file())[:SIGNERS_MAX] if trust.is_dir() else [trust]
    yield from ((each, read(each)) for each in found)


def _trusted(trust: Path) -> list[Signer]:
    """The signers there; one that cannot be read stops the check, since it may be the one that is needed."""
    found = []
    for each, data in _files(trust):
        if data.lstrip().startswith(_TABLE):
            continue
        try:
            found.append(Signer(from_pem_or_der(data)))
        except BadCertificate as error:
            raise CliError(f"{each} is no certificate: {error.why}.", exits.FILE_TROUBLE) from None
    return found


def _keys(trust: Path) -> tuple[keys.Keyring, list[Withdrawals]]:
    """The one file of keys there, and the lists of withdrawn certificates; one that cannot be read stops the check."""
    rings, lists = list[tuple[Path, Any]](), list[tuple[Path, bytes]]()
    for each, data in _files(trust):
        if data.lstrip().startswith(_TABLE):
            found = _read(each, lambda data=data: load(data, Report()))
            (rings if keys.is_keys(found) else lists).append((each, found if keys.is_keys(found) else data))
    if len(rings) != 1:
        raise CliError(f"{trust} has {len(rings)} files of keys, and one is needed: `lintas training keys` writes it.")
    ring: keys.Keyring = _read(rings[0][0], lambda: keys.read(rings[0][1]))
    return ring, [_read(path, lambda data=data: read_withdrawals(data, ring)) for path, data in lists]


def _read(path: Path, reader: Any) -> Any:
    try:
        return reader()
    except UnreadableFile as error:
        raise CliError(f"{path} cannot be used: {error.why}.", exits.FILE_TROUBLE) from None


def _time(said: str | None) -> datetime:
    if not said:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise CliError(f"{said!r} is no time; write it as 2026-11-28 or 2026-11-28T12:00.") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _page(verdict: Verdict, now: datetime) -> str:
    lines = [_headline(verdict.holds, ", ".join(filter(None, (verdict.sort, verdict.state))), now)]
    lines += _made(verdict.checks)
    if not verdict.holds and all(each.result == PASSED for each in verdict.checks):
        lines.append("  further checks could not be made")
    return "\n".join(lines)


def _training_page(outcome: Outcome, now: datetime) -> str:
    said = outcome.certified
    lines = [_headline(outcome.holds, "training", now)]
    if said:
        lines += [f"  {clean(said.person)}", f"  {clean(said.course)}", f"  {said.attained}, {clean(said.when)}",
                  f"  {clean(said.issuer)}"]  # fmt: skip
        lines.append("  hold this against the paper: what is printed is not signed")
    return "\n".join([*lines, *_made(outcome.checks)])


def _headline(holds: bool, about: str, now: datetime) -> str:
    said = "HOLDS" if holds else "DOES NOT HOLD"
    return f"{said}{f': {about}' if about else ''}, as of {now:%Y-%m-%d %H:%M} UTC"


def _made(checks: tuple[Check, ...]) -> list[str]:
    return [f"  {each.name}: {each.result}{f' ({clean(each.why)})' if each.why else ''}" for each in checks]
