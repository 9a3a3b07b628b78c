"""The editions of a procedure, and the trigger that keeps a published one as it is (C-29)."""

import django.db.models.deletion
from django.db import migrations, models

KEEP_PUBLISHED = """
CREATE FUNCTION procedures_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        (NEW.text, NEW.base_text, NEW.parsed, NEW.sha256, NEW.version, NEW.in_force_from, NEW.partnership_id)
        IS DISTINCT FROM
        (OLD.text, OLD.base_text, OLD.parsed, OLD.sha256, OLD.version, OLD.in_force_from, OLD.partnership_id)
        OR NEW.state = 'draft'
    ) THEN
        RAISE EXCEPTION 'version % of this procedure is published and cannot be changed', OLD.version
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procedures_keep_published BEFORE UPDATE ON procedures_procedureversion
    FOR EACH ROW EXECUTE FUNCTION procedures_keep_published();
"""
FORGET_PUBLISHED = """
DROP TRIGGER procedures_keep_published ON procedures_procedureversion;
DROP FUNCTION procedures_keep_published();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("partnerships", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ProcedureVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "In force"), ("superseded", "Superseded")],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("in_force_from", models.DateField(blank=True, null=True)),
                ("text", models.TextField()),
                ("base_text", models.TextField(blank=True)),
                ("parsed", models.JSONField(help_text="own text and base together, as plain values")),
                ("sha256", models.CharField(help_text="of text and base; cases pin it", max_length=64)),
                ("loaded_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.partnership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("partnership"), models.F("version"), name="procedure_version_once"
                    ),
                    models.UniqueConstraint(
                        models.F("partnership"),
                        condition=models.Q(("state", "published")),
                        name="one_procedure_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("published_at__isnull", False), _connector="OR"),
                        name="published_has_a_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP_PUBLISHED, FORGET_PUBLISHED),
    ]
