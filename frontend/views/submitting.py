"""Entering a contest, sending a new version, withdrawing. Services stream the files; here they only pass by."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contests.errors import NotVisible
from contests.kinds import takes_new_work
from contests.selectors.contests import get_contest
from contests.selectors.entry_pages import get_entry
from contests.services import entries as submitting
from frontend.forms.entries import LIMITS_HELP, EntryForm, PortfolioForm, VersionForm
from frontend.showing.pay import shown_promises
from frontend.views.common import (
    REFUSALS,
    SentOnce,
    actor_of,
    add_refusal,
    answer_form,
    go_to,
    members_page,
    refusal_words,
)
from payouts.selectors.expected_pay import expected_pay_of
from payouts.selectors.promises import promises_of
from payouts.services.quoting import quote_contest

F = TypeVar("F", bound=Form)
FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@members_page
def enter(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The form for an entry, with what it may be paid beside it."""
    user = actor_of(request)
    contest = get_contest(user, contest_id)
    if contest.is_covered:
        return redirect("pages:nda", contest_id)
    form_class = EntryForm if takes_new_work(contest.card.kind, is_shortlisted=False) else PortfolioForm
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class()

    def send(form: EntryForm) -> str:
        entry = submitting.submit_entry(user, contest_id, form.draft(), now=timezone.now())
        messages.success(request, _("Your entry is in. Its files are being examined; that takes a moment."))
        return reverse("pages:entry", args=[entry.pk])

    if request.method == "POST":
        sent = send_once(request, form, send, already=reverse("pages:contest", args=[contest_id]))
        if sent is not None:
            return sent
    context = {
        "form": form,
        "contest": contest,
        "card": contest.card,
        "limits": LIMITS_HELP,
        "pay": expected_pay_of([contest_id]).get(contest_id),
        "promises": _promises(contest_id),
    }
    return answer_form(request, "entries/enter.html", context, refused=form.is_bound)


@FORMS
@members_page
def version(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The form for a new version; only the entry's author has it."""
    user = actor_of(request)
    entry = get_entry(user, entry_id)
    if not entry.card.is_own:
        raise NotVisible
    form = VersionForm(request.POST, request.FILES) if request.method == "POST" else _empty_version(entry.minutes_spent)

    def send(form: VersionForm) -> str:
        submitting.add_version(user, entry_id, form.draft(), now=timezone.now())
        messages.success(request, _("The new version is in. Its files are being examined; that takes a moment."))
        return reverse("pages:entry", args=[entry_id])

    if request.method == "POST":
        sent = send_once(request, form, send, already=reverse("pages:entry", args=[entry_id]))
        if sent is not None:
            return sent
    context = {"form": form, "entry": entry, "card": entry.card, "contest": entry.contest, "limits": LIMITS_HELP}
    return answer_form(request, "entries/version.html", context, refused=form.is_bound)


@require_POST
@members_page
def withdraw(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take an entry back; the page that leads here has asked whether it is meant."""
    address = reverse("pages:entry", args=[entry_id])
    try:
        submitting.withdraw_entry(actor_of(request), entry_id, now=timezone.now())
    except NotVisible:
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect(address)
    messages.success(request, _("Your entry is withdrawn. Nobody else sees it any more."))
    return redirect(address)


def send_once(request: HttpRequest, form: F, send: Callable[[F], str], *, already: str) -> HttpResponse | None:
    """Send a filled-in form, at most once; None when it has to be shown again with its errors."""
    if not form.is_valid():
        return None
    once = SentOnce(actor_of(request), form.cleaned_data["token"])
    if not once.claim():
        messages.info(request, _("This was sent already; it has not been sent twice."))
        return go_to(request, already)
    try:
        return go_to(request, send(form))
    except NotVisible:
        once.release()
        raise
    except REFUSALS as refusal:
        once.release()
        add_refusal(form, refusal)
        return None
    except BaseException:
        once.release()
        raise


def _empty_version(minutes_spent: int | None) -> VersionForm:
    return VersionForm(initial={"minutes_spent": minutes_spent})


def _promises(contest_id: UUID) -> object:
    quote = quote_contest(contest_id, now=timezone.now())
    return shown_promises(promises_of(quote.policy, quote.terms))
