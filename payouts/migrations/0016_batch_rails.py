"""Rails that take payments in files: the files, and what banks report on them."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0015_closed_months"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rail", models.CharField(max_length=20)),
                ("account", models.CharField(max_length=64)),
                ("reference", models.CharField(max_length=160)),
                ("direction", models.CharField(choices=[("in", "in"), ("out", "out")], max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("booked_on", models.DateField()),
                ("value_on", models.DateField(blank=True, null=True)),
                (
                    "meaning",
                    models.CharField(
                        choices=[
                            ("payment", "payment"),
                            ("return", "return"),
                            ("credit", "credit"),
                            ("unexplained", "unexplained"),
                        ],
                        max_length=12,
                    ),
                ),
                ("order_id", models.CharField(blank=True, default="", max_length=35)),
                ("party_name", models.CharField(blank=True, default="", max_length=140)),
                ("party_ending", models.CharField(blank=True, default="", max_length=4)),
                ("text", models.TextField(blank=True, default="")),
                ("bank_code", models.CharField(blank=True, default="", max_length=60)),
                ("explanation", models.CharField(blank=True, default="", max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "bank entry",
                "verbose_name_plural": "bank entries",
            },
        ),
        migrations.CreateModel(
            name="BankFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "due_state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                            ("parked", "parked"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True, default="")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("rail", models.CharField(max_length=20, unique=True)),
                ("cursor", models.TextField(blank=True, default="")),
                ("fetched_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "bank feed",
            },
        ),
        migrations.CreateModel(
            name="BankReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "due_state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                            ("parked", "parked"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True, default="")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("rail", models.CharField(max_length=20)),
                ("provider_report_id", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("status", "status of a file"),
                            ("statement", "statement"),
                            ("notification", "notification"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sealed_body", models.BinaryField()),
                ("body_sha256", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "bank report",
            },
        ),
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rail", models.CharField(max_length=20)),
                ("account", models.CharField(max_length=64)),
                ("statement_id", models.CharField(max_length=64)),
                ("currency", models.CharField(max_length=3)),
                ("sequence", models.BigIntegerField(blank=True, null=True)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("to_on", models.DateField(blank=True, null=True)),
                ("opening_minor", models.BigIntegerField()),
                ("closing_minor", models.BigIntegerField()),
                ("moved_minor", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "bank statement",
            },
        ),
        migrations.CreateModel(
            name="PaymentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "due_state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                            ("parked", "parked"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True, default="")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("rail", models.CharField(max_length=20)),
                ("message_id", models.CharField(max_length=35, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("unknown", "unknown"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("settled", "settled"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("originator_name", models.CharField(max_length=70)),
                ("originator_account", models.CharField(max_length=64)),
                ("originator_bank_id", models.CharField(blank=True, default="", max_length=11)),
                ("execute_on", models.DateField()),
                ("payment_count", models.PositiveIntegerField()),
                ("total_minor", models.BigIntegerField()),
                ("document_sha256", models.CharField(max_length=64)),
                ("provider_reference", models.CharField(blank=True, default="", max_length=120)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "payment file",
            },
        ),
        migrations.CreateModel(
            name="PaymentFileLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("order_id", models.CharField(max_length=35, unique=True)),
                ("amount_minor", models.BigIntegerField()),
                ("name", models.CharField(max_length=70)),
                ("text", models.CharField(max_length=140)),
            ],
            options={
                "verbose_name": "payment in a file",
                "verbose_name_plural": "payments in files",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="disbursement",
            name="disbursement_kept",
        ),
        migrations.AddField(
            model_name="disbursement",
            name="retry_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disbursement",
            trigger=pgtrigger.compiler.Trigger(
                name="disbursement_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.due_state := NEW.due_state; OLD.due_at := NEW.due_at; OLD.lease_until := NEW.lease_until; OLD.fence := NEW.fence; OLD.attempts := NEW.attempts; OLD.last_error := NEW.last_error; OLD.finished_at := NEW.finished_at; OLD.state := NEW.state; OLD.provider_reference := NEW.provider_reference; OLD.reason := NEW.reason; OLD.sent_at := NEW.sent_at; OLD.paid_at := NEW.paid_at; OLD.needs_approval := NEW.needs_approval; OLD.run_id := NEW.run_id; OLD.retry_at := NEW.retry_at;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="f69698ab89cc25796c93d899487209691ae2ecce",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_disbursement_kept_0e39a",
                    table="payouts_disbursement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="bankfeed",
            index=models.Index(condition=models.Q(("due_state", "waiting")), fields=["due_at"], name="bank_feed_due"),
        ),
        migrations.AddIndex(
            model_name="bankreport",
            index=models.Index(condition=models.Q(("due_state", "waiting")), fields=["due_at"], name="bank_report_due"),
        ),
        migrations.AddConstraint(
            model_name="bankreport",
            constraint=models.UniqueConstraint(fields=("rail", "provider_report_id"), name="bank_report_once"),
        ),
        migrations.AddField(
            model_name="bankentry",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="payouts.bankreport"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankreport",
            trigger=pgtrigger.compiler.Trigger(
                name="bank_report_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.due_state := NEW.due_state; OLD.due_at := NEW.due_at; OLD.lease_until := NEW.lease_until; OLD.fence := NEW.fence; OLD.attempts := NEW.attempts; OLD.last_error := NEW.last_error; OLD.finished_at := NEW.finished_at; OLD.sealed_body := NEW.sealed_body;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="ebab29ba34421cdcff56185df8a3a1dbc67157f7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_bank_report_kept_a9eca",
                    table="payouts_bankreport",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="bankstatement",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="payouts.bankreport"
            ),
        ),
        migrations.AddField(
            model_name="bankentry",
            name="statement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="payouts.bankstatement",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentfile",
            index=models.Index(
                condition=models.Q(("due_state", "waiting")), fields=["due_at"], name="payment_file_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("payment_count__gt", 0), ("total_minor__gt", 0)), name="payment_file_not_empty"
            ),
        ),
        migrations.AddField(
            model_name="bankentry",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bank_entries",
                to="payouts.paymentfile",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentfile",
            trigger=pgtrigger.compiler.Trigger(
                name="payment_file_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.due_state := NEW.due_state; OLD.due_at := NEW.due_at; OLD.lease_until := NEW.lease_until; OLD.fence := NEW.fence; OLD.attempts := NEW.attempts; OLD.last_error := NEW.last_error; OLD.finished_at := NEW.finished_at; OLD.state := NEW.state; OLD.provider_reference := NEW.provider_reference; OLD.reason := NEW.reason; OLD.sent_at := NEW.sent_at;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="e3aa39fdf32ef137ce133142230a75a4b0976260",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_payment_file_kept_44826",
                    table="payouts_paymentfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentfile",
            trigger=pgtrigger.compiler.Trigger(
                name="payment_file_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{pending:unknown,pending:accepted,pending:rejected,pending:settled,unknown:accepted,unknown:rejected,unknown:settled,accepted:rejected,accepted:settled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="725b4b95d9981b6bc0707c37b6e92dcc1da3be05",
                    operation="UPDATE",
                    pgid="pgtrigger_payment_file_states_02679",
                    table="payouts_paymentfile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentfile",
            trigger=pgtrigger.compiler.Trigger(
                name="payment_file_adds_up",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\n            IF (SELECT (count(*), COALESCE(sum(amount_minor), 0)) FROM payouts_paymentfileline WHERE file_id = NEW.id)\n                    IS DISTINCT FROM (NEW.payment_count::bigint, NEW.total_minor::numeric) THEN\n                RAISE EXCEPTION 'the lines of file % are not its total', NEW.message_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="131af793746a12c2f4cc6d101e85d14ee0b0b2d2",
                    operation="INSERT",
                    pgid="pgtrigger_payment_file_adds_up_4f0bb",
                    table="payouts_paymentfile",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="paymentfileline",
            name="disbursement",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="file_line", to="payouts.disbursement"
            ),
        ),
        migrations.AddField(
            model_name="paymentfileline",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="payouts.paymentfile"
            ),
        ),
        migrations.AddField(
            model_name="bankentry",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bank_entries",
                to="payouts.paymentfileline",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(fields=("rail", "account", "statement_id"), name="bank_statement_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankstatement",
            trigger=pgtrigger.compiler.Trigger(
                name="bank_statement_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b16cddf8e907b0fabeee842b4b8178d225bcee61",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_bank_statement_insert_only_e37dd",
                    table="payouts_bankstatement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankstatement",
            trigger=pgtrigger.compiler.Trigger(
                name="bank_statement_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="dd41bb384341bb4f8458a052d13aeba61ed81b27",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_bank_statement_no_truncate_b70f6",
                    table="payouts_bankstatement",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentfileline",
            constraint=models.UniqueConstraint(fields=("file", "position"), name="payment_file_line_once"),
        ),
        migrations.AddConstraint(
            model_name="paymentfileline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="payment_file_line_positive"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentfileline",
            trigger=pgtrigger.compiler.Trigger(
                name="payment_file_line_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="301127ace317f2383344a22613d36ce188159060",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_payment_file_line_insert_only_c2268",
                    table="payouts_paymentfileline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentfileline",
            trigger=pgtrigger.compiler.Trigger(
                name="payment_file_line_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="e15ba81f9dbb989c223093e3e68327b1e59869c9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_payment_file_line_no_truncate_73d67",
                    table="payouts_paymentfileline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentfileline",
            trigger=pgtrigger.compiler.Trigger(
                name="payment_file_line_fits",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit text;",
                    func="\n            SELECT l.order_id INTO culprit\n            FROM new_rows l\n            JOIN payouts_paymentfile f ON f.id = l.file_id\n            JOIN payouts_disbursement d ON d.id = l.disbursement_id\n            WHERE (l.amount_minor, f.currency, f.rail) <> (d.amount_minor, d.currency, d.rail)\n               OR d.state <> 'pending' OR d.needs_approval AND d.run_id IS NULL\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'payment % may not be sent like this', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="70891809c5e63acb66107ba3764b762592307694",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_payment_file_line_fits_9a584",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_paymentfileline",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.UniqueConstraint(fields=("rail", "account", "reference"), name="bank_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("line__isnull", False)), fields=("line", "direction"), name="bank_entry_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("file__isnull", False)), fields=("file", "direction"), name="bank_entry_file_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="bank_entry_positive"),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["in", "out"])), name="bank_entry_directed"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("direction", "out"), ("file__isnull", True), ("line__isnull", False), ("meaning", "payment")
                    ),
                    models.Q(
                        ("direction", "out"), ("file__isnull", False), ("line__isnull", True), ("meaning", "payment")
                    ),
                    models.Q(
                        ("direction", "in"), ("file__isnull", True), ("line__isnull", False), ("meaning", "return")
                    ),
                    models.Q(
                        ("direction", "in"), ("file__isnull", True), ("line__isnull", True), ("meaning", "credit")
                    ),
                    models.Q(
                        ("direction", "out"), ("file__isnull", True), ("line__isnull", True), ("meaning", "unexplained")
                    ),
                    _connector="OR",
                ),
                name="bank_entry_means",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("explanation", ""), ("meaning", "unexplained"), _connector="OR"),
                name="bank_entry_explained",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankentry",
            trigger=pgtrigger.compiler.Trigger(
                name="bank_entry_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.statement_id := NEW.statement_id; OLD.explanation := NEW.explanation;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="e5b70e785a3cb15ce5ea0609cf11d3c9f1c100d6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_bank_entry_kept_d2816",
                    table="payouts_bankentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
