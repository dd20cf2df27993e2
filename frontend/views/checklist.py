"""The checklist of a handover: the winner marks an item as delivered, the brand ticks it off or misses something."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.errors import NotVisible
from contests.selectors.checklist import ItemCard
from contests.selectors.deliveries import DeliveryCard, deliveries_of
from contests.selectors.entry_pages import get_entry
from contests.services.after import checklist
from contests.visibility import DECIDERS
from frontend.forms.after import ItemDeliveredForm, ItemMissingForm
from frontend.showing.checklist import item_rows
from frontend.views.brand.funding import of_own_brand, once_open
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words
from frontend.views.entries import own_delivery
from frontend.views.submitting import FORMS


@FORMS
@members_page
def deliver_item(request: HttpRequest, entry_id: UUID, item_id: int) -> HttpResponse:
    """The winner names the files that hold one item."""
    user = actor_of(request)
    entry = get_entry(user, entry_id)
    delivery = own_delivery(user, entry)
    if delivery is None:
        raise NotVisible
    item = _item_of(delivery, item_id)
    files = [(file.ref, file.name) for file in delivery.files if file.state != "refused"]
    form = ItemDeliveredForm(request.POST or None, choices=files, initial=_said_before(item))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            refs = [UUID(ref) for ref in said["files"]]
            checklist.mark_delivered(user, item_id, refs, said["words"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Marked as delivered."))
            return redirect("pages:handover", entry_id)
    (row,) = item_rows([item], delivery.files)
    context = {"entry": entry, "contest": entry.contest, "row": row, "form": form, "has_files": bool(files)}
    return answer_form(request, "entries/handover_item.html", context, refused=form.is_bound)


@FORMS
@members_page
def answer_item(request: HttpRequest, contest_id: UUID, item_id: int) -> HttpResponse:
    """The brand ticks an item off, or says what is missing. Neither accepts the handover, nor keeps it from that."""
    user = actor_of(request)
    shown = once_open(of_own_brand(request, contest_id))
    delivery, item = _found(deliveries_of(user, contest_id), item_id)
    form = ItemMissingForm(request.POST if "missing" in request.POST else None)
    if request.method == "POST" and "missing" not in request.POST:
        try:
            checklist.tick(user, item_id, now=timezone.now())
        except REFUSALS as refusal:
            messages.error(request, refusal_words(refusal))
        return redirect("pages:review", contest_id)
    if form.is_bound and form.is_valid():
        try:
            checklist.say_missing(user, item_id, form.cleaned_data["words"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Its maker has been told what is missing."))
            return redirect("pages:review", contest_id)
    (row,) = item_rows([item], delivery.files)
    context = {
        "card": shown.card,
        "delivery": delivery,
        "row": row,
        "form": form,
        "may_answer": shown.role in DECIDERS and may_be_answered(delivery, shown.card.state),
    }
    return answer_form(request, "brand/handover_item.html", context, refused=form.is_bound)


def may_be_answered(delivery: DeliveryCard, state: str) -> bool:
    """Whether the brand's answers to its items still have a place."""
    is_there = delivery.stands and delivery.delivered_at is not None and delivery.accepted_at is None
    return is_there and state in checklist.OPEN_STATES


def may_be_marked(delivery: DeliveryCard, state: str) -> bool:
    """Whether its maker may still say of an item that it is delivered."""
    return delivery.stands and delivery.accepted_at is None and state in checklist.OPEN_STATES


def _found(deliveries: tuple[DeliveryCard, ...], item_id: int) -> tuple[DeliveryCard, ItemCard]:
    for delivery in deliveries:
        for item in delivery.items:
            if item.id == item_id:
                return delivery, item
    raise NotVisible


def _item_of(delivery: DeliveryCard, item_id: int) -> ItemCard:
    return _found((delivery,), item_id)[1]


def _said_before(item: ItemCard) -> dict[str, object]:
    said = next((mark for mark in reversed(item.marks) if mark.kind == "delivered"), None)
    return {"files": [str(ref) for ref in said.files], "words": said.words} if said else {}
