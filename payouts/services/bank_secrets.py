"""What a bank reports names people's accounts: it is kept sealed, and opened here alone, when it is read.

Nothing in here reads or writes a row but `reseal_bank_reports`, which puts newer keys in place of older ones.
"""

import hashlib
from typing import Final

from django.db import transaction

from accounts.vault.opening import unseal
from accounts.vault.sealing import is_sealed_newest, seal
from payouts.models import BankReport

REPORT: Final = "bank report"
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


def _report(rail: str, report_id: str) -> str:
    return f"{rail}|{report_id}"
