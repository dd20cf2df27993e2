"""What a bank reports names people's accounts: it is kept sealed, and opened here alone, when it is read or paid back.

Nothing in here reads or writes a row but `reseal_…`, which put newer keys in place of older ones.
"""

import hashlib
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.vault.opening import unseal
from accounts.vault.sealing import is_sealed_newest, seal
from payouts.models import BankReport, IncomingTransfer

REPORT: Final = "bank report"
PAYER: Final = "payer account"
BATCH: Final = 20


class ReportChanged(ValueError):
    """A report is not what the bank sent any more: nothing in it may be believed."""


def seal_report(body: bytes, *, rail: str, report_id: str) -> bytes:
    """The report, unreadable without a key. Any bytes survive it."""
    return seal(body.decode("latin-1"), purpose=REPORT, context=_report(rail, report_id))


def open_report(report: BankReport) -> bytes:
    """The report as the bank sent it. Raises CannotOpen, UnknownKey, ReportChanged."""
    context = _report(report.rail, report.provider_report_id)
    body = unseal(bytes(report.sealed_body), purpose=REPORT, context=context).encode("latin-1")
    if digest(body) != report.body_sha256:
        raise ReportChanged(f"report {report.pk} is not what the bank sent")
    return body


def seal_payer(account: str, *, transfer_id: UUID) -> bytes | None:
    """The account that a transfer came from, unreadable without a key; None for none."""
    return seal(account, purpose=PAYER, context=str(transfer_id)) if account else None


def open_payer(transfer: IncomingTransfer) -> str:
    """The account that a transfer came from, '' where the bank has named none. Raises CannotOpen, UnknownKey."""
    return open_sealed_payer(transfer.payer_sealed, transfer_id=transfer.public_id)


def open_sealed_payer(sealed: bytes | memoryview | None, *, transfer_id: UUID) -> str:
    """As `open_payer`, of a transfer whose columns were read."""
    return unseal(bytes(sealed), purpose=PAYER, context=str(transfer_id)) if sealed is not None else ""


def digest(body: bytes) -> str:
    """What bytes are recognised by."""
    return hashlib.sha256(body).hexdigest()


def reseal_bank_reports() -> int:
    """Seal every report anew that lies under an older key. Returns how many."""
    done, last = 0, 0
    while keys := list(BankReport.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += _reseal(keys)
        last = keys[-1]
    return done


@transaction.atomic
def _reseal(keys: list[int]) -> int:
    done = 0
    for report in BankReport.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        if not is_sealed_newest(bytes(report.sealed_body), purpose=REPORT):
            body = open_report(report)
            report.sealed_body = seal_report(body, rail=report.rail, report_id=report.provider_report_id)
            report.save(update_fields=["sealed_body"])
            done += 1
    return done


def bank_secrets_under_older_keys() -> int:
    """How many reports and payers' accounts the older keys are still needed for."""
    reports = BankReport.objects.values_list("sealed_body", flat=True).iterator(chunk_size=BATCH)
    payers = IncomingTransfer.objects.filter(payer_sealed__isnull=False).values_list("payer_sealed", flat=True)
    left = sum(not is_sealed_newest(bytes(one), purpose=REPORT) for one in reports)
    return left + sum(not is_sealed_newest(bytes(one or b""), purpose=PAYER) for one in payers.iterator())


@transaction.atomic
def reseal_payers() -> int:
    """Seal every payer's account anew that lies under an older key. Returns how many."""
    done = 0
    sealed = IncomingTransfer.objects.select_for_update().filter(payer_sealed__isnull=False)
    for transfer in sealed.order_by("pk").iterator(chunk_size=500):
        if not is_sealed_newest(bytes(transfer.payer_sealed or b""), purpose=PAYER):
            transfer.payer_sealed = seal_payer(open_payer(transfer), transfer_id=transfer.public_id)
            transfer.save(update_fields=["payer_sealed"])
            done += 1
    return done


def _report(rail: str, report_id: str) -> str:
    return f"{rail}|{report_id}"
