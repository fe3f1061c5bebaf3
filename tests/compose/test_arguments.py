"""Whatever a script asks for at the desk: a result, or a refusal of its own. Never another exception, which would undo
what others asked for at the same time.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.compose.arguments import BadArgument, MissingArgument, read_arguments
from lintas.compose.commands import COMMANDS, run_command
from lintas.node.desk import appoint
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show
from tests.node.pair import Pair

PAIR = Pair("aa-ca", "bb-ca")
TOKEN = appoint(PAIR.aa, "lan", ("author", "approver")).token
PAIR.aa.commit()
OFFICER = {"name": "lan", "token": TOKEN}
NAMES = (
    "as", "to", "fields", "approve", "re", "take", "bad", "roles", "does", "audience", "acts", "restored_ms", "dossier",
    "kind", "verb", "item", "path", "folder", "peer", "reply", "name", "what", "entry", "code", "close", "answers",
    "languages", "contact", "category", "next", "address", "run_by", "because", "purpose", "language",
)  # fmt: skip
# No file is touched by a text that no path is.
TEXT = st.sampled_from(["", "x", "all", "dossier", "exchange", "lan", "bb-ca", "list", "sign", "change the terms"])
VALUE = st.recursive(
    TEXT | st.integers(-3, 2**63 - 1) | st.none() | st.booleans() | st.binary(max_size=3) | st.just(show(PAIR.dossier)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
LEFT_OUT = {"path", "folder", "reply"}
"""These write where they are told to: `x` would be a file of this folder."""


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_no_argument_at_all_is_answered(command: str) -> None:
    asked(command, {})


@given(
    command=st.sampled_from(sorted(COMMANDS)),
    said=st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(set(NAMES) - LEFT_OUT), TEXT | VALUE)),
    known=st.sampled_from([True, True, False]),
)
def test_whatever_is_said_is_answered(command: str, said: dict[str, Any], known: bool) -> None:
    asked(command, said | ({"as": OFFICER} if known else {}))


def asked(command: str, said: dict[str, Any]) -> None:
    try:
        run_command(PAIR.aa, command, said)
    except LintasError:
        pass
    finally:
        PAIR.aa.commit()


def test_what_is_missing_or_of_another_kind_is_named() -> None:
    with pytest.raises(MissingArgument) as missing:
        run_command(PAIR.aa, "show", {"as": OFFICER})
    assert missing.value.argument == "dossier"
    with pytest.raises(BadArgument) as bad:
        run_command(PAIR.aa, "act", {"as": OFFICER, "to": ["bb-ca"]})
    assert (bad.value.argument, bad.value.needed) == ("to", "a table")
    with pytest.raises(BadArgument, match="each entry"):
        read_arguments({"re": [7]})
