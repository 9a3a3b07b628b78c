"""The boxes whose content 0003 moved into the answers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("information", "0003_answers_on_the_partnerships_form")]

    operations = [
        migrations.RemoveField(model, name)
        for model in ("scopingreturn", "historicalscopingreturn")
        for name in ("answer", "involvement", "analysis")
    ]
