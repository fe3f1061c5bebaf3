"""Joining, leaving, releasing, and the convenor's office from the command line: four nodes, and files on a stick."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from lintas.cli import exits
from tests.cli.conftest import Run, Said, _made

CODES = ("aa", "bb", "cc", "dd")
FRAUD = "fraud; 4 years or more"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four nodes of one federation, each with two officers; made once and copied for each test."""
    folder = tmp_path_factory.mktemp("four")
    for code in CODES:
        _made("node", "init", folder / code, "--code", code, "--name", f"Authority {code}", "--state", code.upper(),
              "--category", "police", "--address", "http://127.0.0.1:9")  # fmt: skip
    _made("genesis", folder / "genesis.cbor", *(folder / code / "entry.cbor" for code in CODES), "--exercise")
    for code in CODES:
        _made("node", "adopt", folder / code, folder / "genesis.cbor")
        _made("officer", "add", folder / code, "one")
        _made("officer", "add", folder / code, "two", "--roles", "approver")
    return folder


@dataclass
class Desk:
    """The command line at each of the nodes, and the stick between them."""

    folder: Path
    run: Run
    carried: int = 0

    def say(self, code: str, *words: object) -> Said:
        """Run a command at a node as its officer."""
        return self.run(*words, "--node", self.folder / code, "--as", "one")

    def act(self, code: str, *words: object, readers: str = "all", code_wanted: int = exits.DONE) -> Said:
        """Do a verb, with the approver."""
        said = self.say(code, "act", *words, "--for", readers, "--approve", "two", "--json")
        assert said.code == code_wanted, said
        return said

    def carry(self, codes: Sequence[str] = CODES, times: int = 1) -> None:
        """What each of these owes the others, and asks of them, goes round."""
        for _ in range(times):
            for here, there in permutations(codes, 2):
                self.carried += 1
                file = self.folder / f"{self.carried}.bag"
                assert self.run("node", "bundle", there, file, "--node", self.folder / here).code == exits.DONE
                if file.exists():
                    assert self.run("node", "take", file, "--node", self.folder / there).code == exits.DONE

    def shown(self, code: str, dossier: str) -> dict[str, Any]:
        found: dict[str, Any] = self.say(code, "show", dossier, "--json").data
        return found

    def page(self, code: str, dossier: str) -> str:
        return " ".join(self.say(code, "show", dossier).out.split())

    def opens(self, code: str, *members: str) -> str:
        done = self.say(code, "open", "exchange", "--to", f"member={','.join(members)}", "--for", "all",
                        "--field", "purpose=boats", "--field", "basis=agreement", "--json")  # fmt: skip
        assert done.code == exits.DONE, done
        dossier: str = done.data["dossier"]
        return dossier


@pytest.fixture
def desk(four: Path, tmp_path: Path, run: Run) -> Desk:
    shutil.copytree(four, tmp_path / "four")
    return Desk(tmp_path / "four", run)


def test_a_newcomer_is_given_what_each_author_chooses(desk: Desk) -> None:
    case = desk.opens("aa", "bb")
    desk.carry(("aa", "bb"))
    desk.act("bb", case, "adopt the terms", "--field", "text=before cc came")
    desk.act("aa", case, "change the terms", "--field", "purpose=ships", "--field", "basis=agreement")
    desk.carry(("aa", "bb"))
    desk.act("aa", case, "invite", "--to", "member=cc", "--field", "text=welcome")
    three = ("aa", "bb", "cc")
    desk.carry(three, 2)
    assert "before cc came" not in desk.page("cc", case)
    (act,) = (each["id"] for each in desk.shown("bb", case)["acts"] if each["verb"] == "adopt the terms")
    done = desk.say("bb", "release", case, "--to", "cc", "--act", act, "--because", "cc follows this up",
                    "--approve", "two")  # fmt: skip
    assert done.code == exits.DONE, done
    assert "released 1 acts" in done.out
    desk.carry(three, 2)
    for code in three:
        page = desk.page(code, case)
        assert "cc, since" in page
        assert "bb gave all 1 acts" in page
        assert "aa gave nothing; it reads from when it came" in page
        assert "given later to cc" in page
    page = desk.page("cc", case)
    assert "before cc came" in page
    assert "cc follows this up" in page
    assert "NOT C" not in page
    assert desk.say("aa", "release", case, "--to", "cc", "--all", "--approve", "two").code == exits.DONE
    desk.carry(three)
    assert "aa gave all 2 acts" in desk.page("bb", case)
    assert (
        desk.run("export", case, desk.folder / "case.zip", "--node", desk.folder / "cc", "--as", "one").code
        == exits.DONE
    )
    assert desk.run("verify", desk.folder / "case.zip").code == exits.DONE
    for code in three:
        assert desk.run("node", "verify", desk.folder / code).code == exits.DONE


def test_what_cannot_be_released_is_a_sentence(desk: Desk) -> None:
    case = desk.opens("aa", "bb")
    desk.carry(("aa", "bb"))
    for words, code in (
        (("--to", "bb", "--all"), exits.NOT_SEALED),
        (("--to", "cc", "--all"), exits.NOT_SEALED),
        (("--to", "zz", "--all"), exits.NO_SUCH_THING),
        (("--to", "bb", "--act", "zzzz"), exits.NO_SUCH_THING),
        (("--to", "bb"), exits.USAGE),
        (("--all",), exits.USAGE),
    ):
        said = desk.say("aa", "release", case, *words, "--approve", "two")
        assert said.code == code, (words, said)
        assert "refused:" not in said.err


def test_who_left_is_told_so_and_its_page_stays_as_it_was(desk: Desk) -> None:
    case = desk.opens("aa", "bb", "cc")
    three = ("aa", "bb", "cc")
    desk.carry(three)
    desk.act("cc", case, "leave", "--field", "text=we have no part in it")
    desk.carry(three)
    desk.act("aa", case, "change the terms", "--field", "purpose=after cc left", "--field", "basis=x")
    desk.carry(three)
    assert "we are no party any more" in desk.page("cc", case)
    assert "after cc left" not in desk.page("cc", case)
    assert "after cc left" in desk.page("bb", case)


def test_what_another_gave_is_taken_over_only_as_it_allowed(desk: Desk) -> None:
    case = desk.opens("aa", "bb")
    desk.carry(("aa", "bb"))
    desk.act("bb", case, "adopt the terms")
    given = ("--field", "information=a fisher", "--field", f"offence={FRAUD}", "--field", "source=A", "--field",
             "certainty=1")  # fmt: skip
    desk.carry(("aa", "bb"))
    told = desk.act("aa", case, "give", "--to", "receiving=bb", "--field", "handling=H2", *given).data["act"]
    desk.carry(("aa", "bb"))
    other = desk.opens("bb", "cc")
    taking = (other, "give", "--to", "receiving=cc", "--take", f"{case}/{told}")
    refused = desk.act("bb", *taking, code_wanted=exits.NOT_SEALED)
    assert "NeedsLeave" in refused.out
    asked = desk.act("bb", case, "ask to lift", "--to", "provider=aa", "--re", told, "--field", "use=to tell cc",
                     "--field", f"offence={FRAUD}", "--field", "before=no court").data["opened"]  # fmt: skip
    desk.carry(("aa", "bb"))
    desk.act("aa", case, "lift", "--item", asked, "--field", "handling=H0", "--field", "use=to tell cc")
    desk.carry(("aa", "bb"))
    desk.act("bb", *taking)
    desk.carry(("bb", "cc"))
    assert "a fisher" in desk.page("cc", other)


def test_my_posting_ends_and_the_chair_goes_to_the_next_state(desk: Desk) -> None:
    """The officer at aa: we hand the chair to bb, stay a member ourselves, and cc sees the same."""
    case = desk.opens("aa", "aa", "bb", "cc")
    three = ("aa", "bb", "cc")
    desk.carry(three)
    offer = desk.act("aa", case, "offer to hand over", "--to", "successor=bb").data["opened"]
    desk.carry(three)
    desk.act("bb", case, "take over", "--item", offer)
    desk.carry(three)
    desk.act("aa", case, "invite", "--to", "member=dd", "--field", "text=x", code_wanted=exits.NOT_SEALED)
    desk.act("bb", case, "invite", "--to", "member=dd", "--field", "text=welcome")
    desk.carry(CODES, 2)
    for code in CODES:
        page = desk.page(code, case)
        assert "bb (convenor: open, member: nothing yet)" in page
        assert "aa (member: nothing yet)" in page
        assert "dd (member: nothing yet)" in page


def test_the_chair_has_been_silent_and_two_of_us_want_to_take_it_on(desk: Desk) -> None:
    """aa is not heard of. bb and cc propose, each for itself; neither has everybody's word until one steps back."""
    case = desk.opens("aa", "bb", "cc")
    desk.carry(("aa", "bb", "cc"))
    two = ("bb", "cc")
    items = {}
    for code in two:
        said = desk.act(code, case, "propose a take-over", "--field", "reasons=aa is silent since May")
        items[code] = said.data["opened"]
    desk.carry(two)
    for code in two:
        desk.act(code, case, "assent", "--item", items[code])
    desk.carry(two)
    for code, rival in (("bb", "cc"), ("cc", "bb")):
        desk.act(code, case, "take the office", "--item", items[code], code_wanted=exits.NOT_SEALED)
        desk.act(code, case, "assent", "--item", items[rival], code_wanted=exits.NOT_SEALED)
    desk.act("bb", case, "drop", "--item", items["bb"])
    desk.act("bb", case, "assent", "--item", items["cc"])
    desk.carry(two)
    desk.act("cc", case, "take the office", "--item", items["cc"])
    desk.carry(("aa", "bb", "cc"))
    for code in two:
        assert "cc (convenor: open, member: nothing yet)" in desk.page(code, case)
    assert "we are no party any more" in desk.page("aa", case)
    desk.act("cc", case, "invite", "--to", "member=aa", "--field", "text=you are welcome as a member")
    desk.carry(("aa", "bb", "cc"))
    assert "aa (member: nothing yet)" in desk.page("aa", case)


def test_one_of_us_is_dead_and_nobody_can_speak_for_it(desk: Desk) -> None:
    """aa and dd are not heard of any more: dd's word is missing for ever. bb and cc go on in a new dossier."""
    case = desk.opens("aa", "bb", "cc", "dd")
    desk.carry(CODES)
    two = ("bb", "cc")
    item = desk.act("bb", case, "propose a take-over", "--field", "reasons=aa is silent").data["opened"]
    desk.carry(two)
    for code in two:
        desk.act(code, case, "assent", "--item", item)
    desk.carry(two)
    refused = desk.act("bb", case, "take the office", "--item", item, code_wanted=exits.NOT_SEALED)
    assert "asked" in refused.out
    new = desk.opens("bb", "cc")
    desk.act("bb", case, "formalise", "--field", f"dossier={new} continued in")
    desk.carry(two)
    assert "continued in" in desk.page("cc", case)
    desk.act("cc", new, "adopt the terms")
    desk.carry(two)
    assert desk.shown("bb", new)["phase"] == "open"
