"""Write the reference pages from what the code declares: settings, commands, exit codes, metrics.

    .venv/bin/python -m tools.reference        write docs/reference/

A test holds the pages against this script, so that no page says what the code does not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING
from pathlib import Path

from lintas.cli import exits
from lintas.cli.arguments import parser
from lintas.compose import settings, settings_tables
from lintas.compose.metrics import METRICS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
MADE = "This page is made by `python -m tools.reference` from what the code declares."


def pages() -> Mapping[str, str]:
    """Every page by its name."""
    return {"settings.md": settings_page(), "commands.md": commands_page(), "metrics.md": metrics_page()}


def settings_page() -> str:
    """Every setting with its variable, default and meaning."""
    lines = [
        "# Settings", "", MADE, "",
        f"They stand in `{settings.FILE}` in the node's folder, which `lintas node init` writes with these texts. An",
        "environment variable prevails over the file; numbers, `true` and `false` are written as in the file. The node",
        "reads them once, when it starts.", "",
        "| setting | variable | default | meaning |", "|---|---|---|---|",
    ]  # fmt: skip
    for each in settings.plain():
        default = "none: needed" if each.default is MISSING else f"`{json.dumps(each.default)}`"
        text = each.metadata["text"]
        lines.append(f"| `{each.name}` | `{settings.variable(each.name)}` | {default} | {text} |")
    lines += [
        "",
        "Tables of the file. Their variables take JSON.",
        "",
        "| table | variable | meaning |",
        "|---|---|---|",
    ]
    lines += [f"| `[{table}]` | `{name}` | {text} |" for table, (name, text) in settings_tables.TABLES.items()]
    return "\n".join(lines) + "\n"


def metrics_page() -> str:
    """Every metric."""
    lines = [
        "# Health and metrics", "", MADE, "",
        "Served where the setting `monitor` says, over HTTP without a password, for this machine or a guarded network.",
        "No answer holds content; codes of authorities are in them.", "",
        "| path | answer |", "|---|---|",
        "| `/health` | 200 as long as the process serves: restart it when this fails |",
        "| `/ready` | 200 if the node works and its disk has room, else 503; JSON says what is wrong |",
        "| `/metrics` | the metrics below, in the text format of Prometheus |", "",
        "| metric | type | meaning |", "|---|---|---|",
    ]  # fmt: skip
    lines += [f"| `{each.name}` | {each.kind} | {each.text} |" for each in METRICS]
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """Every command as its `--help` says it."""
    lines = ["# Commands", "", MADE, "", "## Exit codes", "", "| code | meaning |", "|---|---|"]
    lines += [f"| {code} | {meaning} |" for code, meaning in exits.MEANING.items()]
    for name, each in commands(parser()):
        lines += ["", f"## {name}", "", *_texts(each)]
    return "\n".join(lines) + "\n"


def _texts(each: argparse.ArgumentParser) -> Iterator[str]:
    """What its help says, laid out here: argparse lays it out differently from one Python to the next."""
    yield from (each.description or "").splitlines()
    rows = [row for action in each._actions if (row := _row(action))]
    if rows:
        yield from ("", "| argument | meaning |", "|---|---|", *rows)
    if each.epilog:
        yield from ("", "```text", *(line.rstrip() for line in each.epilog.splitlines()), "```")


def _row(action: argparse.Action) -> str:
    if isinstance(action, argparse._HelpAction):
        return ""
    value = str(action.metavar or "|".join(map(str, action.choices or ())) or action.dest.upper())
    if action.option_strings:
        word, needed = action.option_strings[-1] + ("" if action.nargs == 0 else f" {value}"), action.required
    else:
        word, needed = value + ("..." if action.nargs == "+" else ""), action.nargs != "?"
    text = action.help or {"DIR": "the node's folder"}.get(value, "")
    return f"| `{_cell(word)}`{'' if needed else ' (optional)'} | {_cell(text)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def commands(top: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that does something, by its name, in the order of the help."""
    below = [each for each in top._actions if isinstance(each, argparse._SubParsersAction)]
    if not below:
        yield top.prog, top
    for action in below:
        for each in action.choices.values():
            yield from commands(each)


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"wrote {FOLDER.relative_to(ROOT) / name}")


if __name__ == "__main__":
    main()
