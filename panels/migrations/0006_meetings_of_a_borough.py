"""A meeting may be of one borough's own body; two boroughs may meet at the same time (BHR-12)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("panels", "0005_after_the_meeting"), ("partnerships", "0001_initial")]
    operations = [
        migrations.AddField(
            "meeting",
            "borough",
            models.ForeignKey(
                blank=True, help_text="of a body that each borough has for itself", null=True,
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.borough",
            ),
        ),
        migrations.AddField(
            "historicalmeeting",
            "borough",
            models.ForeignKey(
                blank=True, db_constraint=False, help_text="of a body that each borough has for itself", null=True,
                on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="partnerships.borough",
            ),
        ),
        migrations.RemoveConstraint("meeting", "one_meeting_at_a_time"),
        migrations.AddConstraint(
            "meeting",
            models.UniqueConstraint(
                "partnership", "body", "borough", "starts_at", name="one_meeting_at_a_time",
                condition=~models.Q(state="cancelled"), nulls_distinct=False,
            ),
        ),
    ]
