"""What is refused about one's own data, each by the name of the broken rule, with words for whoever asked."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Impossible, NotThere


class CopyUnderWay(Impossible):
    code = "copy-under-way"
    sentence = _("A copy of your data is being made already. We write to you as soon as it is there.")


class TooManyCopies(Impossible):
    code = "too-many-copies"
    sentence = _("You have had several copies made within a week. Use one of them, or ask again in some days.")


class NoSuchCopy(NotThere):
    code = "no-such-copy"
    sentence = _("This copy is not there any more. Ask for a new one.")


class StaffStays(Impossible):
    code = "staff-stays"
    sentence = _("You hold a role in the platform. Ask an admin to take it from you first; then you can leave.")


class BrandNeedsOwner(Impossible):
    code = "brand-needs-owner"
    sentence = _(
        "You are the only owner of a brand with a contest under way, or with money that is held for it or owed to it. "
        "Make somebody else an owner, or end the contest and have the money come back; then you can leave."
    )


class LeavingAlready(Impossible):
    code = "leaving-already"
    sentence = _("Your account is being closed already. You can still take that back.")


class NotLeaving(NotThere):
    code = "not-leaving"
    sentence = _("This link belongs to no account that is being closed, or it was taken back already.")


class HasLeft(Impossible):
    code = "has-left"
    sentence = _("This account was closed, and its data removed: that cannot be taken back any more.")
