"""`lintas recall`, `hold` and `erase`; `lintas node recalls` and `copies`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.given import folder_of, said_by
from lintas.cli.output import give
from lintas.cli.reach import Reach
from lintas.cli.sentences import CliError
from lintas.cli.words import banner, clean, listed, short, when, wrapped

Data = Mapping[str, Any]


def recall(options: argparse.Namespace) -> int:
    """`lintas recall`."""
    args = said_by(options) | {"dossier": options.dossier, "chosen": list(options.acts)}
    done = Reach(folder_of(options)).do("recall", args | {"because": options.because, "language": options.language})
    page = (
        f"recalled {len(set(options.acts))} acts of dossier {short(done['dossier'])}, by act {short(done['act'])}\n"
        f"  why is read by {', '.join((done['us'], *done['readers']))}\n"
        "  what they said is destroyed here, and at each of the others when the recall is there; `lintas show` tells\n"
        "  who has said so, and who has not"
    )
    give(options, done, lambda: banner(done["exercise"], page))
    return exits.DONE


def hold(options: argparse.Namespace) -> int:
    """`lintas hold`."""
    args = said_by(options) | {"dossier": options.dossier, "chosen": list(options.acts)}
    if options.lift:
        done = Reach(folder_of(options)).do("lift", args)
    elif options.because and options.until:
        done = Reach(folder_of(options)).do("hold", args | {"because": options.because, "until": options.until})
    else:
        raise CliError("A hold says why and until when: --because WORDS --until DATE; or it ends: --lift.")
    give(options, done, lambda: "\n".join(_holds(done["holds"])) or "nothing of this dossier is held here")
    return exits.DONE


def _holds(holds: list[Data]) -> Iterator[str]:
    for each in holds:
        what = f"act {short(each['act'])} of dossier" if each["act"] else "dossier"
        said = f"held here: {what} {short(each['dossier'])}, by {each['officer']} until {when(each['until_ms'])} UTC"
        yield wrapped(f"{said}: {clean(each['why'])}", 4, "  ")


def erase(options: argparse.Namespace) -> int:
    """`lintas erase`."""
    args = said_by(options) | {"dossier": options.dossier, "chosen": list(options.acts)}
    done = Reach(folder_of(options)).do("erase", args)
    page = f"erased here what {len(done['erased'])} acts of dossier {short(done['dossier'])} said; others are told"
    give(options, done, lambda: page)
    return exits.DONE


def recalls(options: argparse.Namespace) -> int:
    """`lintas node recalls`."""
    data = Reach(Path(options.folder)).do("recalls", {})
    give(options, data, lambda: banner(data["exercise"], "\n".join(_recalls(data))))
    return exits.DONE


def _recalls(data: Data) -> Iterator[str]:
    yield f"recalls that somebody must still answer: {len(data['open'])}"
    for each in data["open"]:
        yield f"  {short(each['dossier'])}  act {short(each['act'])}, recalled {when(each['recall']['since_ms'])} UTC"
        yield wrapped(recall_line(each["recall"]), 6)
    yield from _holds(data["holds"])
    yield f"dossiers whose time is over here: {len(data['due'])}"
    for each in data["due"]:
        period = each["period"]
        yield f"  {short(each['dossier'])}  {each['kind']}, since {when(each['since_ms'])} UTC"
        yield wrapped(f"{period['days']} days after its end: {clean(period['source'])} ({period['confidence']})", 6)
        for name, acts, command in (("ours", each["ours"], "recall"), ("of others", each["of_others"], "erase")):
            if acts:
                yield f"      {len(acts)} acts {name}: lintas {command} {short(each['dossier'])} ACT..."


def recall_line(recall: Data) -> str:
    """How far a recall is, in one sentence: who has not answered, and how it is here."""
    parts = [f"not yet at {code} for {days} days{' (LATE)' * (code in recall['late'])}" for code, days in
             recall["awaited"].items()]  # fmt: skip
    if recall["left"]:
        parts.append(f"{listed(recall['left'])} left the dossier, and cannot be told in it")
    if recall["held"]:
        officer, why, until_ms = recall["held"]
        parts.append(f"held here: by {officer} until {when(until_ms)} UTC: {clean(why)}")
    elif recall["here"] == "due":
        parts.append("still to be carried out here")
    elif recall["here"] == "in a copy":
        copies = (f"{file} has the key since {when(made_ms)} UTC" for file, made_ms in recall["in_copies"].items())
        parts.append(f"erased here, and a copy of the vault still has its key: {'; '.join(copies)}")
    return "; ".join(parts) or "everybody has answered"


def copies(options: argparse.Namespace) -> int:
    """`lintas node copies`."""
    reach, file = Reach(Path(options.folder)), options.destroyed
    found = reach.do("copy destroyed", {"file": str(Path(file).absolute())}) if file else reach.do("copies", {})
    lines = [
        f"  {each['file']}  as of {when(each['made_ms'])} UTC"
        + (f"; holds the keys of {each['holds_keys_of']} recalled acts: replace it" * bool(each["holds_keys_of"]))
        for each in found
    ]
    give(
        options, found, lambda: "\n".join(["copies of the vault", *lines]) if found else "no copy of the vault is known"
    )
    return exits.DONE
