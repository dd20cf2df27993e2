"""The operations desk for people: accounts and roles, brands, payout accounts, mails, second factors, API clients."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client, Token
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.desk import (
    LEASE_FIELDS,
    AnyModelForm,
    DeskAdmin,
    DeskInline,
    DueRowAdmin,
    may_operate,
    operator_of,
)
from accounts.errors import AccountsRefusal
from accounts.models import (
    AuditEvent,
    Brand,
    CreativeProfile,
    EmailChange,
    Invitation,
    Membership,
    OutgoingMail,
    PayoutAccount,
    StaffRole,
    User,
)
from accounts.services.account_undo import review_account
from accounts.services.api_clients import withdraw_clients
from accounts.services.people import set_active, set_staff_role
from accounts.services.second_factor import reset_second_factor

admin.site.site_header = _("Fairbrief · operations desk")
admin.site.site_title = _("Fairbrief desk")
admin.site.index_title = _("What goes on")
# One way in: the site's own sign-in, with its rate limits and its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# One way to change a password, too: the site's, which mails a notice.
admin.site.password_change = lambda *_, **__: redirect("account_change_password")  # type: ignore[method-assign,assignment]

# allauth's and Django's own pages would let an operator pass by the services, or read secrets.
for model in (EmailAddress, Authenticator, Client, Token, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


REFUSALS = (AccountsRefusal,)


class PersonForm(AnyModelForm):
    """The two things about a person that an admin decides."""

    class Meta:
        model = User
        fields = ("staff_role", "is_active")


class MembershipInline(DeskInline):
    model = Membership
    fields = ("brand", "user", "role", "created_at")
    readonly_fields = fields
    list_select_related = ("brand", "user")


@admin.register(User)
class PersonAdmin(DeskAdmin):
    """Admins give roles and close accounts here, by the services; everything else is the person's own."""

    form = PersonForm
    list_display = ("email", "public_name", "staff_role", "is_active", "blocked_at", "has_second_factor", "created_at")
    list_filter = ("staff_role", "is_active")
    search_fields = ("email", "handle", "display_name")
    ordering = ("-created_at",)
    fields = (
        "email",
        "handle",
        "display_name",
        "locale",
        "time_zone",
        "created_at",
        "last_login",
        "blocked_at",
        "staff_role",
        "is_active",
    )
    readonly_fields = (
        *("email", "handle", "display_name", "locale", "time_zone", "created_at", "last_login"),
        "blocked_at",
    )
    inlines = (MembershipInline,)
    actions = ("remove_second_factor",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        second_factors = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        return super().get_queryset(request).annotate(holds_second_factor=Exists(second_factors))

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, person: Any) -> bool:
        return bool(person.holds_second_factor)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return may_operate(request)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Let the services decide; what they refuse is said, and left as it was."""
        now, actor = timezone.now(), operator_of(request)
        try:
            if "staff_role" in form.changed_data:
                set_staff_role(actor, obj, StaffRole(form.cleaned_data["staff_role"]), now=now)
            if "is_active" in form.changed_data:
                set_active(actor, obj, form.cleaned_data["is_active"], now=now)
        except AccountsRefusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)

    @admin.action(description=_("Remove the second factor (lost phone)"), permissions=["operate"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        now, actor = timezone.now(), operator_of(request)
        self.act(
            request,
            queryset,
            lambda person: reset_second_factor(actor, person, now=now),
            REFUSALS,
            note="second factor removed",
        )


@admin.register(CreativeProfile)
class CreativeProfileAdmin(DeskAdmin):
    list_display = ("user", "headline", "country", "created_at")
    list_filter = ("country",)
    list_select_related = ("user",)
    search_fields = ("user__email", "user__handle", "headline")


class InvitationInline(DeskInline):
    model = Invitation
    fields = ("email", "role", "invited_by", "created_at", "expires_at", "accepted_at", "revoked_at")
    readonly_fields = fields
    list_select_related = ("invited_by",)
    show_change_link = False


@admin.register(Brand)
class BrandAdmin(DeskAdmin):
    list_display = ("name", "slug", "country", "website", "created_at")
    list_filter = ("country",)
    search_fields = ("name", "slug", "memberships__user__email")
    ordering = ("name",)
    inlines = (MembershipInline, InvitationInline)


@admin.register(PayoutAccount)
class PayoutAccountAdmin(DeskAdmin):
    """Where money goes, without the number that would let somebody send it elsewhere.

    One that is parked waits here for a look: its owner, or somebody else, took a change back.
    """

    list_display = (
        "masked",
        "holder_name",
        "user",
        "brand",
        "rail",
        "takes_effect_at",
        "waits_for_a_look",
        "retired_at",
    )
    list_filter = (
        "rail",
        ("retired_at", admin.EmptyFieldListFilter),
        ("parked_at", admin.EmptyFieldListFilter),
        ("reviewed_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("user", "brand")
    search_fields = ("holder_name", "user__email", "brand__name")
    fields = (
        "masked",
        "holder_name",
        "user",
        "brand",
        "rail",
        "created_at",
        "takes_effect_at",
        "replaces",
        "undoes",
        "parked_at",
        "reviewed_at",
        "reviewed_by",
        "retired_at",
    )
    readonly_fields = fields
    actions = ("mark_as_looked_at",)

    @admin.display(description=_("waits for a look"), boolean=True)
    def waits_for_a_look(self, account: PayoutAccount) -> bool:
        return account.is_parked and account.retired_at is None

    @admin.action(description=_("Looked at: payments may go on"), permissions=["operate"])
    def mark_as_looked_at(self, request: HttpRequest, queryset: QuerySet[PayoutAccount]) -> None:
        now, actor = timezone.now(), operator_of(request)
        self.act(request, queryset, lambda account: review_account(actor, account.pk, now=now), REFUSALS)


@admin.register(EmailChange)
class EmailChangeAdmin(DeskAdmin):
    """Which addresses people left, and when: payments wait for a while after each."""

    list_display = ("user", "former", "changed_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "former")
    ordering = ("-id",)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(DueRowAdmin):
    """Who is told of what, and whether it went out. What the mails say is theirs who get them."""

    list_display = ("template", "to", "address", "due_state", "due_at", "attempts", "finished_at")
    list_filter = ("due_state",)
    list_select_related = ("to",)
    search_fields = ("to__email", "address", "=template", "=dedupe_key")
    ordering = ("-id",)
    fields = ("to", "address", "locale", "template", "dedupe_key", "created_at", *LEASE_FIELDS)
    readonly_fields = fields


@admin.register(EmailAddress)
class EmailAddressAdmin(DeskAdmin):
    list_display = ("email", "user", "primary", "verified")
    list_filter = ("verified", "primary")
    list_select_related = ("user",)
    search_fields = ("email", "user__handle")
    ordering = ("email",)


@admin.register(Client)
class ClientAdmin(DeskAdmin):
    """Programs that may call the API. `manage.py create_api_client` registers them; here they are withdrawn."""

    list_display = ("name", "id", "owner", "scope_names", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "id", "owner__email")
    ordering = ("-created_at",)
    fields = ("name", "id", "owner", "scope_names", "created_at")
    readonly_fields = fields
    actions = ("withdraw",)

    @admin.display(description=_("scopes"))
    def scope_names(self, client: Client) -> str:
        return ", ".join(client.get_scopes())

    @admin.action(description=_("Withdraw: no token of theirs works any more"), permissions=["operate"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Client]) -> None:
        self.log_deletions(request, queryset)
        count = withdraw_clients(operator_of(request), list(queryset.values_list("pk", flat=True)))
        self.message_user(request, gettext("%(count)d clients were withdrawn.") % {"count": count})


@admin.register(AuditEvent)
class AuditEventAdmin(DeskAdmin):
    """Who did what about money, from where, and what changed."""

    list_display = ("at", "act", "actor", "subject", "reason", "channel", "client", "address")
    list_filter = ("act", "channel")
    list_select_related = ("actor",)
    search_fields = ("actor__email", "=subject", "=contest_id", "=address", "=request_id")
    ordering = ("-id",)


@admin.register(LogEntry)
class LogEntryAdmin(DeskAdmin):
    """Who did what at this desk."""

    list_display = ("action_time", "user", "content_type", "object_repr", "change_message")
    list_filter = ("action_flag",)
    list_select_related = ("user", "content_type")
    search_fields = ("user__email", "object_id", "object_repr", "change_message")
    ordering = ("-id",)
