"""Briefs are found by their words and by what they pay; people follow them."""

import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
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
    dependencies = [
        ("accounts", "0006_audit_trail"),
        ("contests", "0010_gallery"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="calendar_feed",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("generation", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "calendar",
            },
        ),
        migrations.CreateModel(
            name="Following",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "following",
            },
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "due_state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                            ("parked", "parked"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True, default="")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("closing_soon", "closes soon"),
                            ("question_waits", "a question has waited for a day"),
                            ("question_waits_long", "a question has waited for three days"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "due_state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                            ("parked", "parked"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True, default="")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("ref", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("filters", models.JSONField(default=dict)),
                ("told_until", models.DateTimeField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "saved search",
                "verbose_name_plural": "saved searches",
                "ordering": ["created_at", "id"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="contest",
            name="contest_frozen_terms",
        ),
        migrations.AddField(
            model_name="brief",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    "language",
                    "title",
                    "summary",
                    "description",
                    "audience",
                    "deliverables",
                    function="contests_brief_vector",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="contest",
            name="effort_minutes",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contest",
            name="floor_minor",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contest",
            name="prizes_minor",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contest",
            name="hourly_minor",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.functions.comparison.Least(
                                            models.F("shortlist_max"),
                                            django.db.models.functions.comparison.Least(
                                                django.db.models.functions.comparison.Greatest(
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("entry_count"), "+", models.Value(1)
                                                    ),
                                                    models.F("shortlist_max"),
                                                    output_field=models.BigIntegerField(),
                                                ),
                                                django.db.models.functions.comparison.Greatest(
                                                    models.F("entry_cap"),
                                                    models.Value(1),
                                                    output_field=models.BigIntegerField(),
                                                ),
                                                output_field=models.BigIntegerField(),
                                            ),
                                            output_field=models.BigIntegerField(),
                                        ),
                                        "*",
                                        models.F("floor_minor"),
                                    ),
                                    "+",
                                    models.F("prizes_minor"),
                                ),
                                "/",
                                django.db.models.functions.comparison.Least(
                                    django.db.models.functions.comparison.Greatest(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("entry_count"), "+", models.Value(1)
                                        ),
                                        models.F("shortlist_max"),
                                        output_field=models.BigIntegerField(),
                                    ),
                                    django.db.models.functions.comparison.Greatest(
                                        models.F("entry_cap"), models.Value(1), output_field=models.BigIntegerField()
                                    ),
                                    output_field=models.BigIntegerField(),
                                ),
                            ),
                            "*",
                            models.Value(60),
                        ),
                        "/",
                        models.F("effort_minutes"),
                    ),
                    models.Value(0),
                    output_field=models.BigIntegerField(),
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="brief",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="brief_search"),
        ),
        migrations.AddIndex(
            model_name="contest",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["hourly_minor", "id"], name="contest_open_hourly"
            ),
        ),
        migrations.AddIndex(
            model_name="contest",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["prizes_minor", "id"], name="contest_open_prizes"
            ),
        ),
        migrations.AddIndex(
            model_name="contest",
            index=models.Index(condition=models.Q(("kind", "nda")), fields=["id"], name="contest_confidential"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contest",
            trigger=pgtrigger.compiler.Trigger(
                name="contest_frozen_terms",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF OLD.state NOT IN ('awaiting_funds', 'draft') AND (NEW.brand_id IS DISTINCT FROM OLD.brand_id OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.shortlist_max IS DISTINCT FROM OLD.shortlist_max OR NEW.shortlist_min IS DISTINCT FROM OLD.shortlist_min OR NEW.entry_cap IS DISTINCT FROM OLD.entry_cap OR NEW.unpaid_effort_minutes IS DISTINCT FROM OLD.unpaid_effort_minutes OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.visibility IS DISTINCT FROM OLD.visibility OR NEW.extension_days_max IS DISTINCT FROM OLD.extension_days_max OR NEW.revision_rounds_max IS DISTINCT FROM OLD.revision_rounds_max OR (OLD.floor_minor IS NOT NULL AND NEW.floor_minor IS DISTINCT FROM OLD.floor_minor) OR (OLD.prizes_minor IS NOT NULL AND NEW.prizes_minor IS DISTINCT FROM OLD.prizes_minor) OR (OLD.effort_minutes IS NOT NULL AND NEW.effort_minutes IS DISTINCT FROM OLD.effort_minutes)) THEN\n                RAISE EXCEPTION 'the terms of contest % are frozen since it opened', OLD.id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="f0a2fdc34a51df9fccab5b979e36e7fc4c9627cd",
                    operation="UPDATE",
                    pgid="pgtrigger_contest_frozen_terms_f0409",
                    table="contests_contest",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="contest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("effort_minutes", None), ("floor_minor", None), ("prizes_minor", None)),
                    models.Q(("effort_minutes__gt", 0), ("floor_minor__gte", 0), ("prizes_minor__gte", 0)),
                    _connector="OR",
                ),
                name="contest_figures_whole",
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="brand",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="followings",
                to="accounts.brand",
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="contest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="followings",
                to="contests.contest",
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="followings", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="contest",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="nudges", to="contests.contest"
            ),
        ),
        migrations.AddField(
            model_name="nudge",
            name="question",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="nudges",
                to="contests.question",
            ),
        ),
        migrations.AddField(
            model_name="savedsearch",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="saved_searches", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="following",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("brand__isnull", False), ("contest__isnull", True)),
                    models.Q(("brand__isnull", True), ("contest__isnull", False)),
                    _connector="OR",
                ),
                name="following_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="following",
            constraint=models.UniqueConstraint(
                condition=models.Q(("contest__isnull", False)),
                fields=("person", "contest"),
                name="following_brief_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="following",
            constraint=models.UniqueConstraint(
                condition=models.Q(("brand__isnull", False)), fields=("person", "brand"), name="following_brand_once"
            ),
        ),
        migrations.AddIndex(
            model_name="nudge",
            index=models.Index(condition=models.Q(("due_state", "waiting")), fields=["due_at"], name="nudge_due"),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "closing_soon"), ("question__isnull", True)),
                    models.Q(models.Q(("kind", "closing_soon"), _negated=True), ("question__isnull", False)),
                    _connector="OR",
                ),
                name="nudge_of_a_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("due_state", "waiting"), ("kind", "closing_soon")),
                fields=("contest",),
                name="nudge_closing_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("question__isnull", False)), fields=("question", "kind"), name="nudge_question_once"
            ),
        ),
        migrations.AddIndex(
            model_name="savedsearch",
            index=models.Index(
                condition=models.Q(("due_state", "waiting")), fields=["due_at"], name="saved_search_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(fields=("person", "name"), name="saved_search_name_once"),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="saved_search_named"
            ),
        ),
    ]
