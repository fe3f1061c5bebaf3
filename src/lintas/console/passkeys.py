"""Passkeys that sign in and passkeys that answer for acts are the same: what allauth enrols, the certificate lists.

allauth keeps the credential; the officer's certificate, which travels in every act, gets its public key, so that a
reader who knows neither this node nor Django can check the touch.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.dispatch import receiver

from lintas.console.asking import ask
from lintas.console.errors import BadTouch
from lintas.console.invitations import origin, site
from lintas.console.models import Officer
from lintas.dossier.officer_errors import UnknownPasskey
from lintas.dossier.passkeys import Assertion, Passkey
from lintas.node import desk, enrol
from lintas.wire import cbor


def _credential(authenticator: Authenticator) -> Any:
    return authenticator.wrap().authenticator_data.credential_data


@receiver(signals.authenticator_added)
def enrolled(user: Officer, authenticator: Authenticator, **_: object) -> None:
    """A passkey that signs in answers for acts as well, where its owner has a certificate."""
    if authenticator.type != Authenticator.Type.WEBAUTHN or not user.works_on_cases():
        return
    data = _credential(authenticator)
    key = cbor.encode(dict(data.public_key))
    passkey = Passkey(sha256(data.credential_id).digest(), key, site(), (origin(),))
    ask(lambda node: enrol.enrol(node, user.name, passkey))


@receiver(signals.authenticator_removed)
def removed(user: Officer, authenticator: Authenticator, **_: object) -> None:
    """What signs in no more answers no more."""
    if authenticator.type != Authenticator.Type.WEBAUTHN or not user.works_on_cases():
        return
    credential = sha256(_credential(authenticator).credential_id).digest()
    try:
        ask(lambda node: enrol.remove(node, user.name, credential))
    except UnknownPasskey:
        # It was added before its owner had a certificate.
        return


def has_passkey(officer: Officer) -> bool:
    """Whether the officer can answer by a touch."""
    return bool(ask(lambda node: desk.officer(node, officer.name).certificate.passkeys))


def request_options(officer: Officer, challenge: bytes) -> dict[str, Any]:
    """What the browser asks an authenticator for (WebAuthn level 3, 5.5, in its JSON form)."""
    found = Authenticator.objects.filter(user=officer, type=Authenticator.Type.WEBAUTHN)
    ids = [_credential(each).credential_id for each in found]
    return {
        "publicKey": {
            "challenge": _text(challenge),
            "rpId": site(),
            "userVerification": "required",
            "allowCredentials": [{"type": "public-key", "id": _text(each)} for each in ids],
        }
    }


def touch_of(said: str) -> Assertion:
    """The touch in what a browser sent (WebAuthn level 3, 5.1.8); raises `BadTouch`."""
    try:
        credential = json.loads(said)
        response = credential["response"]
        return Assertion(
            credential=sha256(_bytes(credential["rawId"])).digest(),
            authenticator_data=_bytes(response["authenticatorData"]),
            client_data=_bytes(response["clientDataJSON"]),
            signature=_bytes(response["signature"]),
        )
    except (ValueError, TypeError, KeyError):
        raise BadTouch() from None


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
