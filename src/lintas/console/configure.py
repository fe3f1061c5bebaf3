"""Django for the node of one folder. A process has one node, and so one console."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import django
from django.conf import settings as django_settings
from django.conf.locale import LANG_INFO
from django.core.management import call_command

from lintas.compose.folder import CONSOLE
from lintas.compose.settings import BadSettings, Settings
from lintas.compose.version import VERSION
from lintas.console import languages, logs
from lintas.console import settings as same_everywhere

KEY: Final = "console.key"
_KEY_BYTES: Final = 32


def configure(folder: Path, settings: Settings) -> None:
    """Make Django ready, and bring its database up to this version; raises `BadSettings`."""
    same = {name: value for name, value in vars(same_everywhere).items() if name.isupper()}
    django_settings.configure(**same | _of_node(folder, settings))
    LANG_INFO.update(languages.WITHOUT_DJANGO)
    django.setup()
    logs.begin()
    call_command("migrate", interactive=False, verbosity=0)


def _of_node(folder: Path, settings: Settings) -> dict[str, Any]:
    origin = _origin(settings)
    secure = origin.scheme == "https"
    return {
        "DEBUG": False,
        "SECRET_KEY": _key(folder),
        "ALLOWED_HOSTS": [origin.hostname or ""],
        "CSRF_TRUSTED_ORIGINS": [f"{origin.scheme}://{origin.netloc}"],
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "SECURE_HSTS_SECONDS": 365 * 24 * 60 * 60 if secure else 0,
        # Two nodes of a demonstration share a browser, and cookies know no port.
        "SESSION_COOKIE_NAME": f"lintas-{settings.code}",
        "CSRF_COOKIE_NAME": f"lintas-csrf-{settings.code}",
        "LANGUAGE_COOKIE_NAME": f"lintas-language-{settings.code}",
        "SESSION_COOKIE_AGE": settings.session_idle_min * 60,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not secure,
        "STATIC_URL": f"/static/{VERSION}/",
        "LANGUAGES": languages.LANGUAGES,
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / CONSOLE,
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
                },
            }
        },
    }


def _origin(settings: Settings) -> Any:
    """Where browsers reach the console, taken apart; http is for this machine alone: it has no passkeys otherwise."""
    text = settings.console_url or f"http://{settings.console}"
    origin = urlsplit(text)
    local = (origin.hostname or "").endswith("localhost") or origin.hostname in {"127.0.0.1", "::1"}
    if (
        not origin.hostname
        or origin.path.strip("/")
        or not (origin.scheme == "https" or (origin.scheme == "http" and local))
    ):
        raise BadSettings("settings", f"console_url is {text!r}, and not https://NAME, or http://NAME.localhost:PORT")
    return origin


def _key(folder: Path) -> str:
    """The key with which sessions are signed: whoever restores without it signs everybody out, and loses nothing."""
    file = folder / KEY
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(_KEY_BYTES) + "\n", encoding="ascii")
    return file.read_text(encoding="ascii").strip()
