"""Who is to sit at the duty desk, and when: a plan of this authority's own."""

from __future__ import annotations

from django.db import models

from lintas.console.models.officer import Officer


class Turn(models.Model):
    """An officer's turn at the desk. Times in ms since 1970."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    from_ms = models.BigIntegerField()
    until_ms = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.officer} from {self.from_ms}"
