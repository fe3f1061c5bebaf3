"""Tags and filters of the console's templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from lintas.console import declared as words
from lintas.console.asking import service
from lintas.console.languages import LANGUAGES
from lintas.dossier import entities
from lintas.dossier.grammar import START
from lintas.node.clocks import KEPT, NOT_RECEIVED, RUNNING, STILL

register = template.Library()
_MINUTE_S: Final = 60

MARKS: Final[Mapping[str, Promise | str]] = {
    "queued": _("queued"),
    "sent": _("sent"),
    "stored": _("stored"),
    "opened": _("opened"),
    "taken": _("taken, waiting there"),
    "refused": _("refused"),
}
CLOCKS: Final[Mapping[str, Promise | str]] = {
    RUNNING: _("running"),
    STILL: _("stands still"),
    KEPT: _("kept"),
    NOT_RECEIVED: _("not received"),
}

FORMS: Final[Mapping[str, Promise | str]] = {
    "key": _("a new key for what follows"),
    "fork": _("two stories were found"),
    "disown": _("an act is disowned"),
    "erase": _("recall"),
    "erased": _("says that it is erased"),
    "release": _("passed on to who joined later"),
}
"""Acts that are no verb of a kind, by their form."""

SORTS: Final[Mapping[str, Promise | str]] = {
    entities.PERSON: _("person"),
    entities.ORGANISATION: _("organisation"),
    entities.ACCOUNT: _("account"),
    entities.TELEPHONE: _("telephone number"),
    entities.E_MAIL: _("e-mail address"),
    entities.IP_ADDRESS: _("IP address"),
    entities.VEHICLE: _("vehicle"),
    entities.VESSEL: _("vessel"),
    entities.PLACE: _("place"),
    entities.FILE: _("file"),
    entities.ACT: _("act"),
    entities.EXPORT: _("what this file is"),
}
"""Sorts of entities."""


@register.filter
def language_name(code: str) -> str:
    """What a language calls itself; the code of one that the console does not speak."""
    return dict(LANGUAGES).get(code, code)


@register.simple_tag(takes_context=True)
def address(context: Mapping[str, Any], **changes: object) -> str:
    """The address of this page with some parameters changed; those that are None are left out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def declared(text: str) -> str:
    """A text that a kind declares, in the language of the page."""
    return words.declared(text)


@register.filter
def kind_title(name: str) -> str:
    """What a kind is called, in the language of the page; its name where this node does not know it."""
    kind = service().node.kinds.get(name)
    return words.declared(kind.title) if kind else name


@register.filter
def act_words(act: Mapping[str, Any]) -> str:
    """What an act did: its verb as the kind declares it, or what every dossier knows."""
    return words.declared(act["verb"]) if act["verb"] else str(FORMS.get(act["form"], act["form"]))


@register.simple_tag
def unreviewed() -> int:
    """How many words of the language of the page nobody has reviewed."""
    return words.unreviewed(get_language() or "en")


@register.filter
def because(why: str) -> str:
    """A reason, in the language of the page."""
    return words.reason(why)


@register.filter
def sort_words(sort: str) -> Promise | str:
    """A sort of entity, in a word."""
    return SORTS.get(sort, sort)


@register.filter
def is_list(value: object) -> bool:
    """Whether a value is a list, and is shown as one."""
    return isinstance(value, list)


@register.filter
def mark_words(mark: str) -> Promise | str:
    """How far an act has come with one recipient, in a word."""
    return MARKS.get(mark, mark)


@register.filter
def clock_words(state: str) -> Promise | str:
    """Whether a time owed is running, in a word."""
    return CLOCKS.get(state, state)


@register.filter
def stands(where: str | list[str]) -> str:
    """Where a party stands in its role, in words."""
    found = where.split(", ") if isinstance(where, str) else where
    return ", ".join(str(_("not yet there")) if each == START else words.declared(each) for each in found)


@register.filter
def hexadecimal(data: bytes) -> str:
    """Bytes as people compare them."""
    return data.hex()


@register.filter
def seconds(ms: int) -> str:
    """A short time as people say it: in seconds, and from two minutes on in minutes."""
    count = ms // 1000
    if count < 2 * _MINUTE_S:
        return ngettext("%(n)d second", "%(n)d seconds", count) % {"n": count}
    minutes = count // _MINUTE_S
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
