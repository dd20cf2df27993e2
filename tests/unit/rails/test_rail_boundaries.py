"""The rails' own borders: no Django in the contract, the client or the bank; nothing unsafe on the bank's page."""

import subprocess
import sys
from pathlib import Path

import pytest

from payouts.rails.sandbox.service import movements, page
from payouts.rails.sandbox.service.book import open_book
from payouts.rails.sandbox.service.movements import Order


@pytest.mark.parametrize(
    "module",
    [
        "payouts.rails.base",
        "payouts.rails.batch",
        "payouts.rails.sandbox.client",
        "payouts.rails.sandbox.service.server",
        "payouts.rails.sepa.rail",
        "payouts.rails.stripe.client",
    ],
)
def test_no_django_is_imported(module: str) -> None:
    code = f"import sys, {module}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_only_who_uses_stripe_loads_its_library() -> None:
    code = "import sys, payouts.rails.registry; sys.exit('stripe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_page_escapes_what_others_wrote(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.sqlite")
    order = Order("transfer", "k", 16828, "EUR", "FR76<b>abc", "<script>alert(1)</script>")
    movements.write(book, order, status="accepted", reason="", fault="", return_reason="", step_due_at=None, now=0.0)
    html = page.render(book, before=None)
    book.close()
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<b>" not in html
    assert "€168.28" in html
