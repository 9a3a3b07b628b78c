"""Who recorded that the criteria were read out: not always the chair."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("panels", "0002_short_notice")]
    operations = [
        migrations.AddField(
            model_name=model,
            name="criteria_recalled_by",
            field=models.CharField(blank=True, default="", help_text="who recorded that they were read out", max_length=160),
            preserve_default=False,
        )
        for model in ("agendaitem", "historicalagendaitem")
    ]
