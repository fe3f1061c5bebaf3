"""Where the tours of a table start: the first act of the dossier, or an item that has just been opened."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from lintas.dossier.grammar import Item, Kind
from lintas.dossier.position import Position
from lintas.dossier.replica import Replica
from tests.walks.names import Key, Profile, Reader, key
from tests.walks.options import named, open_to, opens
from tests.walks.scene import Option, Step, firsts, make, receive
from tests.walks.scope import HOLDERS_MAX, Path, Scope, label
from tests.walks.tour import History

SEARCHED_MAX = 1_000
"""Positions of what holds the items that are searched for ways to open one."""

Start = tuple[Replica, History]


def openings(kind: Kind, path: Path) -> list[Start]:
    """The shortest way to an item of the type, for each verb and role that opens it and each choice of seats."""
    found: list[Start] = [(replica, ((step,),)) for replica, step in firsts(kind)]
    for depth in range(1, len(path)):
        found = _opened(path[: depth + 1], found)
    return found


def _opened(path: Path, starts: list[Start]) -> list[Start]:
    """The ways from an item that holds the type to an item of the type."""
    above, scope = path[-2], Scope(path[:-1], "opening", comings=True)
    reader = Reader(scope)
    wanted = {(verb.name, role) for verb in above.verbs if verb.opens == path[-1].name for role in verb.by}
    found: dict[object, Start] = {}
    known: set[Key] = set()
    todo = deque(starts)
    searched = 0
    while todo and wanted and searched < SEARCHED_MAX:
        replica, history = todo.popleft()
        position = replica.now()
        items = reader.items(position)
        profiles = reader.profiles(position, items)
        if (at := key(items, profiles)) in known:
            continue
        known.add(at)
        searched += 1
        here = set()
        for option in _options(position, items, profiles, scope):
            opened = opens(position.type(option.item), option.verb, items[option.item])
            ours = opened == label(path)
            if ours and (option.verb.name, option.role) not in wanted:
                continue
            act = make(replica, option)
            step = (Step(act, items[option.item]),)
            start = (receive(replica, act), (*history, step))
            if ours:
                if _full(path[-1], option):
                    here.add((option.verb.name, option.role))
                to = tuple((role, tuple(sorted(profiles.get(p, ()) for p in who))) for role, who in option.to)
                found.setdefault((option.verb.name, option.role, profiles.get(option.author), to), start)
            else:
                todo.append(start)
        wanted -= here
    return list(found.values())


def _full(item: Item, option: Option) -> bool:
    """Whether every role of many that the act fills has two holders; where there is room, a newcomer may be needed."""
    many = {role.name for role in item.roles if role.many}
    return all(len(who) == HOLDERS_MAX for role, who in option.to if role in many)


def _options(
    position: Position, items: dict[bytes, str], profiles: dict[bytes, Profile], scope: Scope
) -> Iterator[Option]:
    """What leads on: steps of those above, and whatever opens an item below the last of them."""
    for who in sorted(position.parties):
        for option in open_to(who, position, items):
            item = position.type(option.item)
            opened = item.child(option.verb.opens)
            last = items[option.item] == scope.target
            if (opened and last) or (not opened and scope.moves(items[option.item], item, option.verb)):
                yield from named(option, position, profiles)
