"""Accounts: no sign-up, no passwords by mail; an officer is invited by the operator and sets up his own factors."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from lintas.console.asking import service
from lintas.console.models import Officer


def colleagues() -> list[Officer]:
    """Who works on dossiers here, and who covers for each."""
    found = Officer.objects.filter(is_active=True).select_related("cover").order_by("shown")
    return [each for each in found if each.works_on_cases()]


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks of us for accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the officer's own first room."""
        from lintas.console.navigation import places_for

        officer = request.user
        places = places_for(officer, "") if isinstance(officer, Officer) else []
        return places[0].href if places else "/"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks of us for second factors."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        found: dict[str, str] = super().get_public_key_credential_rp_entity()
        return found | {"name": f"lintas {service().node.identity.authority.code}"}

    def _get_site_name(self) -> str:
        return f"lintas {service().node.identity.authority.code}"

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return found | {"name": user.name, "display_name": str(user)}
