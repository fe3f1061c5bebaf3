"""Makes the stores of schema 1 that lie here, with the code of the last commit that wrote that schema.

    git worktree add /tmp/older 2829a31
    PYTHONPATH=/tmp/older/src .venv/bin/python tests/data/older/make.py tests/data/older postgresql://ME@/EMPTY?host=DIR

Two nodes of invented authorities exchange acts; the folder of one is packed as it lies, with an act that waits for one
that it never got; then its acts are carried into PostgreSQL, and what `pg_dump` says of that is kept too.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from lintas.compose import folder as folders
from lintas.compose.change_store import change_store
from lintas.compose.settings import Settings
from lintas.dossier.authority import write_genesis
from lintas.node import witnessing
from lintas.node.author import author, open_dossier
from lintas.node.batches import take_batch
from lintas.node.deliver import next_batch, take_receipt
from lintas.node.desk import appoint, sign_in
from lintas.node.order import Order
from lintas.node.receive import receive
from lintas.node.state import Node
from lintas.store.address import read_address
from lintas.sync.link import LinkItem

CODES = {"xx-ca": "XX", "yy-ca": "YY"}
TOKEN = "token.txt"
PLACE = zipfile.ZipInfo
OFFENCE = {"name": "fraud", "band": "4 years or more"}


def main(target: Path, address: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        make(root)
        with zipfile.ZipFile(target / "schema-1.zip", "w", zipfile.ZIP_DEFLATED) as out:
            for file in sorted(each for each in root.rglob("*") if each.is_file()):
                out.writestr(PLACE(str(file.relative_to(root))), file.read_bytes(), zipfile.ZIP_DEFLATED)
        change_store(root / "xx-ca", address, lambda count: None)
    place = read_address(address)
    dump = [
        "pg_dump",
        "-U",
        place.user,
        "-h",
        str(Path(place.socket).parent),
        "--inserts",
        "--no-owner",
        place.database,
    ]
    said = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
    lines = (line for line in said.splitlines() if line and not line.startswith(("--", "SET ", "\\", "SELECT pg_cat")))
    (target / "schema-1.postgres.sql").write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def node(folder: Path) -> Iterator[Node]:
    built, _ = folders.build(folder)
    store: Any = built.store
    vault: Any = built.vault
    with closing(store), closing(vault):
        yield built
        built.commit()


def make(root: Path) -> None:
    entries = []
    for code, state in CODES.items():
        settings = Settings(code, f"Authority {code} (EXERCISE)", state, "central authority", "http://127.0.0.1:8470")
        entries.append(folders.make(root / code, settings))
    genesis = write_genesis(entries, exercise=True)
    for code in CODES:
        folders.adopt(root / code, genesis)
    with node(root / "xx-ca") as xx, node(root / "yy-ca") as yy:
        xx.commit()
        yy.commit()
        play(root, xx, yy)


def play(root: Path, xx: Node, yy: Node) -> None:
    desks = {}
    for each in (xx, yy):
        token = appoint(each, "lan", ("author", "approver")).token
        (root / each.identity.authority.code / TOKEN).write_text(token)
        desks[each.id] = (sign_in(each, "lan", token, "author"),)

    def order(who: Node, verb: str, fields: Mapping[str, Any], **more: Any) -> Order:
        other = yy.id if who is xx else xx.id
        return Order(verb, fields, (other,), desks[who.id], **more)

    terms = {"purpose": "an exercise", "basis": "an exercise"}
    opened = open_dossier(xx, "exchange", order(xx, "open", terms, item=None, to={"member": (yy.id,)}))
    xx.commit()
    settle(xx, yy)
    for text in ("one", "two"):
        author(yy, opened.dossier, order(yy, "adopt the terms", {"text": text}, item=None, to={}))
        yy.commit()
        settle(xx, yy)
    question = {"urgency": "urgent", "question": "who draws?", "purpose": "an exercise", "offence": OFFENCE}
    author(xx, opened.dossier, order(xx, "ask", question, item=None, to={"asked": (yy.id,)}))
    xx.commit()
    settle(xx, yy)
    for each, other in ((xx, yy), (yy, xx)):
        witnessing.checkpoint(each)
        each.commit()
        asked = witnessing.ask(each, other.id)
        reply = witnessing.serve(other, asked.data)
        other.commit()
        witnessing.take(each, asked, reply)
        each.commit()
    for text in ("that xx never got", "that waits for it"):
        author(yy, opened.dossier, order(yy, "adopt the terms", {"text": text}, item=None, to={}))
        yy.commit()
    row = yy.store.since(yy.store.size() - 1, 1)[0]
    receive(xx, yy.id, [LinkItem(row.signed, row.body)])
    xx.commit()


def settle(xx: Node, yy: Node) -> None:
    moved = True
    while moved:
        moved = False
        for here, there in ((xx, yy), (yy, xx)):
            while sent := next_batch(here, there.id):
                reply = take_batch(there, sent.data)
                there.commit()
                take_receipt(here, sent, reply)
                here.commit()
                moved = True


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
