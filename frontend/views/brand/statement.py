"""A brand's statement, a month and a currency at a time: what is held, what moved it, and the same as a file."""

from dataclasses import dataclass
from datetime import MAXYEAR
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from contests.selectors.cards import BrandCard
from frontend.showing.brand_statement import Month, shown_movements, shown_totals
from frontend.views.common import actor_of, members_page
from payouts.selectors.brand_statement_file import statement_file
from payouts.selectors.brand_statements import BrandStatement, brand_statement, currencies_of, statement_brand

USUAL_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what makes no sense there becomes the usual: this month, the first currency."""

    brand: BrandCard
    month: Month
    this_month: Month
    currency: str
    currencies: tuple[str, ...]

    def address(self, **changes: str) -> str:
        """The query of a neighbouring page."""
        return "?" + urlencode({"month": self.month.key, "currency": self.currency} | changes)


def _asked(request: HttpRequest, brand_id: UUID) -> Asked:
    brand = statement_brand(actor_of(request), brand_id)
    this_month = Month.of(timezone.now())
    found = Month.read(request.GET.get("month", ""))
    currencies = currencies_of(brand_id) or (USUAL_CURRENCY,)
    currency = request.GET.get("currency", "")
    return Asked(
        brand,
        found if found and 1 < found.year < MAXYEAR else this_month,
        this_month,
        currency if currency in currencies else currencies[0],
        currencies,
    )


@require_safe
@members_page
def statement(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """What was held before the month, every movement in it, and what is held after it."""
    asked = _asked(request, brand_id)
    cursor = request.GET.get("cursor") or None
    found = brand_statement(
        asked.brand, asked.currency, since=asked.month.starts_at, until=asked.month.ends_at, after=cursor
    )
    following = found.movements.next
    context = {
        "asked": asked,
        "found": found,
        "rows": shown_movements(found.movements.items),
        "totals": shown_totals(found.totals),
        "months": _months(asked, found),
        "before": asked.address(month=asked.month.shifted(-1).key) if _began_earlier(asked, found) else "",
        "after": asked.address(month=asked.month.shifted(1).key) if asked.month < asked.this_month else "",
        "following": asked.address(cursor=following) if following else "",
        "first": asked.address() if cursor else "",
        "file": asked.address(),
    }
    return render(request, "brand/statement.html", context)


@require_safe
@members_page
def statement_table(request: HttpRequest, brand_id: UUID) -> StreamingHttpResponse:
    """The month as CSV."""
    asked = _asked(request, brand_id)
    file = statement_file(asked.brand, asked.currency, since=asked.month.starts_at, until=asked.month.ends_at)
    name = f"{asked.brand.slug}-{asked.month.key}-{asked.currency}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    response = StreamingHttpResponse(file.stream(), content_type="text/csv; charset=utf-8", headers=headers)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _began_earlier(asked: Asked, found: BrandStatement) -> bool:
    return found.began_at is not None and found.began_at < asked.month.starts_at


def _months(asked: Asked, found: BrandStatement) -> list[Month]:
    """Those that can be chosen: from the first with a movement to this one, and the one that is shown."""
    first = Month.of(found.began_at) if found.began_at else asked.month
    return min(first, asked.month).until(max(asked.this_month, asked.month))
