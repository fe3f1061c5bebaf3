"""What an officer made of the words of an act in another language: unofficial, and on this node alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lintas.console.models.officer import Officer


class Translation(models.Model):
    """An unofficial translation of what an act says. It is in no export and goes to nobody."""

    dossier = models.CharField(max_length=64, db_index=True)
    act = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=8)
    text = models.TextField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["act", "language"], name="one_translation_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.language} of {self.act[:8]}"
