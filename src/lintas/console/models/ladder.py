"""This authority's own ladder of escalation, and what waits on it: on this node alone, and in no act."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models

from lintas.console.models.officer import Officer

RUNG_CHARS_MAX: Final = 60


class Rung(models.Model):
    """`place`: from 0, the duty desk, whose people are all who have that role. `minutes`: by the word of urgency, how
    long something waits here before it goes on; where nothing stands, it does not go on.
    """

    place = models.SmallIntegerField(unique=True)
    name = models.CharField(max_length=RUNG_CHARS_MAX)
    officers = models.ManyToManyField(Officer, related_name="+")
    minutes = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class Wait(models.Model):
    """What waits for a person of ours (`node.unanswered`): `since_ms`, in ms since 1970, is when it was seen here, by
    our own clock. `reached`: the place of the highest rung that it was put before.
    """

    dossier = models.CharField(max_length=64)
    item = models.CharField(max_length=64)
    what = models.CharField(max_length=64)
    act = models.CharField(max_length=64)
    urgency = models.CharField(max_length=64)
    since_ms = models.BigIntegerField()
    reached = models.SmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "item", "what"], name="waits_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} at {self.dossier[:8]}"
