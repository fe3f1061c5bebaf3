"""What lists are made of: by what a dossier is found, filtered and sorted, in columns of which the smaller come first.

A dossier has these columns, and so has each officer's place on its team: the work of one officer is then one range of
an index, however many dossiers the authority has. Whoever writes a dossier's writes them all (`follow`).
"""

from __future__ import annotations

from typing import Final

from django.db import models

OURS, OTHERS, RESTING, ENDED = range(4)
"""Whose move it is, in the order in which it presses."""
NEVER_MS: Final = 2**63 - 1
"""Behind every date."""


class Listed(models.Model):
    """`stand`: whose move it is. `due_key`: when something is due, in ms since 1970; `news_key`: when something
    happened last, in ms before 1970, so that the newest comes first. `parties`: codes.
    """

    stand = models.SmallIntegerField(default=RESTING)
    kind = models.CharField(max_length=64, default="")
    parties = models.JSONField(default=list)
    due_key = models.BigIntegerField(default=NEVER_MS)
    news_key = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


COLUMNS: Final = ("stand", "kind", "parties", "due_key", "news_key")
