"""Unofficial translations of what acts say: written by officers, kept on this node, sent to nobody, in no export.

The act alone counts. What was recalled is forgotten here as well, and so is what drafts still held of it: the file is
then rewritten, since a database keeps copies of what it deletes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from lintas.console import trail
from lintas.console.models import Dossier, Draft, Officer, Translation


def of(dossier: str) -> Mapping[str, Sequence[Translation]]:
    """Those of the acts of a dossier, by act."""
    found = defaultdict[str, list[Translation]](list)
    for each in Translation.objects.filter(dossier=dossier).select_related("officer").order_by("language"):
        found[each.act].append(each)
    return found


def write(officer: Officer, line: Dossier, act: str, language: str, text: str) -> None:
    """Put a translation in place of the one before, if there was one; an empty one only takes that away."""
    if text:
        said = {"dossier": line.pk, "text": text, "officer": officer}
        Translation.objects.update_or_create(act=act, language=language, defaults=said)
        trail.note(officer, "translated an act", dossier=line.pk, detail=f"{act[:8]} {language}")
    else:
        Translation.objects.filter(act=act, language=language).delete()
        trail.note(officer, "took away a translation", dossier=line.pk, detail=f"{act[:8]} {language}")


def forget(acts: Collection[str]) -> None:
    """What these acts said was recalled: no word of it stays here."""
    drafts = Draft.objects.exclude(act="").exclude(fields={})
    held = {*Translation.objects.values_list("act", flat=True), *drafts.values_list("act", flat=True)} if acts else ()
    if words := [each for each in held if each in acts]:
        Translation.objects.filter(act__in=words).delete()
        drafts.filter(act__in=words).update(fields={}, purpose="", prepared=None, answer=None)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
