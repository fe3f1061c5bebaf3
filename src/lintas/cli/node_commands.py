"""Operating a node: making it, letting it belong to a federation, serving, its status, its check."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from lintas.cli import exits, files
from lintas.cli.output import give, progress
from lintas.cli.reach import Reach, need_folder, need_short
from lintas.cli.sentences import CliError
from lintas.cli.words import EXERCISE, banner, grouped, listed, short, when, wrapped
from lintas.compose import folder as folders
from lintas.compose import logs
from lintas.compose.restore import mark_of
from lintas.compose.settings import Settings
from lintas.crypto.ports import Algorithm
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import Federation, read_entry, write_genesis
from lintas.store.folder import lock
from lintas.sync.line import PLAIN
from lintas.wire.errors import Malformed

SHOWN_MAX = 20


def init(options: argparse.Namespace) -> int:
    """`lintas node init`."""
    folder = Path(options.folder)
    need_short(folder)
    if options.state and not (len(options.state) == 2 and options.state.isascii() and options.state.isupper()):
        raise CliError(f"{options.state!r} is no state: give the two capital letters of ISO 3166-1, as MY.")
    if bool(options.module) != bool(options.token):
        raise CliError("A hardware module has a library and a token: say --module and --token.", exits.USAGE)
    settings = Settings(
        options.code, options.name, options.state, options.category, options.address, options.host, options.port,
        module=options.module, token=options.token,
        pin_file=str(Path(options.pin_file).absolute()) if options.pin_file else "",
    )  # fmt: skip
    algorithm = Algorithm.ES256 if options.es256 else Algorithm.ED25519
    folders.make(folder, settings, desk=options.desk, algorithm=algorithm)
    entry = folder / folders.ENTRY
    page = (
        f"made the node {options.code} in {folder}\n"
        f"{_where(options)}"
        f"  its keys are in {folder / folders.VAULT}; `lintas node backup` copies them apart from everything else\n"
        f"  its next key is in {folder / folders.NEXT_KEY}: take this file away from the machine, and keep it\n"
        f"next: put {entry} into a genesis with those of the other founders (lintas genesis), then\n"
        f"  lintas node adopt {folder} GENESIS"
    )
    give(options, {"folder": str(folder), "code": options.code, "entry": str(entry)}, lambda: page)
    return exits.DONE


def _where(options: argparse.Namespace) -> str:
    return f"  its keys that sign were made in the token {options.token}\n" if options.module else ""


def genesis(options: argparse.Namespace) -> int:
    """`lintas genesis`."""
    if not options.exercise and all((Path(name).parent / folders.VAULT).exists() for name in options.entries):
        raise CliError("The keys of all founders lie on this machine, so it is an exercise: say --exercise.")
    entries = [_entry(Path(name)) for name in options.entries]
    data = write_genesis(entries, exercise=options.exercise)
    federation = Federation(RealSuite(), data)
    file = Path(options.file)
    if file.exists():
        raise CliError(f"There is a file {file} already: a genesis is never overwritten.", exits.NOT_SET_UP)
    files.write(file, data)
    give(options, _federation_data(federation), lambda: f"wrote {file}\n{_federation_page(federation)}")
    return exits.DONE


def _entry(file: Path) -> bytes:
    """An entry, looked at before it becomes part of something that everybody rests on."""
    data = files.read(file)
    try:
        read_entry(RealSuite(), data)
    except Malformed:
        raise CliError(f"{file} is not the entry of a node: it cannot be read as one.", exits.FILE_TROUBLE) from None
    return data


def adopt(options: argparse.Namespace) -> int:
    """`lintas node adopt`."""
    folder = Path(options.folder)
    need_folder(folder)
    data = files.read(Path(options.genesis))
    try:
        Federation(RealSuite(), data)
    except Malformed:
        raise CliError(f"{options.genesis} is not a genesis: it cannot be read as one.", exits.FILE_TROUBLE) from None
    with lock(folder):
        federation = folders.adopt(folder, data)
    page = f"the node in {folder} belongs to this federation now\n{_federation_page(federation)}"
    give(options, _federation_data(federation), lambda: page)
    return exits.DONE


def _federation_data(federation: Federation) -> dict[str, Any]:
    return {
        "genesis": federation.reg.hex(),
        "exercise": federation.exercise,
        "authorities": [
            {"code": a.code, "name": a.name, "state": a.state, "category": a.category, "address": a.address}
            for a in sorted(federation.authorities.values(), key=lambda a: a.code)
        ],
    }


def _federation_page(federation: Federation) -> str:
    founders = sorted(federation.authorities.values(), key=lambda each: each.code)
    lines = [
        *(f"  {a.code}: {a.name}{f', {a.state}' if a.state else ''}; {a.category}; {a.address}" for a in founders),
        "hash of the genesis, to be read aloud and compared with every other authority:",
        grouped(federation.reg.hex()),
    ]
    return banner(federation.exercise, "\n".join(lines))


def serve(options: argparse.Namespace) -> int:
    """`lintas node serve`."""
    # The server's packages are an extra: only this command needs them.
    from lintas.compose import seat, serving
    from lintas.compose.service import Service

    folder = Path(options.folder)
    need_folder(folder)
    need_short(folder)
    with seat.in_service(folder, _stands_by) as (settings, given):
        logs.begin(settings.log_format)
        node = folders.build_with(folder, settings, given)
        if node.federation.exercise:
            print(EXERCISE, flush=True)
        running = Service(node, settings, letters=folders.letters(folder))
        serving.run(folder, running, lambda at: print(f"serving {settings.code} at {listed(at)}", flush=True))
    return exits.DONE


def _stands_by(place: str) -> None:
    print(f"standing by: another process of this node works on {place}", flush=True)


def status(options: argparse.Namespace) -> int:
    """`lintas node status`."""
    reach = Reach(Path(options.folder))
    running = reach.serves()
    data = reach.do("status", {}) | {"serving": running}
    if running:
        troubles = reach.do("vitals", {})["couriers"]
        data["peers"] = [each | troubles.get(each["code"], {}) for each in data["peers"]]
    if mark := mark_of(reach.folder):
        data["restored"] = reach.do("recovery", {"acts": mark.acts, "restored_ms": mark.restored_ms})
    give(options, data, lambda: _status_page(data, running))
    return exits.DONE


def _recovery_lines(found: dict[str, Any] | None) -> list[str]:
    """What came back after a restore, and what peers have that did not."""
    if found is None:
        return []
    bodiless = sum(not each["body"] for each in found["returned"])
    without = f", {bodiless} of them without a body" if bodiless else ""
    lines = [f"  restored    at {found['acts_at_backup']} acts; {len(found['returned'])} lost acts came back{without}"]
    lines += [f"    {short(e['dossier'])}  {when(e['time_ms'])}  {e['verb']}" for e in found["returned"][:SHOWN_MAX]]
    if (more := len(found["returned"]) - SHOWN_MAX) > 0:
        lines.append(f"    and {more} more: `--json` lists them")
    lines += [f"    MISSING  act {short(e['act'])}: {e['peer']} confirmed it" for e in found["lost"]]
    lines += [
        f"    NO EFFECT  act {short(e['act'])} ({e['verb']}): signed with a key that was disowned; do it again"
        for e in found["to_be_redone"]
    ]
    if found["uncompared"]:
        lines.append(f"    not compared since with {listed(found['uncompared'])}: more may come back")
    return lines


def _recall_lines(found: dict[str, int]) -> list[str]:
    """What recalls there are, if there are any."""
    words = {"unanswered": "not yet answered by all", "late": "of them late", "in_copies": "wait for the vault's copy",
             "held": "held here"}  # fmt: skip
    told = [f"{found[name]} {text}" for name, text in words.items() if found[name]]
    return [f"  recalls     {', '.join(told)}: `lintas node recalls` lists them"] if told else []


def _status_page(data: dict[str, Any], running: bool) -> str:
    lines = [
        f"{data['code']}: {data['name']}",
        f"  serving     {'yes' if running else 'no: nothing is sent or taken until `lintas node serve`'}",
        f"  dossiers    {data['dossiers']} with {data['acts']} acts; {data['waiting']} acts wait for their past",
        f"  log         root {data['log_root'][:16]}..., newest checkpoint at {data['checkpoint_size']} acts",
        *([f"  upgrade     {data['later']} acts of a later version are kept until then"] if data["later"] else []),
        *_recall_lines(data["recalls"]),
        "  peers",
    ]
    for peer in data["peers"]:
        owed = f"{peer['queued']} acts not yet confirmed" if peer["queued"] else "has all that it is owed"
        trouble = f"; {peer['error']}" if peer.get("error") else ""
        lines.append(f"    {peer['code']:<12}{peer['address']}  {owed}{_line(peer['speaks'])}{trouble}")
    lines += [*_recovery_lines(data.get("restored")), "  genesis", grouped(data["federation"])]
    return banner(data["exercise"], "\n".join(lines))


def _line(version: int) -> str:
    return {0: "", PLAIN: "; line of version 1, not sealed"}.get(version, f"; line of version {version}")


def verify(options: argparse.Namespace) -> int:
    """`lintas node verify`."""
    progress("checking every act, body, file, receipt and checkpoint ...")
    data = Reach(Path(options.folder)).do("verify", {})
    findings = data["findings"]
    faults = [each for each in findings if each["severity"] == "fault"]
    lines = [wrapped(f"{each['severity']}: {each['where']}: {each['words']}", 4) for each in findings]
    verdict = f"{len(faults)} faults: do not trust this node before they are explained" if faults else "no fault found"
    give(options, data, lambda: banner(data["exercise"], "\n".join([*lines, verdict])))
    return exits.NOT_VERIFIED if faults else exits.DONE
