"""The operations desk for contests: to read everything, to stop and restart a clock, to have parked rows tried again.

A contest's state, terms, entries, shortlist, awards and events are never edited here. What moves a contest goes through
the services that everybody else uses.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.desk import LEASE_FIELDS, DeskAdmin, DeskInline, DueRowAdmin, ReasonForm, operator_of, reason_in
from contests.errors import ContestRefusal
from contests.lifecycle import NotAllowed, WrongMove
from contests.models import (
    Award,
    Category,
    CommunityDeadline,
    Contest,
    ContestEvent,
    Deadline,
    Entry,
    EntryShare,
    EntryVersion,
    Handover,
    JuryDeadline,
    Nudge,
    Prize,
    Question,
    ReviewReveal,
    RightsDeed,
    SavedSearch,
    ShortlistPlace,
    StoredFile,
)
from contests.services.suspension import resume_contest, suspend_contest

REFUSALS = (ContestRefusal, WrongMove, NotAllowed)


class PrizeInline(DeskInline):
    model = Prize
    fields = ("rank", "amount_minor")
    readonly_fields = fields


class DeadlineInline(DeskInline):
    model = Deadline
    fields = ("kind", "due_at", "due_state", "attempts", "last_error", "finished_at")
    readonly_fields = fields


class ShortlistInline(DeskInline):
    model = ShortlistPlace
    fields = ("slot", "entry", "created_at")
    readonly_fields = fields
    list_select_related = ("entry",)
    show_change_link = False


class EventInline(DeskInline):
    model = ContestEvent
    fields = ("at", "kind", "role", "actor", "from_state", "to_state", "data")
    readonly_fields = fields
    list_select_related = ("actor",)


@admin.register(Contest)
class ContestAdmin(DeskAdmin):
    list_display = ("title", "brand", "state", "visibility", "closes_at", "decide_by", "lapses_at", "entry_count")
    list_filter = ("state", "visibility", "currency")
    list_select_related = ("brand", "brief")
    search_fields = ("id", "brief__title", "brand__name")
    ordering = ("-created_at",)
    date_hierarchy = "created_at"
    inlines = (PrizeInline, ShortlistInline, DeadlineInline, EventInline)
    action_form = ReasonForm
    actions = ("suspend", "resume")

    @admin.display(description=_("title"), ordering="brief__title")
    def title(self, contest: Contest) -> str:
        brief = getattr(contest, "brief", None)
        return brief.title if brief else str(contest.pk)

    @admin.action(description=_("Suspend, with a reason: the clock stops"), permissions=["operate"])
    def suspend(self, request: HttpRequest, queryset: QuerySet[Contest]) -> None:
        now, actor, reason = timezone.now(), operator_of(request), reason_in(request)
        if not reason:
            self.message_user(request, _("Write a reason beside the action."), "ERROR")
            return
        self.act(request, queryset, lambda one: suspend_contest(actor, one.pk, reason, now=now), REFUSALS)

    @admin.action(description=_("Resume: every deadline moves by the time it stood still"), permissions=["operate"])
    def resume(self, request: HttpRequest, queryset: QuerySet[Contest]) -> None:
        now, actor = timezone.now(), operator_of(request)
        self.act(request, queryset, lambda one: resume_contest(actor, one.pk, now=now), REFUSALS)


@admin.register(Deadline)
class DeadlineAdmin(DueRowAdmin):
    list_display = ("contest", "kind", "due_at", "due_state", "attempts", "last_error", "finished_at")
    list_filter = ("due_state", "kind")
    list_select_related = ("contest",)
    search_fields = ("contest__id", "contest__brief__title")
    ordering = ("-due_at",)
    fields = ("contest", "kind", *LEASE_FIELDS)
    readonly_fields = fields


@admin.register(JuryDeadline)
class JuryDeadlineAdmin(DueRowAdmin):
    list_display = ("jury", "step", "due_at", "due_state", "attempts", "last_error", "finished_at")
    list_filter = ("due_state", "step")
    list_select_related = ("jury",)
    search_fields = ("jury__contest__id", "jury__contest__brief__title")
    ordering = ("-due_at",)
    fields = ("jury", "step", *LEASE_FIELDS)
    readonly_fields = fields


@admin.register(CommunityDeadline)
class CommunityDeadlineAdmin(DueRowAdmin):
    list_display = ("vote", "step", "due_at", "due_state", "attempts", "last_error", "finished_at")
    list_filter = ("due_state", "step")
    list_select_related = ("vote",)
    search_fields = ("vote__contest__id", "vote__contest__brief__title")
    ordering = ("-due_at",)
    fields = ("vote", "step", *LEASE_FIELDS)
    readonly_fields = fields


@admin.register(Nudge)
class NudgeAdmin(DueRowAdmin):
    list_display = ("contest", "kind", "due_at", "due_state", "attempts", "last_error", "finished_at")
    list_filter = ("due_state", "kind")
    list_select_related = ("contest",)
    search_fields = ("contest__id", "contest__brief__title")
    ordering = ("-due_at",)
    fields = ("contest", "question", "kind", *LEASE_FIELDS)
    readonly_fields = fields


@admin.register(ReviewReveal)
class ReviewRevealAdmin(DueRowAdmin):
    """Only when the reviews of a contest are shown: what they say is nobody's business before."""

    list_display = ("contest", "due_at", "due_state", "attempts", "last_error", "finished_at")
    list_filter = ("due_state",)
    list_select_related = ("contest",)
    search_fields = ("contest__id", "contest__brief__title")
    ordering = ("-due_at",)
    fields = ("contest", *LEASE_FIELDS)
    readonly_fields = fields


@admin.register(SavedSearch)
class SavedSearchAdmin(DueRowAdmin):
    """Only how they are worked off: what somebody looks for is nobody's business."""

    list_display = ("ref", "due_at", "due_state", "attempts", "last_error", "finished_at")
    list_filter = ("due_state",)
    search_fields = ("ref",)
    ordering = ("-due_at",)
    fields = ("ref", *LEASE_FIELDS)
    readonly_fields = fields


@admin.register(ContestEvent)
class ContestEventAdmin(DeskAdmin):
    list_display = ("at", "contest", "kind", "role", "actor", "from_state", "to_state")
    list_select_related = ("contest", "actor")
    search_fields = ("=kind", "contest__id", "contest__brief__title", "actor__email")
    ordering = ("-id",)


class VersionInline(DeskInline):
    model = EntryVersion
    fields = ("number", "note", "created_at")
    readonly_fields = fields
    show_change_link = False


class ShareInline(DeskInline):
    model = EntryShare
    fields = ("user", "weight", "consented_at")
    readonly_fields = fields
    list_select_related = ("user",)
    show_change_link = False


@admin.register(Entry)
class EntryAdmin(DeskAdmin):
    list_display = ("code", "title", "contest", "author", "state", "rating", "created_at")
    list_filter = ("state",)
    list_select_related = ("contest", "author")
    search_fields = ("id", "code", "title", "author__email", "author__handle", "contest__brief__title")
    ordering = ("-created_at", "-id")
    inlines = (VersionInline, ShareInline)


@admin.register(StoredFile)
class StoredFileAdmin(DueRowAdmin):
    """What was uploaded and what became of it. The file itself is not shown: it may be what it was refused for."""

    list_display = ("ref", "kind", "media_type", "size_bytes", "state", "due_state", "attempts", "created_at")
    list_filter = ("state", "kind", "due_state")
    search_fields = ("ref", "sha256", "original_name")
    ordering = ("-id",)
    fields = (
        "ref",
        "version",
        "handover",
        "kind",
        "state",
        "refused_because",
        "original_name",
        "media_type",
        "size_bytes",
        "sha256",
        "width",
        "height",
        "created_at",
        *LEASE_FIELDS,
    )
    readonly_fields = fields


class HandoverInline(DeskInline):
    model = Handover
    fields = ("note", "created_at", "delivered_at", "accepted_at", "accepted_by_clock")
    readonly_fields = fields
    show_change_link = False


@admin.register(Award)
class AwardAdmin(DeskAdmin):
    list_display = ("contest", "rank", "entry", "created_at", "passed_over_at")
    list_filter = (("passed_over_at", admin.EmptyFieldListFilter),)
    list_select_related = ("contest", "entry")
    search_fields = ("contest__id", "contest__brief__title", "entry__code")
    ordering = ("-created_at",)
    inlines = (HandoverInline,)


@admin.register(Question)
class QuestionAdmin(DeskAdmin):
    list_display = ("body", "contest", "asker", "created_at", "answered_at")
    list_filter = (("answered_at", admin.EmptyFieldListFilter),)
    list_select_related = ("contest", "asker")
    search_fields = ("body", "answer", "contest__brief__title")
    ordering = ("-created_at",)


@admin.register(Category)
class CategoryAdmin(DeskAdmin):
    list_display = ("slug", "name_en", "name_fr", "position")
    search_fields = ("slug", "name_en", "name_fr")


@admin.register(RightsDeed)
class RightsDeedAdmin(DueRowAdmin):
    list_display = ("transfer", "completed_at", "sealed_at", "due_state", "due_at", "attempts", "last_error")
    search_fields = ("transfer__handover__award__contest__id", "sha256")
    ordering = ("-pk",)
