"""What the scenes play in: the nodes, the terminal, the claims, and a look at what each node sees after every step."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lintas.compose import desk
from lintas.compose.folder import SOCKET
from lintas.demo.claims import Claims
from lintas.demo.federation import ASEC, FOUNDERS, MY, VN, Federation
from lintas.demo.terminal import Answer, Terminal
from lintas.transport.client import LocalPeer

SHORT = 8
ITEM_CHARS = 25
"""The id of an item is the first 16 bytes of that of the act that opened it; so many characters are of them alone."""
WAIT_S = "20"
NODES = (VN, MY, ASEC)
MARKS: Mapping[str, str] = {
    "queued": "queued",
    "sent": "sent, no receipt yet",
    "stored": "stored, with receipt",
    "opened": "opened by an officer",
}

Shown = dict[str, Any]


@dataclass(slots=True)
class World:
    """The stage. `secret` are the words that were sealed for others than the Secretariat."""

    nodes: Federation
    terminal: Terminal
    claims: Claims
    secret: list[str] = field(default_factory=list)
    steps: int = 0

    @property
    def papers(self) -> Path:
        """Where officers keep their drafts and files."""
        return self.nodes.folder / "papers"

    def scene(self, title: str) -> None:
        """Begin a scene."""
        print(f"\n{'=' * 100}\n{title}\n{'=' * 100}", flush=True)

    def act(self, code: str, name: str, why: str, words: Sequence[str], among: Sequence[str] = (VN, MY)) -> Shown:
        """An officer does something; what every node then sees is shown, and checked to be the same among parties."""
        officer = self.nodes.officer(code, name)
        self.steps += 1
        print(f"\n[{self.steps}] {why}", flush=True)
        self.terminal.typed(words, officer)
        done: Shown = self.terminal.run([*words, "--wait", WAIT_S], officer).data
        opened = f"; it opens {done['opened_name']} {done['opened'][:SHORT]}" if done["opened"] else ""
        print(f"  -> act {done['act'][:SHORT]} of dossier {done['dossier'][:SHORT]}{opened}", flush=True)
        self.views(done["dossier"], among, done["act"])
        return done

    def refused(self, code: str, name: str, why: str, words: Sequence[str], expected: int) -> Answer:
        """An officer tries what must be refused, with this exit code."""
        officer = self.nodes.officer(code, name)
        self.steps += 1
        print(f"\n[{self.steps}] {why}", flush=True)
        self.terminal.typed(words, officer)
        answer = self.terminal.run(words, officer, expected=None)
        said = answer.data if isinstance(answer.data, dict) else {}
        print(f"  -> exit {answer.code}: {said.get('sentence', answer.text)}", flush=True)
        self.claims.check(answer.code == expected, "it is refused with a sentence", f"the exit code is {answer.code}")
        return answer

    def page(self, code: str, name: str, words: Sequence[str]) -> str:
        """Print a page as the officer sees it."""
        officer = self.nodes.officer(code, name)
        self.terminal.typed(words, officer)
        text = self.terminal.run(words, officer, data=False).text
        print("\n".join(f"  | {line}".rstrip() for line in text.splitlines()), flush=True)
        return text

    def views(self, dossier: str, among: Sequence[str], act: str) -> None:
        """Print what each node sees of a dossier, and check it."""
        seen = {code: self.shown(code, dossier) for code in NODES}
        for code, shown in seen.items():
            print(f"       {code:<6} {_view(shown, code, act)}", flush=True)
        parties = [shown for code in among if (shown := seen[code]) is not None]
        same = len({_position(s) for s in parties}) == 1 and len(parties) == len(among)
        marked = [a["marks"] for s in parties for a in s["acts"] if a["id"] == act and a["marks"]]
        stored = (
            len(marked) == 1 and set(marked[0].values()) <= {"stored", "opened"} and len(marked[0]) == len(among) - 1
        )
        if not same or not stored:
            told = f"{_summary(seen)}; {marked}"
            self.claims.check(False, "all parties see the same, and their receipts are here", told)
        outside = [code for code in NODES if code not in among]
        if any(seen[code] is not None for code in outside):
            self.claims.check(False, f"{', '.join(outside)} knows of no such dossier", "it holds it")
        self.claims.held += 2

    def shown(self, code: str, dossier: str) -> Shown | None:
        """What a node sees of a dossier; None if it knows of none."""
        try:
            shown: Shown = self.ask(code, "show", dossier=dossier)
        except desk.DeskError as error:
            if error.error == "NoSuchDossier":
                return None
            raise
        return shown

    def known(self, code: str, dossier: str) -> Shown:
        """What a party sees of a dossier."""
        shown = self.shown(code, dossier)
        if shown is None:
            self.claims.check(False, f"{code} holds dossier {dossier[:SHORT]}", "it does not")
            raise AssertionError
        return shown

    def ask(self, code: str, command: str, **args: Any) -> Any:
        """Ask a running node over its socket, as one of its officers."""
        name = next(founder.officers[0] for founder in FOUNDERS if founder.code == code)
        folder = self.nodes.at(code)
        token = (folder / "officers" / f"{name}.token").read_text(encoding="ascii").strip()
        request = desk.write_request(command, {"as": {"name": name, "token": token}, **args})
        return desk.read_answer(LocalPeer(folder / SOCKET).post(desk.PATH, request))

    def write_fields(self, name: str, fields: Mapping[str, object]) -> str:
        """Write an officer's draft of fields as a file; its path."""
        self.papers.mkdir(exist_ok=True)
        path = self.papers / name
        path.write_text(json.dumps(fields, indent=2, ensure_ascii=False), encoding="utf-8")
        return str(path)

    def sealed(self, words: str) -> str:
        """Remember words that must never reach the Secretariat, and give them back."""
        self.secret.append(words)
        return words

    def until(self, seconds: float, what: str, holds: Any) -> None:
        """Wait until something holds; the claim fails if it does not in time."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                self.claims.check(False, what, f"not within {seconds:.0f} s")
            time.sleep(0.1)


def _view(shown: Shown | None, code: str, act: str) -> str:
    if shown is None:
        return "knows of no such dossier"
    whose = " and ".join("us" if each == code else each for each in shown["awaited"]) or "nobody"
    found = next((each for each in shown["acts"] if each["id"] == act), None)
    says = "not here" if found is None else "can read it" if found["says"] is not None else "cannot read it: sealed"
    marks = "; ".join(f"{peer}: {MARKS[mark]}" for peer, mark in found["marks"].items()) if found else ""
    return f"{_phase(shown, found):<34}  next move: {whose:<14}  {marks or says}"


def _phase(shown: Shown, act: Mapping[str, Any] | None) -> str:
    """The phase of the dossier, and of the item that the act was about."""
    about = (act["id"][:ITEM_CHARS], act["item"][:ITEM_CHARS]) if act else ()
    items = [i for i in shown["items"] if i["id"] != "dossier" and i["id"][:ITEM_CHARS] in about]
    return "; ".join([shown["phase"], *(f"{each['name']}: {each['phase']}" for each in items)])


def _position(shown: Shown) -> str:
    """What all parties must agree on: the phase and whose move it is, of the dossier and of each item."""
    items = sorted((each["id"], each["phase"], *each["awaited"]) for each in shown["items"])
    return repr((shown["phase"], shown["awaited"], items))


def _summary(seen: Mapping[str, Shown | None]) -> str:
    return "; ".join(f"{code}: {shown['phase'] if shown else 'nothing'}" for code, shown in seen.items())
