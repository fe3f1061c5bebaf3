"""The trail: who saw and did what here. Each entry holds the hash of the one before, so that none goes unnoticed."""

from __future__ import annotations

from django.db import models

from lintas.console.models.officer import NAME_CHARS_MAX


class Entry(models.Model):
    """One line of the trail (`console.trail` writes and checks it). `at_ms` in ms since 1970; hashes in hexadecimal."""

    at_ms = models.BigIntegerField()
    officer = models.CharField(max_length=NAME_CHARS_MAX, db_index=True)
    did = models.CharField(max_length=64)
    dossier = models.CharField(max_length=64, blank=True, db_index=True)
    detail = models.CharField(max_length=500, blank=True)
    purpose = models.CharField(max_length=500, blank=True)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.officer} {self.did}"
