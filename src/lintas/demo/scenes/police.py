"""Police ask each other: an urgent question with an 8-hour clock, answered, and formalised without retyping."""

from __future__ import annotations

from dataclasses import dataclass

from lintas.demo.evidence import ACCOUNT
from lintas.demo.federation import MY, VN
from lintas.demo.world import SHORT, World

EIGHT_HOURS_MS = 8 * 60 * 60 * 1000
OFFENCE = "fraud by telephone and message; 4 years or more"


@dataclass(frozen=True, slots=True)
class Answered:
    """The exchange, and the act that answered."""

    exchange: str
    answer: str


def play(world: World) -> Answered:
    """Open an exchange, ask, answer, and close the question."""
    world.scene("1. Police exchange: an urgent question. The Secretariat is no party.")
    done = world.act(
        VN, "lan", "Lan opens an exchange with Malaysia: purpose, legal basis, the shipped codes and times.",
        ["open", "exchange", "--to", "member=my-ca", "--for", "my-ca",
         "--field", "purpose=fraud compounds and the accounts that serve them",
         "--field", "basis=UNTOC arts 18(4) and 27"],
    )  # fmt: skip
    exchange = done["dossier"]
    short = exchange[:SHORT]
    world.act(MY, "aisyah", "Aisyah adopts the terms.", ["act", short, "adopt the terms", "--for", "vn-ca"])
    question = world.sealed("Who draws on the account, and was it used since 1 September?")
    person = world.sealed("Pham Thi Vi Du (invented)")
    asked = world.act(
        VN, "lan", "Money is moving now: Lan asks with the urgency `urgent, at hand`.",
        ["act", short, "ask", "--to", "asked=my-ca", "--for", "my-ca", "--field", "urgency=urgent, at hand",
         "--field", f"person={person}", "--field", "born=1987", "--field", f"accounts={ACCOUNT.number}",
         "--field", f"question={question}", "--field", "purpose=to stop the loss", "--field", f"offence={OFFENCE}"],
    )  # fmt: skip
    _clock(world, exchange, "running")
    world.page(MY, "aisyah", ["show", short])
    answer = world.act(
        MY, "aisyah", "Aisyah answers within the time, with a handling code and two grades.",
        ["act", short, "answer", "--item", asked["opened"][:SHORT], "--for", "vn-ca",
         "--field", "information=" + world.sealed("The account belongs to a company that she directs; it is in use."),
         "--field", f"person={person}", "--field", "born=1987", "--field", f"accounts={ACCOUNT.number}",
         "--field", f"offence={OFFENCE}", "--field", "handling=H0", "--field", "source=A", "--field", "certainty=1"],
    )  # fmt: skip
    _clock(world, exchange, "kept")
    world.act(VN, "lan", "Lan closes the question.",
              ["act", short, "close", "--item", asked["opened"][:SHORT], "--for", "my-ca"])  # fmt: skip
    return Answered(exchange, answer["act"])


def _clock(world: World, exchange: str, state: str) -> None:
    for code, rests_on in ((VN, "receipt"), (MY, "as its author dated it")):
        clocks = [c for c in world.known(code, exchange)["clocks"] if c["name"] == "answer"]
        found = clocks[0] if len(clocks) == 1 else {}
        good = found.get("state") == state and found.get("owed_by") == MY and found.get("rests_on") == rests_on
        if state == "running":
            good = good and found["due_ms"] - found["since_ms"] == EIGHT_HOURS_MS
        what = "has 8 hours to answer" if state == "running" else "kept its time"
        world.claims.check(good, f"{code} sees that my-ca {what} (known from: {rests_on})", str(clocks))


def formalise(world: World, answered: Answered, dossier: str) -> None:
    """Say in the exchange where it goes on."""
    world.act(
        VN, "lan", "Lan records in the exchange that the answer goes on as a formal request.",
        ["act", answered.exchange[:SHORT], "formalise", "--for", "my-ca", "--re", answered.answer[:SHORT],
         "--field", f"dossier={dossier[:SHORT]} formalised as"],
    )  # fmt: skip
    linked = world.known(MY, answered.exchange)["acts"][-1]["says"]["dossier"]
    world.claims.check(linked["dossier"] == dossier, "my-ca sees in the exchange which dossier it became", str(linked))
