"""What a creative who has just come does first, in the order of use, each with the page where it is done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.people import creative_profile, payout_account_of_person


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One step: what to do, why, where, and whether it is done."""

    title: str
    reason: str
    address: str
    is_done: bool


def first_steps(user: User) -> list[FirstStep]:
    """The steps of somebody who may enter briefs; none for others."""
    profile = creative_profile(user)
    if profile is None:
        return []
    return [
        FirstStep(
            _("Say who you are"),
            _("Your name and a line on your work. Until then others see a made-up name."),
            reverse("pages:profile"),
            bool(user.display_name and profile.headline),
        ),
        FirstStep(
            _("Say where you are paid"),
            _("An account of yours. What you earn waits for it; nothing is lost if you do it later."),
            reverse("pages:payout_account"),
            payout_account_of_person(user.pk) is not None,
        ),
        FirstStep(
            _("Choose a brief"),
            _("The list begins with those that pay most for an hour of work. Asking a question costs nothing."),
            reverse("pages:briefs"),
            False,
        ),
    ]
