"""A brand's team: who belongs to it in which role, who is invited, and the page on which an invitation is accepted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import AccountsRefusal
from accounts.models import MemberRole
from accounts.selectors.brands import members_of, open_invitations
from accounts.services import brands, invitations
from contests.lifecycle import Role
from contests.selectors.dashboards import brand_dashboard
from frontend.forms.brand import InvitationForm
from frontend.showing.brand import role_words
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, page, refusal_words

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@members_page
def members(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """The team; owners invite into it."""
    user = actor_of(request)
    found = brand_dashboard(user, brand_id)
    form = InvitationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        role = MemberRole(form.cleaned_data["role"])
        try:
            invitations.invite_member(user, brand_id, email=form.cleaned_data["email"], role=role, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The invitation is on its way. It can be accepted for seven days."))
            return redirect("pages:brand_members", brand_id)
    context = {
        "board": found,
        "form": form,
        "members": [(member, role_words(member.role)) for member in members_of(brand_id)],
        "invitations": [(one, role_words(one.role)) for one in open_invitations(brand_id, now=timezone.now())],
        "is_owner": found.role == Role.OWNER,
        "roles": [(value, role_words(value)) for value in MemberRole.values],
    }
    return answer_form(request, "brand/members.html", context, refused=form.is_bound)


@require_POST
@members_page
def change_member(request: HttpRequest, brand_id: UUID, user_id: int) -> HttpResponse:
    """Give a member another role, or none. Whoever leaves by themselves goes home."""
    user, wanted = actor_of(request), request.POST.get("role", "")
    brand_dashboard(user, brand_id)
    try:
        if wanted == "remove":
            brands.remove_member(user, brand_id, user_id, now=timezone.now())
        elif wanted in MemberRole.values:
            brands.change_role(user, brand_id, user_id, MemberRole(wanted), now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("The team is changed."))
        if wanted == "remove" and user_id == user.pk:
            return redirect("pages:home")
    return redirect("pages:brand_members", brand_id)


@require_POST
@members_page
def revoke(request: HttpRequest, brand_id: UUID, invitation_id: int) -> HttpResponse:
    """Withdraw an invitation."""
    brand_dashboard(actor_of(request), brand_id)
    try:
        invitations.revoke_invitation(actor_of(request), brand_id, invitation_id, now=timezone.now())
        messages.success(request, _("The invitation is withdrawn; its link is worthless now."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:brand_members", brand_id)


@FORMS
@page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the mail's link leads: who invites into what; accepting takes a person who has signed in."""
    context: dict[str, object] = {"here": request.path}
    try:
        if request.method == "POST" and request.user.is_authenticated:
            joined = invitations.accept_invitation(actor_of(request), token, now=timezone.now())
            messages.success(request, _("Welcome to the team."))
            return redirect("pages:brand", joined.brand_id)
        found = invitations.read_invitation(token, now=timezone.now())
        context |= {"invitation": found, "role": role_words(found.role)}
    except AccountsRefusal as refusal:
        context["refused"] = refusal_words(refusal)
    return render(request, "brand/invitation.html", context, status=422 if "refused" in context else 200)
