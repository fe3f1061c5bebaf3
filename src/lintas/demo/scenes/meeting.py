"""A meeting with the Secretariat as a party: a paper, and a text with a bracket, that it cannot read."""

from __future__ import annotations

from lintas.demo.evidence import write_evidence
from lintas.demo.federation import ASEC, MY, VN
from lintas.demo.world import NODES, SHORT, World

COMMUNIQUE = """\
The working group met online.
Each central authority shall send the list of its contact points every month.
"""


def play(world: World) -> str:
    """Convene a meeting, hand in a paper for the chair only, and table a text in which one word is bracketed."""
    world.scene("4. A meeting: the Secretariat is a party, and one paper is not for it.")
    done = world.act(
        MY, "aisyah", "Malaysia convenes a meeting with Viet Nam as a member and the Secretariat as an observer.",
        ["open", "meeting", "--to", "member=vn-ca", "--to", "observer=asec", "--for", "all",
         "--field", "body=Working group on mutual legal assistance (EXERCISE)", "--field", "place=online",
         "--field", "opens=2026-12-08", "--field", "agenda=1. Cases under way; 2. Next steps"],
        NODES,
    )  # fmt: skip
    meeting: str = done["dossier"]
    short, files = meeting[:SHORT], write_evidence(world.papers)
    title = world.sealed("Our position on costs, for the chair only")
    paper = world.act(
        VN, "lan", "Viet Nam hands in a paper that is for the chair only.",
        ["act", short, "hand in a paper", "--for", "my-ca", "--field", f"title={title}",
         "--field", "kind_of_paper=position", "--file", f"file={files.certificate}", "--field", "marking=confidential"],
        NODES,
    )  # fmt: skip
    text = world.papers / "communique.txt"
    text.write_text(COMMUNIQUE, encoding="utf-8")
    world.act(
        MY, "aisyah", "Malaysia tables the communique, for the two of them first.",
        ["act", short, "table", "--for", "vn-ca", "--field", "title=Communique (EXERCISE)",
         "--field", "becomes=communique", "--file", f"file={text}"],
        NODES,
    )  # fmt: skip
    world.act(
        VN, "lan", "Viet Nam cannot accept one word, and says what instead.",
        ["act", short, "put in brackets", "--for", "my-ca",
         "--field", "brackets=3 | shall | should | our law binds us"],
        NODES,
    )  # fmt: skip
    world.page(MY, "aisyah", ["text", "show", short])
    world.page(ASEC, "dewi", ["show", short])
    theirs = next(a for a in world.known(ASEC, meeting)["acts"] if a["id"] == paper["act"])
    world.claims.check(
        theirs["author"] == VN and theirs["verb"] == paper["verb"] and theirs["says"] is None,
        "the Secretariat sees that vn-ca handed in a paper, and cannot read it",
        str(theirs),
    )
    chair = next(a for a in world.known(MY, meeting)["acts"] if a["id"] == paper["act"])
    world.claims.check((chair["says"] or {}).get("title") == title, "the chair reads it", str(chair["says"]))
    return meeting
