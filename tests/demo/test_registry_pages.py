"""The pages about the registry work as they stand: their commands are run, page after page, by two founders."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.federation import free_port

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"
PAGES = ("add-an-authority", "renew-keys", "move-a-node", "admit-a-state")
PORTS = ("8471", "8472", "8473", "8474", "8475")
SECONDS_MAX = 240

FOUNDED = """
for each in vn my; do
  case $each in vn) state=VN port=8471;; my) state=MY port=8472;; esac
  lintas node init $each --code $each-ca --name "Authority $each (EXERCISE)" --state $state \\
    --category "central authority" --address http://127.0.0.1:$port --port $port
done
lintas genesis genesis.cbor vn/entry.cbor my/entry.cbor --exercise
lintas node adopt vn genesis.cbor
lintas node adopt my genesis.cbor
for name in lan binh; do lintas officer add vn $name; done
for name in aisyah farid; do lintas officer add my $name; done
lintas registry sign --node my --as aisyah --approve farid
lintas node serve vn 2>vn.log &
lintas node serve my 2>my.log &
sleep 4
lintas registry sign --node vn --as lan --approve binh
sleep 2
"""

ENDED = """
lintas registry show --node my --json >registry.json
lintas node verify my
lintas node verify tl
"""


def script() -> str:
    blocks = [FOUNDED]
    for page in PAGES:
        text = (HOW_TO / f"{page}.md").read_text(encoding="utf-8")
        # A block within a list is indented.
        found = re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
        assert found, page
        blocks += [f"echo page {page}", *found]
    text = "\n".join([*blocks, ENDED])
    for port in PORTS:
        text = text.replace(port, str(free_port()))
    return "set -eu -o pipefail\n" + text


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 10)
def test_the_pages_about_the_registry_work_as_they_stand(short_path: Path) -> None:
    command = short_path / "bin" / "lintas"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lintas.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    log = short_path / "log"
    with log.open("w") as out:
        shell = subprocess.Popen(
            ["bash", "-c", script()],
            cwd=short_path,
            env=os.environ | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        code = shell.wait(SECONDS_MAX)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)
    assert code == 0, log.read_text(encoding="utf-8")[-4000:]
    registry = json.loads((short_path / "registry.json").read_text(encoding="utf-8"))
    entries = {each["code"]: each for each in registry["entries"]}
    assert sorted(entries) == ["my-ca", "tl-ca", "vn-ca", "vn-pol"]
    assert registry["phase"] == "in force"
    assert registry["faults"] == []
    assert [code for code, each in entries.items() if each["desk"]] == ["my-ca", "tl-ca", "vn-ca"]
    assert len({each["address"] for each in entries.values()}) == 4
    assert entries["vn-pol"]["reg"] != entries["vn-ca"]["reg"] == registry["genesis"]
