"""Contests from the brief to the handover: entries, rights, jury, gallery, reviews, and how briefs are found."""

import contests.jury
import contests.models.brief
import contests.models.entry
import contests.models.file
import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import duerows.together
import duerows.xacts
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

FUNCTIONS = """
    -- Small letters without accents, so that "affiché" is found by "AFFICHE".
    CREATE FUNCTION contests_fold(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT SET search_path FROM CURRENT AS $$
        SELECT replace(replace(regexp_replace(normalize(lower(words), NFKD), '[\\u0300-\\u036f]', '', 'g'),
            'œ', 'oe'), 'æ', 'ae')
    $$;

    -- All that a brief says, by the stems of its own language; its title weighs most.
    CREATE FUNCTION contests_brief_vector(
        language text, title text, summary text, description text, audience text, deliverables text[]
    ) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
    DECLARE
        config regconfig := CASE WHEN language LIKE 'fr%' THEN 'french'::regconfig ELSE 'english'::regconfig END;
    BEGIN
        RETURN setweight(to_tsvector(config, contests_fold(COALESCE(title, ''))), 'A')
            || setweight(to_tsvector(config, contests_fold(COALESCE(summary, ''))), 'B')
            || setweight(to_tsvector(config, contests_fold(COALESCE(array_to_string(deliverables, ' '), ''))), 'C')
            || setweight(to_tsvector(config, contests_fold(COALESCE(description, '') || ' ' || COALESCE(audience, ''))),
                'D');
    END $$;
"""
NO_FUNCTIONS = (
    "DROP FUNCTION contests_brief_vector(text, text, text, text, text, text[]); DROP FUNCTION contests_fold(text)"
)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            sql=FUNCTIONS,
            reverse_sql=NO_FUNCTIONS,
        ),
        duerows.together.Together(
            operations=[
                migrations.CreateModel(
                    name='Contest',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contests', to='accounts.brand')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('state', models.CharField(choices=[('draft', 'draft'), ('awaiting_funds', 'awaiting funds'), ('open', 'open for entries'), ('shortlisting', 'shortlisting'), ('final_round', 'final round'), ('judging', 'judging'), ('awarded', 'awarded'), ('handover', 'handover'), ('settled', 'settled'), ('lapsed', 'lapsed'), ('cancelled', 'cancelled'), ('suspended', 'suspended')], default='draft', max_length=16, verbose_name='state')),
                        ('state_since', models.DateTimeField(default=django.utils.timezone.now)),
                        ('suspended_from', models.CharField(blank=True, choices=[('draft', 'draft'), ('awaiting_funds', 'awaiting funds'), ('open', 'open for entries'), ('shortlisting', 'shortlisting'), ('final_round', 'final round'), ('judging', 'judging'), ('awarded', 'awarded'), ('handover', 'handover'), ('settled', 'settled'), ('lapsed', 'lapsed'), ('cancelled', 'cancelled'), ('suspended', 'suspended')], default='', max_length=16)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('kind', models.CharField(choices=[('standard', 'standard'), ('invited', 'by invitation'), ('nda', 'confidential'), ('fast', 'fast'), ('two_stage', 'in two stages'), ('zero_spec', 'without speculative work'), ('open_licence', 'open licence')], default='standard', max_length=12, verbose_name='kind')),
                        ('visibility', models.CharField(choices=[('public', 'public'), ('private', 'private'), ('blind', 'blind')], default='public', max_length=8, verbose_name='visibility')),
                        ('currency', models.CharField(default='EUR', max_length=3, verbose_name='currency')),
                        ('shortlist_max', models.PositiveSmallIntegerField(default=5, verbose_name='most that may be shortlisted')),
                        ('unpaid_effort_minutes', models.PositiveSmallIntegerField(default=60, verbose_name='unpaid effort asked for, in minutes')),
                        ('entries_period', models.DurationField(default=datetime.timedelta(days=14), verbose_name='entries are taken for')),
                        ('shortlisting_period', models.DurationField(default=datetime.timedelta(days=5), verbose_name='shortlisting takes')),
                        ('final_round_period', models.DurationField(default=datetime.timedelta(days=5), verbose_name='the final round takes')),
                        ('judging_period', models.DurationField(default=datetime.timedelta(days=5), verbose_name='judging takes')),
                        ('shortlist_min', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('entry_cap', models.PositiveIntegerField(blank=True, null=True)),
                        ('silence_period', models.DurationField(blank=True, null=True)),
                        ('final_notice_period', models.DurationField(blank=True, null=True)),
                        ('delivery_period', models.DurationField(blank=True, null=True)),
                        ('acceptance_period', models.DurationField(blank=True, null=True)),
                        ('extension_days_max', models.PositiveSmallIntegerField(default=0)),
                        ('revision_rounds_max', models.PositiveSmallIntegerField(default=0)),
                        ('floor_minor', models.BigIntegerField(blank=True, editable=False, null=True)),
                        ('prizes_minor', models.BigIntegerField(blank=True, editable=False, null=True)),
                        ('effort_minutes', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                        ('hourly_minor', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Least(models.F('shortlist_max'), django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Greatest(django.db.models.expressions.CombinedExpression(models.F('entry_count'), '+', models.Value(1)), models.F('shortlist_max'), output_field=models.BigIntegerField()), django.db.models.functions.comparison.Greatest(models.F('entry_cap'), models.Value(1), output_field=models.BigIntegerField()), output_field=models.BigIntegerField()), output_field=models.BigIntegerField()), '*', models.F('floor_minor')), '+', models.F('prizes_minor')), '/', django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Greatest(django.db.models.expressions.CombinedExpression(models.F('entry_count'), '+', models.Value(1)), models.F('shortlist_max'), output_field=models.BigIntegerField()), django.db.models.functions.comparison.Greatest(models.F('entry_cap'), models.Value(1), output_field=models.BigIntegerField()), output_field=models.BigIntegerField())), '*', models.Value(60)), '/', models.F('effort_minutes')), models.Value(0), output_field=models.BigIntegerField()), output_field=models.BigIntegerField())),
                        ('opens_at', models.DateTimeField(blank=True, null=True)),
                        ('closes_at', models.DateTimeField(blank=True, null=True)),
                        ('shortlist_by', models.DateTimeField(blank=True, null=True)),
                        ('final_round_ends_at', models.DateTimeField(blank=True, null=True)),
                        ('decide_by', models.DateTimeField(blank=True, null=True)),
                        ('final_notice_at', models.DateTimeField(blank=True, null=True)),
                        ('lapses_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('cancel_stage', models.CharField(blank=True, default='', max_length=12)),
                        ('cancel_reason', models.TextField(blank=True, default='', max_length=2000, verbose_name='reason for cancelling')),
                        ('entry_count', models.PositiveIntegerField(default=0)),
                        ('extension_days', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name': 'contest',
                        'indexes': [models.Index(fields=['state', 'closes_at'], name='contest_state_closes'), models.Index(fields=['brand', '-created_at'], name='contest_brand_newest'), models.Index(condition=models.Q(('state', 'open')), fields=['hourly_minor', 'id'], name='contest_open_hourly'), models.Index(condition=models.Q(('state', 'open')), fields=['prizes_minor', 'id'], name='contest_open_prizes'), models.Index(condition=models.Q(('kind', 'nda')), fields=['id'], name='contest_confidential')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'awaiting_funds', 'open', 'shortlisting', 'final_round', 'judging', 'awarded', 'handover', 'settled', 'lapsed', 'cancelled', 'suspended'])), name='contest_state_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['standard', 'invited', 'nda', 'fast', 'two_stage', 'zero_spec', 'open_licence'])), name='contest_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['invited', 'nda']), _negated=True), models.Q(('visibility', 'public'), _negated=True), _connector='OR'), name='contest_closed_is_not_public'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'zero_spec'), _negated=True), models.Q(('unpaid_effort_minutes', 0), models.Q(('visibility', 'blind'), _negated=True)), _connector='OR'), name='contest_zero_spec'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'fast'), _negated=True), models.Q(('entries_period__lte', datetime.timedelta(days=4)), ('final_round_period__lte', datetime.timedelta(days=3)), ('judging_period__lte', datetime.timedelta(days=2)), ('shortlisting_period__lte', datetime.timedelta(days=2))), _connector='OR'), name='contest_fast_is_short'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='contest_currency_iso'), models.CheckConstraint(condition=models.Q(('shortlist_max__range', (1, 100))), name='contest_shortlist_max'), models.CheckConstraint(condition=models.Q(('shortlist_min__isnull', True), ('shortlist_min__lte', models.F('shortlist_max')), _connector='OR'), name='contest_shortlist_min'), models.CheckConstraint(condition=models.Q(('entry_cap__isnull', True), ('entry_count__lte', models.F('entry_cap')), _connector='OR'), name='contest_entry_cap'), models.CheckConstraint(condition=models.Q(models.Q(('effort_minutes', None), ('floor_minor', None), ('prizes_minor', None)), models.Q(('effort_minutes__gt', 0), ('floor_minor__gte', 0), ('prizes_minor__gte', 0)), _connector='OR'), name='contest_figures_whole'), models.CheckConstraint(condition=models.Q(('extension_days__lte', models.F('extension_days_max'))), name='contest_extension_reserved'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'awaiting_funds']), models.Q(('closes_at__gt', models.F('opens_at')), ('decide_by__gte', models.F('final_round_ends_at')), ('entry_cap__isnull', False), ('final_round_ends_at__gte', models.F('shortlist_by')), ('lapses_at__gte', models.F('decide_by')), ('opens_at__isnull', False), ('shortlist_by__gte', models.F('closes_at')), ('shortlist_min__isnull', False)), _connector='OR'), name='contest_opened_has_moments'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'suspended'), models.Q(('suspended_from', ''), _negated=True)), models.Q(models.Q(('state', 'suspended'), _negated=True), ('suspended_from', '')), _connector='OR'), name='contest_suspended_from')],
                        'triggers': [pgtrigger.compiler.Trigger(name='contest_born_as_draft', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.state <> 'draft' OR NEW.opens_at IS NOT NULL THEN\n                RAISE EXCEPTION 'a contest starts as a draft' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='c1fccd171c18df20194f3d3abefdd214e9b0e4b2', operation='INSERT', pgid='pgtrigger_contest_born_as_draft_b457c', table='contests_contest', when='BEFORE')), pgtrigger.compiler.Trigger(name='contest_lifecycle', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{awaiting_funds:draft,awaiting_funds:open,awarded:handover,awarded:settled,awarded:suspended,draft:awaiting_funds,final_round:cancelled,final_round:judging,final_round:lapsed,final_round:suspended,handover:settled,handover:suspended,judging:awarded,judging:cancelled,judging:lapsed,judging:suspended,open:cancelled,open:shortlisting,open:suspended,shortlisting:cancelled,shortlisting:final_round,shortlisting:lapsed,shortlisting:suspended,suspended:awarded,suspended:final_round,suspended:handover,suspended:judging,suspended:open,suspended:shortlisting}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='dbd2357c6d36f9e70e6d1255dd4bde3fa812ec9b', operation='UPDATE', pgid='pgtrigger_contest_lifecycle_339db', table='contests_contest', when='BEFORE')), pgtrigger.compiler.Trigger(name='contest_frozen_terms', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.state NOT IN ('awaiting_funds', 'draft') AND (NEW.brand_id IS DISTINCT FROM OLD.brand_id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.shortlist_max IS DISTINCT FROM OLD.shortlist_max OR NEW.shortlist_min IS DISTINCT FROM OLD.shortlist_min OR NEW.entry_cap IS DISTINCT FROM OLD.entry_cap OR NEW.unpaid_effort_minutes IS DISTINCT FROM OLD.unpaid_effort_minutes OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.visibility IS DISTINCT FROM OLD.visibility OR NEW.extension_days_max IS DISTINCT FROM OLD.extension_days_max OR NEW.revision_rounds_max IS DISTINCT FROM OLD.revision_rounds_max OR (OLD.floor_minor IS NOT NULL AND NEW.floor_minor IS DISTINCT FROM OLD.floor_minor) OR (OLD.prizes_minor IS NOT NULL AND NEW.prizes_minor IS DISTINCT FROM OLD.prizes_minor) OR (OLD.effort_minutes IS NOT NULL AND NEW.effort_minutes IS DISTINCT FROM OLD.effort_minutes)) THEN\n                RAISE EXCEPTION 'the terms of contest % are frozen since it opened', OLD.id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='f0a2fdc34a51df9fccab5b979e36e7fc4c9627cd', operation='UPDATE', pgid='pgtrigger_contest_frozen_terms_f0409', table='contests_contest', when='BEFORE')), pgtrigger.compiler.Trigger(name='contest_kept_once_opened', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.opens_at IS NOT NULL OR OLD.state <> 'draft' THEN\n                RAISE EXCEPTION 'contest % has been opened or funded and cannot be deleted', OLD.id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN OLD;\n        ", hash='1473353d59a6220f00e41852912513a0923e043d', operation='DELETE', pgid='pgtrigger_contest_kept_once_opened_01762', table='contests_contest', when='BEFORE')), pgtrigger.compiler.Trigger(name='contest_not_by_blocked', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM accounts_user WHERE id = NEW.created_by_id AND blocked_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'account % is blocked', NEW.created_by_id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='d5349401a43cc972144672cdfa7feaa03e737ca8', operation='INSERT', pgid='pgtrigger_contest_not_by_blocked_0d68a', table='contests_contest', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Prize',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prizes', to='contests.contest')),
                        ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
                        ('amount_minor', models.BigIntegerField(verbose_name='amount in minor units')),
                    ],
                    options={
                        'verbose_name': 'prize',
                        'ordering': ['rank'],
                        'constraints': [models.UniqueConstraint(fields=('contest', 'rank'), name='prize_rank_once'), models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='prize_positive'), models.CheckConstraint(condition=models.Q(('rank__gte', 1)), name='prize_rank_from_one')],
                        'triggers': [pgtrigger.compiler.Trigger(name='prize_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM contests_contest\n                WHERE id = (CASE WHEN TG_OP = 'DELETE' THEN OLD.contest_id ELSE NEW.contest_id END)\n                  AND state NOT IN ('awaiting_funds', 'draft')\n            ) THEN\n                RAISE EXCEPTION 'the terms of a contest are frozen since it opened'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='1454f8c27ba596bcc50f2490307077c44cbcca88', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_prize_frozen_d2961', table='contests_prize', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='InvitationLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitation_links', to='contests.contest')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('expires_at', models.DateTimeField()),
                        ('most_uses', models.PositiveSmallIntegerField(verbose_name='for how many people')),
                        ('uses', models.PositiveSmallIntegerField(default=0)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'link to invite',
                        'ordering': ['-id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('uses__lte', models.F('most_uses'))), name='invitation_link_uses'), models.CheckConstraint(condition=models.Q(('most_uses__gte', 1)), name='invitation_link_for_somebody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='invitation_link_kind', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT FROM contests_contest WHERE id = NEW.contest_id AND kind = 'invited') THEN\n                RAISE EXCEPTION 'contest % is of another kind', NEW.contest_id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='e770caa538d87ee63dc5b49fbe5f93543bae9668', operation='INSERT', pgid='pgtrigger_invitation_link_kind_9de28', table='contests_invitationlink', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Guest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='contests.contest')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guests', to='contests.invitationlink')),
                        ('invited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'guest',
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('contest', 'person'), name='guest_once'), models.CheckConstraint(condition=models.Q(models.Q(('invited_by__isnull', False), ('link__isnull', True)), models.Q(('invited_by__isnull', True), ('link__isnull', False)), _connector='OR'), name='guest_by_person_or_link')],
                        'triggers': [pgtrigger.compiler.Trigger(name='guest_kind', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT FROM contests_contest WHERE id = NEW.contest_id AND kind = 'invited') THEN\n                RAISE EXCEPTION 'contest % is of another kind', NEW.contest_id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='c5eb17d3c8b77edcc83f0d4fd71fd9dc5944a47c', operation='INSERT', pgid='pgtrigger_guest_kind_fe714', table='contests_guest', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='NdaAcceptance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nda_acceptances', to='contests.contest')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('version', models.CharField(max_length=12)),
                        ('language', models.CharField(max_length=5)),
                        ('text', models.TextField()),
                        ('text_sha256', models.CharField(max_length=64)),
                        ('signed_name', models.CharField(max_length=120)),
                        ('accepted_at', models.DateTimeField()),
                        ('accepted_from', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'verbose_name': 'accepted confidentiality',
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('contest', 'person'), name='nda_accepted_once'), models.CheckConstraint(condition=models.Q(('signed_name', ''), _negated=True), name='nda_is_signed'), models.CheckConstraint(condition=models.Q(('text_sha256__regex', '^[0-9a-f]{64}$')), name='nda_text_named')],
                        'triggers': [pgtrigger.compiler.Trigger(name='nda_acceptance_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e39cf7e0fb080349f7c5f400585835861883461', operation='UPDATE OR DELETE', pgid='pgtrigger_nda_acceptance_insert_only_caa1a', table='contests_ndaacceptance', when='BEFORE')), pgtrigger.compiler.Trigger(name='nda_acceptance_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='f500ab948dae2520b309fa209dc5b3c05ce3a08e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_nda_acceptance_no_truncate_64df6', table='contests_ndaacceptance', when='BEFORE')), pgtrigger.compiler.Trigger(name='nda_acceptance_kind', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT FROM contests_contest WHERE id = NEW.contest_id AND kind = 'nda') THEN\n                RAISE EXCEPTION 'contest % is of another kind', NEW.contest_id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='4e78cbd56da1f6bb9166d004e650c14268103d69', operation='INSERT', pgid='pgtrigger_nda_acceptance_kind_d2895', table='contests_ndaacceptance', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='contests.contest')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to=settings.AUTH_USER_MODEL)),
                        ('code', models.CharField(default=contests.models.entry.new_code, editable=False, max_length=8)),
                        ('state', models.CharField(choices=[('submitted', 'submitted'), ('withdrawn', 'withdrawn'), ('disqualified', 'disqualified')], default='submitted', max_length=12, verbose_name='state')),
                        ('title', models.CharField(max_length=120, verbose_name='title')),
                        ('statement', models.TextField(blank=True, max_length=4000, verbose_name='note to the brand')),
                        ('minutes_spent', models.PositiveIntegerField(blank=True, null=True, verbose_name='minutes spent')),
                        ('sources', models.TextField(blank=True, max_length=2000, verbose_name='sources, fonts and use of AI')),
                        ('rating', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="the brand's rating")),
                        ('disqualified_because', models.TextField(blank=True, default='', max_length=2000)),
                        ('hidden_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'entry',
                        'verbose_name_plural': 'entries',
                        'indexes': [models.Index(fields=['contest', '-created_at', '-id'], name='entry_contest_newest'), models.Index(fields=['author', '-created_at', '-id'], name='entry_author_newest'), models.Index(fields=['-created_at', '-id'], name='entry_newest')],
                        'constraints': [models.UniqueConstraint(fields=('contest', 'code'), name='entry_code_once'), models.CheckConstraint(condition=models.Q(('rating__isnull', True), ('rating__range', (1, 5)), _connector='OR'), name='entry_rating_stars'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'disqualified'), _negated=True), models.Q(('disqualified_because', ''), _negated=True), _connector='OR'), name='entry_disqualified_with_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='entry_no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4d5d47c0b8e2c8e2ff3d4fcf16eeab679be35977', operation='DELETE', pgid='pgtrigger_entry_no_delete_29500', table='contests_entry', when='BEFORE')), pgtrigger.compiler.Trigger(name='entry_admitted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM contests_contest c WHERE c.id = NEW.contest_id AND (\n                    (c.kind = 'invited' AND NOT EXISTS (\n                        SELECT FROM contests_guest g\n                        WHERE g.contest_id = c.id AND g.person_id = NEW.author_id AND g.withdrawn_at IS NULL))\n                    OR (c.kind = 'nda' AND NOT EXISTS (\n                        SELECT FROM contests_ndaacceptance n\n                        WHERE n.contest_id = c.id AND n.person_id = NEW.author_id)))\n            ) THEN\n                RAISE EXCEPTION 'this person is not admitted to the contest'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='fdbdf8f1fd37525597cfec20bbd7901bc0ab7cd8', operation='INSERT', pgid='pgtrigger_entry_admitted_0bc0e', table='contests_entry', when='BEFORE')), pgtrigger.compiler.Trigger(name='entry_not_by_blocked', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM accounts_user WHERE id = NEW.author_id AND blocked_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'account % is blocked', NEW.author_id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='057963a8bac0c80456f8825d02b5ae01db399abd', operation='INSERT', pgid='pgtrigger_entry_not_by_blocked_59813', table='contests_entry', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='EntryVersion',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='contests.entry')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('note', models.CharField(blank=True, max_length=400, verbose_name='what changed')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'version',
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('entry', 'number'), name='entry_version_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='entry_version_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='edb086cc6124360878a1b36c7673d3afa96f8f6f', operation='UPDATE OR DELETE', pgid='pgtrigger_entry_version_insert_only_52ed0', table='contests_entryversion', when='BEFORE')), pgtrigger.compiler.Trigger(name='entry_version_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='c40c37f0d21b68256bf9d967b650aef7431d37fc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_entry_version_no_truncate_0ca8d', table='contests_entryversion', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='EntryShare',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='contests.entry')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entry_shares', to=settings.AUTH_USER_MODEL)),
                        ('weight', models.PositiveIntegerField(default=1)),
                        ('consented_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('entry', 'user'), name='entry_share_once'), models.CheckConstraint(condition=models.Q(('weight__range', (1, 1000000))), name='entry_share_weight')],
                        'triggers': [pgtrigger.compiler.Trigger(name='entry_share_no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='42dcdc8607e17933ca7be81f0cd297f61aa2ffb8', operation='DELETE', pgid='pgtrigger_entry_share_no_delete_a2597', table='contests_entryshare', when='BEFORE')), pgtrigger.compiler.Trigger(name='entry_share_admitted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM contests_contest c WHERE c.id = (SELECT contest_id FROM contests_entry WHERE id = NEW.entry_id) AND (\n                    (c.kind = 'invited' AND NOT EXISTS (\n                        SELECT FROM contests_guest g\n                        WHERE g.contest_id = c.id AND g.person_id = NEW.user_id AND g.withdrawn_at IS NULL))\n                    OR (c.kind = 'nda' AND NOT EXISTS (\n                        SELECT FROM contests_ndaacceptance n\n                        WHERE n.contest_id = c.id AND n.person_id = NEW.user_id)))\n            ) THEN\n                RAISE EXCEPTION 'this person is not admitted to the contest'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='0b882788865e20479d4bbe49874f11ff63c24a56', operation='INSERT', pgid='pgtrigger_entry_share_admitted_9908e', table='contests_entryshare', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='RevisionRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revision_requests', to='contests.entry')),
                        ('round', models.PositiveSmallIntegerField()),
                        ('note', models.TextField(max_length=2000, verbose_name='what should change')),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'request for a revision',
                        'ordering': ['round'],
                        'constraints': [models.UniqueConstraint(fields=('entry', 'round'), name='revision_round_once'), models.CheckConstraint(condition=models.Q(('round__gte', 1)), name='revision_round_from_one'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='revision_says_what')],
                        'triggers': [pgtrigger.compiler.Trigger(name='revision_request_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b3bd7547b49d76db4f0525181c13f30352af5990', operation='UPDATE OR DELETE', pgid='pgtrigger_revision_request_insert_only_37f95', table='contests_revisionrequest', when='BEFORE')), pgtrigger.compiler.Trigger(name='revision_request_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='7fa236df8caf0c05cfa7bcebfe6eda09046a10f4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_revision_request_no_truncate_1c1a5', table='contests_revisionrequest', when='BEFORE')), pgtrigger.compiler.Trigger(name='revision_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_contest c\n                JOIN contests_entry e ON e.contest_id = c.id\n                JOIN contests_shortlistplace p ON p.entry_id = e.id\n                WHERE e.id = NEW.entry_id AND c.state IN ('final_round', 'judging')\n                  AND NEW.round <= c.revision_rounds_max\n                  AND NEW.round = 1 + (SELECT count(*) FROM contests_revisionrequest r WHERE r.entry_id = e.id)\n            ) THEN\n                RAISE EXCEPTION 'round % of entry % is not paid for', NEW.round, NEW.entry_id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='decbcc2a81874b852623b2d5c745ad3da5a451cf', operation='INSERT', pgid='pgtrigger_revision_fits_8c77d', table='contests_revisionrequest', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ShortlistPlace',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shortlist', to='contests.contest')),
                        ('slot', models.PositiveSmallIntegerField()),
                        ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='place', to='contests.entry')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'ordering': ['slot'],
                        'constraints': [models.UniqueConstraint(fields=('contest', 'slot'), name='shortlist_slot_once'), models.CheckConstraint(condition=models.Q(('slot__gte', 1)), name='shortlist_slot_from_one')],
                        'triggers': [pgtrigger.compiler.Trigger(name='shortlist_place_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c62918a72a1f0a8e7d88395c99e1fc6ec3694579', operation='UPDATE OR DELETE', pgid='pgtrigger_shortlist_place_insert_only_9e67c', table='contests_shortlistplace', when='BEFORE')), pgtrigger.compiler.Trigger(name='shortlist_place_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='55a598d8229e931aec495e3ebc1ad4fde572074c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_shortlist_place_no_truncate_613d0', table='contests_shortlistplace', when='BEFORE')), pgtrigger.compiler.Trigger(name='shortlist_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_contest c JOIN contests_entry e ON e.contest_id = c.id\n                WHERE c.id = NEW.contest_id AND e.id = NEW.entry_id\n                  AND NEW.slot <= c.shortlist_max AND c.state IN ('shortlisting', 'final_round')\n                  AND e.state = 'submitted'\n            ) THEN\n                RAISE EXCEPTION 'place % of contest % is not funded, or its entry cannot be shortlisted',\n                    NEW.slot, NEW.contest_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='0316e7347661be13a694faea0976ed848ae9b7f9', operation='INSERT', pgid='pgtrigger_shortlist_fits_13c2f', table='contests_shortlistplace', when='BEFORE')), pgtrigger.compiler.Trigger(name='shortlist_not_eliminated', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (SELECT FROM contests_elimination x WHERE x.entry_id = NEW.entry_id AND x.undone_at IS NULL) THEN\n                RAISE EXCEPTION 'entry % is eliminated and cannot be shortlisted', NEW.entry_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='836ba6bfc42e4928b19ee7ce7db41d323bf40a1f', operation='INSERT', pgid='pgtrigger_shortlist_not_eliminated_68e1f', table='contests_shortlistplace', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Award',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='contests.contest')),
                        ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='award', to='contests.entry')),
                        ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('passed_over_at', models.DateTimeField(blank=True, null=True)),
                        ('passed_over_because', models.TextField(blank=True, default='', max_length=2000)),
                    ],
                    options={
                        'verbose_name': 'award',
                        'ordering': ['rank', 'id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('rank__gte', 1)), name='award_rank_from_one'), models.CheckConstraint(condition=models.Q(('passed_over_at__isnull', True), models.Q(('passed_over_because', ''), _negated=True), _connector='OR'), name='award_passed_over_with_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='award_no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='942c9c1ac77c0d698e0f2fcc9baee5d1b225ded9', operation='DELETE', pgid='pgtrigger_award_no_delete_8490d', table='contests_award', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Handover',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('award', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='handover', to='contests.award')),
                        ('note', models.TextField(blank=True, max_length=4000, verbose_name='note to the brand')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('delivered_at', models.DateTimeField(blank=True, null=True)),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('accepted_by_clock', models.BooleanField(default=False)),
                    ],
                    options={
                        'verbose_name': 'handover',
                        'constraints': [models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('delivered_at__isnull', False), _connector='OR'), name='handover_accepted_after_delivery')],
                        'triggers': [pgtrigger.compiler.Trigger(name='handover_no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a4196b9b8ec83fdf2b98597384990dde16ed9bb7', operation='DELETE', pgid='pgtrigger_handover_no_delete_d7145', table='contests_handover', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Category',
                    fields=[
                        ('slug', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                        ('name_en', models.CharField(max_length=80)),
                        ('name_fr', models.CharField(max_length=80)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name': 'category',
                        'verbose_name_plural': 'categories',
                        'ordering': ['position', 'slug'],
                    },
                ),
                migrations.CreateModel(
                    name='Brief',
                    fields=[
                        ('contest', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='brief', serialize=False, to='contests.contest')),
                        ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='contests.category')),
                        ('title', models.CharField(max_length=120, verbose_name='title')),
                        ('summary', models.CharField(blank=True, max_length=240, verbose_name='in one sentence')),
                        ('description', models.TextField(max_length=20000, verbose_name='description (Markdown)')),
                        ('audience', models.TextField(blank=True, max_length=2000, verbose_name='audience')),
                        ('deliverables', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='deliverables')),
                        ('rights_kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=contests.models.brief.usual_rights, size=None, verbose_name='rights: which')),
                        ('rights_scope', models.CharField(blank=True, max_length=400, verbose_name='rights: what for')),
                        ('rights_territory', models.CharField(blank=True, max_length=200, verbose_name='rights: where')),
                        ('rights_years', models.PositiveSmallIntegerField(default=10, verbose_name='rights: for how many years')),
                        ('language', models.CharField(default='en', max_length=5, verbose_name='language of the brief')),
                        ('first_stage', models.TextField(blank=True, max_length=1000, verbose_name='the first stage')),
                        ('second_stage', models.TextField(blank=True, max_length=1000, verbose_name='the second stage')),
                        ('tones', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='tones')),
                        ('work_languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None, verbose_name='languages of the work')),
                        ('formats', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None, verbose_name='files wanted')),
                        ('sizes', models.TextField(blank=True, max_length=1000, verbose_name='sizes and supports')),
                        ('references', models.TextField(blank=True, max_length=2000, verbose_name='examples of style')),
                        ('kit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='contests.brandkit', verbose_name='brand kit')),
                        ('search', models.GeneratedField(db_persist=True, expression=models.Func('language', 'title', 'summary', 'description', 'audience', 'deliverables', function='contests_brief_vector', output_field=django.contrib.postgres.search.SearchVectorField()), output_field=django.contrib.postgres.search.SearchVectorField())),
                    ],
                    options={
                        'verbose_name': 'brief',
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search'], name='brief_search')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('tones__contained_by', [0, 1, 2, 3, 4, 5, 6, 7]), ('tones__len__in', (0, 5))), name='brief_tones_in_steps')],
                        'triggers': [pgtrigger.compiler.Trigger(name='brief_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM contests_contest\n                WHERE id = (CASE WHEN TG_OP = 'DELETE' THEN OLD.contest_id ELSE NEW.contest_id END)\n                  AND state NOT IN ('awaiting_funds', 'draft')\n            ) THEN\n                RAISE EXCEPTION 'the terms of a contest are frozen since it opened'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='b5603273e45cfda97ace0af25e539de7814347a5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_brief_frozen_24ed0', table='contests_brief', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='StoredFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='contests.entryversion')),
                        ('handover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='contests.handover')),
                        ('brief', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='contests.brief')),
                        ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kit_files', to='accounts.brand')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('kind', models.CharField(choices=[('image', 'image'), ('attachment', 'attachment')], max_length=10)),
                        ('state', models.CharField(choices=[('pending', 'being examined'), ('ready', 'ready'), ('refused', 'refused')], default='pending', max_length=10)),
                        ('refused_because', models.CharField(blank=True, default='', max_length=300)),
                        ('storage_key', models.CharField(default=contests.models.file.new_storage_key, editable=False, max_length=120, unique=True)),
                        ('original_name', models.CharField(max_length=200)),
                        ('media_type', models.CharField(max_length=80)),
                        ('size_bytes', models.BigIntegerField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('width', models.PositiveIntegerField(blank=True, null=True)),
                        ('height', models.PositiveIntegerField(blank=True, null=True)),
                        ('placeholder', models.TextField(blank=True, default='')),
                        ('perceptual_hash', models.CharField(blank=True, default='', max_length=16)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'file',
                        'ordering': ['position', 'id'],
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='stored_file_due')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('brand__isnull', True), ('brief__isnull', True), ('handover__isnull', True), ('version__isnull', False)), models.Q(('brand__isnull', True), ('brief__isnull', True), ('handover__isnull', False), ('version__isnull', True)), models.Q(('brand__isnull', True), ('brief__isnull', False), ('handover__isnull', True), ('version__isnull', True)), models.Q(('brand__isnull', False), ('brief__isnull', True), ('handover__isnull', True), ('version__isnull', True)), _connector='OR'), name='stored_file_one_owner'), models.CheckConstraint(condition=models.Q(('size_bytes__gt', 0)), name='stored_file_not_empty')],
                        'triggers': [pgtrigger.compiler.Trigger(name='stored_file_zero_spec', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.version_id IS NOT NULL AND EXISTS (\n                SELECT FROM contests_entryversion v\n                JOIN contests_entry e ON e.id = v.entry_id\n                JOIN contests_contest c ON c.id = e.contest_id\n                WHERE v.id = NEW.version_id AND c.kind = 'zero_spec'\n                  AND NOT EXISTS (SELECT FROM contests_shortlistplace p WHERE p.entry_id = e.id)\n            ) THEN\n                RAISE EXCEPTION 'no new work is taken before the shortlist'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='1671e9c7b15bb0f14ded9ea403dba6ee89627043', operation='INSERT OR UPDATE OF "version_id"', pgid='pgtrigger_stored_file_zero_spec_97f80', table='contests_storedfile', when='BEFORE')), pgtrigger.compiler.Trigger(name='stored_file_attachment_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM contests_contest\n                WHERE id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.brief_id ELSE OLD.brief_id END)\n                  AND state NOT IN ('awaiting_funds', 'draft')\n            ) THEN\n                RAISE EXCEPTION 'what is attached to a brief is frozen since its contest opened'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='012f5a8d959192b66628908c908dbb053fcdd9de', operation='INSERT OR UPDATE OF "brief_id" OR DELETE', pgid='pgtrigger_stored_file_attachment_frozen_48071', table='contests_storedfile', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Derivative',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='derivatives', to='contests.storedfile')),
                        ('width', models.PositiveIntegerField()),
                        ('height', models.PositiveIntegerField()),
                        ('size_bytes', models.PositiveIntegerField()),
                        ('storage_key', models.CharField(max_length=120, unique=True)),
                    ],
                    options={
                        'ordering': ['width'],
                        'constraints': [models.UniqueConstraint(fields=('file', 'width'), name='derivative_width_once')],
                    },
                ),
                migrations.CreateModel(
                    name='HandoverItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='contests.handover')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('words', models.CharField(max_length=200)),
                    ],
                    options={
                        'verbose_name': 'item of a handover',
                        'ordering': ['position'],
                        'constraints': [models.UniqueConstraint(fields=('handover', 'position'), name='handover_item_once'), models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='handover_item_from_one')],
                        'triggers': [pgtrigger.compiler.Trigger(name='handover_item_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3ae84da98a3697c6480988866761e6985f274c4c', operation='UPDATE OR DELETE', pgid='pgtrigger_handover_item_insert_only_8b9dc', table='contests_handoveritem', when='BEFORE')), pgtrigger.compiler.Trigger(name='handover_item_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='7941ada1425d08490697e028fbe2a513e8d6370d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_handover_item_no_truncate_e37bf', table='contests_handoveritem', when='BEFORE')), pgtrigger.compiler.Trigger(name='handover_item_is_asked', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_handover h\n                JOIN contests_award w ON w.id = h.award_id\n                JOIN contests_brief b ON b.contest_id = w.contest_id\n                WHERE h.id = NEW.handover_id AND b.deliverables[NEW.position] = NEW.words\n            ) THEN\n                RAISE EXCEPTION 'the brief asks for no such item' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='87b7c067b6a8ea3cb22063c04f8717cad04f6724', operation='INSERT', pgid='pgtrigger_handover_item_is_asked_caf93', table='contests_handoveritem', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='HandoverMark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='contests.handoveritem')),
                        ('kind', models.CharField(choices=[('delivered', 'delivered'), ('ticked', 'ticked off'), ('missing', 'something is missing')], max_length=10)),
                        ('words', models.CharField(blank=True, default='', max_length=1000)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'mark on an item of a handover',
                        'ordering': ['id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['delivered', 'ticked', 'missing'])), name='handover_mark_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'missing'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='handover_mark_says_what')],
                        'triggers': [pgtrigger.compiler.Trigger(name='handover_mark_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2286e98d74259dfa7cc44c0defcb15c7ee5ee1c9', operation='UPDATE OR DELETE', pgid='pgtrigger_handover_mark_insert_only_6637e', table='contests_handovermark', when='BEFORE')), pgtrigger.compiler.Trigger(name='handover_mark_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='d11c34a07dd8c4d749a95c06283a11658a8dda58', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_handover_mark_no_truncate_99659', table='contests_handovermark', when='BEFORE')), pgtrigger.compiler.Trigger(name='handover_mark_in_turn', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_handoveritem i\n                JOIN contests_handover h ON h.id = i.handover_id\n                JOIN contests_award w ON w.id = h.award_id\n                JOIN contests_entry e ON e.id = w.entry_id\n                JOIN contests_contest c ON c.id = w.contest_id\n                WHERE i.id = NEW.item_id AND w.passed_over_at IS NULL AND h.accepted_at IS NULL\n                  AND c.state IN ('awarded', 'handover')\n                  AND CASE WHEN NEW.kind = 'delivered' THEN e.author_id = NEW.by_id\n                      ELSE h.delivered_at IS NOT NULL AND EXISTS (\n                          SELECT FROM accounts_membership m\n                          WHERE m.brand_id = c.brand_id AND m.user_id = NEW.by_id AND m.role IN ('owner', 'manager'))\n                      END\n            ) THEN\n                RAISE EXCEPTION 'item % cannot be marked as % by %', NEW.item_id, NEW.kind, NEW.by_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='b0adbe58228dff678714a83a0465255d96dab953', operation='INSERT', pgid='pgtrigger_handover_mark_in_turn_610ee', table='contests_handovermark', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='HandoverMarkFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('mark', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='contests.handovermark')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.storedfile')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('mark', 'file'), name='handover_mark_file_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='handover_mark_file_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6f03c8c1f4670a3d77103df0e22790e48e832891', operation='UPDATE OR DELETE', pgid='pgtrigger_handover_mark_file_insert_only_abc2e', table='contests_handovermarkfile', when='BEFORE')), pgtrigger.compiler.Trigger(name='handover_mark_file_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='99d65960c03f75e3147ef724a61bf55280614294', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_handover_mark_file_no_truncate_a1e67', table='contests_handovermarkfile', when='BEFORE')), pgtrigger.compiler.Trigger(name='handover_mark_file_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_handovermark m\n                JOIN contests_handoveritem i ON i.id = m.item_id\n                JOIN contests_storedfile f ON f.handover_id = i.handover_id\n                WHERE m.id = NEW.mark_id AND m.kind = 'delivered' AND f.id = NEW.file_id\n            ) THEN\n                RAISE EXCEPTION 'file % is not of the handover', NEW.file_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='7f1a109152c5b3eee0f75f948fba0ae7fdc9ea3e', operation='INSERT', pgid='pgtrigger_handover_mark_file_fits_a8b2f', table='contests_handovermarkfile', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Comment',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='contests.entry')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.entryversion')),
                        ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.storedfile')),
                        ('x', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('y', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('width', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('height', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='contests.comment')),
                        ('thread', models.PositiveSmallIntegerField()),
                        ('place', models.PositiveSmallIntegerField(default=0)),
                        ('side', models.CharField(choices=[('brand', 'the brand'), ('maker', 'the maker')], max_length=5)),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('body', models.TextField(max_length=2000, verbose_name='comment')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('resolved_at', models.DateTimeField(blank=True, null=True)),
                        ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'comment',
                        'ordering': ['entry', 'thread', 'place'],
                        'constraints': [models.UniqueConstraint(fields=('entry', 'thread', 'place'), name='comment_place_once'), models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='comment_says_something'), models.CheckConstraint(condition=models.Q(('side__in', ['brand', 'maker'])), name='comment_side_known'), models.CheckConstraint(condition=models.Q(models.Q(('parent__isnull', True), ('place', 0)), models.Q(('file__isnull', True), ('parent__isnull', False), ('place__gt', 0), ('resolved_at__isnull', True)), _connector='OR'), name='comment_first_or_reply'), models.CheckConstraint(condition=models.Q(models.Q(('height__isnull', True), ('width__isnull', True), ('x__isnull', True), ('y__isnull', True)), models.Q(('file__isnull', False), ('height__isnull', False), ('width__isnull', False), ('x__isnull', False), ('y__isnull', False), ('x__lte', django.db.models.expressions.CombinedExpression(models.Value(1000), '-', models.F('width'))), ('y__lte', django.db.models.expressions.CombinedExpression(models.Value(1000), '-', models.F('height'))), models.Q(models.Q(('height', 0), ('width', 0)), models.Q(('height__gt', 0), ('width__gt', 0)), _connector='OR')), _connector='OR'), name='comment_anchor_on_image'), models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='comment_resolved_by_somebody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='comment_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_entryversion v\n                JOIN contests_entry e ON e.id = v.entry_id\n                JOIN contests_contest c ON c.id = e.contest_id\n                WHERE v.id = NEW.version_id AND e.id = NEW.entry_id\n                  AND e.state <> 'withdrawn' AND c.state NOT IN ('awaiting_funds', 'cancelled', 'draft', 'lapsed', 'settled')\n                  AND CASE NEW.side\n                      WHEN 'brand' THEN EXISTS (SELECT FROM accounts_membership m\n    WHERE m.brand_id = c.brand_id AND m.role IN ('owner', 'manager', 'judge') AND m.user_id = NEW.author_id)\n                      ELSE e.author_id = NEW.author_id OR EXISTS (\n                          SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = NEW.author_id)\n                      END\n            ) OR (NEW.file_id IS NOT NULL AND NOT EXISTS (\n                SELECT FROM contests_storedfile f\n                WHERE f.id = NEW.file_id AND f.version_id = NEW.version_id AND f.kind = 'image'\n            )) OR (NEW.parent_id IS NOT NULL AND NOT EXISTS (\n                SELECT FROM contests_comment p\n                WHERE p.id = NEW.parent_id AND p.entry_id = NEW.entry_id AND p.version_id = NEW.version_id\n                  AND p.thread = NEW.thread AND p.place = 0\n            )) OR NEW.resolved_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL THEN\n                RAISE EXCEPTION 'comment % does not belong to entry %', NEW.id, NEW.entry_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='b034dc4e9c6ae59629e26f4a0c0170a86c4a667e', operation='INSERT', pgid='pgtrigger_comment_fits_a909c', table='contests_comment', when='BEFORE')), pgtrigger.compiler.Trigger(name='comment_withdrawn_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN\n                RAISE EXCEPTION 'comment % was taken back for good', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='94cd265ae59e93e5e7c3715942efed94480ba877', operation='UPDATE', pgid='pgtrigger_comment_withdrawn_stays_35b38', table='contests_comment', when='BEFORE')), pgtrigger.compiler.Trigger(name='comment_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.resolved_at := NEW.resolved_at; OLD.resolved_by_id := NEW.resolved_by_id; OLD.withdrawn_at := NEW.withdrawn_at;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ", hash='8ab409c485df080bd17294625206dc2e8549154b', operation='UPDATE OR DELETE', pgid='pgtrigger_comment_kept_557a0', table='contests_comment', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='CommentRelease',
                    fields=[
                        ('contest', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='comment_release', serialize=False, to='contests.contest')),
                        ('released_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('released_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'release of comments',
                        'triggers': [pgtrigger.compiler.Trigger(name='comment_release_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='560931ba3bc3a5d318a02416a44e20f097f9815b', operation='UPDATE OR DELETE', pgid='pgtrigger_comment_release_insert_only_c8acb', table='contests_commentrelease', when='BEFORE')), pgtrigger.compiler.Trigger(name='comment_release_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='b0b04df864c2d439125255dbcbbfae7b462ea9af', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_comment_release_no_truncate_34822', table='contests_commentrelease', when='BEFORE')), pgtrigger.compiler.Trigger(name='comment_release_after_decision', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_contest c\n                WHERE c.id = NEW.contest_id AND c.decided_at IS NOT NULL AND EXISTS (SELECT FROM accounts_membership m\n    WHERE m.brand_id = c.brand_id AND m.role IN ('owner', 'manager') AND m.user_id = NEW.released_by_id)\n            ) THEN\n                RAISE EXCEPTION 'the comments of contest % are not to be released', NEW.contest_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='4cd9bfc1fd7e2afdbca644a4d8249cba855e908d', operation='INSERT', pgid='pgtrigger_comment_release_after_decision_1d23d', table='contests_commentrelease', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='EntryNote',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='contests.entry')),
                        ('writer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('body', models.TextField(max_length=2000, verbose_name='note')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'note',
                        'ordering': ['created_at', 'id'],
                        'indexes': [models.Index(fields=['entry', 'created_at'], name='entry_note_oldest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='entry_note_says_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Collection',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collections', to='contests.contest')),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'collection',
                        'ordering': ['created_at', 'id'],
                        'constraints': [models.UniqueConstraint(models.F('contest'), django.db.models.functions.text.Lower('name'), name='collection_name_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='collection_has_a_name')],
                    },
                ),
                migrations.CreateModel(
                    name='CollectionItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='contests.collection')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collection_items', to='contests.entry')),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('collection', 'entry'), name='collection_item_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='collection_item_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_collection k JOIN contests_entry e ON e.contest_id = k.contest_id\n                WHERE k.id = NEW.collection_id AND e.id = NEW.entry_id\n            ) THEN\n                RAISE EXCEPTION 'entry % is of another contest', NEW.entry_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='6a32b2fcc8c5190c50806e47057372840bddf841', operation='INSERT OR UPDATE', pgid='pgtrigger_collection_item_fits_06790', table='contests_collectionitem', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ShortlistPick',
                    fields=[
                        ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='pick', serialize=False, to='contests.entry')),
                        ('picked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('picked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'pick',
                    },
                ),
                migrations.CreateModel(
                    name='GalleryVisit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gallery_visits', to='contests.contest')),
                        ('visitor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('last_at', models.DateTimeField()),
                        ('before_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('contest', 'visitor'), name='gallery_visit_once'), models.CheckConstraint(condition=models.Q(('before_at__isnull', True), ('before_at__lte', models.F('last_at')), _connector='OR'), name='gallery_visit_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Deadline',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='contests.contest')),
                        ('kind', models.CharField(choices=[('funding_expires', 'funding_expires'), ('entries_close', 'entries_close'), ('shortlist_due', 'shortlist_due'), ('final_round_ends', 'final_round_ends'), ('decision_due', 'decision_due'), ('final_notice', 'final_notice'), ('lapse', 'lapse'), ('delivery_due', 'delivery_due'), ('acceptance_due', 'acceptance_due'), ('suspension_ends', 'suspension_ends')], max_length=20)),
                    ],
                    options={
                        'ordering': ['due_at', 'id'],
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='deadline_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('due_state', 'waiting')), fields=('contest', 'kind'), name='deadline_one_waiting')],
                    },
                ),
                migrations.CreateModel(
                    name='Elimination',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='eliminations', to='contests.entry')),
                        ('reason', models.CharField(choices=[('off_brief', 'It does not answer the brief'), ('style', 'The style is not the one looked for'), ('too_close', 'It is too close to another entry'), ('technical', 'It has a technical flaw'), ('other', 'Another reason')], max_length=12, verbose_name='reason')),
                        ('words', models.CharField(blank=True, default='', max_length=500, verbose_name='in your words')),
                        ('eliminated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('eliminated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'elimination',
                        'ordering': ['-id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('entry',), name='elimination_stands_once'), models.CheckConstraint(condition=models.Q(('reason__in', ['off_brief', 'style', 'too_close', 'technical', 'other'])), name='elimination_reason_known'), models.CheckConstraint(condition=models.Q(models.Q(('reason', 'other'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='elimination_other_in_words'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='elimination_undone_by_somebody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='elimination_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id\n                WHERE e.id = NEW.entry_id AND e.state = 'submitted' AND c.state IN ('open', 'shortlisting')\n            ) OR EXISTS (SELECT FROM contests_shortlistplace p WHERE p.entry_id = NEW.entry_id) THEN\n                RAISE EXCEPTION 'entry % cannot be eliminated', NEW.entry_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='f3c26599fbf01dfc08ebb73adae4de9edf050617', operation='INSERT', pgid='pgtrigger_elimination_fits_28b91', table='contests_elimination', when='BEFORE')), pgtrigger.compiler.Trigger(name='elimination_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' AND OLD.undone_at IS NULL THEN\n                OLD.undone_at := NEW.undone_at;\n                OLD.undone_by_id := NEW.undone_by_id;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'an elimination stands as it was written' USING ERRCODE = 'integrity_constraint_violation';\n        ", hash='b436aa63d00abb3fa34351daa4bd26962d3d9721', operation='UPDATE OR DELETE', pgid='pgtrigger_elimination_kept_f4251', table='contests_elimination', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ContestEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='contests.contest')),
                        ('at', models.DateTimeField()),
                        ('kind', models.CharField(max_length=30)),
                        ('role', models.CharField(max_length=10)),
                        ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('from_state', models.CharField(max_length=16)),
                        ('to_state', models.CharField(max_length=16)),
                        ('data', models.JSONField(default=dict)),
                        ('own_xid', models.BigIntegerField(db_default=duerows.xacts.CurrentTransaction(), editable=False, null=True)),
                    ],
                    options={
                        'ordering': ['at', 'id'],
                        'indexes': [models.Index(fields=['contest', 'at'], name='event_contest_at'), models.Index(fields=['own_xid'], name='event_own_order')],
                        'triggers': [pgtrigger.compiler.Trigger(name='contest_event_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='652e81cabb59792c8613d078fe3a906a2e31e422', operation='UPDATE OR DELETE', pgid='pgtrigger_contest_event_insert_only_ba2a1', table='contests_contestevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='contest_event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='9a5fa8fad08309bbd94aa6fca0b86e44cfbd8eaa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_contest_event_no_truncate_5c4cf', table='contests_contestevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Following',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followings', to=settings.AUTH_USER_MODEL)),
                        ('contest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='followings', to='contests.contest')),
                        ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='followings', to='accounts.brand')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'following',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('brand__isnull', False), ('contest__isnull', True)), models.Q(('brand__isnull', True), ('contest__isnull', False)), _connector='OR'), name='following_one_thing'), models.UniqueConstraint(condition=models.Q(('contest__isnull', False)), fields=('person', 'contest'), name='following_brief_once'), models.UniqueConstraint(condition=models.Q(('brand__isnull', False)), fields=('person', 'brand'), name='following_brand_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedSearch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL)),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('filters', models.JSONField(default=dict)),
                        ('told_until', models.DateTimeField()),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'saved search',
                        'verbose_name_plural': 'saved searches',
                        'ordering': ['created_at', 'id'],
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='saved_search_due')],
                        'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='saved_search_name_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_search_named')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarFeed',
                    fields=[
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='calendar_feed', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('generation', models.PositiveIntegerField(default=1)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'calendar',
                    },
                ),
                migrations.CreateModel(
                    name='Jury',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contest', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='jury', to='contests.contest')),
                        ('state', models.CharField(choices=[('preparing', 'preparing'), ('scoring', 'scoring'), ('complete', 'complete'), ('inquorate', 'inquorate'), ('overtaken', 'overtaken')], default=contests.jury.JuryState['PREPARING'], max_length=10)),
                        ('quorum', models.PositiveSmallIntegerField(default=2, verbose_name='fewest ballots for each entry')),
                        ('ballots_per_entry', models.PositiveSmallIntegerField(default=3, verbose_name='ballots for each entry')),
                        ('shows_comments', models.BooleanField(default=True, verbose_name='entrants may read the jurors’ comments')),
                        ('seed', models.CharField(blank=True, default='', max_length=32)),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('ballots_by', models.DateTimeField(blank=True, null=True)),
                        ('closes_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'jury',
                        'verbose_name_plural': 'juries',
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['preparing', 'scoring', 'complete', 'inquorate', 'overtaken'])), name='jury_state_known'), models.CheckConstraint(condition=models.Q(('quorum__gte', 1), ('quorum__lte', models.F('ballots_per_entry'))), name='jury_quorum'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'scoring'), _negated=True), models.Q(('opened_at__isnull', False), models.Q(('seed', ''), _negated=True), ('ballots_by__gt', models.F('opened_at')), ('closes_at__gte', models.F('ballots_by'))), _connector='OR'), name='jury_drawn_with_moments')],
                        'triggers': [pgtrigger.compiler.Trigger(name='jury_no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f35596fc77602e52eabd1729693002c96e5fade3', operation='DELETE', pgid='pgtrigger_jury_no_delete_80268', table='contests_jury', when='BEFORE')), pgtrigger.compiler.Trigger(name='jury_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{preparing:inquorate,preparing:overtaken,preparing:scoring,scoring:complete,scoring:inquorate,scoring:overtaken}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='8175ab11aa846d2a1f626461f7596240a1f17ccf', operation='UPDATE', pgid='pgtrigger_jury_states_5c6da', table='contests_jury', when='BEFORE')), pgtrigger.compiler.Trigger(name='jury_rules_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.contest_id <> OLD.contest_id OR (OLD.state <> 'preparing' AND (\n                (NEW.quorum, NEW.ballots_per_entry, NEW.seed, NEW.opened_at)\n                IS DISTINCT FROM (OLD.quorum, OLD.ballots_per_entry, OLD.seed, OLD.opened_at)))\n            THEN\n                RAISE EXCEPTION 'the rules of jury % stand since it was drawn', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='a1ef121a45e143eb296f4b0b61b4002c19d8bf7d', operation='UPDATE', pgid='pgtrigger_jury_rules_frozen_a9197', table='contests_jury', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Criterion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('jury', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='contests.jury')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('description', models.CharField(blank=True, default='', max_length=400, verbose_name='what to look for')),
                        ('weight', models.PositiveSmallIntegerField(default=1, verbose_name='weight')),
                    ],
                    options={
                        'verbose_name': 'criterion',
                        'verbose_name_plural': 'criteria',
                        'ordering': ['position'],
                        'constraints': [models.UniqueConstraint(fields=('jury', 'position'), name='criterion_position_once'), models.UniqueConstraint(models.F('jury'), django.db.models.functions.text.Lower('name'), name='criterion_name_once'), models.CheckConstraint(condition=models.Q(('weight__range', (1, 100))), name='criterion_weight'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='criterion_named')],
                        'triggers': [pgtrigger.compiler.Trigger(name='criterion_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF EXISTS (\n                SELECT FROM contests_jury\n                WHERE id IN (CASE WHEN TG_OP = 'INSERT' THEN NEW.jury_id ELSE OLD.jury_id END,\n                             CASE WHEN TG_OP = 'DELETE' THEN OLD.jury_id ELSE NEW.jury_id END)\n                  AND state <> 'preparing'\n            ) THEN\n                RAISE EXCEPTION 'the criteria of a jury stand since it was drawn' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='b288bccbad484f608c58ba770978b6306d0e0015', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_criterion_frozen_b1c3e', table='contests_criterion', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Juror',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('jury', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jurors', to='contests.jury')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                        ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jury_seats', to=settings.AUTH_USER_MODEL)),
                        ('is_stand_in', models.BooleanField(default=False, verbose_name='stand-in')),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('invited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                        ('excused_at', models.DateTimeField(blank=True, null=True)),
                        ('may_be_named', models.BooleanField(default=False)),
                        ('releases_comments', models.BooleanField(default=False)),
                    ],
                    options={
                        'verbose_name': 'juror',
                        'ordering': ['invited_at', 'id'],
                        'indexes': [models.Index(condition=models.Q(('accepted_at__isnull', False), ('excused_at', None)), fields=['user'], name='juror_at_work')],
                        'constraints': [models.UniqueConstraint(models.F('jury'), django.db.models.functions.text.Lower('email'), name='juror_address_once'), models.UniqueConstraint(fields=('jury', 'user'), name='juror_once'), models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('declined_at__isnull', True), _connector='OR'), name='juror_one_answer'), models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('user__isnull', False), _connector='OR'), name='juror_accepted_is_somebody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='juror_no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='84b2f469782e303a3f60699367de23e1bd38870b', operation='DELETE', pgid='pgtrigger_juror_no_delete_9f099', table='contests_juror', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='JuryConflict',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='contests.juror')),
                        ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.entry')),
                        ('kind', models.CharField(choices=[('declared', 'declared by the juror'), ('own_work', 'the juror’s own work'), ('colleague', 'in one brand’s team with its maker')], max_length=10)),
                        ('reason', models.CharField(blank=True, default='', max_length=1000, verbose_name='reason')),
                        ('declared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'conflict of interest',
                        'verbose_name_plural': 'conflicts of interest',
                        'constraints': [models.UniqueConstraint(fields=('juror', 'entry'), name='jury_conflict_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('kind__in', ['declared', 'own_work', 'colleague'])), name='jury_conflict_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'declared'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('declared_by__isnull', False)), _connector='OR'), name='jury_conflict_declared')],
                        'triggers': [pgtrigger.compiler.Trigger(name='jury_conflict_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e5c8c4f351331efd95f89a81fa91bd3f601116cc', operation='UPDATE OR DELETE', pgid='pgtrigger_jury_conflict_insert_only_ff56f', table='contests_juryconflict', when='BEFORE')), pgtrigger.compiler.Trigger(name='jury_conflict_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='977f330842372ce474dcbd511518dc744b26c787', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_jury_conflict_no_truncate_ea06a', table='contests_juryconflict', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='JuryBallot',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='contests.juror')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='contests.entry')),
                        ('stands_in_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.juryballot')),
                        ('state', models.CharField(choices=[('open', 'open'), ('submitted', 'submitted'), ('abstained', 'abstained'), ('recused', 'recused'), ('missed', 'missed')], default=contests.jury.BallotState['OPEN'], max_length=10)),
                        ('comment', models.TextField(blank=True, default='', max_length=2000, verbose_name='comment')),
                        ('abstained_because', models.CharField(blank=True, default='', max_length=1000)),
                        ('assigned_at', models.DateTimeField()),
                        ('saved_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'ballot',
                        'constraints': [models.UniqueConstraint(fields=('juror', 'entry'), name='ballot_once'), models.UniqueConstraint(fields=('stands_in_for',), name='ballot_one_stand_in'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'submitted', 'abstained', 'recused', 'missed'])), name='ballot_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='ballot_closed_at'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'abstained'), _negated=True), models.Q(('abstained_because', ''), _negated=True), _connector='OR'), name='ballot_abstained_with_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='ballot_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.state <> 'open' OR NOT EXISTS (\n    SELECT FROM contests_juror j\n    JOIN contests_jury y ON y.id = j.jury_id AND y.state = 'scoring'\n    JOIN contests_shortlistplace p ON p.entry_id = NEW.entry_id AND p.contest_id = y.contest_id\n    JOIN contests_entry e ON e.id = p.entry_id\n    WHERE j.id = NEW.juror_id AND j.accepted_at IS NOT NULL AND j.excused_at IS NULL AND e.author_id <> j.user_id\n      AND NOT EXISTS (SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = j.user_id)\n      AND NOT EXISTS (SELECT FROM contests_juryconflict k\n                      WHERE k.juror_id = j.id AND (k.entry_id = e.id OR k.entry_id IS NULL))\n) THEN\n                RAISE EXCEPTION 'juror % may not judge entry %', NEW.juror_id, NEW.entry_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='a116ea358c187b22214da649b35e51dda33ac52a', operation='INSERT', pgid='pgtrigger_ballot_fits_0e63c', table='contests_juryballot', when='BEFORE')), pgtrigger.compiler.Trigger(name='ballot_closes_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' OR NOT (\n                OLD.state = 'open' OR OLD.state = 'submitted' AND NEW.state = 'recused' AND EXISTS (\n                    SELECT FROM contests_juryconflict k JOIN contests_juror j ON j.id = k.juror_id\n                    JOIN contests_jury y ON y.id = j.jury_id AND y.state = 'scoring'\n                    WHERE k.juror_id = OLD.juror_id AND (k.entry_id = OLD.entry_id OR k.entry_id IS NULL)))\n               OR (NEW.juror_id, NEW.entry_id, NEW.stands_in_for_id, NEW.assigned_at)\n                  IS DISTINCT FROM (OLD.juror_id, OLD.entry_id, OLD.stands_in_for_id, OLD.assigned_at) THEN\n                RAISE EXCEPTION 'ballot % stands as it was sent', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF NEW.state = 'submitted' AND (\n                NOT EXISTS (\n    SELECT FROM contests_juror j\n    JOIN contests_jury y ON y.id = j.jury_id AND y.state = 'scoring'\n    JOIN contests_shortlistplace p ON p.entry_id = NEW.entry_id AND p.contest_id = y.contest_id\n    JOIN contests_entry e ON e.id = p.entry_id\n    WHERE j.id = NEW.juror_id AND j.accepted_at IS NOT NULL AND j.excused_at IS NULL AND e.author_id <> j.user_id\n      AND NOT EXISTS (SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = j.user_id)\n      AND NOT EXISTS (SELECT FROM contests_juryconflict k\n                      WHERE k.juror_id = j.id AND (k.entry_id = e.id OR k.entry_id IS NULL))\n)\n                OR EXISTS (\n                    SELECT FROM contests_criterion c JOIN contests_juror j ON j.jury_id = c.jury_id\n                    WHERE j.id = NEW.juror_id AND NOT EXISTS (\n                        SELECT FROM contests_score s WHERE s.ballot_id = NEW.id AND s.criterion_id = c.id)\n                )\n            ) THEN\n                RAISE EXCEPTION 'ballot % is not whole, or its juror may not judge', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='7f5536936f79718fcc3aa4e4a7fe650c7fa4df3d', operation='UPDATE OR DELETE', pgid='pgtrigger_ballot_closes_once_7b25a', table='contests_juryballot', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Score',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='contests.juryballot')),
                        ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.criterion')),
                        ('points', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'verbose_name': 'score',
                        'constraints': [models.UniqueConstraint(fields=('ballot', 'criterion'), name='score_once'), models.CheckConstraint(condition=models.Q(('points__range', (0, 10))), name='score_on_scale')],
                        'triggers': [pgtrigger.compiler.Trigger(name='score_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP <> 'INSERT' AND EXISTS (\n                SELECT FROM contests_juryballot WHERE id = OLD.ballot_id AND state <> 'open'\n            ) OR TG_OP <> 'DELETE' AND NOT EXISTS (\n                SELECT FROM contests_juryballot b\n                JOIN contests_juror j ON j.id = b.juror_id\n                JOIN contests_jury y ON y.id = j.jury_id AND y.state = 'scoring'\n                JOIN contests_criterion c ON c.jury_id = y.id\n                WHERE b.id = NEW.ballot_id AND b.state = 'open' AND c.id = NEW.criterion_id\n            ) THEN\n                RAISE EXCEPTION 'points are given on open ballots, by the criteria of their jury' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='9bb0eda4b4078058cb079f0db4f4337516ab2b71', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_score_fits_073ce', table='contests_score', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='JuryDeadline',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('jury', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='contests.jury')),
                        ('step', models.CharField(choices=[('remind', 'jurors are reminded'), ('replace', 'stand-ins take over'), ('close', 'the jury is over')], max_length=8)),
                    ],
                    options={
                        'ordering': ['due_at', 'id'],
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='jury_deadline_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('due_state', 'waiting')), fields=('jury', 'step'), name='jury_deadline_one_waiting')],
                    },
                ),
                migrations.CreateModel(
                    name='BrandKit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kits', to='accounts.brand')),
                        ('number', models.PositiveIntegerField()),
                        ('colour_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                        ('colour_values', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=7), blank=True, default=list, size=None)),
                        ('fonts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None)),
                        ('tone', models.TextField(blank=True, max_length=2000, verbose_name='tone')),
                        ('dos', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                        ('donts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                        ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kits', to='contests.storedfile')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'brand kit',
                        'ordering': ['brand', '-number'],
                        'constraints': [models.UniqueConstraint(fields=('brand', 'number'), name='brand_kit_number_once'), models.CheckConstraint(condition=models.Q(('colour_names__len', models.F('colour_values__len'))), name='brand_kit_colours_named')],
                        'triggers': [pgtrigger.compiler.Trigger(name='brand_kit_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6ce85db0c79058ec0cecf13b3699078e162a485c', operation='UPDATE OR DELETE', pgid='pgtrigger_brand_kit_insert_only_506c5', table='contests_brandkit', when='BEFORE')), pgtrigger.compiler.Trigger(name='brand_kit_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='73ef6bb8c273031d5a7fd725eaa32ee08a6c775f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_brand_kit_no_truncate_6f07b', table='contests_brandkit', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='contests.contest')),
                        ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('body', models.TextField(max_length=1000, verbose_name='question')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('answer', models.TextField(blank=True, default='', max_length=4000, verbose_name='answer')),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('hidden_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        'verbose_name': 'question',
                        'ordering': ['created_at', 'id'],
                        'indexes': [models.Index(fields=['contest', 'created_at'], name='question_contest')],
                    },
                ),
                migrations.CreateModel(
                    name='Nudge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nudges', to='contests.contest')),
                        ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='nudges', to='contests.question')),
                        ('kind', models.CharField(choices=[('closing_soon', 'closes soon'), ('question_waits', 'a question has waited for a day'), ('question_waits_long', 'a question has waited for three days')], max_length=20)),
                    ],
                    options={
                        'verbose_name': 'reminder',
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='nudge_due')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'closing_soon'), ('question__isnull', True)), models.Q(models.Q(('kind', 'closing_soon'), _negated=True), ('question__isnull', False)), _connector='OR'), name='nudge_of_a_question'), models.UniqueConstraint(condition=models.Q(('due_state', 'waiting'), ('kind', 'closing_soon')), fields=('contest',), name='nudge_closing_once'), models.UniqueConstraint(condition=models.Q(('question__isnull', False)), fields=('question', 'kind'), name='nudge_question_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Poll',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='polls', to='contests.contest')),
                        ('question', models.CharField(max_length=200, verbose_name='question')),
                        ('kind', models.CharField(choices=[('pick', 'pick one'), ('rate', 'rate each')], default='pick', max_length=4)),
                        ('token_digest', models.CharField(max_length=64, unique=True)),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('closes_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'poll',
                        'indexes': [models.Index(fields=['contest', '-created_at'], name='poll_newest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='poll_asks_something'), models.CheckConstraint(condition=models.Q(('kind__in', ['pick', 'rate'])), name='poll_kind_known'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('created_at'))), name='poll_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('token_digest__regex', '^[0-9a-f]{64}$')), name='poll_digest_of_a_token'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='poll_closed_by_somebody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='poll_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.token_digest := NEW.token_digest; OLD.closed_at := NEW.closed_at; OLD.closed_by_id := NEW.closed_by_id;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ", hash='cca5a980dc358c03413614cf5759cf265c58fe64', operation='UPDATE OR DELETE', pgid='pgtrigger_poll_kept_85a00', table='contests_poll', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='PollOption',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='options', to='contests.poll')),
                        ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.entry')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.storedfile')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('poll', 'entry'), name='poll_option_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='poll_option_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4bacae9855f63fcd01fb9d9a3ae7a8cc13003ffa', operation='UPDATE OR DELETE', pgid='pgtrigger_poll_option_insert_only_b5487', table='contests_polloption', when='BEFORE')), pgtrigger.compiler.Trigger(name='poll_option_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='413b9969dbf6b6898f13dac3da5de9a7a7a1cfad', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_poll_option_no_truncate_1a2a4', table='contests_polloption', when='BEFORE')), pgtrigger.compiler.Trigger(name='poll_option_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_poll q\n                JOIN contests_entry e ON e.contest_id = q.contest_id\n                JOIN contests_entryversion v ON v.entry_id = e.id\n                JOIN contests_storedfile f ON f.version_id = v.id\n                WHERE q.id = NEW.poll_id AND e.id = NEW.entry_id AND f.id = NEW.file_id AND f.kind = 'image'\n            ) OR (SELECT count(*) FROM contests_polloption o WHERE o.poll_id = NEW.poll_id) >= 8 THEN\n                RAISE EXCEPTION 'entry % is no option of poll %', NEW.entry_id, NEW.poll_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='5a43d43edb3f2d2ab9ab300116f6ef08bcc68ab2', operation='INSERT', pgid='pgtrigger_poll_option_fits_a1696', table='contests_polloption', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Ballot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='contests.poll')),
                        ('voter_digest', models.CharField(max_length=64)),
                        ('cast_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('poll', 'voter_digest'), name='ballot_once_a_voter')],
                        'triggers': [pgtrigger.compiler.Trigger(name='ballot_in_time', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_poll q\n                WHERE q.id = NEW.poll_id AND q.closed_at IS NULL AND NEW.cast_at < q.closes_at\n            ) OR (TG_OP = 'UPDATE' AND (OLD.poll_id, OLD.voter_digest) <> (NEW.poll_id, NEW.voter_digest)) THEN\n                RAISE EXCEPTION 'poll % takes no such vote', NEW.poll_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='d010d04ea55bd634878b92b866fae1c43d17b58a', operation='INSERT OR UPDATE', pgid='pgtrigger_ballot_in_time_69c03', table='contests_ballot', when='BEFORE')), pgtrigger.compiler.Trigger(name='ballot_no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c48e1680c5c9a6b332ef03bda3ed91c0cf4e8832', operation='DELETE', pgid='pgtrigger_ballot_no_delete_7a416', table='contests_ballot', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='BallotMark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='contests.ballot')),
                        ('option', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='contests.polloption')),
                        ('stars', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('ballot', 'option'), name='ballot_mark_once'), models.UniqueConstraint(condition=models.Q(('stars__isnull', True)), fields=('ballot',), name='ballot_picks_one'), models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('stars__range', (1, 5)), _connector='OR'), name='ballot_mark_stars')],
                        'triggers': [pgtrigger.compiler.Trigger(name='ballot_mark_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP <> 'DELETE' AND NOT EXISTS (\n                SELECT FROM contests_ballot b\n                JOIN contests_poll q ON q.id = b.poll_id\n                JOIN contests_polloption o ON o.poll_id = q.id\n                WHERE b.id = NEW.ballot_id AND o.id = NEW.option_id AND q.closed_at IS NULL\n                  AND (q.kind = 'pick') = (NEW.stars IS NULL)\n            ) OR TG_OP = 'DELETE' AND EXISTS (\n                SELECT FROM contests_ballot b JOIN contests_poll q ON q.id = b.poll_id\n                WHERE b.id = OLD.ballot_id AND q.closed_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'this is no mark of that ballot' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ", hash='db6fd1a56a6f1012f576c6799d3db782952ced30', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_ballot_mark_fits_67c4b', table='contests_ballotmark', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='EntryPortfolio',
                    fields=[
                        ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='portfolio', serialize=False, to='contests.entry')),
                        ('links', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), size=None)),
                    ],
                    options={
                        'verbose_name': 'portfolio of an entry',
                        'constraints': [models.CheckConstraint(condition=models.Q(('links__len__range', (1, 8))), name='entry_portfolio_not_empty')],
                        'triggers': [pgtrigger.compiler.Trigger(name='entry_portfolio_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='79b792dbc5274729d3e129f3a4039bc3d0dae353', operation='UPDATE OR DELETE', pgid='pgtrigger_entry_portfolio_insert_only_50369', table='contests_entryportfolio', when='BEFORE')), pgtrigger.compiler.Trigger(name='entry_portfolio_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='e93a179ee990892d677da9f7f2240b568db69feb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_entry_portfolio_no_truncate_470f3', table='contests_entryportfolio', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='contests.contest')),
                        ('maker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('about_brand', 'about_brand'), ('about_maker', 'about_maker'), ('thanks', 'thanks')], max_length=12)),
                        ('writer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('stars', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('clear_brief', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('answered', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('in_time', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('feedback', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('words', models.TextField(blank=True, default='', max_length=2000)),
                        ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('shown_at', models.DateTimeField(blank=True, null=True)),
                        ('reply', models.TextField(blank=True, default='', max_length=2000)),
                        ('replied_at', models.DateTimeField(blank=True, null=True)),
                        ('replied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'review',
                        'indexes': [models.Index(fields=['maker', '-shown_at', '-id'], name='review_of_maker')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'about_brand')), fields=('contest', 'maker'), name='review_of_brand_once'), models.UniqueConstraint(condition=models.Q(('kind', 'about_brand'), _negated=True), fields=('contest', 'maker'), name='review_of_maker_once'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('stars__isnull', True)), models.Q(('answered__isnull', False), ('answered__range', (1, 5)), ('clear_brief__isnull', False), ('clear_brief__range', (1, 5)), ('feedback__isnull', False), ('feedback__range', (1, 5)), ('in_time__isnull', False), ('in_time__range', (1, 5))), ('kind', 'about_brand')), models.Q(models.Q(('stars__isnull', False), ('stars__range', (1, 5))), models.Q(('answered__isnull', True), ('clear_brief__isnull', True), ('feedback__isnull', True), ('in_time__isnull', True)), ('kind', 'about_maker')), models.Q(models.Q(('stars__isnull', True)), models.Q(('answered__isnull', True), ('clear_brief__isnull', True), ('feedback__isnull', True), ('in_time__isnull', True)), models.Q(('words', ''), _negated=True), ('kind', 'thanks')), _connector='OR'), name='review_marks_fit_kind'), models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('replied_by__isnull', True), ('reply', '')), models.Q(models.Q(('reply', ''), _negated=True), ('replied_at__isnull', False), ('replied_by__isnull', False)), _connector='OR'), name='review_reply_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='review_in_turn', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.shown_at IS NOT NULL OR NOT EXISTS (\n                SELECT FROM contests_contest c\n                WHERE c.id = NEW.contest_id AND c.state IN ('settled', 'lapsed', 'cancelled')\n                  AND NEW.written_at BETWEEN c.state_since AND c.state_since + interval '14 days'\n                  AND EXISTS (\n                      SELECT FROM contests_shortlistplace p JOIN contests_entry e ON e.id = p.entry_id\n                      WHERE p.contest_id = c.id AND e.author_id = NEW.maker_id)\n                  AND (NEW.kind <> 'about_maker' OR EXISTS (\n                      SELECT FROM contests_handover h JOIN contests_award w ON w.id = h.award_id\n                      JOIN contests_entry e ON e.id = w.entry_id\n                      WHERE w.contest_id = c.id AND w.passed_over_at IS NULL AND e.author_id = NEW.maker_id))\n                  AND (NEW.kind = 'about_brand') <> EXISTS (\n                      SELECT FROM accounts_membership m\n                      WHERE m.brand_id = c.brand_id AND m.user_id = NEW.writer_id AND m.role IN ('owner', 'manager'))\n                  AND (NEW.kind = 'about_brand') = (NEW.writer_id = NEW.maker_id)\n            ) OR EXISTS (\n                SELECT FROM contests_review r\n                WHERE r.contest_id = NEW.contest_id AND r.maker_id = NEW.maker_id AND r.shown_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'this review is not in its turn' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='0d4bd3e6bdc6a9ce6b0ac8fb6484f7a0aa1ba2d5', operation='INSERT', pgid='pgtrigger_review_in_turn_09c3c', table='contests_review', when='BEFORE')), pgtrigger.compiler.Trigger(name='review_stands', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' THEN\n                RAISE EXCEPTION 'a review stands' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF (NEW.id, NEW.contest_id, NEW.maker_id) IS DISTINCT FROM (OLD.id, OLD.contest_id, OLD.maker_id)\n               OR (NEW.kind = 'about_brand') <> (OLD.kind = 'about_brand')\n               OR (NEW.writer_id <> OLD.writer_id AND (NEW.kind = 'about_brand' OR NOT EXISTS (\n                   SELECT FROM contests_contest c JOIN accounts_membership m ON m.brand_id = c.brand_id\n                   WHERE c.id = NEW.contest_id AND m.user_id = NEW.writer_id AND m.role IN ('owner', 'manager'))))\n               OR (NEW.replied_at IS NOT NULL AND OLD.shown_at IS NULL)\n               OR (OLD.replied_at IS NOT NULL AND (NEW.reply, NEW.replied_at, NEW.replied_by_id)\n                   IS DISTINCT FROM (OLD.reply, OLD.replied_at, OLD.replied_by_id))\n               OR (OLD.shown_at IS NOT NULL AND (\n                   NEW.shown_at, NEW.kind, NEW.writer_id, NEW.words, NEW.written_at, NEW.stars, NEW.clear_brief,\n                   NEW.answered, NEW.in_time, NEW.feedback\n               ) IS DISTINCT FROM (\n                   OLD.shown_at, OLD.kind, OLD.writer_id, OLD.words, OLD.written_at, OLD.stars, OLD.clear_brief,\n                   OLD.answered, OLD.in_time, OLD.feedback)) THEN\n                RAISE EXCEPTION 'review % stands', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF OLD.shown_at IS NULL AND NEW.shown_at IS NOT NULL AND NOT EXISTS (\n                SELECT FROM contests_review r\n                WHERE r.contest_id = NEW.contest_id AND r.maker_id = NEW.maker_id AND r.id <> NEW.id\n            ) AND NOT EXISTS (\n                SELECT FROM contests_contest c\n                WHERE c.id = NEW.contest_id AND NEW.shown_at >= c.state_since + interval '14 days'\n            ) THEN\n                RAISE EXCEPTION 'review % waits for the other side', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='4d2f946f55e6de717eb5a8aa4b7169d2324f9b1c', operation='UPDATE OR DELETE', pgid='pgtrigger_review_stands_33160', table='contests_review', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewReveal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('contest', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review_reveal', to='contests.contest')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='review_reveal_due')],
                    },
                ),
                migrations.CreateModel(
                    name='RightsTransfer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('handover', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rights', to='contests.handover')),
                        ('text', models.JSONField()),
                        ('text_sha256', models.CharField(max_length=64)),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'transfer of rights',
                        'verbose_name_plural': 'transfers of rights',
                        'triggers': [pgtrigger.compiler.Trigger(name='rights_transfer_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='37b9e14bca47f591131e5a2c27ec8240321f8c0b', operation='UPDATE OR DELETE', pgid='pgtrigger_rights_transfer_insert_only_a474b', table='contests_rightstransfer', when='BEFORE')), pgtrigger.compiler.Trigger(name='rights_transfer_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='6c31b026ad0aa8ac0f14b660dd98b68d6787cc30', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rights_transfer_no_truncate_28e3d', table='contests_rightstransfer', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='RightsAcceptance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='contests.rightstransfer')),
                        ('side', models.CharField(choices=[('creative', 'for the work'), ('brand', 'for the brand')], max_length=8)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('signed_name', models.CharField(max_length=120)),
                        ('accepted_at', models.DateTimeField()),
                        ('accepted_from', models.CharField(max_length=64)),
                    ],
                    options={
                        'verbose_name': 'acceptance of a transfer',
                        'verbose_name_plural': 'acceptances of transfers',
                        'ordering': ['accepted_at', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('transfer', 'person', 'side'), name='rights_accepted_once'), models.UniqueConstraint(condition=models.Q(('side', 'brand')), fields=('transfer',), name='rights_one_brand_acceptance'), models.CheckConstraint(condition=models.Q(('side__in', ['creative', 'brand'])), name='rights_side_known')],
                        'triggers': [pgtrigger.compiler.Trigger(name='rights_acceptance_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f01ea63c43d737a6a9cec586fc45b989a78e2718', operation='UPDATE OR DELETE', pgid='pgtrigger_rights_acceptance_insert_only_fcdae', table='contests_rightsacceptance', when='BEFORE')), pgtrigger.compiler.Trigger(name='rights_acceptance_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='58d999065eba41c364e43119dac41a1ad711818f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_rights_acceptance_no_truncate_643cc', table='contests_rightsacceptance', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='RightsDeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('storage_key', models.CharField(blank=True, default='', max_length=120)),
                        ('sha256', models.CharField(blank=True, default='', max_length=64)),
                        ('size_bytes', models.PositiveIntegerField(default=0)),
                        ('sealed_at', models.DateTimeField(blank=True, null=True)),
                        ('transfer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='deed', to='contests.rightstransfer')),
                        ('completed_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'deed of rights',
                        'verbose_name_plural': 'deeds of rights',
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='rights_deed_due')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sealed_at__isnull', True), ('sha256', ''), ('size_bytes', 0), ('storage_key', '')), models.Q(('sealed_at__isnull', False), ('size_bytes__gt', 0), models.Q(('storage_key', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='rights_deed_whole'), models.UniqueConstraint(condition=models.Q(('storage_key', ''), _negated=True), fields=('storage_key',), name='rights_deed_key_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='rights_deed_sealed_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' OR NEW.transfer_id IS DISTINCT FROM OLD.transfer_id OR NEW.completed_at IS DISTINCT FROM OLD.completed_at\n                    OR OLD.sealed_at IS NOT NULL AND (NEW.storage_key, NEW.sha256, NEW.size_bytes, NEW.sealed_at) IS DISTINCT FROM (OLD.storage_key, OLD.sha256, OLD.size_bytes, OLD.sealed_at) THEN\n                RAISE EXCEPTION 'a file of % was sealed, and stands', TG_TABLE_NAME\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='8b346e2fc272408e7557f3fe1afbe48976492b31', operation='UPDATE OR DELETE', pgid='pgtrigger_rights_deed_sealed_once_b9e93', table='contests_rightsdeed', when='BEFORE')), pgtrigger.compiler.Trigger(name='rights_deed_accepted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (\n                SELECT FROM contests_rightsacceptance WHERE transfer_id = NEW.transfer_id AND side = 'brand'\n            ) OR EXISTS (\n                SELECT FROM contests_rightstransfer t\n                JOIN contests_handover h ON h.id = t.handover_id\n                JOIN contests_award w ON w.id = h.award_id\n                JOIN contests_entryshare s ON s.entry_id = w.entry_id\n                WHERE t.id = NEW.transfer_id AND NOT EXISTS (\n                    SELECT FROM contests_rightsacceptance a\n                    WHERE a.transfer_id = t.id AND a.side = 'creative' AND a.person_id = s.user_id)\n            ) THEN\n                RAISE EXCEPTION 'transfer % is not accepted by everybody', NEW.transfer_id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='e1c72935954c248383c098cee76773995dfc9ef0', operation='INSERT', pgid='pgtrigger_rights_deed_accepted_808bd', table='contests_rightsdeed', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='BrandStanding',
                    fields=[
                        ('brand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='standing', serialize=False, to='accounts.brand')),
                        ('decided', models.PositiveIntegerField(default=0)),
                        ('in_time', models.PositiveIntegerField(default=0)),
                        ('lapsed', models.PositiveIntegerField(default=0)),
                        ('cancelled_open', models.PositiveIntegerField(default=0)),
                        ('cancelled_shortlisting', models.PositiveIntegerField(default=0)),
                        ('cancelled_final', models.PositiveIntegerField(default=0)),
                        ('asked', models.PositiveIntegerField(default=0)),
                        ('answered', models.PositiveIntegerField(default=0)),
                        ('answer_minutes', models.PositiveIntegerField(null=True)),
                        ('handovers', models.PositiveIntegerField(default=0)),
                        ('by_clock', models.PositiveIntegerField(default=0)),
                        ('accept_hours', models.PositiveIntegerField(null=True)),
                        ('reviews', models.PositiveIntegerField(default=0)),
                        ('review_hundredths', models.PositiveSmallIntegerField(null=True)),
                        ('counted_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('answered__lte', models.F('asked')), ('by_clock__lte', models.F('handovers')), ('in_time__lte', models.F('decided'))), name='standing_parts_fit'), models.CheckConstraint(condition=models.Q(('review_hundredths__isnull', True), ('review_hundredths__range', (100, 500)), _connector='OR'), name='standing_review_range')],
                    },
                ),
            ],
        ),
    ]
