"""A small part of each published set of vectors, kept in the repository, so that no checkout is without them.

    python -m tools.published FOLDER

FOLDER is where the whole sets lie (`standards` of the published test data); of a set that does not lie there, the part
is left as it is. Cases are taken unchanged, one or a few for each verdict and flag; sources and licences stand in
`tests/data/published/README.md`.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parents[1] / "tests/data/published"
Case = dict[str, Any]
_AES: Final = (256, 96, 128)


def _json(path: Path) -> Any:
    return json.loads(path.read_bytes())


def _wycheproof(folder: Path, name: str) -> Iterator[Case]:
    """Each test with what its group says."""
    for group in _json(folder / f"wycheproof/data/{name}_test.json")["testGroups"]:
        public = group.get("publicKey", {})
        key = public if isinstance(public, str) else public.get("pk") or public.get("uncompressed")
        more: Case = {"pk": key} if key else {}
        if name == "aes_gcm" and (group["keySize"], group["ivSize"], group["tagSize"]) != _AES:
            continue
        for case in group["tests"]:
            yield more | case


def _modulus(folder: Path) -> Iterator[Case]:
    data = gzip.decompress((folder / "cctv-pq/data/ML-KEM/modulus/ML-KEM-768.txt.gz").read_bytes())
    yield from ({"ek": line} for line in data.decode().split())


def _proofs(folder: Path, kind: str) -> Iterator[Case]:
    root = folder / f"tlog/data/testdata/{kind}"
    for path in sorted(root.rglob("*.json")):
        yield {"name": path.relative_to(root).as_posix(), **_json(path)}


def _cose(folder: Path) -> Iterator[Case]:
    """The messages with one signer and no recipient that Ed25519 signed, or ECDSA with P-256 and SHA-256."""
    for path in sorted((folder / "cose/data").rglob("*.json")):
        case = _json(path)
        one = case["input"].get("sign0", {})
        if (one.get("key", {}).get("crv"), one.get("alg")) in {("Ed25519", "EdDSA"), ("P-256", "ES256")}:
            yield {"name": path.relative_to(folder / "cose/data").as_posix(), **case}


SETS: Final[dict[str, Callable[[Path], Iterable[Case]]]] = {
    "cbor": lambda folder: _json(folder / "cbor/data/rfc8949_appendix_a.json"),
    "cose": _cose,
    "ed25519": lambda folder: _wycheproof(folder, "ed25519"),
    "es256": lambda folder: _wycheproof(folder, "ecdsa_secp256r1_sha256"),
    "es256-raw": lambda folder: _wycheproof(folder, "ecdsa_secp256r1_sha256_p1363"),
    "mldsa": lambda folder: _wycheproof(folder, "mldsa_44_verify"),
    "ed25519-corners": lambda folder: _json(folder / "ed25519-speccheck/data/ed25519/ed25519vectors.json"),
    "hkdf": lambda folder: _wycheproof(folder, "hkdf_sha256"),
    "aes-gcm": lambda folder: _wycheproof(folder, "aes_gcm"),
    "x25519": lambda folder: _wycheproof(folder, "x25519"),
    "mlkem": lambda folder: _wycheproof(folder, "mlkem_768"),
    "mlkem-keys": lambda folder: _wycheproof(folder, "mlkem_768_encaps"),
    "mlkem-modulus": _modulus,
    "xwing": lambda folder: _json(folder / "xwing/data/spec/test-vectors.json"),
    "inclusion": lambda folder: _proofs(folder, "inclusion"),
    "consistency": lambda folder: _proofs(folder, "consistency"),
}

# How many of each verdict and flag are kept: all of a small set, few of one with long keys.
KEPT: Final = {"cbor": 100, "cose": 10, "ed25519": 3, "aes-gcm": 4, "mlkem": 2, "mlkem-keys": 2, "mlkem-modulus": 2}


def sort_of(name: str, case: Case) -> Hashable:
    """What makes a case of another sort than others of its set."""
    if name in {"inclusion", "consistency"}:
        return str(case["name"]).split("/")[-1]
    return case.get("result"), tuple(case.get("flags") or ()), bool(case.get("ctx"))


def selection(name: str, folder: Path) -> list[Case]:
    """The first cases of each sort."""
    found: dict[Hashable, list[Case]] = {}
    for case in SETS[name](folder):
        kept = found.setdefault(sort_of(name, case), [])
        if len(kept) < KEPT.get(name, 1):
            kept.append(case)
    return [case for kept in found.values() for case in kept]


def written(cases: list[Case]) -> str:
    """One case a line."""
    return "[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n]\n"


def main(folder: Path) -> None:
    """Write the selections."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in SETS:
        try:
            cases = selection(name, folder)
        except FileNotFoundError as error:
            print(f"{name}: left as it is, {error.filename} is not there")
            continue
        (FOLDER / f"{name}.json").write_text(written(cases))
        print(f"{name}: {len(cases)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
