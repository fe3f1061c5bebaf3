"""`lintas verify`: the check of an exported dossier, with nothing but the file."""

from __future__ import annotations

import argparse
from pathlib import Path

from lintas.cli import exits
from lintas.cli.output import give, progress
from lintas.cli.sentences import CliError
from lintas.cli.verify_page import verify_data, verify_page
from lintas.node.verify_export import verify_export


def verify(options: argparse.Namespace) -> int:
    """`lintas verify`."""
    path = Path(options.file)
    if not path.is_file():
        raise CliError(f"There is no file {path}.", exits.FILE_TROUBLE)
    progress("checking every act, signature, officer, file, receipt and the log ...")
    report = verify_export(path)
    give(options, verify_data(report), lambda: verify_page(report, path.name))
    return exits.DONE if report.ok else exits.NOT_VERIFIED
