"""Entering a contest, sending a new version, withdrawing. Services stream the files; here they only pass by."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from contests.errors import NotVisible
from contests.kinds import takes_new_work
from contests.selectors.cards import EntryPage
from contests.selectors.contests import get_contest
from contests.selectors.entry_pages import get_entry
from contests.selectors.roles import read_as
from contests.selectors.splits import own_splits
from contests.services import entries as submitting
from frontend.forms.entries import SOURCES_HELP, EntryForm, PortfolioForm, VersionForm
from frontend.forms.splits import SplitForm
from frontend.showing.pay import shown_promises
from frontend.showing.splits import short_split
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
from frontend.views.kept_files import kept_files
from payouts.selectors.expected_pay import expected_pay_of
from payouts.selectors.promises import promises_of
from payouts.services.quoting import quote_contest

F = TypeVar("F", bound=Form)
FORMS = require_http_methods(["GET", "HEAD", "POST"])
STANDING = frozenset({"signed", "waiting"})
"""The states of an offer that its author may still mean to enter with."""


@FORMS
@members_page
def enter(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The form for an entry, with what it may be paid beside it."""
    user = actor_of(request)
    page = _Entering(user, contest_id)
    if page.contest.is_covered:
        return redirect("pages:nda", contest_id)
    form = page.form(request.POST, request.FILES) if request.method == "POST" else page.form()

    def send(form: EntryForm | PortfolioForm) -> str:
        entry = submitting.submit_entry(user, contest_id, form.draft(), now=timezone.now())
        messages.success(request, _("Your entry is in. Its files are being examined; that takes a moment."))
        return reverse("pages:entry", args=[entry.pk])

    if request.method == "POST":
        sent = send_once(request, form, send, already=reverse("pages:contest", args=[contest_id]))
        if sent is not None:
            return sent
    return page.answer(request, form, SplitForm(), refused=form.is_bound)


def answer_with_team(request: HttpRequest, contest_id: UUID, split_form: SplitForm) -> HttpResponse:
    """The same page, when the form for a team's split came back with errors."""
    page = _Entering(actor_of(request), contest_id)
    return page.answer(request, page.form(), split_form, refused=True)


class _Entering:
    """What the form for an entry stands among; loaded once for a request."""

    def __init__(self, user: User, contest_id: UUID) -> None:
        reader = read_as(user)
        self.contest = get_contest(reader, contest_id)
        self.offered = own_splits(reader, contest_id)

    def form(self, *sent: Any) -> EntryForm | PortfolioForm:
        """The form that this kind of contest has, with the splits to choose from that the reader has offered."""
        offered = [short_split(one) for one in self.offered if one.state in STANDING]
        splits = [(str(one.card.ref), one.names, one.card.state == "signed") for one in offered]
        if takes_new_work(self.contest.card.kind, is_shortlisted=False):
            return EntryForm(*sent, splits=splits, policy=self.contest.ai_policy)
        return PortfolioForm(*sent, splits=splits)

    def answer(self, request: HttpRequest, form: Form, split_form: SplitForm, *, refused: bool) -> HttpResponse:
        """The page; either of its forms may have come back with errors."""
        contest_id = self.contest.card.id
        context = {
            "form": form,
            "kept": kept_files(request, form),
            "split_form": split_form,
            "splits": [short_split(one) for one in self.offered],
            "team_open": split_form.is_bound or any(one.state != "signed" for one in self.offered),
            "contest": self.contest,
            "card": self.contest.card,
            "limits": SOURCES_HELP,
            "pay": expected_pay_of([contest_id]).get(contest_id),
            "promises": _promises(contest_id),
        }
        return answer_form(request, "entries/enter.html", context, refused=refused)


@FORMS
@members_page
def version(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The form for a new version; only the entry's author has it."""
    user = actor_of(request)
    entry = get_entry(user, entry_id)
    if not entry.card.is_own:
        raise NotVisible
    policy = get_contest(user, entry.contest.id).ai_policy
    form = (
        VersionForm(request.POST, request.FILES, policy=policy)
        if request.method == "POST"
        else VersionForm(initial=_as_before(entry), policy=policy)
    )

    def send(form: VersionForm) -> str:
        submitting.add_version(user, entry_id, form.draft(), now=timezone.now())
        messages.success(request, _("The new version is in. Its files are being examined; that takes a moment."))
        return reverse("pages:entry", args=[entry_id])

    if request.method == "POST":
        sent = send_once(request, form, send, already=reverse("pages:entry", args=[entry_id]))
        if sent is not None:
            return sent
    context = {
        "form": form,
        "kept": kept_files(request, form),
        "entry": entry,
        "card": entry.card,
        "contest": entry.contest,
        "limits": SOURCES_HELP,
    }
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


def _as_before(entry: EntryPage) -> dict[str, Any]:
    """The time so far, and what was declared last, to be looked at again."""
    return {"minutes_spent": entry.minutes_spent} | VersionForm.initial_of(entry.versions[0].declaration)


def _promises(contest_id: UUID) -> object:
    quote = quote_contest(contest_id, now=timezone.now())
    return shown_promises(promises_of(quote.policy, quote.terms))
