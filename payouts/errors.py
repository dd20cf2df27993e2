"""What the money side refuses, each by the name of the broken rule, with words for the person who asked."""

from collections.abc import Sequence

from payouts.policy import Problem


class PayoutRefusal(Exception):
    """Base of all: `code` is stable for programs, `message` tells a person what to do."""

    code = "refused"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class TermsRefused(PayoutRefusal):
    """The contest's terms break its policy; `problems` name field, bound and reason."""

    code = "terms-refused"

    def __init__(self, message: str, problems: Sequence[Problem]) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class LiabilityNotCovered(PayoutRefusal):
    """The escrow holds less than the contest can owe at most: it may not be shown to anybody."""

    code = "liability-not-covered"

    def __init__(self, message: str, *, held_minor: int, liability_minor: int, currency: str) -> None:
        super().__init__(message)
        self.held_minor = held_minor
        self.liability_minor = liability_minor
        self.currency = currency

    @property
    def missing_minor(self) -> int:
        """What must still be paid in."""
        return self.liability_minor - self.held_minor


class HeldInAnotherCurrency(PayoutRefusal):
    """The brief changed its currency while its escrow still holds money in the earlier one."""

    code = "held-in-another-currency"


class NothingToRefund(PayoutRefusal):
    """Money goes back without a settlement only from a draft, and only if it holds any."""

    code = "nothing-to-refund"


class NoTariff(PayoutRefusal):
    """The platform has published no effort and study price for this category and currency."""

    code = "no-tariff"


class PolicyRefused(PayoutRefusal):
    """The policy may pay somebody nothing, or less than the floor: it cannot be published."""

    code = "policy-refused"


class PolicyNotReady(PayoutRefusal):
    """The policy is not at the stage at which this can be done."""

    code = "policy-not-ready"


class NotTheirPolicy(PayoutRefusal):
    """Somebody else must do this: another admin, or a creative."""

    code = "not-theirs"


class EarnedPayReduced(PayoutRefusal):
    """A later settlement would take back what somebody has earned. It is never written."""

    code = "earned-pay-reduced"


class NoSuchRail(PayoutRefusal):
    """This installation has no rail that can do this."""

    code = "no-such-rail"


class DepositRefused(PayoutRefusal):
    """A payment into escrow that makes no sense: nothing is missing, or more than what is missing."""

    code = "deposit-refused"


class NoSuchDeposit(PayoutRefusal):
    """There is no such payment into this contest's escrow, or it is of another kind."""

    code = "no-such-deposit"


class OperatorOnly(PayoutRefusal):
    """Only the platform's operators may touch a payment."""

    code = "operator-only"


class HoldRefused(PayoutRefusal):
    """A payment that is on its way cannot be held, and no hold is without a reason or an end."""

    code = "hold-refused"


class FourEyesNeeded(PayoutRefusal):
    """Somebody else must do this: nobody approves or confirms what they have proposed themselves."""

    code = "four-eyes-needed"


class ControlRefused(PayoutRefusal):
    """A change of a rail's switch or limits that makes no sense, or comes without a reason."""

    code = "control-refused"


class RunRefused(PayoutRefusal):
    """A payout run that is not what it was looked at, or not at the stage at which this can be done."""

    code = "run-refused"


class PeriodClosed(PayoutRefusal):
    """An entry would be effective in a month that is closed. A correction is booked in one that is open."""

    code = "period-closed"


class CloseRefused(PayoutRefusal):
    """Months are closed once they are over, one after the other."""

    code = "close-refused"


class NotSealedYet(PayoutRefusal):
    """The journal entry was written a moment ago; there is nothing yet that could prove it."""

    code = "not-sealed-yet"


class SealDamaged(PayoutRefusal):
    """What a seal keeps no longer proves anything: somebody has changed it. `manage.py verify_books` says more."""

    code = "seal-damaged"


class FileActRefused(PayoutRefusal):
    """The act does not fit where the file, its payment or the bank's entry stands."""

    code = "file-act-refused"


class TransferActRefused(PayoutRefusal):
    """The act does not fit where the money that came in stands."""

    code = "transfer-act-refused"


class KeyReused(PayoutRefusal):
    """The same idempotency key came with another amount or source: nothing is done twice, and nothing is guessed."""

    code = "idempotency-key-reused"


class DisputeRefused(PayoutRefusal):
    """What is disputed or decided makes no sense: no reason, more than is at stake, or disputed before."""

    code = "dispute-refused"


class DisputeNotReady(PayoutRefusal):
    """The dispute has been decided, or its contest is not over yet: this cannot be done now."""

    code = "dispute-not-ready"


class NotTheirDispute(PayoutRefusal):
    """Somebody else must do this: an admin without any part in the contest, or the side that opened the dispute."""

    code = "not-theirs"
