"""Somebody in a browser: signs in to a console with the password of the exercise, reads pages and sends forms."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from lintas.demo.federation import PASSWORD

REDIRECTED, OK, WAIT_S = 302, 200, 20.0
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_TAGS = re.compile(r"<[^>]+>")


class NotSeen(Exception):
    """A page of the console did not come as it should."""


class Visitor:
    """A browser without a screen, at one console."""

    def __init__(self, console: str) -> None:
        """`console`: its address, as people open it."""
        parts = urlsplit(console)
        assert parts.port is not None
        self._host, self._port, self._origin = parts.netloc, parts.port, console.rstrip("/")
        self._cookies: dict[str, str] = {}

    def sign_in(self, name: str) -> None:
        """Sign in; raises `NotSeen`."""
        self.send("/accounts/login/", {"login": name, "password": PASSWORD})

    def page(self, path: str) -> str:
        """The words of a page; raises `NotSeen`."""
        return " ".join(unescape(_TAGS.sub(" ", self.source(path))).split())

    def source(self, path: str) -> str:
        """A page as it comes; raises `NotSeen`."""
        status, said = self._ask("GET", path)
        if status != OK:
            raise NotSeen(f"{self._origin}{path} answered {status}")
        return said

    def send(self, path: str, said: Mapping[str, str]) -> None:
        """Fill in the form of a page and send it; raises `NotSeen` unless it leads on to another page."""
        token = _TOKEN.search(self.source(path))
        if token is None:
            raise NotSeen(f"{self._origin}{path} has no form")
        status, answer = self._ask("POST", path, urlencode({"csrfmiddlewaretoken": token[1], **said}))
        if status != REDIRECTED:
            raise NotSeen(f"{self._origin}{path} took the form with {status}: {_TAGS.sub(' ', answer)[-500:]}")

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        # The name of the console is one that browsers know to be this machine; not every resolver does.
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=WAIT_S)
        headers = {"Host": self._host, "Cookie": "; ".join(f"{name}={text}" for name, text in self._cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self._origin}
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            for each in answer.headers.get_all("Set-Cookie") or ():
                self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(each).items()}
            return answer.status, answer.read().decode()
        except OSError as error:
            raise NotSeen(f"{self._origin}{path}: {error}") from None
        finally:
            line.close()
