"""What is asked for: the brief, and the categories that the platform publishes."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contests.declaration_rules import AiPolicy
from contests.models import guards
from contests.models.contest import Contest
from contests.rights import USUAL
from contests.tones import SLIDERS, STEPS


def usual_rights() -> list[str]:
    """What a brief asks for unless it says otherwise."""
    return list(USUAL)


class Category(models.Model):
    """A kind of work. Its standard effort and study price are the platform's (`payouts.CategoryTariff`)."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name_en = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering: ClassVar[list[str]] = ["position", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_fr if (get_language() or "").startswith("fr") else self.name_en


class Brief(models.Model):
    """The words of the brief. Frozen once the contest opens: people work on what was asked."""

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, primary_key=True, related_name="brief")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="briefs")
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=240, blank=True)
    description = models.TextField(_("description (Markdown)"), max_length=20_000)
    audience = models.TextField(_("audience"), max_length=2000, blank=True)
    deliverables = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        verbose_name=_("deliverables"),
    )
    rights_kinds = ArrayField(
        models.CharField(max_length=20), default=usual_rights, verbose_name=_("rights: which"), blank=True
    )
    rights_scope = models.CharField(_("rights: what for"), max_length=400, blank=True)
    rights_territory = models.CharField(_("rights: where"), max_length=200, blank=True)
    rights_years = models.PositiveSmallIntegerField(_("rights: for how many years"), default=10)
    language = models.CharField(_("language of the brief"), max_length=5, default="en")
    first_stage = models.TextField(_("the first stage"), max_length=1000, blank=True)
    second_stage = models.TextField(_("the second stage"), max_length=1000, blank=True)
    tones = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("tones"))
    """By the order of `contests.tones.SLIDERS`: a step from 1 to 7, or 0 where nothing was said; or empty."""
    work_languages = ArrayField(
        models.CharField(max_length=5), default=list, blank=True, verbose_name=_("languages of the work")
    )
    formats = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("files wanted"))
    sizes = models.TextField(_("sizes and supports"), max_length=1000, blank=True)
    references = models.TextField(_("examples of style"), max_length=2000, blank=True)
    ai_policy = models.CharField(_("use of AI"), max_length=8, default=AiPolicy.DECLARED.value)
    community_name = models.CharField(_("name of the community’s award"), max_length=80, blank=True, default="")
    community_minor = models.BigIntegerField(_("the community’s award, in minor units"), default=0)
    """Beside the prizes; 0 where there is none."""
    kit = models.ForeignKey(
        "contests.BrandKit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="briefs",
        verbose_name=_("brand kit"),
    )
    # What the list is searched by, in the brief's own language; see the function of this name in the migrations.
    search = models.GeneratedField(
        expression=models.Func(
            "language",
            "title",
            "summary",
            "description",
            "audience",
            "deliverables",
            function="contests_brief_vector",
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("brief")
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["search"], name="brief_search")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="brief_tones_in_steps",
                condition=Q(tones__contained_by=list(range(STEPS + 1))) & Q(tones__len__in=(0, len(SLIDERS))),
            ),
            models.CheckConstraint(
                name="brief_ai_policy", condition=Q(ai_policy__in=[policy.value for policy in AiPolicy])
            ),
            models.CheckConstraint(
                name="brief_community_named",
                condition=Q(community_minor=0, community_name="") | (Q(community_minor__gt=0) & ~Q(community_name="")),
            ),
        ]
        triggers: ClassVar = [guards.only_before_opening("brief")]

    def __str__(self) -> str:
        return self.title
