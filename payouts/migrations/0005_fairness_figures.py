"""The published fairness figures: a table that is rewritten as a whole."""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0004_refund_of_a_draft"),
    ]

    operations = [
        migrations.CreateModel(
            name="FairnessFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(blank=True, null=True)),
                ("category", models.CharField(blank=True, default="", max_length=40)),
                ("currency", models.CharField(max_length=3)),
                ("contests", models.BigIntegerField()),
                ("entrants", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
                ("paid_entries", models.BigIntegerField()),
                ("pay_minor", models.BigIntegerField()),
                ("hourly_median_bps", models.BigIntegerField(blank=True, null=True)),
                ("reported_entries", models.BigIntegerField()),
                ("minutes", models.BigIntegerField()),
                ("unpaid_minutes", models.BigIntegerField()),
                ("entrants_pay_minor", models.BigIntegerField()),
                ("entrants_pay_by_rank", models.DecimalField(decimal_places=0, max_digits=30)),
                ("fee_minor", models.BigIntegerField()),
                ("spend_minor", models.BigIntegerField()),
                ("answerable_contests", models.BigIntegerField()),
                ("kept_contests", models.BigIntegerField()),
                ("debts", models.BigIntegerField()),
                ("paid_debts", models.BigIntegerField()),
                ("overdue_debts", models.BigIntegerField()),
                ("time_to_pay_p50_seconds", models.BigIntegerField(blank=True, null=True)),
                ("time_to_pay_p95_seconds", models.BigIntegerField(blank=True, null=True)),
                ("youngest_unpaid_seconds", models.BigIntegerField(blank=True, null=True)),
                ("suppressed", models.BooleanField()),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "fairness figure",
                "ordering": ["currency", "-month", "category"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("currency", "month", "category"), name="fairness_group_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answerable_contests__lte", models.F("contests")),
                            ("fee_minor__lte", models.F("spend_minor")),
                            ("kept_contests__lte", models.F("answerable_contests")),
                            (
                                "overdue_debts__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("debts"), "-", models.F("paid_debts")
                                ),
                            ),
                            ("paid_debts__lte", models.F("debts")),
                            ("paid_entries__lte", models.F("entries")),
                            ("reported_entries__lte", models.F("entries")),
                            ("unpaid_minutes__lte", models.F("minutes")),
                        ),
                        name="fairness_parts_of_wholes",
                    ),
                ],
            },
        ),
    ]
