"""Questions in few words, and registers with a file more."""

from __future__ import annotations

import textwrap
from typing import Any

from lintas.law import Answer, Register, assess
from lintas.law.reading import read
from lintas.law.shipped import shipped_files

FULL_EXTRADITION = (
    "E_ID", "E_FACTS", "E_LAW", "E_PENALTY", "E_LIMIT", "E_WARRANT", "E_LINK", "E_AUTHN", "E_TRANSL",
)  # fmt: skip


def question(kind: str, pair: str, date: str, *categories: str, **more: Any) -> dict[str, Any]:
    """A question: `pair` as "VN MY". `years`: both penalties; `group`: transnational and by an organized group."""
    requesting, requested = pair.split()
    years = more.pop("years", 10)
    offence = {
        "categories": list(categories),
        "max_penalty_requesting_years": years,
        "max_penalty_requested_years": years,
        **({"transnational": True, "organized_group": True} if more.pop("group", False) else {}),
        **more.pop("offence", {}),
    }
    return {"type": kind, "requesting": requesting, "requested": requested, "date": date, "offence": offence, **more}


def ask(kind: str, pair: str, date: str, *categories: str, **more: Any) -> Answer:
    """The answer to such a question, by the shipped `register` or another one."""
    register = more.pop("register", None)
    return assess(question(kind, pair, date, *categories, **more), register)


def with_files(**files: str) -> Register:
    """The shipped register with these instruments, by their ids, beside or in place of its own."""
    own = {f"instruments/{name}.toml": textwrap.dedent(text).encode() for name, text in files.items()}
    return read({**shipped_files(), **own})


def treaty(name: str, first: str, second: str, *, more: str = "", functions: str = "extradition") -> str:
    """The file of a bilateral treaty; `first` and `second` as `VN = "in_force = 2020-01-01"` without the quotes."""
    return textwrap.dedent(f"""
        id = "{name}"
        title = "A treaty of two states"
        kind = "bilateral"
        functions = ["{functions}"]
        recorded = 2026-11-25
        {more}

        [scope]
        rule = "any"
        text = "any criminal matter"
        confidence = "medium"
        source = ["VN-KR"]

        [parties]
        {first}
        {second}
    """)


def party(state: str, days: str) -> str:
    """The line of a party: `party("VN", "in_force = 2020-01-01")`."""
    return f'{state} = {{{days}, confidence = "medium", source = ["VN-KR"]}}'
