"""What must hold when a run has healed. Each check yields lines; a line is a violation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lintas.dossier.control import Erasure, control_of
from lintas.dossier.header import Form
from tests.model.compare import positions_differ, shown
from tests.model.second_fold import DOSSIER
from tests.model.second_view import View
from tests.model.store import epoch_of, recoverable

if TYPE_CHECKING:
    from tests.model.author import Author
    from tests.model.world import World


def check(world: World) -> list[str]:
    """All violations at the end of a run."""
    return [line for one in CHECKS for line in one(world)]


def insiders(world: World) -> list[Author]:
    """The honest nodes that are parties in the view of all acts that honest nodes know."""
    union = frozenset().union(*(node.fold.known for node in world.nodes if node.honest))
    now = world.book.view(union)
    return [node for node in world.nodes if node.honest and node.id in now.parties]


def converged(world: World) -> Iterator[str]:
    """I6, I4: after healing the honest parties have the same acts, and none waits for what one of them has.

    What rests on an act that was refused, or lost with its author's disk, waits until it expires.
    """
    nodes = insiders(world)
    for node in nodes:
        if node.fold.known != nodes[0].fold.known:
            missing = nodes[0].fold.known ^ node.fold.known
            yield f"nodes {nodes[0].number} and {node.number} differ by {sorted(map(shown, missing))[:4]}"
        there = frozenset().union(*(other.fold.known for other in nodes))
        if waiting := {x for x in node.fold.waiting if x in world.book.acts and world.book.pasts[x] <= there}:
            yield f"node {node.number} waits for ever with {sorted(map(shown, waiting))[:4]}"


def one_view(world: World) -> Iterator[str]:
    """I1: equal sets, equal views, by this fold, the fold of each node and the real one."""
    for node in insiders(world):
        second = world.book.view_of(frozenset(node.fold.known))
        if node.fold.watch is not None:
            for line in positions_differ(second, node.fold.watch.now())[:3]:
                yield f"node {node.number}, folds differ: {line}"
        if node.fold.own is not None:
            for line in views_differ(second, node.fold.now())[:3]:
                yield f"node {node.number}, folds differ: {line}"


def views_differ(one: View, other: View) -> list[str]:
    """What two views of second folds say differently."""
    found = []
    for name in ("parties", "firm", "items", "effective"):
        if getattr(one, name) != getattr(other, name):
            found.append(name)
    for item in sorted(one.items & other.items):
        if one.phase_name(item) != other.phase_name(item):
            found.append(f"phase of {shown(item)}")
        for role in sorted({role.name for above in one.fold.upwards(item) for role in one.fold.type_of(above).roles}):
            if one.held_from(item, role) != other.held_from(item, role):
                found.append(f"held {role}")
                continue
            for party in one.held_from(item, role):
                if one.stories(item, role, party) != other.stories(item, role, party):
                    found.append(f"lane {role}")
    return found


def never_unsaid(world: World) -> Iterator[str]:
    """I7: what somebody cited while it had effect keeps it, unless it is disowned."""
    for node in insiders(world)[:1]:
        final, fold = node.fold.now(), node.fold.fold
        for act in sorted(final.acts):
            maker = world.maker.get(act)
            if maker is None or not maker.honest or not fold.judged[act].counted:
                continue
            for one in sorted(fold.before(act).effective - final.effective):
                if world.acts[one].header.author != maker.id and not final.disowned(world.acts[one]):
                    yield f"{shown(one)} was cited by {shown(act)} and is un-said"


def spoke(world: World, node: Author) -> bool:
    """Whether the node had a last word; it has none if it was no party until the end."""
    return any(world.maker[x] is node for x in node.c.signed - world.before_last_words)


def own_acts_kept(world: World) -> Iterator[str]:
    """6: what an author signed and never lost is not disowned by its own DISOWN."""
    for node in insiders(world):
        final = node.fold.now()
        for one in sorted(node.c.signed & final.acts):
            if not node.restored and final.disowned(world.acts[one]):
                yield f"node {node.number} loses {shown(one)} by its own DISOWN"


def own_acts_cited(world: World) -> Iterator[str]:
    """5: the last word of a node has all own acts that it knew in its past, those of lost incarnations too."""
    for node in insiders(world):
        final = world.book.view_of(frozenset(node.fold.known))
        mine = [x for x in final.acts if world.maker.get(x) is node and final.effect(x)]
        newest = final.newest(mine)
        # An act of an incarnation that a restore lost may come back after the last word.
        left = set(newest) & world.own_known[node.last] if len(newest) > 1 and spoke(world, node) else set()
        if left:
            yield f"node {node.number} leaves {len(left) + 1} stories of its own"


def all_cited(world: World) -> Iterator[str]:
    """5: after all have spoken twice, every earlier act of an honest party is in the past of somebody else's."""
    nodes = insiders(world)
    if sum(spoke(world, node) for node in nodes) < 3 or world.profile.seen_max < 2:
        return
    final = world.book.view_of(frozenset(nodes[0].fold.known))
    for node in nodes:
        mine = [x for x in sorted(final.acts & world.before_last_words) if world.maker[x] is node]
        if alone := [x for x in mine if not final.cited(world.acts[x])]:
            yield f"{shown(alone[0])} of node {node.number} is cited by nobody"


def audiences(world: World) -> Iterator[str]:
    """No key of a body lies with anybody outside its audience."""
    for node in world.nodes:
        vaults = [node.v, node.disk[1], node.copy]
        for act in world.acts.values():
            if act.header.seal is None or node.id in world.audience[act.id] | {act.header.author}:
                continue
            if any(vault.opens(act) for vault in vaults):
                yield f"node {node.number} can open {shown(act.id)}"


def bodies_arrive(world: World) -> Iterator[str]:
    """Whoever is in an audience and still a party can open the body, if an honest member of it still has it."""
    nodes = insiders(world)
    recalled = frozenset().union(*(node.recalled for node in nodes)) if nodes else frozenset()
    for act in world.acts.values():
        if act.header.seal is None or act.header.form is Form.KEY or act.id in recalled:
            continue
        if not nodes or act.id not in nodes[0].fold.known:
            continue
        circle = [node for node in nodes if node.id in world.audience[act.id] | {act.header.author}]
        have = [node for node in circle if act.id in node.c.bodies and node.v.opens(act)]
        lack = [node for node in circle if node not in have and act.id in node.fold.known]
        if have and lack:
            yield f"node {lack[0].number} never gets the body of {shown(act.id)} that {have[0].number} has"


def erased(world: World) -> Iterator[str]:
    """I9: who said ERASED cannot read the body from any file or backup; and everybody says it in the end."""
    for node in insiders(world):
        said = set()
        for one in node.fold.known:
            act = world.acts[one]
            if act.header.author == node.id and act.header.form is Form.ERASED:
                control = control_of(act.header)
                assert isinstance(control, Erasure)
                said |= set(control.acts)
        for one in sorted(said):
            if recoverable(world.acts[one], [node.disk[0], *node.backups], [node.disk[1], node.copy]):
                yield f"node {node.number} said ERASED and can read {shown(one)}"
        asked = {
            x
            for y in node.fold.known
            if (a := world.acts[y]).header.form is Form.ERASE
            for x in named(a)
            if world.acts[x].header.author == a.header.author
        }
        due = {x for x in asked if node.id in world.audience[x] | {world.acts[x].header.author}}
        if due - said:
            yield f"node {node.number} never said ERASED of {sorted(map(shown, due - said))[:3]}"


def named(act: object) -> tuple[bytes, ...]:
    control = control_of(act.header)  # type: ignore[attr-defined]
    return control.acts if isinstance(control, Erasure) else ()


def contested(world: World) -> Iterator[str]:
    """8: an adoption that an objection crossed is contested until a later act of the chair has seen it."""
    for node in insiders(world)[:1]:
        view, fold = node.fold.now(), node.fold.fold
        for item in sorted(view.items - {DOSSIER}):
            if fold.type_of(item).name != "draft" or view.phase_name(item) != "adopted":
                continue
            done = [x for x in view.effective if (d := fold.deeds.get(x)) and d.item == item]
            answers = [x for x in done if fold.deeds[x].verb.name in {"maintain", "reopen"}]
            for member in sorted(view.held_from(item, "member")):
                for stand, act in view.stories(item, "member", member):
                    if stand == "objects" and not any(act in fold.pasts[x] for x in answers):
                        yield f"{shown(item)} is adopted over the objection {shown(act)}"


def offices(world: World) -> Iterator[str]:
    """6: a take-over has the assent of all, and the deposed holder decides nothing that it did not see."""
    for node in insiders(world)[:1]:
        view, fold = node.fold.now(), node.fold.fold
        for role in fold.kind.item.roles:
            if not role.many and len(view.held(DOSSIER, role.name)) > 1:
                yield f"several hold {role.name}"
        for one in sorted(view.effective):
            deed = fold.deeds.get(one)
            if deed is None or not deed.verb.deposes:
                continue
            before, office = fold.before(one), deed.verb.takes
            opened = fold.opening(deed.item)
            assert opened is not None
            at_opening = fold.before(opened.act)
            # Who left, or was discharged, in the eyes of the take-over is waited for no more (fold 5.5).
            needed = at_opening.parties & before.parties - at_opening.held_from(DOSSIER, office)
            asked = fold.deeds[opened.act].verb.convokes
            assents = {p for p in needed if "assents" in before.lane(deed.item, asked, p)}
            if needed - assents:
                yield f"take-over {shown(one)} without the assent of {len(needed - assents)}"
            for seat in [*view.seatings, *view.unseatings]:
                by = fold.deeds[seat.act]
                apart = not fold.saw(one, seat.act) and not fold.saw(seat.act, one)
                if apart and by.role == office and view.author(seat.act) in before.held_from(DOSSIER, office):
                    yield f"deposed holder decides {shown(seat.act)}"


def flags(world: World) -> Iterator[str]:
    """6: what others cited before it was disowned stays listed."""
    for node in insiders(world):
        now = node.fold.now()
        cited = [x for x in sorted(now.acts) if now.disowned(world.acts[x]) and now.cited(world.acts[x])]
        listed = node.listed()
        if set(cited) - set(listed):
            yield f"node {node.number} does not show {len(cited)} acts as disowned after they were cited"


def keys_gone(world: World) -> Iterator[str]:
    """13: no epoch key outlives the recall of an act that it sealed."""
    for node in insiders(world):
        for one in sorted(node.recalled):
            if epoch_of(world.acts[one]) in node.v.epochs:
                yield f"node {node.number} keeps the epoch key of {shown(one)}"


CHECKS = (
    converged,
    one_view,
    never_unsaid,
    own_acts_kept,
    own_acts_cited,
    all_cited,
    audiences,
    bodies_arrive,
    erased,
    contested,
    offices,
    flags,
    keys_gone,
)
