"""What the gallery shows: invented authorities, persons and cases, in English, Thai and Burmese."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

LANGS: Final = ("en", "th", "my")
NODE: Final = {"en": "Central Authority of Viet Nam", "th": "ผู้ประสานงานกลางเวียดนาม", "my": "ဗီယက်နမ် ဗဟိုအာဏာပိုင်"}
OFFICER: Final = {"en": "Lan", "th": "ลาน", "my": "လန်"}
ROLE: Final = {"en": "officer", "th": "เจ้าหน้าที่", "my": "အရာရှိ"}
PLACES: Final = {
    "en": ("Work", "A dossier", "A draft"),
    "th": ("งาน", "แฟ้มคดี", "ร่าง"),
    "my": ("အလုပ်", "အမှုတွဲ", "မူကြမ်း"),
}
TITLE: Final = {
    "en": "Bank records, a fraud compound near the border",
    "th": "ขอเอกสารธนาคารเกี่ยวกับกลุ่มหลอกลวงบริเวณชายแดน",
    "my": "နယ်စပ်အနီး လိမ်လည်မှုစခန်းဆိုင်ရာ ဘဏ်မှတ်တမ်းများ တောင်းခံခြင်း",
}
FACTS: Final = {
    "en": "On 3 November the account received forty transfers within an hour and was emptied the same night.",
    "th": "เมื่อวันที่ 3 พฤศจิกายน บัญชีได้รับเงินโอนสี่สิบครั้งภายในหนึ่งชั่วโมง และถูกถอนจนหมดในคืนเดียวกัน",
    "my": "နိုဝင်ဘာ ၃ ရက်နေ့တွင် စာရင်းသို့ တစ်နာရီအတွင်း ငွေလွှဲအကြိမ်လေးဆယ် ဝင်ရောက်ခဲ့ပြီး ထိုညတွင်ပင် ကုန်စင်အောင် ထုတ်ယူခဲ့သည်။",
}
VIETNAMESE: Final = "Nguyễn Thị Mẫu, số hộ chiếu chưa rõ; những giấy tờ kèm theo đã được chứng thực."
LAO: Final = "ຂໍ້ມູນທີ່ຮ້ອງຂໍແມ່ນສຳລັບການສືບສວນເທົ່ານັ້ນ."
KHMER: Final = "ព័ត៌មាននេះសម្រាប់តែការស៊ើបអង្កេតប៉ុណ្ណោះ។"


def due(pressing: str, left: str) -> dict[str, str]:
    """A date that is owed."""
    return {"pressing": pressing, "left": left, "local": "22 Nov 17:00 ICT", "theirs": "18:00 SGT"}


def line(lang: str, number: int, **stands: Any) -> SimpleNamespace:
    """A line of the worklist."""
    plain = {"awaits_us": False, "awaited": [], "ended": False, "next_step": ""}
    names = {"pk": f"d{number}", "href": f"dossier.html?{number}", "ref": f"7f3a90b{number}", "title": TITLE[lang]}
    return SimpleNamespace(
        **plain | names | {"parties": ["th-ago", "kh-gdi"], "phase": "More information asked"} | stands
    )


def work(lang: str) -> dict[str, Any]:
    """Lists of work in every state."""
    lines = [
        (line(lang, 1, awaits_us=True, next_step="Supply the bank's certificate"), due("soon", "1 day left")),
        (line(lang, 2, awaits_us=True, next_step="Acknowledge"), due("passed", "2 days over")),
        (line(lang, 3, awaited=["my-ca", "sg-ca"], phase="Provisional arrest"), due("", "9 days left")),
        (line(lang, 4, phase="Answered"), None),
        (line(lang, 5, ended=True, phase="Closed"), None),
    ]
    columns = [
        {"words": "Dossier", "sort": "title"},
        {"words": "With"},
        {"words": "Where it stands"},
        {"words": "Next"},
        {"words": "Due", "sort": "-due", "sorted": "ascending"},
    ]
    paginator = SimpleNamespace(num_pages=5)
    page = SimpleNamespace(
        has_other_pages=True, has_previous=True, has_next=True, number=2, paginator=paginator,
        previous_page_number=1, next_page_number=3,
    )  # fmt: skip
    elsewhere = [{"href": "work.html", "words": "Waiting on others", "count": 3}]
    levels = ("info", "success", "warning", "error", "urgent")
    return {
        "lines": lines,
        "columns": columns,
        "page": page,
        "elsewhere": elsewhere,
        "levels": levels,
        "title_here": TITLE[lang],
    }


def act(number: int, author: str, verb: str, **changes: Any) -> dict[str, Any]:
    """A shown act as plain data."""
    plain: dict[str, Any] = {
        "id": f"{number:02}9f3ac4471e0b", "author": author, "verb": verb, "form": "act", "item": "dossier",
        "item_name": "", "verdict": "counted", "why": "", "effect": True, "recall": False, "corrected": [],
        "disowned": None, "to": {}, "sealed": "", "officers": [], "readers": None, "marks": {},
    }  # fmt: skip
    return plain | changes


def acts_of(lang: str) -> list[tuple[dict[str, Any], list[Any], str, Any]]:
    """An act of every state: its data, what it says, in which language, and a translation."""
    marks = {
        "th-ago": "opened",
        "kh-gdi": "stored",
        "my-ca": "sent",
        "sg-ca": "queued",
        "la-ca": "taken",
        "ph-ca": "refused",
    }
    said = [("Facts", FACTS[lang]), ("Measures", ["records of the account", "names of those who may sign"])]
    return [
        (
            act(
                1,
                "vn-ca",
                "request",
                officers=["Lan", "Minh"],
                readers=["th-ago"],
                marks=marks,
                to={"requested": ["th-ago"]},
            ),
            said,
            lang,
            None,
        ),
        (
            act(2, "th-ago", "ask for more", marks={"vn-ca": "opened"}),
            [("What is missing", TITLE["th"])],
            "th",
            [{"language": "en", "text": TITLE["en"], "officer": "Lan"}],
        ),
        (act(3, "vn-ca", "supply", corrected=["x"]), [("Person", VIETNAMESE)], "vi", None),
        (act(4, "la-ca", "inform", recall=True), [("Purpose", LAO)], "lo", None),
        (act(5, "kh-gdi", "inform", effect=False), [("Purpose", KHMER)], "km", None),
        (act(6, "my-ca", "answer", verdict="void", why="its author has no lane here"), [], "", None),
        (act(7, "my-ca", "answer", sealed="Sealed"), [], "", None),
        (act(8, "my-ca", "answer", sealed="Erased"), [], "", None),
    ]


def dossier(lang: str) -> dict[str, Any]:
    """A dossier with acts in every state."""
    parties = [
        {"code": "vn-ca", "name": NODE["en"], "ours": True, "role": "requesting"},
        {
            "code": "th-ago",
            "name": "Attorney General of Thailand",
            "role": "requested",
            "mark": "opened",
            "seen": "14:02 ICT",
        },
        {
            "code": "kh-gdi",
            "name": "General Department of Cambodia",
            "role": "requested",
            "mark": "queued",
            "seen": "yesterday 09:15 ICT",
        },
        {"code": "asec", "name": "Secretariat", "outside": True},
    ]
    timeline = [{"act": each, "when": f"2{n} Nov 09:12 ICT", "said": words, "lang": tongue, "unofficial": unofficial}
                for n, (each, words, tongue, unofficial) in enumerate(acts_of(lang))]  # fmt: skip
    return {"lines": work(lang)["lines"], "timeline": timeline, "parties": parties, "title_here": TITLE[lang]}


def draft(lang: str) -> dict[str, Any]:
    """A draft: its tasks, a form with every input and with errors, the answers."""
    from tests.console.sample_forms import ask

    states = ("done", "doing", "looked", "blocked", "")
    names = ("Who asks, who is asked", "Legal basis", "Persons", "Check and seal", "Facts")
    tasks: list[dict[str, str]] = [
        {"words": name, "href": "draft.html", "state": state} for name, state in zip(names, states, strict=True)
    ]
    tasks[3]["why"] = "Persons and facts come first."
    rows = [
        ("Facts", FACTS[lang], "draft.html"),
        ("Measures", ["records of the account", "names of those who may sign"], "draft.html"),
        ("Amount", "THB 2,100,000", "draft.html"),
        ("Asked by", "vn-ca", ""),
    ]
    problems = [("Legal basis", "no treaty is named"), ("", "nobody is asked")]
    return {
        "tasks": tasks,
        "done": 1,
        "of": 5,
        "form": ask(FACTS[lang]),
        "rows": rows,
        "problems": problems,
        "title_here": TITLE[lang],
    }
