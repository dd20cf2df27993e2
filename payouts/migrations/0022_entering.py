"""Public figures are kept in a row; briefs funded before get what creatives weigh them by, as newer ones do."""

from typing import Any

from django.db import migrations, models


def write_figures(apps: Any, _editor: Any) -> None:
    """The engine's own figures, of each contest's own policy and terms."""
    from payouts.policy import PolicyDocument, Terms, floor, parse_policy

    contests = apps.get_model("contests", "Contest")
    policies: dict[int, PolicyDocument] = {}
    rows = apps.get_model("payouts", "Escrow").objects.select_related("policy").filter(contest__floor_minor=None)
    for escrow in rows.iterator():
        policy = policies.setdefault(escrow.policy_id, parse_policy(escrow.policy.document))
        terms = Terms.from_dict(escrow.terms)
        contests.objects.filter(pk=escrow.contest_id, floor_minor=None).update(
            floor_minor=floor(policy, terms, terms.shortlist_max).amount_minor,
            prizes_minor=terms.prizes_total_minor,
            effort_minutes=terms.effort_minutes,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0011_entering"),
        ("payouts", "0021_postings_in_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="SummedFigures",
            fields=[
                ("currency", models.CharField(max_length=3, primary_key=True, serialize=False)),
                ("owed_minor", models.BigIntegerField()),
                ("paid_minor", models.BigIntegerField()),
                ("payments", models.BigIntegerField()),
                ("shortlisted", models.BigIntegerField()),
                ("shortlisted_owed", models.BigIntegerField()),
                ("guarded_minor", models.BigIntegerField()),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "public figures",
                "verbose_name_plural": "public figures",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("guarded_minor__gte", 0),
                            ("paid_minor__gte", 0),
                            ("paid_minor__lte", models.F("owed_minor")),
                            ("payments__gte", 0),
                        ),
                        name="summed_figures_parts",
                    )
                ],
            },
        ),
        migrations.RunPython(write_figures, migrations.RunPython.noop),
    ]
