"""Whether the closed months still balance as they did when they were closed."""

from dataclasses import asdict

from payouts import ledger
from payouts.models import JournalEntry, PeriodClose


def examine_closes(limit: int | None) -> tuple[int, list[str]]:
    """Draw the trial balances of the newest closed months again (with a limit only the last one's, which holds all
    before). Returns how many, and a sentence for each that differs.
    """
    closes = list(PeriodClose.objects.order_by("-month")[: None if limit is None else 1])
    return len(closes), [difference for close in closes if (difference := _difference(close))]


def _difference(close: PeriodClose) -> str:
    count = JournalEntry.objects.filter(effective_at__lt=close.ends_at).count()
    if count != close.entry_count:
        return f"{close}: {close.entry_count} entries when it was closed, {count} now"
    rows = ledger.trial_balance(effective_before=close.ends_at)
    then = {(row["group"], row["currency"]): row for row in close.trial_balance}
    now = {(row.group, row.currency): asdict(row) for row in rows if row.debit_minor or row.credit_minor}
    changed = sorted(key for key in then.keys() | now.keys() if then.get(key) != now.get(key))
    return f"{close}: {', '.join(f'{group} ({currency})' for group, currency in changed)} differ" if changed else ""
