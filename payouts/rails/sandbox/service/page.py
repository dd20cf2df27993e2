"""The book as a page for people: plain HTML, no script. Account numbers are shown by their end only."""

import base64
import hashlib
import sqlite3
from decimal import Decimal
from html import escape

from babel.numbers import format_currency, get_currency_precision

from payouts.rails.sandbox.service import movements, outbox
from payouts.rails.sandbox.service.faults import EXAMPLE_IBANS, MAGIC_SUFFIXES
from payouts.rails.sandbox.service.movements import iso

ROWS = 50

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 80rem; padding: 1.5rem; }
h1 { font-size: 1.75rem; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
p { max-width: 65ch; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 3px solid; outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  padding: .4rem 1.25rem .4rem 0; text-align: left; vertical-align: top; }
td.amount, th.amount { font-variant-numeric: tabular-nums; text-align: right; }
td { white-space: nowrap; }
td.text { min-width: 12rem; overflow-wrap: anywhere; white-space: normal; }
"""
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = (
    ("content-security-policy", f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'"),
    ("x-frame-options", "DENY"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
)


def render(book: sqlite3.Connection, *, before: int | None) -> str:
    """The whole page: balances, the newest movements (or those before one), and how to try a fault."""
    lines = movements.newest(book, before=before, limit=ROWS)
    older = f'<p><a href="/?before={lines[-1]["id"]}">Older movements</a></p>' if len(lines) == ROWS else ""
    newest = '<p><a href="/">Newest movements</a></p>' if before else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The sandbox bank’s book</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>The sandbox bank’s book</h1>
<p>A pretend bank with a book of its own. Only invented money moves here. Reload to see what is new.</p>
{_balances(book)}
<h2>Movements</h2>
{_movements(lines)}
{older}{newest}
<h2>Try a misfortune</h2>
{_suffixes()}
</main>
</body>
</html>
"""


def money(amount_minor: int, currency: str) -> str:
    """An amount as English readers write it.

    >>> money(16828, "EUR"), money(-500, "JPY")
    ('€168.28', '-¥500')
    """
    amount = Decimal(amount_minor).scaleb(-get_currency_precision(currency))
    return str(format_currency(amount, currency, locale="en"))


def _balances(book: sqlite3.Connection) -> str:
    held = movements.balances(movements.totals(book))
    notices = outbox.summary(book)
    sums = " · ".join(escape(money(amount, currency)) for currency, amount in held.items())
    return (
        f"<p>Balance: <strong>{sums or 'nothing yet'}</strong>. Charges less transfers.</p>"
        f"<p>Notices: {notices['delivered']} delivered, {notices['waiting']} waiting,"
        f" {notices['given_up']} given up.</p>"
    )


def _movements(lines: list[sqlite3.Row]) -> str:
    if not lines:
        return "<p>No movements here. Fund a brief, or let one be settled, and its movements appear.</p>"
    body = "".join(_movement(line) for line in lines)
    return f"""<div class="wide" role="region" aria-label="Movements" tabindex="0"><table>
<caption>Newest first; times are UTC.</caption>
<thead><tr><th scope="col">Number</th><th scope="col">When</th><th scope="col">Kind</th>
<th scope="col">Account ending</th><th scope="col">Reference</th><th scope="col">Status</th>
<th scope="col" class="amount">Amount</th><th scope="col">Key</th></tr></thead>
<tbody>{body}</tbody></table></div>"""


def _movement(line: sqlite3.Row) -> str:
    reason = f" ({line['reason']})" if line["reason"] else ""
    cells = [
        iso(line["created_at"])[:19].replace("T", " "),
        line["kind"],
        line["counterparty"][-6:],
    ]
    return (
        f'<tr><th scope="row">{line["id"]}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + f'<td class="text">{escape(line["reference"])}</td><td>{escape(line["status"] + reason)}</td>'
        + f'<td class="amount">{escape(money(line["amount_minor"], line["currency"]))}</td>'
        + f'<td class="text">{escape(line["idempotency_key"])}</td></tr>'
    )


def _suffixes() -> str:
    rows = "".join(
        f'<tr><th scope="row"><code>{suffix}</code></th><td>{escape(fault.kind.replace("_", " "))}</td>'
        f"<td><code>{EXAMPLE_IBANS[suffix]}</code></td></tr>"
        for suffix, fault in MAGIC_SUFFIXES.items()
    )
    return f"""<div class="wide" role="region" aria-label="Magic endings" tabindex="0"><table>
<caption>An account number that ends in one of these meets that trouble, once for each movement.</caption>
<thead><tr><th scope="col">Ending</th><th scope="col">What happens</th><th scope="col">Example</th></tr></thead>
<tbody>{rows}</tbody></table></div>"""
