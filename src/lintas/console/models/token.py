"""Tokens by which programs ask the console for what an officer may: only the hash of one is kept."""

from __future__ import annotations

from django.db import models

from lintas.console.models.officer import Officer

TOKEN_NAME_CHARS_MAX = 60


class Token(models.Model):
    """A token of an officer (`console.tokens`). `digest`: SHA-256 of the token in hexadecimal."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=TOKEN_NAME_CHARS_MAX)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.officer}"
