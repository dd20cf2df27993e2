"""Transfers that come in by themselves, and what goes back of them."""

import uuid

import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0003_rights"),
        ("payouts", "0016_batch_rails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IncomingTransfer",
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
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("rail", models.CharField(max_length=20)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("reference", models.CharField(blank=True, default="", max_length=25)),
                ("payer_name", models.CharField(blank=True, default="", max_length=140)),
                ("payer_sealed", models.BinaryField(blank=True, null=True)),
                ("payer_ending", models.CharField(blank=True, default="", max_length=4)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("applied", "in escrow"),
                            ("surplus", "more than needed"),
                            ("unmatched", "not matched"),
                            ("returning", "on its way back"),
                            ("returned", "sent back"),
                            ("kept", "the platform's own"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("kept_minor", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "incoming transfer",
            },
        ),
        migrations.CreateModel(
            name="TransferReturn",
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
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("sent", "sent"),
                            ("unknown", "unknown"),
                            ("paid", "paid"),
                            ("returned", "returned"),
                            ("rejected", "rejected"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("rail", models.CharField(max_length=20)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("holder_name", models.CharField(max_length=140)),
                ("provider_reference", models.CharField(blank=True, default="", max_length=120)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "transfer sent back",
                "verbose_name_plural": "transfers sent back",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="paymentfileline",
            name="payment_file_line_fits",
        ),
        migrations.AlterField(
            model_name="deposit",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="paymentfileline",
            name="disbursement",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="file_line",
                to="payouts.disbursement",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sealed_body__isnull", True),
                    models.Q(
                        django.db.models.lookups.GreaterThanOrEqual(
                            models.Func(
                                models.F("sealed_body"), function="octet_length", output_field=models.IntegerField()
                            ),
                            34,
                        ),
                        django.db.models.lookups.Exact(
                            models.Func(
                                models.F("sealed_body"), 0, function="get_byte", output_field=models.IntegerField()
                            ),
                            1,
                        ),
                    ),
                    _connector="OR",
                ),
                name="bank_report_sealed",
            ),
        ),
        migrations.AddField(
            model_name="incomingtransfer",
            name="contest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="incoming_transfers",
                to="contests.contest",
            ),
        ),
        migrations.AddField(
            model_name="incomingtransfer",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="incoming", to="payouts.bankentry"
            ),
        ),
        migrations.AddField(
            model_name="deposit",
            name="transfer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deposits",
                to="payouts.incomingtransfer",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(("created_by__isnull", False), ("transfer__isnull", False), _connector="OR"),
                name="deposit_has_an_origin",
            ),
        ),
        migrations.AddField(
            model_name="transferreturn",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="transferreturn",
            name="transfer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="payouts.incomingtransfer"
            ),
        ),
        migrations.AddField(
            model_name="paymentfileline",
            name="transfer_return",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="file_line",
                to="payouts.transferreturn",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentfileline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disbursement__isnull", False), ("transfer_return__isnull", True)),
                    models.Q(("disbursement__isnull", True), ("transfer_return__isnull", False)),
                    _connector="OR",
                ),
                name="payment_file_line_of_one",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingtransfer",
            index=models.Index(
                condition=models.Q(("due_state", "waiting")), fields=["due_at"], name="incoming_transfer_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingtransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="incoming_transfer_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingtransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_minor__gte", 0)), name="incoming_transfer_kept_minor"
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingtransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("payer_sealed__isnull", True),
                    models.Q(
                        django.db.models.lookups.GreaterThanOrEqual(
                            models.Func(
                                models.F("payer_sealed"), function="octet_length", output_field=models.IntegerField()
                            ),
                            34,
                        ),
                        django.db.models.lookups.Exact(
                            models.Func(
                                models.F("payer_sealed"), 0, function="get_byte", output_field=models.IntegerField()
                            ),
                            1,
                        ),
                    ),
                    _connector="OR",
                ),
                name="incoming_transfer_sealed",
            ),
        ),
        migrations.AddIndex(
            model_name="transferreturn",
            index=models.Index(
                condition=models.Q(("due_state", "waiting")), fields=["due_at"], name="transfer_return_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="transferreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="transfer_return_positive"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deposit",
            trigger=pgtrigger.compiler.Trigger(
                name="deposit_not_twice",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."transfer_id" IS NOT NULL)',
                    declare="DECLARE rest numeric;",
                    func="\n            PERFORM 1 FROM payouts_incomingtransfer WHERE id = NEW.transfer_id FOR NO KEY UPDATE;\n            SELECT t.amount_minor - t.kept_minor\n                 - COALESCE((SELECT sum(amount_minor) FROM payouts_deposit WHERE transfer_id = t.id), 0)\n                 - COALESCE((SELECT sum(amount_minor) FROM payouts_transferreturn\n                             WHERE transfer_id = t.id AND state NOT IN ('rejected', 'returned')), 0)\n            INTO rest FROM payouts_incomingtransfer t WHERE t.id = NEW.transfer_id;\n            IF rest < 0 THEN\n                RAISE EXCEPTION 'transfer % would be spent twice', NEW.transfer_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="9bd838b6f0a1350d57e6675f6d900bbeab29a046",
                    operation="INSERT",
                    pgid="pgtrigger_deposit_not_twice_bc7e0",
                    table="payouts_deposit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentfileline",
            trigger=pgtrigger.compiler.Trigger(
                name="payment_file_line_fits",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit text;",
                    func="\n            SELECT l.order_id INTO culprit\n            FROM new_rows l\n            JOIN payouts_paymentfile f ON f.id = l.file_id\n            LEFT JOIN payouts_disbursement d ON d.id = l.disbursement_id\n            LEFT JOIN payouts_transferreturn r ON r.id = l.transfer_return_id\n            WHERE (l.amount_minor, f.currency, f.rail) IS DISTINCT FROM\n                  (COALESCE(d.amount_minor, r.amount_minor), COALESCE(d.currency, r.currency), COALESCE(d.rail, r.rail))\n               OR COALESCE(d.state, r.state) <> 'pending' OR d.needs_approval AND d.run_id IS NULL\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'payment % may not be sent like this', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="821f039ebe21a20c889d2034b661bb9cb09f1c94",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_payment_file_line_fits_9a584",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_paymentfileline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incomingtransfer",
            trigger=pgtrigger.compiler.Trigger(
                name="incoming_transfer_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.due_state := NEW.due_state; OLD.due_at := NEW.due_at; OLD.lease_until := NEW.lease_until; OLD.fence := NEW.fence; OLD.attempts := NEW.attempts; OLD.last_error := NEW.last_error; OLD.finished_at := NEW.finished_at; OLD.state := NEW.state; OLD.contest_id := NEW.contest_id; OLD.kept_minor := NEW.kept_minor; OLD.payer_sealed := NEW.payer_sealed;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="8342e068cc254cc31f4e767f80b92e95f7403c48",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_incoming_transfer_kept_95b07",
                    table="payouts_incomingtransfer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incomingtransfer",
            trigger=pgtrigger.compiler.Trigger(
                name="incoming_transfer_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{received:applied,received:surplus,received:unmatched,surplus:applied,surplus:returning,surplus:kept,unmatched:applied,unmatched:returning,unmatched:kept,unmatched:surplus,surplus:unmatched,returning:returned,returning:unmatched,returned:unmatched}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="bd3b5efc583c169de60d7f9461c52c95ab9cb330",
                    operation="UPDATE",
                    pgid="pgtrigger_incoming_transfer_states_e8260",
                    table="payouts_incomingtransfer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incomingtransfer",
            trigger=pgtrigger.compiler.Trigger(
                name="incoming_transfer_not_twice",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE rest numeric;",
                    func="\n            PERFORM 1 FROM payouts_incomingtransfer WHERE id = NEW.id FOR NO KEY UPDATE;\n            SELECT t.amount_minor - t.kept_minor\n                 - COALESCE((SELECT sum(amount_minor) FROM payouts_deposit WHERE transfer_id = t.id), 0)\n                 - COALESCE((SELECT sum(amount_minor) FROM payouts_transferreturn\n                             WHERE transfer_id = t.id AND state NOT IN ('rejected', 'returned')), 0)\n            INTO rest FROM payouts_incomingtransfer t WHERE t.id = NEW.id;\n            IF rest < 0 THEN\n                RAISE EXCEPTION 'transfer % would be spent twice', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="2a41af7d74eab02f2fefce67dcfdcc750ce13c3d",
                    operation='UPDATE OF "kept_minor"',
                    pgid="pgtrigger_incoming_transfer_not_twice_ed3ea",
                    table="payouts_incomingtransfer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transferreturn",
            trigger=pgtrigger.compiler.Trigger(
                name="transfer_return_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.due_state := NEW.due_state; OLD.due_at := NEW.due_at; OLD.lease_until := NEW.lease_until; OLD.fence := NEW.fence; OLD.attempts := NEW.attempts; OLD.last_error := NEW.last_error; OLD.finished_at := NEW.finished_at; OLD.state := NEW.state; OLD.provider_reference := NEW.provider_reference; OLD.reason := NEW.reason; OLD.paid_at := NEW.paid_at;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="2fe5688683ed7cd8ea8c96cddd569f569275cc76",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_transfer_return_kept_3cd47",
                    table="payouts_transferreturn",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transferreturn",
            trigger=pgtrigger.compiler.Trigger(
                name="transfer_return_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{pending:sent,pending:paid,pending:returned,pending:rejected,unknown:sent,unknown:paid,unknown:returned,unknown:rejected,pending:unknown,sent:paid,sent:returned,sent:rejected,paid:returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="424c016babd30fff89aaba7e87e7e3e2a798d0da",
                    operation="UPDATE",
                    pgid="pgtrigger_transfer_return_states_8dceb",
                    table="payouts_transferreturn",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transferreturn",
            trigger=pgtrigger.compiler.Trigger(
                name="transfer_return_booked",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" IN ('paid', 'returned'))",
                    constraint="CONSTRAINT",
                    func="\n            IF NOT EXISTS (\n                SELECT FROM payouts_journalentry\n                WHERE idempotency_key = 'transfer_return:' || NEW.id || CASE NEW.state WHEN 'paid' THEN ':paid' WHEN 'returned' THEN ':returned' END\n            ) THEN\n                RAISE EXCEPTION 'transfer_return % is % without a journal entry', NEW.id, NEW.state USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="700484e8e7f21df01ca8aadf31693fe1cc131224",
                    operation='INSERT OR UPDATE OF "state"',
                    pgid="pgtrigger_transfer_return_booked_b01f5",
                    table="payouts_transferreturn",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transferreturn",
            trigger=pgtrigger.compiler.Trigger(
                name="transfer_return_not_twice",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE rest numeric;",
                    func="\n            PERFORM 1 FROM payouts_incomingtransfer WHERE id = NEW.transfer_id FOR NO KEY UPDATE;\n            SELECT t.amount_minor - t.kept_minor\n                 - COALESCE((SELECT sum(amount_minor) FROM payouts_deposit WHERE transfer_id = t.id), 0)\n                 - COALESCE((SELECT sum(amount_minor) FROM payouts_transferreturn\n                             WHERE transfer_id = t.id AND state NOT IN ('rejected', 'returned')), 0)\n            INTO rest FROM payouts_incomingtransfer t WHERE t.id = NEW.transfer_id;\n            IF rest < 0 THEN\n                RAISE EXCEPTION 'transfer % would be spent twice', NEW.transfer_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="e770ddbedb3fff4c0884f4caf512b7c39abbbac4",
                    operation="INSERT",
                    pgid="pgtrigger_transfer_return_not_twice_341a7",
                    table="payouts_transferreturn",
                    when="AFTER",
                ),
            ),
        ),
    ]
