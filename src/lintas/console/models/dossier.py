"""Lines of lists: what a node says of a dossier, kept here so that a list of thousands is one query.

All of it follows from the node's log, and is made again by following it from the beginning (`follow`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lintas.console.models.listed import ENDED, NEVER_MS, OTHERS, OURS, RESTING, Listed


class Dossier(Listed):
    """One dossier: where it stands, whose move it is, what is due. Times in ms since 1970. `owed`: all that are due, in
    order, each with whether by us; the first is `due_ms`. `closed`: who is not named for it knows nothing of it.
    `taken`: somebody is, or was, on its team: a list of what nobody has need not look at all others.
    """

    id = models.CharField(primary_key=True, max_length=64)
    title = models.CharField(max_length=200)
    traits = models.JSONField(default=list)
    realtime = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)
    phase = models.CharField(max_length=120)
    ended = models.BooleanField(default=False)
    raw = models.BooleanField(default=False)
    awaited = models.JSONField(default=list)
    awaits_us = models.BooleanField(default=False)
    next_step = models.CharField(max_length=120, default="")
    due_ms = models.BigIntegerField(null=True)
    due_ours = models.BooleanField(default=False)
    owed = models.JSONField(default=list)
    marking = models.CharField(max_length=32, default="")
    opened_ms = models.BigIntegerField()
    last_ms = models.BigIntegerField()
    last_position = models.BigIntegerField()
    taken = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["taken", "stand", "due_key", "news_key", "id"], name="untaken_by_due"),
            models.Index(fields=["taken", "stand", "news_key", "id"], name="untaken_by_news"),
            models.Index(fields=["realtime", "stand", "due_key", "news_key", "id"], name="realtime_by_due"),
            models.Index(fields=["last_position"]),
            models.Index(fields=["id"], name="closed_ones", condition=models.Q(closed=True)),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.id[:8]}"

    def sort(self) -> None:
        """Put what lists go by in step with the rest of the line."""
        waits = OURS if self.awaits_us else OTHERS if self.awaited else RESTING
        self.stand = ENDED if self.ended else waits
        self.due_key = NEVER_MS if self.due_ms is None else self.due_ms
        self.news_key = -self.last_ms


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
