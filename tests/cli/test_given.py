"""What was typed becomes the plain arguments of a command, or a sentence that says how to write it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lintas.cli.arguments import parser
from lintas.cli.given import NAME_CHARACTERS, order_of, token_file
from lintas.cli.sentences import CliError


def order(folder: Path, *words: str) -> dict[str, object]:
    (folder / "officers").mkdir(exist_ok=True)
    (folder / "officers" / "one.token").write_text("secret\n", encoding="ascii")
    (folder / "officers" / "two.token").write_text("other\n", encoding="ascii")
    return order_of(parser().parse_args(["act", "abc", "verb", *words, "--node", str(folder), "--as", "one"]))


def test_a_field_is_a_word_and_said_again_it_is_a_list(tmp_path: Path) -> None:
    given = order(tmp_path, "--field", "a=1", "--field", "b=x=y", "--field", "c=1", "--field", "c=2", "--field", "d=")
    assert given["fields"] == {"a": "1", "b": "x=y", "c": ["1", "2"], "d": ""}


def test_a_file_of_fields_comes_first_and_what_is_typed_prevails(tmp_path: Path) -> None:
    file = tmp_path / "fields.json"
    file.write_text(json.dumps({"a": "file", "b": ["x"], "amount": 1.50}), encoding="utf-8")
    given = order(tmp_path, "--fields", str(file), "--field", "a=typed")
    # A number with a fraction stays the text that it was: no body holds a floating-point number.
    assert given["fields"] == {"a": "typed", "b": ["x"], "amount": "1.5"}


def test_files_are_named_by_absolute_path_and_media_type(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"x")
    given = order(tmp_path, "--file", f"files={paper}")
    assert given["fields"] == {"files": {"path": str(paper), "media": "application/pdf"}}


def test_roles_collect_their_parties_and_readers_are_joined(tmp_path: Path) -> None:
    to = ("--to", "member=aa, bb", "--to", "member=cc", "--to", "observer=dd")
    given = order(tmp_path, *to, "--for", "aa", "--for", "bb")
    assert given["to"] == {"member": ["aa", "bb", "cc"], "observer": ["dd"]}
    assert given["audience"] == "aa,bb"


def test_officers_bring_their_tokens(tmp_path: Path) -> None:
    given = order(tmp_path, "--approve", "two")
    assert given["as"] == {"name": "one", "token": "secret"}
    assert given["approve"] == [{"name": "two", "token": "other"}]


@pytest.mark.parametrize(
    "words",
    [
        ("--field", "nameless"),
        ("--field", "=value"),
        ("--to", "member"),
        ("--file", "paper"),
        ("--file", "paper=no/such/file"),
        ("--fields", "no/such/file"),
        ("--approve", "nobody"),
        ("--approve", "../../etc/passwd"),
    ],
)
def test_what_is_not_written_as_it_must_be_is_said(tmp_path: Path, words: tuple[str, str]) -> None:
    with pytest.raises(CliError) as caught:
        order(tmp_path, *words)
    assert caught.value.sentence.endswith(".")


@pytest.mark.parametrize("text", ["[1, 2]", "{", '"text"', "[" * 2_000, "9" * 5_000])
def test_a_file_that_holds_no_fields_is_said(tmp_path: Path, text: str) -> None:
    file = tmp_path / "fields.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CliError):
        order(tmp_path, "--fields", str(file))


def test_the_name_of_an_officer_never_leaves_the_folder(tmp_path: Path) -> None:
    assert "/" not in NAME_CHARACTERS
    for name in ("", "..", ".hidden", "a/b", "A", "a b", "a\0b"):
        with pytest.raises(CliError):
            token_file(tmp_path, name)
    assert token_file(tmp_path, "a.b-c_1").parent == tmp_path / "officers"
