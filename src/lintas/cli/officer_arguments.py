"""The grammar of `lintas officer add`, `list`, `renew` and `dismiss`."""

from __future__ import annotations

from lintas.cli.parsing import Parsers, add, add_json


def add_officer(commands: Parsers) -> None:
    """The commands about who may act on a node."""
    officer = add(commands, "officer", "say who may act on the node", "Officers act for the authority.", ())
    below = officer.add_subparsers(dest="what", metavar="WHAT", required=True)
    new = add(
        below, "add", "let an officer act on the node",
        "Let an officer act. Others see a pseudonym; the token lies in DIR/officers/NAME.token, readable by you only.",
        ["lintas officer add my-ca aisyah --roles author,approver"],
    )  # fmt: skip
    shown = add(
        below, "list", "who may act on the node, and who might once",
        "Everybody who may act here, with the pseudonym that others see, and everybody who was dismissed.",
        ["lintas officer list my-ca"],
    )  # fmt: skip
    renewed = add(
        below, "renew", "let an officer act for another year",
        "Give an officer a new certificate, for a year from now. Pseudonym, token and passkeys stay.",
        ["lintas officer renew my-ca aisyah"],
    )  # fmt: skip
    gone = add(
        below, "dismiss", "end what an officer may do, at once",
        "End an officer's power at once: token, key and shift are destroyed. What the officer answered for stays, and\n"
        "so does who that was. It cannot be undone; the same person may be added anew, under another pseudonym.",
        ["lintas officer dismiss my-ca aisyah"],
    )  # fmt: skip
    for each in (new, shown, renewed, gone):
        each.add_argument("folder", metavar="DIR")
        if each is not shown:
            each.add_argument("name", metavar="NAME")
        add_json(each)
    new.add_argument("--roles", default="author,approver", help="author, approver or both (both)")
