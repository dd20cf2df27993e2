"""The public questions of a brief, as the brand answers them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contests.selectors.questions import questions_of
from contests.services import questions
from contests.services.finding.nudging import ANSWERABLE
from contests.visibility import DECIDERS
from frontend.forms.brand import AnswerForm
from frontend.views.brand.funding import of_own_brand, once_open
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def answers(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Every question with its answer, or a form for one. An answer stands: people work on it."""
    user = actor_of(request)
    shown = once_open(of_own_brand(request, contest_id))
    asked = questions_of(user, contest_id, limit=SHOWN).items
    sent = request.POST.get("question", "")
    forms = {str(one.id): AnswerForm(prefix=f"q-{one.id}") for one in asked if one.answered_at is None}
    if request.method == "POST" and sent in forms:
        form = forms[sent] = AnswerForm(request.POST, prefix=f"q-{sent}")
        if form.is_valid():
            try:
                questions.answer(user, UUID(sent), form.cleaned_data["answer"], now=timezone.now())
            except REFUSALS as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Answered, for everybody to read."))
                return redirect("pages:answers", contest_id)
    context = {
        "contest": shown,
        "card": shown.card,
        "waiting": [(one, forms[str(one.id)]) for one in asked if one.answered_at is None],
        "answered": [one for one in asked if one.answered_at is not None],
        "may_answer": shown.role in DECIDERS and shown.card.state in ANSWERABLE,
    }
    return answer_form(request, "brand/answers.html", context, refused=request.method == "POST")
