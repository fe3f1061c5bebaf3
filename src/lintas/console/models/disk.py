"""How full the disk of the node was, now and then, so that its growth can be told."""

from __future__ import annotations

from django.db import models


class DiskUse(models.Model):
    """How many bytes of the disk were taken at a time (in ms since 1970)."""

    at_ms = models.BigIntegerField(primary_key=True)
    used_bytes = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.used_bytes} at {self.at_ms}"
