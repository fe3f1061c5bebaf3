"""When the browser in a seat of ours in a call was heard last."""

from __future__ import annotations

from django.db import models

from lintas.console.models.officer import Officer

KEY_CHARS = 87


class Heard(models.Model):
    """A seat by the `key` of its place, the officer whose browser sits there, and the last time, in ms since 1970."""

    key = models.CharField(max_length=KEY_CHARS, primary_key=True)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    at_ms = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.officer} at {self.at_ms}"
