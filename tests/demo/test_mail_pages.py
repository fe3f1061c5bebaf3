"""The pages about mailboxes work as they stand: a host, a laptop that is closed and opened, and a peer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.pages import HOW_TO, commands, run
from tests.demo.test_registry_pages import FOUNDED
from tests.processes.federation import free_port

SECONDS_MAX = 200

WHILE_CLOSED = """
export LINTAS_NODE=$PWD/my LINTAS_OFFICER=aisyah
lintas open exchange --to member=vn-pol --for all --field purpose=boats --field basis=treaty
sleep 3
DOSSIER=$(lintas list --json | "$PYTHON" -c "
import json, sys
print(next(e['id'] for e in json.load(sys.stdin) if e['kind'] == 'exchange'))")
sleep 2
lintas show "$DOSSIER" --json >closed.json
find vn/mail -name '*.bag' >lying
"""

ENDED = """
sleep 6
lintas show "$DOSSIER" --node my --as aisyah --json >stored.json
find vn/mail -name '*.bag' >left
lintas node status vn-pol
lintas doctor vn-pol || true
for each in vn my vn-pol; do lintas node verify $each; done
"""


def script() -> str:
    host, (*guest, opened) = commands(HOW_TO / "keep-a-mailbox.md"), commands(HOW_TO / "run-a-guest-desk.md")
    text = "\n".join([FOUNDED, *host, *guest, WHILE_CLOSED, opened, ENDED])
    for port in ("8471", "8472"):
        text = text.replace(port, str(free_port()))
    return text


# A minute of waiting for nodes: the whole run has no room for it.
@pytest.mark.soak
@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 10)
def test_the_pages_about_mailboxes_work_as_they_stand(short_path: Path) -> None:
    said = run(short_path, script(), within=short_path, seconds_max=SECONDS_MAX)
    assert "exchange" in said, said
    assert (short_path / "lying").read_text().count(".bag") >= 1, "it lay there while the laptop was closed"
    assert not (short_path / "left").read_text(), "what was taken is deleted"
    assert '"vn-pol": "sent"' in (short_path / "closed.json").read_text()
    assert '"vn-pol": "stored"' in (short_path / "stored.json").read_text()
