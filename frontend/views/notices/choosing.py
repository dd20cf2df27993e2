"""How the reader wants each topic to arrive."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.selectors.notices import arrivals_of
from accounts.services.notices.choosing import choose_arrivals
from accounts.topics import FIXED, TITLES, Topic
from frontend.forms.notices import HELP, ChoicesForm
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page
from frontend.views.submitting import FORMS


@FORMS
@never_cache
@members_page
def choices(request: HttpRequest) -> HttpResponse:
    """One choice per topic; those that cannot be switched off stand beside, with the reason."""
    user = actor_of(request)
    form = ChoicesForm(
        request.POST or None, initial={one.value: how.value for one, how in arrivals_of(user.pk).items()}
    )
    if form.is_bound and form.is_valid():
        try:
            changed = choose_arrivals(user, form.cleaned_data, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            said = _("From now on you are told like this.") if changed else _("Nothing was different from before.")
            messages.success(request, said)
            return redirect("pages:notice_choices")
    context: dict[str, Any] = {
        "form": form,
        "fixed": [(TITLES[one], FIXED[one], HELP[one]) for one in Topic if one in FIXED],
        "zone": user.time_zone.replace("_", " "),
    }
    return answer_form(request, "notices/choices.html", context, refused=form.is_bound)
