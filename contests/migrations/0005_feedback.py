"""Comments on entries, and the brand's word that everybody may read them."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0004_event_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CommentRelease",
            fields=[
                (
                    "contest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="comment_release",
                        serialize=False,
                        to="contests.contest",
                    ),
                ),
                ("released_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "released_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "release of comments",
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("x", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("y", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("width", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("height", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("thread", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("side", models.CharField(choices=[("brand", "the brand"), ("maker", "the maker")], max_length=5)),
                ("body", models.TextField(max_length=2000, verbose_name="comment")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="contests.entry"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contests.storedfile",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="contests.comment",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contests.entryversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "ordering": ["entry", "thread", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "thread", "place"), name="comment_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="comment_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["brand", "maker"])), name="comment_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parent__isnull", True), ("place", 0)),
                            models.Q(
                                ("file__isnull", True),
                                ("parent__isnull", False),
                                ("place__gt", 0),
                                ("resolved_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="comment_first_or_reply",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("height__isnull", True),
                                ("width__isnull", True),
                                ("x__isnull", True),
                                ("y__isnull", True),
                            ),
                            models.Q(
                                ("file__isnull", False),
                                ("height__isnull", False),
                                ("width__isnull", False),
                                ("x__isnull", False),
                                ("y__isnull", False),
                                (
                                    "x__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.Value(1000), "-", models.F("width")
                                    ),
                                ),
                                (
                                    "y__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.Value(1000), "-", models.F("height")
                                    ),
                                ),
                                models.Q(
                                    models.Q(("height", 0), ("width", 0)),
                                    models.Q(("height__gt", 0), ("width__gt", 0)),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="comment_anchor_on_image",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                            models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="comment_resolved_by_somebody",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="comment_fits",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF NOT EXISTS (\n                SELECT FROM contests_entryversion v\n                JOIN contests_entry e ON e.id = v.entry_id\n                JOIN contests_contest c ON c.id = e.contest_id\n                WHERE v.id = NEW.version_id AND e.id = NEW.entry_id\n                  AND e.state <> 'withdrawn' AND c.state NOT IN ('awaiting_funds', 'cancelled', 'draft', 'lapsed', 'settled')\n                  AND CASE NEW.side\n                      WHEN 'brand' THEN EXISTS (SELECT FROM accounts_membership m\n    WHERE m.brand_id = c.brand_id AND m.role IN ('owner', 'manager', 'judge') AND m.user_id = NEW.author_id)\n                      ELSE e.author_id = NEW.author_id OR EXISTS (\n                          SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = NEW.author_id)\n                      END\n            ) OR (NEW.file_id IS NOT NULL AND NOT EXISTS (\n                SELECT FROM contests_storedfile f\n                WHERE f.id = NEW.file_id AND f.version_id = NEW.version_id AND f.kind = 'image'\n            )) OR (NEW.parent_id IS NOT NULL AND NOT EXISTS (\n                SELECT FROM contests_comment p\n                WHERE p.id = NEW.parent_id AND p.entry_id = NEW.entry_id AND p.version_id = NEW.version_id\n                  AND p.thread = NEW.thread AND p.place = 0\n            )) OR NEW.resolved_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL THEN\n                RAISE EXCEPTION 'comment % does not belong to entry %', NEW.id, NEW.entry_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="b034dc4e9c6ae59629e26f4a0c0170a86c4a667e",
                    operation="INSERT",
                    pgid="pgtrigger_comment_fits_a909c",
                    table="contests_comment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="comment_withdrawn_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN\n                RAISE EXCEPTION 'comment % was taken back for good', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="94cd265ae59e93e5e7c3715942efed94480ba877",
                    operation="UPDATE",
                    pgid="pgtrigger_comment_withdrawn_stays_35b38",
                    table="contests_comment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="comment_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                OLD.resolved_at := NEW.resolved_at; OLD.resolved_by_id := NEW.resolved_by_id; OLD.withdrawn_at := NEW.withdrawn_at;\n                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n            END IF;\n            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        ",
                    hash="8ab409c485df080bd17294625206dc2e8549154b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_comment_kept_557a0",
                    table="contests_comment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commentrelease",
            trigger=pgtrigger.compiler.Trigger(
                name="comment_release_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="560931ba3bc3a5d318a02416a44e20f097f9815b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_comment_release_insert_only_c8acb",
                    table="contests_commentrelease",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commentrelease",
            trigger=pgtrigger.compiler.Trigger(
                name="comment_release_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="b0b04df864c2d439125255dbcbbfae7b462ea9af",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_comment_release_no_truncate_34822",
                    table="contests_commentrelease",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commentrelease",
            trigger=pgtrigger.compiler.Trigger(
                name="comment_release_after_decision",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF NOT EXISTS (\n                SELECT FROM contests_contest c\n                WHERE c.id = NEW.contest_id AND c.decided_at IS NOT NULL AND EXISTS (SELECT FROM accounts_membership m\n    WHERE m.brand_id = c.brand_id AND m.role IN ('owner', 'manager') AND m.user_id = NEW.released_by_id)\n            ) THEN\n                RAISE EXCEPTION 'the comments of contest % are not to be released', NEW.contest_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="4cd9bfc1fd7e2afdbca644a4d8249cba855e908d",
                    operation="INSERT",
                    pgid="pgtrigger_comment_release_after_decision_1d23d",
                    table="contests_commentrelease",
                    when="BEFORE",
                ),
            ),
        ),
    ]
