"""Filters of the worklist that officers keep: what an address asks for, under a name."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models

from lintas.console.models.officer import Officer

NAME_CHARS_MAX: Final = 60
QUERY_CHARS_MAX: Final = 500


class SavedFilter(models.Model):
    """A filter of an officer's; `shared` with all colleagues, to each of whom it shows what that one may see."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE)
    name = models.CharField(max_length=NAME_CHARS_MAX)
    query = models.CharField(max_length=QUERY_CHARS_MAX)
    shared = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["officer", "name"], name="one_filter_of_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.officer}"
