"""Need-to-know inside the authority: who works on a dossier, and what they note for each other. It stays here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from lintas.console.models.dossier import Dossier
from lintas.console.models.listed import COLUMNS, Listed
from lintas.console.models.officer import Officer


class Membership(Listed):
    """An officer works on a dossier. `by`: who said so. A dossier without any waits for the duty officer.

    `leads`: it was assigned to this officer. `snoozed_ms`: until when, in ms since 1970, it is out of this officer's
    way. `looked`: the position in the node's log up to which the officer has looked, or -1.
    """

    dossier = models.CharField(max_length=64, db_index=True)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(auto_now_add=True)
    leads = models.BooleanField(default=False)
    snoozed_ms = models.BigIntegerField(default=0)
    looked = models.BigIntegerField(default=-1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "officer"], name="once_on_a_team"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(leads=True), name="one_leads"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["officer", "stand", "due_key", "news_key", "dossier"], name="work_by_due"),
            models.Index(fields=["officer", "stand", "news_key", "dossier"], name="work_by_news"),
            models.Index(fields=["officer", "stand", "kind", "news_key", "dossier"], name="work_by_kind"),
            models.Index(fields=["officer", "dossier"], name="work_by_id"),
            models.Index(fields=["officer", "stand", "leads", "snoozed_ms"], name="work_counted"),
            models.Index(fields=["officer", "snoozed_ms"], name="work_put_off"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new place gets what lists go by from the line of its dossier, which is taken from then on."""
        if self._state.adding and (line := Dossier.objects.filter(pk=self.dossier).first()):
            for name in COLUMNS:
                setattr(self, name, getattr(line, name))
            Dossier.objects.filter(pk=line.pk).update(taken=True)
        super().save(*args, **kwargs)

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


class Mention(models.Model):
    """A colleague was named in a note: in the worklist until the dossier was looked at."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE)
    seen = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["note", "officer"], name="once_in_a_note")
        ]

    def __str__(self) -> str:
        return f"{self.officer} in {self.note}"
