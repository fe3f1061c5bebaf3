"""What offices tell each other: requirements, warnings, incidents, what was learnt; and help in an emergency."""

from __future__ import annotations

import json
from typing import Final

from lintas.demo.rows.row import FRAUD, Row, day, my, vn

INDICATOR: Final = "00000000-0000-4000-8000-000000000001"
AT: Final = "2026-11-20T00:00:00.000Z"
INDICATORS: Final = json.dumps(
    {
        "type": "bundle",
        "id": f"bundle--{INDICATOR}",
        "objects": [
            {
                "type": "indicator", "spec_version": "2.1", "id": f"indicator--{INDICATOR}", "created": AT,
                "modified": AT, "valid_from": AT, "name": "EXERCISE: invented fraud site", "pattern_type": "stix",
                "pattern": "[domain-name:value = 'fraud.example']",
            }
        ],
    },
    indent=2,
)  # fmt: skip
"""A bundle in STIX 2.1 form; the site stands under a name that nobody can register (RFC 2606)."""

REQUIREMENT = Row(
    "requirement",
    "One question about fraud compounds, what each can lawfully find out, and one assessment",
    (
        my("ask", {
            "question": "Where do the recruiters of fraud compounds look for staff this season?",
            "decision": "where to place warnings before the holidays", "crimes": "online fraud, trafficking in persons",
            "by": day(30)}, "contributing=vn-ca"),
        vn("say what we can collect", {
            "collect": "public advertisements, and what returning workers tell us of their own will",
            "law": "an invented act on the prevention of crime", "by": day(14)}),
        vn("contribute", {
            "information": "Advertisements moved from job pages to closed groups since September.",
            "offence": FRAUD, "handling": "H0", "source": "B", "certainty": "3"}),
        my("put forward an assessment", {
            "judgement": "Recruitment goes on in closed groups, in the languages of both states.",
            "likelihood": "likely", "confidence": "moderate", "rests_on": "two contributions and public pages",
            "not_known": "who pays for the advertisements"}, two=True),
        vn("agree"),
    ),
    "assessed, ready to adopt",
)  # fmt: skip

WARNING = Row(
    "warning",
    "A threat to citizens of Malaysia, and the words for the public that both agreed to",
    (
        vn("warn", {
            "against": "citizens of the state warned",
            "threat": "Callers pose as officials of an invented tax office and ask for remote access.",
            "expected": "the next two weeks", "advice": "hang up, and call the number on the card",
            "handling": "H0", "source": "B", "certainty": "2", "until": day(45)}, "warned=my-ca"),
        my("acknowledge"),
        vn("propose the public version", {
            "text": "EXERCISE: no office asks by telephone for access to your device.",
            "languages": "Malay, English", "by_whom": "the police press desks"}, two=True),
        my("agree to the words"),
        vn("release to the public", {"on": day(0), "by_whom": "the police press desks"}, two=True),
    ),
    "in force, acknowledged by all",
)  # fmt: skip

CLOSED_MATTER = Row(
    "closed_matter",
    "A matter of national security between two named officials on each side; nobody else here knows of it",
    (
        vn("open", {
            "matter": "EXERCISE: somebody offers the plans of an invented port to an invented company.",
            "office": "the deputy secretary of an invented council", "marking": "secret", "handling": "H2",
            "until": day(90)}, "counterpart=my-ca", two=True),
        my("accept", {"office": "the director of an invented agency"}),
        vn("ask", {
            "text": "Has the invented company an office with you, and who pays for it?", "urgency": "this week",
            "marking": "secret", "handling": "H2"}, "asked=my-ca", opens="question"),
        my("answer", {
            "text": "It rents one room. The rent is paid from a third state.", "marking": "secret", "handling": "H2"},
           item="question"),
    ),
    "open",
    {"question": "answered by all"},
)  # fmt: skip

INCIDENT = Row(
    "incident",
    "A fraud site that both response teams look for, with an indicator as a STIX file",
    (
        vn("notify", {
            "severity": "significant", "sort": "fraud site or mail", "sectors": "banks",
            "seen": "An invented site asks for the codes of an invented bank.",
            "look_for": "requests for fraud.example", "sharing": "TLP:AMBER"}, "notified=my-ca"),
        my("acknowledge"),
        vn("give indicators", {"form": "STIX 2.1", "sharing": "TLP:AMBER", "worth_until": day(60)},
           opens="set", files={"file": ("indicators.json", INDICATORS)}),
        my("report what was found", {"text": "Three requests for it in one network, all in the last week."},
           item="set"),
        my("affected as well", {"systems": "3", "sectors": "banks"}),
    ),
    "known to all",
    {"set": "given"},
    {"systems affected": "3"},
)  # fmt: skip

PRESERVATION = Row(
    "preservation",
    "Data about an account are kept until a request for legal assistance is there",
    (
        my("ask to preserve", {
            "offence": FRAUD, "authority": "an invented cybercrime unit",
            "facts": "Victims were led to an invented page; its provider deletes logs after 30 days.",
            "data": "logs of connections to the page from 192.0.2.7, 2026-11-20 03:14:07 to 03:20:00 +0700",
            "e_mails": "shop-0001@provider.example",
            "ip_addresses": "192.0.2.7",
            "need": "the logs are deleted after 30 days",
            "request_follows": "a request for legal assistance will follow", "basis": "UNTOC art. 27"},
           "preserving=vn-ca"),
        vn("acknowledge", {"by": day(2), "reference": "EX-VN-0201"}),
        vn("preserve", {"kept": "connection logs of the account", "until": day(90), "bound": "voluntary"}),
    ),
    "preserved, request awaited",
)  # fmt: skip

EMERGENCY = Row(
    "emergency",
    "A storm: a team from Malaysia works under the command of Viet Nam",
    (
        vn("ask for help", {
            "happened": "storm or flood", "place": "an invented district on the coast",
            "needed": "search teams with boats", "not_needed": "food and clothes", "by": day(2),
            "point_of_entry": "an invented airport", "command": "the district's rescue command"}, "asked=my-ca"),
        my("offer a team", {
            "people": "24", "capability": "search on water, two shifts", "equipment": "six boats, own fuel for a week",
            "from_day": day(1), "days": "7", "costs": "borne by the helping state"}, opens="team"),
        my("say what we can do", {"text": "One team now; a second one can follow in three days."}),
        vn("accept", {
            "under": "the district's rescue command", "people": "entry at the airport on a list of names",
            "equipment": "in and out without duty, on a list", "costs": "as offered"}, item="team", two=True),
        my("report arrival", {"text": "24 people and six boats at the airport, on their way to the district."},
           item="team"),
    ),
    "answered by all",
    {"team": "at work"},
)  # fmt: skip

EXPERIENCE = Row(
    "experience",
    "How one office met a method of fraud, and what came of it at the other",
    (
        my("open the library", {"text": "What our offices learnt about fraud by telephone (EXERCISE)."},
           "contributor=vn-ca"),
        vn("enter", {
            "sort": "good practice", "title": "A card beside the telephone", "crimes": "fraud by telephone",
            "language": "English", "text": "Banks hand a card with their one true number to every customer over 60.",
            "rests_on": "six months in two invented districts"}, opens="entry"),
        my("say what came of it", {
            "where": "one invented district", "result": "it helped in part",
            "text": "Fewer losses; those who had no card were called instead."}, item="entry"),
    ),
    "kept",
    {"entry": "in the library"},
)  # fmt: skip

ROWS = (REQUIREMENT, WARNING, CLOSED_MATTER, INCIDENT, PRESERVATION, EMERGENCY, EXPERIENCE)
