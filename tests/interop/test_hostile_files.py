"""Files of strangers that are to do harm: refused with the reason, or read within limits; never an exception more."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintas.dossier import entities as form
from lintas.dossier.entities import Entity
from lintas.interop import xlsx
from lintas.interop.case_reading import read_case
from lintas.interop.forms import read_any
from lintas.interop.found import ENTITIES_MAX, VALUE_CHARS_MAX, Gathering
from lintas.interop.ftm import read_ftm
from lintas.interop.hostile_json import DEPTH_MAX, FILE_BYTES_MAX, UnreadableFile
from lintas.interop.jsonld import NODES_MAX, nodes
from lintas.interop.report import Report
from lintas.interop.table import COLUMNS_MAX, ROWS_MAX, entities_of, read_csv_table
from lintas.interop.xlsx import read_xlsx, write_xlsx
from tests.interop.samples import SAMPLE, book

HOSTILE = {
    "nothing": b"",
    "noise": b"\0\1\2",
    "not UTF-8": b"name\n\xff",
    "no table": b"words\nand more words",
    "a bare list": b"[]",
    "deep": b'{"@context": ' + b"[" * (DEPTH_MAX + 1) + b"]" * (DEPTH_MAX + 1) + b"}",
    "no zip": b"PK\3\4 and no more",
    "a zip without a sheet": book("", x="y")[:60],
    "no XML": book("<worksheet><row>"),
    "a cell in no row": book("<worksheet><c><v>1</v></c></worksheet>"),
    "a string that is not there": book('<worksheet><row><c t="s"><v>7</v></c></row></worksheet>'),
    "a column far out": book('<worksheet><row><c r="XFD1"><v>7</v></c></row></worksheet>'),
    "nested deep": book("<a>" * (xlsx.XML_DEPTH_MAX + 1) + "</a>" * (xlsx.XML_DEPTH_MAX + 1)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_any(HOSTILE[name])
    assert caught.value.why


@pytest.mark.slow
@pytest.mark.parametrize("start", [b"{", b'{"schema": "properties"', b'{"@context"', b"PK\3\4", b"name,"])
def test_what_is_too_large_is_not_even_looked_through(start: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_any(start + b" " * FILE_BYTES_MAX)
    assert "split it" in caught.value.why


def test_an_entity_of_xml_is_not_put_in() -> None:
    rows = "<worksheet><row><c><v>name</v></c><c><v>iban</v></c></row><row><c><v>{}</v></c></row></worksheet>"
    assert len(read_xlsx(book(rows.format("A"))).held.entities) == 1
    with pytest.raises(UnreadableFile) as caught:
        read_xlsx(book('<!DOCTYPE a [<!ENTITY b "c">]>' + rows.format("&b;")))
    assert "document type" in caught.value.why


def test_a_number_that_is_too_long_and_half_a_character_do_no_harm() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_any(b'{"@context": {}, "a": ' + b"1" * 5_000 + b"}")
    assert "digits" in caught.value.why
    person = b'{"id": "\\ud800a", "schema": "Person", "properties": {"name": "A\\udfff \\ud83d\\ude00", "\\udc00": 1}}'
    found = read_any(person)
    assert found.held.entities == (Entity("\ufffda", form.PERSON, ((form.NAME, "A\ufffd \U0001f600"),)),)
    assert "half a character" in found.report.mended[0].what
    assert json.dumps([each.what for each in found.report.unmapped], ensure_ascii=False).encode()


@pytest.mark.slow
@settings(max_examples=15)
@given(wrong=st.binary(min_size=1, max_size=8), at=st.integers(0, 10_000), inside=st.booleans())
def test_a_spreadsheet_with_bytes_that_are_wrong_is_read_or_refused(wrong: bytes, at: int, *, inside: bool) -> None:
    data = write_xlsx(SAMPLE)
    if inside:
        sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
        at %= len(sheet)
        broken = book(sheet[:at] + wrong.decode("latin-1") + sheet[at + len(wrong) :])
    else:
        at %= len(data)
        broken = data[:at] + wrong + data[at + len(wrong) :]
    try:
        read_xlsx(broken)
    except UnreadableFile as error:
        assert error.why


def test_limits_hold_on_number() -> None:
    assert {ENTITIES_MAX, NODES_MAX, ROWS_MAX} == {100_000}
    found = Gathering(Report(), 2)
    for name in ("one", "two", "one"):
        found.add(name, form.PLACE, [])
        found.bind(name, form.NAMED_WITH, "one")
    with pytest.raises(UnreadableFile):
        found.bind("two", form.NAMED_WITH, "two")
    with pytest.raises(UnreadableFile):
        found.add("three", form.PLACE, [])
    for most, row in ((2, ["", "1"]), (9, ["x"] * (COLUMNS_MAX + 1))):
        with pytest.raises(UnreadableFile):
            entities_of([["name", "iban"], row, row, row], Report(), most)
    assert len(nodes([{"@id": "x:1"}, {"@id": "x:2"}], Report(), 2)) == 2
    with pytest.raises(UnreadableFile):
        nodes([{"@id": "x:1", "a:b": [{"@id": "x:2"}, {"@type": "x:3"}]}], Report(), 2)


@pytest.mark.slow
def test_a_part_that_unpacks_to_more_than_it_should_is_refused() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_xlsx(book("<worksheet>" + " " * xlsx.PART_BYTES_MAX))
    assert "once it is unpacked" in caught.value.why


def test_a_long_value_is_cut_and_that_is_said() -> None:
    found = read_csv_table(f"name,iban\n{'A' * (VALUE_CHARS_MAX + 1)},1".encode())
    assert len(found.held.of(form.PERSON)[0].first(form.NAME)) == VALUE_CHARS_MAX
    assert "was cut" in found.report.mended[0].what


@pytest.mark.slow
@given(st.binary(max_size=200))
def test_noise_is_read_or_refused(data: bytes) -> None:
    for start in (b"", b"PK\3\4", b'{"@context": {}, "x": ', b'{"id": "a", "schema": "Person", "properties": '):
        try:
            read_any(start + data)
        except UnreadableFile as error:
            assert error.why


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["@id", "@type", "Person", "name"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@id",
                    "@type",
                    "@context",
                    "@graph",
                    "@value",
                    "@list",
                    "id",
                    "schema",
                    "properties",
                    "name",
                    "type",
                    "uco-core:hasFacet",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@pytest.mark.slow
@given(_JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    data = json.dumps(value).encode()
    for read in (read_case, read_ftm, read_any):
        try:
            read(data)
        except UnreadableFile as error:
            assert error.why
