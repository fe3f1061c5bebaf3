"""Running what is to catch a wrong rule: vectors, a test, a mutant of the simulator or of the model."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from typing import IO, Any, Final

from lintas.sim import catch
from lintas.sim.mutants import TABLE as SIMULATED
from tests.conformance import product
from tests.model.__main__ import run_world
from tests.model.mutants import MUTANTS as MODELLED
from tests.model.rules import PROFILES
from tests.rules.edit import edited
from tests.rules.table import Row
from tools.vectors.files import FOLDER, held


def caught(row: Row) -> str:
    """What noticed the mutant of the row; empty if nothing did."""
    sort, _, name = row.caught_by.partition(":")
    if sort not in _BY:
        return _by_tests(row.id)
    with edited(row.module, row.old, row.new) if row.module else nullcontext():
        return _BY[sort](name)


def _by_vectors(area: str) -> str:
    for path, text in _vectors():
        if path.startswith(f"{area}/"):
            vector = json.loads(text)
            try:
                verdict, gives = product.verdict(area, vector["given"])
            except Exception as error:  # noqa: BLE001 - a wrong rule may end in anything; that is not what the file says
                return f"{path}: {type(error).__name__}"
            if verdict != vector["verdict"] or _differs(vector, gives):
                return path
    return ""


@cache
def _vectors() -> list[tuple[str, str]]:
    return sorted(held(FOLDER).items())


def _differs(vector: dict[str, Any], gives: dict[str, Any]) -> bool:
    for name, expected in vector.get("gives", {}).items():
        found = gives[name]
        if name in {"lanes", "phases"}:
            found = {each: found.get(each) for each in expected}
        if found != expected:
            return True
    return False


def _by_tests(rule: str) -> str:
    asked, told = _tests()
    asked.write(f"{rule}\n")
    asked.flush()
    said = told.readline()
    assert said, f"the process that runs tests with a wrong rule ended at {rule}"
    return said.strip()


@cache
def _tests() -> tuple[IO[str], IO[str]]:
    """What goes to the process that runs tests with a wrong rule, and what comes from it."""
    command = [sys.executable, "-m", "tests.rules.alone"]
    runs = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert runs.stdin
    assert runs.stdout
    atexit.register(runs.communicate)
    return runs.stdin, runs.stdout


def _by_simulator(name: str) -> str:
    found = catch.caught(SIMULATED[name])
    return found[1].promise if found else ""


def _by_model(name: str) -> str:
    mutant = MODELLED[name]
    for seed in mutant.seeds:
        found, _ = run_world(seed, PROFILES[mutant.profile], mutant.rules, None)
        if found:
            return found[0].split(":")[0]
    return ""


_BY: Final[dict[str, Callable[[str], str]]] = {
    "vectors": _by_vectors,
    "sim": _by_simulator,
    "model": _by_model,
}
