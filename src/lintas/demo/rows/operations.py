"""What offices do together: pursuit, teams, campaigns, deliveries under watch, deconfliction, assets."""

from __future__ import annotations

from lintas.demo.rows.row import FRAUD, Row, day, my, vn

WANTED = "Nguyen Van Gia Dinh (invented)"

PURSUIT = Row(
    "pursuit",
    "A person wanted by an invented court, a sighting, and what was done about it",
    (
        vn("alert", {
            "person": WANTED, "born": "1979", "offence": FRAUD, "order": "order EX-2026-0310 of an invented court",
            "order_on": "2026-10-02", "to_do": "locate and tell", "extradition": "will be asked for",
            "until": day(180), "vehicles": "EX-123.45, a white van", "telephones": "+999 24 5550 0100"},
           "watching=my-ca", two=True),
        my("put on watch"),
        my("report a sighting", {
            "place": "an invented guest house", "on": day(-1), "offence": FRAUD,
            "what": "The name stands in the register of guests.", "sure": "resembles",
            "vehicles": "EX-123.45, a white van"}, opens="sighting"),
        vn("follow up", {"text": "Thank you: a set of prints follows by a request."}, item="sighting"),
    ),
    "watched",
    {"sighting": "followed up"},
)  # fmt: skip

TEAM = Row(
    "joint_team",
    "One team of two offices, under an agreement that both have signed",
    (
        vn("propose a team", {
            "offence": FRAUD, "matter": "callers in one state, victims in the other",
            "proceedings": "file EX-2026-0042 of an invented prosecutor", "basis": "UNTOC art. 19"},
           "member=my-ca,vn-ca"),
        my("say what we have and may", {
            "proceedings": "file EX-MY-0042 of an invented prosecutor",
            "allowed": "joint questioning, with our own officer in the chair"}),
        vn("say what we have and may", {
            "proceedings": "file EX-2026-0042", "allowed": "a shared log of evidence"}),
        vn("lay down the agreement", {
            "purpose": "the invented fraud of files EX-2026-0042 and EX-MY-0042", "members": "vn-ca and my-ca",
            "law": "each at home under its own law", "evidence": "shared log; other use by leave",
            "data": "kept as the stricter law asks", "costs": "each bears its own", "ends_on": day(365)},
           files={"text": ("agreement.txt", "EXERCISE. Agreement on a joint investigation team (invented).\n")}),
        my("sign", {"signed_by": "the office of an invented prosecutor", "on": day(0)}, two=True),
        vn("sign", {"signed_by": "the office of an invented prosecutor", "on": day(0)}, two=True),
        vn("begin work", {"text": "The team begins."}),
    ),
    "at work",
)  # fmt: skip

CAMPAIGN = Row(
    "campaign",
    "Two forces act in the same weeks, each at home, and their results are added up",
    (
        vn("propose", {
            "crimes": "online fraud", "opens": day(0), "closes": day(21),
            "aims": "close the accounts through which the money of victims leaves",
            "targets": "invented list EX-T-7"}, "invited=my-ca,vn-ca"),
        my("join"),
        vn("join"),
        my("agree to the plan"),
        vn("agree to the plan"),
        vn("launch"),
        my("report", {"inspections": "40", "arrests": "7", "victims_helped": "12"}),
        vn("report", {"inspections": "25", "arrests": "5", "victims_helped": "30"}),
    ),
    "all have reported",
    totals={"arrests": "12", "inspections": "65", "victims helped": "42"},
)  # fmt: skip

DELIVERY = Row(
    "controlled_delivery",
    "A consignment that goes on under watch only once the state on its route has agreed",
    (
        vn("propose", {
            "offence": "smuggling of protected animals; 4 years or more", "goods": "a crate of invented scales",
            "vessels": "MV Contoh (invented), IMO 2000004", "vehicles": "EX-678.90, a lorry",
            "route": "from an invented port by road to an invented market", "places": "an invented port",
            "first_day": day(5), "watch": "two cars, changed at the border", "jurisdiction": "where it is opened",
            "costs": "each bears its own", "basis": "UNTOC art. 20"}, "on the route=my-ca"),
        my("agree", {"agreed_by": "an invented head of customs", "consignment": "goes on intact",
                     "contact": "night desk of an invented unit"}, two=True),
    ),
    "all have agreed",
)  # fmt: skip

DECONFLICTION = Row(
    "deconfliction",
    "Is somebody else at work there, then? A probe that names no target, and a desk to speak with",
    (
        vn("open", {"crimes": "online fraud", "vetting": "as both offices agreed (EXERCISE)", "review": "each month"},
           "cell=my-ca"),
        my("adopt the terms"),
        vn("probe", {"place": "an invented business park", "from_day": day(3), "to_day": day(4),
                     "work": "observation"}, "asked=my-ca", opens="probe"),
        my("overlap", {"desk": "night desk of an invented unit", "reached": "hotline, at all hours"}, item="probe"),
    ),
    "in use",
    {"probe": "overlap"},
)  # fmt: skip

ORDER = "order EX-MY-0555 of an invented court"
SHARES = {"terms": "to the victims of the file, by the court's list", "ground": "compensation of victims",
          "amount": "180000.00 MYR", "costs": "2000.00 MYR"}  # fmt: skip

ASSET = Row(
    "asset",
    "An account from an informal enquiry to a return that both have agreed, and a ship that was found with it",
    (
        vn("enquire", {"offence": FRAUD, "grounds": "Money of 31 invented victims went there.",
                       "accounts": "EX-5540-1182-99", "basis": "UNCAC art. 46"}, "holding=my-ca"),
        my("find", {"what": "account", "offence": FRAUD, "account": "EX-5540-1182-99",
                    "place": "Bank Contoh (invented)"}, opens="account"),
        my("find", {"what": "vessel", "offence": FRAUD, "vessel": "MV Contoh (invented), IMO 2000004",
                    "place": "an invented harbour"}, opens="vessel"),
        vn("request formally", {
            "offence": FRAUD, "grounds": "Money of 31 invented victims went there.", "accounts": "EX-5540-1182-99",
            "basis": "ASEAN MLAT art. 22", "asked": "restrain"}, two=True),
        my("restrain", {"court": "an invented court", "scope": ORDER}, item="account", two=True),
        my("value", {"value": "182000.00 MYR", "on": day(0), "by": "the bank"}, item="account"),
        my("confiscate", {"court": "an invented court", "scope": ORDER, "final": "final"}, item="account", two=True),
        my("offer to share", SHARES, item="account"),
        vn("agree to share", SHARES, item="account", two=True),
    ),
    "formally asked",
    {"account": "return agreed", "vessel": "located"},
    {"value": "182000.00 MYR"},
)  # fmt: skip

CALL = Row(
    "call",
    "Two private offices arrange that their ministers speak, and call whenever somebody presses the button",
    (
        vn("arrange", {
            "when": "today at 16:00 in Ha Noi", "languages": "English; each with an interpreter",
            "subject": "an invented exercise at sea", "seats": "each a speaker, an interpreter and a note-taker"},
           "guest=my-ca"),
        my("agree"),
    ),
    "agreed",
)  # fmt: skip

ROWS = (CALL, PURSUIT, TEAM, CAMPAIGN, DELIVERY, DECONFLICTION, ASSET)
