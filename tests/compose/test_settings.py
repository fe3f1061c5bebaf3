"""The settings file: what is written can be read, and what is wrong is named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lintas.compose.settings import FILE, BadSettings, Settings, plain, read, variable, write
from lintas.node.proofs import Proofs
from lintas.sync.line import NEWEST

GIVEN = Settings("vn-ca", 'An "exercise" authority', "VN", "central authority", "http://127.0.0.1:1", port=1,
                 call_servers="turn:turn.example")  # fmt: skip


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write(tmp_path, GIVEN)
    assert read(tmp_path) == GIVEN


def test_the_policy_is_read(tmp_path: Path) -> None:
    write(tmp_path, GIVEN)
    file = tmp_path / FILE
    text = file.read_text().replace("[death]", '[death]\nXX = ["trafficking"]\nYY = ["*"]')
    text = text.replace("[death_found]", '[death_found]\nZZ = "A. Lawyer: the Act"')
    file.write_text(
        text.replace("names = []", 'names = ["Exercise Person"]').replace("sha256 = []", 'sha256 = ["00ff"]')
    )
    policy = read(tmp_path).policy
    assert policy.death_for("XX", "Drug trafficking")
    assert not policy.death_for("XX", "fraud")
    assert policy.death_for("YY", "fraud")
    assert not policy.death_for("ZZ", "fraud")
    assert policy.death_found == {"ZZ": "A. Lawyer: the Act"}
    assert policy.is_protected("exercise person")
    assert policy.is_barred(b"\x00\xff")


def test_which_ways_to_answer_suffice_is_read(tmp_path: Path) -> None:
    write(tmp_path, GIVEN)
    assert read(tmp_path).policy.proofs == Proofs()
    said = '{"binding": ["passkey", "totp"], "duty": ["shift"], "shift_hours": 8}'
    found = read(tmp_path, {"LINTAS_PROOFS": said}).policy.proofs
    assert found == Proofs(frozenset({"passkey", "totp"}), frozenset({"shift"}), 8)
    assert read(tmp_path, {"LINTAS_PROOFS": '{"duty": ["session"]}'}).policy.proofs.binding == {"passkey"}


@pytest.mark.parametrize(
    "said",
    [
        {"binding": []},
        {"binding": ["shift"]},
        {"duty": ["hardware"]},
        {"shift_hours": 0},
        {"shift_hours": 25},
        {"shift_hours": True},
        {"duties": ["shift"]},
        ["passkey"],
    ],
)
def test_a_way_to_answer_that_there_is_not_is_named(tmp_path: Path, said: object) -> None:
    write(tmp_path, GIVEN)
    with pytest.raises(BadSettings) as caught:
        read(tmp_path, {"LINTAS_PROOFS": json.dumps(said)})
    assert "proofs" in caught.value.wrong


def test_whose_mailboxes_are_kept_is_read(tmp_path: Path) -> None:
    write(tmp_path, GIVEN)
    assert read(tmp_path).guests == frozenset()
    (tmp_path / FILE).write_text((tmp_path / FILE).read_text().replace("of = []", 'of = ["ga-ca", "gb-ca"]'))
    assert read(tmp_path).guests == {"ga-ca", "gb-ca"}
    assert read(tmp_path, {"LINTAS_MAILBOXES": '{"of": ["gc-ca"]}'}).guests == {"gc-ca"}


def test_the_store_is_read_and_sqlite_unless_said_otherwise(tmp_path: Path) -> None:
    address = "postgresql://lintas@db.example/vn_ca"
    write(tmp_path, replace(GIVEN, store=address))
    assert read(tmp_path).store == address
    file = tmp_path / FILE
    file.write_text(file.read_text().replace("store =", "# store ="))
    assert read(tmp_path).store == ""


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("port = 1", "port = -1", "port"),
        ("mail_days = 30", "mail_days = 0", "mail_days"),
        ("mail_days = 30", "mail_days = 91", "mail_days"),
        ("of = []", "of = [1]", "mailboxes"),
        ("of = []", 'of = "ga-ca"', "mailboxes"),
        ("port = 1", 'port = "1"', "port"),
        ("port = 1", "prot = 1", "prot"),
        ('code = "vn-ca"', "", "code"),
        ("sha256 = []", 'sha256 = ["not hexadecimal"]', "barred"),
        ('store = ""', 'store = "mysql://localhost/a"', "store"),
        ('store = ""', 'store = "postgresql://lintas@localhost/a?passfile=/nowhere"', "/nowhere"),
        ("[death]", "[death", ""),
        ("[death_found]", '[death_found]\nXX = ""', "say who found it and from what"),
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


def test_a_variable_prevails_over_the_file(tmp_path: Path) -> None:
    write(tmp_path, GIVEN)
    environ = {
        "LINTAS_PORT": "9", "LINTAS_MONITOR": "127.0.0.1:9470", "LINTAS_DEATH": '{"XX": ["*"]}',
        "LINTAS_PROTECTED": '{"names": ["Exercise Person"]}', "LINTAS_NODE": "elsewhere",
    }  # fmt: skip
    found = read(tmp_path, environ)
    assert (found.port, found.monitor, found.host) == (9, "127.0.0.1:9470", GIVEN.host)
    assert found.policy.death_for("XX", "fraud")
    assert found.policy.is_protected("exercise person")
    assert read(tmp_path, {}) == GIVEN


OTHERS = {
    "chunks": "s3+https://s3.example/bucket",
    "break_glass": "alone",
    "call_servers": "stun:stun.example",
    "call_relay": True,
    "log_format": "json",
    "monitor": "localhost:1",
    "console": "localhost:2",
    "store": "postgresql://user@host/database",
    "search_purpose": True,
    "transfer_gateway": True,
    "tell_opened": False,
}


def test_every_setting_has_a_variable_that_is_read(tmp_path: Path) -> None:
    write(tmp_path, GIVEN)
    for each in plain():
        other = OTHERS.get(each.name, "zz" if isinstance(getattr(GIVEN, each.name), str) else 7)
        text = other if isinstance(other, str) else json.dumps(other)
        assert getattr(read(tmp_path, {variable(each.name): text}), each.name) == other


@pytest.mark.parametrize(
    ("name", "text"),
    [("PORT", "-1"), ("PORT", "one"), ("PORT", "true"), ("MONITOR", "9470"), ("MONITOR", "host:99999"),
     ("LOG_FORMAT", "xml"), ("BREAK_GLASS", "ask"), ("BREAK_GLASS_MIN", "0"), ("BREAK_GLASS_MIN", "241"),
     ("DEATH", "{"), ("DEATH", "[1]"), ("BARRED", '{"sha256": ["zz"]}')],
)  # fmt: skip
def test_a_variable_that_is_wrong_is_named(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, GIVEN)
    with pytest.raises(BadSettings) as caught:
        read(tmp_path, {f"LINTAS_{name}": text})
    assert name.lower() in str(caught.value).lower()


def test_the_version_of_the_line_is_at_most_the_newest_that_there_is(tmp_path: Path) -> None:
    write(tmp_path, Settings("aa", "Exercise", "AA", "police", "http://127.0.0.1:1", wire_version_max=99))
    assert read(tmp_path, {}).policy.wire_version_max == NEWEST
    with pytest.raises(BadSettings, match="wire_version_max is below 1"):
        read(tmp_path, {"LINTAS_WIRE_VERSION_MAX": "0"})
