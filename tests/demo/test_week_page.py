"""A disk is lost a week after its last backup, and the page about restoring is followed as it stands.

In that week the authority renewed its keys, opened a dossier, acted, and recalled what lies in the backup. The clock of
all processes is moved by seven days; nobody waits a week, and the network between the nodes is this machine.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.demo import pages
from tests.demo.moved_clock import DAY, moved_clock
from tests.demo.test_operators_pages import OURS, STAND_INS, commands
from tests.processes.federation import free_port

SECONDS_MAX = 200

FOUNDED = """
mkdir -p $HERE/etc/systemd/system $HERE/var/lib $HERE/var/backups
ln -s $ROOT/deploy deploy
make_node() {
  lintas node init $1 --code $2-ca --name "Authority $2 (EXERCISE)" --state $3 --category "central authority" \\
    --address http://127.0.0.1:$4 --port $4 >/dev/null
  sed -i 's/^idle_ms.*/idle_ms = 300/; s/^retry_ms_max.*/retry_ms_max = 300/' $1/settings.toml
}
make_node $HERE/vn vn VN PORT_VN
make_node $NODE my MY PORT_MY
lintas genesis genesis.cbor $HERE/vn/entry.cbor $NODE/entry.cbor --exercise >/dev/null
for each in $HERE/vn $NODE; do
  lintas node adopt $each genesis.cbor >/dev/null
  for name in lan aisyah binh; do lintas officer add $each $name >/dev/null; done
done
cp $NODE/next.key kept.key
lintas registry sign --node $NODE --as aisyah --approve binh >/dev/null
lintas node serve $HERE/vn >$HERE/vn.log 2>&1 &
VN=$!
systemctl start lintas
lintas registry sign --node $HERE/vn --as lan --approve binh >/dev/null
sleep 2
id_of() { "$PYTHON" -c "import json; print(json.load(open('$1'))['$2'][:12])"; }
lintas open exchange --node $HERE/vn --as lan --to member=my-ca --for all --field purpose=x --field basis=y --wait 20 \\
  --json >first.json
FIRST=$(id_of first.json dossier)
sleep 1
act_my() { lintas act "$@" --for all --wait 20 --node $NODE --as aisyah --json; }
act_my $FIRST "adopt the terms" --field text="said before the backup and recalled after it" >recalled.json
"""

WEEK = """
a_day_later
act_my $FIRST "adopt the terms" --field text="said on Tuesday" >/dev/null

a_day_later
lintas node request $NODE renewed.entry --renew kept.key >/dev/null
lintas registry list renewed.entry --node $NODE --as aisyah --approve binh >/dev/null
sleep 3
lintas node backup $NODE $HERE/content-wednesday.zip --vault $HERE/var/backups/lintas-vault/vault \\
  --passphrase $HERE/etc/lintas/passphrase >/dev/null

a_day_later
lintas open exchange --node $NODE --as aisyah --to member=vn-ca --for all --field purpose=x --field basis=y --wait 20 \\
  --json >second.json
SECOND=$(id_of second.json dossier)
sleep 1
lintas act $SECOND "adopt the terms" --field text="vn agreed on Thursday" --for all --wait 20 --node $HERE/vn \\
  --as lan >/dev/null

a_day_later
RECALLED=$(id_of recalled.json act)
lintas recall $FIRST $RECALLED --because "it named another" --node $NODE --as aisyah >/dev/null
sleep 2

for day in 5 6 7; do a_day_later; done
sleep 2
lintas node status $NODE --json >before.json
systemctl stop lintas
rm -rf $NODE $HERE/content-wednesday.zip
"""

AFTER = """
for try in $(seq 20); do
  lintas node status $NODE --json >status.json
  "$PYTHON" -c "import json; s = json.load(open('status.json')); b = json.load(open('before.json'))
raise SystemExit(s['acts'] < b['acts'] or bool(s['restored']['lost']))" && break
  sleep 1
done
lintas node status $NODE >status.txt
lintas show $FIRST --node $NODE --as aisyah --json >first.json
lintas show $SECOND --node $NODE --as aisyah --json >second.json
lintas registry show --node $NODE --json >registry.json
act_my $FIRST "adopt the terms" --field text="said after the restore" >/dev/null
lintas show $FIRST --node $HERE/vn --as lan --json >at-vn.json
for each in $NODE $HERE/vn; do lintas node verify $each; done
kill $VN
systemctl stop lintas
"""


def script(here: Path) -> str:
    parts = [DAY, FOUNDED, commands("back-up.md"), WEEK, commands("restore.md"), AFTER]
    # The pages run the doctor and the commands of officers of their own nodes.
    text = "\n".join(parts).replace("PORT_MY", str(free_port())).replace("PORT_VN", str(free_port()))
    for path in OURS:
        text = re.sub(rf"(?<![\w$}}]){path}", f"{here}{path}", text)
    return text


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


# A minute of waiting for nodes: the whole run has no room for it.
@pytest.mark.soak
@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 20)
def test_a_week_is_lost_and_the_page_brings_it_back(short_path: Path) -> None:
    here, tools, work = short_path / "r", short_path / "bin", short_path / "r" / "work"
    work.mkdir(parents=True)
    for name, text in STAND_INS.items():
        pages.stand_in(tools, name, text)
    env = {
        "BIN": str(tools), "HERE": str(here), "ROOT": str(pages.DOCS.parent), "NODE": str(here / "var/lib/lintas"),
        "LINTAS_DISK_FREE_MIN_MIB": "0",
    }  # fmt: skip
    said = pages.run(short_path, script(here), within=work, seconds_max=SECONDS_MAX, env=env | moved_clock(short_path))
    before, after = read(work, "before"), read(work, "status")
    assert after["restored"]["acts_at_backup"] < before["acts"]
    assert after["restored"]["lost"] == []
    assert "MISSING" not in (work / "status.txt").read_text()
    assert after["acts"] >= before["acts"]
    verbs = [each["verb"] for each in after["restored"]["returned"]]
    assert {"open", "adopt the terms", "erase"} <= set(verbs), verbs
    texts = [each["says"].get("text") for each in read(work, "first")["acts"] if each["says"]]
    assert "said on Tuesday" in texts
    assert "said before the backup and recalled after it" not in texts
    (recalled,) = [each for each in read(work, "first")["acts"] if each["recall"]]
    assert recalled["recall"]["awaited"] == {} or recalled["recall"]["here"] in {"erased", "in a copy"}
    assert [
        each["says"]["text"] for each in read(work, "second")["acts"] if each["says"] and "text" in each["says"]
    ] == ["vn agreed on Thursday"]
    entries = {each["code"]: each for each in read(work, "registry")["entries"]}
    assert entries["my-ca"]["number"] == 1
    at_vn = read(work, "at-vn")["acts"]
    assert "said after the restore" in [each["says"].get("text") for each in at_vn if each["says"]]
    assert {each["verdict"] for each in at_vn} == {"counted"}
    assert not [each for each in at_vn if each["form"] in {"fork", "disown"}]
    assert said.count("no fault found") >= 3
