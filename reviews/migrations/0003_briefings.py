import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_annual_report'),
        ('partnerships', '0003_cover'),
        ('reviews', '0002_actions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Briefing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('about', models.TextField(help_text="what it is about, in two or three sentences, without anybody's name")),
                ('learnt', models.TextField(help_text='a line for each point')),
                ('differently', models.TextField(help_text='what to do differently, a line for each')),
                ('good', models.TextField(blank=True)),
                ('questions', models.TextField(blank=True, help_text='for a team meeting')),
                ('more', models.TextField(blank=True, help_text='where to read on, whom to ask')),
                ('version', models.PositiveIntegerField(default=1)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.CharField(max_length=160)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefings', to='cases.case')),
                ('event', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='briefing', to='cases.event')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership')),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='briefings', to='reviews.review')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('event__isnull', True), ('sent_at__isnull', True)), models.Q(('event__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='briefing_sent_on_record'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('learnt', ''), _negated=True), models.Q(('differently', ''), _negated=True)), name='briefing_says_something')],
            },
        ),
    ]
