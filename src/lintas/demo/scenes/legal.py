"""The main job: a request for legal assistance from the shared draft to the evidence received, and closed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from lintas.demo.evidence import Files, write_evidence
from lintas.demo.federation import MY, VN
from lintas.demo.scenes import police
from lintas.demo.scenes.police import OFFENCE, Answered
from lintas.demo.world import SHORT, World

NOT_SEALED = 3
PARTS = {"records": "the bank's statement of September 2026", "certificate": "the bank's certificate"}


@dataclass(frozen=True, slots=True)
class Case:
    """The case and its evidence."""

    dossier: str
    files: Files


def play(world: World, answered: Answered) -> Case:
    """Carry the case."""
    world.scene("2. Mutual legal assistance: from a shared draft to evidence. The Secretariat is no party.")
    dossier = _draft(world, answered)
    police.formalise(world, answered, dossier)
    _request(world, dossier)
    _more(world, dossier)
    files = _deliver(world, dossier)
    _receive(world, dossier, files)
    return Case(dossier, files)


def _draft(world: World, answered: Answered) -> str:
    fields = {
        "urgency": "ordinary",
        "measures": ["records"],
        "details": world.sealed("Records of the account for September 2026, with a certificate of authenticity."),
        "authority": "Central Authority of Viet Nam (EXERCISE)",
        "facts": world.sealed("Callers posed as officials; 31 invented victims paid into the account."),
        "law": "Penal Code (EXERCISE), article on fraud",
        "purpose": "investigation and trial of fraud",
        "treaty": "ASEAN MLAT (2004)",
    }
    done = world.act(
        VN, "lan", "Lan shares a draft first. Person, account and offence come from the police answer, not retyped.",
        ["open", "mla", "--to", "requested=my-ca", "--for", "my-ca",
         "--fields", world.write_fields("draft.json", fields),
         "--take", f"{answered.exchange[:SHORT]}/{answered.answer[:SHORT]}",
         "--field", f"police_exchange={answered.exchange[:SHORT]}/{answered.answer[:SHORT]} formalised from"],
    )  # fmt: skip
    dossier: str = done["dossier"]
    said = world.known(MY, dossier)["acts"][0]["says"]
    answer = next(a for a in world.known(VN, answered.exchange)["acts"] if a["id"] == answered.answer)["says"]
    taken = [name for name in ("person", "born", "accounts", "offence") if name in answer]
    world.claims.check(
        all(said[name] == answer[name] for name in taken) and len(taken) == 4,
        "my-ca reads in the draft what the police answer said: " + ", ".join(taken),
        f"{said} {answer}",
    )
    return dossier


def _request(world: World, dossier: str) -> None:
    short = dossier[:SHORT]
    world.act(MY, "aisyah", "Aisyah comments before anything is asked.",
              ["act", short, "comment on the draft", "--for", "vn-ca",
               "--field", "reasons=Our courts need the period in the first paragraph."])  # fmt: skip
    request = ["act", short, "request", "--for", "my-ca", "--take", f"{short}/{short}",
               "--field", "procedure=certified copies, period 1 to 30 September 2026"]  # fmt: skip
    world.refused(VN, "lan", "A request needs two officers. Lan tries alone.", request, NOT_SEALED)
    world.act(VN, "lan", "With Binh it is made.", [*request, "--approve", "binh"])
    acts = world.known(MY, dossier)["acts"]
    world.claims.check(
        len(acts[-1]["officers"]) == 2 and len(set(acts[-1]["officers"])) == 2,
        "my-ca sees that two different certified officers answer for the request",
        str(acts[-1]["officers"]),
    )
    world.act(MY, "aisyah", "Aisyah acknowledges, and says by when an answer is due.",
              ["act", short, "acknowledge", "--for", "vn-ca", "--field", "by=2027-01-29",
               "--field", "reference=EX-MY-0117"])  # fmt: skip
    due = [c for c in world.known(VN, dossier)["clocks"] if c["state"] == "running" and c["until"] == "2027-01-29"]
    world.claims.check(len(due) == 1, "vn-ca sees by when my-ca owes an answer", str(due))


def _more(world: World, dossier: str) -> None:
    short = dossier[:SHORT]
    asked = world.act(MY, "aisyah", "Something is missing: Aisyah asks for more, and the matter keeps its stage.",
                      ["act", short, "ask for more", "--for", "vn-ca",
                       "--field", "missing=The order under which the account may be opened."])  # fmt: skip
    at = asked["opened"][:SHORT]
    still = [c for c in world.known(VN, dossier)["clocks"] if c["state"] == "stands still"]
    world.claims.check(len(still) == 1, "while a question is open, the time to answer stands still", str(still))
    text = world.sealed("Order EX-2026-0088 of an invented court, of 3 October 2026.")
    world.act(VN, "lan", "Lan supplements it.",
              ["act", short, "supplement", "--item", at, "--for", "my-ca", "--field", f"text={text}",
               "--field", f"offence={OFFENCE}"])  # fmt: skip
    world.act(MY, "aisyah", "That is enough: Aisyah goes on.", ["act", short, "go on", "--item", at, "--for", "vn-ca"])


def _deliver(world: World, dossier: str) -> Files:
    short, files = dossier[:SHORT], write_evidence(world.papers)
    world.act(MY, "aisyah", "Malaysia accepts.",
              ["act", short, "accept", "--for", "vn-ca", "--field", "doing=" + "; ".join(PARTS.values()),
               "--field", "executing=an invented court"])  # fmt: skip
    world.act(MY, "aisyah", "The measure is carried out.", ["act", short, "execute", "--for", "vn-ca"])
    manifest = "; ".join(f"{p.name} sha256 {_sha256(p.read_bytes())}" for p in (files.statement, files.certificate))
    custody = world.sealed("Taken from the bank by an invented bailiff on 14 October 2026; seal EX-77 unbroken.")
    fields = {
        "what": "bank statement (ISO 20022 camt.053) and certificate of authenticity",
        "manifest": manifest,
        "custody": custody,
        "conditions": "for the proceedings named in the request only",
    }
    world.act(
        MY, "aisyah", "Evidence goes out: two files, a manifest, the custody; Farid answers for it as well.",
        ["act", short, "deliver a part", "--approve", "farid", "--for", "vn-ca", "--field", f"offence={OFFENCE}",
         "--fields", world.write_fields("delivery.json", fields),
         "--file", f"files={files.statement}", "--file", f"files={files.certificate}"],
    )  # fmt: skip
    return files


def _receive(world: World, dossier: str, files: Files) -> None:
    short, folder = dossier[:SHORT], world.papers / "received"
    officer = world.nodes.officer(VN, "lan")
    words = ["files", short, str(folder)]
    # Files come chunk by chunk behind the act, so that a large one holds up nothing.
    world.until(20, "the files have come to vn-ca", lambda: world.terminal.run(words, officer, expected=None).code == 0)
    world.terminal.typed(words, officer)
    got = {_sha256(path.read_bytes()) for path in folder.iterdir()}
    sent = {_sha256(path.read_bytes()) for path in (files.statement, files.certificate)}
    world.claims.check(got == sent, "vn-ca has both files, bit for bit as they were sent", f"{got} {sent}")
    delivery = next(i for i in world.known(VN, dossier)["items"] if i["name"] == "delivery")
    world.act(VN, "lan", "Lan takes receipt.",
              ["act", short, "take receipt", "--item", delivery["id"][:SHORT], "--for", "my-ca",
               "--field", "text=two files, hashes as in the manifest", "--field", "received=2026-11-20"])  # fmt: skip
    final: dict[str, Any] = {
        "what": "nothing more: the request is executed in full",
        "manifest": "as in the delivery before",
        "custody": world.sealed("as in the delivery before, seal EX-77"),
        "conditions": "for the proceedings named in the request only",
    }
    world.act(MY, "aisyah", "Malaysia says that this is all.",
              ["act", short, "deliver", "--approve", "farid", "--for", "vn-ca", "--field", f"offence={OFFENCE}",
               "--fields", world.write_fields("final.json", final)])  # fmt: skip
    world.act(VN, "lan", "The case is closed.",
              ["act", short, "close", "--for", "my-ca", "--field", "outcome=charges brought; EXERCISE"])  # fmt: skip
    shown = world.known(VN, dossier)
    world.claims.check(not shown["awaited"], f"nobody owes a step: the case is {shown['phase']}", str(shown["awaited"]))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
