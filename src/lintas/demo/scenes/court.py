"""A court without lintas checks the result: the export is verified apart from every node, then tampered with."""

from __future__ import annotations

import io
from pathlib import Path

from lintas.demo import alone
from lintas.demo.evidence import STATEMENT, bank_statement
from lintas.demo.federation import VN
from lintas.demo.scenes.legal import Case
from lintas.demo.world import SHORT, World
from lintas.dossier.admission import parse_act
from lintas.node.case import read_case, read_case_act
from lintas.node.container import Container, Writer
from lintas.wire.identifiers import show


def play(world: World, case: Case, genesis: str) -> Path:
    """Export, verify, tamper, verify."""
    world.scene("7. A court checks the case: no node, no network, two packages")
    file = world.nodes.folder / "case.zip"
    world.page(VN, "lan", ["export", case.dossier[:SHORT], str(file)])
    code, report = alone.verify(file)
    print("  $ lintas verify case.zip      (in a process of its own that can open no socket)", flush=True)
    faults = _faults(report)
    world.claims.check(code == 0 and report["ok"] and not faults, "it verifies", f"exit {code}: {report}")
    acts = [act for act in report["acts"] if act["form"] == "verb"]
    here = [act for act in world.known(VN, case.dossier)["acts"] if act["form"] == "verb"]
    world.claims.check(
        [a["id"] for a in acts] == [a["id"] for a in here] and all(a["proven"] for a in acts),
        f"all {len(acts)} acts are in it, each proven to be its author's",
        f"{len(acts)} of {len(here)}",
    )
    world.claims.check(report["witnesses"] != [], f"others cosigned the log: {_codes(report)}", "nobody did")
    world.claims.check(
        report["genesis"] == show(bytes.fromhex(genesis)),
        "it rests on the genesis whose hash was read aloud",
        f"{report['genesis']} {genesis}",
    )
    _tampered(world, file)
    return file


def _tampered(world: World, file: Path) -> None:
    """One byte of a file; then one byte of an act, by somebody who mends the checksum of the container after it."""
    data = file.read_bytes()
    inside = data.index(bank_statement()[2_000:2_064])
    faults = _changed(world, file, _flipped(data, inside), f"one byte of {STATEMENT}")
    world.claims.check(any(f["where"].endswith(STATEMENT) for f in faults), "and it names the file", str(faults))
    container = Container(data)
    entries = {name: container.read(name, len(data)) for name in container.names}
    case = entries["case.cbor"]
    signed_acts = enumerate(_signed(case), 1)
    number, signed = next((at, each) for at, each in signed_acts if parse_act(each).act.header.verb == "request")
    sealed = parse_act(signed).act.header.seal
    assert sealed is not None
    entries["case.cbor"] = _flipped(case, case.index(signed) + signed.index(sealed.body_hash))
    faults = _changed(world, file, _written(entries), "one byte of the request, with the checksums mended,")
    named = [f for f in faults if f"act {number}" in f["where"]]
    world.claims.check(named != [], f"and it names the act, number {number}", str(faults))


def _changed(world: World, file: Path, data: bytes, what: str) -> list[dict[str, str]]:
    """What verification says of other bytes."""
    copy = file.with_name("tampered.zip")
    copy.write_bytes(data)
    code, report = alone.verify(copy)
    copy.unlink()
    faults = _faults(report)
    world.claims.check(code == 1 and faults != [], f"with {what} changed it does not verify", f"exit {code}: {report}")
    print(f"    it says: {faults[0]['where']}: {faults[0]['words']}", flush=True)
    return faults


def _signed(case: bytes) -> list[bytes]:
    return [read_case_act(act).signed for act in read_case(case).acts]


def _written(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = Writer(out)
    for name, content in entries.items():
        writer.add(name, [content])
    writer.close()
    return out.getvalue()


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _faults(report: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    return [each for each in report["findings"] if each["severity"] == "fault"]


def _codes(report: dict[str, list[list[str]]]) -> str:
    return ", ".join(witness[0] for witness in report["witnesses"])
