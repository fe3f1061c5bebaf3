"""The address of a PostgreSQL database, as the setting `store` gives it.

    postgresql://[USER[:PASSWORD]@][HOST][:PORT]/DATABASE[?OPTION=VALUE&...]

Without a host it is the Unix socket in the folder that the option `host` names, or in Debian's. To another machine the
connection is by TLS, with the certificate checked against the name, unless `sslmode=disable` says that the network is
trusted. `sslrootcert` names a file of authorities to trust, `passfile` a file whose first line is the password.
"""

from __future__ import annotations

import getpass
import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from lintas.node.ports import StoreError

SCHEMES: Final = ("postgresql", "postgres")
PORT: Final = 5432
SOCKETS: Final = "/var/run/postgresql"
VERIFY, DISABLE = "verify-full", "disable"
_OPTIONS: Final = frozenset(("host", "sslmode", "sslrootcert", "passfile"))


class BadStoreAddress(StoreError):
    """The address of a database cannot be used. It is not repeated here: there may be a password in it."""

    def __init__(self, why: str) -> None:
        self.why = why


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and how to sign in. `socket` is the path of a Unix socket, or empty."""

    database: str
    user: str
    password: str | None = field(default=None, repr=False)
    host: str = ""
    port: int = PORT
    socket: str = ""
    tls: bool = False
    authorities: str = ""

    def __str__(self) -> str:
        """The address without a password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        place = f"{host}:{self.port}" if self.host else ""
        where = f"?host={Path(self.socket).parent}" if self.socket else ""
        return f"postgresql://{self.user}@{place}/{self.database}{where}"


def read_address(text: str) -> Address:
    """The address in a setting; raises `BadStoreAddress`."""
    try:
        parts = urlsplit(text)
        port, host = parts.port or PORT, parts.hostname or ""
        options = {name: values[-1] for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
    except ValueError as error:
        raise BadStoreAddress(str(error)) from None
    if parts.scheme not in SCHEMES:
        raise BadStoreAddress("it begins with postgresql://")
    if unknown := sorted(set(options) - _OPTIONS):
        raise BadStoreAddress(f"there is no option {unknown[0]}")
    database = unquote(parts.path.removeprefix("/"))
    if not database or "/" in database:
        raise BadStoreAddress("it ends with the name of one database")
    if options.get("sslmode", VERIFY) not in (VERIFY, DISABLE):
        raise BadStoreAddress(f"sslmode is {VERIFY} or {DISABLE}")
    if host and "host" in options:
        raise BadStoreAddress("it names two hosts")
    host, socket = _place(host or options.get("host", SOCKETS), port)
    password = unquote(parts.password) if parts.password is not None else _password(options.get("passfile"))
    tls = bool(host) and options.get("sslmode", DISABLE if _is_here(host) else VERIFY) == VERIFY
    user = unquote(parts.username or "") or getpass.getuser()
    return Address(database, user, password, host, port, socket, tls, options.get("sslrootcert", ""))


def _place(host: str, port: int) -> tuple[str, str]:
    """A host, or the path of a socket."""
    return ("", f"{host}/.s.PGSQL.{port}") if host.startswith("/") else (host, "")


def _password(file: str | None) -> str | None:
    if file is None:
        return None
    try:
        return Path(file).read_text(encoding="utf-8").partition("\n")[0]
    except OSError as error:
        raise BadStoreAddress(f"the password's file {file}: {error.strerror}") from None


def _is_here(host: str) -> bool:
    """Whether what is sent to the host stays on this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
