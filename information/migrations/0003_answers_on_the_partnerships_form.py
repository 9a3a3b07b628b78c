"""An agency answers on the partnership's own form: sections and questions in place of three fixed boxes."""

from django.db import migrations, models

# What stood in the fixed boxes becomes the answers to the usual questions, in the rows and in their history.
MOVED = """
    UPDATE {table} AS r SET answers = CASE
        WHEN q.supplement THEN jsonb_build_object('answer', jsonb_build_object(
            'answer', concat_ws(E'\\n\\n', nullif(r.answer, ''), nullif(r.involvement, ''), nullif(r.analysis, ''))))
        ELSE jsonb_build_object('account', jsonb_strip_nulls(jsonb_build_object(
            'involvement', nullif(r.involvement, ''), 'analysis', nullif(r.analysis, ''))))
        END
    FROM information_scopingrequest AS q
    WHERE q.id = r.request_id AND q.partnership_id = r.partnership_id AND r.partnership_id = %s
        AND r.answer || r.involvement || r.analysis <> ''
"""


def move_answers(apps, schema_editor):
    """Partnership by partnership, because the database's wall also stands here."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partnerships_partnership")
        for (partnership,) in cursor.fetchall():
            cursor.execute("SELECT set_config('app.partnership_id', %s, true)", [str(partnership)])
            for table in ("information_scopingreturn", "information_historicalscopingreturn"):
                cursor.execute(MOVED.format(table=table), [partnership])
        cursor.execute("SELECT set_config('app.partnership_id', '', true)")


def _on_both(name, field):
    return [migrations.AddField(model, name, field) for model in ("scopingreturn", "historicalscopingreturn")]


class Migration(migrations.Migration):
    dependencies = [("information", "0002_links_and_sign_off"), ("partnerships", "0002_administration_record")]

    operations = [
        migrations.AddField(
            "scopingrequest",
            "form",
            models.CharField(
                blank=True,
                default="",
                help_text="the procedure's form that is answered; none: the usual questions",
                max_length=60,
            ),
            preserve_default=False,
        ),
        *_on_both(
            "answers",
            models.JSONField(
                blank=True, default=dict, help_text="section of the form -> question -> answer (RED-7)"
            ),
        ),
        *_on_both(
            "own_files",
            models.JSONField(
                blank=True, default=list, help_text="chronologies in the agency's own format, as it sent them (BEX-15)"
            ),
        ),
        migrations.RunPython(move_answers, migrations.RunPython.noop),
    ]
