"""Notes about an entry and the collections it lies in; and what is done with several entries that were selected."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contests.selectors.curation import collections_of, notes_of
from contests.selectors.entry_pages import get_entry
from contests.services.gallery import curating
from contests.visibility import RATERS
from frontend.forms.gallery import CollectionForm, NoteForm
from frontend.showing.board import keys_of
from frontend.views.brand.board import board_of_entry
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words

FORMS = require_http_methods(["GET", "HEAD", "POST"])
MOST_SELECTED = 100


@FORMS
@members_page
def entry_notes(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What colleagues noted about an entry, and room for a note of one's own."""
    user = actor_of(request)
    notes = notes_of(user, entry_id)
    form = NoteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            curating.add_note(user, entry_id, form.cleaned_data["body"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("pages:entry_notes", entry_id)
    return _notes_page(request, entry_id, notes, form)


def _notes_page(request: HttpRequest, entry_id: UUID, notes: object, form: NoteForm) -> HttpResponse:
    reader, shown = board_of_entry(request, entry_id)
    sets = collections_of(reader, shown.card.id)
    context = {
        "card": shown.card,
        "entry": get_entry(reader, entry_id).card,
        "notes": notes,
        "collections": [(one, entry_id in one.entries) for one in sets],
        "form": form,
        "naming": CollectionForm(),
        "may_write": shown.role in RATERS,
    }
    return answer_form(request, "brand/notes.html", context, refused=form.is_bound)


@require_POST
@members_page
def remove_note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Take back a note of one's own."""
    entry_id = curating.remove_note(actor_of(request), note_id)
    messages.success(request, _("Removed."))
    return redirect("pages:entry_notes", entry_id)


@require_POST
@members_page
def entry_collections(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """In which collections an entry lies from now on; a new one may be named at once."""
    user, now = actor_of(request), timezone.now()
    _reader, shown = board_of_entry(request, entry_id)
    wanted = set(request.POST.getlist("collection"))
    try:
        for one in collections_of(user, shown.card.id):
            if (str(one.id) in wanted) != (entry_id in one.entries):
                curating.put_in_collection(user, one.id, entry_id, belongs=str(one.id) in wanted, now=now)
        if request.POST.get("name", "").strip():
            made = curating.make_collection(user, shown.card.id, request.POST["name"], now=now)
            curating.put_in_collection(user, made.pk, entry_id, belongs=True, now=now)
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("Kept."))
    return redirect("pages:entry_notes", entry_id)


@require_POST
@members_page
def remove_collection(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """Remove a collection; its entries stay."""
    contest_id = curating.remove_collection(actor_of(request), collection_id)
    messages.success(request, _("Removed. The entries stay."))
    return redirect("pages:choose", contest_id)


@require_POST
@members_page
def selection(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """What was selected on the board: compared, asked about, or put into a collection."""
    user, now = actor_of(request), timezone.now()
    sets = collections_of(user, contest_id)
    chosen = keys_of(request.POST.getlist("entry"))[:MOST_SELECTED]
    do = request.POST.get("do", "")
    if do in ("compare", "polls"):
        return redirect(f"{reverse(f'pages:{do}', args=[contest_id])}?{urlencode([('entry', key) for key in chosen])}")
    into = next((one.id for one in sets if str(one.id) == request.POST.get("collection")), None)
    try:
        if into is None:
            into = curating.make_collection(user, contest_id, request.POST.get("name", ""), now=now).pk
        for key in chosen:
            curating.put_in_collection(user, into, key, belongs=True, now=now)
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:choose", contest_id)
    words = ngettext("%(n)d entry is in the collection.", "%(n)d entries are in the collection.", len(chosen))
    messages.success(request, words % {"n": len(chosen)})
    return redirect(f"{reverse('pages:choose', args=[contest_id])}?collection={into}")
