"""Postings are found by their entry in the order of their ids.

So the books can be read entry by entry as they lie, without sorting anything first: whoever verifies them hashes while
the database reads on.
"""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payouts", "0020_refunds_go_back")]

    operations: ClassVar = [
        migrations.RunSQL(
            """
            CREATE INDEX payouts_posting_entry_order ON payouts_posting (entry_id, id);
            DROP INDEX payouts_posting_entry;
            """,
            """
            CREATE INDEX payouts_posting_entry ON payouts_posting (entry_id);
            DROP INDEX payouts_posting_entry_order;
            """,
        )
    ]
