# mypy: disable-error-code="var-annotated"
"""The editions of each partnership's procedure, kept as they were written (C-29)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager


class ProcedureVersion(models.Model):
    """One edition: the original text, the base it stood on, and what both say together.

    A draft may change; from publication on a trigger refuses any change of what it says, and cases received
    under it point here for their whole life (C-29). It is a tenant row like any other, but this room is below
    `partnerships` and so names the key by string and the manager directly.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "In force"
        SUPERSEDED = "superseded", "Superseded"

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    in_force_from = models.DateField(null=True, blank=True)
    text = models.TextField()
    base_text = models.TextField(blank=True)
    parsed = models.JSONField(help_text="own text and base together, as plain values")
    sha256 = models.CharField(max_length=64, help_text="of text and base; cases pin it")
    loaded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(partnership="partnership")

    class Meta:
        constraints = [
            models.UniqueConstraint("partnership", "version", name="procedure_version_once"),
            models.UniqueConstraint("partnership", name="one_procedure_in_force", condition=Q(state="published")),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="published_has_a_time"
            ),
        ]

    def __str__(self):
        return self.title
