"""People, brands, who may do what for whom, sealed account numbers, what people are told, the audit trail."""

import accounts.models.user
import django.contrib.postgres.functions
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import duerows.together
import duerows.xacts
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        duerows.together.Together(
            operations=[
                migrations.CreateModel(
                    name='AuditEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                        ('own_xid', models.BigIntegerField(db_default=duerows.xacts.CurrentTransaction(), editable=False)),
                        ('act', models.CharField(max_length=30)),
                        ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('subject', models.CharField(max_length=80)),
                        ('contest_id', models.UUIDField(blank=True, null=True)),
                        ('reason', models.CharField(blank=True, default='', max_length=300)),
                        ('before', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('after', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('channel', models.CharField(max_length=10)),
                        ('client', models.CharField(blank=True, default='', max_length=100)),
                        ('address', models.CharField(blank=True, default='', max_length=64)),
                        ('request_id', models.CharField(blank=True, default='', max_length=64)),
                    ],
                    options={
                        'verbose_name': 'act',
                        'verbose_name_plural': 'audit trail',
                        'indexes': [models.Index(fields=['actor', '-id'], name='audit_event_actor'), models.Index(fields=['subject', '-id'], name='audit_event_subject'), models.Index(fields=['contest_id', '-id'], name='audit_event_contest')],
                        'triggers': [pgtrigger.compiler.Trigger(name='audit_event_insert_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d62639b364081033e4ee8a0a9697bed5d6747bcf', operation='UPDATE OR DELETE', pgid='pgtrigger_audit_event_insert_only_d9fc0', table='accounts_auditevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='audit_event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';", hash='16bdc8dd0e5e8e35c8f5be21122f702988184a1e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_audit_event_no_truncate_010fb', table='accounts_auditevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='audit_event_own', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.at NOT BETWEEN now() AND clock_timestamp() OR NEW.own_xid <> pg_current_xact_id()::text::bigint THEN\n                RAISE EXCEPTION 'an act is recorded in its own transaction' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='f3694a0bf9f9baec23121bb7a196c662207bd507', operation='INSERT', pgid='pgtrigger_audit_event_own_10361', table='accounts_auditevent', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                        ('handle', models.SlugField(default=accounts.models.user.new_handle, max_length=40, unique=True, verbose_name='handle')),
                        ('display_name', models.CharField(blank=True, max_length=80, verbose_name='name shown to others')),
                        ('locale', models.CharField(default='en', max_length=5, verbose_name='language')),
                        ('time_zone', models.CharField(default='Europe/Paris', max_length=64, verbose_name='time zone')),
                        ('staff_role', models.CharField(blank=True, choices=[('', 'none'), ('auditor', 'auditor'), ('admin', 'admin')], max_length=10, verbose_name='role in the platform')),
                        ('is_staff', models.BooleanField(default=False, verbose_name='may enter the operations desk')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('blocked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='blocked since')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('left_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='left at')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': 'person',
                        'verbose_name_plural': 'people',
                        'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower_case'), models.CheckConstraint(condition=models.Q(('blocked_at__isnull', True), ('staff_role', ''), _connector='OR'), name='user_blocked_holds_no_role'), models.CheckConstraint(condition=models.Q(('left_at__isnull', True), models.Q(('display_name', ''), ('email__endswith', '@removed.invalid'), ('is_active', False), ('is_staff', False), ('staff_role', '')), _connector='OR'), name='user_who_left_is_nobody')],
                        'triggers': [pgtrigger.compiler.Trigger(name='user_email_remembered', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."left_at" IS NULL AND OLD."email" IS DISTINCT FROM (NEW."email"))', func='\n            INSERT INTO accounts_emailchange (user_id, former) VALUES (OLD.id, OLD.email);\n            RETURN NULL;\n        ', hash='cba3f191a9deae8db5f98cbb96b5760ec25ab55c', operation='UPDATE OF "email"', pgid='pgtrigger_user_email_remembered_655a0', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='user_leaves_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."left_at" IS NOT NULL)', func="\n            IF NEW.left_at IS DISTINCT FROM OLD.left_at OR NEW.email <> OLD.email OR NEW.is_active THEN\n                RAISE EXCEPTION 'person % has left for good', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='c362fc5eeb1098d43700cc726af0ac4df5ba1ec8', operation='UPDATE', pgid='pgtrigger_user_leaves_for_good_bf4f0', table='accounts_user', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='CreativeProfile',
                    fields=[
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='creative', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('headline', models.CharField(blank=True, max_length=120, verbose_name='headline')),
                        ('about', models.TextField(blank=True, max_length=2000, verbose_name='about')),
                        ('country', models.CharField(default='FR', max_length=2, verbose_name='country')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'creative',
                    },
                ),
                migrations.CreateModel(
                    name='Brand',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                        ('country', models.CharField(default='FR', max_length=2, verbose_name='country')),
                        ('website', models.URLField(blank=True, verbose_name='website')),
                        ('about', models.TextField(blank=True, max_length=2000, verbose_name='about')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('members', models.ManyToManyField(through='accounts.Membership', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'brand',
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.brand')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(choices=[('owner', 'owner'), ('manager', 'manager'), ('judge', 'judge'), ('finance', 'finance')], max_length=10, verbose_name='role')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'membership',
                        'constraints': [models.UniqueConstraint(fields=('brand', 'user'), name='membership_once'), models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'manager', 'judge', 'finance'])), name='membership_role_known')],
                    },
                ),
                migrations.CreateModel(
                    name='EmailChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='email_changes', to=settings.AUTH_USER_MODEL)),
                        ('former', models.EmailField(max_length=254, verbose_name='former e-mail address')),
                        ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ],
                    options={
                        'verbose_name': 'change of e-mail address',
                        'verbose_name_plural': 'changes of e-mail addresses',
                        'indexes': [models.Index(fields=['user', '-changed_at'], name='email_change_latest')],
                        'triggers': [pgtrigger.compiler.Trigger(name='email_change_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE'\n                    OR NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = OLD.user_id AND left_at IS NOT NULL) THEN\n                RAISE EXCEPTION 'a row of % stays while its person does', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN OLD;\n        ", hash='36899d25426a26025dd9fa2a6b4bfbb1578404ff', operation='UPDATE OR DELETE', pgid='pgtrigger_email_change_stays_d1374', table='accounts_emailchange', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.brand')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                        ('role', models.CharField(choices=[('owner', 'owner'), ('manager', 'manager'), ('judge', 'judge'), ('finance', 'finance')], max_length=10, verbose_name='role')),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('expires_at', models.DateTimeField(verbose_name='expires at')),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'invitation',
                        'constraints': [models.UniqueConstraint(models.F('brand'), django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True)), name='invitation_one_open'), models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'manager', 'judge', 'finance'])), name='invitation_role_known'), models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True), _connector='OR'), name='invitation_one_end'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='invitation_accepted_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='OutgoingMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to=settings.AUTH_USER_MODEL)),
                        ('address', models.EmailField(blank=True, default='', max_length=254)),
                        ('locale', models.CharField(blank=True, default='', max_length=5)),
                        ('template', models.CharField(max_length=60)),
                        ('context', models.JSONField(default=dict)),
                        ('dedupe_key', models.CharField(max_length=120, unique=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'outgoing mail',
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='outgoing_mail_due')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('to__isnull', True), models.Q(('address', ''), _negated=True)), models.Q(('address', ''), ('to__isnull', False)), _connector='OR'), name='outgoing_mail_one_addressee')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                        ('topic', models.CharField(max_length=20)),
                        ('template', models.CharField(max_length=60)),
                        ('context', models.JSONField(default=dict)),
                        ('dedupe_key', models.CharField(max_length=120, unique=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('read_at', models.DateTimeField(blank=True, null=True)),
                        ('awaits_digest', models.BooleanField(default=False)),
                    ],
                    options={
                        'verbose_name': 'notice',
                        'indexes': [models.Index(fields=['user', '-id'], name='notice_of_user'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='notice_unread'), models.Index(condition=models.Q(('awaits_digest', True)), fields=['user'], name='notice_for_digest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('topic__in', ['security', 'money', 'entries', 'contests', 'questions', 'followed', 'moderation', 'news'])), name='notice_topic_known')],
                        'triggers': [pgtrigger.compiler.Trigger(name='notice_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.read_at := NEW.read_at; OLD.awaits_digest := NEW.awaits_digest;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ", hash='976300f05f8bab2221bd019af66c0153294dc02c', operation='UPDATE', pgid='pgtrigger_notice_kept_5d0c0', table='accounts_notice', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='NoticeChoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notice_choices', to=settings.AUTH_USER_MODEL)),
                        ('topic', models.CharField(max_length=20)),
                        ('arrival', models.CharField(max_length=10)),
                        ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ],
                    options={
                        'verbose_name': 'choice of notices',
                        'constraints': [models.UniqueConstraint(fields=('user', 'topic'), name='notice_choice_one_per_topic'), models.CheckConstraint(condition=models.Q(('topic__in', ['entries', 'contests', 'questions', 'followed', 'moderation', 'news'])), name='notice_choice_topic_free'), models.CheckConstraint(condition=models.Q(('arrival__in', ['at_once', 'daily', 'in_app'])), name='notice_choice_arrival_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Digest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='digests', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        'verbose_name': 'daily mail',
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='digest_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('due_state', 'waiting')), fields=('user',), name='digest_one_waiting_per_user')],
                    },
                ),
                migrations.CreateModel(
                    name='PayoutAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payout_accounts', to=settings.AUTH_USER_MODEL)),
                        ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payout_accounts', to='accounts.brand')),
                        ('rail', models.CharField(default='sandbox', max_length=20, verbose_name='rail')),
                        ('sealed', models.BinaryField()),
                        ('fingerprint', models.BinaryField()),
                        ('ending', models.CharField(max_length=4, verbose_name='last signs')),
                        ('holder_name', models.CharField(max_length=120, verbose_name='account holder')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('takes_effect_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='takes effect at')),
                        ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.payoutaccount')),
                        ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='accounts.payoutaccount', verbose_name='takes back')),
                        ('parked_at', models.DateTimeField(blank=True, null=True, verbose_name='parked at')),
                        ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='looked at')),
                        ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'payout account',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('brand__isnull', False), ('user__isnull', True)), models.Q(('brand__isnull', True), ('user__isnull', False)), _connector='OR'), name='payout_account_one_owner'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('user',), name='payout_account_one_per_user'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('brand',), name='payout_account_one_per_brand'), models.CheckConstraint(condition=models.Q(('takes_effect_at__gte', models.F('created_at'))), name='payout_account_effect_after_change'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('parked_at__isnull', False), ('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='payout_account_reviewed_if_parked'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(models.Func(models.F('sealed'), function='octet_length', output_field=models.IntegerField()), 34), django.db.models.lookups.Exact(models.Func(models.F('sealed'), 0, function='get_byte', output_field=models.IntegerField()), 1), django.db.models.lookups.Exact(models.Func(models.F('fingerprint'), function='octet_length', output_field=models.IntegerField()), 32)), name='payout_account_sealed')],
                        'triggers': [pgtrigger.compiler.Trigger(name='payout_account_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.retired_at := NEW.retired_at; OLD.reviewed_at := NEW.reviewed_at; OLD.reviewed_by_id := NEW.reviewed_by_id; OLD.sealed := NEW.sealed; OLD.fingerprint := NEW.fingerprint;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ", hash='75c087f8abb663025aaa8f24b82ad5f7091d0ecf', operation='UPDATE OR DELETE', pgid='pgtrigger_payout_account_kept_0d25c', table='accounts_payoutaccount', when='BEFORE')), pgtrigger.compiler.Trigger(name='payout_account_ends_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at\n                    OR OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id)\n                       IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id) THEN\n                RAISE EXCEPTION 'payout account % was retired or looked at for good', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='75900f10dabd35f0b2169cee3411a61a89e229b6', operation='UPDATE OF "retired_at", "reviewed_at", "reviewed_by_id"', pgid='pgtrigger_payout_account_ends_once_41c13', table='accounts_payoutaccount', when='BEFORE'))],
                    },
                ),
            ],
        ),
    ]
