"""Searching from the command line, over a node that does not serve, and making its index anew."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from lintas.cli import exits
from lintas.compose.doctor import examine
from lintas.compose.folder import SEARCH
from lintas.store.search_sqlite import SqliteSearchIndex
from tests.cli.conftest import Run


def test_what_was_said_is_found_with_what_was_found_in_it(run: Run, opened: str) -> None:
    said = run("search", "nguyễn", "records")
    assert said.code == exits.DONE
    assert "found in 1 acts (mla 1)" in said.out
    assert "person: [Nguyen] Van Mau" in run("search", "nguyễn").out
    assert "measures: [records]" in said.out
    (hit,) = run("search", '"van mau"', "--kind", "mla", "--party", "bb", "--json").data["hits"]
    assert hit["dossier"] == opened
    assert hit["snippet"]["meaning"] == "person's name"
    assert hit["corrected_by"] == []
    start, end = hit["snippet"]["marks"][0]
    assert hit["snippet"]["text"][start:end] == "Van Mau"


@pytest.mark.slow
def test_the_next_page_is_asked_for_by_its_mark(run: Run, opened: str) -> None:
    for text in ("one harbour", "another harbour"):
        assert run("act", opened, "write", "--for", "all", "--field", f"text={text}").code == exits.DONE
    first = run("search", "harbour", "--limit", 1, "--order", "newest")
    assert "another [harbour]" in first.out
    mark = first.out.partition("--after ")[2].split()[0]
    assert "one [harbour]" in run("search", "harbour", "--limit", 1, "--order", "newest", "--after", mark).out


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("x",), exits.USAGE, "at least 2 characters"),
        (("word", "--kind", "none"), exits.USAGE, "filter kind"),
        (("word", "--from", "yesterday"), exits.USAGE, "2026-01-31"),
        (("word", "--party", "zz"), exits.NO_SUCH_THING, "'zz'"),
        (("word", "--limit", "0"), exits.USAGE, "1 to 100"),
    ],
)
def test_what_cannot_be_searched_for_says_what_to_do(
    run: Run, opened: str, words: tuple[str, ...], code: int, part: str
) -> None:
    said = run("search", *words)
    assert said.code == code
    assert part in " ".join(said.err.split())


@pytest.mark.slow
def test_only_who_signs_in_searches(run: Run, opened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINTAS_OFFICER")
    assert run("search", "records").code == exits.USAGE


@pytest.mark.slow
def test_the_index_is_made_anew_alone_and_the_doctor_says_when_to(run: Run, nodes: Path, opened: str) -> None:
    folder = nodes / "aa"
    assert run("search", "records").code == exits.DONE

    def codes() -> set[str]:
        return {each.code for each in examine(folder, {}, serves=True, now_ms=0)}

    assert not codes() & {"search-damaged", "no-search-index"}
    data = bytearray((folder / SEARCH).read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    (folder / SEARCH).write_bytes(data)
    assert "search-damaged" in codes()
    said = run("node", "rebuild", folder, "--search", "--json")
    assert said.code == exits.DONE
    assert said.data == {"acts": 1}
    assert "search-damaged" not in codes()
    with closing(SqliteSearchIndex(folder / SEARCH)) as index:
        assert index.state().upto == 1
    assert run("search", "records", "--json").data["count"] == 1
    assert run("node", "rebuild", folder).code == exits.DONE
    assert "no-search-index" in codes()
    assert run("search", "records", "--json").data["count"] == 1
