"""Postings lie in months: a table each, made ahead, behind the one name that everybody writes to and reads from.

They bear their entry's moment, by which they are laid in their month. Whoever owns the tables makes a month; the runtime
role may only ask for the coming ones (`payouts_make_posting_months`).
"""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import duerows.together

MONTHS = """
CREATE TABLE payouts_posting (
    id bigint NOT NULL,
    side varchar(6) NOT NULL,
    amount_minor bigint NOT NULL,
    account_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    posted_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    CONSTRAINT posting_positive CHECK (amount_minor > 0),
    CONSTRAINT posting_side_known CHECK (side IN ('debit', 'credit'))
) PARTITION BY RANGE (posted_at);

CREATE FUNCTION payouts_posting_month_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is a month of payouts_posting: write there', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Made apart and attached, which locks readers of other months out at no time; an entry that is being written is waited
-- for, but not for long.
CREATE FUNCTION payouts_make_posting_month(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    name text := to_char(month, '"payouts_posting_y"YYYY"m"MM');
BEGIN
    IF to_regclass('public.' || name) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format(
        'CREATE TABLE public.%I (LIKE public.payouts_posting INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)',
        name
    );
    EXECUTE format(
        'CREATE TRIGGER posting_month_alone BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.%I '
        'FOR EACH STATEMENT EXECUTE FUNCTION public.payouts_posting_month_alone()',
        name
    );
    EXECUTE format(
        'ALTER TABLE public.payouts_posting ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
        name, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC'
    );
    RETURN true;
END $$;

-- This month and so many after it, two years at most; returns how many were missing.
CREATE FUNCTION payouts_make_posting_months(ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
    present date := date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC');
    made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(790623);
    FOR number IN 0 .. LEAST(ahead, 24) LOOP
        IF payouts_make_posting_month((present + make_interval(months => number))::date) THEN
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END $$;

SELECT payouts_make_posting_months(3);

CREATE SEQUENCE payouts_posting_id_seq OWNED BY payouts_posting.id;
ALTER TABLE payouts_posting ALTER COLUMN id SET DEFAULT nextval('payouts_posting_id_seq');
ALTER TABLE payouts_posting ADD PRIMARY KEY (id, posted_at);
CREATE INDEX payouts_posting_account ON payouts_posting (account_id);
-- So the books are read entry by entry as they lie, without sorting anything first.
CREATE INDEX payouts_posting_entry_order ON payouts_posting (entry_id, id);
ALTER TABLE payouts_posting
    ADD CONSTRAINT payouts_posting_account_fk FOREIGN KEY (account_id) REFERENCES payouts_ledgeraccount (id)
        DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT payouts_posting_entry_fk FOREIGN KEY (entry_id) REFERENCES payouts_journalentry (id)
        DEFERRABLE INITIALLY DEFERRED;
"""

NO_MONTHS = """
DROP TABLE payouts_posting;
DROP FUNCTION payouts_make_posting_months(integer);
DROP FUNCTION payouts_make_posting_month(date);
DROP FUNCTION payouts_posting_month_alone();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0002_contest_gates"),
    ]

    operations = [
        duerows.together.Together(
            operations=[
                migrations.SeparateDatabaseAndState(
                    database_operations=[
                        migrations.RunSQL(
                            sql=MONTHS,
                            reverse_sql=NO_MONTHS,
                        ),
                    ],
                    state_operations=[
                        migrations.CreateModel(
                            name="Posting",
                            fields=[
                                (
                                    "id",
                                    models.BigAutoField(
                                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                                    ),
                                ),
                                (
                                    "entry",
                                    models.ForeignKey(
                                        on_delete=django.db.models.deletion.PROTECT,
                                        related_name="postings",
                                        to="payouts.journalentry",
                                    ),
                                ),
                                (
                                    "account",
                                    models.ForeignKey(
                                        on_delete=django.db.models.deletion.PROTECT,
                                        related_name="postings",
                                        to="payouts.ledgeraccount",
                                    ),
                                ),
                                (
                                    "side",
                                    models.CharField(choices=[("debit", "debit"), ("credit", "credit")], max_length=6),
                                ),
                                ("amount_minor", models.BigIntegerField()),
                                (
                                    "posted_at",
                                    models.DateTimeField(
                                        db_default=django.db.models.functions.datetime.Now(), editable=False
                                    ),
                                ),
                            ],
                            options={
                                "verbose_name": "posting",
                                "constraints": [
                                    models.CheckConstraint(
                                        condition=models.Q(("amount_minor__gt", 0)), name="posting_positive"
                                    ),
                                    models.CheckConstraint(
                                        condition=models.Q(("side__in", ["debit", "credit"])), name="posting_side_known"
                                    ),
                                ],
                            },
                        ),
                    ],
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="posting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="posting_insert_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8b639ec292413320bac9c89eb0bc6ba56cc7aebf",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_posting_insert_only_87bf4",
                            table="payouts_posting",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="posting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="posting_no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                            hash="5b5becceaccdb7baa4778dcdabced6d9953ddd3e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_posting_no_truncate_a9c3f",
                            table="payouts_posting",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="posting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="posting_balanced",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE culprit bigint; this_month timestamptz; former bigint;",
                            func="\n            SELECT p.entry_id INTO culprit\n            FROM new_rows p JOIN payouts_ledgeraccount a ON a.id = p.account_id\n            GROUP BY p.entry_id, a.currency\n            HAVING sum(CASE WHEN p.side = 'debit' THEN p.amount_minor ELSE -p.amount_minor END) <> 0\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'journal entry % is unbalanced', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            SELECT p.entry_id INTO culprit\n            FROM new_rows p JOIN payouts_journalentry e ON e.id = p.entry_id\n            WHERE e.own_xid <> pg_current_xact_id()::text::bigint OR e.posted_at <> p.posted_at\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'journal entry % is closed: legs come with their entry', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            SELECT p.account_id INTO culprit\n            FROM new_rows p JOIN payouts_ledgeraccount a ON a.id = p.account_id\n            WHERE p.posted_at < a.created_at LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'account % was opened after the entry was posted', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            SELECT date_trunc('month', min(posted_at), 'UTC') INTO this_month FROM new_rows;\n            SELECT max(id) INTO former FROM payouts_posting WHERE posted_at < this_month;\n            SELECT p.id INTO culprit\n            FROM (SELECT id FROM new_rows WHERE id <= former) p\n            WHERE EXISTS (SELECT FROM payouts_posting o WHERE o.id = p.id AND o.posted_at < this_month)\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'there is a posting % already', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                            hash="480894cd07141397648786e037de8e908b069b26",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_posting_balanced_61600",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="payouts_posting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="posting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="posting_escrow_covered",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE culprit text;",
                            func="\n            SELECT a.code INTO culprit\n            FROM payouts_ledgeraccount a\n            LEFT JOIN payouts_escrow e ON e.account_id = a.id\n            LEFT JOIN contests_contest c\n                   ON c.id = e.contest_id AND c.opens_at IS NOT NULL AND c.decided_at IS NULL\n            CROSS JOIN LATERAL (\n                SELECT COALESCE(sum(CASE p.side WHEN 'credit' THEN p.amount_minor ELSE -p.amount_minor END), 0) AS minor\n                FROM payouts_posting p WHERE p.account_id = a.id AND p.posted_at >= a.created_at\n            ) held\n            WHERE a.contest_id IS NOT NULL\n              AND a.id IN (SELECT account_id FROM new_rows WHERE side = 'debit')\n              AND held.minor < CASE WHEN c.id IS NULL THEN 0 ELSE e.liability_minor END\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'account % would hold less than it must', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                            hash="06bbc4ea1531a1b408409825bfa52d8246103a4f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_posting_escrow_covered_7b4ba",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="payouts_posting",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
