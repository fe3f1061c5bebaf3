"""The pages for operators work as they stand: their commands are run, in order, in one shell.

Paths from the root lead into the test's folder. `systemctl`, `sudo` and the like are stand-ins: what belongs to the
system is not what is tested, the commands of lintas are.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from tests.demo import pages
from tests.demo.pages import DOCS, HOW_TO
from tests.demo.test_pages import ASK, free_ports
from tests.demo.test_registry_pages import PAGES as REGISTRY_PAGES

SECONDS_MAX = 200
OURS = ("/var/lib/lintas", "/var/backups", "/etc/sysusers.d", "/etc/systemd/system", "/etc/lintas")

SYSTEMCTL = """#!/bin/sh
# Starts and stops the node as the unit says; everything else is the system's own.
case "$*" in
    "enable --now lintas" | "start lintas")
        "$BIN/lintas" node serve "$NODE" >>"$NODE.log" 2>&1 &
        echo $! >"$NODE.pid"
        sleep 4 ;;
    "stop lintas" | "disable --now lintas")
        kill "$(cat "$NODE.pid")"
        while kill -0 "$(cat "$NODE.pid")" 2>/dev/null; do sleep 0.1; done ;;
    "restart lintas") "$0" stop lintas; "$0" start lintas ;;
    "daemon-reload" | "enable --now lintas-backup.timer") ;;
    *) echo "no such call: $*" >&2; exit 1 ;;
esac
"""

INSTALL = """#!/bin/sh
# install without a change of owner, which only root could make.
exec /usr/bin/env -i PATH=/usr/bin:/bin install $(printf '%s ' "$@" | sed 's/-o lintas -g lintas//')
"""

BEFORE = """
mkdir -p vn my asec $HERE/etc/sysusers.d $HERE/etc/systemd/system $HERE/var/lib $HERE/var/backups
ln -s $ROOT/deploy deploy
for each in vn asec; do
    lintas node init $HERE/$each --code $each --name "$each (EXERCISE)" --category "central authority" \\
        --address http://127.0.0.1:PORT2 --port PORT2 >/dev/null
    cp $HERE/$each/entry.cbor $each/entry.cbor
done
"""

# The peer begins a case, so that there is something to hold, to lose, and to leave.
AFTER_RUNNING = """
lintas node adopt $HERE/vn genesis.cbor >/dev/null
sed -i 's/^idle_ms.*/idle_ms = 300/; s/^retry_ms_max.*/retry_ms_max = 300/' $HERE/vn/settings.toml $NODE/settings.toml
lintas officer add $HERE/vn lan >/dev/null
lintas node serve $HERE/vn >$HERE/vn.log 2>&1 &
sleep 3
lintas open exchange --node $HERE/vn --as lan --to member=my-ca --for all --field purpose=x --field basis=y \\
    --wait 20 >/dev/null
"""

AFTER_BACKUP = """
ASK_CASE
lintas act $CASE "adopt the terms" --for all --wait 20 --node $NODE --as aisyah >/dev/null
systemctl stop lintas
rm -rf $NODE
unset CASE
"""

AFTER_RESTORE = """
lintas node status $NODE --json >status.json
"""


def commands(page: str) -> str:
    """What a reader would type, block after block."""
    return "\n".join(map(textwrap.dedent, pages.commands(HOW_TO / page)))


def script(here: Path) -> str:
    ours, peers = free_ports()
    ask = ASK.replace("lintas list", "lintas list --node $NODE --as aisyah")
    parts = [
        BEFORE, commands("run-three-nodes.md"), AFTER_RUNNING, commands("back-up.md"),
        AFTER_BACKUP.replace("ASK_CASE", ask), commands("restore.md"), AFTER_RESTORE,
        commands("upgrade.md"), commands("leave.md").replace("CASE=7g2kq3fa", ask),
    ]  # fmt: skip
    text = "\n".join(parts).replace("https://lintas.my.example", f"http://127.0.0.1:{ours}")
    text = text.replace("8470", str(ours)).replace("PORT2", str(peers))
    for path in OURS:
        text = re.sub(rf"(?<![\w$}}]){path}", f"{here}{path}", text)
    return text


STAND_INS = {
    "sudo": '#!/bin/sh\nshift 2\nexec "$@"\n',
    "systemctl": SYSTEMCTL,
    "systemd-sysusers": "#!/bin/sh\n",
    "install": INSTALL,
}


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 20)
def test_the_operators_pages_work_as_they_stand(short_path: Path) -> None:
    here, tools = short_path / "r", short_path / "bin"
    (here / "work").mkdir(parents=True)
    for name, text in STAND_INS.items():
        pages.stand_in(tools, name, text)
    pages.wait_by_looking(tools)
    env = {
        "BIN": str(tools), "HERE": str(here), "ROOT": str(DOCS.parent), "NODE": str(here / "var/lib/lintas"),
        "LINTAS_DISK_FREE_MIN_MIB": "0",
    }  # fmt: skip
    said = pages.run(short_path, script(here), within=here / "work", seconds_max=SECONDS_MAX, env=env)
    assert "sealed under the passphrase" in said, said
    assert "2 lost acts came back" in said, said
    assert "VERIFIED  case.zip" in said
    assert "MISSING" not in said
    assert "no fault found" in said


def test_every_page_is_run() -> None:
    operators = {"run-three-nodes.md", "back-up.md", "restore.md", "upgrade.md", "leave.md"}
    registry = {f"{page}.md" for page in REGISTRY_PAGES}
    # These hold no run of commands on one machine; the last needs a server's superuser, and tests/store run its parts.
    by_hand = {"use-from-scripts.md", "keep-a-calendar.md", "run-on-postgresql.md", "read-a-failing-seed.md"}
    # Their commands are run by tests/cli, by tests/console/api, and by translators.
    by_hand |= {"check-at-a-counter.md", "exchange-indicators.md"}  # pages of the console, which tests/console asks for
    by_hand |= {"certify-training.md", "compile-a-programme.md"}  # run by tests/cli, tests/console and tests/browser
    by_hand |= {"search.md", "use-the-api.md", "translate.md", "work-a-list.md", "write-a-letter.md"}
    by_hand |= {"look-after-a-node.md", "keep-a-matter-closed.md"}  # pages of the console, which tests/console asks for
    by_hand |= {"set-the-ladder.md"}
    by_hand |= {"enter-a-public-fact.md"}  # its file and its commands are run by tests/cli
    by_hand |= {"work-with-other-tools.md"}
    by_hand |= {"prepare-a-meeting.md"}  # its commands are run by tests/cli, its pages by tests/browser
    by_hand |= {"report-on-a-plan.md"}  # its command is run by tests/cli, its pages by tests/browser
    by_hand |= {"put-a-call-through.md"}
    by_hand |= {"sit-at-the-duty-desk.md"}
    by_hand |= {"keep-attachments.md"}  # needs a bucket and a scanner
    elsewhere = {
        "carry-files.md", "recall.md", "answer-recalls.md", "correct.md", "join-and-leave.md", "send-files.md",
        "keep-a-mailbox.md", "run-a-guest-desk.md",
        "sign-with-a-token.md", "who-may-act.md", "enter-a-treaty.md",
    }  # fmt: skip
    assert {path.name for path in HOW_TO.glob("*.md")} == operators | registry | by_hand | elsewhere
