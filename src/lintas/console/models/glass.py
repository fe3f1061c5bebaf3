"""Breaking the glass: an operator, who works on no case, asks to read one dossier for a short time, and says why."""

from __future__ import annotations

from django.db import models

from lintas.console.models.officer import Officer

REASON_CHARS_MAX = 500


class Glass(models.Model):
    """One request, and what became of it (`console.glass`). Times in ms since 1970.

    `closed`: whether the dossier is, whatever its line says. `second`: who agreed or refused, if somebody was asked.
    `until_ms`: until when it is or was open; None where it never was. `seen`: who has taken note of it.
    """

    dossier = models.CharField(max_length=64, db_index=True)
    closed = models.BooleanField(default=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="glasses")
    reason = models.CharField(max_length=REASON_CHARS_MAX)
    asked_ms = models.BigIntegerField()
    second = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    refused = models.BooleanField(default=False)
    until_ms = models.BigIntegerField(null=True)
    seen = models.ManyToManyField(Officer, related_name="+")

    def __str__(self) -> str:
        return f"{self.officer} at {self.dossier[:8]}"
