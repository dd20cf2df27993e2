"""Policies are drafted, put to the creatives, and published by somebody else than their author."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0005_fairness_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyOpinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "vote",
                    models.CharField(
                        choices=[("for", "for"), ("against", "against"), ("none", "no vote")], max_length=8
                    ),
                ),
                ("comment", models.TextField(blank=True, default="", max_length=2000)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "opinion on a policy",
                "verbose_name_plural": "opinions on policies",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="payoutpolicy",
            name="policy_kept",
        ),
        migrations.AddField(
            model_name="payoutpolicy",
            name="consulted_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="payoutpolicy",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutpolicy",
            trigger=pgtrigger.compiler.Trigger(
                name="policy_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF OLD.state = 'draft' THEN\n                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                IF OLD.consulted_from IS NOT NULL\n                        AND (NEW.document, NEW.document_sha256, NEW.created_by_id, NEW.consulted_from)\n                        IS DISTINCT FROM (OLD.document, OLD.document_sha256, OLD.created_by_id, OLD.consulted_from) THEN\n                    RAISE EXCEPTION 'policy % is under consultation: its text stands', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n                RETURN NEW;\n            END IF;\n            IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'state' - 'superseded_at')\n                    IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'superseded_at')\n                    OR NEW.state NOT IN ('published', 'superseded') THEN\n                RAISE EXCEPTION 'policy % is published: supersede it instead', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="378f524f0d2a94a22ba03432189b5c7dd4a64bf9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_policy_kept_02844",
                    table="payouts_payoutpolicy",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    ("created_by__isnull", True),
                    models.Q(
                        ("published_by__isnull", False),
                        models.Q(("published_by", models.F("created_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="policy_four_eyes",
            ),
        ),
        migrations.AddField(
            model_name="policyopinion",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="policyopinion",
            name="policy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="payouts.payoutpolicy"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyopinion",
            constraint=models.UniqueConstraint(fields=("policy", "author"), name="opinion_once"),
        ),
        migrations.AddConstraint(
            model_name="policyopinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("vote__in", ["for", "against", "none"])), name="opinion_vote_known"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyopinion",
            trigger=pgtrigger.compiler.Trigger(
                name="opinion_in_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE theirs bigint;",
                    func="\n            theirs := CASE WHEN TG_OP = 'INSERT' THEN NEW.policy_id ELSE OLD.policy_id END;\n            IF NOT EXISTS (\n                SELECT FROM payouts_payoutpolicy WHERE id = theirs AND state = 'draft' AND consulted_from IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'policy % is not under consultation', theirs USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="650f6435a4156ec74fd423e54a4e4b327801255e",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_opinion_in_time_d7e14",
                    table="payouts_policyopinion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
