"""What offices decide together: bodies and who leads, initiatives, positions, follow-up, courses, posts."""

from __future__ import annotations

from lintas.demo.rows.row import Row, day, my, vn

TERMS = {"name": "Working group on online fraud (EXERCISE)", "level": "working group",
         "reports_to": "senior officials", "purpose": "methods and training", "meets": "twice a year"}  # fmt: skip

BODIES = Row(
    "bodies",
    "A working group that both states have agreed to, a crime area, and an offer to lead it that was taken up",
    (
        my("open the register", {"text": "Bodies and crime areas of two invented neighbours."}, "state=my-ca,vn-ca"),
        vn("propose a body", TERMS, opens="group"),
        vn("agree", item="group"),
        my("agree", item="group"),
        vn("record that all agreed", {"on": day(0), "where": "an invented meeting of senior officials",
                                      "source": "EXERCISE: its summary record, paragraph 4"}, item="group", two=True),
        my("enter a crime area", {"area": "online fraud", "bodies": TERMS["name"], "from_day": day(0),
                                  "source": "EXERCISE: the same summary record, paragraph 5"}, opens="area"),
        vn("offer to lead", {"programme": "two courses a year and a library of methods", "from_day": day(30),
                             "to_day": day(760), "courses": "three, all invented",
                             "results": "one invented handbook"}, item="area", opens="offer"),
        my("back the offer", {"text": "We used the handbook and would use it again."}, item="offer"),
        my("record what senior officials recommend", {
            "on": day(0), "where": "an invented meeting of senior officials", "source": "EXERCISE: paragraph 6"},
           item="offer"),
        my("record what ministers decided", {
            "on": day(0), "where": "an invented meeting of ministers", "source": "EXERCISE: joint statement, 11"},
           item="offer", two=True),
        vn("take the lead", item="offer"),
        my("record a term", {"office": "host of a meeting", "body": TERMS["name"], "from_day": day(0),
                             "to_day": day(365), "source": "EXERCISE: paragraph 9"}, "holder=vn-ca", opens="host"),
        vn("confirm", item="host"),
    ),
    "kept",
    {"group": "established", "area": "led", "offer": "taken up", "host": "confirmed"},
)  # fmt: skip

PROPOSAL = {"title": "A common desk for reports of online fraud (EXERCISE)", "area": "online fraud",
            "aim": "a victim reports once, wherever the money went", "work": "forms, a course, a pilot",
            "from_day": day(30), "to_day": day(700)}  # fmt: skip

INITIATIVE = Row(
    "initiative",
    "An initiative that was endorsed, with a milestone, a pledge on its way and a pilot whose data rule is accepted",
    (
        vn("propose", PROPOSAL, "state=my-ca,vn-ca"),
        my("pledge", {"sort": "expertise", "what": "two trainers for a month", "by": day(200)}, opens="pledge"),
        vn("put up for endorsement", PROPOSAL, opens="endorsement"),
        vn("agree", item="endorsement"),
        my("agree", item="endorsement"),
        vn("record that all agreed", {"on": day(0), "where": "an invented meeting of senior officials",
                                      "source": "EXERCISE: paragraph 12"}, item="endorsement", two=True),
        vn("begin the work", {"text": "The work begins."}),
        vn("set a milestone", {"task": "a form that both desks can read", "by": day(90)},
           "owner=my-ca", opens="milestone"),
        vn("plan a pilot", {
            "technology": "matching of reports by the number of the account", "question": "does it find doubles?",
            "data_rule": "invented reports only; deleted when the pilot stops", "places": "two desks",
            "until": day(120)}, "taking part=my-ca", opens="pilot"),
        my("take up", item="milestone"),
        my("accept the data rule", item="pilot"),
    ),
    "under way",
    {"endorsement": "decided", "milestone": "under way", "pledge": "pledged", "pilot": "data rule accepted by all"},
)  # fmt: skip

CONSULTATION = Row(
    "consultation",
    "Words for a declaration, asked about before anybody tables them",
    (
        vn("ask for positions", {
            "matter": "a paragraph on fraud compounds (EXERCISE)", "question": "could you accept the word compounds?",
            "our_view": "it says what they are", "by": day(20)}, "consulted=my-ca"),
        my("give a position", {"could_agree": "places where people are held and made to defraud others",
                               "could_not": "a list of places"}),
        vn("put common words", {"words": "places where people are held and made to defraud others",
                                "used_where": "a declaration (EXERCISE)"}),
        my("agree to the words"),
    ),
    "common words",
)  # fmt: skip

SIDE_MEETING = Row(
    "side_meeting",
    "A meeting of two principals beside a plenary, fixed with its place and zone, and who comes",
    (
        vn("ask for a meeting", {
            "sort": "sideline meeting", "between": "two invented ministers", "subject": "a desk for reports of fraud",
            "suits": f"Meeting of two (EXERCISE) | {day(30)} 08:00 | Asia/Kuala_Lumpur", "by": day(10)}, "asked=my-ca"),
        my("propose other times", {
            "suits": f"Meeting of two (EXERCISE) | {day(31)} 17:30 | Asia/Kuala_Lumpur | {day(31)} 18:00"}),
        vn("fix the time", {
            "sessions": f"Meeting of two (EXERCISE) | {day(31)} 17:30 | Asia/Kuala_Lumpur | {day(31)} 18:00 | "
                        "an invented room | in person"}),
        my("name the delegation", {"delegates": "Minister of an invented state | head of delegation | Ministry"}),
    ),
    "fixed",
)  # fmt: skip

FOLLOW_UP = Row(
    "follow_up",
    "A recommendation that one state carries out and the other studies, and a task that was taken up",
    (
        my("open the follow-up", {"source": "an invented meeting of ministers", "on": day(-10)}, "state=my-ca,vn-ca"),
        my("enter a recommendation", {"words": "States are encouraged to name one desk for reports of online fraud.",
                                      "paragraph": "14"}, opens="recommendation"),
        my("task", {"task": "a list of such desks", "by": day(120), "paragraph": "15"}, "owner=vn-ca", opens="task"),
        my("study it", {"text": "Our two services are looking at it."}, item="recommendation"),
        vn("carry it out", {"text": "The desk is named.", "where": "contact points"}, item="recommendation"),
        vn("take up", item="task"),
    ),
    "tasks open",
    {"recommendation": "recommended", "task": "under way"},
)  # fmt: skip

WISH = "the person asked for it, in a language that the person understands"

COURSE = Row(
    "course",
    "A course with places for a neighbour, one who was sent, attended and was certified",
    (
        my("announce", {"title": "Following accounts (EXERCISE)", "area": "money laundering", "form": "course",
                        "for_whom": "investigators", "language": "English", "place": "an invented academy",
                        "from_day": day(20), "to_day": day(24), "names_by": day(10)}, "state=vn-ca"),
        my("offer places", {"places": "2", "costs": "the host bears board and lodging", "kept_until": day(10)},
           "receiving=vn-ca", opens="places"),
        vn("take places", {"places": "1"}, item="places"),
        vn("enrol", {"person": "Do Thi Bai Tap (invented)", "wish": WISH, "office": "an invented unit"},
           opens="person"),
        my("admit the person", {"text": "Welcome."}, item="person"),
        my("record attendance", {"attended": "5", "of": "5", "test": "passed"}, item="person"),
        my("certify", {"person": "Do Thi Bai Tap (invented)", "wish": WISH, "course": "Following accounts (EXERCISE)",
                       "from_day": day(20), "to_day": day(24), "attained": "passed"}, item="person", two=True),
    ),
    "announced",
    {"places": "taken", "person": "certified"},
)  # fmt: skip

POST = Row(
    "post",
    "A secondment that both states agreed to fill with an officer of one of them",
    (
        my("announce, to be filled by consensus", {
            "post": "analyst of online fraud (EXERCISE)", "sort": "secondment to another state",
            "duties": "methods and figures, no case", "asked_for": "five years of work on fraud",
            "paid_by": "the sending state", "from_day": day(60), "to_day": day(420), "apply_by": day(30)},
           "state=my-ca,vn-ca"),
        vn("apply before all", {"person": "Le Van Thu Nghiem (invented)", "wish": WISH, "office": "an invented unit",
                                "experience": "seven years, all invented", "languages": "Vietnamese, English"},
           opens="application"),
        my("examine it", {"text": "Complete."}, item="application"),
        my("agree", item="application"),
        vn("agree", item="application"),
        my("record that all agreed", {"text": "Both states agreed."}, item="application", two=True),
        vn("accept the post", item="application"),
        my("fill the post", {"from_day": day(60), "to_day": day(420)}, two=True),
    ),
    "filled",
    {"application": "accepted"},
)  # fmt: skip

PARTNERSHIP = Row(
    "partnership",
    "A partner whose proposal was passed on and agreed to, and what the next coordinator must know",
    (
        my("open the partnership", {
            "partner": "an invented partner, played by the office of Viet Nam", "standing": "development partner",
            "term_from": day(-100), "term_to": day(900), "source": "EXERCISE: an invented decision"},
           "partner=vn-ca", "state=my-ca"),
        vn("propose", {"title": "A handbook on fraud compounds (EXERCISE)", "area": "online fraud",
                       "text": "A handbook in four languages.", "offers": "translation"}, opens="proposal"),
        my("pass it on to all states", {"text": "For agreement, please."}, item="proposal"),
        my("agree", item="proposal"),
        my("answer that all agree", {"text": "All agree."}, item="proposal", two=True),
        vn("pledge", {"sort": "expertise", "what": "four translators", "by": day(200)}, opens="pledge"),
        my("hand over the file", {"left_open": "the handbook", "promised": "a first text in half a year"}),
    ),
    "in being",
    {"proposal": "agreed", "pledge": "pledged"},
)  # fmt: skip

RETURNS = Row(
    "returns",
    "Figures that two states signed, and cases that both had counted; for a picture it takes five states",
    (
        my("call for returns", {"period": "an invented half-year", "first_day": day(-182), "last_day": day(-1),
                                "counting": "a case counts where it was opened", "by": day(30)}, "state=my-ca,vn-ca"),
        vn("hand in figures", {"area": "cybercrime and online fraud", "under_investigation": "120",
                               "before_court": "14", "ended_in_conviction": "9", "ended_otherwise": "31"},
           opens="figures", two=True),
        vn("ask about cases counted twice", {"area": "cybercrime and online fraud", "cases": "2",
                                             "text": "two invented cases with callers there and victims here"},
           "other=my-ca", opens="double"),
        my("say that you count them", {"text": "They were opened at your side."}, item="double", two=True),
        vn("say that our figures are complete", {"text": "Complete."}, two=True),
    ),
    "figures of some complete",
    {"figures": "handed in", "double": "counted by who asked"},
)  # fmt: skip

PLAN = Row(
    "plan",
    "A plan with an action line of two states, a report for a half-year, and one entered for a state without a node",
    (
        my("lay down", {
            "title": "An invented plan of action", "parent": "an invented vision", "valid_from": day(-400),
            "valid_to": day(1400), "mid_term": day(500)}, "state=my-ca,vn-ca",
           files={"file": ("plan.txt", "EXERCISE: the text of an invented plan.")}),
        my("open a component", {"area": "online fraud", "provision": "an invented section 3"},
           "lead shepherd=vn-ca", opens="component"),
        vn("set an action line", {
            "area_of_collaboration": "police and banks", "activity": "a common form for reports of online fraud",
            "expected_output": "a form in four languages", "lead_and_cooperating_body": "working group (EXERCISE)",
            "by": day(300), "states_without_a_node": "XA"}, "doing=vn-ca,my-ca", item="component", opens="line"),
        vn("begin", item="line"),
        vn("report", {"half_year_to": day(-20), "status": "on track", "outputs": "1",
                      "what_was_done": "The form is there in one language."}, item="line"),
        my("enter a report for another", {
            "half_year_to": day(-20), "status": "under way", "outputs": "0",
            "what_was_done": "An invented state wrote by e-mail.", "on_behalf_of": "XA"}, item="line", opens="entered",
           files={"original": ("letter.txt", "EXERCISE: the letter of an invented state.")}),
    ),
    "under way",
    {"component": "under way", "line": "under way", "entered": "not confirmed"},
    {"outputs": "1"},
)  # fmt: skip

ROWS = (BODIES, INITIATIVE, CONSULTATION, SIDE_MEETING, FOLLOW_UP, COURSE, POST, PARTNERSHIP, PLAN, RETURNS)
