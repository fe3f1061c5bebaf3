"""The registry on the command line: the founders' ceremony, listing, admitting, joining, and asking to be listed."""

from __future__ import annotations

import argparse
import base64
from pathlib import Path
from typing import Any

from lintas.cli import exits, files
from lintas.cli.done_page import done_page
from lintas.cli.given import folder_of, said_by
from lintas.cli.output import give
from lintas.cli.reach import Reach, need_folder
from lintas.cli.sentences import CliError
from lintas.cli.words import banner, grouped, listed, short
from lintas.compose import folder as folders
from lintas.compose import settings as settings_file


def sign(options: argparse.Namespace) -> int:
    """`lintas registry sign`."""
    return _deed(options, {})


def list_entry(options: argparse.Namespace) -> int:
    """`lintas registry list`."""
    return _deed(options, {"entry": _encoded(Path(options.entry)), "because": options.because})


def propose(options: argparse.Namespace) -> int:
    """`lintas registry propose`."""
    return _deed(options, {"entry": _encoded(Path(options.entry))})


def assent(options: argparse.Namespace) -> int:
    """`lintas registry assent`, `admit` and `deputy`."""
    return _deed(options, {"code": options.code})


def hand_on(options: argparse.Namespace) -> int:
    """`lintas registry hand-on`."""
    return _deed(options, {"code": options.code, "entry": _encoded(Path(options.entry))})


def desk(options: argparse.Namespace) -> int:
    """`lintas registry desk`."""
    said = ("code", "name", "does", "answers", "languages", "contact", "close")
    return _deed(options, {name: getattr(options, name) or "" for name in said})


def _deed(options: argparse.Namespace, said: dict[str, Any]) -> int:
    reach = Reach(folder_of(options))
    done = reach.do("registry", said_by(options) | said | {"what": options.what})
    running = reach.serves()
    give(options, done | {"serving": running}, lambda: done_page(done, {}, running))
    return exits.DONE


def show(options: argparse.Namespace) -> int:
    """`lintas registry show`."""
    data = Reach(folder_of(options)).do("registry shown", {})
    only = bool(options.does or options.at_all_hours)
    if only:
        data["desks"] = [each for each in data["desks"] if _wanted(options, each)]
    give(
        options,
        data,
        lambda: banner(data["exercise"], _desks(data) or "no such desk is listed") if only else _page(data),
    )
    return exits.DONE


def _wanted(options: argparse.Namespace, desk: dict[str, Any]) -> bool:
    does = not options.does or options.does in desk["does"]
    return does and (not options.at_all_hours or desk["answers"] == "at all hours")


def _desks(data: dict[str, Any], code: str = "") -> str:
    """The desks, of one authority or of all, those that answer at all hours first."""
    found = [each for each in data["desks"] if code in {"", each["authority"]}]
    lines = []
    for each in sorted(found, key=lambda desk: str(desk["answers"]) != "at all hours"):
        whose = "" if code else f"{each['authority']}, "
        lines.append(f"    {whose}{each['name']}: {', '.join(each['does'])}; {each['answers']}")
        lines.append(f"      {each['contact']}; {each['languages']}")
    return "\n".join(lines)


def _page(data: dict[str, Any]) -> str:
    lines = [f"registry: {data['phase']}" + (f"; next move {listed(data['awaited'])}" if data["awaited"] else "")]
    for each in data["entries"]:
        desk = ", registry desk" if each["desk"] else ", deputy of the registry desk" if each["deputy"] else ""
        gone = "" if each["in_force"] else "; NOT IN FORCE"
        state = f" ({each['state']})" if each["state"] else ""
        by = f", run by {each['run_by']}" if each["run_by"] else ""
        lines.append(f"  {each['code']:<12}{each['name']}{state}{desk}; {each['address']}{by}{gone}")
        lines += [listing] if (listing := _desks(data, each["code"])) else []
    for each in data["candidates"]:
        lines.append(f"  proposed: {each['code']}, {each['name']} ({each['state']}); {each['phase']}")
    lines += [f"  act {short(each['act'])} enters nothing: {each['why']}" for each in data["faults"]]
    lines += ["hash of the genesis", grouped(data["genesis"])]
    if data["registry"]:
        lines += ["registry's id, to be read aloud with it", grouped(data["registry"])]
    return banner(data["exercise"], "\n".join(lines))


def bundle(options: argparse.Namespace) -> int:
    """`lintas registry bundle`."""
    done = Reach(folder_of(options)).do("registry bundle", {})
    file = Path(options.file)
    files.write(file, base64.b64decode(done["bundle"]))
    page = f"wrote {file}: whoever joins with it compares this hash of the genesis by voice\n{grouped(done['genesis'])}"
    give(options, {"file": str(file), "genesis": done["genesis"]}, lambda: banner(done["exercise"], page))
    return exits.DONE


def join(options: argparse.Namespace) -> int:
    """`lintas node join`."""
    folder = Path(options.folder)
    need_folder(folder)
    data = files.read(Path(options.bundle))
    federation = folders.join(folder, data)
    known = {"genesis": federation.reg.hex(), "authorities": sorted(federation.codes)}
    page = (
        f"the node in {folder} belongs to the federation of {listed(sorted(federation.codes))} now\n"
        f"hash of the genesis, to be compared by voice with another authority:\n{grouped(federation.reg.hex())}"
    )
    give(options, known, lambda: banner(federation.exercise, page))
    return exits.DONE


def request(options: argparse.Namespace) -> int:
    """`lintas node request`."""
    folder, file = Path(options.folder), Path(options.file)
    need_folder(folder)
    entry, following = _requested(options, folder)
    files.write(file, entry)
    page = f"wrote {file}: let your state's registry desk list it (lintas registry list {file})"
    if following:
        kept = folders.write_next_key(folder, bytes.fromhex(following))
        page += f"\nthe next key after this one is in {kept}: take it away from this machine"
    give(options, {"file": str(file), "renewed": bool(following)}, lambda: page)
    return exits.DONE


def _requested(options: argparse.Namespace, folder: Path) -> tuple[bytes, str]:
    """The entry, and the seed of the next key where there is a new one."""
    renew = files.read(Path(options.renew)).decode("ascii", "replace").strip() if options.renew else ""
    if options.bundle:
        if not renew:
            raise CliError("Who lost the vault needs the next key: say --renew.", exits.USAGE)
        entry, seed = folders.begin_anew(folder, files.read(Path(options.bundle)), renew)
        return entry, seed.hex()
    if not (folder / folders.GENESIS).exists():
        if renew:
            raise CliError("A node that is not in a federation yet has no keys to renew.", exits.NOT_SET_UP)
        return files.read(folder / folders.ENTRY), ""
    settings = settings_file.read(folder)
    args = {"name": settings.name, "category": settings.category} | ({"next": renew} if renew else {})
    done = Reach(folder).do("request", args)
    return base64.b64decode(done["entry"]), done["next"]


def move(options: argparse.Namespace) -> int:
    """`lintas node move`."""
    folder, file = Path(options.folder), Path(options.file)
    need_folder(folder)
    address = settings_file.read(folder).address
    done = Reach(folder).do("location", {"address": address, "run_by": options.run_by})
    files.write(file, base64.b64decode(done["location"]))
    page = (
        f"wrote {file}: this node is at {address}\nlet your state's registry desk list it (lintas registry list {file})"
    )
    give(options, {"file": str(file), "address": address}, lambda: page)
    return exits.DONE


def disown(options: argparse.Namespace) -> int:
    """`lintas disown`."""
    args = said_by(options) | {"dossier": options.dossier or "", "bad": list(options.bad)}
    args["despite_missing"] = "yes" if options.despite_missing else ""
    done = Reach(folder_of(options)).do("disown", args)
    lines = [
        f"disowned the old keys in dossier {short(each['dossier'])}: {len(each['lost'])} acts have no effect now"
        for each in done
    ]
    give(options, done, lambda: "\n".join(lines) or "nothing is to be disowned: no old key signed anything here")
    return exits.DONE


def _encoded(file: Path) -> str:
    return base64.b64encode(files.read(file)).decode("ascii")
