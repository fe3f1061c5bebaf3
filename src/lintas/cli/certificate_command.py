"""`lintas certificate`: at a counter without a network."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from lintas.cli import exits
from lintas.cli.files import read
from lintas.cli.output import give
from lintas.cli.sentences import CliError
from lintas.crypto.certificate import BadCertificate, from_pem_or_der
from lintas.interop.travel.checking import CODE_BYTES_MAX, Signer, check_code
from lintas.interop.travel.verdict import PASSED, Verdict

SIGNERS_MAX = 10_000


def certificate(options: argparse.Namespace) -> int:
    """`lintas certificate`."""
    data = _code(options.file)
    trusted, now = _trusted(options.trust), _time(options.at)
    verdict = check_code(data, trusted, now)
    plain = {"holds": verdict.holds, "state": verdict.state, "sort": verdict.sort}
    give(options, plain | {"checks": [asdict(each) for each in verdict.checks]}, lambda: _page(verdict, now))
    return exits.DONE if verdict.holds else exits.NOT_VERIFIED


def _code(file: Path) -> bytes:
    data = sys.stdin.buffer.read(CODE_BYTES_MAX + 1) if str(file) == "-" else read(file)
    if len(data) > CODE_BYTES_MAX:
        raise CliError(f"A code holds at most {CODE_BYTES_MAX} bytes; {file} has more.", exits.FILE_TROUBLE)
    return data


def _trusted(folder: Path) -> list[Signer]:
    """The signers of the folder; one that cannot be read stops the check, since it may be the one that is needed."""
    if not folder.is_dir():
        raise CliError(f"There is no folder {folder}.", exits.FILE_TROUBLE)
    files = sorted(each for each in folder.iterdir() if each.is_file())[:SIGNERS_MAX]
    found = []
    for each in files:
        try:
            found.append(Signer(from_pem_or_der(read(each))))
        except BadCertificate as error:
            raise CliError(f"{each} is no certificate: {error.why}.", exits.FILE_TROUBLE) from None
    return found


def _time(said: str | None) -> datetime:
    if not said:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise CliError(f"{said!r} is no time; write it as 2026-11-28 or 2026-11-28T12:00.") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _page(verdict: Verdict, now: datetime) -> str:
    said = "HOLDS" if verdict.holds else "DOES NOT HOLD"
    about = ", ".join(each for each in (verdict.sort, verdict.state) if each)
    lines = [f"{said}{f': {about}' if about else ''}, as of {now:%Y-%m-%d %H:%M} UTC"]
    lines += [f"  {each.name}: {each.result}{f' ({each.why})' if each.why else ''}" for each in verdict.checks]
    if not verdict.holds and all(each.result == PASSED for each in verdict.checks):
        lines.append("  further checks could not be made")
    return "\n".join(lines)
