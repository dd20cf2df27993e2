"""Handing over a winning entry: final files are added, as often as needed, and then delivered once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.visitors import visitor_address
from contests.errors import NotVisible
from contests.lifecycle import DeadlineKind
from contests.selectors.deliveries import DeliveryCard
from contests.selectors.entry_pages import get_entry
from contests.selectors.history import deadlines_of
from contests.selectors.rights import rights_of
from contests.services.delivery_files import add_delivery_files, remove_delivery_file
from contests.services.handover import deliver
from frontend.forms.entries import SOURCES_HELP, DeliverForm, DeliveryFilesForm
from frontend.showing.checklist import item_rows
from frontend.showing.entries import file_rows
from frontend.views.checklist import may_be_marked
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, go_to, members_page, refusal_words
from frontend.views.entries import own_delivery
from frontend.views.kept_files import kept_files
from frontend.views.submitting import FORMS, send_once


@FORMS
@members_page
def handover(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What is to be delivered, until when, what is there, and the last word. Two forms, told apart by `step`."""
    user = actor_of(request)
    entry = get_entry(user, entry_id)
    delivery = own_delivery(user, entry)
    if delivery is None:
        raise NotVisible
    here = reverse("pages:handover", args=[entry_id])
    rights = rights_of(user, delivery.award_id) if delivery.stands else None
    shown = {"note": delivery.note, "rights_sha256": rights.sha256 if rights else ""}
    files_form, deliver_form = DeliveryFilesForm(), DeliverForm(initial=shown)
    if request.method == "POST" and request.POST.get("step") == "deliver":
        deliver_form = DeliverForm(request.POST)
        sent = _deliver(request, user, entry.card.contest_id, delivery, deliver_form)
    elif request.method == "POST" and request.POST.get("step") == "remove":
        return _remove(request, user, delivery, here)
    elif request.method == "POST":
        files_form = DeliveryFilesForm(request.POST, request.FILES)
        sent = send_once(request, files_form, lambda form: _add(request, user, delivery, form, here), already=here)
    else:
        sent = None
    if sent is not None:
        return sent
    deadlines = [one for one in deadlines_of(user, entry.card.contest_id) if one.state == "waiting"]
    is_open = entry.contest.state == "awarded" and delivery.delivered_at is None
    may_mark = may_be_marked(delivery, entry.contest.state)
    context = {
        "entry": entry,
        "card": entry.card,
        "contest": entry.contest,
        "delivery": delivery,
        "files": file_rows(delivery.files),
        "files_form": files_form,
        "kept": kept_files(request, files_form),
        "deliver_form": deliver_form,
        "page": rights,
        "limits": SOURCES_HELP,
        "due_at": next((one.due_at for one in deadlines if one.kind == DeadlineKind.DELIVERY_DUE), None),
        "accepted_at": next((one.due_at for one in deadlines if one.kind == DeadlineKind.ACCEPTANCE_DUE), None),
        "is_open": is_open,
        "items": item_rows(delivery.items, delivery.files),
        "may_mark": may_mark,
        "unmarked": sum(item.state == "open" for item in delivery.items),
        "may_add": is_open or (may_mark and any(item.state == "missing" for item in delivery.items)),
    }
    return answer_form(request, "entries/handover.html", context, refused=request.method == "POST")


def _add(request: HttpRequest, user: User, delivery: DeliveryCard, form: DeliveryFilesForm, here: str) -> str:
    said = form.cleaned_data
    add_delivery_files(user, delivery.award_id, said["files"], uploads=said["uploads"], now=timezone.now())
    messages.success(request, _("The files are there. Add more, or hand over what you have."))
    return here


def _remove(request: HttpRequest, user: User, delivery: DeliveryCard, here: str) -> HttpResponse:
    try:
        remove_delivery_file(user, delivery.award_id, UUID(request.POST.get("ref", "")))
        messages.success(request, _("The file is gone."))
    except (ValueError, NotVisible):
        messages.error(request, _("This file is not here any more."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return go_to(request, here)


def _deliver(
    request: HttpRequest, user: User, contest_id: UUID, delivery: DeliveryCard, form: DeliverForm
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        rights = form.consent(delivery.award_id, visitor_address(request))
        deliver(user, contest_id, delivery.award_id, form.cleaned_data["note"], now=timezone.now(), rights=rights)
    except REFUSALS as refusal:
        add_refusal(form, refusal)
        return None
    messages.success(request, _("Delivered. The brand has been told."))
    return go_to(request, reverse("pages:entry", args=[delivery.entry_id]))
