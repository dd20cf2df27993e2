"""One entry as its reader may see it, and the list of one's own."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from contests.lifecycle import DeadlineKind
from contests.selectors.cards import EntryPage, VersionCard
from contests.selectors.comments import talk_of
from contests.selectors.curation import eliminations_of
from contests.selectors.deliveries import DeliveryCard, deliveries_of
from contests.selectors.entries import my_entries as list_my_entries
from contests.selectors.entry_pages import get_entry, hidden_since
from contests.selectors.follow_ups import beginnings_of
from contests.selectors.gallery import board_contest, board_row
from contests.selectors.history import deadlines_of
from contests.selectors.jury.results import has_result
from contests.selectors.messages import unread_conversations
from contests.selectors.roles import read_as
from contests.selectors.showcase import showing_of
from contests.selectors.splits import waiting_splits
from contests.visibility import BRAND_ROLES, DECIDERS, PLATFORM_ROLES
from frontend.forms.comments import CommentForm
from frontend.showing.board import desk_of
from frontend.showing.comments import shown_talk
from frontend.showing.declarations import shown_declaration
from frontend.showing.earnings import earned_entry
from frontend.showing.entries import file_rows, may_improve, may_withdraw, own_rows
from frontend.showing.first_steps import first_steps
from frontend.showing.gallery_cards import entry_tools
from frontend.showing.gallery_words import shown_elimination
from frontend.showing.messages import way_in
from frontend.showing.splits import short_split
from frontend.showing.states import SHORTLIST_KNOWN, contest_state, entry_state
from frontend.showing.trust import alike
from frontend.views.common import actor_of, members_page, page
from moderation.selectors.likenesses import works_like
from payouts.selectors.earnings import earnings_of

ENTRIES_A_PAGE = 20


@require_safe
@page
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The work large, its versions, its words; for its makers also what it earned and why."""
    return render(request, "entries/entry.html", entry_page(request, entry_id, version=request.GET.get("version", "")))


def entry_page(request: HttpRequest, entry_id: UUID, *, version: str) -> dict[str, Any]:
    """What the page of an entry shows of one of its versions. Raises NotVisible."""
    reader = read_as(request.user)
    found = get_entry(reader, entry_id)
    chosen = version_of(found, version)
    card, contest = found.card, found.contest
    known = contest.state in SHORTLIST_KNOWN
    context: dict[str, Any] = {
        "entry": found,
        "card": card,
        "contest": contest,
        "version": chosen,
        "files": file_rows(chosen.files),
        "declared": shown_declaration(chosen.declaration),
        "state": entry_state(card.state, slot=card.slot, rank=card.rank, shortlist_known=known),
        "contest_state": contest_state(contest.state),
        "is_blind": card.author is None,
        "has_jury_result": contest.decided_at is not None
        and card.slot is not None
        and (card.is_own or found.role in BRAND_ROLES | PLATFORM_ROLES)
        and has_result(contest.id),
        "works_like": [{"work": one, "words": alike(one)} for one in works_like(reader, entry_id)],
        "hidden_since": hidden_since(entry_id) if card.is_own or found.role in BRAND_ROLES | PLATFORM_ROLES else None,
    }
    if card.is_own or found.role in BRAND_ROLES or found.role in PLATFORM_ROLES:
        told = eliminations_of(reader, entry_id)
        context["elimination"] = shown_elimination(told[0]) if told and told[0].undone_at is None else None
    if found.role in BRAND_ROLES and card.state == "submitted":
        shown = board_contest(reader, contest.id)
        desk = desk_of(shown.role, shown.card.state, get_token(request))
        context["tools"] = entry_tools(board_row(reader, shown, entry_id), desk)
    if contest.decided_at is not None and (card.is_own or found.role in DECIDERS):
        context["showing"] = showing_of(reader, entry_id)
    if found.role in DECIDERS and contest.decided_at is not None:
        context["beginnings"] = beginnings_of(reader, entry_id)
    talk = talk_of(reader, entry_id)
    if talk is not None:
        context["talk"] = shown_talk(talk, chosen, contest.brand.name)
        context["comment_form"] = CommentForm(shown=chosen)
    if card.is_own:
        context |= _for_its_makers(actor_of(request), found)
    if card.state != "withdrawn":
        context["messages_way"] = way_in(found.role, is_author=context.get("is_author", False))
    return context


@require_safe
@members_page
def my_entries(request: HttpRequest) -> HttpResponse:
    """One's own entries, the newest first, each with what it waits for."""
    after = request.GET.get("after") or None
    reader = read_as(actor_of(request))
    found = list_my_entries(reader, after=after, limit=ENTRIES_A_PAGE)
    rows = own_rows(found.items)
    waiting = [short_split(one) for one in waiting_splits(reader)] if after is None else []
    context = {
        "splits": waiting,
        "unread_conversations": unread_conversations(reader),
        "rows": rows,
        "next_address": f"?after={found.next}" if found.next else "",
        "is_first": after is None,
        "first_steps": [] if rows else first_steps(actor_of(request)),
    }
    return render(request, "entries/my_entries.html", context)


def own_delivery(user: User, entry: EntryPage) -> DeliveryCard | None:
    """What this person is to hand over for this entry, if anything."""
    deliveries = deliveries_of(user, entry.card.contest_id)
    return next((one for one in deliveries if one.is_own and one.stands and one.entry_id == entry.card.id), None)


def version_of(found: EntryPage, asked: str) -> VersionCard:
    """The version of this number, else the latest."""
    return next((one for one in found.versions if str(one.number) == asked), found.versions[0])


def _for_its_makers(user: User, found: EntryPage) -> dict[str, object]:
    of_this = (one for one in earnings_of(user).entries if one.entry_id == found.card.id)
    earned = next((earned_entry(one, timezone.now()) for one in of_this), None)
    delivery = own_delivery(user, found) if found.contest.state in ("awarded", "handover", "settled") else None
    due = None
    is_author = found.card.author is not None and found.card.author.handle == user.handle
    if delivery is not None and delivery.delivered_at is None:
        waiting = [one for one in deadlines_of(user, found.card.contest_id) if one.state == "waiting"]
        due = next((one.due_at for one in waiting if one.kind == DeadlineKind.DELIVERY_DUE), None)
    return {
        "is_author": is_author,
        "earned": earned,
        "delivery": delivery,
        "delivery_due": due,
        # The others of a team see the entry as theirs; it is its author's to change.
        "may_improve": is_author and may_improve(found),
        "may_withdraw": is_author and may_withdraw(found),
    }
