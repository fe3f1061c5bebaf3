"""A program that asks the API with a token."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.console.stage import HOST, Stage

if TYPE_CHECKING:
    from lintas.console.models import Officer

API = "/api/1"


@dataclass(slots=True)
class Program:
    """Asks with one token, or without any."""

    stage: Stage
    secret: str = ""

    def ask(self, method: str, path: str, said: Any = None, **more: Any) -> Any:
        """The answer to a request; `said` goes as JSON, unless it is bytes."""
        from django.test import Client

        headers = {"host": HOST} | ({"authorization": f"Bearer {self.secret}"} if self.secret else {})
        body = said if isinstance(said, bytes) else b"" if said is None else json.dumps(said).encode()
        kind = "application/octet-stream" if isinstance(said, bytes) else "application/json"
        return Client().generic(method, API + path, body, content_type=kind, headers=headers, **more)

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def done(self, method: str, path: str, said: Any = None) -> Any:
        """What a request gave that was granted."""
        answer = self.ask(method, path, said)
        assert answer.status_code in {200, 201, 204}, answer.content.decode()
        return answer.json() if answer.content else None


def program(stage: Stage, officer: Officer, scopes: Iterable[str] | None = None) -> Program:
    """A program with a token of this officer: of every scope that it can have, or of these."""
    from lintas.console import tokens

    wanted = tokens.scopes_of(officer) if scopes is None else scopes
    return Program(stage, tokens.make(officer, "a program", wanted, timedelta(days=1))[1])
