"""Creatives' invoices, made for them: one per payee for what was released to them in a contest, under their mandate.

Without a mandate or details none is made, and nobody is paid a day later for it: they make their own.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from contests.models import Contest, EntryShare
from payouts.documents.composing.fee import CONTRIBUTIONS
from payouts.documents.composing.pages import ZONE
from payouts.documents.composing.pay import Earned, Levied, Mandated, Payday, Payee, compose_self_billed
from payouts.documents.composing.values import Language, Party
from payouts.documents.composing.vat import TaxUnclear
from payouts.documents.models import Document, DocumentDebt, DocumentKind, TaxDetails
from payouts.documents.selectors.parties import Mandate, brand_party, platform_party, standing_mandate, tax_details
from payouts.documents.services.issuing import Links, issue, issue_credit_note
from payouts.documents.services.numbering import self_billed_series
from payouts.documents.services.secrecy import decrypt
from payouts.models import Obligation, ObligationKind, SettlementLine
from payouts.policy.levies import WITHHELD, UnknownLevies, withheld_levies


def bring_pay_invoices_up_to_date(contest: Contest, *, now: datetime) -> list[Document]:
    """Take back invoices of debts that are owed no more, and make those that can be made. Returns what was issued."""
    issued = [issue_credit_note(invoice, "cancelled", now=now) for invoice in _of_cancelled_debts(contest)]
    by_payee: dict[int, list[Obligation]] = defaultdict(list)
    for debt in _uninvoiced(contest):
        if debt.payee_user_id is not None:
            by_payee[debt.payee_user_id].append(debt)
    for person_id, debts in sorted(by_payee.items()):
        mandate, details = standing_mandate(person_id), tax_details(person_id)
        if mandate is None or details is None:
            continue
        try:
            issued.append(_issue(contest, mandate, details, debts, now=now))
        except TaxUnclear:
            continue  # It waits for the brand's VAT number, which asks for these papers when it comes.
    return issued


def _of_cancelled_debts(contest: Contest) -> list[Document]:
    cancelled = DocumentDebt.objects.filter(document=OuterRef("pk"), obligation__cancelled_at__isnull=False)
    standing = Document.objects.filter(contest=contest, kind=DocumentKind.SELF_BILLED, credited_by=None)
    return list(standing.filter(Exists(cancelled)).select_related("series").order_by("person_id", "pk"))


def _uninvoiced(contest: Contest) -> Sequence[Obligation]:
    """What the brand owes and nothing names yet. Interest is none of it: the platform owes that, for its own delay."""
    standing = DocumentDebt.objects.filter(obligation=OuterRef("pk"), document__credited_by=None)
    due = Obligation.objects.filter(
        contest=contest, payee_user__isnull=False, released_at__isnull=False, cancelled_at=None
    )
    due = due.exclude(kind=ObligationKind.INTEREST)
    return list(due.filter(~Exists(standing)).select_related("entry", "payee_user").order_by("payee_user_id", "pk"))


def _issue(
    contest: Contest, mandate: Mandate, details: TaxDetails, debts: Sequence[Obligation], *, now: datetime
) -> Document:
    person = debts[0].payee_user
    if person is None:
        raise TypeError("Only a person's debts are invoiced in a person's name.")
    payday, payee = _payday(contest, details, debts, now), _payee(person, mandate, details)
    buyer, platform = brand_party(contest.brand), platform_party().name
    language: Language = "fr" if person.locale.startswith("fr") else "en"
    return issue(
        self_billed_series(mandate.code),
        language,
        lambda number: compose_self_billed(number, payday, payee, buyer=buyer, platform=platform),
        Links(
            {"contest_id": contest.pk, "brand_id": contest.brand_id, "person_id": person.pk},
            [debt.pk for debt in debts],
        ),
        now=now,
    )


def _payday(contest: Contest, details: TaxDetails, debts: Sequence[Obligation], now: datetime) -> Payday:
    teams = {share.entry_id for share in _shared(debts)}
    supplied = max(debt.released_at for debt in debts if debt.released_at is not None)
    contributes = SettlementLine.objects.filter(
        settlement__in=[debt.settlement_id for debt in debts], rule=CONTRIBUTIONS
    ).exists()
    gross = sum(debt.amount_minor for debt in debts)
    return Payday(
        currency=debts[0].currency,
        supplied_on=supplied.astimezone(ZONE).date().isoformat(),
        title=contest.brief.title,
        debts=[
            Earned(
                obligation=str(debt.public_id),
                kind=debt.kind,
                code=debt.entry.code if debt.entry else "",
                amount_minor=debt.amount_minor,
                is_shared=debt.entry_id in teams,
            )
            for debt in debts
        ],
        levied=_levied(gross, details, now) if contributes and details.is_artist_author else None,
        payer_contributes=contributes,
    )


def _shared(debts: Sequence[Obligation]) -> Sequence[EntryShare]:
    """A share of somebody else's in each entry that a team made."""
    person = debts[0].payee_user_id
    return list(EntryShare.objects.filter(entry__in=[debt.entry_id for debt in debts]).exclude(user=person))


def _levied(gross: int, details: TaxDetails, now: datetime) -> Levied | None:
    """What the law takes from an artist-author; none where no table is on record for their country and day."""
    try:
        levies = withheld_levies(details.country, now.astimezone(ZONE).date())
    except UnknownLevies:
        return None
    source = WITHHELD[details.country][-1].source
    return Levied(tuple((levy.name, levy.amount(gross)) for levy in levies), source)


def _payee(person: User, mandate: Mandate, details: TaxDetails) -> Payee:
    said = decrypt(details.sealed, person_id=person.pk)
    party = Party(
        name=said["name"],
        country=details.country,
        street=said["street"],
        postcode=said["postcode"],
        city=said["city"],
        vat_number=said.get("vat_number", ""),
        company_number=said.get("company_number", ""),
        ref=mandate.code,
    )
    given = Mandated(mandate.given_at.astimezone(ZONE).date().isoformat(), mandate.text_version)
    return Payee(party, details.vat_status, details.vat_rate_bps, given)  # type: ignore[arg-type]
