import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0005_owners'),
    ]

    operations = [
        migrations.AddField(
            model_name='deadline',
            name='done_by',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='users who have done their part: only the others are waited for', size=None),
        ),
    ]
