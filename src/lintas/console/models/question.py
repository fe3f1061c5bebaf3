"""What a lawyer asks of the law about a request: it stays here, and is no part of any act."""

from __future__ import annotations

from django.db import models

from lintas.console.models.officer import Officer


class Question(models.Model):
    """The question about one matter, as `lintas.law` takes it. `matter`: a dossier, or `draft N` before there is one.

    `by`: who last changed it: findings on contested facts are an officer's, and are shown as that.
    """

    matter = models.CharField(max_length=64, unique=True)
    said = models.JSONField(default=dict)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    changed = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"the law of {self.matter[:14]}"
