"""Near-duplicates, reports, cases, statements of reasons, appeals."""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import duerows.together
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contests', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        duerows.together.Together(
            operations=[
                migrations.CreateModel(
                    name='Case',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('kind', models.CharField(choices=[('entry', 'entry'), ('contest', 'brief'), ('question', 'question'), ('comment', 'comment'), ('message', 'message'), ('person', 'person')], max_length=10)),
                        ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.entry')),
                        ('contest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.contest')),
                        ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.question')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('origin', models.CharField(choices=[('report', 'reported'), ('likeness', 'found to be like another work'), ('strikes', 'three strikes within a year')], max_length=10)),
                        ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.comment')),
                        ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.message')),
                    ],
                    options={
                        'verbose_name': 'case',
                        'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['opened_at', 'id'], name='case_open'), models.Index(fields=['-id'], name='case_newest')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('entry',), name='case_open_once_entry'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('contest',), name='case_open_once_contest'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('question',), name='case_open_once_question'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('person',), name='case_open_once_person'), models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', True), ('contest__isnull', True), ('entry__isnull', False), ('kind', 'entry'), ('message__isnull', True), ('person__isnull', True), ('question__isnull', True)), models.Q(('comment__isnull', True), ('contest__isnull', False), ('entry__isnull', True), ('kind', 'contest'), ('message__isnull', True), ('person__isnull', True), ('question__isnull', True)), models.Q(('comment__isnull', True), ('contest__isnull', True), ('entry__isnull', True), ('kind', 'question'), ('message__isnull', True), ('person__isnull', True), ('question__isnull', False)), models.Q(('comment__isnull', False), ('contest__isnull', True), ('entry__isnull', True), ('kind', 'comment'), ('message__isnull', True), ('person__isnull', True), ('question__isnull', True)), models.Q(('comment__isnull', True), ('contest__isnull', True), ('entry__isnull', True), ('kind', 'message'), ('message__isnull', False), ('person__isnull', True), ('question__isnull', True)), models.Q(('comment__isnull', True), ('contest__isnull', True), ('entry__isnull', True), ('kind', 'person'), ('message__isnull', True), ('person__isnull', False), ('question__isnull', True)), _connector='OR'), name='case_of_one_thing'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('comment',), name='case_open_once_comment'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('message',), name='case_open_once_message')],
                        'triggers': [pgtrigger.compiler.Trigger(name='case_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.closed_at := NEW.closed_at;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ", hash='3f6f6c1e86623b9c0ccba34c0ce812a47d2999e0', operation='UPDATE OR DELETE', pgid='pgtrigger_case_kept_7bf51', table='moderation_case', when='BEFORE')), pgtrigger.compiler.Trigger(name='case_closed_by_a_decision', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.closed_at IS NOT NULL AND NOT EXISTS (\n                SELECT FROM moderation_decision WHERE case_id = NEW.id AND decided_at = NEW.closed_at\n            ) THEN\n                RAISE EXCEPTION 'case % has not been decided', NEW.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='7db6fa3df77e3f8f3a82f65be65d2a1d20a983e3', operation='UPDATE OF "closed_at"', pgid='pgtrigger_case_closed_by_a_decision_8bf0e', table='moderation_case', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='moderation.case')),
                        ('measure', models.CharField(choices=[('none', 'nothing is done'), ('warn', 'a warning'), ('hide', 'hidden from the public'), ('disqualify', 'ruled out of the contest'), ('suspend', 'the brief stands still'), ('strike', 'a strike'), ('block', 'the account is blocked'), ('reversal', 'an earlier decision is taken back')], max_length=10)),
                        ('addressee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('facts', models.TextField(max_length=4000)),
                        ('ground', models.CharField(choices=[('law', 'the law'), ('terms', 'the site’s terms')], max_length=5)),
                        ('ground_detail', models.CharField(max_length=400)),
                        ('detection', models.CharField(choices=[('notice', 'somebody reported it'), ('own', 'somebody of the platform noticed it'), ('automated', 'a program found it, and a person looked')], max_length=10)),
                        ('is_automated', models.BooleanField(default=False)),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField()),
                        ('appeal_until', models.DateTimeField()),
                        ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='moderation.decision')),
                    ],
                    options={
                        'verbose_name': 'decision',
                        'ordering': ['id'],
                        'indexes': [models.Index(fields=['addressee', '-id'], name='decision_addressee'), models.Index(condition=models.Q(('measure', 'strike')), fields=['addressee', 'decided_at'], name='decision_strikes')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('measure__in', ['none', 'warn', 'hide', 'disqualify', 'suspend', 'strike', 'block', 'reversal'])), name='decision_measure_known'), models.CheckConstraint(condition=models.Q(models.Q(('facts', ''), _negated=True), models.Q(('ground_detail', ''), _negated=True)), name='decision_states_reasons'), models.CheckConstraint(condition=models.Q(('is_automated', False)), name='decision_by_a_person'), models.CheckConstraint(condition=models.Q(('measure', 'none'), ('addressee__isnull', False), _connector='XOR'), name='decision_restricts_somebody'), models.CheckConstraint(condition=models.Q(('measure', 'reversal'), ('reverses__isnull', True), _connector='XOR'), name='decision_reverses_one'), models.CheckConstraint(condition=models.Q(('appeal_until', models.ExpressionWrapper(django.db.models.expressions.CombinedExpression(models.F('decided_at'), '+', models.Value(datetime.timedelta(days=184))), output_field=models.DateTimeField()))), name='decision_six_months_to_appeal')],
                        'triggers': [pgtrigger.compiler.Trigger(name='decision_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='470afa4354ab6b7d15881e6a170f459d24fe8361', operation='UPDATE OR DELETE', pgid='pgtrigger_decision_insert_only_25bba', table='moderation_decision', when='BEFORE')), pgtrigger.compiler.Trigger(name='decision_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='802cf6acc8ab21d6b97e000bc4b706cf4734b9ed', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_decision_no_truncate_fa28d', table='moderation_decision', when='BEFORE')), pgtrigger.compiler.Trigger(name='decision_reversal_fits', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."reverses_id" IS NOT NULL)', func="\n            IF NOT EXISTS (\n                SELECT FROM moderation_decision d JOIN moderation_appeal a ON a.decision_id = d.id\n                WHERE d.id = NEW.reverses_id AND d.case_id = NEW.case_id AND d.measure <> 'reversal'\n                  AND d.decided_by_id <> NEW.decided_by_id\n                  AND a.outcome = 'reversed' AND a.decided_by_id = NEW.decided_by_id\n            ) THEN\n                RAISE EXCEPTION 'decision % cannot be taken back like this', NEW.reverses_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='db377b6498dd02dec33521b730e0d9b4d51802d1', operation='INSERT', pgid='pgtrigger_decision_reversal_fits_b3f2d', table='moderation_decision', when='BEFORE')), pgtrigger.compiler.Trigger(name='decision_by_the_platform', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT FROM accounts_user u WHERE u.id = NEW.decided_by_id AND u.staff_role = 'admin' AND u.is_active)\n                    OR \n    EXISTS (\n        SELECT FROM moderation_case k\n        LEFT JOIN contests_comment w ON w.id = k.comment_id\n        LEFT JOIN contests_message g ON g.id = k.message_id\n        LEFT JOIN contests_entry e ON e.id = COALESCE(k.entry_id, w.entry_id, g.conversation_id)\n        LEFT JOIN contests_question q ON q.id = k.question_id\n        LEFT JOIN contests_contest c ON c.id = COALESCE(k.contest_id, e.contest_id, q.contest_id)\n        WHERE k.id = NEW.case_id AND (\n            k.person_id = NEW.decided_by_id OR e.author_id = NEW.decided_by_id OR q.asker_id = NEW.decided_by_id\n            OR w.author_id = NEW.decided_by_id OR g.author_id = NEW.decided_by_id\n            OR EXISTS (SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = NEW.decided_by_id)\n            OR EXISTS (SELECT FROM accounts_membership m WHERE m.brand_id = c.brand_id AND m.user_id = NEW.decided_by_id)\n            OR EXISTS (SELECT FROM moderation_report r WHERE r.case_id = k.id AND r.reporter_id = NEW.decided_by_id)\n        )\n    )\n THEN\n                RAISE EXCEPTION 'person % does not decide case %', NEW.decided_by_id, NEW.case_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='a4a42f8411b488ac7640cf24091c12d0b7f60bc5', operation='INSERT', pgid='pgtrigger_decision_by_the_platform_641aa', table='moderation_decision', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Appeal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='moderation.decision')),
                        ('appellant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('words', models.TextField(max_length=4000, verbose_name='why it is wrong')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('outcome', models.CharField(blank=True, choices=[('', 'to be decided'), ('upheld', 'the decision stands'), ('reversed', 'the decision is taken back')], default='', max_length=8)),
                        ('reason', models.TextField(blank=True, default='', max_length=4000)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'appeal',
                        'ordering': ['id'],
                        'indexes': [models.Index(condition=models.Q(('outcome', '')), fields=['at', 'id'], name='appeal_open'), models.Index(fields=['appellant', '-id'], name='appeal_appellant')],
                        'constraints': [models.UniqueConstraint(fields=('decision', 'appellant'), name='appeal_once'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='appeal_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('outcome', ''), ('reason', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('outcome__in', ['upheld', 'reversed']), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='appeal_decided_with_reason')],
                        'triggers': [pgtrigger.compiler.Trigger(name='appeal_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.outcome := NEW.outcome; OLD.reason := NEW.reason; OLD.decided_by_id := NEW.decided_by_id; OLD.decided_at := NEW.decided_at;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ", hash='0b048f6c7ec7b934a562020d5543d5a42080b154', operation='UPDATE OR DELETE', pgid='pgtrigger_appeal_kept_16e2c', table='moderation_appeal', when='BEFORE')), pgtrigger.compiler.Trigger(name='appeal_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.outcome <> '' OR NOT EXISTS (\n                SELECT FROM moderation_decision d\n                WHERE d.id = NEW.decision_id AND NEW.at BETWEEN d.decided_at AND d.appeal_until\n                  AND d.measure <> 'reversal'\n                  AND (d.addressee_id = NEW.appellant_id OR d.measure = 'none' AND EXISTS (\n                      SELECT FROM moderation_report r\n                      WHERE r.case_id = d.case_id AND r.reporter_id = NEW.appellant_id))\n            ) THEN\n                RAISE EXCEPTION 'decision % is not theirs to appeal, or not any more', NEW.decision_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='df10abfdfe7153359ee11787e9409a34b0bc06f8', operation='INSERT', pgid='pgtrigger_appeal_fits_024f7', table='moderation_appeal', when='BEFORE')), pgtrigger.compiler.Trigger(name='appeal_other_eyes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.outcome <> '' OR NEW.decided_by_id = NEW.appellant_id\n                    OR NOT EXISTS (SELECT FROM accounts_user u WHERE u.id = NEW.decided_by_id AND u.staff_role = 'admin' AND u.is_active)\n                    OR EXISTS (\n                        SELECT FROM moderation_decision d WHERE d.id = NEW.decision_id\n                          AND (d.decided_by_id = NEW.decided_by_id\n                               OR \n    EXISTS (\n        SELECT FROM moderation_case k\n        LEFT JOIN contests_comment w ON w.id = k.comment_id\n        LEFT JOIN contests_message g ON g.id = k.message_id\n        LEFT JOIN contests_entry e ON e.id = COALESCE(k.entry_id, w.entry_id, g.conversation_id)\n        LEFT JOIN contests_question q ON q.id = k.question_id\n        LEFT JOIN contests_contest c ON c.id = COALESCE(k.contest_id, e.contest_id, q.contest_id)\n        WHERE k.id = d.case_id AND (\n            k.person_id = NEW.decided_by_id OR e.author_id = NEW.decided_by_id OR q.asker_id = NEW.decided_by_id\n            OR w.author_id = NEW.decided_by_id OR g.author_id = NEW.decided_by_id\n            OR EXISTS (SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = NEW.decided_by_id)\n            OR EXISTS (SELECT FROM accounts_membership m WHERE m.brand_id = c.brand_id AND m.user_id = NEW.decided_by_id)\n            OR EXISTS (SELECT FROM moderation_report r WHERE r.case_id = k.id AND r.reporter_id = NEW.decided_by_id)\n        )\n    )\n)\n                    ) THEN\n                RAISE EXCEPTION 'person % does not decide appeal %', NEW.decided_by_id, NEW.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='62ca7221aeabd89f96dad5fcdbb5e1eff66cfe02', operation='UPDATE', pgid='pgtrigger_appeal_other_eyes_bd318', table='moderation_appeal', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='ImagePrint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='image_print', to='contests.storedfile')),
                        ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.entry')),
                        ('hash', models.BigIntegerField()),
                        ('band_0', models.GeneratedField(db_persist=True, expression=models.Func(models.F('hash'), output_field=models.IntegerField(), template='((%(expressions)s >> 43) & 2097151)::integer'), output_field=models.IntegerField())),
                        ('band_1', models.GeneratedField(db_persist=True, expression=models.Func(models.F('hash'), output_field=models.IntegerField(), template='((%(expressions)s >> 21) & 4194303)::integer'), output_field=models.IntegerField())),
                        ('band_2', models.GeneratedField(db_persist=True, expression=models.Func(models.F('hash'), output_field=models.IntegerField(), template='((%(expressions)s >> 0) & 2097151)::integer'), output_field=models.IntegerField())),
                        ('is_common', models.BooleanField(default=False)),
                    ],
                    options={
                        'verbose_name': 'print of an image',
                        'verbose_name_plural': 'prints of images',
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='image_print_due'), models.Index(fields=['band_0'], name='image_print_band_0'), models.Index(fields=['band_1'], name='image_print_band_1'), models.Index(fields=['band_2'], name='image_print_band_2')],
                    },
                ),
                migrations.CreateModel(
                    name='Likeness',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.entry')),
                        ('later', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.entry')),
                        ('earlier_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.storedfile')),
                        ('later_file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.storedfile')),
                        ('distance', models.PositiveSmallIntegerField()),
                        ('found_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('verdict', models.CharField(blank=True, choices=[('', 'to be looked at'), ('dismissed', 'no copy'), ('case', 'made a case of')], default='', max_length=10)),
                        ('looked_at', models.DateTimeField(blank=True, null=True)),
                        ('looked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='likenesses', to='moderation.case')),
                    ],
                    options={
                        'verbose_name': 'likeness',
                        'verbose_name_plural': 'likenesses',
                        'indexes': [models.Index(fields=['later'], name='likeness_later'), models.Index(condition=models.Q(('verdict', '')), fields=['-id'], name='likeness_open')],
                        'constraints': [models.UniqueConstraint(fields=('earlier', 'later'), name='likeness_pair_once'), models.CheckConstraint(condition=models.Q(('earlier', models.F('later')), _negated=True), name='likeness_of_two'), models.CheckConstraint(condition=models.Q(('distance__lte', 8)), name='likeness_near'), models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', True), ('looked_at__isnull', True), ('looked_by__isnull', True), ('verdict', '')), models.Q(('case__isnull', True), ('looked_at__isnull', False), ('looked_by__isnull', False), ('verdict', 'dismissed')), models.Q(('case__isnull', False), ('looked_at__isnull', False), ('looked_by__isnull', False), ('verdict', 'case')), _connector='OR'), name='likeness_looked_at_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='moderation.case')),
                        ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reason', models.CharField(choices=[('illegal', 'It breaks the law'), ('copied', 'It is copied from another work'), ('offensive', 'It insults or hurts people'), ('spam', 'It is advertising or spam'), ('unfair_terms', 'Its terms are unfair to those who work'), ('other', 'Something else')], max_length=12, verbose_name='what is wrong with it')),
                        ('words', models.TextField(max_length=4000, verbose_name='in your words')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'report',
                        'ordering': ['id'],
                        'indexes': [models.Index(fields=['reporter', '-id'], name='report_reporter_newest'), models.Index(fields=['reporter', 'at'], name='report_reporter_day')],
                        'constraints': [models.UniqueConstraint(fields=('case', 'reporter'), name='report_once_a_case'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='report_says_something'), models.CheckConstraint(condition=models.Q(('reason__in', ['illegal', 'copied', 'offensive', 'spam', 'unfair_terms', 'other'])), name='report_reason_known')],
                        'triggers': [pgtrigger.compiler.Trigger(name='report_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ba8e0c025e1f6807b7db67d4931b0b53d83cbf11', operation='UPDATE OR DELETE', pgid='pgtrigger_report_insert_only_a448b', table='moderation_report', when='BEFORE')), pgtrigger.compiler.Trigger(name='report_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='5b368e72c4b3562574cffeed872a3de4b41678b2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_report_no_truncate_ea195', table='moderation_report', when='BEFORE')), pgtrigger.compiler.Trigger(name='report_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT FROM moderation_case WHERE id = NEW.case_id AND closed_at IS NULL) OR (\n                SELECT count(*) FROM moderation_report\n                WHERE reporter_id = NEW.reporter_id AND at > NEW.at - interval '1 day'\n            ) >= 20 THEN\n                RAISE EXCEPTION 'case % takes no report of this person', NEW.case_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='4854e3d142f314c3fcf1ea98647efa3c675154f1', operation='INSERT', pgid='pgtrigger_report_fits_7aa6b', table='moderation_report', when='BEFORE'))],
                    },
                ),
            ],
        ),
    ]
