from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("panels", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="short_notice_why",
            field=models.TextField(blank=True, help_text="why its members were called later than the text says", **more),
            **keep,
        )
        for name, more, keep in (
            ("meeting", {"default": ""}, {"preserve_default": False}),
            ("historicalmeeting", {"default": ""}, {"preserve_default": False}),
        )
    ]
