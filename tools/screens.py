"""Pictures of every page of the console, at a desk and on a phone, on a few contact sheets, to be looked at.

    .venv/bin/python -m tools.screens [FOLDER]      writes the sheets; FOLDER is docs/screens by default
    .venv/bin/python -m tools.screens --single DIR  writes each picture by itself into DIR as well

The stage is the demonstration: its nodes, its dossiers, its accounts. Each page is opened by whoever has business
there. It takes about five minutes; PDFs need the package poppler-utils.
"""

from __future__ import annotations

import argparse
import base64
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from lintas.compose.settings import read
from lintas.console.configure import configure
from lintas.demo.claims import Claims
from lintas.demo.federation import MY, PASSWORD, VN, Federation, federation
from lintas.demo.play import play
from lintas.demo.terminal import Terminal
from lintas.demo.world import World
from tests.console.every_page import address, paths
from tests.support.chromium import chromium

SHEETS: Final = Path(__file__).resolve().parent.parent / "docs/screens"
WIDTHS: Final = {"desk": 1280, "phone": 390}
SHOWN_MAX: Final = {"desk": 1800, "phone": 1700}
"""So many CSS pixels of a page stand on a sheet; what is further down is on the single picture."""
COLUMNS: Final = {"desk": 4, "phone": 8}
ROWS: Final = 3
SHEET_PX: Final = 1880
QUALITY: Final = 52
SETTLED_MS: Final = 150
READER: Final = "aisyah"
"""Who opens the pages of cases: an officer of Malaysia."""
ASKING: Final = "lan"
"""Who prints: an officer of Viet Nam, whose requests go out as letters."""
PAGES: Final = "pages.txt"
"""Beside the sheets: every page of the table when they were drawn. A test holds it against the table."""
ROOMS: Final = {
    "approvals/": "farid", "node/": "operator", "officers/": "operator", "glass/": "operator", "trail/": "auditor",
    "shift/": "duty", "desk/roster/": "duty", "desk/": "minister", "ladder/": "operator", "carried/": "duty",
    "accounts/login/": "", "invited/": "", "accounts/2fa/authenticate/": "",
}  # fmt: skip
"""By whom pages are opened that are not the reader's, by how their path begins; the first that fits."""
ELSEWHERE: Final = {
    "dossiers/<str:dossier>/card/": "hotline",
    "dossiers/<str:dossier>/call/<str:item>/": "call",
    "dossiers/<str:dossier>/indicators/": "incident",
    "dossiers/<str:dossier>/indicators/<str:act>/<int:number>/": "incident",
    "dossiers/<str:dossier>/texts/<str:item>/": "meeting",
    "dossiers/<str:dossier>/columns/": "plan",
    "dossiers/<str:dossier>/reminders/": "plan",
    "dossiers/<str:dossier>/certificates/": "course",
    "dossiers/<str:dossier>/picture/": "returns",
    "dossiers/<str:dossier>/picture/figures/": "returns",
}
"""Pages that dossiers of one sort alone have, and which dossier of the demonstration shows them."""
NOWHERE: Final = "nowhere/"
OF_OTHERS: Final = "accounts/2fa/"
"""Below it are pages for who has an authenticator or a key, which nobody of the demonstration has: left out."""


class NotThere(Exception):
    """A page was not there for whoever was to open it."""


@dataclass(slots=True)
class Stage:
    """The consoles' browser: one context for each account and width, signed in once."""

    browser: Browser
    origin: str
    open: dict[tuple[str, str], BrowserContext] = field(default_factory=dict)

    def page(self, account: str, width: str = "desk") -> Page:
        """A page at this width for somebody who is signed in, or for a stranger."""
        if (account, width) not in self.open:
            made = self.browser.new_context(viewport={"width": WIDTHS[width], "height": 900})
            self.open[account, width] = made
            if account:
                _sign_in(made.new_page(), self.origin, account)
        return self.open[account, width].new_page()


def _sign_in(page: Page, origin: str, account: str) -> None:
    page.goto(origin)
    page.get_by_label("Username").fill(account)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Sign In").first.click()
    page.close()


def prepared(stage: Stage, nodes: Federation, case: str) -> dict[str, str]:
    """Bring about what stands in addresses: an approval, a draft, a broken glass, an invitation; each as text."""
    approval = _asked_for_approval(stage, nodes.folder / "papers")
    invited = ["console", "invite", str(nodes.at(MY)), "noor", "--roles", "analyst", "--shown", "Noor"]
    link = nodes.terminal.run(invited).data["link"]
    return {
        "dossier": case,
        "approval": approval,
        "draft": _begun(stage),
        "recall": _recalled(stage, case),
        "act": _newest_act(stage, case),
        "name": "ASEAN_MLAT",
        "number": _broken_glass(stage, case),
        "code": urlsplit(link).path.strip("/").split("/")[-1],
    }


ALERT: Final[Sequence[Mapping[str, str]]] = (
    {
        "person": "Nguyễn Văn Thử", "born": "1984-02", "document": "EXERCISE C0000042", "nationality": "VN",
        "offence_name": "fraud against many", "offence_band": "4 years or more", "offence_purpose": "prosecution",
        "gateway": "special circumstances",
    },
    {},
    {"telephones-0": "+95 9 000 000 001"},
    {"vehicles-0": "EX 1234 C"},
    {
        "order": "Warrant EX-2026-0144 of an invented court.", "order_on": "2026-11-02", "to_do": "locate and tell",
        "danger": "May be armed: two invented officers were threatened in September.",
        "extradition": "not yet decided", "until": "2027-05-31",
    },
)  # fmt: skip
"""What Aisyah writes into the alert that Farid is to approve, section by section."""


def _asked_for_approval(stage: Stage, papers: Path) -> str:
    page = stage.page("aisyah")
    page.goto(f"{stage.origin}/open/")
    kind = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Fugitive pursuit"))
    kind.get_by_role("button").click()
    draft = page.url
    page.goto(f"{draft}whom/")
    page.get_by_label("(vn-ca)").check()
    page.get_by_role("button", name="Save and continue").click()
    for number, fields in enumerate(ALERT, 1):
        page.goto(f"{draft}section/{number}/")
        for name, value in fields.items():
            _fill(page, name, value)
        if number == len(ALERT):
            page.locator("[data-name=order_file] input[type=file]").set_input_files(papers / "certificate.pdf")
            page.locator("input[type=hidden][name=order_file]").wait_for(state="attached")
        page.get_by_role("button", name="Save and continue").click()
    page.goto(f"{draft}check/")
    page.get_by_label("Who approves it").select_option(label="Farid")
    _press(page, "ask for approval")
    page.close()
    return draft.strip("/").split("/")[-1]


def _begun(stage: Stage) -> str:
    page = stage.page("aisyah")
    page.goto(f"{stage.origin}/open/")
    kind = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Mutual legal assistance"))
    kind.get_by_role("button").first.click()
    draft = page.url
    page.goto(f"{draft}section/1/")
    _fill(page, "details", "Records of the account for September 2026.")
    _press(page, "Save and continue")
    page.close()
    return draft.strip("/").split("/")[-1]


def _recalled(stage: Stage, dossier: str) -> str:
    page = stage.page(READER)
    page.goto(f"{stage.origin}/dossiers/{dossier}/recall/")
    page.locator("main [name=acts]").first.check()
    page.get_by_label("Why, for those who may read it").fill("It went to the wrong desk.")
    _press(page, "Look at it before it is made")
    draft = page.url.strip("/").split("/")[-2]
    page.close()
    return draft


def _press(page: Page, name: str) -> None:
    """Press a button, and wait for the page that follows: one that is closed on its way may never say that it was."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def _fill(page: Page, name: str, value: str) -> None:
    found = page.locator(f"main [name={name}]")
    if found.first.get_attribute("type") == "radio":
        page.locator(f"main [name={name}][value='{value}']").check()
    elif found.evaluate("each => each.tagName") == "SELECT":
        found.select_option(value=value)
    else:
        found.fill(value)


def _broken_glass(stage: Stage, dossier: str) -> str:
    page = stage.page("operator")
    page.goto(f"{stage.origin}/glass/")
    page.get_by_label("Reference of the dossier").fill(dossier[:8])
    page.get_by_label("Why it must be read now").fill("The officer on this case cannot be reached, and time runs out.")
    _press(page, "Ask an approver to agree")
    page.close()
    page = stage.page("farid")
    page.goto(f"{stage.origin}/glass/")
    _press(page, "Agree")
    page.close()
    for account in (READER, "farid"):
        # The auditor's pages show what all who are told see until they have taken note.
        page = stage.page(account)
        page.goto(stage.origin)
        _press(page, "I have taken note")
        page.close()
    return "1"


def _newest_act(stage: Stage, dossier: str) -> str:
    page = stage.page(READER)
    page.goto(f"{stage.origin}/dossiers/{dossier}/")
    act = page.locator(".timeline .ours .proof [title]").first.get_attribute("title")
    page.close()
    return act or ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page, and the words under it."""

    words: str
    png: bytes


def pictures(stage: Stage, known: Mapping[str, str], dossiers: Mapping[str, str], width: str) -> Iterator[Picture]:
    """Every page of the table at this width, and the pages of the other dossiers; raises `NotThere`."""
    wanted = [(path, _found(stage, path, known, dossiers), _opener(path)) for path in paths()]
    others = {what: dossier for what, dossier in dossiers.items() if dossier != known["dossier"]}
    wanted += [(f"dossiers/ ({what})", f"dossiers/{dossier}/", READER) for what, dossier in others.items()]
    wanted += [("(a page that is not there)", NOWHERE, READER)]
    for path, found, account in wanted:
        if found is not None:
            page = stage.page(account, width)
            answer = page.goto(f"{stage.origin}/{found}")
            page.wait_for_timeout(SETTLED_MS)
            if _is_there(path, found, answer.status if answer else 0):
                yield Picture(f"/{path} ({account or 'nobody'})", page.screenshot(full_page=True))
            page.close()


def _is_there(path: str, found: str, status: int) -> bool:
    if status == HTTPStatus.OK or found == NOWHERE:
        return True
    if path.startswith(OF_OTHERS):
        return False
    raise NotThere(f"/{found}, for {_opener(path) or 'nobody'}: {status}")


def _found(stage: Stage, path: str, known: Mapping[str, str], dossiers: Mapping[str, str]) -> str | None:
    """The address of a page; None if something in it stands nowhere."""
    if path not in ELSEWHERE:
        return address(path, _of(path, known))
    there = {"dossier": dossiers[ELSEWHERE[path]]}
    return address(path, there) or _linked(stage, address(_above(path), there) or "", path)


def _above(path: str) -> str:
    """The page of a dossier of one sort that leads to this one: one of them, or else the dossier's own."""
    above = path.split("/<", 2)
    wider = f"{above[0]}/<{above[1]}/"
    return wider if wider in ELSEWHERE else "dossiers/<str:dossier>/"


def _linked(stage: Stage, start: str, path: str) -> str:
    """The first link on a page that leads to an address of this path."""
    page = stage.page(READER)
    page.goto(f"{stage.origin}/{start}")
    hrefs = [each.get_attribute("href") or "" for each in page.locator("main a[href]").all()]
    page.close()
    wanted = re.compile("/" + re.sub("<[^>]+>", "[^/]+", path))
    for href in hrefs:
        if wanted.fullmatch(href):
            return href.strip("/") + "/"
    raise NotThere(f"a link to /{path} on /{start}")


def _of(path: str, known: Mapping[str, str]) -> Mapping[str, str]:
    """What waits for approval is on no page of its author, a recall is a draft of its own, and a code is of an
    invitation or of a state.
    """
    if path.startswith("law/states/"):
        return {**known, "code": "VN"}
    if path.endswith("/taking/"):
        return {**known, "draft": known["recall"]}
    if path.startswith("facts/"):
        return {**known, "name": "AMMTC-19"}
    return {**known, "draft": known["approval"]} if path.startswith("approvals/") else known


def _opener(path: str) -> str:
    return next((account for start, account in ROOMS.items() if path.startswith(start)), READER)


def papers(stage: Stage, reader: str, dossier: str, folder: Path) -> Iterator[Picture]:
    """What leaves the console on paper: the dossier as a browser prints it, and the letters."""
    page = stage.page(reader)
    page.goto(f"{stage.origin}/dossiers/{dossier}/print/")
    (folder / "print.pdf").write_bytes(page.pdf(format="A4"))
    page.goto(f"{stage.origin}/dossiers/{dossier}/letters/")
    for number, button in enumerate(page.get_by_role("button", name="Write the letter").all()):
        with page.expect_download() as letter:
            button.click()
        letter.value.save_as(folder / f"letter-{number}.pdf")
    page.close()
    for file in sorted(folder.glob("*.pdf")):
        subprocess.run(["pdftoppm", "-png", "-r", "80", str(file), str(file.with_suffix(""))], check=True)
        for number, png in enumerate(sorted(folder.glob(f"{file.stem}-*.png")), 1):
            yield Picture(f"{file.name}, page {number}", png.read_bytes())


def sheets(browser: Browser, name: str, shown: Sequence[Picture], folder: Path) -> Iterator[Path]:
    """Lay pictures out on sheets, so many to each; the files."""
    width = "phone" if name == "phone" else "desk"
    each_px, count = SHEET_PX // COLUMNS[width] - 12, COLUMNS[width] * ROWS
    height = int(SHOWN_MAX[width] * each_px / WIDTHS[width])
    page = browser.new_context(viewport={"width": SHEET_PX, "height": 900}).new_page()
    for number, first in enumerate(range(0, len(shown), count), 1):
        cells = "".join(_cell(each, each_px, height) for each in shown[first : first + count])
        page.set_content(f"<body style='margin:0;background:#777;font:13px sans-serif;line-height:0'>{cells}</body>")
        file = folder / f"{name}-{number}.jpg"
        page.screenshot(path=file, full_page=True, type="jpeg", quality=QUALITY)
        yield file


def _cell(picture: Picture, width: int, height: int) -> str:
    source = f"data:image/png;base64,{base64.b64encode(picture.png).decode()}"
    words = picture.words.replace("<", "&lt;")
    return (
        f"<figure style='display:inline-block;vertical-align:top;margin:6px;width:{width}px'>"
        f"<figcaption style='line-height:1.3;color:#fff;height:2.6em;overflow:hidden'>{words}</figcaption>"
        f"<div style='height:{height}px;overflow:hidden'><img style='width:{width}px' src='{source}'></div></figure>"
    )


def draw(nodes: Federation, dossiers: Mapping[str, str], folder: Path, single: Path | None) -> None:
    """Open everything, and write the sheets, and with `single` each picture too."""
    configure(nodes.at(MY), read(nodes.at(MY), {}))
    case = dossiers["legal assistance"]
    with chromium() as browser, tempfile.TemporaryDirectory() as made:
        stage = Stage(browser, nodes.consoles()[MY])
        known = prepared(stage, nodes, case)
        taken = {width: list(pictures(stage, known, dossiers, width)) for width in WIDTHS}
        asking = Stage(browser, nodes.consoles()[VN])
        taken["paper"] = list(papers(asking, ASKING, case, Path(made)))
        listed = "".join(f"/{path}\n" for path in paths())
        (folder / PAGES).write_text(listed, encoding="utf-8")
        for name, shown in taken.items():
            for number, each in enumerate(shown):
                if single:
                    (single / f"{name}-{number:02}.png").write_bytes(each.png)
                    print(f"{name}-{number:02}.png  {each.words}")
            for file in sheets(browser, name, shown, folder):
                print(f"{file}  {file.stat().st_size:,} bytes")


def main() -> None:
    """Play the demonstration, and draw it."""
    parser = argparse.ArgumentParser(prog="tools.screens", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=SHEETS)
    parser.add_argument("--single", type=Path, metavar="DIR")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.single:
        options.single.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lintas-screens-") as stage:
        terminal = Terminal()
        with federation(Path(stage), terminal, keep=False) as nodes:
            draw(nodes, play(World(nodes, terminal, Claims())), options.folder, options.single)


if __name__ == "__main__":
    main()
