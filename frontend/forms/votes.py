"""A moderator's decision on a ballot of the community."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RulingForm(forms.Form):
    """Strike it, or let it count, with a reason in either case."""

    is_struck = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Strike it: it does not count")), ("no", _("Let it count"))],
        widget=forms.RadioSelect,
        coerce=lambda text: text == "yes",
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stays on the record of this vote. One network may also be an office, a school or a household."),
    )
