"""The hotline: a message that a person over there acknowledges, and a desk that is handed over."""

from __future__ import annotations

from lintas.demo.federation import MY, VN
from lintas.demo.world import SHORT, World

QUARTER_MS = 15 * 60 * 1000


def play(world: World) -> str:
    """Open the line, say something urgent, have it acknowledged by a person, change the desk."""
    world.scene("3. Hotline: a person over there has read it. The Secretariat is no party.")
    done = world.act(
        VN, "lan", "Lan opens a direct line between the two duty desks.",
        ["open", "hotline", "--to", "end=my-ca", "--for", "my-ca", "--field", "terms=EXERCISE terms of reference",
         "--field", "languages=English, Malay, Vietnamese"],
    )  # fmt: skip
    line: str = done["dossier"]
    short = line[:SHORT]
    world.act(MY, "aisyah", "Aisyah comes on duty.", ["act", short, "come on duty", "--for", "vn-ca"])
    text = world.sealed("A boat left an invented harbour at 14:01 with about 40 people. Can your coast guard look?")
    said = world.act(
        VN, "lan", "A message that a person must read now.",
        ["act", short, "say", "--to", "reader=my-ca", "--for", "my-ca", "--field", "urgency=now",
         "--field", f"text={text}"],
    )  # fmt: skip
    at = said["opened"][:SHORT]
    owed = [c for c in world.known(VN, line)["clocks"] if c["state"] == "running"]
    world.claims.check(
        len(owed) == 1 and owed[0]["owed_by"] == MY and owed[0]["due_ms"] - owed[0]["since_ms"] == QUARTER_MS,
        "it is stored there, yet nobody has read it: a person of my-ca has 15 minutes",
        str(owed),
    )
    world.act(MY, "aisyah", "Aisyah, a person, acknowledges.",
              ["act", short, "acknowledge", "--item", at, "--for", "vn-ca"])  # fmt: skip
    world.act(MY, "aisyah", "She replies.",
              ["act", short, "reply", "--item", at, "--for", "vn-ca",
               "--field", "text=" + world.sealed("A cutter is under way, there by 15:30.")])  # fmt: skip
    world.act(VN, "lan", "Lan settles the message.", ["act", short, "settle", "--item", at, "--for", "my-ca"])
    shift = ["--field", "desk=day desk", "--field", "to_desk=night desk"]
    world.act(MY, "aisyah", "Her shift ends: she hands the desk over, with what is open.",
              ["act", short, "hand over the desk", "--for", "vn-ca", *shift,
               "--field", "still_open=" + world.sealed("the cutter reports at 15:30")])  # fmt: skip
    world.act(MY, "farid", "Farid takes the desk.",
              ["act", short, "take the desk", "--for", "vn-ca", *shift,
               "--field", "still_open=nothing else"])  # fmt: skip
    acts = [a for a in world.known(VN, line)["acts"] if a["author"] == MY and a["form"] == "verb"]
    world.claims.check(
        acts[-2]["officers"] != acts[-1]["officers"],
        "vn-ca sees under their pseudonyms that another officer holds the desk now",
        str([a["officers"] for a in acts]),
    )
    return line
