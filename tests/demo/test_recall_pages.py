"""The pages about recalling and answering recalls work as they stand, between two nodes and a stick."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.pages import HOW_TO, commands, run

SECONDS_MAX = 100

FOUNDED = """
for each in vn my; do
  lintas node init $HERE/$each --code $each-ca --name "Authority $each (EXERCISE)" \\
    --category "central authority" --address http://127.0.0.1:9 >/dev/null
done
lintas genesis genesis.cbor $HERE/vn/entry.cbor $HERE/my/entry.cbor --exercise >/dev/null
mkdir -p $HERE/var/backups/lintas $HERE/var/backups/lintas-vault $HERE/media/stick $HERE/etc/lintas
echo "six words that nobody would guess" >$HERE/etc/lintas/passphrase
for each in vn my; do
  lintas node adopt $HERE/$each genesis.cbor >/dev/null
  lintas officer add $HERE/$each aisyah >/dev/null
done
lintas open exchange --node $HERE/vn --as aisyah --to member=my-ca --for all --field purpose=x --field basis=y \\
  --json >opened.json
CASE=$("$PYTHON" -c "import json; print(json.load(open('opened.json'))['dossier'][:8])")
ACT=$("$PYTHON" -c "import json; print(json.load(open('opened.json'))['act'][:8])")
lintas node bundle my-ca one.bag --node $HERE/vn >/dev/null
lintas node take one.bag --node $HERE/my >/dev/null
lintas node backup $HERE/my first.zip --vault $HERE/media/stick/vault >/dev/null
"""


# A person is named in a question, which my-ca gets on the stick.
ASKED = """
export LINTAS_NODE=$HERE/my LINTAS_OFFICER=aisyah
lintas act $CASE "adopt the terms" --for all >/dev/null
lintas node bundle vn-ca two.bag --node $HERE/my >/dev/null
lintas node take two.bag --node $HERE/vn >/dev/null
export LINTAS_NODE=$HERE/vn
lintas act $CASE ask --to asked=my-ca --for my-ca --field urgency=urgent --field question="Who is it?" \\
  --field purpose=x --field offence="fraud; 4 years or more" --field person="A. Nobody" \\
  --json >asked.json
ASKED=$("$PYTHON" -c "import json; print(json.load(open('asked.json'))['act'][:8])")
"""


def page(name: str, node: str) -> str:
    """The commands of a page, at this node, of the act that is there."""
    text = "\n".join(commands(HOW_TO / name)).replace("7g2kq3fa", "$CASE").replace("r5m2c4de", "$ACT")
    text = text.replace("/var/lib/lintas", f"$HERE/{node}")
    for path in ("/var/backups", "/media/stick", "/etc/lintas"):
        text = text.replace(path, f"$HERE{path}")
    return text


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 10)
def test_the_pages_about_recalls_work_as_they_stand(short_path: Path) -> None:
    correct = page("correct.md", "vn").replace("$ACT", "$ASKED")
    text = "\n".join([FOUNDED, ASKED, correct, page("answer-recalls.md", "my"), page("recall.md", "vn")])
    said = run(short_path, text, within=short_path, seconds_max=SECONDS_MAX, env={"HERE": str(short_path)})
    assert "corrected 1 acts" in said, said
    assert "corrections of ours that have not come to everybody: 1" in said
    assert said.index("CORRECTED") < said.index("A. Nobody", said.index("CORRECTED"))
    assert "held here: act" in said, said
    assert "erased here what 1 acts" in said
    assert "recalled 1 acts" in said
    assert "RECALLED" in said
    assert "not yet at my-ca for 0 days" in said
