"""Forms of trust and safety: what is wrong with something, what is decided on it, and why that is wrong."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.showing.trust import GROUND, MEASURE, REASON
from moderation.rules import Measure

LONGEST = 4000


class ReportForm(forms.Form):
    """Something should not be here."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=list(REASON.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Why do you think so?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For a copy, say where the other work is found. Only whoever decides reads it, with your name."),
    )
    in_good_faith = forms.BooleanField(label=_("I believe this to be true and complete."), required=False)


class AppealForm(forms.Form):
    """A decision is wrong."""

    words = forms.CharField(
        label=_("Why is the decision wrong?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )


class MeasureForm(forms.Form):
    """A decision with its reasons; whom it restricts reads them word for word."""

    measure = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect)
    facts = forms.CharField(
        label=_("What you found"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Facts only."),
    )
    ground = forms.ChoiceField(label=_("Against what it is"), choices=list(GROUND.items()))
    ground_detail = forms.CharField(
        label=_("Which article or clause, and why it applies"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    stays_open = forms.BooleanField(label=_("A further measure follows: keep the case open"), required=False)

    def __init__(self, *args: Any, measures: Iterable[Measure], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["measure"]
        field.choices = [(measure.value, MEASURE[measure.value]) for measure in measures]


class AppealDecisionForm(forms.Form):
    """What becomes of an appeal."""

    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("upheld", _("The decision stands")), ("reversed", _("The decision is taken back"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Your reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
