"""Who works here: a local name, the name that colleagues read, and roles. Outside, officers are pseudonyms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar, Final, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

OFFICER, APPROVER, DUTY, ANALYST, MINISTER, OPERATOR, AUDITOR = (
    "officer", "approver", "duty", "analyst", "minister", "operator", "auditor",
)  # fmt: skip
ROLES: Final = {
    OFFICER: _("officer"),
    APPROVER: _("approver"),
    DUTY: _("duty officer"),
    ANALYST: _("analyst"),
    MINISTER: _("minister"),
    OPERATOR: _("operator"),
    AUDITOR: _("auditor"),
}
CASE_ROLES: Final = frozenset({OFFICER, APPROVER, DUTY, ANALYST, MINISTER})
"""Those who work on dossiers. An operator runs the node, an auditor reads the trail: neither reads a case."""
NAME_CHARS_MAX: Final = 64


class Officer(AbstractBaseUser):
    """Somebody with an account at this node. `name` is the name under which the vault keeps the officer's key."""

    name = models.CharField(max_length=NAME_CHARS_MAX, unique=True)
    shown = models.CharField(max_length=120)
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    # The last day away, and who covers, as colleagues read it: it gives nobody a look into anything.
    away_until = models.DateField(null=True)
    cover = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    token = ""
    """The name of the token by which the officer asks now; empty in a browser."""

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    def __str__(self) -> str:
        return self.shown or self.name

    def away(self) -> bool:
        """Whether the officer is away today; `cover` then sees to the work."""
        return self.away_until is not None and self.away_until >= datetime.now(UTC).date()

    def has(self, *roles: str) -> bool:
        """Whether the officer has one of these roles."""
        return not set(roles).isdisjoint(self.roles)

    def works_on_cases(self) -> bool:
        """Whether dossiers are this officer's business at all."""
        return self.has(*CASE_ROLES)

    def role_words(self) -> list[str]:
        """The roles as people read them."""
        return [str(words) for role, words in ROLES.items() if role in self.roles]
