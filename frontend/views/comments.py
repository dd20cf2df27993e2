"""Commenting on an entry. Each act leads back to the entry's page; a form with a mistake comes back as it was sent."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contests.errors import NotPermitted, NotVisible
from contests.lifecycle import NotAllowed
from contests.selectors.comments import CommentCard, get_comment
from contests.selectors.contests import get_contest
from contests.selectors.entry_pages import get_entry
from contests.services.commenting import marking, writing
from frontend.forms.comments import CommentForm, ReplyForm
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words
from frontend.views.entries import entry_page, version_of


@require_POST
@members_page
def write(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Begin a thread about a version of an entry, or about a place on one of its pictures."""
    actor = actor_of(request)
    found = get_entry(actor, entry_id)
    shown = version_of(found, request.POST.get("version", ""))
    form = CommentForm(request.POST, shown=shown)
    if form.is_valid():
        try:
            said = writing.write_comment(actor, entry_id, form.draft(), now=timezone.now())
        except REFUSALS as refusal:
            _pass_on(refusal)
            add_refusal(form, refusal)
        else:
            return _back_to(get_comment(actor, said.pk))
    context = entry_page(request, entry_id, version=str(shown.number)) | {"comment_form": form}
    return answer_form(request, "entries/entry.html", context, refused=True)


@require_POST
@members_page
def reply(request: HttpRequest, comment_id: UUID) -> HttpResponse:
    """Answer a comment in its thread."""
    actor = actor_of(request)
    answered = get_comment(actor, comment_id)
    form = ReplyForm(request.POST, auto_id=f"reply_{answered.thread}_%s")
    if form.is_valid():
        try:
            said = writing.reply(actor, comment_id, form.cleaned_data["body"], now=timezone.now())
        except REFUSALS as refusal:
            _pass_on(refusal)
            add_refusal(form, refusal)
        else:
            return _back_to(get_comment(actor, said.pk))
    context = entry_page(request, answered.entry_id, version=str(answered.version))
    context |= {"reply_form": form, "replying_to": answered.thread}
    return answer_form(request, "entries/entry.html", context, refused=True)


@require_POST
@members_page
def resolve(request: HttpRequest, comment_id: UUID) -> HttpResponse:
    """The brand says that a thread is dealt with."""
    return _marked(request, comment_id, lambda actor: marking.resolve_comment(actor, comment_id, now=timezone.now()))


@require_POST
@members_page
def reopen(request: HttpRequest, comment_id: UUID) -> HttpResponse:
    """The brand takes a thread up again."""
    return _marked(request, comment_id, lambda actor: marking.reopen_comment(actor, comment_id))


@require_POST
@members_page
def withdraw(request: HttpRequest, comment_id: UUID) -> HttpResponse:
    """Take back what one has written."""
    return _marked(request, comment_id, lambda actor: marking.withdraw_comment(actor, comment_id, now=timezone.now()))


@require_POST
@members_page
def release(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """After the decision: let everybody who sees an entry read its comments."""
    actor = actor_of(request)
    get_contest(actor, contest_id)
    try:
        marking.release_comments(actor, contest_id, now=timezone.now())
    except REFUSALS as refusal:
        _pass_on(refusal)
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("Everybody who sees an entry can now read its comments."))
    return redirect("pages:contest_entries", contest_id)


def _marked(request: HttpRequest, comment_id: UUID, act: Callable[[Any], object]) -> HttpResponse:
    actor = actor_of(request)
    card = get_comment(actor, comment_id)
    try:
        act(actor)
    except REFUSALS as refusal:
        _pass_on(refusal)
        messages.error(request, refusal_words(refusal))
    return _back_to(card)


def _pass_on(refusal: Exception) -> None:
    """What nobody may see or do is answered as such by `page`, and not told beside a form."""
    if isinstance(refusal, NotVisible | NotPermitted | NotAllowed):
        raise refusal


def _back_to(card: CommentCard) -> HttpResponse:
    address = reverse("pages:entry", args=[card.entry_id])
    return redirect(f"{address}?version={card.version}#comment-{card.thread}")
