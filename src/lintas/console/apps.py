"""The console as an application of Django."""

from __future__ import annotations

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Its one application: all models of the console."""

    name = "lintas.console"
    label = "console"

    def ready(self) -> None:
        """Let what allauth tells be heard."""
        from lintas.console import passkeys  # noqa: F401 - its receivers register themselves
