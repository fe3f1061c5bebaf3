"""The grammar of `lintas registry` and of the ways by which a node enters a federation that is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Add = Callable[..., Any]
"""Adds one command: parsers, name, short help, description, examples."""

REASONS = ("time", "stolen", "lost")


def registry(commands: Any, add: Add, options: Callable[[Any], None], officers: Callable[[Any], None]) -> None:
    """The commands of the registry. `options` adds what every one takes, `officers` who gives it."""
    top = add(
        commands, "registry", "who is in the federation, under which keys",
        "The registry is a dossier that every authority has. Each state's registry desk writes its own part.", (),
    )  # fmt: skip
    below = top.add_subparsers(dest="what", metavar="WHAT", required=True)
    sign = add(
        below, "sign", "found or confirm the registry: each founder's desk does it once",
        "Sign the genesis by an act: one desk founds the registry, every other confirms it, with two officers.",
        ["lintas registry sign --approve binh"],
    )  # fmt: skip
    listed = add(
        below, "list", "list an authority of your state, its new keys or its new address",
        "List an entry that an authority of your state has signed (lintas node request).",
        ["lintas registry list police.entry --approve binh",
         "lintas registry list police.entry --because stolen --approve binh"],
    )  # fmt: skip
    propose = add(
        below, "propose", "propose a state, by the entry of its registry desk",
        "Propose to admit a state. All must assent to this very entry.", ["lintas registry propose tl.entry"],
    )  # fmt: skip
    for each in (listed, propose):
        each.add_argument("entry", metavar="ENTRY", help="the file that the authority wrote")
    listed.add_argument("--because", choices=REASONS, default="time", help="why the keys are renewed (time)")
    assent = add(
        below, "assent", "assent to a state that is proposed", "Assent to a state.", ["lintas registry assent tl-ca"]
    )
    admit = add(
        below, "admit", "record that all have assented", "Admit a state to which all have assented.",
        ["lintas registry admit tl-ca --approve binh"],
    )  # fmt: skip
    for each in (assent, admit):
        each.add_argument("code", metavar="CODE", help="the code of its registry desk")
    for each in (sign, listed, propose, assent, admit):
        officers(each)
    show = add(
        below, "show", "who is listed, who is proposed", "The registry as this node has it.", ["lintas registry show"]
    )
    bundle = add(
        below, "bundle", "write what a new node begins with",
        "Write the genesis and the whole registry into a file for a node that is to join.",
        ["lintas registry bundle federation.bundle"],
    )  # fmt: skip
    bundle.add_argument("file", metavar="FILE")
    for each in (sign, listed, propose, assent, admit, show, bundle):
        options(each)


def disown(commands: Any, add: Add, options: Callable[[Any], None], officer: Callable[[Any], None]) -> None:
    """The command after a theft."""
    top = add(
        commands, "disown", "after a theft: take the effect from what an old key signed",
        "Once your keys are renewed, disown the old ones: in one dossier, or in every one where they signed anything.\n"
        "Everything of yours that is here counts as good, except what you name with --bad.",
        ["lintas disown", "lintas disown 7g2kq3fa --bad r5m2c4de"],
    )  # fmt: skip
    top.add_argument("dossier", metavar="DOSSIER", nargs="?")
    top.add_argument("--bad", action="append", default=[], metavar="ACT", help="an act that you did not do")
    officer(top)
    options(top)


def entering(below: Any, add: Add, plain: Callable[[Any], None]) -> None:
    """The commands of a node that asks to be listed, and that joins."""
    request = add(
        below, "request", "write your entry for the registry desk",
        "Write this authority's entry, signed by itself: a new node's, or one with what the settings now say, or with\n"
        "new keys. The node uses new keys when the registry has them.",
        ["lintas node request my-pol my-pol.entry", "lintas node request my-pol my-pol.entry --renew next.key"],
    )  # fmt: skip
    request.add_argument("folder", metavar="DIR")
    request.add_argument("file", metavar="FILE", help="the file to write")
    request.add_argument("--renew", metavar="KEY", help="renew the keys with the next one, from the file next.key")
    join = add(
        below, "join", "join a federation whose registry lists the node",
        "Join with a bundle (lintas registry bundle) of any authority. Compare the hash that is printed by voice.",
        ["lintas node join my-pol federation.bundle"],
    )  # fmt: skip
    join.add_argument("folder", metavar="DIR")
    join.add_argument("bundle", metavar="BUNDLE")
    for each in (request, join):
        plain(each)
