"""The dossiers of many: what eleven member states, the Secretariat and two partners do with each other in a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from lintas.demo.federation import MY, VN
from lintas.demo.rows.row import Row, Step, day
from lintas.demo.year.cast import BRITAIN, JAPAN, MEMBERS, SECRETARIAT
from lintas.demo.year.pairs import after

BN, KH, ID, LA, MM, PH, SG, TH, TL = (f"{state}-ca" for state in ("bn", "kh", "id", "la", "mm", "ph", "sg", "th", "tl"))
ALL: Final = ",".join(MEMBERS)
FRAUD: Final = "cybercrime and online fraud"
MINISTERS: Final = "an invented meeting of ministers"
NOTHING: Final[Mapping[str, str]] = {}


def does(by: str, verb: str, fields: Mapping[str, str] = NOTHING, *to: str, item: str = "", opens: str = "",
         two: bool = False, files: Mapping[str, tuple[str, str]] | None = None) -> Step:  # fmt: skip
    """A step of anybody."""
    return Step(by, verb, fields, to, item, opens, two, files or {})


def each(codes: Iterable[str], verb: str, fields: Mapping[str, str] = NOTHING, item: str = "") -> tuple[Step, ...]:
    """The same step of each."""
    return tuple(does(code, verb, fields, item=item) for code in codes)


def others(*but: str) -> tuple[str, ...]:
    """The member states but these."""
    return tuple(code for code in MEMBERS if code not in but)


def paper(name: str, text: str) -> Mapping[str, tuple[str, str]]:
    """A file of the field `file`."""
    return {"file": (name, f"EXERCISE. {text}\n")}


GROUP: Final = "Working group on online fraud (EXERCISE)"
TERMS: Final = {"name": GROUP, "level": "working group", "reports_to": "senior officials",
                "purpose": "methods and training", "meets": "twice a year"}  # fmt: skip
DECIDED: Final = {"on": day(0), "where": MINISTERS, "source": "EXERCISE: its joint statement, paragraph 11"}

BODIES = Row(
    "bodies",
    "The register of bodies: a working group that eleven states agreed to, two offers to lead, one of them taken up",
    (
        does(SECRETARIAT, "open the register", {"text": "Bodies and crime areas (EXERCISE)."}, f"state={ALL}"),
        does(MY, "propose a body", TERMS, opens="group"),
        *each(MEMBERS, "agree", item="group"),
        does(MY, "record that all agreed", DECIDED, item="group", two=True),
        does(SECRETARIAT, "enter a crime area", {"area": FRAUD, "bodies": GROUP, "from_day": day(0),
                                                 "source": "EXERCISE: paragraph 12"}, opens="area"),
        does(SG, "offer to lead", {"programme": "two courses a year and a library", "from_day": day(0),
                                   "to_day": day(700), "courses": "four, all invented", "results": "a handbook"},
             item="area", opens="offer"),
        does(TH, "offer to lead", {"programme": "a desk of analysts for the region", "from_day": day(0),
                                   "to_day": day(700), "courses": "two, all invented", "results": "an invented desk"},
             item="area", opens="second"),
        *each((ID, LA, TL), "back the offer", {"text": "We used the handbook."}, item="offer"),
        does(TH, "withdraw the offer", {"reasons": "We shall be co-lead with what we offered."}, item="second"),
        does(SECRETARIAT, "record what senior officials recommend", DECIDED, item="offer"),
        does(SECRETARIAT, "record what ministers decided", DECIDED, item="offer", two=True),
        does(SG, "take the lead", item="offer"),
        does(SECRETARIAT, "record a term", {"office": "chair and host", "body": GROUP, "from_day": day(0),
                                            "to_day": day(300), "source": "EXERCISE: paragraph 14"},
             f"holder={MY}", opens="chair"),
        does(MY, "confirm", item="chair"),
    ),
    "kept",
    {"group": "established", "area": "led", "offer": "taken up", "chair": "confirmed"},
)  # fmt: skip

NOTICE: Final = {"body": "Meeting of ministers on transnational crime (EXERCISE)", "place": "an invented town",
                 "opens": after(20), "agenda": "1. Online fraud; 2. The plan; 3. Next year"}  # fmt: skip
TEXT: Final = "Member states should name one desk for reports of online fraud."

MEETING = Row(
    "meeting",
    "The annual meeting of ministers, from the chair's theme to the declaration, with papers, a bracket and a task",
    (
        does(MY, "convene", {**NOTICE, "theme": "one desk in every state", "held": "hybrid",
                             "priorities": "online fraud"},
             f"member={','.join(others(MY))}", f"observer={SECRETARIAT},{JAPAN},{BRITAIN}"),
        does(MY, "circulate the agenda", NOTICE),
        *each(others(MY), "agree to the agenda"),
        does(TH, "hand in a paper", {"title": "Country report of Thailand (EXERCISE)",
                                     "kind_of_paper": "country report"},
             files=paper("thailand.txt", "Nine invented cases, two courses.")),
        does(PH, "hand in a paper", {"title": "Country report of the Philippines (EXERCISE)",
                                     "kind_of_paper": "country report"},
             files=paper("philippines.txt", "Victims are heard once, in their own language.")),
        does(SECRETARIAT, "hand in a paper", {"title": "The plan on one page (EXERCISE)", "kind_of_paper": "report"},
             files=paper("plan.txt", "Three components, seven action lines.")),
        does(MY, "table", {"title": "Declaration on online fraud (EXERCISE)", "becomes": "declaration"},
             opens="declaration", files=paper("declaration.txt", TEXT.replace("should", "shall"))),
        does(ID, "put in brackets", {"brackets": "1 | shall | should | our law names the desk"}, item="declaration"),
        does(MY, "revise", {"title": "Declaration on online fraud (EXERCISE)"}, item="declaration",
             files=paper("declaration.txt", TEXT)),
        does(ID, "lift the bracket", item="declaration"),
        does(MY, "open the meeting"),
        does(MY, "record consensus", {"done": "adopted"}, item="declaration",
             files={"text": ("declaration.txt", f"EXERCISE. {TEXT}\n")}),
        does(MY, "task", {"task": "a list of the desks", "by": day(120), "paragraph": "1"}, f"owner={VN}",
             opens="task"),
        does(MY, "close the meeting", {"text": "The next one is in another invented town."}),
        does(VN, "take up", item="task"),
    ),
    "closed, follow-up open",
    {"declaration": "adopted", "task": "under way"},
)  # fmt: skip

PLAN = Row(
    "plan",
    "The plan of action of all, with a component that one state leads, and reports of six",
    (
        does(SECRETARIAT, "lay down", {"title": "Plan of action (EXERCISE)", "valid_from": day(0),
                                       "valid_to": day(1500)}, f"state={ALL}", f"partner={JAPAN},{BRITAIN}",
             files=paper("plan.txt", "A plan with three components (invented).")),
        does(SECRETARIAT, "open a component", {"area": FRAUD, "provision": "part I"}, f"lead shepherd={SG}",
             opens="component"),
        does(SG, "set an action line", {"activity": "a course for desks", "expected_output": "one a year",
                                        "by": day(300)},
             f"doing={VN},{MY},{TH},{PH},{KH},{ID}", item="component", opens="line"),
        *each((VN, MY, TH, PH, KH, ID), "begin", item="line"),
        *each((VN, MY, TH, PH, KH, ID), "report", {"half_year_to": day(0), "status": "on track", "outputs": "1",
                                                   "what_was_done": "One course was held."}, item="line"),
        does(JAPAN, "offer support", {"what": "two trainers for each course", "towards": "the course for desks"}),
    ),
    "under way",
    {"component": "under way", "line": "under way"},
    {"outputs": "6"},
)  # fmt: skip

INITIATIVE = Row(
    "initiative",
    "An initiative that all endorsed, appraised by the Secretariat, with a partner's pledge delivered",
    (
        does(SG, "propose", PROPOSAL := {
            "title": "A library of methods in four scripts (EXERCISE)", "area": FRAUD, "work": "texts, a translation",
            "aim": "what one learnt, all find", "from_day": after(30), "to_day": day(400)},
             f"state={ALL}", f"secretariat={SECRETARIAT}", f"partner={BRITAIN}"),
        does(SG, "put up for endorsement", PROPOSAL, opens="endorsement"),
        *each(MEMBERS, "agree", item="endorsement"),
        does(SG, "record that all agreed", DECIDED, item="endorsement", two=True),
        does(SG, "begin the work", {"text": "The work begins."}),
        does(BRITAIN, "pledge", {"sort": "expertise", "what": "translators for half a year", "by": day(150)},
             opens="pledge"),
        does(BRITAIN, "deliver", {"what": "four translators", "to": "the library", "on": day(0)}, item="pledge"),
        does(SG, "confirm receipt", {"text": "They began.", "received": day(0)}, item="pledge"),
    ),
    "under way",
    {"endorsement": "decided", "pledge": "received"},
)  # fmt: skip


def _partnership(partner: str, name: str, coordinator: str) -> Row:
    return Row(
        "partnership",
        f"The partnership with {name}: a proposal that the coordinator passed on, and what all states answered",
        (
            does(coordinator, "open the partnership", {
                "partner": f"{name} (EXERCISE)", "standing": "dialogue partner", "term_from": day(-300),
                "term_to": day(700), "source": "EXERCISE: an invented decision"},
                 f"partner={partner}", f"state={','.join(others(coordinator))}"),
            does(partner, "propose", {"title": "A handbook on fraud compounds (EXERCISE)", "area": FRAUD,
                                      "text": "In four languages.", "offers": "translation"}, opens="proposal"),
            does(coordinator, "pass it on to all states", {"text": "For agreement, please."}, item="proposal"),
            *each(others(coordinator), "agree", item="proposal"),
            does(coordinator, "answer that all agree", {"text": "All agree."}, item="proposal", two=True),
            does(coordinator, "invite to an open session", {"meeting": NOTICE["body"], "on": after(30),
                                                            "open_part": "the first hour"}, opens="session"),
            does(partner, "accept the invitation", {"text": "We shall come."}, item="session"),
        ),
        "in being",
        {"proposal": "agreed", "session": "accepted"},
    )  # fmt: skip


RETURNING: Final = (VN, MY, TH, PH, SG, ID)
COUNTED: Final = (120, 240, 90, 310, 75, 160)

RETURNS = Row(
    "returns",
    "Figures of six states for half a year, enough for a regional picture in which no case can be found",
    (
        does(SECRETARIAT, "call for returns", {"period": "an invented half-year", "first_day": day(-184),
                                               "last_day": day(-2), "counting": "where it was opened",
                                               "by": day(30)}, f"state={','.join(RETURNING)}"),
        *(does(code, "hand in figures", {"area": FRAUD, "under_investigation": str(count),
                                         "before_court": str(count // 6), "ended_in_conviction": str(count // 8),
                                         "ended_otherwise": str(count // 4)}, two=True)
          for code, count in zip(RETURNING, COUNTED, strict=True)),
        *(does(code, "say that our figures are complete", {"text": "Complete."}, two=True) for code in RETURNING),
    ),
    "figures of some complete",
)  # fmt: skip

FORCES: Final = (TH, LA, KH, VN)
CAMPAIGN = Row(
    "campaign",
    "Four neighbours act in the same weeks, each at home, and their results are added up",
    (
        does(TH, "propose", {"crimes": "online fraud", "opens": after(10), "closes": after(24),
                             "aims": "close the accounts through which money leaves", "targets": "list EX-T-9"},
             f"invited={','.join(FORCES)}"),
        *each(FORCES, "join"),
        *each(FORCES, "agree to the plan"),
        does(TH, "launch"),
        *each(FORCES, "report", {"inspections": "20", "arrests": "3", "victims_helped": "11"}),
    ),
    "all have reported",
    totals={"arrests": "12", "inspections": "80", "victims helped": "44"},
)  # fmt: skip

CONSULTED: Final = (ID, PH, SG)
CONSULTATION = Row(
    "consultation",
    "A position that four states consulted: neither the chair nor the Secretariat knows of it",
    (
        does(VN, "ask for positions", {"matter": "a paragraph on fraud compounds (EXERCISE)", "by": day(20),
                                       "question": "could you accept the word compounds?", "our_view": "yes"},
             f"consulted={','.join(CONSULTED)}"),
        *each(CONSULTED, "give a position", {"could_agree": "places where people are held", "could_not": "a list"}),
        does(VN, "put common words", {"words": "places where people are held and made to defraud others",
                                      "used_where": "a declaration (EXERCISE)"}),
        *each(CONSULTED, "agree to the words"),
    ),
    "common words",
)  # fmt: skip

FOLLOW_UP = Row(
    "follow_up",
    "What the meeting recommended, with a lane for each state",
    (
        does(SECRETARIAT, "open the follow-up", {"source": MINISTERS, "on": day(0)}, f"state={ALL}"),
        does(SECRETARIAT, "enter a recommendation", {"words": TEXT, "paragraph": "1"}, opens="recommendation"),
        *each((VN, MY, SG), "carry it out", {"text": "The desk is named.", "where": "contact points"},
              item="recommendation"),
        *each((TH, LA, BN), "study it", {"text": "Our two services are looking at it."}, item="recommendation"),
    ),
    "kept",
    {"recommendation": "recommended"},
)  # fmt: skip

LAW = Row(
    "law_register",
    "The register of law of all: a row that two others found right, in force",
    (
        does(SECRETARIAT, "open", {"text": "The law between member states (EXERCISE)."}, f"state={ALL}"),
        does(PH, "enter", {"instrument": "EXT_EXERCISE", "states": "two invented states", "article": "9(4)",
                           "row": "EXERCISE: full request within 45 days", "confidence": "read in the original",
                           "source": "EXERCISE: an invented depositary"}, f"checker={SG},{VN}", opens="row", two=True),
        *each((SG, VN), "check", {"reasons": "Compared with our copy.", "article": "9(4)"}, item="row"),
        does(PH, "put in force", item="row", two=True),
    ),
    "kept",
    {"row": "in force"},
)  # fmt: skip

COURSE = Row(
    "course",
    "A course of Thailand for four neighbours, with places taken and people admitted",
    (
        does(TH, "announce", {"title": "Following accounts (EXERCISE)", "area": "money laundering", "form": "course",
                              "for_whom": "investigators", "language": "English", "place": "an invented academy",
                              "from_day": day(20), "to_day": day(24), "names_by": day(10)},
             f"state={LA},{KH},{VN},{MM}"),
        does(LA, "enrol", {"person": "Somchit Samutti (invented)", "office": "an invented unit",
                           "wish": "the person asked for it, in a language that the person understands"},
             opens="person"),
        does(TH, "admit the person", {"text": "Welcome."}, item="person"),
    ),
    "announced",
    {"person": "admitted"},
)  # fmt: skip

TOGETHER: Final = (
    BODIES, LAW, PLAN, INITIATIVE, _partnership(JAPAN, "Japan", TH), _partnership(BRITAIN, "the United Kingdom", VN),
    CAMPAIGN, RETURNS, CONSULTATION, MEETING, FOLLOW_UP, COURSE,
)  # fmt: skip
