"""What every declaration promises before anything is run: its words exist, its stands can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lintas import kinds
from lintas.dossier.grammar import START, Clock, Item, Need, Verb
from lintas.dossier.meanings import Body, Count, Date, Money, Offence, Secret
from lintas.dossier.safeguards import SERVE, USES, forgotten, personal, use_of
from lintas.dossier.traits import TRAITS
from tests.kinds.table import KINDS

Types = tuple[Item, ...]
TABLES = [pytest.param(path, id="/".join(item.name for item in path)) for k in KINDS.values() for path in k.item.walk()]
LINES_MAX = 200
FEATURES = ("unseats", "leaves", "convokes", "once", "deposes", "use", "aside", "takes", "quota")


def roles_at(path: Types) -> set[str]:
    return {role.name for item in path for role in item.roles}


def stands(path: Types, role: str) -> set[str]:
    """Everywhere that the lane of a role can be at the last item of the path."""
    item, above = path[-1], path[-2:-1]
    own = {v.to for v in item.verbs if v.to and not v.opens and role in ((v.takes,) if v.begins else v.by)}
    opening = {
        v.to
        for up in above
        for v in up.verbs
        if v.to and v.opens == item.name and role in ((v.takes,) if v.takes else v.by)
    }
    return {START, *own, *opening}


def meets(need: Need, path: Types) -> set[str]:
    """The words in which a need may speak of those it asks about."""
    child = path[-1].child(need.who[0])
    if child:
        assert len(need.who) == 1, "a need asks about one type of item"
        return {row.name for row in child.phases}
    assert set(need.who) <= roles_at(path), need.who
    return {stand for role in need.who for stand in stands(path, role)}


def starting(clock: Clock, path: Types) -> Verb:
    """The verb that starts a clock: of the item, or the one that opens it."""
    found = path[-1].verb(clock.starts)
    opening = [v for up in path[-2:-1] for v in up.verbs if v.name == clock.starts and v.opens == path[-1].name]
    assert found or opening, clock.starts
    return found or opening[0]


def bodies() -> Iterator[type[Body]]:
    for kind in KINDS.values():
        for path in kind.item.walk():
            yield from (verb.says for verb in path[-1].verbs)


ALL_BODIES: list[type[Body]] = sorted(set(bodies()), key=lambda says: f"{says.__module__}.{says.__qualname__}")


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_says_what_it_makes_true(name: str) -> None:
    kind = KINDS[name]
    assert kind.sentence.endswith(".")
    assert kind.title
    assert kind.basis
    assert kind.version >= 1
    assert kind.name == name
    types = [path[-1].name for path in kind.item.walk()]
    assert len(set(types)) == len(types)


@pytest.mark.parametrize("name", KINDS)
def test_only_the_dossier_is_begun_and_only_by_one_who_takes_a_role(name: str) -> None:
    kind = KINDS[name]
    assert any(verb.begins for verb in kind.item.verbs)
    for path in kind.item.walk():
        for verb in path[-1].verbs:
            assert verb.begins == (not verb.by)
            if verb.begins:
                assert path == (kind.item,)
                assert kind.item.role(verb.takes)


@pytest.mark.parametrize("path", TABLES)
def test_names_are_used_once(path: Types) -> None:
    item = path[-1]
    for names in ([v.name for v in item.verbs], [p.name for p in item.phases], [r.name for p in path for r in p.roles]):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", TABLES)
def test_every_type_of_item_is_opened_by_a_verb(path: Types) -> None:
    opened = {verb.opens for verb in path[-1].verbs if verb.opens}
    assert opened == {child.name for child in path[-1].items}


@pytest.mark.parametrize("path", TABLES)
def test_roles_of_verbs_exist(path: Types) -> None:
    for verb in path[-1].verbs:
        assert set(verb.by) <= roles_at(path)
        opened = path[-1].child(verb.opens)
        inside = {role.name for role in opened.roles} if opened else set()
        assert {verb.takes, *verb.seats, *verb.unseats} - {""} <= roles_at(path) | inside
        assert verb.convokes in inside | {""}
        assert {verb.save, verb.once} <= roles_at(path) | {""}
        assert bool(verb.convokes) == bool(verb.save)
        assert not (verb.deposes and not verb.takes)


@pytest.mark.parametrize("path", TABLES)
def test_every_stand_can_be_reached(path: Types) -> None:
    for verb in path[-1].verbs:
        for stand in verb.at or ():
            assert any(stand in stands(path, role) for role in verb.by), (verb.name, stand)
    for need in path[-1].needs():
        assert set(need.stand) <= meets(need, path), need


@pytest.mark.parametrize("path", TABLES)
def test_since_names_verbs_of_the_same_table(path: Types) -> None:
    for need in path[-1].needs():
        assert all(path[-1].verb(name) for name in need.since), need.since


@pytest.mark.parametrize("path", TABLES)
def test_the_last_row_holds_always_and_no_other_does(path: Types) -> None:
    *rows, last = path[-1].phases
    assert not last.when
    assert all(row.when for row in rows)
    assert any(row.ends or row.rests for row in path[-1].phases)
    assert not any(row.ends and row.rests for row in path[-1].phases)


@pytest.mark.parametrize("path", TABLES)
def test_clocks_are_started_and_stopped_by_verbs_that_exist(path: Types) -> None:
    for clock in path[-1].clocks:
        starts = starting(clock, path)
        assert clock.owed_by in roles_at(path)
        for stop in clock.stops:
            verb = path[-1].verb(stop)
            assert verb, stop
            assert clock.owed_by in verb.by, f"{stop} must be open to who owes it"
        verbs = {verb.name for item in (path[-1], *path[-1].items) for verb in item.verbs}
        assert {*clock.pauses, *clock.resumes} <= verbs
        assert bool(clock.pauses) == bool(clock.resumes)
        fields, within = starts.says.fields(), clock.within
        ways = [within.always is not None, bool(within.by_field or within.until)]
        assert sum(ways) == 1
        if clock.own:
            assert starts.begins or clock.owed_by in starts.by, f"{clock.starts} must be open to who owes it"
        if within.by_field:
            assert set(within.by_value) <= set(fields[within.by_field].choices)
        if within.until:
            assert fields[within.until].says(Date)


@pytest.mark.parametrize("path", TABLES)
def test_totals_add_up_fields_that_can_be_added_up(path: Types) -> None:
    for total in path[-1].totals:
        below = [verb for types in path[-1].walk() for verb in types[-1].verbs if verb.name == total.verb]
        counted = [verb for verb in below if total.field in verb.says.fields()]
        assert counted, total
        for verb in counted:
            meaning = verb.says.fields()[total.field]
            assert meaning.says(Count) or meaning.says(Money) or meaning.choices


@pytest.mark.parametrize("path", TABLES)
def test_what_stands_on_a_sheet_for_the_public_was_agreed_to_and_two_persons_answer_for_it(path: Types) -> None:
    """Nothing secret and nothing of a person stands there, and who makes the words known says them not anew."""
    for verb in path[-1].verbs:
        public = {name: meaning for name, meaning in verb.says.fields().items() if meaning.public}
        assert len({meaning.public for meaning in public.values()}) == len(public)
        assert not any(meaning.personal or meaning.many or meaning.says(Secret) for meaning in public.values())
        parts = {meaning.public for meaning in public.values()}
        assert not parts & {"words", "on"} or verb.persons == 2
        assert "on" not in parts or (verb.needs and "words" not in parts)
        assert not (parts & {"on", "until"}) or all(public[name].says(Date) for name in public if
                                                    public[name].public in {"on", "until"})  # fmt: skip


@pytest.mark.parametrize("path", TABLES)
def test_what_deals_with_a_person_names_an_offence(path: Types) -> None:
    for verb in path[-1].verbs:
        assert verb.use in {"", *USES}
        assert verb.persons in {1, 2}
        assert forgotten(verb) is None
        if personal(verb.says):
            assert any(meaning.says(Offence) for meaning in verb.says.fields().values()) == (use_of(verb) != SERVE)


@pytest.mark.parametrize("path", TABLES)
def test_traits_are_known(path: Types) -> None:
    assert path[-1].traits <= TRAITS.keys()


def test_every_trait_is_used() -> None:
    used = {trait for kind in KINDS.values() for path in kind.item.walk() for trait in path[-1].traits}
    assert used == set(TRAITS)


@pytest.mark.parametrize("says", ALL_BODIES)
def test_every_body_has_a_help_text_and_fields(says: type[Body]) -> None:
    assert says.__doc__
    assert says.__doc__[0].isupper()
    assert says.__doc__.rstrip().endswith(".")
    fields = says.fields()
    assert fields
    assert all(name.islower() for name in fields)


@pytest.mark.parametrize("feature", FEATURES)
def test_no_word_of_a_verb_is_for_one_kind_only(feature: str) -> None:
    users = {n for n, k in KINDS.items() for path in k.item.walk() for v in path[-1].verbs if getattr(v, feature)}
    assert len(users) >= 2


def test_no_other_word_is_for_one_kind_only() -> None:
    def users(found: list[tuple[str, bool]]) -> int:
        return len({name for name, used in found if used})

    paths = [(name, path) for name, kind in KINDS.items() for path in kind.item.walk()]
    needs = [(name, need) for name, path in paths for need in path[-1].needs()]
    clocks = [(name, clock) for name, path in paths for clock in path[-1].clocks]
    assert users([(name, 1 < need.least < 10**6) for name, need in needs]) >= 2
    assert users([(name, bool(need.since)) for name, need in needs]) >= 2
    assert users([(name, bool(clock.within.by_field)) for name, clock in clocks]) >= 2
    assert users([(name, bool(clock.within.until)) for name, clock in clocks]) >= 2
    assert users([(name, bool(clock.pauses)) for name, clock in clocks]) >= 2
    assert users([(name, len(path) == 3) for name, path in paths]) >= 2
    assert users([(name, bool(path[-1].totals)) for name, path in paths]) >= 2
    assert users([(name, any(row.crossing for row in path[-1].phases)) for name, path in paths]) >= 2


@pytest.mark.parametrize("file", sorted(Path(kinds.__path__[0]).rglob("*.py")), ids=lambda file: file.stem)
def test_a_file_is_short_enough_to_be_read_by_a_lawyer(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= LINES_MAX
