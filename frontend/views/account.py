"""What people keep about themselves: profile, language and zone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import CreativeProfile, User
from accounts.selectors import creative_profile
from accounts.services.people import become_creative as give_profile
from accounts.services.people import update_profile
from accounts.services.preferences import set_locale, set_time_zone
from frontend.forms.people import CreativeForm, ProfileForm, ReaderForm
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words
from frontend.views.submitting import FORMS


@FORMS
@members_page
def profile(request: HttpRequest) -> HttpResponse:
    """What others see of the reader. A creative's part appears once there is a creative's profile."""
    user = actor_of(request)
    creative = creative_profile(user)
    kind = CreativeForm if creative else ProfileForm
    form = kind(request.POST) if request.method == "POST" else kind(initial=_said(user, creative))
    if form.is_bound and form.is_valid():
        try:
            update_profile(user, **form.cleaned_data, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("pages:profile")
    return _settings(request, form=form)


@require_POST
@members_page
def become_creative(request: HttpRequest) -> HttpResponse:
    """Make the reader a creative; whoever is one stays as they are."""
    give_profile(actor_of(request), now=timezone.now())
    messages.success(request, _("You are a creative now. Say a word about yourself, and you can enter briefs."))
    return redirect("pages:profile")


@require_POST
@members_page
def reader(request: HttpRequest) -> HttpResponse:
    """The language and the time zone of the reader's account."""
    form = ReaderForm(request.POST)
    if form.is_valid():
        user = actor_of(request)
        try:
            language = set_locale(user, form.cleaned_data["locale"])
            set_time_zone(user, form.cleaned_data["time_zone"])
        except REFUSALS as refusal:
            messages.error(request, refusal_words(refusal))
            return redirect("pages:profile")
        with translation.override(language):
            messages.success(request, _("The site speaks like this to you from now on."))
        return redirect("pages:profile")
    return _settings(request, reader_form=form)


def _said(user: User, creative: CreativeProfile | None) -> dict[str, str]:
    own = {"handle": user.handle, "display_name": user.display_name}
    if creative is None:
        return own
    return own | {name: getattr(creative, name) for name in ("headline", "about", "country")}


def _settings(
    request: HttpRequest, *, form: ProfileForm | None = None, reader_form: ReaderForm | None = None
) -> HttpResponse:
    """Both forms of the page; the one that was sent keeps what was typed."""
    user = actor_of(request)
    creative = creative_profile(user)
    kind = CreativeForm if creative else ProfileForm
    refused = any(one is not None and one.is_bound for one in (form, reader_form))
    context = {
        "form": form or kind(initial=_said(user, creative)),
        "reader_form": reader_form or ReaderForm(initial={"locale": user.locale, "time_zone": user.time_zone}),
        "creative": creative,
    }
    return answer_form(request, "account/profile.html", context, refused=refused)
