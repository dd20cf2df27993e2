"""What a brand's people say in their gallery, and what colleagues are asked by link."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import EliminationReason, PollKind


class EliminationForm(forms.Form):
    """Why an entry is put aside."""

    reason = forms.ChoiceField(label=_("Reason"), choices=EliminationReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its author reads this. It helps them with their next entry."),
    )


class NoteForm(forms.Form):
    """A note among colleagues."""

    body = forms.CharField(label=_("Your note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class CollectionForm(forms.Form):
    """A new collection."""

    name = forms.CharField(label=_("A new collection"), max_length=60, required=False)


class PollForm(forms.Form):
    """A straw poll by link. The moment is in the reader's zone."""

    question = forms.CharField(label=_("Your question"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Your colleagues"),
        choices=[(PollKind.PICK.value, _("pick one")), (PollKind.RATE.value, _("rate each with stars"))],
        initial=PollKind.PICK.value,
        widget=forms.RadioSelect,
    )
    closes_at = forms.DateTimeField(
        label=_("It closes"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        initial=lambda: timezone.localtime(timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0),
    )
