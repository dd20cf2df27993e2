"""Asks for the mails of trust and safety: receipt and outcome for whoever reported, reasons for whom it restricts."""

from datetime import datetime

from django.conf import settings

from accounts.services.mail import MailRequest, ask_for_mails
from moderation.models import Appeal, Case, Decision, Report
from moderation.selectors.targets import Found


def standing_url() -> str:
    """Where somebody reads what was decided about them, and what became of their reports."""
    return f"{settings.SITE_URL}/standing/"


def statement_url(decision: Decision) -> str:
    """The statement of reasons."""
    return f"{settings.SITE_URL}/standing/decisions/{decision.ref}/"


def confirm_report(report: Report, found: Found, *, now: datetime) -> None:
    """The receipt that the law asks for (Digital Services Act, article 16.4)."""
    context = {"number": str(report.ref), "kind": found.target.value, "url": standing_url()}
    _ask("report_received", report.reporter_id, str(report.ref), context, now=now)


def tell_reporters(case: Case, decision: Decision, *, now: datetime) -> None:
    """What was decided on what they reported, and what they can do about it (article 16.5)."""
    context = {
        "kind": case.kind,
        "measure": decision.measure,
        "until": f"{decision.appeal_until:%Y-%m-%d}",
        "url": standing_url() if decision.measure != "none" else statement_url(decision),
    }
    ask_for_mails(
        (
            MailRequest(
                user_id=report.reporter_id,
                template="report_decided",
                dedupe_key=f"report_decided:{report.ref}:{decision.ref}",
                context=context | {"number": str(report.ref)},
            )
            for report in Report.objects.filter(case=case)
        ),
        now=now,
    )


def state_reasons(decision: Decision, *, now: datetime) -> None:
    """The statement of reasons (article 17), to whom the decision restricts or no longer restricts."""
    if decision.addressee_id is None:
        return
    context = {
        "measure": decision.measure,
        "kind": decision.case.kind,
        "facts": decision.facts,
        "ground": decision.ground,
        "ground_detail": decision.ground_detail,
        "detection": decision.detection,
        "until": f"{decision.appeal_until:%Y-%m-%d}",
        "url": statement_url(decision),
    }
    _ask("statement_of_reasons", decision.addressee_id, str(decision.ref), context, now=now)


def confirm_appeal(appeal: Appeal, *, now: datetime) -> None:
    """That it has come, and that somebody else looks."""
    context = {"number": str(appeal.ref), "url": statement_url(appeal.decision)}
    _ask("appeal_received", appeal.appellant_id, str(appeal.ref), context, now=now)


def tell_appellant(appeal: Appeal, *, now: datetime) -> None:
    """How it was decided, and why."""
    context = {"outcome": appeal.outcome, "facts": appeal.reason, "url": statement_url(appeal.decision)}
    _ask("appeal_decided", appeal.appellant_id, str(appeal.ref), context, now=now)


def _ask(template: str, user_id: int, matter: str, context: dict[str, str], *, now: datetime) -> None:
    ask_for_mails([MailRequest(user_id, template, f"{template}:{matter}:{user_id}", context)], now=now)
