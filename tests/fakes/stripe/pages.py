"""The pages that people see: paying by card, signing up to be paid, and the book. No script, no real money."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from tests.fakes.stripe import checkout, connect, payments
from tests.fakes.stripe.book import Book, Object
from tests.fakes.stripe.errors import ApiError
from tests.fakes.stripe.reading import balances

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 2rem 1.25rem; } main { margin: 0 auto; max-width: 34rem; }
h1 { font-size: 1.5rem; } label { display: block; margin: 1rem 0 .25rem; }
input { box-sizing: border-box; font: inherit; padding: .5rem; width: 100%; }
button { font: inherit; margin-top: 1.25rem; padding: .6rem 1.2rem; }
table { border-collapse: collapse; width: 100%; } th, td { padding: .3rem .75rem .3rem 0; text-align: left; }
"""


@dataclass(frozen=True)
class Page:
    """What a browser is answered: a page, or the address where it goes on."""

    status: int
    html: str = ""
    location: str = ""


def answer(book: Book, method: str, path: str, form: Mapping[str, Any]) -> Page:
    """Any page, inside the book's transaction."""
    place, _, name = path.strip("/").partition("/")
    if path == "/" and method == "GET":
        return Page(200, _front(book))
    if place == "pay" and name:
        return _pay(book, name, form) if method == "POST" else _show_payment(book, name)
    if place == "onboarding" and name:
        return _sign_up(book, name, form) if method == "POST" else _show_sign_up(book, name)
    return Page(404, _frame("Not found", "<p>There is no such page.</p>"))


def _show_payment(book: Book, name: str, problem: str = "") -> Page:
    try:
        session = checkout.find_open(book, name)
    except ApiError:
        return Page(410, _frame("This page is closed", "<p>It was paid, or its time is over.</p>"))
    cards = "".join(
        f"<tr><td><code>{card.number}</code></td><td>{escape(card.method.removeprefix('pm_card_'))}</td></tr>"
        for card in payments.CARDS
    )
    price = _money(session["amount_total"], session["currency"])
    warning = f'<p role="alert"><strong>Declined: {escape(problem)}</strong></p>' if problem else ""
    return Page(
        200 if not problem else 402,
        _frame(
            "Pay by card",
            f"""<p>{escape(session["line_name"])}: <strong>{price}</strong></p>
{warning}<form method="post"><label for="card">Card number</label>
<input id="card" name="card" inputmode="numeric" autocomplete="off" value="4242 4242 4242 4242">
<button type="submit">Pay</button></form>
<p><a href="{escape(session["cancel_url"])}">Back without paying</a></p>
<table><caption>Cards to try</caption>{cards}</table>""",
        ),
    )


def _pay(book: Book, name: str, form: Mapping[str, Any]) -> Page:
    try:
        session, problem = checkout.pay(book, name, str(form.get("card", "")))
    except ApiError:
        return _show_payment(book, name)
    return _show_payment(book, name, problem) if problem else Page(303, location=session["success_url"])


def _show_sign_up(book: Book, token: str) -> Page:
    link = connect.find_link(book, token)
    if link is None:
        return Page(404, _frame("Not found", "<p>There is no such page.</p>"))
    if link["used"]:
        return Page(303, location=link["refresh_url"])
    book.keep(link | {"used": True})
    return Page(
        200,
        _frame(
            "Be paid through Stripe",
            f"""<p>A pretend sign-up for <code>{escape(link["account"])}</code>.</p>
<form method="post"><label for="name">Name</label><input id="name" name="name" value="Somebody Real">
<label for="iban">IBAN</label><input id="iban" name="iban" value="FR14 2004 1010 0505 0001 3M02 606">
<button type="submit" name="what" value="finish">Finish</button>
<button type="submit" name="what" value="later">Leave it unfinished</button></form>""",
        ),
    )


def _sign_up(book: Book, token: str, form: Mapping[str, Any]) -> Page:
    link = connect.find_link(book, token)
    if link is None:
        return Page(404, _frame("Not found", "<p>There is no such page.</p>"))
    if form.get("what") == "finish":
        connect.update_account(book, link["account"], enabled=True)
    return Page(303, location=link["return_url"])


def _front(book: Book) -> str:
    held = " · ".join(_money(amount, currency) for currency, amount in balances(book).items()) or "nothing yet"
    lines = "".join(_line(one) for kind in ("payment_intent", "transfer", "refund") for one in book.all(kind))
    return _frame(
        "A pretend Stripe",
        f"<p>Only invented money moves here. Balance: <strong>{held}</strong>.</p><table>{lines}</table>",
    )


def _line(thing: Object) -> str:
    cells = (thing["id"], thing.get("status", ""), _money(thing["amount"], thing["currency"]))
    return "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"


def _money(amount: int, currency: str) -> str:
    return f"{amount / 100:.2f} {escape(currency.upper())}"


def _frame(title: str, inside: str) -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<link rel="icon" href="data:,"><style>{STYLE}</style></head>
<body><main><h1>{title}</h1>{inside}</main></body></html>"""
