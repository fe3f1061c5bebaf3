"""What must hold before an act is sealed, whatever its kind: rules that hang on the meanings of its fields.

Judged by the author's node before sealing; for everybody else a flag. Never part of the fold, since the fold reads no
body. The rules:

- neutrality: whoever asks, releases, searches or alerts names an offence and its penalty band; a political, military,
  religious or racial purpose is refused;
- gateway: where our own law asks for it, data of a person go to another state only with a record of what that rests
  on, made by who sends them;
- death gate: where a recipient's law allows death for the offence, or nobody verified that it does not, data of a
  person wait for a recorded ruling;
- protection: who seeks or has protection is in no search and no alert, and no consul hears of him or her;
- children: no search, no alert, a pseudonym in lists, no image without a purpose and a second person;
- service: what is done for a person and about no offence rests on the person's wish or on a treaty that binds, and is
  not done where the person seeks or has protection;
- quota: an authority does no more often in a day what the kind says may be done only so often;
- files that may never travel are known by their hash;
- who has no node is spoken for by another, and who is given it speaks for itself;
- two persons answer for what the kind says two must answer for.

What an officer writes in free words escapes all of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from lintas.dossier.grammar import Item, Verb
from lintas.dossier.meanings import (
    MAY_BE_YOUNG,
    AgeGroup,
    BirthDate,
    Body,
    Correction,
    Decision,
    File,
    Gateway,
    Meaning,
    Offence,
    PersonName,
    Problem,
    Ruling,
    Wish,
)
from lintas.dossier.occasions import OnBehalf
from lintas.dossier.reasons import Reason

ASK, RELEASE, SEARCH, ALERT = "ask", "release", "search", "alert"
SERVE = "serve"
"""Done for the person it names, who is suspected of nothing: no offence is named, but the person's wish is."""
USES = frozenset({ASK, RELEASE, SEARCH, ALERT, SERVE})
FORBIDDEN_PURPOSES = frozenset({"political", "military", "religious", "racial"})
IMAGE_ENDINGS = (
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".heif", ".avif",
    ".jxl", ".svg", ".dng", ".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".wmv", ".mpg", ".mpeg", ".3gp", ".mts",
)  # fmt: skip
"""Names of pictures and films: a file type is what the sender says, and many programs say none."""
ADULT_YEARS = 18
_GROWN = (None, "", *(word for word in AgeGroup.choices if word not in MAY_BE_YOUNG))
"""What says of nobody that he or she may be young. Whatever else a peer writes there is no age that is known."""
BODIES_KNOWN_MAX = 4_096
_USED = {SEARCH: SEARCH, ALERT: ALERT, SERVE: "word to the other state"}
CORRECT = "correct"
"""The verb by which an author corrects what it said of persons, wherever a kind deals with them."""

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """What the sealing node knows beside the body.

    `recipients` are states; `rulings` those on record in this dossier, oldest first; `child(says, body)`: of whom it
    speaks somebody is known in this dossier to be under 18; `done_today`: how often this authority did the same here in
    the last 24 hours; `gateway`: our law asks on what each transfer rests; `death_for(state, offence)` says why data of
    a person wait for a ruling because of death, or nothing; it and `protected(name)` are asked of the law and of the
    node's own records; `unconsidered(says, body)` is the field that names who may be a victim for whom non-punishment
    is still to be considered; `barred(sha256)` knows files that may never travel.
    """

    today: date
    recipients: tuple[str, ...] = ()
    officers: int = 1
    purpose: str = ""
    rulings: tuple[str, ...] = ()
    gateway: bool = False
    done_today: int = 0
    death_for: Callable[[str, str], str] = lambda state, offence: ""
    protected: Callable[[str], bool] = lambda name: False
    child: Callable[[type[Body], Fields], bool] = lambda says, body: False
    unconsidered: Callable[[type[Body], Fields], str] = lambda says, body: ""
    barred: Callable[[bytes], bool] = lambda sha256: False


def personal(says: type[Body]) -> bool:
    """Whether the body says something of a person."""
    return _personal(says)  # type: ignore[arg-type]


@lru_cache(maxsize=BODIES_KNOWN_MAX)
def _personal(says: type[Body]) -> bool:
    # Asked by most rules for every act; what a class of bodies says never changes.
    return any(meaning.personal for meaning in says.fields().values())


def use_of(verb: Verb) -> str:
    """What the verb does with a person's data: as declared, and release wherever a field is about a person."""
    return verb.use or (RELEASE if personal(verb.says) else "")


def forgotten(verb: Verb) -> str | None:
    """A fault of the declaration: it deals with a person and lacks what the safeguards need."""
    use = use_of(verb)
    if not use:
        return None
    fields = verb.says.fields().values()
    if use == SERVE:
        served = any(each.says(Wish) and each.required for each in fields) and not any(map(Offence.says, fields))
        return None if served else f"{verb.name} must name the wish it rests on, and no offence"
    if not any(meaning.says(Offence) and meaning.required for meaning in fields):
        return f"{verb.name} must name an offence"
    if not any(map(Gateway.says, fields)):
        return f"{verb.name} must have room for the gateway on which a transfer rests"
    if verb.begins and not any(meaning.says(Decision) for meaning in fields):
        return f"{verb.name} must have room for a ruling, since before it there is no dossier to record one in"
    return None


def stops(verb: Verb, body: Fields, case: Case) -> list[Problem]:
    """Why this act must not be sealed; empty if nothing speaks against it."""
    rules = (
        _persons, _quota, _neutrality, _service, _gateway, _death, _protection, _victims, _children, _files, _on_behalf,
    )  # fmt: skip
    return [problem for rule in rules for problem in rule(verb, body, case)]


def minor(born: object, today: date) -> bool:
    """Whether a person born then (1990, 1990-05 or 1990-05-17) may still be under 18."""
    if not isinstance(born, str) or BirthDate.check(born):
        return False
    year, month, day = (born + "-12-31"[len(born) - 4 :]).split("-")
    return (today.year - int(year)) - ((today.month, today.day) < (int(month), int(day))) < ADULT_YEARS


def listed(body: Fields, says: type[Body], today: date, child: bool = False) -> dict[str, Any]:
    """The body as lists show it: everything that would tell who a child is reads "child"."""
    hidden = child or young(says, body, today)
    known = says.fields()
    return {name: "child" if hidden and name in known and known[name].personal else body[name] for name in body}


def complete(item: Item) -> Item:
    """Give every item type that deals with persons the two verbs that this calls for; neither moves anything."""
    children = tuple(complete(child) for child in item.items)
    about = (verb for verb in item.verbs if use_of(verb))
    authors = tuple(dict.fromkeys(role for verb in about for role in ((verb.takes,) if verb.begins else verb.by)))
    if not authors:
        return replace(item, items=children)
    derived = (Verb(CORRECT, authors, Correction), Verb("decide on release", authors, Ruling, persons=2))
    return replace(item, items=children, verbs=(*item.verbs, *derived))


def values(says: type[Body], body: Fields, wanted: Meaning) -> Iterator[tuple[str, Any]]:
    """Every value of this meaning, with the name of its field."""
    for name, meaning in says.fields().items():
        if meaning.says(wanted) and name in body:
            for value in body[name] if meaning.many and isinstance(body[name], list) else [body[name]]:
                yield name, value


def young(says: type[Body], body: Fields, today: date) -> bool:
    """Whether the body says of a person that he or she may still be under 18."""
    by_age = any(body.get(name) not in _GROWN for name in _ages(says))  # type: ignore[arg-type]
    return by_age or any(minor(born, today) for _, born in values(says, body, BirthDate))


@lru_cache(maxsize=BODIES_KNOWN_MAX)
def _ages(says: type[Body]) -> tuple[str, ...]:
    return tuple(name for name, meaning in says.fields().items() if meaning.choices == AgeGroup.choices)


def _persons(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    if case.officers < verb.persons:
        yield Problem("", Reason("a second person must approve"))


def _neutrality(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    offences = list(values(verb.says, body, Offence))
    if use_of(verb) not in {"", SERVE} and not offences:
        yield Problem("offence", Reason("name the offence and its penalty band"))
    for name, offence in offences:
        if Offence.check(offence):
            yield Problem(name, Reason("name the offence and its penalty band"))
        elif _plainly(str(offence.get("purpose", ""))) in FORBIDDEN_PURPOSES:
            yield Problem(name, Reason("a {purpose} purpose is refused", purpose=offence["purpose"]))


def _plainly(text: str) -> str:
    """The text without what changes how it is written and not what it says: case, width, blanks, signs of no width."""
    shown = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    return shown.strip().casefold()


def _gateway(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    leaves = case.gateway and case.recipients and use_of(verb) in {ASK, RELEASE, ALERT}
    if leaves and not list(values(verb.says, body, Gateway)):
        why = Reason("say on what the transfer to {to} rests: our law asks for it", to=", ".join(case.recipients))
        yield Problem("gateway", why)


def _service(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    if use_of(verb) == SERVE and not list(values(verb.says, body, Wish)):
        yield Problem("", Reason("say on whose wish or which treaty it rests"))


def _quota(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    if verb.quota and case.done_today >= verb.quota:
        why = Reason("done {n} times in 24 hours, the quota: wait, or use what was answered", n=case.done_today)
        yield Problem("", why)


def _death(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    if use_of(verb) not in {ASK, RELEASE, ALERT}:
        return
    offences = [v.get("name", "") for _, v in values(verb.says, body, Offence) if isinstance(v, dict)] or [""]
    said = ((state, case.death_for(state, offence)) for state in case.recipients for offence in offences)
    because = {state: why for state, why in said if why}
    if not because:
        return
    own = [str(ruling) for _, ruling in values(verb.says, body, Decision)]
    if own and case.officers < 2:
        yield Problem("", Reason("a second person must approve the ruling"))
    ruling, where = ([*case.rulings, *own] or [""])[-1], ", ".join(because)
    if ruling == "sanitise":
        known = verb.says.fields()
        why = Reason("sanitise was ruled: leave this out")
        yield from (Problem(name, why) for name in body if name in known and known[name].personal)
    elif ruling == "":
        yield from (Problem("", Reason("{why}: decide on release first", why=why)) for why in because.values())
    elif ruling != "release on the assurance":
        yield Problem("", Reason("the ruling is: {ruling} ({where})", ruling=ruling, where=where))


def _protection(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    if (use := use_of(verb)) in {SEARCH, ALERT, SERVE}:
        for name, person in values(verb.says, body, PersonName):
            if isinstance(person, str) and case.protected(person):
                yield Problem(name, Reason("the person seeks or has protection: no {use}", use=_USED[use]))


def _victims(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    if use_of(verb) == ALERT and (name := case.unconsidered(verb.says, body)):
        yield Problem(name, Reason("whom this names may be a victim: have non-punishment considered there first"))


def _children(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    is_young = young(verb.says, body, case.today)
    if use_of(verb) in {SEARCH, ALERT} and (is_young or case.child(verb.says, body)):
        yield Problem("", Reason("a child is in no {use}", use=use_of(verb)))
    images = [name for name, file in values(verb.says, body, File) if isinstance(file, dict) and _image(file)]
    # Who is to be seen on an image nobody but its author knows: it is enough that a child is known here.
    if images and (case.officers < 2 or not case.purpose.strip()) and (is_young or case.child(verb.says, {})):
        yield from (Problem(name, Reason("an image of a child needs a purpose and a second person")) for name in images)


def _image(file: Fields) -> bool:
    """Whether it may be a picture or a film: its type says so, or its name does whatever the type says."""
    media, name = (_plainly(str(file.get(key, ""))) for key in ("media", "name"))
    return media.startswith(("image/", "video/")) or name.endswith(IMAGE_ENDINGS)


def _files(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    for name, file in values(verb.says, body, File):
        sha256 = file.get("sha256") if isinstance(file, dict) else None
        if isinstance(sha256, bytes) and case.barred(sha256):
            yield Problem(name, Reason("this file may never travel: send its hash"))


def _on_behalf(verb: Verb, body: Fields, case: Case) -> Iterator[Problem]:
    for name, state in values(verb.says, body, OnBehalf):
        if state in case.recipients:
            why = Reason("{state} is among those who get this, and says it by itself", state=state)
            yield Problem(name, why)
