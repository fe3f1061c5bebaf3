"""The page about carrying files works as it stands, between two nodes that cannot call each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.pages import HOW_TO, commands, run
from tests.processes.federation import free_port

SECONDS_MAX = 120

# The addresses are those of nobody: nothing travels but by file.
FOUNDED = """
for each in vn my; do
  lintas node init $each-ca --code $each-ca --name "Authority $each (EXERCISE)" \\
    --category "central authority" --address http://127.0.0.1:9 --port PORT_$each
done
lintas genesis genesis.cbor vn-ca/entry.cbor my-ca/entry.cbor --exercise
lintas node adopt vn-ca genesis.cbor
lintas node adopt my-ca genesis.cbor
for each in vn my; do lintas officer add $each-ca lan; lintas node serve $each-ca 2>$each.log & done
sleep 4
lintas open exchange --node vn-ca --as lan --to member=my-ca --for all --field purpose=boats --field basis=treaty
"""

ENDED = """
lintas list --node vn-ca --as lan
lintas list --node my-ca --as lan
"""


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 10)
def test_the_page_about_carrying_files_works_as_it_stands(short_path: Path) -> None:
    stick = short_path / "stick"
    stick.mkdir()
    text = "\n".join([FOUNDED, *commands(HOW_TO / "carry-files.md"), ENDED]).replace("/media/stick", str(stick))
    text = text.replace("PORT_$each", "$PORT").replace("for each in vn my; do\n  lintas node init", (
        f"for each in vn my; do\n  case $each in vn) PORT={free_port()};; my) PORT={free_port()};; esac\n"
        "  lintas node init"
    ))  # fmt: skip
    said = run(short_path, text, within=short_path, seconds_max=SECONDS_MAX)
    assert said.count("exchange") >= 2, said
    assert (stick / "to-my-ca.bag.reply").exists()
