"""What was answered under an idempotency key."""

import django.db.models.deletion
import django.db.models.functions.datetime
import duerows.together
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
                    name='IdempotencyRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('client_id', models.CharField(blank=True, default='', max_length=100)),
                        ('key', models.CharField(max_length=120)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('status', models.PositiveSmallIntegerField(null=True)),
                        ('reply', models.JSONField(null=True)),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('user', 'client_id', 'key'), name='idempotency_key_once')],
                    },
                ),
            ],
        ),
    ]
