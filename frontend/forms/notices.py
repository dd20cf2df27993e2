"""How each topic arrives."""

from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.topics import ARRIVALS, FIXED, TITLES, Topic

HELP: Final[dict[Topic, Promise]] = {
    Topic.SECURITY: _("A changed password, address, payout account or second factor."),
    Topic.MONEY: _("Payments, what they wait for, and disputes."),
    Topic.ENTRIES: _("Shortlists and decisions on your work. An award with its deadline always comes by mail at once."),
    Topic.CONTESTS: _("Your brands’ contests. A deadline that costs you something always comes by mail at once."),
    Topic.QUESTIONS: _("Questions, answers and messages about the work."),
    Topic.FOLLOWED: _("New briefs and work of those you follow."),
    Topic.MODERATION: _("What became of reports, yours and those about your work."),
    Topic.NEWS: _("Changes of the site and of its pay policies. Rare."),
}


class ChoicesForm(forms.Form):
    """One choice per topic that may be chosen."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for topic in Topic:
            if topic not in FIXED:
                self.fields[topic.value] = forms.ChoiceField(
                    label=str(TITLES[topic]),
                    help_text=str(HELP[topic]),
                    choices=[(one.value, words) for one, words in ARRIVALS.items()],
                    widget=forms.Select(),
                )
