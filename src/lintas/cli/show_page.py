"""A dossier as a page for people: where it stands, whose move it is, what was done, what is open to us.

The input is the plain data that a node shows, so that the page is the same over the socket and in this process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lintas.cli.correction_commands import correction_line
from lintas.cli.done_page import MARKS
from lintas.cli.kinds_page import command
from lintas.cli.recall_commands import recall_line
from lintas.cli.words import answered_for, banner, clean, listed, shell, short, span, when, wrapped
from lintas.dossier.grammar import START, Item, Kind, Verb
from lintas.dossier.meanings import CallPlace
from lintas.dossier.occasions import Appointment, Delegate, delegate_in_words, in_words

_SEALED: Mapping[str, str] = {
    "NoKey": "sealed: it was not for us, and this node has no key",
    "NoBody": "sealed: it was not for us, and nothing of it is on this node",
    "Erased": "erased: nothing of what it said is on this node",
}
_FIELD_INDENT, _TEXT_LINES_MAX = 26, 12

Data = Mapping[str, Any]


def show_page(shown: Data, kind: Kind | None, now_ms: int, how: Sequence[str] = (), known: str = "") -> str:
    """The whole page. `kind` is its declaration, if this program knows it; `how` ends every command that is named;
    `known`: what is publicly known of it, as a part of the page.
    """
    above = [_head(shown, kind), *_items(shown), *_totals(shown), *_clocks(shown, now_ms), *_newcomers(shown)]
    parts = [*above, *filter(None, [known]), _timeline(shown, kind), *_open(shown, kind, how)]
    return banner(shown["exercise"], "\n\n".join(parts))


def _head(shown: Data, kind: Kind | None) -> str:
    seats: dict[str, list[str]] = {}
    for role, party, where in next(i for i in shown["items"] if i["id"] == "dossier")["lanes"]:
        seats.setdefault(party, []).append(_seat(role, where, kind))
    parties = (f"{code} ({listed(seats[code])})" if code in seats else code for code in shown["parties"])
    lines = [
        f"{shown['title']}  {short(shown['id'])}   as {shown['us']} sees it",
        f"  phase      {shown['phase']}",
        f"  next move  {_whose(shown)}",
        f"  parties    {listed(parties)}",
    ]
    if shown["left"]:
        lines.append("  left       we are no party any more: what others did since is not here")
    if shown["waiting"]:
        until = f", and dropped from {when(shown['waiting_until_ms'])} UTC on" if shown["waiting_until_ms"] else ""
        lines.append(
            f"  waiting    {shown['waiting']} acts came whose past has not come yet; they are not shown{until}"
        )
    if shown["later"]:
        lines.append(f"  upgrade    {shown['later']} acts are of a later version than this node knows; they are kept")
    return "\n".join(lines)


def _seat(role: str, where: Sequence[str], kind: Kind | None) -> str:
    """A role with where its party stands in it, if it can stand anywhere: by that one sees who has done what."""
    if list(where) == [START]:
        return f"{role}: nothing yet" if kind and kind.item.moves(role) else role
    return role if list(where) == [role] else f"{role}: {' and '.join(where)}"


def _newcomers(shown: Data) -> Iterator[str]:
    """For each newcomer what each author chose to give it of what it had said before."""
    if shown["newcomers"]:
        yield "\n".join(
            ["newcomers, and what each author gave them of what it had said before", *map(_choice, shown["newcomers"])]
        )


def _choice(each: Data) -> str:
    earlier, released = each["earlier"], each["released"]
    what = f"all {earlier} acts" if released == earlier else f"{released} of {earlier} acts" if released else "nothing"
    lasts = "" if released == earlier else "; it reads from when it came"
    return f"  {each['party']}, since {when(each['since_ms'])}: {each['author']} gave {what}{lasts}"


def _whose(shown: Data) -> str:
    if shown["raw"]:
        return f"not known: {shown['raw']}; what was done is shown as it came"
    if shown["awaited"]:
        return listed(f"{code} (us)" if code == shown["us"] else code for code in shown["awaited"])
    return "nobody: it has ended" if shown["ended"] else "nobody: it rests"


def _items(shown: Data) -> Iterator[str]:
    inner = [item for item in shown["items"] if item["id"] != "dossier"]
    if inner:
        width = max(len(item["name"]) for item in inner) + 2
        rows = (
            f"  {short(item['id'])}  {item['name']:<{width}}{item['phase']}"
            + (f"; next move {listed(item['awaited'])}" if item["awaited"] else "")
            + _behalf(item)
            for item in inner
        )
        yield "\n".join(["items", *rows])


def _behalf(item: Data) -> str:
    """For which state an item was entered, by whom, and who of it, or of another, said something of that."""
    behalf = item["behalf"]
    if not behalf:
        return ""
    told = [f"for {behalf['state']}, entered by {behalf['by']}"]
    told += [behalf["stands"]] if behalf["stands"] not in ("", item["phase"]) else []
    told += [f"{listed(behalf['theirs'])} of {behalf['state']} made it its own"] if behalf["theirs"] else []
    told += [f"{code} says that it is not theirs" for code in behalf["denied"]]
    told += [f"{code} is not of {behalf['state']}" for code in behalf["others"]]
    return "; " + "; ".join(told)


def _totals(shown: Data) -> Iterator[str]:
    if shown["totals"]:
        yield "\n".join(["added up", *(wrapped(total_line(each), 4, "  ") for each in shown["totals"])])


def total_line(total: Data) -> str:
    """One figure in a sentence, with each party's part of it and who has said nothing that we can read."""
    at = "" if total["item"] == "dossier" else f" ({total['item_name']} {short(total['item'])})"
    parts = [f"{code} {part}" for code, part in total["by"].items()]
    parts += [f"{code} sealed, not for us" for code in total["unread"]]
    parts += [f"nothing yet from {code}" for code in total["missing"]]
    return f"{total['name']}{at}: {total['sum']} ({'; '.join(parts) or 'nobody has said anything'})"


def _clocks(shown: Data, now_ms: int) -> Iterator[str]:
    running = [clock for clock in shown["clocks"] if clock["state"] != "kept"]
    if running:
        yield "\n".join(["times owed", *(wrapped(clock_line(clock, now_ms), 4, "  ") for clock in running)])


def clock_line(clock: Data, now_ms: int) -> str:
    """One clock in a sentence."""
    at = "" if clock["item"] == "dossier" else f" ({clock['item_name']} {short(clock['item'])})"
    line = f"{clock['owed_by']} owes: {clock['name']}{at}, "
    if clock["state"] == "not received":
        return line + "from when its receipt is here"
    since = ("received " if clock["rests_on"] == "receipt" else "since ") + when(clock["since_ms"])
    if clock["state"] == "stands still":
        return f"{line}{since}; the clock stands still"
    if clock["due_ms"] is None:
        return f"{line}{since}; by when is sealed, and not for us"
    left = clock["due_ms"] - now_ms
    remains = f"{span(left)} left" if left >= 0 else f"passed {span(left)} ago"
    places = clock["due_at"]
    at = " = ".join(f"{place['local']} {place['zone']}" for place in {p["zone"]: p for p in places}.values())
    return ". ".join([f"{line}by {at}, {remains} ({since})", *map(_day_off, filter(_matters, places))])


def _matters(place: Data) -> bool:
    """Whether there is something to say of the day, in a state that has days off."""
    return bool(place["state"] and (place["off"] or not place["known"]))


def _day_off(place: Data) -> str:
    """What the calendar says of the due day, and what that is worth."""
    if not place["known"]:
        return f"Holidays in {place['state']} on that day are not known here"
    return f"In {place['state']} that is {place['off']} (calendar {place['calendar']}, {place['confidence']})"


def _timeline(shown: Data, kind: Kind | None) -> str:
    lines = ["what was done   (times in UTC, as each author claims them)"]
    for act in shown["acts"]:
        if act["form"] == "verb":
            lines += _act(act, _in_order(shown, kind, act))
        elif act["form"] == "erase":
            lines += _act(act | {"verb": "recall"}, (act["says"] or {}).items())
        elif act["form"] == "release":
            lines += _act(act | {"verb": f"release {len(act['releases'])} acts"}, (act["says"] or {}).items())
        elif act["form"] != "key":
            lines.append(f"  {when(act['time_ms'])}  {act['author']}: {act['form']}  {short(act['id'])}")
    return "\n".join(lines)


def _in_order(shown: Data, kind: Kind | None, act: Data) -> list[tuple[str, Any]]:
    """What the act says, in the order of its form; what the form does not have comes last, and what browsers say to
    each other in a call is left out.
    """
    found = verb_at(shown, kind, act["item"], act["verb"])
    fields = found[0].says.fields() if found else {}
    order = [name for name, each in fields.items() if each.says(CallPlace) or not each.browser]
    said = [each for each in (act["says"] or {}).items() if each[0] in order or each[0] not in fields]
    return sorted(said, key=lambda each: (order.index(each[0]) if each[0] in order else len(order), each[0]))


def _act(act: Data, said: Iterable[tuple[str, Any]]) -> Iterator[str]:
    at = f" at {act['item_name']} {short(act['item'])}" if act["item"] != "dossier" else ""
    yield f"  {when(act['time_ms'])}  {act['author']}: {act['verb']}{at}  act {short(act['id'])}"
    if act["verdict"] != "counted":
        yield wrapped(f"{act['verdict']}: {act['why']}", 6, "")
    elif not act["effect"]:
        yield "      counted, and without effect"
    for role, parties in act["to"].items():
        yield f"      names {listed(parties)} as {role}"
    if act["disowned"]:
        yield wrapped(_disowned(act["author"], act["disowned"]), 6)
    for each in act["corrected"]:
        # Before the words: nobody is to read the old fact without it.
        yield wrapped(correction_line(each), 6)
    for name, value in said:
        yield from _field(name, value)
    if act["says"] is None:
        yield f"      {_SEALED.get(act['sealed'], 'cannot be read: ' + act['sealed'])}"
    if act["readers"] is not None:
        readers = ", ".join((act["author"], *act["readers"]))
        yield wrapped(f"read by {readers}; answered for by {listed(answered_for(act['officers']))}", 6)
    for peer, mark in act["marks"].items():
        yield f"      {peer}: {MARKS[mark]}"
    if act["released"]:
        yield wrapped("given later to " + listed(f"{code} {when(at)}" for code, at in act["released"].items()), 6)
    if act["recall"]:
        yield wrapped(f"RECALLED {when(act['recall']['since_ms'])} by act {short(act['recall']['by'])}", 6)
    if act["erased"]:
        yield wrapped("erased at " + listed(f"{code} {when(at)}" for code, at in act["erased"].items()), 6)
    if act["recall"]:
        yield wrapped(recall_line(act["recall"]), 6)


def _disowned(author: str, how: Data) -> str:
    """That the author says that it did not make the act, in one paragraph."""
    said = f"DISOWNED {when(how['since_ms'])} by act {short(how['by'])}: {author} says that its key was stolen"
    after = f". {listed(how['after'])} had received and cited it before" if how["after"] else ""
    return f"{said} when this was signed{after}"


def _field(name: str, value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        lines = wrapped(clean(value_words(entry)), _FIELD_INDENT, f"      {clean(name)} ").splitlines()
        yield from lines[:_TEXT_LINES_MAX]
        if len(lines) > _TEXT_LINES_MAX:
            yield f"{' ' * _FIELD_INDENT}... {len(lines) - _TEXT_LINES_MAX} more lines; --json has them"


def value_words(value: Any) -> str:
    """A value of a body as people read it."""
    if not isinstance(value, Mapping):
        return str(value)
    if "sha256" in value:
        return f"{value['name']}, {value['media']}, {value['bytes']:,} bytes, sha256 {short(value['sha256'])}..."
    if "relation" in value:
        act = f"/{short(value['act'])}" if "act" in value else ""
        return f"{value['relation']}: {short(value['dossier'])}{act}"
    if CallPlace.check(value) is None:
        return f"{value['seat']}: {value['sitting']}"
    if Appointment.check(value) is None:
        return in_words(value)
    if Delegate.check(value) is None:
        return delegate_in_words(value)
    if "currency" in value:
        return f"{value['amount']} {value['currency']}"
    if "band" in value:
        return "; ".join(str(value[part]) for part in ("name", "band", "purpose") if part in value)
    return "; ".join(str(entry) for entry in value.values())


def _open(shown: Data, kind: Kind | None, how: Sequence[str]) -> Iterator[str]:
    steps = {(item, verb) for item, verb in shown["steps"]}
    takes = [each for each in shown["open_to_us"] if (each[0], each[1]) in steps]
    others = [each for each in shown["open_to_us"] if (each[0], each[1]) not in steps]
    for title, entries in ((f"next steps open to {shown['us']}", takes), ("also open", others)):
        if entries:
            yield "\n".join([title, *(_command(shown, kind, item, verb, how) for item, verb, _ in entries)])
    if not shown["open_to_us"]:
        yield f"nothing is open to {shown['us']}"


def _command(shown: Data, kind: Kind | None, item: str, verb: str, how: Sequence[str]) -> str:
    found = verb_at(shown, kind, item, verb)
    if kind is None or found is None:
        return f"  {verb}" + (f" --item {short(item)}" if item != "dossier" else "")
    declared, path = found
    take = _take(shown, kind, declared)
    words = command(kind, declared, path, dossier=short(shown["id"]), at=short(item), take=take)
    return shell([*words, *how], 2)


def _take(shown: Data, kind: Kind, verb: Verb) -> list[str]:
    """The newest act here from which most of what the verb needs can be taken over, as `command` wants it."""
    wanted = {name: meaning for name, meaning in verb.says.fields().items() if meaning.required}
    for act in reversed(shown["acts"]):
        source = verb_at(shown, kind, act["item"], act["verb"]) if act["says"] and not act["corrected"] else None
        known = source[0].says.fields() if source else {}
        shared = [n for n, meaning in wanted.items() if n in known and n in act["says"] and meaning.says(known[n])]
        if len(shared) > max(2, len(wanted) // 2):
            return [f"--take {short(shown['id'])}/{short(act['id'])}", *shared]
    return []


def verb_at(shown: Data, kind: Kind | None, item: str, verb: str) -> tuple[Verb, Item] | None:
    """The declaration of a verb at an item of the dossier, and of that item."""
    name = next((each["name"] for each in shown["items"] if each["id"] == item), "")
    for path in kind.item.walk() if kind else ():
        if path[-1].name == name and (found := path[-1].verb(verb)):
            return found, path[-1]
    return None
