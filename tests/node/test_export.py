"""What an evidence file holds and what it must not hold, and the container around it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lintas.node.case import Case, LeftOut
from lintas.node.container import BadContainer, Container, Writer
from lintas.node.export import export, export_to
from lintas.node.plain import plain, safe_name
from lintas.node.state import UnknownDossier
from lintas.node.timeline import README, TIMELINE, utc
from lintas.node.verify_export import CASE, verify_export
from lintas.wire.errors import Malformed, TooLarge
from tests.node.test_chunks import QUESTION
from tests.support.evidence import PICTURE, Matter, apart, cosign, matter, pack, unpack
from tests.support.federation import Federation3


@pytest.fixture(scope="module")
def found() -> Matter:
    return matter()


def test_same_store_gives_the_same_bytes(found: Matter) -> None:
    assert found.export() == found.export()


def test_anybody_can_open_it(found: Matter) -> None:
    with zipfile.ZipFile(io.BytesIO(found.export())) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [README, TIMELINE, CASE, "files/01-boat__1_.jpg"]
        assert {entry.compress_type for entry in opened.infolist()} == {zipfile.ZIP_STORED}
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.read("files/01-boat__1_.jpg") == PICTURE


@pytest.mark.parametrize("code", ["aa-ca", "bb-ca", "cc-pol"])
def test_every_party_can_export_and_all_hold(found: Matter, code: str) -> None:
    report = verify_export(found.export(code))
    assert report.ok
    assert (report.exporter, report.phase) == (code, "open")


def test_no_epoch_key_and_no_other_secret_leaves(found: Matter) -> None:
    for code, node in found.fed.nodes.items():
        data = found.export(code)
        secrets = [epoch.key for epoch in node.vault.epochs(found.dossier)]
        secrets += [node.identity.recipient_seed, *(node.vault.secret(name) for name in node.vault.secrets(""))]
        assert len(secrets) >= 4
        assert not [secret for secret in secrets if secret is None or secret in data]


def test_what_the_exporter_may_not_read_is_not_in_it(found: Matter) -> None:
    data = found.export("cc-pol")
    assert b"Whose boat?" in found.export("aa-ca")
    assert b"Whose boat?" not in data
    report = verify_export(data)
    asked = next(act for act in report.acts if act.verb == "ask")
    assert (asked.says, asked.readers, asked.verdict) == (None, None, "counted")
    assert report.files == ()
    assert "(sealed: not open to the exporter)" in unpack(data)[TIMELINE].decode()


def test_body_whose_key_was_destroyed_stays_sealed() -> None:
    """The sealed body may still lie in the store; the file then has no key for it."""
    found = matter()
    vault = found.fed.nodes["aa-ca"].vault
    vault.put_epochs([replace(epoch, key=None) for epoch in vault.epochs(found.dossier)])
    report = verify_export(found.export())
    assert report.ok
    assert {each.code for each in report.findings} == {"genesis-not-compared", "sealed"}
    assert not any(act.says for act in report.acts)


def test_checkpoint_is_forced_and_durable(found: Matter) -> None:
    fed = Federation3.build(("aa-ca", "bb-ca"))
    opened = fed.open("aa-ca", "exchange", "open", {"purpose": "x", "basis": "y"}, {"member": ("bb-ca",)})
    node = fed.nodes["aa-ca"]
    assert node.store.checkpoint() is None
    report = verify_export(export(node, opened.dossier))
    newest = node.store.checkpoint()
    assert newest is not None
    assert (newest[0], report.checkpoint_size, report.witnesses) == (1, 1, ())
    cosign(fed, "aa-ca", "bb-ca")
    assert [code for code, _, _ in verify_export(export(node, opened.dossier)).witnesses] == ["bb-ca"]


def test_other_dossiers_of_the_log_are_not_in_it(found: Matter) -> None:
    fed = found.fed
    other = fed.open("aa-ca", "exchange", "open", {"purpose": "Wild birds", "basis": "y"}, {"member": ("bb-ca",)})
    data = found.export()
    assert b"Wild birds" not in data
    assert other.act not in data
    assert verify_export(data).ok


def test_unknown_dossier(found: Matter) -> None:
    with pytest.raises(UnknownDossier):
        export(found.fed.nodes["aa-ca"], bytes(16))


def test_file_for_which_there_is_no_room_is_left_out_and_others_are_not() -> None:
    found = matter()
    node = found.fed.nodes["aa-ca"]
    large = {"name": "disk.img", "media": "application/octet-stream", "bytes": 1 << 31, "sha256": bytes(32)}
    fields = QUESTION | {"files": [large | {"key": bytes(32), "root": bytes(32)}]}
    found.fed.act("aa-ca", found.dossier, "ask", fields, {"asked": ("bb-ca",)})
    out = io.BytesIO()
    report = export_to(node, found.dossier, out)
    assert [file.here for file in report.files] == [True, False]
    assert apart(out.getvalue()).case.left_out == (LeftOut(bytes(32), "TooLarge"),)


def test_file_that_is_not_here_is_left_out() -> None:
    found = matter()
    node = found.fed.nodes["aa-ca"]
    node.chunks = type(node.chunks)()
    out = io.BytesIO()
    report = export_to(node, found.dossier, out)
    assert [file.here for file in report.files] == [False]
    assert apart(out.getvalue()).case.left_out == (LeftOut(report.files[0].sha256, "NoSuchChunk"),)
    checked = verify_export(out.getvalue())
    assert checked.ok
    assert {each.code for each in checked.findings} == {"genesis-not-compared", "file-not-here"}


def test_exercise_stands_at_top_and_bottom_and_only_there_where_it_is_one() -> None:
    for exercise in (True, False):
        entries = unpack(matter(exercise=exercise).export())
        for page in (entries[README].decode(), entries[TIMELINE].decode()):
            lines = page.splitlines()
            assert [lines[0].startswith("EXERCISE"), lines[-2].startswith("EXERCISE")] == [exercise] * 2


def test_file_is_verified_from_disk_and_stream(found: Matter, tmp_path: Path) -> None:
    path = tmp_path / "case.lintas"
    with path.open("wb") as out:
        export_to(found.fed.nodes["aa-ca"], found.dossier, out)
    assert verify_export(path).ok
    with path.open("rb") as source:
        assert verify_export(source).ok
        assert not source.closed
    assert [each.code for each in verify_export(tmp_path / "none.lintas").findings] == ["bad-container"]


def zipped(make: Callable[[zipfile.ZipFile], object]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        make(made)
    return out.getvalue()


def entry(name: str = "a", **changes: object) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    made.create_system, made.external_attr = 3, 0o100644 << 16
    for key, value in changes.items():
        setattr(made, key, value)
    return made


def test_plain_entry_made_by_another_writer_is_taken() -> None:
    assert Container(zipped(lambda z: z.writestr(entry(), b"x"))).read("a", 9) == b"x"


def many(made: zipfile.ZipFile, count: int) -> None:
    for number in range(count):
        made.writestr(entry(f"a{number}"), b"")


HOSTILE: dict[str, Callable[[zipfile.ZipFile], object]] = {
    "deflated": lambda z: z.writestr(entry(), bytes(10_000_000), zipfile.ZIP_DEFLATED),
    "lzma": lambda z: z.writestr(entry(), bytes(10_000_000), zipfile.ZIP_LZMA),
    "other date": lambda z: z.writestr(entry(date_time=(1990, 1, 1, 0, 0, 0)), b"x"),
    "comment": lambda z: z.writestr(entry(comment=b"x"), b"x"),
    "extra field": lambda z: z.writestr(entry(extra=b"\x99\x99\x01\x00x"), b"x"),
    "symbolic link": lambda z: z.writestr(entry(external_attr=0o120777 << 16), b"/etc/passwd"),
    "upwards": lambda z: z.writestr(entry("../a"), b"x"),
    "absolute": lambda z: z.writestr(entry("/a"), b"x"),
    "drive": lambda z: z.writestr(entry("c:a"), b"x"),
    "control character": lambda z: z.writestr(entry("a\n"), b"x"),
    "turned": lambda z: z.writestr(entry("a\u202egpj.exe"), b"x"),
    "folder": lambda z: z.writestr(entry("a/"), b""),
    "long name": lambda z: z.writestr(entry("a" * 513), b"x"),
    "archive comment": lambda z: setattr(z, "comment", b"hello"),
    "64 bits": lambda z: z.open(entry(), "w", force_zip64=True).close(),
    "too many": lambda z: many(z, 10_011),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_container_of_another_form(name: str) -> None:
    data = zipped(HOSTILE[name])
    with pytest.raises((BadContainer, TooLarge)):
        Container(data)
    assert [each.code for each in verify_export(data).findings] == ["bad-container"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_entry_twice() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for content in (b"x", b"y"):
            made.writestr(entry(), content)
    data = out.getvalue()
    with pytest.raises(BadContainer):
        Container(data)


@pytest.mark.parametrize("at", [0, 5, -1])
def test_bytes_that_belong_to_no_entry(found: Matter, at: int) -> None:
    data = found.export()
    for hidden in (b"\0", b"PK\x05\x06" + bytes(18)):
        with pytest.raises(Malformed):
            Container(data[:at] + hidden + data[at:])


def test_hidden_bytes_with_offsets_mended() -> None:
    """A program put before the entries, with every offset moved: other readers would not notice."""
    out = io.BytesIO(b"#!/bin/sh\n")
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as made:
        made.writestr(entry(), b"x")
    with pytest.raises(BadContainer):
        Container(out.getvalue())


def test_two_heads_that_differ(found: Matter) -> None:
    data = zipped(lambda z: z.writestr(entry("abc"), b"x"))
    assert data.count(b"abc") == 2
    for wrong in (data.replace(b"abc", b"abd", 1), data[::-1].replace(b"cba", b"dba", 1)[::-1]):
        with pytest.raises(BadContainer):
            Container(wrong)


def test_torn_at_any_place() -> None:
    data = pack({"a": b"xyz", "b": b""})
    for end in range(len(data)):
        with pytest.raises(Malformed):
            Container(data[:end])


def test_any_flipped_byte_of_a_container_is_seen() -> None:
    data = pack({"a": b"xyz", "файл": b"\0" * 40})
    for at in range(len(data)):
        for bit in range(8):
            wrong = data[:at] + bytes((data[at] ^ 1 << bit,)) + data[at + 1 :]
            try:
                container = Container(wrong)
                read = {name: container.read(name, 100) for name in container.names}
            except Malformed:
                continue
            assert list(read) != ["a", "файл"], (at, bit)


def test_checksum_is_checked_while_streaming(found: Matter) -> None:
    data = found.export()
    at = data.index(PICTURE[:5_000])
    report = verify_export(data[: at + 70_000] + b"!" + data[at + 70_001 :])
    assert [(each.where, each.code) for each in report.findings if each.code == "tampered-file"]


def test_reading_is_bounded() -> None:
    container = Container(pack({"a": b"xyz"}))
    with pytest.raises(TooLarge):
        container.read("a", 2)
    with pytest.raises(BadContainer):
        container.read("b", 2)


def test_case_of_another_version(found: Matter) -> None:
    entries = unpack(found.export())
    for wrong in (b"", b"\xa0", entries[CASE][:-1], entries[CASE].replace(b"\x01\x01", b"\x01\x02", 1)):
        assert [each.code for each in verify_export(pack(entries | {CASE: wrong})).findings] == ["bad-case"]
    del entries[CASE]
    assert [each.code for each in verify_export(pack(entries)).findings] == ["bad-case"]
    assert Case.__slots__


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\x\\y.doc", "C__x_y.doc"),
        ("a\u202efdp.exe", "a_fdp.exe"),
        ("báo cáo.pdf", "báo_cáo.pdf"),
        ("ภาพถ่าย.jpg", "ภาพถ่าย.jpg"),
        ("မှတ်တမ်း.txt", "မှတ်တမ်း.txt"),
        ("...", "file"),
        ("x" * 200 + ".jpeg", "x" * 75 + ".jpeg"),
        ("a\0b\nc", "a_b_c"),
    ],
)
def test_names_of_files(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_pages_show_what_is_hidden() -> None:
    assert plain("\x1b[0m\u200bx\u2028\x7f") == "<U+001B>[0m<U+200B>x<U+2028><U+007F>"
    assert plain("Chào, สวัสดี, 你好, ជំរាបសួរ") == "Chào, สวัสดี, 你好, ជំរាបសួរ"


@pytest.mark.parametrize(
    ("time_ms", "shown"),
    [(0, "1970-01-01 00:00:00 UTC"), (1_790_000_000_999, "2026-09-21 14:13:20 UTC"), (2**63, f"{2**63} ms")],
)
def test_times(time_ms: int, shown: str) -> None:
    assert utc(time_ms).startswith(shown)


def test_writer_takes_parts() -> None:
    out = io.BytesIO()
    writer = Writer(out)
    writer.add("a", iter([b"x", b"", b"yz"]))
    writer.close()
    assert b"".join(Container(out.getvalue()).parts("a")) == b"xyz"
