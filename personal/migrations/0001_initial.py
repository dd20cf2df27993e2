"""What people ask of what is held about them: copies, and departures."""

import django.db.models.deletion
import django.utils.timezone
import duerows.together
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        duerows.together.Together(
            operations=[
                migrations.CreateModel(
                    name='DataCopy',
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
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_copies', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('storage_key', models.CharField(blank=True, default='', max_length=120)),
                        ('size_bytes', models.BigIntegerField(default=0)),
                        ('ready_at', models.DateTimeField(blank=True, null=True)),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': "copy of one's data",
                        'verbose_name_plural': "copies of one's data",
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='data_copy_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('due_state', 'waiting')), fields=('user',), name='data_copy_one_waiting_per_user'), models.CheckConstraint(condition=models.Q(models.Q(('expires_at__isnull', True), ('ready_at__isnull', True), ('removed_at__isnull', True), ('storage_key', '')), models.Q(('expires_at__gt', models.F('ready_at')), ('ready_at__isnull', False), ('removed_at__isnull', True), ('size_bytes__gt', 0), models.Q(('storage_key', ''), _negated=True)), models.Q(('ready_at__isnull', False), ('removed_at__isnull', False), ('storage_key', '')), _connector='OR'), name='data_copy_there_for_a_while')],
                    },
                ),
                migrations.CreateModel(
                    name='Departure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departures', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('not_before', models.DateTimeField()),
                        ('awaits_money', models.BooleanField(default=False)),
                        ('put_off_because', models.CharField(blank=True, default='', max_length=40)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'departure',
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='departure_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('due_state', 'waiting')), fields=('user',), name='departure_one_waiting_per_user'), models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('not_before')), ('not_before__gt', models.F('asked_at'))), name='departure_after_cooling'), models.CheckConstraint(condition=models.Q(models.Q(('due_state', 'cancelled'), ('undone_at__isnull', False)), models.Q(models.Q(('due_state', 'cancelled'), _negated=True), ('undone_at__isnull', True)), _connector='OR'), name='departure_undone_or_not')],
                        'triggers': [pgtrigger.compiler.Trigger(name='departure_ends_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL OR NEW.not_before <> OLD.not_before\n                            OR NEW.user_id <> OLD.user_id\n                            OR EXISTS (SELECT 1 FROM accounts_user WHERE id = OLD.user_id AND left_at IS NOT NULL)\n                               AND NEW.due_state <> 'done' THEN\n                        RAISE EXCEPTION 'departure % has ended, or its week is being cut short', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='37129352d70ce1343adc5543db1c5ddf595679bb', operation='UPDATE OR DELETE', pgid='pgtrigger_departure_ends_once_263f2', table='personal_departure', when='BEFORE'))],
                    },
                ),
            ],
        ),
    ]
