"""A brand's desk: its contests with what comes next, and its team."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import MemberRole
from accounts.selectors.brands import brands_of, members_of, open_invitations
from accounts.services import brands, invitations
from contests.selectors.dashboards import brand_dashboard
from frontend.forms.brief import BrandForm, InvitationForm
from frontend.showing.brand import dashboard_groups, deadline_words
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@members_page
def dashboard(request: HttpRequest) -> HttpResponse:
    """The reader's only brand at once, or a choice, or the way to the first."""
    found = list(brands_of(actor_of(request)))
    if len(found) == 1:
        return redirect("pages:brand", found[0].pk)
    if not found:
        return redirect("pages:brand_new")
    return render(request, "brand/choose.html", {"brands": found})


@FORMS
@members_page
def new_brand(request: HttpRequest) -> HttpResponse:
    """Make a brand, of which the reader is then the owner."""
    form = BrandForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = brands.create_brand(actor_of(request), **form.cleaned_data, now=timezone.now())
            return redirect("pages:brand", made.pk)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
    return answer_form(request, "brand/new.html", {"form": form}, refused=form.is_bound)


@require_safe
@members_page
def brand(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """One brand's contests, by what they wait for."""
    found = brand_dashboard(actor_of(request), brand_id)
    groups = dashboard_groups(found.rows)
    waiting = [row for row in found.rows if row.next_deadline]
    context = {
        "board": found,
        "groups": groups,
        "may_write": found.role in (MemberRole.OWNER, MemberRole.MANAGER),
        "next": [(row, deadline_words(row.next_deadline.kind)) for row in waiting if row.next_deadline][:4],
    }
    return render(request, "brand/dashboard.html", context)


@FORMS
@members_page
def members(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """The team; owners invite into it."""
    user = actor_of(request)
    found = brand_dashboard(user, brand_id)
    form = InvitationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            invitations.invite_member(
                user, brand_id, email=data["email"], role=MemberRole(data["role"]), now=timezone.now()
            )
            messages.success(request, _("The invitation is on its way."))
            return redirect("pages:brand_members", brand_id)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
    context = {
        "board": found,
        "form": form,
        "members": members_of(brand_id),
        "invitations": open_invitations(brand_id, now=timezone.now()),
        "is_owner": found.role == MemberRole.OWNER,
        "roles": MemberRole.choices,
    }
    return answer_form(request, "brand/members.html", context, refused=form.is_bound)


@require_POST
@members_page
def change_member(request: HttpRequest, brand_id: UUID, user_id: int) -> HttpResponse:
    """Give a member another role, or none."""
    user, wanted = actor_of(request), request.POST.get("role", "")
    try:
        if wanted == "remove":
            brands.remove_member(user, brand_id, user_id, now=timezone.now())
        elif wanted in MemberRole.values:
            brands.change_role(user, brand_id, user_id, MemberRole(wanted), now=timezone.now())
        messages.success(request, _("The team is changed."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:brand_members", brand_id)
