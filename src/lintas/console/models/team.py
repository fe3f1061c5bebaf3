"""Need-to-know inside the authority: who works on a dossier, and what they note for each other. It stays here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lintas.console.models.officer import Officer


class Membership(models.Model):
    """An officer works on a dossier. `by`: who said so. A dossier without any waits for the duty officer."""

    dossier = models.CharField(max_length=64, db_index=True)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "officer"], name="once_on_a_team")
        ]

    def __str__(self) -> str:
        return f"{self.officer} on {self.dossier[:8]}"


class Note(models.Model):
    """Words for colleagues, beside a dossier: private to this authority, in no export."""

    dossier = models.CharField(max_length=64, db_index=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.officer}: {self.text[:40]}"
