"""Guards of rows that stand compare rows instead of JSON; payments that go by themselves pay for no guard of others."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_cheaper_guards"),
        ("payouts", "0013_seals"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="connectedaccount",
            name="connected_account_kept",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="controlproposal",
            name="control_proposal_kept",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="deposit",
            name="deposit_kept",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="disbursement",
            name="disbursement_kept",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="disbursement",
            name="disbursement_approved",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="dispute",
            name="dispute_kept",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="obligation",
            name="obligation_kept",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="payoutrun",
            name="payout_run_kept",
        ),
        migrations.RemoveIndex(
            model_name="disbursement",
            name="disbursement_due",
        ),
        migrations.AddIndex(
            model_name="disbursement",
            index=models.Index(
                condition=models.Q(("due_state", "waiting")), fields=["due_at", "id"], name="disbursement_due"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="connectedaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="connected_account_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.due_state := NEW.due_state; OLD.due_at := NEW.due_at; OLD.lease_until := NEW.lease_until; OLD.fence := NEW.fence; OLD.attempts := NEW.attempts; OLD.last_error := NEW.last_error; OLD.finished_at := NEW.finished_at; OLD.state := NEW.state; OLD.country := NEW.country; OLD.attempt := NEW.attempt; OLD.account := NEW.account; OLD.reason := NEW.reason; OLD.chosen_at := NEW.chosen_at;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="f90782ffef1d00bb30a063b35343081cc9bb3a48",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_connected_account_kept_3159f",
                    table="payouts_connectedaccount",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="controlproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="control_proposal_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.state := NEW.state; OLD.decided_by_id := NEW.decided_by_id; OLD.decided_at := NEW.decided_at;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="4291f5d38adaeabda596bd10fe8a448ab08468ca",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_control_proposal_kept_fe11f",
                    table="payouts_controlproposal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deposit",
            trigger=pgtrigger.compiler.Trigger(
                name="deposit_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.due_state := NEW.due_state; OLD.due_at := NEW.due_at; OLD.lease_until := NEW.lease_until; OLD.fence := NEW.fence; OLD.attempts := NEW.attempts; OLD.last_error := NEW.last_error; OLD.finished_at := NEW.finished_at; OLD.state := NEW.state; OLD.provider_reference := NEW.provider_reference; OLD.reason := NEW.reason; OLD.received_at := NEW.received_at;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="e292a0b775a86478a0a7919b9bf29916636c6abb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_deposit_kept_f1538",
                    table="payouts_deposit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disbursement",
            trigger=pgtrigger.compiler.Trigger(
                name="disbursement_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.due_state := NEW.due_state; OLD.due_at := NEW.due_at; OLD.lease_until := NEW.lease_until; OLD.fence := NEW.fence; OLD.attempts := NEW.attempts; OLD.last_error := NEW.last_error; OLD.finished_at := NEW.finished_at; OLD.state := NEW.state; OLD.provider_reference := NEW.provider_reference; OLD.reason := NEW.reason; OLD.sent_at := NEW.sent_at; OLD.paid_at := NEW.paid_at; OLD.needs_approval := NEW.needs_approval; OLD.run_id := NEW.run_id;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="df710e338954f10fff8fb481c29dfb384f179510",
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
                name="disbursement_unapproved",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.needs_approval OR NEW.run_id IS NOT NULL)",
                    func="\n            IF NEW.run_id IS NOT NULL OR NEW.state NOT IN ('pending', 'held') THEN\n                RAISE EXCEPTION 'disbursement % begins without an approval', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="4d4e48e7483e14a4e3165475e0d5f68e06144566",
                    operation="INSERT",
                    pgid="pgtrigger_disbursement_unapproved_47fef",
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
                    condition="WHEN (OLD.needs_approval OR NEW.needs_approval OR NEW.run_id IS DISTINCT FROM OLD.run_id)",
                    func="\n            IF OLD.needs_approval AND NOT NEW.needs_approval OR NEW.needs_approval AND NOT OLD.needs_approval\n                    AND (OLD.attempts > 0 OR OLD.state NOT IN ('pending', 'held')) THEN\n                RAISE EXCEPTION 'whether disbursement % needs approval stands', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF NEW.run_id IS DISTINCT FROM OLD.run_id AND (OLD.run_id IS NOT NULL OR NOT EXISTS (\n                SELECT FROM payouts_payoutrunline l JOIN payouts_payoutrun r ON r.id = l.run_id\n                WHERE l.run_id = NEW.run_id AND l.disbursement_id = NEW.id AND r.state = 'approved'\n                  AND (l.idempotency_key, l.amount_minor, l.currency)\n                      = (NEW.idempotency_key, NEW.amount_minor, NEW.currency)\n            )) THEN\n                RAISE EXCEPTION 'disbursement % is in no such approved run', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF NEW.needs_approval AND NEW.run_id IS NULL AND NEW.state NOT IN ('pending', 'held', 'rejected') THEN\n                RAISE EXCEPTION 'disbursement % waits for an approval', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="51dadaea0faa6ab90a61e04cee6ea4cbfa50d803",
                    operation="UPDATE",
                    pgid="pgtrigger_disbursement_approved_8c4b2",
                    table="payouts_disbursement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="dispute_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.held_id := NEW.held_id; OLD.decision := NEW.decision; OLD.decided_minor := NEW.decided_minor; OLD.decided_by_id := NEW.decided_by_id; OLD.decided_at := NEW.decided_at; OLD.decision_reason := NEW.decision_reason;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="29c9c2bfba9a3a0e69a8795ba1438103611377fd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_dispute_kept_b7aea",
                    table="payouts_dispute",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="obligation",
            trigger=pgtrigger.compiler.Trigger(
                name="obligation_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.released_at := NEW.released_at; OLD.cancelled_at := NEW.cancelled_at; OLD.paid_at := NEW.paid_at; OLD.pay_by := NEW.pay_by; OLD.held_until := NEW.held_until;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="bf37656f5062b57e64ab184107e27df19ef3be5f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_obligation_kept_93220",
                    table="payouts_obligation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutrun",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_run_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.state := NEW.state; OLD.decided_by_id := NEW.decided_by_id; OLD.decided_at := NEW.decided_at; OLD.reason := NEW.reason; OLD.difference := NEW.difference;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="03107ec2260f807e610fa1b36fc91ce5e1b00e84",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_payout_run_kept_9f7db",
                    table="payouts_payoutrun",
                    when="BEFORE",
                ),
            ),
        ),
    ]
