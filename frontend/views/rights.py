"""The transfer of rights in a winning work: the text, who has accepted it, accepting it, and the sealed deed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.visitors import visitor_address
from contests.errors import NotVisible
from contests.selectors.rights import open_deed, rights_of
from contests.services.rights import RightsConsent, accept_rights
from frontend.forms.papers import RightsForm
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page
from frontend.views.documents import PDF, private_file
from frontend.views.submitting import FORMS
from paper.sealing import NotSealedYet


@FORMS
@members_page
def rights(request: HttpRequest, award_id: int) -> HttpResponse:
    """Read the text, right by right, and accept it for one's side."""
    user = actor_of(request)
    page = rights_of(user, award_id)
    if request.method == "POST" and not page.my_side:
        raise NotVisible
    form = RightsForm(request.POST or None, initial={"text_sha256": page.sha256})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        consent = RightsConsent({award_id: said["text_sha256"]}, said["signed_name"], visitor_address(request))
        try:
            accept_rights(user, page.contest_id, consent, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Accepted. Once both sides have, the deed is printed for both."))
            return redirect("pages:rights", award_id)
    return answer_form(request, "documents/rights.html", {"page": page, "form": form}, refused=form.is_bound)


@require_safe
@members_page
def deed(request: HttpRequest, award_id: int) -> HttpResponse:
    """The sealed deed."""
    try:
        name, content = open_deed(actor_of(request), award_id)
    except NotSealedYet:
        messages.info(request, _("The deed is being printed. Ask for it again in a moment."))
        return redirect("pages:rights", award_id)
    return private_file(content, name, PDF)
