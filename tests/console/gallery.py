"""Every part of the console's pages, rendered with samples into static HTML, to be looked at and checked.

    .venv/bin/python -m tests.console.gallery FOLDER     writes FOLDER/LANG/PAGE.html for en, th and my

A process of its own, because Django is configured once in each, and here with next to nothing: what is shown is the
templates, not the views. Persons, authorities and cases are invented.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tests.console import samples

HERE = Path(__file__).resolve().parent
CONSOLE = HERE.parent.parent / "src/lintas/console"
PAGES = ("work", "dossier", "draft")


def _nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


URLS = ("live", "search", "me", "account_logout", "language", "uploads", "glass_told", "ladder_told")
urlpatterns = [path(f"{name}/", _nowhere, name=name) for name in URLS]


def configure() -> None:
    """The least that the templates need."""
    settings.configure(
        ROOT_URLCONF=__name__,
        STATIC_URL="/static/",
        INSTALLED_APPS=["django.contrib.staticfiles", "django.forms"],
        FORM_RENDERER="django.forms.renderers.TemplatesSetting",
        LANGUAGES=[("en", "English"), ("th", "ไทย"), ("my", "မြန်မာ")],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates", CONSOLE / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "libraries": {"lintas": "lintas.console.templatetags.lintas"},
                    "string_if_invalid": "",
                },
            }
        ],
    )
    django.setup()


def frame(lang: str, page: str) -> dict[str, Any]:
    """The context of `base.html`."""
    words = samples.PLACES[lang]
    return {
        "node_code": "vn-ca",
        "node_name": samples.NODE[lang],
        "officer": samples.OFFICER[lang],
        "ready": True,
        "role_words": [samples.ROLE[lang]],
        "searches": True,
        "places": [
            {"href": f"{name}.html", "words": word, "here": name == page, "count": 7 if name == "work" else 0}
            for name, word in zip(PAGES, words, strict=True)
        ],
        "marking": "restricted",
        "handling": "police to police",
        "exercise": True,
    }


def render(lang: str, page: str) -> str:
    """One page in one language."""
    from django.template.loader import render_to_string
    from django.test import RequestFactory
    from django.utils import translation

    request = RequestFactory().get("/work", {"tab": "ours", "page": "2"})
    with translation.override(lang):
        context = frame(lang, page) | getattr(samples, page)(lang) | {"request": request}
        return render_to_string(f"gallery/{page}.html", context, request)


def main(folder: Path) -> None:
    """Write all pages."""
    configure()
    for lang in samples.LANGS:
        (folder / lang).mkdir(parents=True, exist_ok=True)
        for page in PAGES:
            (folder / lang / f"{page}.html").write_text(render(lang, page))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
