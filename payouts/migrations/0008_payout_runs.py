"""Limits and switches of the rails, and runs of payments that two people stand for."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import payouts.models.guards


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_lower_case_addresses"),
        ("payouts", "0007_disputes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ControlChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stopped", "stopped"),
                            ("started", "started again"),
                            ("lowered", "lowered"),
                            ("raised", "raised"),
                        ],
                        max_length=8,
                    ),
                ),
                ("rail", models.CharField(max_length=20)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("above_before", models.BigIntegerField(blank=True, null=True)),
                ("above_after", models.BigIntegerField(blank=True, null=True)),
                ("daily_before", models.BigIntegerField(blank=True, null=True)),
                ("daily_after", models.BigIntegerField(blank=True, null=True)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "change of a control",
                "verbose_name_plural": "changes of controls",
            },
        ),
        migrations.CreateModel(
            name="ControlProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rail", models.CharField(max_length=20)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("approval_above_minor", models.BigIntegerField(blank=True, null=True)),
                ("daily_limit_minor", models.BigIntegerField(blank=True, null=True)),
                ("reason", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("confirmed", "confirmed"), ("withdrawn", "withdrawn")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "proposal to loosen a control",
                "verbose_name_plural": "proposals to loosen a control",
            },
        ),
        migrations.CreateModel(
            name="PayoutRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("approved", "approved"),
                            ("withdrawn", "withdrawn"),
                            ("stale", "overtaken"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("rail", models.CharField(blank=True, default="", max_length=20)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("up_to_minor", models.BigIntegerField(blank=True, null=True)),
                ("digest", models.CharField(max_length=64)),
                ("count", models.PositiveIntegerField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("difference", models.JSONField(default=list)),
                (
                    "own_xid",
                    models.BigIntegerField(db_default=payouts.models.guards.CurrentTransaction(), editable=False),
                ),
            ],
            options={
                "verbose_name": "payout run",
            },
        ),
        migrations.CreateModel(
            name="PayoutRunLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("idempotency_key", models.CharField(max_length=80)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("destination", models.CharField(max_length=64)),
                ("payee", models.CharField(max_length=48)),
            ],
            options={
                "verbose_name": "line of a payout run",
                "verbose_name_plural": "lines of payout runs",
                "ordering": ["run_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="RailControl",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rail", models.CharField(max_length=20, unique=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "verbose_name": "rail's switch",
                "verbose_name_plural": "rails' switches",
            },
        ),
        migrations.CreateModel(
            name="RailLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rail", models.CharField(max_length=20)),
                ("currency", models.CharField(max_length=3)),
                ("approval_above_minor", models.BigIntegerField(default=500000)),
                ("daily_limit_minor", models.BigIntegerField(default=10000000)),
            ],
            options={
                "verbose_name": "rail's limit",
                "verbose_name_plural": "rails' limits",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="disbursement",
            name="disbursement_kept",
        ),
        migrations.AddField(
            model_name="disbursement",
            name="needs_approval",
            field=models.BooleanField(db_default=False, default=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disbursement",
            trigger=pgtrigger.compiler.Trigger(
                name="disbursement_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'due_state' - 'due_at' - 'lease_until' - 'fence' - 'attempts' - 'last_error' - 'finished_at' - 'state' - 'provider_reference' - 'reason' - 'sent_at' - 'paid_at' - 'needs_approval' - 'run_id') IS DISTINCT FROM (to_jsonb(OLD) - 'due_state' - 'due_at' - 'lease_until' - 'fence' - 'attempts' - 'last_error' - 'finished_at' - 'state' - 'provider_reference' - 'reason' - 'sent_at' - 'paid_at' - 'needs_approval' - 'run_id') THEN\n                RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="a80b1d98091c0c823a49f2e07e5e24e943f433d7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_disbursement_kept_0e39a",
                    table="payouts_disbursement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disbursement",
            trigger=pgtrigger.compiler.Trigger(
                name="disbursement_approved",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'INSERT' THEN\n                IF NEW.run_id IS NOT NULL OR NEW.needs_approval AND NEW.state NOT IN ('pending', 'held') THEN\n                    RAISE EXCEPTION 'disbursement % begins without an approval', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n                RETURN NEW;\n            END IF;\n            IF OLD.needs_approval AND NOT NEW.needs_approval OR NEW.needs_approval AND NOT OLD.needs_approval\n                    AND (OLD.attempts > 0 OR OLD.state NOT IN ('pending', 'held')) THEN\n                RAISE EXCEPTION 'whether disbursement % needs approval stands', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF NEW.run_id IS DISTINCT FROM OLD.run_id AND (OLD.run_id IS NOT NULL OR NOT EXISTS (\n                SELECT FROM payouts_payoutrunline l JOIN payouts_payoutrun r ON r.id = l.run_id\n                WHERE l.run_id = NEW.run_id AND l.disbursement_id = NEW.id AND r.state = 'approved'\n                  AND (l.idempotency_key, l.amount_minor, l.currency)\n                      = (NEW.idempotency_key, NEW.amount_minor, NEW.currency)\n            )) THEN\n                RAISE EXCEPTION 'disbursement % is in no such approved run', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF NEW.needs_approval AND NEW.run_id IS NULL AND NEW.state NOT IN ('pending', 'held', 'rejected') THEN\n                RAISE EXCEPTION 'disbursement % waits for an approval', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="bfa5d42eb15005a0346d1ad86f8178d3dab36f68",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_disbursement_approved_8c4b2",
                    table="payouts_disbursement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disbursement",
            trigger=pgtrigger.compiler.Trigger(
                name="disbursement_within_limits",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit text;",
                    func="\n            PERFORM FROM payouts_raillimit l\n            WHERE (l.rail, l.currency) IN (SELECT rail, currency FROM new_rows WHERE NOT needs_approval)\n            ORDER BY l.id FOR NO KEY UPDATE;\n            SELECT d.idempotency_key INTO culprit\n            FROM new_rows d LEFT JOIN payouts_raillimit l ON l.rail = d.rail AND l.currency = d.currency\n            WHERE NOT d.needs_approval AND d.amount_minor > COALESCE(l.approval_above_minor, 500000)\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION '% needs approval: it is above its limit', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            SELECT n.rail || ' ' || n.currency INTO culprit\n            FROM (SELECT DISTINCT rail, currency, date_trunc('day', created_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS day FROM new_rows WHERE NOT needs_approval) n\n            LEFT JOIN payouts_raillimit l ON l.rail = n.rail AND l.currency = n.currency\n            WHERE COALESCE(l.daily_limit_minor, 10000000) < (\n                SELECT sum(d.amount_minor) FROM payouts_disbursement d\n                WHERE d.rail = n.rail AND d.currency = n.currency AND NOT d.needs_approval\n                  AND d.created_at >= n.day AND d.created_at < n.day + interval '1 day'\n            )\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'payments on % go beyond the day''s limit: they need approval', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="ec260be1b4fe5c5509d87de333ec6cd2ba76ee04",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_disbursement_within_limits_85f5d",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_disbursement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="controlchange",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="controlchange",
            name="second",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="controlproposal",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="controlproposal",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="controlchange",
            name="proposal",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="change",
                to="payouts.controlproposal",
            ),
        ),
        migrations.AddField(
            model_name="payoutrun",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="payoutrun",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="disbursement",
            name="run",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disbursements",
                to="payouts.payoutrun",
            ),
        ),
        migrations.AddIndex(
            model_name="disbursement",
            index=models.Index(
                condition=models.Q(("needs_approval", True), ("run__isnull", True), ("state__in", ("pending", "held"))),
                fields=["id"],
                name="disbursement_unapproved",
            ),
        ),
        migrations.AddIndex(
            model_name="disbursement",
            index=models.Index(
                condition=models.Q(("needs_approval", True)), fields=["-id"], name="disbursement_ever_asked_for"
            ),
        ),
        migrations.AddIndex(
            model_name="disbursement",
            index=models.Index(
                fields=["rail", "currency", "created_at"],
                include=("amount_minor", "needs_approval"),
                name="disbursement_of_a_day",
            ),
        ),
        migrations.AddField(
            model_name="payoutrunline",
            name="disbursement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="run_lines", to="payouts.disbursement"
            ),
        ),
        migrations.AddField(
            model_name="payoutrunline",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="payouts.payoutrun"
            ),
        ),
        migrations.AddField(
            model_name="railcontrol",
            name="change",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payouts.controlchange"
            ),
        ),
        migrations.AddField(
            model_name="railcontrol",
            name="stopped_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="raillimit",
            name="change",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payouts.controlchange",
            ),
        ),
        migrations.AddConstraint(
            model_name="controlproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("rail", "currency"), name="control_proposal_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="controlproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(
                        ("decided_by__isnull", False), models.Q(("decided_by", models.F("proposed_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="control_proposal_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="controlproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "proposed")),
                    models.Q(
                        models.Q(("state", "proposed"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="control_proposal_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="controlproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="control_proposal_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="controlproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approval_above_minor__isnull", True), ("currency", ""), ("daily_limit_minor__isnull", True)
                    ),
                    models.Q(
                        models.Q(("currency", ""), _negated=True),
                        ("approval_above_minor__gte", 0),
                        ("daily_limit_minor__gte", 0),
                    ),
                    _connector="OR",
                ),
                name="control_proposal_about",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="controlproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="control_proposal_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'state' - 'decided_by_id' - 'decided_at') IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'decided_by_id' - 'decided_at') THEN\n                RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="76e1b66492b0e6347c7d43a01647d31c8ca2b31c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_control_proposal_kept_fe11f",
                    table="payouts_controlproposal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="controlproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="control_proposal_born",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF NEW.state <> 'proposed' THEN\n                RAISE EXCEPTION 'a row of % starts as proposed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="8e6724110cf55bc568ea6dec0e84112d5addcce9",
                    operation="INSERT",
                    pgid="pgtrigger_control_proposal_born_bf304",
                    table="payouts_controlproposal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="controlproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="control_proposal_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:confirmed,proposed:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="a0ca7d74423f28daf6ef11c2f55611f568065bdf",
                    operation="UPDATE",
                    pgid="pgtrigger_control_proposal_states_fe97c",
                    table="payouts_controlproposal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="controlchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="control_change_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="controlchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ("stopped", "lowered")), ("proposal__isnull", True), ("second__isnull", True)
                    ),
                    models.Q(
                        ("kind__in", ("started", "raised")),
                        ("proposal__isnull", False),
                        ("second__isnull", False),
                        models.Q(("second", models.F("actor")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="control_change_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="controlchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("currency", ""),
                        ("kind__in", ("stopped", "started")),
                        ("above_after__isnull", True),
                        ("above_before__isnull", True),
                        ("daily_after__isnull", True),
                        ("daily_before__isnull", True),
                    ),
                    models.Q(
                        ("kind__in", ("lowered", "raised")),
                        models.Q(("currency", ""), _negated=True),
                        ("above_after__isnull", False),
                        ("above_before__isnull", False),
                        ("daily_after__isnull", False),
                        ("daily_before__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="control_change_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="controlchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "lowered"), _negated=True),
                    models.Q(
                        ("above_after__lte", models.F("above_before")), ("daily_after__lte", models.F("daily_before"))
                    ),
                    _connector="OR",
                ),
                name="control_change_lowers",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="controlchange",
            trigger=pgtrigger.compiler.Trigger(
                name="control_change_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7b73de62f94485bfe74d7caf52475b6d18726ad3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_control_change_insert_only_8f4a2",
                    table="payouts_controlchange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="controlchange",
            trigger=pgtrigger.compiler.Trigger(
                name="control_change_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="7afc034a195e494baf755b3b43fa1cca8b545489",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_control_change_no_truncate_91843",
                    table="payouts_controlchange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="controlchange",
            trigger=pgtrigger.compiler.Trigger(
                name="control_change_confirmed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"kind\" IN ('started', 'raised'))",
                    func="\n            IF NOT EXISTS (\n                SELECT FROM payouts_controlproposal p\n                WHERE p.id = NEW.proposal_id AND p.state = 'confirmed' AND p.rail = NEW.rail\n                  AND p.currency = NEW.currency AND p.proposed_by_id = NEW.actor_id AND p.decided_by_id = NEW.second_id\n                  AND p.approval_above_minor IS NOT DISTINCT FROM NEW.above_after\n                  AND p.daily_limit_minor IS NOT DISTINCT FROM NEW.daily_after\n            ) THEN\n                RAISE EXCEPTION 'nobody else has confirmed this for rail %', NEW.rail USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="56181b886cd473b2062336f2ecc239406b778f80",
                    operation="INSERT",
                    pgid="pgtrigger_control_change_confirmed_3adac",
                    table="payouts_controlchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(
                        ("decided_by__isnull", False), models.Q(("decided_by", models.F("proposed_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="payout_run_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "proposed")),
                    models.Q(
                        models.Q(("state", "proposed"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="payout_run_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="payout_run_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutrun",
            constraint=models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="payout_run_not_empty"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutrun",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_run_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'state' - 'decided_by_id' - 'decided_at' - 'reason' - 'difference') IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'decided_by_id' - 'decided_at' - 'reason' - 'difference') THEN\n                RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="7bddeb6b725ddaef28ccc651baebbd7263688c9a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_payout_run_kept_9f7db",
                    table="payouts_payoutrun",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutrun",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_run_born",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF NEW.state <> 'proposed' THEN\n                RAISE EXCEPTION 'a row of % starts as proposed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="bd0002a920ccf4de758876645dbfc26d8cb43a55",
                    operation="INSERT",
                    pgid="pgtrigger_payout_run_born_1eb63",
                    table="payouts_payoutrun",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutrun",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_run_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:approved,proposed:withdrawn,proposed:stale}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="7cb97ba4d6d18a665374e52beae698f711f9d89f",
                    operation="UPDATE",
                    pgid="pgtrigger_payout_run_states_77495",
                    table="payouts_payoutrun",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutrunline",
            constraint=models.UniqueConstraint(fields=("run", "position"), name="payout_run_line_position"),
        ),
        migrations.AddConstraint(
            model_name="payoutrunline",
            constraint=models.UniqueConstraint(fields=("run", "disbursement"), name="payout_run_line_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutrunline",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_run_line_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="01c8c04454cac6aa0d91319f10fbe7179dec1270",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_payout_run_line_insert_only_17dab",
                    table="payouts_payoutrunline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutrunline",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_run_line_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="d5255162444e94ae8ba867c9727f54c41721c74c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_payout_run_line_no_truncate_1feb0",
                    table="payouts_payoutrunline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutrunline",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_run_line_closed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit bigint;",
                    func="\n            SELECT r.id INTO culprit FROM payouts_payoutrun r\n            WHERE r.id IN (SELECT run_id FROM new_rows)\n              AND (r.own_xid <> pg_current_xact_id()::text::bigint\n                   OR r.count <> (SELECT count(*) FROM payouts_payoutrunline l WHERE l.run_id = r.id))\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'payout run % is closed: lines come with their run', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="a197fe4c1f2ec65496e288df49d87ab0a5bb4361",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_payout_run_line_closed_3087b",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_payoutrunline",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="railcontrol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("stopped_at__isnull", True), ("stopped_by__isnull", True)),
                    models.Q(
                        ("stopped_at__isnull", False),
                        ("stopped_by__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="rail_control_stopped",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="railcontrol",
            trigger=pgtrigger.compiler.Trigger(
                name="rail_control_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' AND (NEW.rail <> OLD.rail OR NEW.change_id <= OLD.change_id) OR NOT EXISTS (\n                SELECT FROM payouts_controlchange c\n                WHERE c.id = NEW.change_id AND c.rail = NEW.rail\n                  AND c.kind = CASE WHEN NEW.stopped_at IS NULL THEN 'started' ELSE 'stopped' END\n            ) THEN\n                RAISE EXCEPTION 'the switch of rail % moves only with its history', NEW.rail USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="7aff8bebd026cc83d077f059d7a3c51c5756ff55",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_rail_control_history_68822",
                    table="payouts_railcontrol",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="railcontrol",
            trigger=pgtrigger.compiler.Trigger(
                name="rail_control_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="229f98d108fef2e3dc8bebd4c710c61f3545ed3f",
                    operation="DELETE",
                    pgid="pgtrigger_rail_control_no_delete_4dab9",
                    table="payouts_railcontrol",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="raillimit",
            constraint=models.UniqueConstraint(fields=("rail", "currency"), name="rail_limit_once"),
        ),
        migrations.AddConstraint(
            model_name="raillimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("approval_above_minor__gte", 0), ("daily_limit_minor__gte", 0)),
                name="rail_limit_not_negative",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raillimit",
            trigger=pgtrigger.compiler.Trigger(
                name="rail_limit_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'INSERT' THEN\n                IF NEW.change_id IS NOT NULL OR (NEW.approval_above_minor, NEW.daily_limit_minor)\n                        <> (500000, 10000000) THEN\n                    RAISE EXCEPTION 'limits of rail % begin as the first ones', NEW.rail USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n                RETURN NEW;\n            END IF;\n            IF (NEW.rail, NEW.currency) <> (OLD.rail, OLD.currency)\n                    OR COALESCE(NEW.change_id, 0) <= COALESCE(OLD.change_id, 0) OR NOT EXISTS (\n                SELECT FROM payouts_controlchange c\n                WHERE c.id = NEW.change_id AND c.rail = NEW.rail AND c.currency = NEW.currency\n                  AND (c.above_before, c.daily_before) = (OLD.approval_above_minor, OLD.daily_limit_minor)\n                  AND (c.above_after, c.daily_after) = (NEW.approval_above_minor, NEW.daily_limit_minor)\n            ) THEN\n                RAISE EXCEPTION 'the limits of rail % change only with their history', NEW.rail USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="767e574a1dffbbfc35349371abe6cdbf3c31d860",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_rail_limit_history_303f5",
                    table="payouts_raillimit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raillimit",
            trigger=pgtrigger.compiler.Trigger(
                name="rail_limit_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="efd1cda4c2236cd92f519efafb6e54c00a723903",
                    operation="DELETE",
                    pgid="pgtrigger_rail_limit_no_delete_2466f",
                    table="payouts_raillimit",
                    when="BEFORE",
                ),
            ),
        ),
    ]
