"""An S3 server for tests: moto's, in a process of its own, which checks the signature of every request."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from lintas.store.s3 import Bucket, S3Chunks
from lintas.store.signing import Credentials

SERVER = Path(__file__).parents[2] / ".cache" / "s3" / "bin" / "moto_server"
MAKER = Credentials("maker", "maker-secret")
ALLOWED = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


@dataclass(frozen=True, slots=True)
class S3Server:
    """Where it is reached, and a key that may do everything."""

    endpoint: str
    who: Credentials

    def bucket(self, name: str, *, versions: bool = False) -> Bucket:
        """A new bucket, which may keep versions."""
        made = S3Chunks(Bucket(self.endpoint, name, "", "us-east-1"), self.who)
        made._asked("PUT", f"/{name}")
        if versions:
            said = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
            made._asked("PUT", f"/{name}", {"versioning": ""}, body=said)
        return Bucket(self.endpoint, name, "node/chunks", "us-east-1")


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """The server, until the block ends; skips the test where there is none."""
    if not SERVER.exists():
        pytest.skip(f"no S3 server on this machine: run tools/s3-server, which makes {SERVER}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The first requests make a user with a key, and are asked for no signature; all after them are.
    environ = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": "3"}
    with subprocess.Popen(
        [SERVER, "-H", "127.0.0.1", "-p", str(port)], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            endpoint = f"http://127.0.0.1:{port}"
            _wait(port)
            yield S3Server(endpoint, _user(endpoint))
        finally:
            process.terminate()


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the S3 server did not start")


def _user(endpoint: str) -> Credentials:
    """A user of the server's own, who may do everything with S3."""
    _iam(endpoint, "CreateUser", UserName="node")
    _iam(endpoint, "PutUserPolicy", UserName="node", PolicyName="all", PolicyDocument=json.dumps(ALLOWED))
    said = _iam(endpoint, "CreateAccessKey", UserName="node")
    return Credentials(*(said.partition(f"<{tag}>")[2].partition("<")[0] for tag in ("AccessKeyId", "SecretAccessKey")))


def _iam(endpoint: str, action: str, **said: str) -> str:
    from urllib.parse import urlencode

    body = urlencode({"Action": action, "Version": "2010-05-08", **said}).encode()
    where = "AWS4-HMAC-SHA256 Credential=maker/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0"
    with urlopen(Request(endpoint, body, {"Authorization": where})) as answer:
        return str(answer.read().decode())
