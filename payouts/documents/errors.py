"""What documents' services refuse, each by the name of the broken rule, with words for the person who asked."""

from payouts.errors import PayoutRefusal


class DetailsRefused(PayoutRefusal):
    """A name, an address or a number that cannot stand on an invoice; `field` says which."""

    code = "details-refused"


class MandateRefused(PayoutRefusal):
    """A mandate is given to the text that is shown now, and taken back only while it stands."""

    code = "mandate-refused"


class ObjectionRefused(PayoutRefusal):
    """Too late, said already, without a reason, or of a document that is not objected to."""

    code = "objection-refused"


class StatementRefused(PayoutRefusal):
    """The year is not over, or nothing was paid in it."""

    code = "statement-refused"


class CreditRefused(PayoutRefusal):
    """Only an invoice that stands is taken back, once, with a reason."""

    code = "credit-refused"


class DocumentUnsound(RuntimeError):
    """A document that does not add up: it is never numbered, and somebody must look at how it came about."""
