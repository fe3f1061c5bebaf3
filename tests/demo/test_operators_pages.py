"""The pages for operators work as they stand: their commands are run, in order, in one shell.

Paths from the root lead into the test's folder. `systemctl`, `sudo` and the like are stand-ins: what belongs to the
system is not what is tested, the commands of lintas are.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.test_pages import ASK, free_ports

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "how-to"
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
    text = (PAGES / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^( *)```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    assert blocks, page
    return "\n".join(re.sub(f"^{indent}", "", block, flags=re.MULTILINE) for indent, block in blocks)


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
    return f"set -eu -o pipefail\n{text}"


def stand_ins(folder: Path) -> Path:
    folder.mkdir()
    for name, text in {
        "lintas": f'#!/bin/sh\nexec "{sys.executable}" -m lintas.cli "$@"\n',
        "sudo": '#!/bin/sh\nshift 2\nexec "$@"\n',
        "systemctl": SYSTEMCTL,
        "systemd-sysusers": "#!/bin/sh\n",
        "install": INSTALL,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 20)
def test_the_operators_pages_work_as_they_stand(short_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash on this machine to run the pages")
    here = short_path / "r"
    (here / "work").mkdir(parents=True)
    tools = stand_ins(short_path / "bin")
    node = here / "var/lib/lintas"
    environ = os.environ | {
        "PYTHON": sys.executable, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "BIN": str(tools),
        "HERE": str(here), "ROOT": str(ROOT), "NODE": str(node), "LINTAS_DISK_FREE_MIN_MIB": "0",
    }  # fmt: skip
    log = short_path / "log"
    with log.open("w") as out:
        shell = subprocess.Popen(
            ["bash", "-c", script(here)], cwd=here / "work", env=environ, stdin=subprocess.DEVNULL,
            stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    try:
        code = shell.wait(SECONDS_MAX)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)
    said = log.read_text(encoding="utf-8")
    assert code == 0, said[-4000:]
    assert "sealed under the passphrase" in said, said
    assert "2 lost acts came back" in said, said
    assert "VERIFIED  case.zip" in said
    assert "MISSING" not in said
    assert "no fault found" in said


def test_every_page_for_operators_is_run_here() -> None:
    # These hold no run of commands on one machine, or have a test of their own.
    elsewhere = {"use-from-scripts.md", "keep-a-calendar.md", "carry-files.md"}
    assert {path.name for path in PAGES.glob("*.md")} - elsewhere == {
        "run-three-nodes.md", "back-up.md", "restore.md", "upgrade.md", "leave.md",
    }  # fmt: skip
