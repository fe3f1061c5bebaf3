"""`lintas indicators`: read, report, and write in another form."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from lintas.cli import exits
from lintas.cli.files import read as read_file
from lintas.cli.files import write as write_file
from lintas.cli.output import give
from lintas.cli.sentences import CliError
from lintas.interop import times
from lintas.interop.feed import Feed
from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.reading import read
from lintas.interop.report import Remark
from lintas.interop.writing import left_behind, write_again, write_csv, write_misp, write_stix

SHOWN_MAX = 20
"""How many remarks of a sort the page shows; --json has them all."""


def indicators(options: argparse.Namespace) -> int:
    """`lintas indicators`."""
    if bool(options.to) != bool(options.out):
        raise CliError("Name both --to and --out, or neither.")
    try:
        feed = read(read_file(options.file))
    except UnreadableFile as error:
        raise CliError(f"{options.file}: {error.why}.", exits.FILE_TROUBLE) from None
    written = _written(feed, options.to, options.file.name) if options.to else b""
    if options.to:
        write_file(options.out, written)
    give(options, _data(feed, options.to), lambda: _page(feed, options.to, options.out))
    return exits.DONE


def _written(feed: Feed, form: str, name: str) -> bytes:
    now = times.of_text(datetime.now(UTC).isoformat())
    if form == "same":
        return write_again(feed)
    if form == "csv":
        return write_csv(feed.indicators)
    return write_stix(feed.indicators, now, feed.report) if form == "stix" else write_misp(feed.indicators, name, now)


def _data(feed: Feed, form: str | None) -> dict[str, Any]:
    report = feed.report
    return {
        "form": feed.form,
        "holds": dict(feed.held),
        "indicators": [asdict(each) for each in feed.indicators],
        "mended": [asdict(each) for each in report.mended],
        "no meaning here": [asdict(each) for each in report.unmapped],
        "remarks not shown": report.more,
        "left behind": left_behind(feed) if form and form != "same" else {},
    }


def _page(feed: Feed, form: str | None, out: object) -> str:
    report = feed.report
    lines = [f"{feed.form}: {len(feed.indicators)} indicators"]
    lines += [f"  {count:>7} {name}" for name, count in sorted(feed.held.items())]
    lines += remarked("Mended", report.mended) + remarked("Kept as it is, without a meaning here", report.unmapped)
    if report.more:
        lines.append(f"{report.more} remarks more are not kept.")
    if form:
        lines.append(f"Written to {out}.")
        behind = left_behind(feed) if form != "same" else {}
        lines += (
            [f"Left behind: {', '.join(f'{count} {name}' for name, count in sorted(behind.items()))}."]
            if behind
            else []
        )
    return "\n".join(lines)


def remarked(title: str, remarks: Sequence[Remark]) -> list[str]:
    """What a reader remarked on a file, as lines under a title; none where it remarked nothing."""
    shown = [f"  {each.where}: {each.what}" for each in remarks[:SHOWN_MAX]]
    rest = [f"  and {len(remarks) - SHOWN_MAX} more (--json)"] if len(remarks) > SHOWN_MAX else []
    return [f"{title}: {len(remarks)}", *shown, *rest] if remarks else []
