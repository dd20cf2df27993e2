"""Who is told of what happens, the messages, and how far each source of events has been read: to the present."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import duerows.together
import uuid
from django.conf import settings
from django.db import migrations, models

# Nobody listens yet, so that what has happened until now is no news to anybody.
BEGIN_NOW = """
    INSERT INTO webhooks_cursor (source, next_xid, last_id, moved_at)
    SELECT source, pg_snapshot_xmin(pg_current_snapshot())::text::bigint, last_id, now()
    FROM (SELECT 'contests', COALESCE(max(id), 0) FROM contests_contestevent
          UNION ALL SELECT 'settlements', COALESCE(max(id), 0) FROM payouts_settlement
          UNION ALL SELECT 'changes', COALESCE(max(id), 0) FROM payouts_statechange
          UNION ALL SELECT 'journal', COALESCE(max(id), 0) FROM payouts_journalentry) AS sources (source, last_id)
"""
ONE_TURN = "INSERT INTO webhooks_turn DEFAULT VALUES"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('contests', '0001_initial'),
        ('payouts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        duerows.together.Together(
            operations=[
                migrations.CreateModel(
                    name='Cursor',
                    fields=[
                        ('source', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('next_xid', models.BigIntegerField()),
                        ('last_id', models.BigIntegerField(default=0)),
                        ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'webhook cursor',
                    },
                ),
                migrations.CreateModel(
                    name='Endpoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to=settings.AUTH_USER_MODEL)),
                        ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='webhooks', to='accounts.brand')),
                        ('client_id', models.CharField(blank=True, default='', max_length=100)),
                        ('url', models.CharField(max_length=500, verbose_name='address')),
                        ('description', models.CharField(blank=True, default='', max_length=120, verbose_name='what it is for')),
                        ('event_types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='events')),
                        ('reach', models.CharField(choices=[('own', 'what I take part in'), ('all', 'everything that I may see')], default='own', max_length=4, verbose_name='of what')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('disabled_at', models.DateTimeField(blank=True, null=True)),
                        ('disabled_because', models.CharField(blank=True, choices=[('owner', 'switched off by hand'), ('failing', 'nothing was taken for days'), ('gone', 'it answered that it is gone')], default='', max_length=8)),
                        ('failing_since', models.DateTimeField(blank=True, null=True)),
                        ('hold_until', models.DateTimeField(blank=True, null=True)),
                        ('last_success_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'webhook',
                        'indexes': [models.Index(condition=models.Q(('disabled_at__isnull', True)), fields=['user'], name='endpoint_active')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('disabled_at__isnull', True), ('disabled_because', '')), models.Q(('disabled_at__isnull', False), models.Q(('disabled_because', ''), _negated=True)), _connector='OR'), name='endpoint_disabled_with_reason'), models.CheckConstraint(condition=models.Q(('reach__in', ['own', 'all'])), name='endpoint_reach_known'), models.CheckConstraint(condition=models.Q(('event_types', []), _negated=True), name='endpoint_hears_something')],
                    },
                ),
                migrations.CreateModel(
                    name='EndpointSecret',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='secrets', to='webhooks.endpoint')),
                        ('sealed', models.BinaryField()),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'webhook secret',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('expires_at__isnull', True)), fields=('endpoint',), name='endpoint_one_lasting_secret')],
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due_state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('parked', 'parked')], default='waiting', max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True, default='')),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.endpoint')),
                        ('message_id', models.CharField(max_length=40)),
                        ('event_type', models.CharField(max_length=40, verbose_name='event')),
                        ('body', models.TextField()),
                        ('source', models.CharField(blank=True, default='', max_length=20)),
                        ('source_id', models.BigIntegerField(blank=True, null=True)),
                        ('happened_at', models.DateTimeField()),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('outcome', models.CharField(blank=True, choices=[('delivered', 'delivered'), ('given_up', 'given up'), ('withdrawn', 'not for you any more'), ('disabled', 'the webhook was off')], default='', max_length=10, verbose_name='what became of it')),
                    ],
                    options={
                        'verbose_name': 'delivery',
                        'verbose_name_plural': 'deliveries',
                        'indexes': [models.Index(condition=models.Q(('due_state', 'waiting')), fields=['due_at'], name='delivery_due'), models.Index(condition=models.Q(('due_state', 'waiting')), fields=['endpoint', 'due_at', 'id'], name='delivery_queue'), models.Index(fields=['endpoint', '-id'], name='delivery_newest'), models.Index(fields=['endpoint', 'happened_at'], name='delivery_happened'), models.Index(fields=['created_at'], name='delivery_old')],
                        'constraints': [models.UniqueConstraint(fields=('endpoint', 'message_id'), name='delivery_once'), models.CheckConstraint(condition=models.Q(models.Q(('due_state', 'waiting'), ('outcome', '')), models.Q(models.Q(('due_state', 'waiting'), _negated=True), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='delivery_ended_with_outcome')],
                    },
                ),
                migrations.CreateModel(
                    name='Attempt',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='webhooks.delivery')),
                        ('at', models.DateTimeField()),
                        ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='status')),
                        ('error', models.CharField(blank=True, default='', max_length=40)),
                        ('answer', models.CharField(blank=True, default='', max_length=1000)),
                        ('milliseconds', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name': 'try',
                        'verbose_name_plural': 'tries',
                        'indexes': [models.Index(fields=['delivery', '-id'], name='attempt_newest')],
                    },
                ),
                migrations.CreateModel(
                    name='Turn',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('taken_by', models.UUIDField(blank=True, null=True)),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'turn to send',
                    },
                ),
            ],
        ),
        migrations.RunSQL(
            sql=BEGIN_NOW,
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            sql=ONE_TURN,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
