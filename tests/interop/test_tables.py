"""Tables of indicators are read as they come: under headings or none, defanged or not, and are told of."""

from __future__ import annotations

import pytest

from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.misp import read_misp
from lintas.interop.observables import Indicator
from lintas.interop.reading import read
from lintas.interop.report import Report
from lintas.interop.stix import read_stix
from lintas.interop.tables import FORM, read_table
from lintas.interop.writing import write_again, write_csv, write_misp, write_stix

NOW = "2026-11-28T00:00:00Z"


def test_what_we_write_we_read_again() -> None:
    found = (
        Indicator("domain", "a.example", "TLP:AMBER", NOW, NOW, "a note", ("rsit:fraud", "x"), "1"),
        Indicator("file name", "=cmd()", "TLP:RED", source="2"),
        Indicator("SHA-256", "a" * 64, "", source="3"),
    )
    feed = read(write_csv(found))
    assert (feed.form, feed.indicators) == (FORM, found)
    assert not feed.report.mended
    assert read(write_again(feed)).indicators == found


@pytest.mark.parametrize("text", [
    "Indicator,Type,TLP,Colour\nhxxps://a[.]example/x,url,amber,red\n",
    "\ufeffIOC;ioc_type;tlp\r\nhxxps://a[.]example/x;url:value;TLP:AMBER\r\n",
])  # fmt: skip
def test_headings_have_many_spellings_and_a_defanged_value_is_mended(text: str) -> None:
    feed = read(text.encode())
    (found,) = feed.indicators
    assert (found.sort, found.value) == ("URL", "https://a.example/x")
    assert "clicks" in feed.report.mended[0].what


def test_what_has_no_meaning_here_is_told() -> None:
    feed = read(b"value,tlp,colour\na.example,purple,red\nnot one of anything,,\n,,\n")
    (found,) = feed.indicators
    assert found.sharing == "TLP:RED", "a marking that is not known is taken as the narrowest"
    assert [each.what for each in feed.report.unmapped] == [
        "a column colour",
        "no sort of indicator: not one of anything",
    ]
    assert "no word of TLP" in feed.report.mended[0].what


@pytest.mark.parametrize(("value", "sort"), [
    ("198.51.100.1", "IPv4 address"), ("2001:db8::1", "IPv6 address"), ("fraud.example", "domain"),
    ("http://fraud.example/", "URL"), ("a@fraud.example", "e-mail address"), ("a" * 32, "MD5"), ("a" * 40, "SHA-1"),
    ("a" * 64, "SHA-256"), ("a" * 128, "SHA-512"), ("CVE-2026-0001", "vulnerability"),
])  # fmt: skip
def test_a_bare_list_is_read_by_what_its_values_look_like(value: str, sort: str) -> None:
    feed = read_table(f"# a list\n{value}\n".encode())
    assert [(each.sort, each.value) for each in feed.indicators] == [(sort, value)]
    assert "no column is called value" in feed.report.mended[0].what


@pytest.mark.parametrize("data", [b"", b"\n", b"nothing here\n", b"5", b"\xff\xfe", b"a,b\n" * 3, b'"' + b"x" * 70_000])
def test_what_is_no_table_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_table(data)


def test_the_words_of_a_taxonomy_go_both_ways_and_an_events_hold_for_all_in_it() -> None:
    event = b"""{"info": "x", "distribution": "3",
        "Tag": [{"name": "rsit:fraud=\\"phishing\\""}, {"name": "tlp:green"}],
        "Attribute": [{"type": "domain", "value": "a.example", "Tag": [{"name": "own:tag"}]}]}"""
    (found,) = read_misp(event).indicators
    assert (found.tags, found.sharing) == (('rsit:fraud="phishing"', "own:tag"), "TLP:GREEN")
    (as_stix,) = read_stix(write_stix([found], NOW, Report())).indicators
    assert (as_stix.tags, as_stix.sharing) == (found.tags, found.sharing)
    (again,) = read_misp(write_misp([as_stix], "x", NOW)).indicators
    assert (again.tags, again.sharing) == (found.tags, found.sharing)
