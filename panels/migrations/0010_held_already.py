from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("panels", "0009_dates_and_standing_items")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="held_already_why",
            field=models.TextField(blank=True, default="", help_text="why it was entered only after its day had passed"),
            preserve_default=False,
        )
        for name in ("meeting", "historicalmeeting")
    ]
