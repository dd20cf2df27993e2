"""A brand's invoice of one contest: issued when it is settled, credited and issued anew when the fee has changed.

It is not kept back until the brand has told everything of itself: the tax on the fee is due all the same. A brand that
completes its details has it made out anew (`reissue_fee_invoice`): a credit note, and another invoice.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import MemberRole, User
from accounts.selectors import role_in_brand
from contests.errors import NotVisible
from contests.models import Contest
from payouts.documents.composing.fee import SettledFee, compose_fee_invoice, fee_of
from payouts.documents.composing.pages import ZONE
from payouts.documents.composing.values import Content
from payouts.documents.errors import CreditRefused
from payouts.documents.models import Document, DocumentKind
from payouts.documents.selectors.parties import brand_party, platform_party
from payouts.documents.services.issuing import Links, issue, issue_credit_note
from payouts.documents.services.numbering import FEE_INVOICES
from payouts.models import Settlement
from payouts.policy import SettlementLine

MONEY_ROLES = frozenset({MemberRole.OWNER, MemberRole.MANAGER, MemberRole.FINANCE})


def bring_fee_invoice_up_to_date(contest: Contest, *, now: datetime) -> Document | None:
    """The contest's fee invoice stands as its last settlement has it, or there is none. Returns what was issued."""
    settlement = Settlement.objects.filter(contest=contest).order_by("-sequence").first()
    if settlement is None:
        return None
    charges = charges_of(settlement)
    standing = standing_fee_invoice(contest)
    if standing is not None:
        if (standing.net_minor, standing.tax_minor) == fee_of(charges):
            return None
        issue_credit_note(standing, "settled_again", now=now)
    return _issue(contest, settlement, charges, now=now) if sum(fee_of(charges)) else None


def standing_fee_invoice(contest: Contest) -> Document | None:
    """The contest's fee invoice that was not taken back."""
    return Document.objects.filter(contest=contest, kind=DocumentKind.FEE_INVOICE, credited_by=None).first()


def charges_of(settlement: Settlement) -> list[SettlementLine]:
    """A settlement's lines that are owed to nobody's entry: fee, fund, tax, contributions."""
    rows = settlement.lines.filter(entry=None).order_by("position")
    columns = ("position", "rule", "component", "amount_minor", "inputs", "formula")
    return [
        SettlementLine(position, None, rule, component, amount, inputs, formula)
        for position, rule, component, amount, inputs, formula in rows.values_list(*columns)
    ]


@transaction.atomic
def reissue_fee_invoice(actor: User, ref: UUID, *, now: datetime) -> Document:
    """Take a fee invoice back and make it out to the brand as it is known now. Raises NotVisible, CreditRefused."""
    invoice = Document.objects.select_related("contest__brand", "contest__brief").filter(ref=ref).first()
    if invoice is None or invoice.brand_id is None or role_in_brand(actor, invoice.brand_id) not in MONEY_ROLES:
        raise NotVisible
    if invoice.kind != DocumentKind.FEE_INVOICE or invoice.contest is None or invoice.settlement is None:
        raise CreditRefused(_("Only an invoice of the platform is made out anew here."))
    Contest.objects.select_for_update().get(pk=invoice.contest.pk)
    standing = standing_fee_invoice(invoice.contest)
    if standing is None or standing.pk != invoice.pk:
        raise CreditRefused(_("This invoice has been taken back already."))
    if Content.from_dict(invoice.content).buyer == brand_party(invoice.contest.brand):
        raise CreditRefused(_("It is made out to these very details already."))
    issue_credit_note(invoice, "details", now=now)
    return _issue(invoice.contest, invoice.settlement, charges_of(invoice.settlement), now=now)


def _issue(contest: Contest, settlement: Settlement, charges: list[SettlementLine], *, now: datetime) -> Document:
    settled = SettledFee(
        currency=settlement.currency,
        settled_on=settlement.decided_at.astimezone(ZONE).date().isoformat(),
        title=contest.brief.title,
        charges=charges,
        owed_minor=settlement.owed_minor,
        refund_minor=settlement.refund_minor,
    )
    seller, buyer = platform_party(), brand_party(contest.brand)
    return issue(
        FEE_INVOICES,
        "fr" if contest.brief.language == "fr" else "en",
        lambda number: compose_fee_invoice(number, settled, seller=seller, buyer=buyer),
        Links({"contest_id": contest.pk, "settlement_id": settlement.pk, "brand_id": contest.brand_id}),
        now=now,
    )
