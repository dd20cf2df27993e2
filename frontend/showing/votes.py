"""The words of the community's votes: where one stands, why somebody does not vote, why a ballot is looked at."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.services.community.voting import reason_of as reason_of
from frontend.showing.states import Shown

STATES: dict[str, Shown] = {
    "announced": Shown(_("Announced"), "calm"),
    "open": Shown(_("Voting is open"), "good"),
    "checking": Shown(_("Ballots are being checked"), "warn"),
    "counted": Shown(_("Counted"), "note"),
    "unchecked": Shown(_("Not counted"), "calm"),
    "overtaken": Shown(_("Not counted"), "calm"),
}
SIGNS: dict[str, Promise] = {
    "network": _("several ballots from one network agree"),
    "burst": _("many ballots within a few minutes agree"),
    "blocked": _("the account has been blocked since"),
}
