"""`lintas training list`, `issue`, `withdrawn` and `keys`: certificates that anybody verifies without a network."""

from __future__ import annotations

import argparse
import base64
import hashlib
from typing import Any

from lintas.cli import exits, files
from lintas.cli.given import folder_of, said_by
from lintas.cli.output import give, progress
from lintas.cli.reach import Reach
from lintas.cli.words import banner, clean, grouped, short, when


def listed(options: argparse.Namespace) -> int:
    """`lintas training list`."""
    found = Reach(folder_of(options)).do("certified", said_by(options) | {"dossier": options.dossier})
    give(options, found, lambda: banner(found["exercise"], _rows(found["certified"])))
    return exits.DONE


def _rows(rows: list[dict[str, Any]]) -> str:
    lines = [f"{len(rows)} certified by us"]
    for each in rows:
        since = f" since {when(each['since_ms'])}" if each["since_ms"] else ""
        who = clean(each["person"]) or "(its words are not here any more)"
        lines.append(
            f"  {short(each['act'])}  {who}: {clean(each['course'])}, {each['attained']}; {each['standing']}{since}"
        )
    return "\n".join(lines)


def issue(options: argparse.Namespace) -> int:
    """`lintas training issue`."""
    progress(f"writing {options.out} ...")
    args = {"dossier": options.dossier, "act": options.act, "path": str(options.out.absolute())}
    done = Reach(folder_of(options)).do("training", said_by(options) | args)
    page = f"wrote {options.out}: {done['bytes']:,} bytes, the certificate of {clean(done['person'])}\n"
    page += "whoever checks it needs the keys of this federation: lintas training keys keys.json"
    give(options, done, lambda: banner(done["exercise"], page))
    return exits.DONE


def withdrawn(options: argparse.Namespace) -> int:
    """`lintas training withdrawn`."""
    done = Reach(folder_of(options)).do("withdrawals", said_by(options))
    files.write(options.file, base64.b64decode(done.pop("data")))
    page = f"wrote {options.file}: {done['count']} withdrawn, complete as of now"
    give(options, done | {"path": str(options.file)}, lambda: banner(done["exercise"], page))
    return exits.DONE


def keys(options: argparse.Namespace) -> int:
    """`lintas training keys`."""
    done = Reach(folder_of(options)).do("authority keys", {})
    data = base64.b64decode(done.pop("data"))
    files.write(options.file, data)
    sha256 = hashlib.sha256(data).hexdigest()
    page = f"wrote {options.file}: the keys of {done['authorities']} authorities\n"
    page += f"SHA-256, to be read aloud to whoever gets it\n{grouped(sha256)}"
    give(options, done | {"path": str(options.file), "sha256": sha256}, lambda: banner(done["exercise"], page))
    return exits.DONE
