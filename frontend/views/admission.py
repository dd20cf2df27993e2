"""Coming in to a closed brief: accepting its confidentiality, or following a link of its brand's; example briefs."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.visitors import visitor_address
from contests.errors import AdmissionRefused, LinkClosed, NotEligible
from contests.guides import all_guides, guide_of
from contests.selectors.admission import nda_page
from contests.selectors.contests import get_contest
from contests.services.briefing.links import join_by_link, read_link
from contests.services.briefing.nda import NdaConsent, accept_nda
from frontend.forms.briefing import NdaForm
from frontend.showing.kinds import shown_tones
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, page, refusal_words
from payouts.selectors.expected_pay import expected_pay_of

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@members_page
def nda(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The text that a confidential brief asks its readers to accept, and accepting it."""
    user = actor_of(request)
    contest, agreement = get_contest(user, contest_id), nda_page(user, contest_id)
    form = NdaForm(request.POST or None, initial={"text_sha256": agreement.sha256})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        consent = NdaConsent(said["text_sha256"], said["signed_name"], visitor_address(request))
        try:
            accept_nda(user, contest_id, consent, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Accepted. Here is the brief."))
            return redirect("pages:contest", contest_id)
    context = {
        "contest": contest,
        "card": contest.card,
        "agreement": agreement,
        "form": form,
        "pay": expected_pay_of([contest_id]).get(contest_id),
        "may_accept": contest.is_covered,
    }
    return answer_form(request, "contest/nda.html", context, refused=form.is_bound)


@FORMS
@page
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Where a brand's link leads: who invites to what; coming takes a person who has signed in."""
    context: dict[str, object] = {"here": request.path}
    try:
        if request.method == "POST" and request.user.is_authenticated:
            joined = join_by_link(actor_of(request), token, now=timezone.now())
            messages.success(request, _("You are in. Only the invited see this brief."))
            return redirect("pages:contest", joined)
        context["link"] = read_link(token, now=timezone.now())
    except NotEligible as refusal:
        context |= {"link": read_link(token, now=timezone.now()), "refused": refusal_words(refusal)}
    except (LinkClosed, AdmissionRefused) as refusal:
        context["refused"] = refusal_words(refusal)
    return render(request, "contest/join.html", context, status=422 if "refused" in context else 200)


@require_safe
@page
def example(request: HttpRequest, category: str) -> HttpResponse:
    """An example of a brief of this category, to work from."""
    guide = guide_of(category)
    if guide is None:
        raise Http404(_("There is no example of this kind."))
    context = {
        "guide": guide,
        "others": [one for one in all_guides() if one.category != category],
        "tones": shown_tones(guide.example_tones),
    }
    return render(request, "briefs/example.html", context)
