"""An evidence file, checked where there is nothing but Python and the two packages: by `lintas verify`, and by the
conformance client without lintas. Each names a wrong act key, a missing act, a fork and a rewound log.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lintas.crypto.cose import open1, sign1
from lintas.dossier.admission import ACT_KIND
from lintas.dossier.header_bytes import decode, encode
from lintas.log.both import issue_both
from lintas.log.checkpoint import Checkpoint, parse_text
from lintas.log.note import parse
from lintas.node.case import CaseCheckpoint
from lintas.node.verify_export import verify_export
from lintas.sync import envelope
from lintas.sync.link import RECEIPT_KIND, read_receipt, receipt_fields
from lintas.wire.limits import LIMITS
from spec.client import export as client
from tests.conformance.alone import ROOT, run, site
from tests.support.evidence import Matter, Parts, apart, codes, doubts, faults, matter

pytestmark = pytest.mark.slow

ADOPT, ASK = 3, 7
VERIFY = "from lintas.cli.main import main\nsys.exit(main(['verify', sys.argv[1], '--json']))"
CLIENT = "from spec.client.export import main\nsys.exit(main(sys.argv[1]))"


@pytest.fixture(scope="module")
def found() -> Matter:
    return matter()


def wrong_key(parts: Parts, found: Matter) -> None:
    parts.change(ASK, key=parts.acts[ADOPT - 1].key)


def missing(parts: Parts, found: Matter) -> None:
    del parts.acts[ADOPT - 1]


def forked(parts: Parts, found: Matter) -> None:
    """The author of an act signs another one at its place."""
    payload = open1(parts.acts[ASK - 1].signed, kind=ACT_KIND, size_max=2 * LIMITS.header_bytes_max).payload
    other = encode(replace(decode(payload), time_ms=5))
    signed = sign1(found.fed.nodes["bb-ca"].identity.signer, other, kind=ACT_KIND)
    parts.acts.append(replace(parts.acts[ASK - 1], signed=signed))


def rewound(parts: Parts, found: Matter) -> None:
    """The exporter signed another history of its log before."""
    signer, last = found.fed.nodes["aa-ca"].identity.log_signer, parts.case.checkpoints[-1]
    size = parse_text(parse(last.note).text).size - 1
    other = CaseCheckpoint(issue_both(signer, Checkpoint("lintas/aa-ca", size, bytes(32)), 1_790_000_000), ())
    parts.case = replace(parts.case, checkpoints=(other, last))


def half_signed(parts: Parts, found: Matter) -> None:
    """The newest checkpoint has an Ed25519 signature alone, as who can forge those would make it."""
    text, lines = parts.case.checkpoints[-1].note.split(b"\n\n")
    half = CaseCheckpoint(text + b"\n\n" + lines.splitlines(keepends=True)[0], ())
    parts.case = replace(parts.case, checkpoints=(*parts.case.checkpoints[:-1], half))


def peer_rewound(parts: Parts, found: Matter) -> None:
    """A peer states a smaller log than before."""
    node = found.fed.nodes["aa-ca"]
    head, fields = envelope.read(node.suite, node.federation, RECEIPT_KIND, parts.case.receipts[-1], to=node.id)
    receipt = replace(read_receipt(fields), log_size=1)
    signer = next(each.identity.signer for each in found.fed.nodes.values() if each.id == head.sender)
    later = envelope.write(signer, RECEIPT_KIND, replace(head, time_ms=head.time_ms + 1), receipt_fields(receipt))
    parts.case = replace(parts.case, receipts=(*parts.case.receipts, later))


FAULTS: list[tuple[Callable[[Parts, Matter], None], str, str]] = [
    (wrong_key, "act 7", "wrong-key"),
    (missing, "act 5", "missing-act"),
    (forked, "act 9", "fork"),
    (rewound, "checkpoint 1", "checkpoint-contradicts"),
    (half_signed, "checkpoint 2", "checkpoint-forged"),
    (peer_rewound, "receipt 5", "log-rewound"),
]


def changed(found: Matter, change: Callable[[Parts, Matter], None]) -> bytes:
    parts = apart(found.export())
    change(parts, found)
    return parts.packed()


@pytest.mark.parametrize(("change", "where", "code"), FAULTS)
def test_lintas_and_the_client_name_it(
    found: Matter, tmp_path: Path, change: Callable[[Parts, Matter], None], where: str, code: str
) -> None:
    data = changed(found, change)
    report = verify_export(data)
    assert code in codes(faults(report)) | doubts(report)
    assert where in {each.where.split(" (")[0] for each in report.findings if each.code == code}
    (tmp_path / "case.zip").write_bytes(data)
    named = list(client.examine(tmp_path / "case.zip"))
    assert code in {what for place, what in named if place.split(":")[0] == where}, named


def test_the_client_finds_nothing_wrong_with_what_was_exported(found: Matter, tmp_path: Path) -> None:
    (tmp_path / "case.zip").write_bytes(found.export())
    reg = found.fed.nodes["aa-ca"].federation.reg
    assert list(client.examine(tmp_path / "case.zip", reg)) == []
    assert list(client.examine(tmp_path / "case.zip", bytes(32))) == [("founding file", "other-genesis")]


@pytest.mark.processes
def test_with_python_and_two_packages(found: Matter, tmp_path: Path) -> None:
    packages = site(tmp_path / "site")
    file = tmp_path / "case.zip"
    file.write_bytes(found.export())
    done = run(VERIFY, str(file), paths=[packages, ROOT / "src"])
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (0, True), done.stderr
    done = run(CLIENT, str(file), paths=[packages, ROOT])
    assert (done.returncode, done.stdout) == (0, "0 findings\n"), done.stderr
    done = run("import lintas", paths=[packages, ROOT])
    assert "ModuleNotFoundError" in done.stderr, "the client's process must not see lintas"
    done = run("import pytest", paths=[packages, ROOT / "src"])
    assert "ModuleNotFoundError" in done.stderr, "nor anything else that is installed here"
    for change, _, code in FAULTS:
        file.write_bytes(changed(found, change))
        done = run(VERIFY, str(file), paths=[packages, ROOT / "src"])
        assert code in {each["code"] for each in json.loads(done.stdout)["findings"]}
        assert f": {code}\n" in run(CLIENT, str(file), paths=[packages, ROOT]).stdout


@pytest.mark.processes
def test_the_vectors_with_python_and_two_packages(tmp_path: Path) -> None:
    packages = site(tmp_path / "site")
    done = run("import runpy\nrunpy.run_module('spec.client', run_name='__main__')", paths=[packages, ROOT])
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 differ" in done.stdout
