"""A database on another machine: by TCP with a password, and TLS with a certificate that is checked."""

from __future__ import annotations

import shutil
import socket
import struct
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from lintas.store.errors import StoreFailed, StoreLost
from lintas.store.postgres import PostgresStore
from lintas.store.wake import Wake
from tests.processes.federation import free_port
from tests.store.contract.samples import acts, append
from tests.support.postgres import Server, run

pytestmark = pytest.mark.processes

PASSWORD = "open-sesame-exercise"
HBA = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"


def write_certificate(folder: Path, name: str) -> None:
    """A certificate that the host signed itself, and its key, as `server.crt` and `server.key`."""
    key, subject = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "server.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@pytest.fixture(scope="module")
def distant() -> Iterator[tuple[Server, int]]:
    """A server that takes TCP with TLS and a password only, and its port."""
    folder, port = Path(tempfile.mkdtemp(prefix="lintas-pg-")), free_port()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c ssl=on"
    made = Server(folder, options)
    write_certificate(made.data, "localhost")
    (made.data / "server.key").chmod(0o600)
    for name in ("server.crt", "server.key"):
        made.own(made.data / name)
    (made.data / "pg_hba.conf").write_text(HBA)
    made.start()
    run(f"postgresql://lintas@:{port}/postgres?host={folder}", f"ALTER ROLE lintas PASSWORD '{PASSWORD}'")
    yield made, port
    made.stop()
    shutil.rmtree(folder)


@pytest.fixture
def passfile(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n")
    return file


def test_with_the_right_certificate_and_password_it_is_a_store(distant: tuple[Server, int], passfile: Path) -> None:
    made, port = distant
    options = f"sslmode=verify-full&sslrootcert={made.data}/server.crt&passfile={passfile}"
    address = f"postgresql://lintas@localhost:{port}/postgres?{options}"
    with closing(PostgresStore(address)) as store, closing(Wake(address)) as wake:
        append(store, acts(range(20)))
        assert store.size() == 20
        assert wake.wait(60_000)
        assert store._writer.run("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [[True]]


@pytest.mark.parametrize(
    ("host", "options", "why"),
    [
        ("localhost", "sslmode=verify-full&passfile={pass}", "certificate"),
        ("127.0.0.1", "sslmode=verify-full&sslrootcert={cert}&passfile={pass}", "certificate"),
        ("localhost", "sslmode=verify-full&sslrootcert=/nowhere.pem&passfile={pass}", "No such file"),
        ("localhost", "sslmode=disable&passfile={pass}", "no pg_hba.conf entry"),
        ("localhost", "sslmode=verify-full&sslrootcert={cert}", ""),
        ("localhost", "sslmode=verify-full&sslrootcert={cert}&passfile={cert}", "password authentication failed"),
    ],
)
def test_otherwise_there_is_no_connection(
    distant: tuple[Server, int], passfile: Path, host: str, options: str, why: str
) -> None:
    made, port = distant
    told = options.replace("{pass}", str(passfile)).replace("{cert}", str(made.data / "server.crt"))
    with pytest.raises(StoreFailed) as caught:
        PostgresStore(f"postgresql://lintas@{host}:{port}/postgres?{told}")
    assert why in str(caught.value)
    assert PASSWORD not in str(caught.value)


def test_a_server_without_tls_learns_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as pool:
        port = listening.getsockname()[1]
        heard = pool.submit(_decline, listening)
        with pytest.raises(StoreLost, match="no connection"):
            PostgresStore(f"postgresql://lintas:{PASSWORD}@127.0.0.1:{port}/a?sslmode=verify-full")
        assert heard.result(20) == struct.pack("!ii", 8, 80877103)


def _decline(listening: socket.socket) -> bytes:
    """All that a client says to a server that has no TLS."""
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as file:
        request = file.read(8)
        connection.sendall(b"N")
        return request + file.read()
