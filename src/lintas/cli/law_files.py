"""Files of the law that people name on the command line: folders of the register, questions and cases."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.files import read, write
from lintas.cli.given import NODE_VARIABLE
from lintas.cli.reach import Reach
from lintas.cli.sentences import CliError
from lintas.law.reading import read as read_register
from lintas.law.register import Register
from lintas.law.shipped import shipped, shipped_files

YAML_ENDINGS = (".yaml", ".yml")


SHIPPED = "comes with lintas: nobody has signed it"


@dataclass(frozen=True)
class Law:
    """Files of the register by their paths, where those come from that are not shipped, and what was left out."""

    files: Mapping[str, bytes]
    sources: Mapping[str, str]
    faults: tuple[str, ...] = ()

    @cached_property
    def register(self) -> Register:
        """The register in these files. Raises `BadRegister`."""
        return read_register(self.files) if self.sources else shipped()

    def source(self, path: str) -> str:
        """Where the rows of a file come from, in words."""
        return self.sources.get(path, SHIPPED)


def law_of(options: argparse.Namespace) -> Law:
    """The shipped register, over it what the node adopted, over that the files of a folder."""
    adopted = _adopted(options)
    found, sources = dict(shipped_files()), dict[str, str]()
    for row in adopted["rows"]:
        found[row["path"]], sources[row["path"]] = row["text"].encode(), row["source"]
    for path, data in (own_files(options.register) if options.register else {}).items():
        found[path], sources[path] = data, f"from the folder {options.register}"
    return Law(found, sources, tuple(adopted["faults"]))


def _adopted(options: argparse.Namespace) -> Mapping[str, Any]:
    """The rows in force in the law register of the node, if one is named; of none, nothing."""
    # A node is made of much; the law alone needs none of it.
    from lintas.compose.folder import GENESIS

    node = options.node or os.environ.get(NODE_VARIABLE)
    if not node or not (options.node or (Path(node) / GENESIS).exists()):
        # The variable may name a folder of calendars only, or a node that is in no federation yet.
        return {"rows": [], "faults": []}
    found: Mapping[str, Any] = Reach(Path(node)).do("law", {})
    return found


def files(folder: str) -> Mapping[str, bytes]:
    """The files of the shipped register, and over them those of a folder."""
    return {**shipped_files(), **own_files(folder)}


def own_files(folder: str) -> Mapping[str, bytes]:
    """The files of a folder, by their paths in it."""
    root = Path(folder)
    if not root.is_dir():
        raise CliError(f"There is no folder {root}.", exits.FILE_TROUBLE)
    own = {path.relative_to(root).as_posix(): read(path) for path in sorted(root.rglob("*.toml"))}
    if not own:
        raise CliError(
            f"The folder {root} has no file *.toml: put one into instruments or laws in it.", exits.FILE_TROUBLE
        )
    return own


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
