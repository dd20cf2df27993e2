"""What the services of accounts refuse, each by the name of the broken rule, with words for the person who asked.

The families tell a caller what to answer: Forbidden (403), NotThere (404), Malformed (400), Impossible (409).
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountsRefusal(Exception):
    """Base of all: nothing was written. `code` is for programs, `message` says what to do, `field` where."""

    code = "refused"
    sentence: str | Promise = _("This is not possible.")
    field: str | None = None

    @property
    def message(self) -> str:
        """The sentence, in the language of whoever reads it now."""
        return str(self.sentence)

    def __str__(self) -> str:
        return self.message


class Forbidden(AccountsRefusal, PermissionError):
    """The actor may not do this."""


class NotThere(AccountsRefusal, LookupError):
    """What the actor names does not exist, or not for them."""


class Impossible(AccountsRefusal, ValueError):
    """The actor may, and it is said well, but it cannot be: not now, or not any more."""


class Malformed(AccountsRefusal, ValueError):
    """What was sent cannot be accepted as it is; `field` names the input at fault."""

    code = "malformed"


class BreaksColumnRule(Malformed):
    """An input has not the form that its column asks for; the sentence is Django's own."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field, sentence)
        self.field, self.sentence = field, sentence


class OwnersOnly(Forbidden):
    code = "owners-only"
    sentence = _("Only an owner of this brand may do this.")


class DecidersOnly(Forbidden):
    code = "deciders-only"
    sentence = _("Only an owner or a manager of this brand may do this.")


class MoneyHandlersOnly(Forbidden):
    code = "money-handlers-only"
    sentence = _("Only an owner or a finance member of this brand may do this.")


class SomebodyElses(Forbidden):
    code = "somebody-elses"
    sentence = _("This belongs to somebody else.")


class AdminsOnly(Forbidden):
    code = "admins-only"
    sentence = _("Only an admin of the platform may do this.")


class NotAMember(NotThere):
    code = "not-a-member"
    sentence = _("This person is not a member of the brand.")


class NoSuchBrand(NotThere):
    code = "no-such-brand"
    sentence = _("There is no such brand.")


class NoSuchInvitation(NotThere):
    code = "no-such-invitation"
    sentence = _("This invitation does not exist or was withdrawn.")


class NoSuchPerson(NotThere):
    code = "no-such-person"
    sentence = _("Nobody here has this e-mail address.")


class InvitationIsForSomebodyElse(Forbidden):
    code = "invitation-for-another-address"
    sentence = _("This invitation was sent to another e-mail address. Sign in with that address to accept it.")


class InvitationExpired(Impossible):
    code = "invitation-expired"
    sentence = _("This invitation has expired. Ask for a new one.")


class InvitationUsed(Impossible):
    code = "invitation-used"
    sentence = _("This invitation has already been accepted.")


class AlreadyAMember(Impossible):
    code = "already-a-member"
    sentence = _("This person is already a member of the brand.")
    field = "email"


class TooManyInvitations(Impossible):
    code = "too-many-invitations"
    sentence = _("Too many invitations are open. Withdraw one, or wait until it has been answered.")


class LastOwner(Impossible):
    code = "last-owner"
    sentence = _("A brand needs an owner. Make somebody else an owner first.")


class NameNeeded(Malformed):
    code = "name-needed"
    sentence = _("Give the brand a name.")
    field = "name"


class HandleTaken(Impossible):
    code = "handle-taken"
    sentence = _("This handle is taken. Choose another one.")
    field = "handle"


class HandleMalformed(Malformed):
    code = "handle-malformed"
    sentence = _("A handle has 3 to 40 lower-case letters, digits or hyphens.")
    field = "handle"


class UnknownCountry(Malformed):
    code = "unknown-country"
    sentence = _("Name the country by its two letters, as in FR.")
    field = "country"


class UnknownRail(Malformed):
    code = "unknown-rail"
    sentence = _("Money cannot be sent this way.")
    field = "rail"


class AccountMadeByRail(Malformed):
    code = "account-made-by-rail"
    sentence = _("Such an account is not typed in: choose to be paid through Stripe, and it is made for you.")
    field = "rail"


class NotAnAccountNumber(Malformed):
    code = "not-an-account-number"
    sentence = _("This is not a valid IBAN. Check it for a typing mistake.")
    field = "destination"


class HolderNeeded(Malformed):
    code = "holder-needed"
    sentence = _("Name the holder of the account.")
    field = "holder_name"


class AccountParked(Impossible):
    code = "account-parked"
    sentence = _("A change of this account was taken back, and somebody of the platform looks at it first.")
    field = "destination"


class NoSuchChange(NotThere):
    code = "no-such-change"
    sentence = _("This link belongs to no change of an account, or is not complete.")


class UndoExpired(Impossible):
    code = "undo-expired"
    sentence = _("This link has expired. Sign in and give your account again, or tell us by answering the mail.")


class NothingParked(Impossible):
    code = "nothing-parked"
    sentence = _("This account does not wait for anybody to look at it.")


class UnknownLanguage(Malformed):
    code = "unknown-language"
    sentence = _("This site does not speak that language.")
    field = "locale"


class UnknownTimeZone(Malformed):
    code = "unknown-time-zone"
    sentence = _("There is no such time zone.")
    field = "time_zone"


class UnknownTheme(Malformed):
    code = "unknown-theme"
    sentence = _("Choose light, dark or automatic.")
    field = "theme"


class UnknownScope(Malformed):
    code = "unknown-scope"
    sentence = _("There is no such scope.")
    field = "scopes"


class ScopeNotHeld(Forbidden):
    code = "scope-not-held"
    sentence = _("The owner of this client may not hold one of the scopes.")


class StaffNotBlocked(Impossible):
    """Whoever holds a role in the platform loses that first."""

    code = "staff-not-blocked"
    sentence = _("This person holds a role in the platform. Take the role from them first.")


class BlockedHoldsNoRole(Impossible):
    """Nobody acts for the platform from a blocked account."""

    code = "blocked-holds-no-role"
    sentence = _("This account is blocked. It can hold no role in the platform.")


class AlreadySo(Impossible):
    """Nothing would change."""

    code = "already-so"
    sentence = _("This is so already. Reload the page to see how things stand.")


class NotYourself(Impossible):
    code = "not-yourself"
    sentence = _("Somebody else must change your own role or close your own account.")
