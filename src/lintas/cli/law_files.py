"""Files of the law that people name on the command line: folders of the register, questions and cases."""

from __future__ import annotations

import importlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.files import read, write
from lintas.cli.sentences import CliError
from lintas.law.reading import read as read_register
from lintas.law.register import Register
from lintas.law.shipped import shipped, shipped_files

YAML_ENDINGS = (".yaml", ".yml")


def register(folder: str | None) -> Register:
    """The shipped register, with the files of a folder in place of or beside its own. Raises `BadRegister`."""
    return read_register(files(folder)) if folder else shipped()


def files(folder: str) -> Mapping[str, bytes]:
    """The files of the shipped register, and over them those of a folder."""
    root = Path(folder)
    if not root.is_dir():
        raise CliError(f"There is no folder {root}.", exits.FILE_TROUBLE)
    own = {path.relative_to(root).as_posix(): read(path) for path in sorted(root.rglob("*.toml"))}
    if not own:
        raise CliError(
            f"The folder {root} has no file *.toml: put one into instruments or laws in it.", exits.FILE_TROUBLE
        )
    return {**shipped_files(), **own}


def copied(name: str, folder: str) -> Path:
    """A shipped file, written into a folder. Raises `CliError`."""
    shipped_as = {path.rsplit("/", 1)[-1].removesuffix(".toml"): path for path in shipped_files()}
    path = shipped_as.get(name) or shipped_as.get(name.upper())
    if path is None:
        raise CliError(
            f"lintas brings no file of {name!r} along: `lintas law show` lists the instruments.", exits.NO_SUCH_THING
        )
    target = Path(folder) / path
    if target.exists():
        raise CliError(f"There is a file {target} already; it is not written over.", exits.FILE_TROUBLE)
    target.parent.mkdir(parents=True, exist_ok=True)
    write(target, shipped_files()[path])
    return target


def plain_data(name: str) -> Any:
    """What a file says, by its ending: YAML, JSON or TOML."""
    path = Path(name)
    data = read(path)
    try:
        if path.suffix in YAML_ENDINGS:
            return _yaml(data)
        text = data.decode()
        return tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CliError(f"The file {path} cannot be read: {error}.", exits.FILE_TROUBLE) from None


def _yaml(data: bytes) -> Any:
    try:
        yaml = importlib.import_module("yaml")
    except ImportError:
        told = "YAML is read with PyYAML, which is not installed: install lintas with the extra yaml, or use JSON."
        raise CliError(told, exits.NOT_SET_UP) from None
    try:
        # The loader in C is faster by far; it is not in every build of PyYAML. Both make plain values only.
        return yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
