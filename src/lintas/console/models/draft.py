"""An act that is being written: on this node only, until it is sealed."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models

from lintas.console.models.officer import Officer

WRITING, WAITING, SEALED, DROPPED = "writing", "waiting", "sealed", "dropped"
STATES: Final = (WRITING, WAITING, SEALED, DROPPED)
VERB, RECALL, RELEASE = "", "recall", "release"


class Draft(models.Model):
    """What an officer is about to do: the kind that it opens or the dossier in which it acts, the verb, the fields.

    `form` is empty for a verb; a recall and a release have it for their verb as well, name acts in `re`, and say why in
    `fields`; a release is to `audience`.

    *waiting*: somebody else must approve it first. `fields`, `to` and `audience` are as the forms gave them;
    `language`: that of its words; `looked`: the sections that were seen. `prepared`: what it would be sealed as, since
    it was shown; `answer`: that of its author, while a second person is awaited. `act` is the act once it was sealed.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="drafts")
    approver = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="approvals")
    state = models.CharField(max_length=16, default=WRITING)
    dossier = models.CharField(max_length=64, blank=True, db_index=True)
    kind = models.CharField(max_length=64)
    form = models.CharField(max_length=16, default=VERB, blank=True)
    verb = models.CharField(max_length=64)
    item = models.CharField(max_length=64, blank=True)
    fields = models.JSONField(default=dict)
    to = models.JSONField(default=dict)
    audience = models.JSONField(default=list)
    purpose = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=8, default="en")
    re = models.JSONField(default=list)
    looked = models.JSONField(default=list)
    prepared = models.BinaryField(null=True)
    answer = models.BinaryField(null=True)
    act = models.CharField(max_length=64, blank=True)
    begun = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "officer"])]

    def __str__(self) -> str:
        return f"{self.verb} by {self.officer}"
