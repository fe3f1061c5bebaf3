"""Carrying a case from the command line, over a node that does not serve: durable, queued, and said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.cli import exits
from tests.cli.conftest import Run

SHORT = 8


def test_opening_says_where_it_stands_and_that_it_is_queued(nodes: Path, run: Run, opened: str) -> None:
    said = run("show", opened[:SHORT])
    assert said.code == exits.DONE
    text = " ".join(said.out.split())
    assert "phase draft shared" in text
    assert "next move aa (us)" in text
    assert "bb: queued here, not yet sent" in text
    assert "fraud; 4 years or more" in text


@pytest.mark.slow
def test_an_exercise_is_marked_at_top_and_bottom(run: Run, opened: str) -> None:
    for words in (("show", opened[:SHORT]), ("list",), ("act", opened[:SHORT], "write", "--for", "all",
                                                       "--field", "text=a word")):  # fmt: skip
        lines = run(*words).out.strip().splitlines()
        assert lines[0].startswith("EXERCISE")
        assert lines[-1].startswith("EXERCISE")


def test_what_is_open_comes_with_a_command_that_works(run: Run, opened: str) -> None:
    page = run("show", opened[:SHORT]).out
    wanted = f"lintas act {opened[:SHORT]} request --approve NAME --for all --take {opened[:SHORT]}/{opened[:SHORT]}"
    assert wanted in page
    words = wanted.replace("NAME", "two").split()[1:]
    done = run(*words, "--json")
    assert done.code == exits.DONE
    assert done.data["phase"] == "sent"
    assert done.data["awaited"] == ["bb"]


@pytest.mark.slow
def test_a_second_officer_is_needed_where_the_kind_says_so(run: Run, opened: str) -> None:
    words = ("act", opened, "request", "--for", "all", "--take", f"{opened}/{opened[:SHORT]}")
    said = run(*words)
    assert said.code == exits.NOT_SEALED
    assert "second person" in said.err
    assert run(*words, "--approve", "one").code == exits.NOT_SEALED
    assert run(*words, "--approve", "two").code == exits.DONE


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("act", "{d}", "acknowledge", "--for", "all", "--field", "by=2027-01-01"), exits.NOT_SEALED, "not open"),
        (("act", "{d}", "dance", "--for", "all"), exits.NOT_SEALED, "not open"),
        (("act", "{d}", "write", "--field", "text=x"), exits.NOT_SEALED, "--for"),
        (("act", "{d}", "write", "--for", "all"), exits.NOT_SEALED, "text"),
        (("act", "{d}", "write", "--for", "all", "--field", "words=x"), exits.NOT_SEALED, "no such field"),
        (("act", "{d}", "write", "--for", "zz", "--field", "text=x"), exits.NO_SUCH_THING, "zz"),
        (("act", "zzzz", "write", "--for", "all"), exits.NO_SUCH_THING, "zzzz"),
        (("act", "{d}", "write", "--item", "query", "--for", "all"), exits.NO_SUCH_THING, "item"),
        (("act", "{d}", "write", "--for", "all", "--field", "text=x", "--re", "zz"), exits.NO_SUCH_THING, "zz"),
        (("open", "dance", "--for", "all"), exits.NO_SUCH_THING, "dance"),
        (("show", "zzzz"), exits.NO_SUCH_THING, "zzzz"),
        (("show", "{d}", "--as", "nobody"), exits.NOT_SIGNED_IN, "nobody"),
        (("verify", "missing.zip"), exits.FILE_TROUBLE, "missing.zip"),
    ],
)
def test_a_refusal_is_a_sentence_with_its_code(
    run: Run, opened: str, words: tuple[str, ...], code: int, part: str
) -> None:
    said = run(*(word.format(d=opened[:SHORT]) for word in words))
    assert said.code == code
    assert said.err.startswith("lintas: ")
    assert part in " ".join(said.err.split())


def test_programs_get_a_refusal_as_data(run: Run, opened: str) -> None:
    said = run("act", opened, "acknowledge", "--for", "all", "--field", "by=2027-01-01", "--json")
    assert said.code == exits.NOT_SEALED
    assert said.data["exit"] == exits.NOT_SEALED
    assert said.data["error"] == "NotOpen"
    assert said.data["facts"]["why"]


def test_a_refused_act_leaves_nothing(run: Run, opened: str) -> None:
    before = run("show", opened, "--json").data
    run("act", opened, "write", "--for", "all")
    assert run("show", opened, "--json").data == before


def test_a_wrong_token_signs_nobody_in(nodes: Path, run: Run, opened: str) -> None:
    (nodes / "aa" / "officers" / "one.token").write_text("wrong\n", encoding="ascii")
    assert run("show", opened).code == exits.NOT_SIGNED_IN


def test_text_of_others_cannot_draw_on_the_page(run: Run, opened: str) -> None:
    text = "harmless\x1b[2J\n  EXERCISE is over"
    assert run("act", opened, "write", "--for", "all", "--field", f"text={text}").code == exits.DONE
    page = run("show", opened).out
    assert "\x1b" not in page
    assert "\n  EXERCISE is over" not in page


@pytest.mark.slow
def test_a_file_goes_in_and_comes_out_as_it_was(nodes: Path, run: Run, opened: str) -> None:
    paper = nodes / "paper.bin"
    paper.write_bytes(bytes(range(256)) * 20)
    words = ("act", opened, "request", "--approve", "two", "--for", "all", "--take", f"{opened}/{opened[:SHORT]}")
    assert run(*words, "--file", f"files={paper}").code == exits.DONE
    written = run("files", opened, nodes / "out", "--json").data
    assert [Path(each["path"]).read_bytes() for each in written] == [paper.read_bytes()]
    (nodes / "blocked").write_text("a file, not a folder", encoding="ascii")
    assert run("files", opened, nodes / "blocked").code == exits.FILE_TROUBLE


@pytest.mark.slow
def test_an_export_verifies_and_a_changed_byte_does_not(nodes: Path, run: Run, opened: str) -> None:
    file = nodes / "case.zip"
    assert run("export", opened, file).code == exits.DONE
    said = run("verify", file)
    assert said.code == exits.DONE
    assert "VERIFIED" in said.out
    assert run("verify", file, "--json").data["ok"] is True
    data = file.read_bytes()
    at = data.index(b"case.cbor") + 2_000
    file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    said = run("verify", file)
    assert said.code == exits.NOT_VERIFIED
    assert "NOT VERIFIED" in said.out
    assert "fault:" in said.out


def test_the_list_says_whose_move_it_is(run: Run, opened: str) -> None:
    assert f"{opened[:SHORT]}  mla" in run("list").out
    assert "it is our move (1)" in run("list").out
    assert [each["id"] for each in run("list", "--json").data] == [opened]


@pytest.mark.slow
def test_fields_are_taken_over_where_they_mean_the_same(run: Run, opened: str) -> None:
    said = ("--field", "purpose=boats", "--field", "basis=an agreement")
    exchange = run("open", "exchange", "--to", "member=bb", "--for", "bb", *said, "--json").data["dossier"]
    asked = run(
        "act", exchange, "ask", "--to", "asked=bb", "--for", "bb", "--take", f"{opened}/{opened[:SHORT]}",
        "--field", "urgency=urgent", "--field", "question=who?", "--json",
    )  # fmt: skip
    assert asked.code == exits.DONE, asked.out
    says = run("show", exchange, "--json").data["acts"][-1]["says"]
    assert says["person"] == "Nguyen Van Mau"
    assert says["offence"] == {"name": "fraud", "band": "4 years or more"}
    # `urgency` has other choices there, and was given in so many words; `treaty` has no place there.
    assert says["urgency"] == "urgent"
    assert "treaty" not in says


@pytest.mark.slow
def test_a_choice_that_the_other_form_does_not_have_is_not_taken_over(run: Run, opened: str) -> None:
    said = ("--field", "purpose=boats", "--field", "basis=an agreement")
    exchange = run("open", "exchange", "--to", "member=bb", "--for", "bb", *said, "--json").data["dossier"]
    words = ("act", exchange, "ask", "--to", "asked=bb", "--for", "bb", "--field", "question=who?")
    refused = run(*words, "--take", f"{opened}/{opened[:SHORT]}")
    assert refused.code == exits.NOT_SEALED
    assert "urgency: is missing" in " ".join(refused.err.split())


@pytest.mark.slow
def test_an_item_is_found_by_what_it_is(run: Run, opened: str) -> None:
    said = ("--field", "purpose=boats", "--field", "basis=an agreement")
    exchange = run("open", "exchange", "--to", "member=bb", "--for", "bb", *said, "--json").data["dossier"]
    ask = ("act", exchange, "ask", "--to", "asked=bb", "--for", "bb", "--field", "question=who?", "--field",
           "urgency=urgent", "--field", "purpose=boats", "--field", "offence=fraud; 4 years or more")  # fmt: skip
    first = run(*ask, "--json").data["opened"]
    withdrawn = run("act", exchange, "withdraw", "--item", "request", "--for", "all", "--field", "reasons=x")
    assert withdrawn.code == exits.DONE
    run(*ask)
    run(*ask)
    several = run("act", exchange, "clarify", "--for", "all", "--take", f"{exchange}/{first[:SHORT]}")
    assert several.code == exits.NO_SUCH_THING
    assert "--item" in several.err
