"""Why payments to an account wait, in words."""

from django.utils.translation import gettext as _

from accounts.selectors.cooling import Waiting, WaitingFor
from frontend.formatting import format_moment


def waiting_words(waiting: Waiting | None) -> str:
    """A sentence for the payee, with the day and hour in their zone; '' if nothing waits."""
    if waiting is None:
        return ""
    if waiting.until is None or waiting.reason == WaitingFor.OPERATOR:
        return _(
            "A change of this account was taken back. Nothing is paid until somebody of the platform has looked at it."
        )
    words = {"moment": format_moment(waiting.until)}
    if waiting.reason == WaitingFor.NEW_EMAIL:
        return _("Because an e-mail address was changed, payments wait until %(moment)s.") % words
    return _("Because the account was changed, payments wait until %(moment)s.") % words
