"""The grammar of keeping a node well: backup, restore, rebuild, doctor, completion."""

from __future__ import annotations

from lintas.cli.parsing import Parsers, add, add_json

_DOCTOR = """\
Look for what is wrong with a node, and say what to do about each finding: settings, rights, disk, clock, databases,
the log against the acts, the vault, certificates; of a node that serves also peers and waiting acts. It changes
nothing. Exit code 1 if anything needs somebody; a note does not."""


def add_upkeep(below: Parsers) -> None:
    """The commands below `lintas node`."""
    _backup(below)
    _restore(below)
    rebuild = add(
        below, "rebuild", "make anew what follows from the acts",
        "Make a node's database anew from its acts: columns, indexes, the log's frontier. Says what was other than it\n"
        "should be, and keeps the old file beside the new one. The search index follows from the acts too: it is made\n"
        "anew when the node serves next, or now and alone with --search. The node must not serve.",
        ["lintas node rebuild my-ca --look", "lintas node rebuild my-ca", "lintas node rebuild my-ca --search"],
    )  # fmt: skip
    rebuild.add_argument("folder", metavar="DIR")
    which = rebuild.add_mutually_exclusive_group()
    which.add_argument("--look", action="store_true", help="compare, and change nothing")
    which.add_argument("--search", action="store_true", help="the search index, and nothing else")
    add_json(rebuild)
    _change_store(below)
    doctor = add(below, "doctor", "find what is wrong with a node", _DOCTOR, ["lintas node doctor my-ca"])
    doctor.add_argument("folder", metavar="DIR")
    add_json(doctor)


def _change_store(below: Parsers) -> None:
    change = add(
        below, "change-store", "carry a node's acts over to another store",
        "Carry the acts of a node, with its receipts and cursors, into a database on PostgreSQL or back into SQLite,\n"
        "and let its settings name the new store. Everything is read and checked on the way; the old store is kept,\n"
        "out of reach. The node must not serve, and the new store must be empty.",
        ["lintas node change-store my-ca postgresql://my_lintas@/my_ca", "lintas node change-store my-ca sqlite"],
    )  # fmt: skip
    change.add_argument("folder", metavar="DIR")
    change.add_argument("store", metavar="STORE", help="the address of a database, or `sqlite`")
    add_json(change)


def _backup(below: Parsers) -> None:
    backup = add(
        below, "backup", "copy a node while it serves",
        "Copy a node into two files: its content, which may be kept in many places, and its vault, which holds the\n"
        "keys and replaces the copy before it, so that no old copy brings back what was destroyed. Keep them\n"
        "apart. With a passphrase the vault's copy is sealed.",
        ["lintas node backup my-ca /backup/my-ca-monday.zip --vault /keys/my-ca.vault --passphrase /keys/passphrase",
         "lintas node backup my-ca /backup/my-ca-tuesday.zip --without-vault"],
    )  # fmt: skip
    backup.add_argument("folder", metavar="DIR")
    backup.add_argument("file", metavar="FILE", help="the content's file, which is never overwritten")
    vault = backup.add_mutually_exclusive_group(required=True)
    vault.add_argument("--vault", metavar="FILE", help="the vault's file, which is replaced")
    vault.add_argument("--without-vault", action="store_true", help="content only")
    backup.add_argument("--passphrase", metavar="FILE", help="seal the vault under the first line of this file")
    add_json(backup)


def _restore(below: Parsers) -> None:
    restore = add(
        below, "restore", "make a node from its backup",
        "Make a node from the two files of a backup, in a folder that is empty or not there. Everything in it is\n"
        "checked first. When it serves, it asks its peers for what was lost since; `lintas node status` shows what\n"
        "came back. Never run the old node again beside it.",
        ["lintas node restore my-ca /backup/my-ca-monday.zip --vault /keys/my-ca.vault --passphrase /keys/passphrase"],
    )  # fmt: skip
    restore.add_argument("folder", metavar="DIR")
    restore.add_argument("file", metavar="FILE", help="the content")
    restore.add_argument("--vault", metavar="FILE", required=True, help="the vault")
    restore.add_argument("--passphrase", metavar="FILE", help="what the vault is sealed under")
    add_json(restore)


def add_doctor(commands: Parsers) -> None:
    """`lintas doctor`, for those who look for it there."""
    doctor = add(commands, "doctor", "find what is wrong with a node", _DOCTOR, ["lintas doctor my-ca"])
    doctor.add_argument("folder", metavar="DIR", nargs="?", help="the node's folder (or LINTAS_NODE)")
    add_json(doctor)


def add_completion(commands: Parsers) -> None:
    """`lintas completion`."""
    completion = add(
        commands, "completion", "let a shell complete these commands",
        "Print what a shell needs to complete these commands.",
        ['bash:  eval "$(lintas completion bash)"                                    in ~/.bashrc',
         'zsh:   eval "$(lintas completion zsh)"                                     in ~/.zshrc, after compinit',
         "fish:  lintas completion fish > ~/.config/fish/completions/lintas.fish"],
    )  # fmt: skip
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))
