"""What may be done and which fields it takes, from the declarations of the kinds: as pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lintas.cli.words import quoted, shell, span, wrapped
from lintas.dossier.declared import help_of
from lintas.dossier.grammar import Clock, Item, Kind, Length, Verb, WorkingDays
from lintas.dossier.meanings import (
    Account,
    Annexed,
    BirthDate,
    Bracket,
    CallPlace,
    CallSignal,
    Count,
    Date,
    Decision,
    DocumentNumber,
    EMail,
    File,
    Gateway,
    IPAddress,
    Language,
    LeftPlace,
    Link,
    Marking,
    Meaning,
    Money,
    Offence,
    Party,
    PersonName,
    Place,
    Secret,
    SignedEntry,
    SignedLocation,
    Telephone,
    Text,
    Vehicle,
    Vessel,
    Wish,
)  # fmt: skip
from lintas.dossier.occasions import Appointment, Delegate, Embargo, OnBehalf

SAMPLES: Mapping[str, str] = {
    Text.name: "...",
    Secret.name: "...",
    Annexed.name: "...",
    Place.name: "...",
    Date.name: "2026-12-01",
    BirthDate.name: "1990-05-17",
    PersonName.name: "...",
    DocumentNumber.name: "...",
    Account.name: "...",
    Telephone.name: "+999 24 5550 0100",
    EMail.name: "name@office.example",
    IPAddress.name: "192.0.2.7",
    Vehicle.name: "EX-123.45, VIN EX0AAAA1AA0000001",
    Vessel.name: "MV Contoh, IMO 2000004",
    Money.name: "1250.50 MYR",
    Count.name: "12",
    Party.name: "CODE",
    Link.name: "DOSSIER/ACT relation",
    Bracket.name: "3 | shall | should | our law",
    Appointment.name: "Plenary | 2026-01-31 09:30 | Asia/Jakarta | 2026-01-31 11:00 | Main hall | in person",
    Embargo.name: "2026-12-01",
    OnBehalf.name: "LA",
    Delegate.name: "... | head of delegation | ...",
    Language.name: "vi",
    Offence.name: "fraud; 4 years or more",
    Marking.name: Marking.choices[0],
    SignedEntry.name: "...",
    SignedLocation.name: "...",
    Decision.name: Decision.choices[0],
    Gateway.name: Gateway.choices[0],
    Wish.name: Wish.choices[1],
    CallPlace.name: "...",
    CallSignal.name: "...",
    LeftPlace.name: "...",
}
"""How a value of each field type is written."""


def kinds_page(kinds: Mapping[str, Kind]) -> str:
    """Every kind with its title and the officer's sentence that it makes true."""
    lines = ["Kinds of cooperation. `lintas kinds KIND` shows what may be done in one.", ""]
    width = max(len(name) for name in kinds) + 2
    for name, kind in sorted(kinds.items()):
        lines += [f"{name:<{width}}{kind.title}", wrapped(kind.sentence, width)]
    return "\n".join(lines)


def kind_page(kind: Kind) -> str:
    """One kind: on what it rests, who takes part, how it begins, what may be done at it and at its items."""
    begins = [verb for verb in kind.item.verbs if verb.begins]
    lines = [f"{kind.title} ({kind.name}, version {kind.version})", wrapped(kind.sentence, 2)]
    lines += [wrapped(f"Rests on: {kind.basis}", 2), "", "begins with"]
    lines += [*(shell(command(kind, verb), 2) for verb in begins), ""]
    for path in kind.item.walk():
        lines += _item_lines(kind, path)
    lines.append(f"Fields of one of them: lintas kinds {kind.name} VERB")
    return "\n".join(lines)


def _item_lines(kind: Kind, path: tuple[Item, ...]) -> list[str]:
    item = path[-1]
    roles = ", ".join(role.name + (" (several)" if role.many else "") for role in item.roles)
    name = "the dossier" if len(path) == 1 else f"item {item.name!r}"
    lines = [f"{name}{f'; roles: {roles}' if roles else ''}"]
    verbs = [verb for verb in item.verbs if not verb.begins]
    width = max((len(verb.name) for verb in verbs), default=0) + 2
    lines += [f"  {verb.name:<{width}}{' or '.join(verb.by)}{_remarks(verb)}" for verb in verbs]
    lines += [wrapped(f"clock {c.name!r}: {c.owed_by} {_within(c)}, from {c.starts!r}", 4, "  ") for c in item.clocks]
    return [*lines, wrapped(f"phases: {', '.join(row.name for row in item.phases)}", 4, "  "), ""]


def _remarks(verb: Verb) -> str:
    remarks = []
    if verb.opens:
        remarks.append(f"opens an item {verb.opens!r}")
    if verb.seats:
        remarks.append(f"names {' and '.join(verb.seats)}")
    if verb.persons > 1:
        remarks.append(f"{verb.persons} officers")
    return f"; {', '.join(remarks)}" if remarks else ""


def _within(clock: Clock) -> str:
    within = clock.within
    if within.always is not None:
        return f"has {_length(within.always)}"
    if not within.by_field:
        return f"has until the day in {within.until!r}"
    parts = (f"{value}: {_length(length)}" for value, length in within.by_value.items())
    nearer = f", or until a nearer day in {within.until!r}" if within.until else ""
    return f"has, by {within.by_field!r}, {'; '.join(parts)}{nearer}"


def _length(length: Length) -> str:
    if isinstance(length, WorkingDays):
        return f"{length.count} working days"
    return span(int(length.total_seconds() * 1000))


def verbs_named(kind: Kind, name: str) -> list[tuple[Item, Verb]]:
    """Every verb of this name, with the type of item at which it is done."""
    return [(path[-1], verb) for path in kind.item.walk() for verb in path[-1].verbs if verb.name == name]


def verb_page(kind: Kind, item: Item, verb: Verb) -> str:
    """One verb: who may do it, what it says, field by field, with the command."""
    where = "in the dossier" if item is kind.item else f"at an item {item.name!r}"
    who = "opens a dossier" if verb.begins else f"by {' or '.join(verb.by)}, {where}{_remarks(verb)}"
    lines = [f"{kind.title}: {verb.name}", f"  {who}", wrapped(help_of(verb), 2), ""]
    fields = verb.says.fields()
    if fields:
        lines.append("fields")
    width = max((len(name) for name in fields), default=0) + 4
    for name, meaning in fields.items():
        lines.append(f"  {name:<{width}}{_field(meaning)}")
        lines += [wrapped(text, width + 6) for text in _choices(meaning)]
    return "\n".join([*lines, "", "command", shell(command(kind, verb, item), 2)])


def _field(meaning: Meaning) -> str:
    needed = "needed" if meaning.required else "may be left out"
    many = ", several" if meaning.many else ""
    sample = "" if meaning.choices or meaning.says(File) else SAMPLES.get(meaning.name, "...")
    form = f", as {sample}" if sample.strip(".") else ""
    return f"{meaning.name}, {needed}{many}{form}"


def _choices(meaning: Meaning) -> Iterator[str]:
    plain = meaning.plain or ("",) * len(meaning.choices)
    for choice, words in zip(meaning.choices, plain, strict=True):
        yield f"{choice}: {words}" if words else choice


def command(
    kind: Kind,
    verb: Verb,
    item: Item | None = None,
    *,
    dossier: str = "DOSSIER",
    at: str = "ID",
    take: Iterable[str] = (),
) -> list[str]:
    """The words of the command that does the verb, with what it needs and nothing else.

    `take`: the option that takes fields over, then the names of the fields that it gives.
    """
    words = ["lintas", *(("open", kind.name) if verb.begins else ("act", dossier)), quoted(verb.name)]
    if item is not None and item is not kind.item:
        words.append(f"--item {at}")
    words += ["--approve NAME"] * (verb.persons > 1)
    words += [f"--to {quoted(role)}=CODE" for role in (*verb.seats, *verb.unseats)]
    words.append("--for CODE" if verb.begins else "--for all")
    option, *taken = [*take] or [""]
    words += [option] * bool(option)
    return words + [
        given(name, meaning) for name, meaning in verb.says.fields().items() if meaning.required and name not in taken
    ]


def given(name: str, meaning: Meaning) -> str:
    """How a field is given on the command line."""
    if meaning.says(File):
        return f"--file {name}=PATH"
    value = meaning.choices[0] if meaning.choices else SAMPLES.get(meaning.name, "...")
    return f"--field {name}={value}" if quoted(value) == value else f'--field {name}="{value}"'
