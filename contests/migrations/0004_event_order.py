"""Events carry the number of their transaction, so that a reader misses none that commits late."""

from django.conf import settings
from django.db import migrations, models

import duerows.xacts


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0003_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Without a default at first: rows that exist keep none, and the table is not written anew.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE contests_contestevent ADD COLUMN own_xid bigint; "
                    "ALTER TABLE contests_contestevent ALTER COLUMN own_xid SET DEFAULT (pg_current_xact_id()::text::bigint)",
                    "ALTER TABLE contests_contestevent DROP COLUMN own_xid",
                )
            ],
            state_operations=[
                migrations.AddField(
                    model_name="contestevent",
                    name="own_xid",
                    field=models.BigIntegerField(
                        db_default=duerows.xacts.CurrentTransaction(), editable=False, null=True
                    ),
                )
            ],
        ),
        migrations.AddIndex(
            model_name="contestevent",
            index=models.Index(fields=["own_xid"], name="event_own_order"),
        ),
    ]
