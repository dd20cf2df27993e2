"""Inviting creatives to a brief that only they see: by handle, or by a link."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contests.errors import NotPermitted, NotVisible
from contests.kinds import Kind
from contests.selectors.admission import guests_of, links_of
from contests.services.briefing import guests as inviting
from contests.services.briefing import links
from contests.services.briefing.guests import INVITING
from frontend.forms.briefing import GuestsForm, LinkForm
from frontend.views.brand.briefing import own_brief
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@members_page
def guests(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Whom the brand has invited; whether they came is told to nobody."""
    form = GuestsForm(request.POST or None)
    _own_invited(request, contest_id)
    if form.is_bound and form.is_valid():
        try:
            handles = form.cleaned_data["handles"]
            inviting.invite_creatives(actor_of(request), contest_id, handles, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Invited. They are told as soon as the brief is open."))
            return redirect("pages:brief_guests", contest_id)
    return _page(request, contest_id, form, LinkForm())


@require_POST
@members_page
def make_link(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """A new link, for so many days and people."""
    form = LinkForm(request.POST)
    _own_invited(request, contest_id)
    if form.is_valid():
        try:
            links.make_link(actor_of(request), contest_id, **form.cleaned_data, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The link is made. Pass it on to those whom you want to come."))
            return redirect("pages:brief_guests", contest_id)
    return _page(request, contest_id, GuestsForm(), form)


@require_POST
@members_page
def close_link(request: HttpRequest, contest_id: UUID, link_id: int) -> HttpResponse:
    """Nobody comes by it any more."""
    try:
        links.close_link(actor_of(request), contest_id, link_id, now=timezone.now())
        messages.success(request, _("The link is closed. Whoever came by it stays."))
    except (NotVisible, NotPermitted):
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:brief_guests", contest_id)


@require_POST
@members_page
def withdraw(request: HttpRequest, contest_id: UUID, handle: str) -> HttpResponse:
    """Take an invitation back."""
    try:
        inviting.withdraw_guest(actor_of(request), contest_id, handle, now=timezone.now())
        messages.success(request, _("The invitation is taken back. Had they entered, they would stay in."))
    except (NotVisible, NotPermitted):
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:brief_guests", contest_id)


def _own_invited(request: HttpRequest, contest_id: UUID) -> None:
    if own_brief(request, contest_id).card.kind != Kind.INVITED:
        raise NotVisible


def _page(request: HttpRequest, contest_id: UUID, form: Form, link_form: Form) -> HttpResponse:
    shown, user, now = own_brief(request, contest_id), actor_of(request), timezone.now()
    context = {
        "card": shown.card,
        "guests": guests_of(user, contest_id),
        "links": [(card, links.link_url(card.id)) for card in links_of(user, contest_id, now=now)],
        "form": form,
        "link_form": link_form,
        "may_invite": shown.card.state in INVITING,
    }
    refused = form.is_bound or link_form.is_bound
    return answer_form(request, "brand/guests.html", context, refused=refused)
