"""Talking on a line: one step to say something, one touch to acknowledge it, and nothing typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lintas.node.state import Node
from lintas.wire.identifiers import read as read_id
from tests.console.stage import OURS, THEIRS, Stage
from tests.console.talking import Line

pytestmark = pytest.mark.processes

HTMX = {"HX-Request": "true"}
SEALED = "Sealed, and on its way to those who may read it."
SAID = {"urgency": "now", "text": "The boat left at noon", "to": THEIRS}


@pytest.fixture
def line(stage: Stage) -> Line:
    return Line(stage)


def _there(line: Line, look: Callable[[Node], object]) -> None:
    line.stage.until(lambda: line.stage.there(look))


def test_one_post_seals_a_message_and_they_read_it(line: Line) -> None:
    page = line.page()
    assert "Can be read by bb-ca alone" in page
    assert line.client.post(f"{line.path}say/dossier/say/", SAID).status_code == 302
    page = line.page()
    assert SAID["text"] in page
    assert "not yet acknowledged" in page
    from lintas.node.show import show

    _there(line, lambda node: any(
        act.says and act.says.get("text") == SAID["text"] for act in show(node, read_id(line.dossier, 16)).acts
    ))  # fmt: skip


def test_whose_acknowledgement_is_missing_stands_with_the_message_and_by_when(line: Line) -> None:
    line.client.post(f"{line.path}say/dossier/say/", SAID)
    moving = line.stage.until(lambda: _owed(line))
    assert "Waiting on" in moving
    assert THEIRS in moving
    assert re.search(r"1[0-5] minutes left", moving)
    line.theirs("acknowledge", item=_only_message(line))
    page = line.page()
    assert 'class="plain owed"' not in page
    assert "acknowledged" in page


def _owed(line: Line) -> str:
    """What is owed, once their receipt is here and the time runs."""
    found = re.search(r'<ul class="plain owed">.*?</ul>', line.page(), re.DOTALL)
    return found[0] if found and "left" in found[0] else ""


def _only_message(line: Line) -> bytes:
    from lintas.node.show import show

    shown = line.stage.ours.worker.do(lambda node: show(node, read_id(line.dossier, 16)))
    return next(item.id for item in shown.items if item.name == "message")


def test_one_touch_acknowledges_and_a_second_one_does_not_do_it_twice(line: Line) -> None:
    touch = line.said_by_them()
    page = line.page()
    assert 'data-unanswered="1"' in page
    assert 'data-rings="1"' in page
    assert f'action="{touch}"' in page
    assert line.client.post(touch).url == line.path  # type: ignore[attr-defined]
    page = line.page()
    assert 'data-unanswered="0"' in page
    assert 'data-rings="0"' in page
    assert f'action="{touch}"' not in page
    again = line.client.post(touch, follow=True).content.decode()
    assert "That was done already" in again
    assert _acts(line).count("acknowledge") == 1


def test_what_can_wait_does_not_ring(line: Line) -> None:
    line.said_by_them(urgency="routine")
    page = line.page()
    assert 'data-unanswered="1"' in page
    assert 'data-rings="0"' in page


def _acts(line: Line) -> list[str]:
    from lintas.node.show import show

    return [act.verb for act in line.stage.ours.worker.do(lambda n: show(n, read_id(line.dossier, 16))).acts]


def test_what_is_refused_is_kept_as_it_was_typed(line: Line) -> None:
    answer = line.client.post(f"{line.path}say/dossier/say/", {"text": "half of it", "to": THEIRS})
    assert answer.status_code == 422
    assert "half of it" in answer.content.decode()
    assert "say" not in _acts(line)
    assert "half of it" in line.page()
    assert line.client.post(f"{line.path}say/dossier/say/", SAID).status_code == 302
    assert "half of it" not in line.page()


def test_what_is_typed_is_kept_while_it_is_typed(line: Line) -> None:
    kept = line.client.post(f"{line.path}say/dossier/say/", {"text": "half"}, headers={"X-Autosave": "1"})
    assert kept.status_code == 204
    assert "half</textarea>" in line.page()
    other = line.stage.browser(line.stage.officer("duty")).get(line.path).content.decode()
    assert "half</textarea>" not in other


def test_an_answer_that_is_no_longer_open_is_kept(line: Line) -> None:
    touch = line.said_by_them()
    path = touch.replace("acknowledge", "reply")
    answer = line.client.post(path, {"text": "we come"}, follow=True)
    page = answer.content.decode()
    assert "This is not open to your authority now" in page
    assert "we come</textarea>" in page
    line.client.post(touch)
    assert line.client.post(path, {"text": "we come"}).status_code == 302
    assert "reply" in _acts(line)


def test_what_needs_a_second_person_is_not_of_one_step(line: Line) -> None:
    assert "Close our end" not in line.page()
    for verb in ("close%20our%20end", "bring%20in%20an%20end", "open%20the%20line", "sing"):
        assert line.client.post(f"{line.path}say/dossier/{verb}/", {"reasons": "x"}).status_code == 404, verb
    assert line.client.get(f"{line.path}say/nothing/acknowledge/").status_code == 404


def test_the_timeline_is_a_step_away(line: Line) -> None:
    assert "On the team" in line.page(f"{line.path}?view=record")
    assert "On the team" not in line.page()


def test_htmx_gets_what_moves_and_leaves_what_is_typed(line: Line) -> None:
    moving = line.client.get(line.path, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in moving
    assert "<textarea" not in moving
    assert 'data-unanswered="0"' in moving


def test_what_is_said_on_a_page_that_stays_is_answered_with_what_changes_there(line: Line) -> None:
    said = line.client.post(f"{line.path}say/dossier/say/", SAID, headers=HTMX)
    assert said.status_code == 200
    moving, notices, box = re.split('<div id="(?:notices|speaking)"', said.content.decode())
    assert SAID["text"] in moving
    assert "<html" not in moving
    assert SEALED in notices
    assert "<textarea" in box
    assert SAID["text"] not in box
    assert SEALED not in line.page(), "a notice is said once"
    upto = int(re.search(r'data-upto="(\d+)"', moving)[1])  # type: ignore[index]
    assert upto == line.stage.ours.worker.do(lambda node: node.store.size()) - 1


def test_what_is_refused_on_a_page_that_stays_comes_back_in_its_box(line: Line) -> None:
    answer = line.client.post(f"{line.path}say/dossier/say/", {"text": "half of it", "to": THEIRS}, headers=HTMX)
    assert answer.status_code == 422
    moving, _, box = re.split('<div id="(?:notices|speaking)"', answer.content.decode())
    assert 'data-upto="' in moving
    assert 'class="summary"' in box
    assert "half of it" in box
    assert "say" not in _acts(line)


def test_one_touch_on_a_page_that_stays_is_answered_there_too(line: Line) -> None:
    address = line.said_by_them()
    moving = line.client.post(address, {}, headers=HTMX).content.decode()
    assert 'data-unanswered="0"' in moving
    assert SEALED in moving
    assert "That was done already." in line.client.post(address, {}, headers=HTMX).content.decode()


def test_a_page_is_brought_only_what_came_since_it_was_drawn(line: Line) -> None:
    first = line.said_by_them("The first").split("/")[-3]
    moving = line.client.get(line.path, headers=HTMX).content.decode()
    since = re.search(r'data-upto="(\d+)"', moving)[1]  # type: ignore[index]
    second = line.said_by_them("The second").split("/")[-3]
    came = line.client.get(f"{line.path}?since={since}", headers=HTMX).content.decode()
    assert 'data-unanswered="2"' in came
    assert "The first" not in came
    assert re.search(rf'beforeend:.talk">\s*<li class="message" id="message-{second[:12]}">', came)
    line.client.post(f"{line.path}say/{first}/acknowledge/", {})
    came = line.client.get(f"{line.path}?since={since}", headers=HTMX).content.decode()
    assert f'id="message-{first[:12]}" hx-swap-oob="true"' in came, "it stands on the page already"
    assert came.index("The first") < came.index("beforeend:.talk") < came.index("The second")


def test_a_page_is_brought_the_messages_whose_marks_moved_in_their_places(line: Line) -> None:
    for text in ("The first", "The second"):
        line.client.post(f"{line.path}say/dossier/say/", SAID | {"text": text})
    moving = line.client.get(line.path, headers=HTMX).content.decode()
    upto = int(re.search(r'data-upto="(\d+)"', moving)[1])  # type: ignore[index]
    first, second = re.findall(r'id="message-(\w+)"', moving)[-2:]
    assert "message-" not in line.client.get(f"{line.path}?since={upto}", headers=HTMX).content.decode()
    came = line.client.get(f"{line.path}?since={upto}&marks={upto}", headers=HTMX).content.decode()
    assert re.findall(r'id="message-(\w+)" hx-swap-oob="true"', came) == [second]
    came = line.client.get(f"{line.path}?since={upto - 1}&marks=0", headers=HTMX).content.decode()
    assert f'id="message-{first}" hx-swap-oob="true"' in came
    assert re.search(rf'beforeend:.talk">\s*<li class="message" id="message-{second}">', came), (
        "it does not stand there"
    )
    assert line.client.get(f"{line.path}?since={upto}&marks=x", headers=HTMX).status_code == 404


def test_what_is_said_on_a_page_that_says_how_far_it_was_drawn_is_answered_with_what_came(line: Line) -> None:
    first = line.said_by_them("The first").split("/")[-3]
    moving = line.client.get(line.path, headers=HTMX).content.decode()
    since = re.search(r'data-upto="(\d+)"', moving)[1]  # type: ignore[index]
    said = line.client.post(f"{line.path}say/dossier/say/?since={since}", SAID, headers=HTMX).content.decode()
    came, notices, box = re.split('<div id="(?:notices|speaking)"', said)
    assert "The first" not in came
    assert SAID["text"] in came.split("beforeend:.talk")[1]
    assert SEALED in notices
    assert "<textarea" in box
    touched = line.client.post(f"{line.path}say/{first}/acknowledge/?since={since}", {}, headers=HTMX).content.decode()
    assert f'id="message-{first[:12]}" hx-swap-oob="true"' in touched
    assert 'data-unanswered="0"' in touched


def test_the_desk_shows_what_waits_here_and_there_and_who_is_on_duty(line: Line) -> None:
    line.said_by_them()
    line.client.post(f"{line.path}say/dossier/say/", SAID)
    line.stage.until(lambda: "left" in line.page("/desk/").split("Waits for them")[1])
    page = line.page("/desk/")
    ours, theirs = page.split("Waits for us")[1].split("Waits for them")
    assert "We owe" in ours
    assert f'<span class="code">{THEIRS}</span>' in theirs
    assert re.search(rf'<span class="code">{OURS}</span> on duty', page)
    assert "Hand over the desk" in page
    assert "We saw it too" not in page


def test_the_desk_is_handed_over_in_one_step(line: Line) -> None:
    path = f"{line.path}say/dossier/hand%20over%20the%20desk/"
    shift = {"desk": "day", "to_desk": "night", "still_open": "the boat"}
    assert 'name="to_desk"' in line.page(path)
    assert line.client.post(path, shift).status_code == 302
    assert "handing over" in line.page("/desk/")


def test_a_minister_sees_the_lines_of_his_team_alone(line: Line) -> None:
    minister = line.stage.officer("minister")
    client = line.stage.browser(minister)
    assert line.dossier[:8] not in client.get("/desk/").content.decode()
    line.client.post(f"{line.path}team/", {"officer": minister.pk, "does": "add"})
    assert line.dossier[:8] in client.get("/desk/").content.decode()


def test_the_sound_is_what_our_script_makes() -> None:
    from tools.write_bell import FILE, bell

    assert FILE.read_bytes() == bell()


def test_what_cannot_wait_is_told_at_once_and_all_else_when_there_is_a_pause(line: Line) -> None:
    from lintas.console.models import Event

    here = Event.objects.filter(dossier=line.dossier, verb="say")
    said = here.order_by("position").values_list("urgent", flat=True)
    line.said_by_them("They are at the pier", urgency="now")
    line.said_by_them("A report follows", urgency="today")
    line.stage.until(lambda: len(said.all()) == 2)
    assert list(said.all()) == [True, False]
