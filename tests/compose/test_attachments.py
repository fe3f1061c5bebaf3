"""Where attachments lie, by setting; and what the doctor says of a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lintas.compose.attachments import S3_KEY, check_attachments, open_chunks
from lintas.compose.settings import BadSettings, Settings, read, write
from lintas.crypto.chunks import address_of
from lintas.store.chunks import FolderChunks
from lintas.store.s3 import S3Chunks
from tests.support.s3 import S3Server, s3_server

SETTINGS = Settings("aa", "Authority", "AA", "police", "http://127.0.0.1:9")


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with s3_server() as found:
        yield found


def at(server: S3Server, folder: Path, bucket: str, *, versions: bool = False) -> Settings:
    made = server.bucket(bucket, versions=versions)
    key = folder / S3_KEY
    key.touch(mode=0o600)
    key.write_text(f"{server.who.access_key}\n{server.who.secret_key}\n")
    return replace(SETTINGS, chunks=f"s3+{made.endpoint}/{made.name}/{made.prefix}")


def test_without_a_setting_they_lie_in_the_folder(tmp_path: Path) -> None:
    assert isinstance(open_chunks(tmp_path, SETTINGS), FolderChunks)
    assert not list(check_attachments(tmp_path, SETTINGS))


@pytest.mark.processes
def test_a_bucket_that_works_needs_no_word_but_of_versions(server: S3Server, tmp_path: Path) -> None:
    assert not list(check_attachments(tmp_path, at(server, tmp_path, "plain")))
    (found,) = check_attachments(tmp_path, at(server, tmp_path, "versioned", versions=True))
    assert (found.code, found.weight) == ("bucket-versions", "note")


@pytest.mark.processes
def test_chunks_move_between_folder_and_bucket_under_their_names(server: S3Server, tmp_path: Path) -> None:
    settings, file, chunk = at(server, tmp_path, "moved"), bytes(range(32)), b"a chunk"
    FolderChunks(tmp_path / "chunks").put(file, address_of(chunk), chunk)
    (path,) = (each for each in (tmp_path / "chunks").rglob("*") if each.is_file())
    there = open_chunks(tmp_path, settings)
    assert isinstance(there, S3Chunks)
    name = path.relative_to(tmp_path / "chunks").as_posix()
    there._asked("PUT", there._path(f"node/chunks/{name}"), body=chunk)
    assert there.get(file, address_of(chunk)) == chunk


def test_a_bucket_that_does_not_work_is_a_fault(tmp_path: Path) -> None:
    settings = replace(SETTINGS, chunks="s3+http://127.0.0.1:9/b")
    (without,) = check_attachments(tmp_path, settings)
    assert "LINTAS_S3_ACCESS_KEY" in without.what
    (tmp_path / S3_KEY).write_text("a\nb\n")
    (tmp_path / S3_KEY).chmod(0o644)
    (open_to_others,) = check_attachments(tmp_path, settings)
    assert "chmod 600" in open_to_others.what
    (tmp_path / S3_KEY).chmod(0o600)
    (silent,) = check_attachments(tmp_path, settings)
    assert "does not answer" in silent.what
    assert {each.code for each in (without, open_to_others, silent)} == {"attachments"}


def test_the_environment_prevails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINTAS_S3_ACCESS_KEY", "a")
    monkeypatch.setenv("LINTAS_S3_SECRET_KEY", "b")
    assert isinstance(open_chunks(tmp_path, replace(SETTINGS, chunks="s3+http://127.0.0.1:9/b")), S3Chunks)


def test_a_setting_that_names_no_bucket_or_holds_a_key_is_refused(tmp_path: Path) -> None:
    for wrong in ("s3://bucket", "s3+https://key:secret@host/b"):
        write(tmp_path, replace(SETTINGS, chunks=wrong))
        with pytest.raises(BadSettings, match="chunks: write it as"):
            read(tmp_path, {})
