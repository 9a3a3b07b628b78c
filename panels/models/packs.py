"""The papers of a meeting as they were frozen, whose copy was made, and who opened it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from partnerships.scope import TenantModel

from .meetings import AgendaItem, Meeting


class Pack(TenantModel):
    """One edition of a meeting's papers: 0 is the pack, 1 … are supplements with what is new since."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveIntegerField()
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=160)
    frozen_at = models.DateTimeField(null=True, blank=True, help_text="empty: prepared to be looked at, told to nobody")
    frozen_by = models.CharField(max_length=160, blank=True)
    cover = models.JSONField(help_text="the plain values of cover and agenda, without any reader")

    class Meta:
        constraints = [
            models.UniqueConstraint("meeting", "number", name="one_pack_a_number"),
            models.CheckConstraint(condition=Q(frozen_at=None) | ~Q(frozen_by=""), name="frozen_by_somebody"),
        ]


class PackPart(TenantModel):
    """One sheet of a pack, made once and merged into every copy. `sha256`: of what it was made from."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="parts")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, help_text="brief, case, returns, chronology, other, file:12")
    number = models.CharField(max_length=12, help_text="3, 3A …")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=240)
    sha256 = models.CharField(max_length=64)
    job = models.ForeignKey("documents.PrintJob", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("pack", "item", "kind", name="sheet_once_in_a_pack")]


class PackCopy(TenantModel):
    """One reader's copy of one edition, without the cases that were closed to them when they asked."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="copies")
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    without = models.CharField(max_length=500, blank=True, help_text="ids of the cases left out, in order")
    job = models.ForeignKey("documents.PrintJob", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()


class PackOpened(TenantModel):
    """Somebody opened their copy: one row for each time."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="opened")
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("pack", "membership", name="pack_opened_by")]


class Undertaking(TenantModel):
    """Somebody agreed to the confidentiality agreement of the text in one version (C-25)."""

    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=40)
    words = models.TextField(help_text="as they were shown")
    name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("membership", "version", name="undertaken_once_a_version")]
