"""The files of a form that comes back with errors: browsers forget them; here they wait, and are shown again."""

from collections.abc import Sequence
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone

from contests.selectors.uploads import UploadCard, arrived_uploads
from contests.services.uploading.holding import Held, hold_over
from frontend.forms.files import SourcesField
from frontend.views.common import actor_of


def kept_files(request: HttpRequest, form: Form, *, field: str = "files") -> Sequence[UploadCard]:
    """What has arrived with this form or before it, to be sent with it again; nothing for a form that is new.

    Files are held over only if something can be mended in a field: a contest that is closed takes them no more. What
    cannot be held is said beside the field.
    """
    if not form.is_bound or field not in form.fields:
        return ()
    actor, now = actor_of(request), timezone.now()
    held = Held()
    if _can_be_mended(form):
        sources = isinstance(form.fields[field], SourcesField)
        held = hold_over(actor, request.FILES.getlist(field), sources=sources, now=now)
    for sentence in held.refused:
        if sentence not in form.errors.get(field, []):
            form.add_error(field, sentence)
    kept = arrived_uploads(actor, [*_named(request), *held.uploads], now=now)
    if kept:
        form.fields[field].widget.attrs["required"] = False
    return kept


def kept_file(request: HttpRequest, form: Form, *, field: str) -> Sequence[UploadCard]:
    """The same of a field for one file: the newest, unless it is what is wrong."""
    return () if form.errors.get(field) else kept_files(request, form, field=field)[-1:]


def _can_be_mended(form: Form) -> bool:
    return any(name in form.fields for name in form.errors)


def _named(request: HttpRequest) -> list[UUID]:
    """The uploads that the form named; what is no id at all is an error of its field's already."""
    found = []
    for one in request.POST.getlist("uploads"):
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
