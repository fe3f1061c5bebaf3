"""Lines of lists: what a node says of a dossier, kept here so that a list of thousands is one query.

All of it follows from the node's log, and is made again by following it from the beginning (`follow`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Dossier(models.Model):
    """One dossier: where it stands, whose move it is, what is due. Times in ms since 1970."""

    id = models.CharField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    traits = models.JSONField(default=list)
    realtime = models.BooleanField(default=False)
    phase = models.CharField(max_length=120)
    ended = models.BooleanField(default=False)
    raw = models.BooleanField(default=False)
    parties = models.JSONField(default=list)
    awaited = models.JSONField(default=list)
    awaits_us = models.BooleanField(default=False)
    next_step = models.CharField(max_length=120, default="")
    due_ms = models.BigIntegerField(null=True)
    due_ours = models.BooleanField(default=False)
    marking = models.CharField(max_length=32, default="")
    opened_ms = models.BigIntegerField()
    last_ms = models.BigIntegerField()
    last_position = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ended", "awaits_us", "due_ms"]),
            models.Index(fields=["last_position"]),
            models.Index(fields=["kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.id[:8]}"


class Event(models.Model):
    """That an act is here, for open pages; `position` is its place in the node's log."""

    position = models.BigIntegerField(primary_key=True)
    dossier = models.CharField(max_length=64, db_index=True)
    author = models.CharField(max_length=32)
    ours = models.BooleanField()
    verb = models.CharField(max_length=64)
    urgent = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.position} {self.verb}"


class Place(models.Model):
    """How far a follower has come in the log: all before `position` is taken in; `tip` is the act just before it."""

    name = models.CharField(primary_key=True, max_length=32)
    position = models.BigIntegerField(default=0)
    tip = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.position}"
