"""The grammar of `lintas registry` and of the ways by which a node enters a federation that is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lintas.kinds.registry import Desk

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
        below, "list", "list an authority of your state, its new keys, or where its node is now",
        "List what an authority of your state has signed: its entry (lintas node request), or where its node is\n"
        "(lintas node move). A deputy lists the entry with the next key of its registry desk, and nothing else.",
        ["lintas registry list police.entry --approve binh",
         "lintas registry list police.entry --because stolen --approve binh"],
    )  # fmt: skip
    propose, assent, admit = _admitting(below, add)
    for each in (listed, propose):
        each.add_argument("entry", metavar="ENTRY", help="the file that the authority wrote")
    listed.add_argument("--because", choices=REASONS, default="time", help="why the keys are renewed (time)")
    deputy, hand_on = _office(below, add)
    desk = _desk(below, add)
    for each in (sign, listed, propose, assent, admit, deputy, hand_on, desk):
        officers(each)
    show = add(
        below, "show", "who is listed, at which desks somebody answers, who is proposed",
        "The registry as this node has it.",
        ["lintas registry show", "lintas registry show --does hotline --at-all-hours"],
    )  # fmt: skip
    show.add_argument("--does", metavar="WHAT", default="", help="only the desks that do this")
    show.add_argument("--at-all-hours", action="store_true", help="only the desks that answer at all hours")
    bundle = add(
        below, "bundle", "write what a new node begins with",
        "Write the genesis and the whole registry into a file for a node that is to join.",
        ["lintas registry bundle federation.bundle"],
    )  # fmt: skip
    bundle.add_argument("file", metavar="FILE")
    for each in (sign, listed, propose, assent, admit, deputy, hand_on, desk, show, bundle):
        options(each)


def _admitting(below: Any, add: Add) -> tuple[Any, Any, Any]:
    propose = add(
        below, "propose", "propose a state, by the entry of its registry desk",
        "Propose to admit a state. All must assent to this very entry.", ["lintas registry propose tl.entry"],
    )  # fmt: skip
    assent = add(
        below, "assent", "assent to a state that is proposed", "Assent to a state.", ["lintas registry assent tl-ca"]
    )
    admit = add(
        below, "admit", "record that all have assented", "Admit a state to which all have assented.",
        ["lintas registry admit tl-ca --approve binh"],
    )  # fmt: skip
    for each in (assent, admit):
        each.add_argument("code", metavar="CODE", help="the code of its registry desk")
    return propose, assent, admit


def _office(below: Any, add: Add) -> tuple[Any, Any]:
    deputy = add(
        below, "deputy", "name an authority of your state that renews your keys if you cannot",
        "Name a deputy: another authority of your state, which alone can enter your next key if you lose the present\n"
        "one. It can do nothing else for you, and nothing without that key.",
        ["lintas registry deputy vn-pol --approve binh"],
    )  # fmt: skip
    deputy.add_argument("code", metavar="CODE", help="the code of the deputy")
    hand_on = add(
        below, "hand-on", "hand on the office of registry desk within your state",
        "Let another authority of your state be its registry desk. Your own keys are renewed by the same act, so that\n"
        "nobody who stole them can do it. The successor then does `lintas registry sign`.",
        ["lintas registry hand-on vn-pol renewed.entry --approve binh"],
    )  # fmt: skip
    hand_on.add_argument("code", metavar="CODE", help="the code of the successor")
    hand_on.add_argument("entry", metavar="ENTRY", help="your own entry with new keys (lintas node request --renew)")
    return deputy, hand_on


def _desk(below: Any, add: Add) -> Any:
    desk = add(
        below, "desk", "list, change or close a place of work of an authority of your state",
        "List a desk under its name, or change the one that is listed under it: what it does, when a person answers,\n"
        "how it is reached. Everybody in the federation reads it; name no person.",
        ['lintas registry desk vn-pol "Night desk" --does hotline --answers "at all hours" \\\n'
         '    --languages "English, Vietnamese" --contact "+84 ..."',
         'lintas registry desk vn-pol "Night desk" --close "moved into the operations centre"'],
    )  # fmt: skip
    desk.add_argument("code", metavar="CODE", help="the authority")
    desk.add_argument("name", metavar="NAME", help="what the desk is called")
    desk.add_argument("--does", action="append", default=[], metavar="WHAT", help=", ".join(Desk.does.choices))
    desk.add_argument("--answers", choices=Desk.answers.choices, help="when a person answers")
    desk.add_argument("--languages", metavar="WORDS", help="in which languages")
    desk.add_argument("--contact", metavar="WORDS", help="telephone or mailbox of the desk, never of a person")
    desk.add_argument("--close", metavar="REASONS", help="close it, for these reasons")
    return desk


def disown(commands: Any, add: Add, options: Callable[[Any], None], officer: Callable[[Any], None]) -> None:
    """The command after a theft."""
    top = add(
        commands, "disown", "after a theft: take the effect from what an old key signed",
        "Once your keys are renewed, disown the old ones: in one dossier, or in every one where they signed anything.\n"
        "Everything of yours that is here counts as good, except what you name with --bad. What is not here does not:\n"
        "after a restore the node waits until it has compared with everybody, so that what was lost is back.",
        ["lintas disown", "lintas disown 7g2kq3fa --bad r5m2c4de"],
    )  # fmt: skip
    top.add_argument("dossier", metavar="DOSSIER", nargs="?")
    top.add_argument("--bad", action="append", default=[], metavar="ACT", help="an act that you did not do")
    top.add_argument(
        "--despite-missing", action="store_true",
        help="go on although acts of yours may be missing here: for everybody, for ever, they have no effect then",
    )  # fmt: skip
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
    request.add_argument(
        "--bundle", metavar="BUNDLE", help="after the vault was lost: the registry, of any authority, in a new folder"
    )
    move = add(
        below, "move", "write for the registry desk where your node is now",
        "Write where this node is reached, as its settings now say, signed by the authority.",
        ['lintas node move my-pol moved.location --run-by "data centre of the ministry"'],
    )  # fmt: skip
    move.add_argument("folder", metavar="DIR")
    move.add_argument("file", metavar="FILE", help="the file to write")
    move.add_argument("--run-by", metavar="WORDS", default="", help="who runs the machine; no person")
    join = add(
        below, "join", "join a federation whose registry lists the node",
        "Join with a bundle (lintas registry bundle) of any authority. Compare the hash that is printed by voice.",
        ["lintas node join my-pol federation.bundle"],
    )  # fmt: skip
    join.add_argument("folder", metavar="DIR")
    join.add_argument("bundle", metavar="BUNDLE")
    for each in (request, move, join):
        plain(each)
