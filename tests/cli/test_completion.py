"""Completion: asked of bash itself; the other scripts hold every command."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lintas.cli.arguments import parser
from lintas.cli.completion import SHELLS, script
from lintas.cli.main import COMMANDS
from tests.cli.conftest import Run


def completed(*words: str) -> set[str]:
    """What bash offers for the last of these words."""
    typed = " ".join(f"'{word}'" for word in words)
    asked = f"COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _lintas; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash on this machine to ask")
    done = subprocess.run(
        [bash, "--norc", "-c", script(parser(), "bash") + asked], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stderr == ""
    return set(done.stdout.split())


@pytest.mark.processes
@pytest.mark.parametrize(
    ("words", "some", "others"),
    [
        (("lintas", ""), {"node", "act", "doctor"}, {"backup", "--json"}),
        (("lintas", "node", "b"), {"backup"}, {"restore"}),
        (("lintas", "node", "backup", "--v"), {"--vault"}, {"--passphrase"}),
        (("lintas", "open", "ml"), {"mla"}, {"exchange"}),
        (("lintas", "completion", ""), {"bash", "zsh", "fish"}, {"node"}),
        (("lintas", "show", "node", "--j"), {"--json"}, {"--vault"}),
        (("lintas", "no-such-command", ""), {"node"}, set()),
    ],
)
def test_bash_offers_what_may_follow(words: tuple[str, ...], some: set[str], others: set[str]) -> None:
    offered = completed(*words)
    assert some <= offered
    assert not others & offered


@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_holds_every_command(run: Run, shell: str) -> None:
    said = run("completion", shell)
    assert said.code == 0
    for command in COMMANDS:
        assert all(word in said.out for word in command.split())


@pytest.mark.processes
@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_is_one_that_its_shell_reads(shell: str, tmp_path: Path) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"there is no {shell} on this machine to read the script")
    (tmp_path / "script").write_text(script(parser(), shell))
    subprocess.run([found, "-n", tmp_path / "script"], check=True, timeout=30)
