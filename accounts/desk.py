"""The operations desk: what every page of Django's admin has in common.

Its people read; what changes goes through services, so that no rule is met on the site and missed here. Auditors see
all of it and change nothing; admins see the same and may use the actions. Nothing is ever added or deleted by hand. Who
may enter goes by `staff_role`, not by Django's permission rows; the second factor is `accounts.middleware`'s.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act, values_of
from duerows.claims import requeue
from duerows.models import DueRow, DueState

# Django's admin classes are generic for type checkers alone.
if TYPE_CHECKING:
    AnyModelAdmin = admin.ModelAdmin[Any]
    AnyTabularInline = admin.TabularInline[Any, Any]
    AnyModelForm = forms.ModelForm[Any]
else:
    AnyModelAdmin, AnyTabularInline, AnyModelForm = admin.ModelAdmin, admin.TabularInline, forms.ModelForm

LEASE_FIELDS = ("due_state", "due_at", "attempts", "last_error", "lease_until", "fence", "finished_at")


def may_read(request: HttpRequest) -> bool:
    """Whether the reader may see the desk: staff who are auditors or admins."""
    user = request.user
    return isinstance(user, User) and user.is_active and user.is_staff and user.is_auditor


def may_operate(request: HttpRequest) -> bool:
    """Whether the reader may act at the desk."""
    return may_read(request) and isinstance(request.user, User) and request.user.is_admin


def operator_of(request: HttpRequest) -> User:
    """Who acts; only after `may_operate` has let them."""
    if not isinstance(request.user, User):
        raise TypeError("Nobody has signed in.")
    return request.user


class ReadingDesk:
    """Permissions of a page that can only be read."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_read(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_read(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """What an action asks for by `permissions=["operate"]`."""
        return may_operate(request)


class DeskAdmin(ReadingDesk, AnyModelAdmin):
    """A list and a page per row, to read."""

    list_per_page = 50
    show_full_result_count = False

    def act(
        self,
        request: HttpRequest,
        rows: Iterable[Any],
        do: Callable[[Any], object],
        refusals: tuple[type[Exception], ...],
        *,
        note: str = "",
    ) -> None:
        """Do something with each row by its service; say how many were done, and why each of the others was not.

        `note` is kept in the desk's record of who did what, unless the service keeps one itself.
        """
        done = 0
        for row in rows:
            try:
                do(row)
            except refusals as refusal:
                self.message_user(request, f"{row}: {refusal}", messages.WARNING)
                continue
            done += 1
            if note:
                self.log_change(request, row, note)
        if done:
            said = ngettext("Done for %(count)d row.", "Done for %(count)d rows.", done) % {"count": done}
            self.message_user(request, said, messages.SUCCESS)


class DeskInline(ReadingDesk, AnyTabularInline):
    """Rows that belong to the page's own, to read."""

    extra = 0
    can_delete = False
    show_change_link = True
    list_select_related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).select_related(*self.list_select_related)


class DueRowAdmin(DeskAdmin):
    """Rows that fall due, with the one act that a parked one waits for."""

    list_filter: ClassVar[Any] = ("due_state",)
    actions: Any = ("requeue_parked",)

    @admin.action(description=_("Try parked rows again"), permissions=["operate"])
    def requeue_parked(self, request: HttpRequest, queryset: QuerySet[DueRow]) -> None:
        """Rows that are not parked are left as they are."""
        parked = list(queryset.filter(due_state=DueState.PARKED))
        with transaction.atomic():
            done = requeue(self.model, [row.pk for row in parked], now=timezone.now())
            for row in parked:
                self.log_change(request, row, "tried again")
                after = {"due_state": DueState.WAITING}
                before = values_of(row, "due_state", "attempts", "last_error")
                record_act(Act.ROW_REQUEUE, operator_of(request), row, before=before, after=after)
        self.message_user(request, gettext("%(count)d rows will be tried again.") % {"count": done})


class ReasonForm(ActionForm):
    """A line beside the choice of action, for those that must give a reason."""

    reason = forms.CharField(label=_("Reason:"), required=False, max_length=300)


def reason_in(request: HttpRequest) -> str:
    """What was written in the line of a ReasonForm. (There are two on a page, above and below the list.)"""
    return next((reason.strip() for reason in request.POST.getlist("reason") if reason.strip()), "")
