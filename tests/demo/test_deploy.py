"""What operators install: the wheel, the units of systemd, the container file."""

from __future__ import annotations

import re
import shutil
import site
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deploy" / "systemd"
CONTAINER = ROOT / "deploy" / "container" / "Containerfile"
EXPOSURE_MAX = 20


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=100)
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.processes
def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "src"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    files = {name.removeprefix("src/") for name in listed.split() if (ROOT / name).exists()}
    if not files:
        pytest.skip(f"{ROOT} is no git checkout, so that there is no list of files to compare")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert files <= held
    assert {"lintas/py.typed", "lintas/kinds/released.json"} <= held
    assert not [name for name in held if not name.startswith("lintas/")]


@pytest.mark.processes
@pytest.mark.slow
def test_an_installed_wheel_makes_and_serves_a_node(wheel: Path, short_path: Path) -> None:
    """In an environment of its own, which has our dependencies from here and lintas from the wheel alone."""
    subprocess.run([sys.executable, "-m", "venv", str(short_path / "env")], check=True, timeout=100)
    python = short_path / "env" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--no-index", "--no-deps", "--quiet", str(wheel)]
    subprocess.run(install, check=True, timeout=100, cwd=short_path)
    (packages,) = (short_path / "env").glob("lib/python3*/site-packages")
    (packages / "beside.pth").write_text("\n".join(site.getsitepackages()) + "\n")

    def lintas(*words: str) -> str:
        command = [str(python.with_name("lintas")), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=short_path, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = "import lintas, pathlib; print(pathlib.Path(lintas.__file__).parent.parent)"
    found = subprocess.run([str(python), "-c", where], capture_output=True, text=True, check=True, cwd=short_path)
    assert Path(found.stdout.strip()).resolve() == packages.resolve()
    assert "mla" in lintas("kinds")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    lintas("node", "init", "aa", "--code", "aa", "--name", "A", "--category", "police", "--address", f"http://127.0.0.1:{port}",
           "--port", port)  # fmt: skip
    lintas("genesis", "genesis.cbor", "aa/entry.cbor", "--exercise")
    lintas("node", "adopt", "aa", "genesis.cbor")
    serving = subprocess.Popen(
        [str(python.with_name("lintas")), "node", "serve", "aa"], cwd=short_path, stdout=subprocess.PIPE, text=True
    )
    try:
        assert serving.stdout is not None
        assert "EXERCISE" in serving.stdout.readline()
        assert "serving aa" in serving.stdout.readline()
        assert "serving     yes" in lintas("node", "status", "aa")
    finally:
        serving.terminate()
        serving.wait(20)
        assert serving.stdout is not None
        serving.stdout.close()
    assert serving.returncode == 0


def options(unit: Path) -> list[tuple[str, str]]:
    lines = [line for line in unit.read_text(encoding="utf-8").splitlines() if line and line[0] not in "#["]
    return [(line.partition("=")[0], line.partition("=")[2]) for line in lines]


@pytest.mark.parametrize("unit", sorted(UNITS.glob("lintas*.service")), ids=lambda path: path.name)
def test_a_unit_runs_as_a_user_of_its_own_and_may_do_little(unit: Path) -> None:
    said = dict(options(unit))
    assert said["User"] == "lintas"
    assert said["NoNewPrivileges"] == "yes"
    assert said["ProtectSystem"] == "strict"
    assert said["CapabilityBoundingSet"] == ""
    assert "/opt/lintas/bin/lintas node" in said["ExecStart"]


def copied(folder: Path) -> list[Path]:
    """The units with a program that is on this machine, since systemd looks for it."""
    made = []
    for unit in sorted(UNITS.glob("*.service")) + sorted(UNITS.glob("*.timer")):
        text = unit.read_text(encoding="utf-8").replace("/opt/lintas/bin/lintas", sys.executable)
        (folder / unit.name).write_text(text)
        made.append(folder / unit.name)
    return made


@pytest.mark.processes
def test_systemd_reads_the_units_and_finds_nothing_wrong(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze on this machine to read the units")
    units = [str(path) for path in copied(tmp_path)]
    done = subprocess.run(
        [analyze, "verify", "--man=no", *units], capture_output=True, text=True, timeout=60, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "lintas" in line]
    assert not ours, done.stderr
    assert done.returncode == 0, done.stderr


@pytest.mark.processes
def test_the_service_is_little_exposed(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze on this machine to rate the unit")
    copied(tmp_path)
    command = [
        analyze,
        "security",
        "--offline=yes",
        f"--threshold={EXPOSURE_MAX}",
        "--no-pager",
        str(tmp_path / "lintas.service"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd-analyze does not rate a unit that is not installed")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr


def test_the_container_file_copies_what_is_there_and_is_not_run_by_root() -> None:
    text = CONTAINER.read_text(encoding="utf-8")
    sources = [word for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert sources
    assert all((ROOT / name).exists() for name in sources)
    last = text.rpartition("FROM ")[2]
    assert re.search(r"^USER lintas$", last, re.MULTILINE)
    assert "--require-hashes" in text
