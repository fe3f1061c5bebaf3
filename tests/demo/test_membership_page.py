"""The page about joining, leaving and the chair works as it stands, among three nodes and a stick."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.pages import HOW_TO, commands, run

SECONDS_MAX = 200

FOUNDED = """
for each in vn my th; do
  lintas node init $HERE/$each --code $each-ca --name "Authority $each (EXERCISE)" \\
    --category "police" --address http://127.0.0.1:9 >/dev/null
done
lintas genesis genesis.cbor $HERE/vn/entry.cbor $HERE/my/entry.cbor $HERE/th/entry.cbor --exercise >/dev/null
for each in vn my th; do
  lintas node adopt $HERE/$each genesis.cbor >/dev/null
  lintas officer add $HERE/$each aisyah >/dev/null
  lintas officer add $HERE/$each binh >/dev/null
done
carry() {
  lintas node bundle $2-ca $1-$2.bag --node $HERE/$1 >/dev/null
  if [ -e $1-$2.bag ]; then lintas node take $1-$2.bag --node $HERE/$2 >/dev/null; rm -f $1-$2.bag*; fi
}
lintas open exchange --node $HERE/vn --as aisyah --to member=vn-ca,my-ca --for all --field purpose="stolen boats" \\
  --field basis=y --json >opened.json
CASE=$("$PYTHON" -c "import json; print(json.load(open('opened.json'))['dossier'][:8])")
carry vn my
"""

# After which block of the page what is carried, and at which node the next blocks are typed.
BETWEEN = {
    1: "carry vn th; carry th vn; carry vn th; carry th vn; carry vn th\nlintas show $CASE --node $HERE/th --as aisyah",
    4: "carry vn my\nexport LINTAS_NODE=$HERE/my",
    5: "carry my vn\nexport LINTAS_NODE=$HERE/vn",
    6: "carry vn my\nexport LINTAS_NODE=$HERE/my",
}


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 10)
def test_the_page_about_joining_and_leaving_works_as_it_stands(short_path: Path) -> None:
    text = FOUNDED
    for number, block in enumerate(commands(HOW_TO / "join-and-leave.md")):
        text += block + BETWEEN.get(number, "") + "\n"
    text = text.replace("7g2kq3fa", "$CASE").replace("/var/lib/lintas", "$HERE/vn")
    said = run(short_path, text, within=short_path, seconds_max=SECONDS_MAX, env={"HERE": str(short_path)})
    assert "released 1 acts" in said, said
    assert "vn-ca gave all 1 acts" in said
    at_newcomer = said[said.index("as th-ca sees it") :]
    assert "stolen boats" in at_newcomer
    assert "Thailand follows the money" in at_newcomer
    left = said[said.index("as my-ca sees it") :]
    assert "we are no party any more" in left
    assert "take the office" in left
