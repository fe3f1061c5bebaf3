"""The settings file: what is written can be read, and what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.compose.settings import FILE, BadSettings, Settings, read, write

GIVEN = Settings("vn-ca", 'An "exercise" authority', "VN", "central authority", "http://127.0.0.1:1", port=1)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write(tmp_path, GIVEN)
    assert read(tmp_path) == GIVEN


def test_the_policy_is_read(tmp_path: Path) -> None:
    write(tmp_path, GIVEN)
    file = tmp_path / FILE
    text = file.read_text().replace("[death]", '[death]\nXX = ["trafficking"]\nYY = ["*"]')
    file.write_text(
        text.replace("names = []", 'names = ["Exercise Person"]').replace("sha256 = []", 'sha256 = ["00ff"]')
    )
    policy = read(tmp_path).policy
    assert policy.death_for("XX", "Drug trafficking")
    assert not policy.death_for("XX", "fraud")
    assert policy.death_for("YY", "fraud")
    assert not policy.death_for("ZZ", "fraud")
    assert policy.is_protected("exercise person")
    assert policy.is_barred(b"\x00\xff")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("port = 1", "port = -1", "port"),
        ("port = 1", 'port = "1"', "port"),
        ("port = 1", "prot = 1", "prot"),
        ('code = "vn-ca"', "", "code"),
        ("sha256 = []", 'sha256 = ["not hexadecimal"]', "barred"),
        ("[death]", "[death", ""),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    write(tmp_path, GIVEN)
    file = tmp_path / FILE
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(BadSettings) as caught:
        read(tmp_path)
    assert named in str(caught.value)


def test_a_folder_without_settings_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="lintas node init"):
        read(tmp_path)
