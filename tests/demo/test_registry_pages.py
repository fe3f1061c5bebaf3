"""The pages about the registry work as they stand: their commands are run, page after page, by two founders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.demo.pages import HOW_TO, commands, run, wait_by_looking
from tests.processes.federation import free_port

PAGES = ("add-an-authority", "renew-keys", "move-a-node", "admit-a-state", "list-desks", "keep-the-registry-desk")
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
VN=$!
lintas node serve my 2>my.log &
sleep 4
lintas registry sign --node vn --as lan --approve binh
sleep 2
"""

ENDED = """
lintas registry show --node my --json >registry.json
for each in my tl vn-anew vn-pol-moved; do lintas node verify $each; done
"""


def script() -> str:
    blocks = [FOUNDED]
    for page in PAGES:
        blocks += [f"echo page {page}", *commands(HOW_TO / f"{page}.md")]
    text = "\n".join([*blocks, ENDED])
    for port in PORTS:
        text = text.replace(port, str(free_port()))
    return text


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 10)
def test_the_pages_about_the_registry_work_as_they_stand(short_path: Path) -> None:
    wait_by_looking(short_path / "bin")
    run(short_path, script(), within=short_path, seconds_max=SECONDS_MAX)
    registry = json.loads((short_path / "registry.json").read_text(encoding="utf-8"))
    entries = {each["code"]: each for each in registry["entries"]}
    assert sorted(entries) == ["my-ca", "tl-ca", "vn-ca", "vn-pol"]
    assert registry["phase"] == "in force"
    assert registry["faults"] == []
    assert [code for code, each in entries.items() if each["desk"]] == ["my-ca", "tl-ca", "vn-pol"]
    assert [code for code, each in entries.items() if each["deputy"]] == ["vn-ca", "vn-pol"]
    assert len({each["address"] for each in entries.values()}) == 4
    assert entries["vn-pol"]["run_by"] == "data centre of the ministry (EXERCISE)"
    # The desk of VN was renewed after its loss, and when it handed on the office; MY founded and never changed.
    assert {code: each["number"] for code, each in entries.items()} == {"my-ca": 0, "tl-ca": 0, "vn-ca": 2, "vn-pol": 1}
    assert entries["my-ca"]["reg"] == registry["genesis"] != entries["vn-ca"]["reg"]
    desks = [(each["authority"], each["does"], each["contact"]) for each in registry["desks"]]
    assert desks == [("vn-pol", ["hotline", "duty desk"], "+00 0000 0002")]
