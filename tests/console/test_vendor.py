"""What others wrote is here as it was reviewed: every file with its hash, its licence, and nothing beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.vendor import MANIFESTS, Vendored, digest, joined, vendored

FILES = [file for manifest in MANIFESTS for file in vendored(manifest)]
ASSETS, LETTER = MANIFESTS[0].parent, MANIFESTS[2].parent


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.name)
def test_a_vendored_file_is_the_one_that_was_reviewed(file: Vendored) -> None:
    assert digest(file.path.read_bytes()) == file.sha256


def test_each_package_comes_with_its_licence() -> None:
    with_licence = {file.package for file in FILES if any(part.startswith("LICENSE") for part in file.parts)}
    assert with_licence == {file.package for file in FILES}
    assert {file.licence for file in FILES if file.path.is_relative_to(ASSETS)} == {"0BSD", "ISC", "OFL-1.1"}
    assert {file.licence for file in FILES if file.path.is_relative_to(LETTER)} == {"OFL-1.1"}


def test_nothing_lies_beside_what_the_manifests_name() -> None:
    named = {file.path for file in FILES}
    folders = [ASSETS / "fonts", ASSETS / "licences", ASSETS / "vendor", MANIFESTS[1].parent / "vendor"]
    folders += [LETTER / "fonts", LETTER / "licences"]
    assert {path for folder in folders for path in folder.iterdir()} == named


def test_htmx_and_its_extensions_are_one_script() -> None:
    # As scripts of their own they race: the extension may register after htmx has looked for it.
    text = (ASSETS / "vendor/htmx.js").read_text()
    assert text.startswith("var htmx=")
    assert 'registerExtension("sse"' in text
    assert 'registerExtension("hx-csp"' in text


def test_no_script_of_the_console_can_record_what_a_microphone_or_a_camera_gives() -> None:
    recorders = re.compile("MediaRecorder|captureStream|getDisplayMedia|ScriptProcessor|AudioWorklet|TrackProcessor")
    scripts = {path.name: path.read_text() for path in ASSETS.rglob("*.js")}
    assert "getUserMedia" in scripts["page.js"]
    assert [name for name, text in scripts.items() if recorders.search(text)] == []


def test_several_texts_are_joined_by_lines() -> None:
    assert joined([b"a", b"b\n"]) == b"a\nb\n"
    assert joined([b"a\0b"]) == b"a\0b"
    assert joined([b"a"]) == b"a\n"


def test_the_frame_has_the_one_script_and_no_style_or_script_within_the_page() -> None:
    templates = ASSETS.parent.parent / "templates"
    pages = {path: path.read_text() for path in Path(templates).rglob("*.html")}
    assert "lintas/vendor/htmx.js" in pages[templates / "base.html"]
    inline = re.compile(r"<style|<script(?![^>]*\ssrc=)|\s(?:style|on[a-z]+)=|javascript:")
    assert [path.name for path, text in pages.items() if inline.search(text)] == []
