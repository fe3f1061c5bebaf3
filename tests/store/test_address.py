"""Addresses of databases: what they mean, which are refused, and that no password is ever repeated."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from lintas.store.address import SOCKETS, Address, BadStoreAddress, read_address


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("postgresql://lintas@db.example/my_ca", Address("my_ca", "lintas", None, "db.example", tls=True)),
        ("postgres://lintas@db.example:6000/my_ca", Address("my_ca", "lintas", None, "db.example", 6000, tls=True)),
        ("postgresql://lintas@127.0.0.1/my_ca", Address("my_ca", "lintas", None, "127.0.0.1")),
        ("postgresql://lintas@[::1]:6000/my_ca", Address("my_ca", "lintas", None, "::1", 6000)),
        ("postgresql://lintas@localhost/my_ca", Address("my_ca", "lintas", None, "localhost")),
        ("postgresql://lintas@localhost/a?sslmode=verify-full", Address("a", "lintas", None, "localhost", tls=True)),
        ("postgresql://lintas@10.0.0.9/a?sslmode=disable", Address("a", "lintas", None, "10.0.0.9")),
        (
            "postgresql://lintas@db.example/a?sslrootcert=/etc/ca.pem",
            Address("a", "lintas", None, "db.example", tls=True, authorities="/etc/ca.pem"),
        ),
        ("postgresql://lintas@/a", Address("a", "lintas", None, socket=f"{SOCKETS}/.s.PGSQL.5432")),
        ("postgresql://lintas@/a?host=/run/pg", Address("a", "lintas", None, socket="/run/pg/.s.PGSQL.5432")),
        ("postgresql://a%40b:p%2F%3A@localhost/x%20y", Address("x y", "a@b", "p/:", "localhost")),
    ],
)
def test_what_an_address_means(text: str, meant: Address) -> None:
    assert read_address(text) == meant


def test_without_a_user_it_is_whoever_runs_the_node() -> None:
    assert read_address("postgresql:///a").user == getpass.getuser()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "postgresql://"),
        ("my_ca", "postgresql://"),
        ("mysql://lintas@localhost/a", "postgresql://"),
        ("postgresql://lintas@localhost", "one database"),
        ("postgresql://lintas@localhost/", "one database"),
        ("postgresql://lintas@localhost/a/b", "one database"),
        ("postgresql://lintas@localhost:port/a", "ort"),
        ("postgresql://lintas@localhost:99999/a", "ort"),
        ("postgresql://lintas@localhost/a?sslmode=prefer", "sslmode"),
        ("postgresql://lintas@localhost/a?host=/run/pg", "two hosts"),
        ("postgresql://lintas@localhost/a?option", ""),
        ("postgresql://lintas@localhost/a?ssl_mode=disable", "ssl_mode"),
        ("postgresql://lintas@localhost/a?passfile=/nowhere/at/all", "/nowhere/at/all"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(BadStoreAddress) as caught:
        read_address(text)
    assert why in caught.value.why


def test_a_password_comes_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("open sesame\nsecond line\n")
    for text in (f"postgresql://lintas@localhost/a?passfile={file}", "postgresql://lintas:open%20sesame@localhost/a"):
        address = read_address(text)
        assert address.password == "open sesame"
        assert "sesame" not in repr(address) + str(address)
    with pytest.raises(BadStoreAddress) as caught:
        read_address("postgresql://lintas:sesame@localhost/a?x=y")
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://lintas@db.example:5432/a",
        "postgresql://lintas@[::1]:6000/a",
        "postgresql://lintas@/a?host=/run/pg",
    ],
)
def test_an_address_is_shown_as_it_is_given(text: str) -> None:
    assert str(read_address(text)) == text
